/* property_told_test: what a program is to be told of records by chance, worked out from the copies of their rows. */
#ifndef APP_PROPERTY_TOLD_TEST_H
#define APP_PROPERTY_TOLD_TEST_H

#include "app/door_test.h"
#include "records/property_naive_test.h"

/* One of the staff, or of the portal, before one module, and the door they use. */
struct visitor {
	struct property *property;
	struct door *door;
	struct naive naive;
	struct arena *arena;
	const char *cookie; /* of somebody of the portal; NULL: staff, by their token */
};

/* "/console/records/pa" and what follows; of the portal "/p/a/records/pa". */
const char *told_path(const struct visitor *visitor, const char *rest);
const char *told_id(const struct visitor *visitor, int64_t id);
const char *told_encoded(const struct visitor *visitor, const char *text);
struct door_answer visit(const struct visitor *visitor, const char *rest, const char *query);

/* What they are told of a field of a row, as JSON has it. `links`: lookups to many, which lists leave out. */
struct doc *told_cell(const struct visitor *visitor, const struct copy *row, const struct field *field, bool links);
/* The record with the fields wanted (NULL: all they know). */
struct doc *told_record(const struct visitor *visitor, const struct copy *row, const struct field *const *fields,
			size_t field_count, bool links);
/* What a file has in its cell, as it is read back. */
const char *told_text(const struct visitor *visitor, const struct copy *row, const struct field *field, bool workbook);

/* The members of the second that the first has are the same there. */
bool told_same(struct arena *arena, const struct doc *told, const struct doc *answer);
const char *told_json(struct arena *arena, const struct doc *doc);

/* An answer was compared: a mismatch is told with who asked what. */
void told_case(const struct visitor *visitor, bool same, const char *asked, const char *about);

#endif
