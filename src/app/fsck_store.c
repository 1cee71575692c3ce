/* fsck_store: every column that names a kept file is listed here. */
#include "app/fsck_store.h"

#include "db/db.h"

#include <stddef.h>

static const struct db_column columns[] = {
	DB_COLUMN_TEXT(struct kept_file, blob),
	DB_COLUMN_TEXT(struct kept_file, owner),
	DB_COLUMN_TEXT(struct kept_file, hash),
	DB_COLUMN_INT64(struct kept_file, size),
};
static const struct db_shape shape = DB_SHAPE(struct kept_file, columns);

void
kept_files_each(struct tx *tx, bool (*each)(const void *row, void *data), void *data)
{
	db_each(tx, &shape, each, data,
		"select pdf_blob as blob, 'invoice ' || number as owner, pdf_hash as hash, coalesce(pdf_size, -1) as size "
		"from invoice where pdf_blob is not null "
		"union all "
		"select logo_blob, 'company ' || name, null, -1 from company where logo_blob is not null "
		"union all "
		"select icon_blob, 'icon of company ' || company_id, null, -1 from company_page "
		"where icon_blob is not null "
		"union all "
		"select blob, 'record file ' || name, hash, size from record_file "
		"union all "
		"select file_version.blob, 'file ' || file.name, file_version.sha256, file_version.size "
		"from file_version join file on file.id = file_version.file_id "
		"union all "
		"select blob, 'sent file ' || name, sha256, size from deposit "
		"union all "
		"select example_blob, 'example of ' || name, example_sha256, example_size from piece where example_blob "
		"is not null "
		"union all "
		"select picture_blob, 'picture of a file', null, -1 from file_look where picture_blob is not null "
		"union all "
		"select pdf_blob, 'PDF of a file', null, -1 from file_look where pdf_blob is not null "
		"union all "
		"select blob, 'page of a file', null, -1 from file_page where blob is not null "
		"union all "
		"select blob, 'import ' || file_name, null, -1 from record_import "
		"union all "
		"select blob, 'export ' || file_name, null, size from record_export where blob is not null");
}

bool
kept_file_is_owned(struct tx *tx, const char *blob)
{
	return db_get_int(
		       tx, 0,
		       "select 1 from invoice where pdf_blob = $1 union all select 1 from company where logo_blob = $1 "
		       "union all select 1 from company_page where icon_blob = $1 "
		       "union all select 1 from record_file where blob = $1 "
		       "union all select 1 from file_version where blob = $1 "
		       "union all select 1 from deposit where blob = $1 "
		       "union all select 1 from piece where example_blob = $1 "
		       "union all select 1 from file_look where picture_blob = $1 "
		       "union all select 1 from file_look where pdf_blob = $1 "
		       "union all select 1 from file_page where blob = $1 "
		       "union all select 1 from record_import where blob = $1 "
		       "union all select 1 from record_export where blob = $1",
		       db_text(blob)) == 1;
}
