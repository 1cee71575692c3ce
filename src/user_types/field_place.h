/* field_place: where the fields of a user type are chosen, layout by layout; what can be chosen there, and what is
 * wrong with it. */
#ifndef USER_TYPES_FIELD_PLACE_H
#define USER_TYPES_FIELD_PLACE_H

#include "rights/rights.h"
#include "user_types/setup.h"

/* A layout of a tab, or lines that are seen with its records. */
struct field_place {
	const struct user_type *type; /* the draft, read as if it was published */
	const struct portal_tab *tab;
	const struct module *module; /* the tab's, or that of the lines */
	const struct layout *layout; /* of lines their first */
	const enum level *levels;    /* by field index, as the draft has them */
	bool lines;
	bool chosen; /* somebody said what is seen of it; else it shows nothing yet */
};

/* A setup (the draft, or what is published) read as if it held now, with the modules of rq->rights. */
const struct user_type *setup_read(struct request *rq, const struct setup *setup, const struct doc *doc);

/* All of them, tab by tab, lines behind their tab. Tabs that do not hold together are not among them. */
struct field_place *place_list(struct request *rq, const struct setup *setup, size_t *count);
/* The one of this module and layout (0: the module's first place); NULL: there is none. */
const struct field_place *
place_find(const struct field_place *places, size_t count, const struct module *module, int64_t layout);

/* The page where its fields are chosen. */
#define FIELDS_BELOW "/fields"
const char *place_href(struct arena *arena, const struct setup *setup, const struct field_place *place);

/* The most that can be chosen: what people may not change, is not theirs to write. */
enum level place_most(const struct field_place *place, const struct field *field);
/* What is chosen; before somebody did, what the page proposes: to read what the layout has, and to write what whoever
 * creates a record must fill in. */
enum level place_level(const struct field_place *place, const struct field *field);
bool place_has(const struct field_place *place, const struct field *field); /* in its layout */
/* Required by the field or by the layout. */
bool place_requires(const struct field_place *place, const struct field *field);

/* Why the field cannot be given like that (English, N_): people may create records here, and could not fill it in.
 * NULL: it can. */
const char *place_trouble(const struct field_place *place, const struct field *field, enum level level);

/* The most that the profile of the portal lets its users do with the field, whatever their type. */
enum level place_ceiling(const struct rights *rights, const struct field *field);

/* How many of its fields are seen, and written. */
struct field_sums {
	int64_t seen, written, wrong;
};
struct field_sums place_sums(const struct field_place *place);

/* Writes what was chosen (by field index) into the draft. */
void place_choose(struct setup *setup, const struct field_place *place, const enum level *levels);

#endif
