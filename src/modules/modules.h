/* modules: the front door: kinds of records, their fields, layouts and views, and the settings pages that make them. */
#ifndef MODULES_MODULES_H
#define MODULES_MODULES_H

#include "core/feature.h"
#include "modules/catalogue.h"

extern const struct feature modules;
extern const struct permission module_write; /* make and change modules, fields and layouts: administrators */

/* Writes the modules that come with the program, and their fields, where they are missing: after each migration, at
 * init and at the start of the server. Adds nothing twice; leaves what administrators changed. */
void modules_install(struct tx *tx);

#endif
