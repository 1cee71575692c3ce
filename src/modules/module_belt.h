/* module_belt: all that statements of the house read of a module: its records as they are kept, whoever looks. */
#ifndef MODULES_MODULE_BELT_H
#define MODULES_MODULE_BELT_H

#include "db/belt.h"
#include "db/sql.h"
#include "modules/catalogue.h"

/* The beginning of a statement that is nobody's plan: what is summed up, computed, kept distinct, deleted. It may read
 * every column of the module and change its rows; other tables than those that tell whose they are, it may not. */
struct sql module_sql(struct arena *arena, const struct module *module);

/* Of a catalogue that is being loaded: what becomes module->belt. A new one, to which more may be added. */
struct belt *module_belt(struct arena *arena, const struct module *module);
/* Adds the tables that are asked for rights given by hand (struct module.by_hand). */
void module_belt_by_hand(struct belt *belt);
/* Which columns the module has: with another one the belt is another one. */
void module_belt_mix(struct belt *belt, const struct module *module);

#endif
