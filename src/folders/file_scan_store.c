/* file_scan_store: which kept files nobody has looked at for viruses, and what came of it when somebody did. */
#include "folders/file_scan.h"

#include "folders/file_look.h"

static const struct db_column unscanned_columns[] = {DB_COLUMN_TEXT(struct unscanned, blob)};
static const struct db_shape unscanned_shape = DB_SHAPE(struct unscanned, unscanned_columns);

struct unscanned *
files_unscanned(struct tx *tx, const char *after, size_t limit, size_t *count)
{
	return db_list(
		tx, &unscanned_shape, count,
		"select distinct blob from file_version where scan in ('no_server', 'too_late', 'odd') and blob > "
		"$1 order by blob limit $2",
		db_text(after), db_int((int64_t)limit));
}

static const struct db_column scanned_columns[] = {
	DB_COLUMN_INT64(struct scanned_file, id),	 DB_COLUMN_INT64(struct scanned_file, client_id),
	DB_COLUMN_INT64(struct scanned_file, folder_id), DB_COLUMN_TEXT(struct scanned_file, name),
	DB_COLUMN_TEXT(struct scanned_file, type),
};
static const struct db_shape scanned_shape = DB_SHAPE(struct scanned_file, scanned_columns);

struct scanned_file *
file_scan_keep(struct tx *tx, const char *blob, const struct scan *scan, size_t *count)
{
	const char *word = scan->verdict == SCAN_INFECTED ? file_infected : scan_reason_word(scan->reason);

	db_run(tx, "update file_version set scan = $2 where blob = $1", db_text(blob), db_text(word));
	db_run(tx, "update file set scan = $2 where blob = $1", db_text(blob), db_text(word));
	if (scan->found != NULL)
		db_run(tx, "update file_look set virus = $2 where blob = $1", db_text(blob), db_text(scan->found));
	return db_list(
		tx, &scanned_shape, count,
		"select id, client_id, folder_id, name, type from file where id in (select file_id from file_version where blob = "
		"$1) order by id limit 1000",
		db_text(blob));
}
