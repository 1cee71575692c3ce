/* file_receipt_store: finds in the activities which contacts fetched a file. */
#include "folders/file_receipt.h"

enum { LOOKED_AT = 1000, SHOWN = 50 };

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct file_receipt, contact),
	DB_COLUMN_INT64(struct file_receipt, at),
	DB_COLUMN_TEXT(struct file_receipt, detail),
};
static const struct db_shape shape = DB_SHAPE(struct file_receipt, columns);

struct file_receipt *
file_receipts(struct tx *tx, int64_t file, size_t *count)
{
	return db_list(
		tx, &shape, count,
		"select last.contact, audit.at, audit.detail from (select actor_id as contact, max(seq) as seq from (select "
		"actor_id, seq from activity where file_id = $1 and actor_kind = 'contact' and action in ('file.download', "
		"'file.view') order by at desc, seq desc limit $2) as newest group by actor_id order by max(seq) desc limit $3) "
		"as last join audit on audit.seq = last.seq order by last.seq desc",
		db_int(file), db_int(LOOKED_AT), db_int(SHOWN));
}
