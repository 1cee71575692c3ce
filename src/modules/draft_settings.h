/* draft_settings: what a type needs more, checked one by one. Internal to src/modules. */
#ifndef MODULES_DRAFT_SETTINGS_H
#define MODULES_DRAFT_SETTINGS_H

#include "modules/draft.h"

/* A draft on its way to a field. */
struct reading {
	struct arena *arena;
	const struct catalogue *catalogue;
	const struct module *module;
	const struct field *of; /* NULL: a new one */
	const struct field_draft *draft;
	struct field *made;
	struct doc *clean; /* the settings in order, without what the type does not have */
	struct module_trouble *trouble;
};

enum module_outcome draft_read_settings(const struct reading *reading);
enum module_outcome draft_read_choices(const struct reading *reading); /* draft_choices.c */

/* The setting as it was given; NULL: absent, null or an empty text. */
const struct doc *draft_given(const struct reading *reading, const char *name);

#endif
