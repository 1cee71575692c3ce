/* write: how a change of rights is refused. */
#include "rights/write.h"

#include "base/doc.h"

#include <stddef.h>

struct use {
	const char *name;
};
static const struct db_column use_columns[] = {DB_COLUMN_TEXT(struct use, name)};
static const struct db_shape use_shape = DB_SHAPE(struct use, use_columns);

enum rights_outcome
refuse(struct rights_trouble *trouble, const char *field, const char *error)
{
	trouble->field = field;
	trouble->error = error;
	return RIGHTS_WRONG;
}

bool
find_uses(struct tx *tx, struct rights_trouble *trouble, const char *kind, const char *sql, int64_t id)
{
	size_t count;
	const struct use *uses = db_list(tx, &use_shape, &count, sql, db_int(id));

	if (trouble->uses == NULL)
		trouble->uses = doc_list(tx_arena(tx));
	for (size_t i = 0; i < count; i++) {
		struct doc *use = doc_add_object(trouble->uses);

		doc_set_text(use, "kind", kind);
		doc_set_text(use, "name", uses[i].name);
	}
	return count > 0;
}
