/* arrangement: a layout while it is being edited: sections of fields, and the moves that buttons and drags make. */
#ifndef MODULES_ARRANGEMENT_H
#define MODULES_ARRANGEMENT_H

#include "modules/catalogue.h"

enum { ARRANGEMENT_SECTIONS = 30 };

struct arranged {
	const struct field *field;
	bool required, wide;
};

struct arranged_section {
	struct label title;
	int columns;
	struct arranged *items; /* room for every field of the module */
	size_t count;
};

struct arrangement {
	struct arena *arena;
	const struct module *module;
	struct arranged_section sections[ARRANGEMENT_SECTIONS];
	size_t count;
	const struct field *moved; /* what the last move was about, where the keyboard goes on; NULL: nothing */
};

struct arrangement *arrangement_new(struct arena *arena, const struct module *module);
struct arrangement *arrangement_of(struct arena *arena, const struct layout *layout);

/* NULL: there is room for no more. */
struct arranged_section *arrangement_add_section(struct arrangement *arrangement, int columns);
/* Adds behind the others; does nothing when the field stands somewhere already. */
void arrangement_add(struct arrangement *arrangement, size_t section, struct arranged item);
/* Whether the field stands in a section; *section and *index say where. */
bool arrangement_find(const struct arrangement *arrangement, const struct field *field, size_t *section, size_t *index);
/* May it be placed: in use, and something people fill in or look at. */
bool arrangement_takes(const struct field *field);

/* Does what a button or a drag asks for:
 *   up:plate, down:plate        one place up or down, on into the neighbouring section
 *   place:plate:1:3             to section 1, as its item 3 (both counted from 0); section "aside": out
 *   out:plate, in:plate         takes it out; puts it at the end of the last section
 *   section:add, section:up:1, section:down:1, section:remove:1
 * False: it is not understood, or leads nowhere: nothing has changed. */
bool arrangement_do(struct arrangement *arrangement, const char *what);

/* {"sections": …} as layout_save takes it. */
struct doc *arrangement_definition(const struct arrangement *arrangement);

#endif
