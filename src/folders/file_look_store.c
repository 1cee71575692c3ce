/* file_look_store: keeps what was made of files, and their words in the index of the search. */
#include "folders/file_look.h"

#include "base/arena.h"
#include "db/sql.h"
#include "folders/file_text.h"
#include "job/job.h"

const char look_waiting[] = "waiting", look_no_tool[] = "no_tool";

#define COLUMNS                                                                                                        \
	"file_look.id, file_look.client_id, file_look.blob, file_look.type, file_look.picture, "                       \
	"file_look.picture_blob, file_look.picture_type, file_look.pdf_blob, file_look.pages, file_look.said, "        \
	"file_look.virus"

static const struct db_column look_columns[] = {
	DB_COLUMN_INT64(struct file_look, id),		DB_COLUMN_INT64(struct file_look, client_id),
	DB_COLUMN_TEXT(struct file_look, blob),		DB_COLUMN_TEXT(struct file_look, type),
	DB_COLUMN_TEXT(struct file_look, picture),	DB_COLUMN_TEXT(struct file_look, picture_blob),
	DB_COLUMN_TEXT(struct file_look, picture_type), DB_COLUMN_TEXT(struct file_look, pdf_blob),
	DB_COLUMN_INT64(struct file_look, pages),	DB_COLUMN_TEXT(struct file_look, said),
	DB_COLUMN_TEXT(struct file_look, virus),
};
static const struct db_shape look_shape = DB_SHAPE(struct file_look, look_columns);

/* ---- one ---- */

void
file_look_begin(struct tx *tx, int64_t client, const struct file_content *content)
{
	if (content->size > 0 &&
	    db_run(tx,
		   "insert into file_look (id, client_id, blob, type, picture, pages, said, tries) values ($1, $2, $3, "
		   "$4, $5, 0, $5, 0) on conflict (blob) do nothing",
		   db_int(id_new()), db_int(client), db_text(content->blob), db_text(content->type),
		   db_text(look_waiting)) == 1)
		job_add(tx, "file.look", NULL, 0, "file.look");
}

struct file_look *
file_look_find(struct tx *tx, const struct file_seen *seen, int64_t number)
{
	return db_find(tx, &look_shape,
		       "select " COLUMNS
		       " from file_version join file_look on file_look.blob = file_version.blob where "
		       "file_version.file_id = $1 and file_version.number = $2",
		       db_int(seen->file.id), db_int(number));
}

struct file_look *
file_looks_waiting(struct tx *tx, int64_t after, size_t limit, size_t *count)
{
	return db_list(tx, &look_shape, count,
		       "select " COLUMNS " from file_look where picture = 'waiting' and id > $1 order by id limit $2",
		       db_int(after), db_int((int64_t)limit));
}

int64_t
file_looks_again(struct tx *tx, bool office)
{
	db_run(tx,
	       "update file_look set picture = 'waiting', tries = tries + 1 where (picture = 'unavailable' or said = "
	       "'unavailable') and tries < 5");
	if (office)
		db_run(tx, "update file_look set picture = 'waiting' where picture = 'no_tool'");
	return db_get_int(tx, 0, "select count(*) from file_look where picture = 'waiting'");
}

/* ---- its words ---- */

/* SQLite's index is told the words that leave it. */
static void
forget_text(struct tx *tx, int64_t id)
{
	if (tx_engine(tx) == DB_SQLITE)
		db_run(tx,
		       "insert into file_text_index (file_text_index, rowid, words) select 'delete', id, words from "
		       "file_text where id = $1",
		       db_int(id));
	db_run(tx, "delete from file_text where id = $1", db_int(id));
}

static void
keep_text(struct tx *tx, int64_t id, int64_t client, const char *text, bool cut)
{
	const char *words = file_text_words(tx_arena(tx), client, text);

	db_run(tx, "insert into file_text (id, cut, words, text) values ($1, $2, $3, $4)", db_int(id), db_int(cut),
	       db_text(words), db_text(text));
	if (tx_engine(tx) == DB_SQLITE)
		db_run(tx, "insert into file_text_index (rowid, words) values ($1, $2)", db_int(id), db_text(words));
}

void
file_look_keep(struct tx *tx, const struct file_look *look, const struct content_text *text)
{
	const char *kept;
	bool cut;

	if (db_run(tx,
		   "update file_look set picture = $2, picture_blob = $3, picture_type = $4, pdf_blob = $5, pages = $6, "
		   "said = $7 where id = $1",
		   db_int(look->id), db_text(look->picture), db_text(look->picture_blob), db_text(look->picture_type),
		   db_text(look->pdf_blob), db_int(look->pages), db_text(look->said)) == 0)
		return;
	forget_text(tx, look->id);
	if (text->text[0] == '\0')
		return;
	kept = file_text_kept(tx_arena(tx), text->text, &cut);
	keep_text(tx, look->id, look->client_id, kept, cut || text->cut);
}

struct said {
	const char *text;
	bool cut;
};
static const struct db_column said_columns[] = {
	DB_COLUMN_TEXT(struct said, text),
	DB_COLUMN_BOOL(struct said, cut),
};
static const struct db_shape said_shape = DB_SHAPE(struct said, said_columns);

const char *
file_look_text(struct tx *tx, const struct file_look *look, int64_t most, bool *cut)
{
	const struct said *said =
		db_find(tx, &said_shape,
			"select substr(text, 1, cast($2 as integer)) as text, case when cut = 1 or length(text) > $2 "
			"then 1 else 0 end as cut from file_text where id = $1",
			db_int(look->id), db_int(most));

	*cut = said != NULL && said->cut;
	return said == NULL ? NULL : said->text;
}

/* ---- pages ---- */

static const struct db_column page_columns[] = {
	DB_COLUMN_TEXT(struct file_page_look, picture),
	DB_COLUMN_TEXT(struct file_page_look, blob),
	DB_COLUMN_TEXT(struct file_page_look, type),
};
static const struct db_shape page_shape = DB_SHAPE(struct file_page_look, page_columns);

struct file_page_look *
file_page_find(struct tx *tx, const struct file_look *look, int64_t page)
{
	return db_find(tx, &page_shape, "select picture, blob, type from file_page where look_id = $1 and page = $2",
		       db_int(look->id), db_int(page));
}

void
file_page_keep(struct tx *tx, const struct file_look *look, int64_t page, const struct file_page_look *made,
	       int64_t now)
{
	db_run(tx,
	       "insert into file_page (look_id, page, picture, blob, type, made_at) values ($1, $2, $3, $4, $5, $6) on "
	       "conflict (look_id, page) do nothing",
	       db_int(look->id), db_int(page), db_text(made->picture), db_text(made->blob), db_text(made->type),
	       db_int(now));
}

void
file_pages_sweep(struct tx *tx, int64_t before, int64_t most)
{
	int64_t last =
		db_get_int(tx, INT64_MIN, "select made_at from file_page order by made_at desc limit 1 offset $1",
			   db_int(most - 1));

	db_run(tx, "delete from file_page where made_at < $1", db_int(last > before ? last : before));
}

/* ---- what goes with files ---- */

/* `ids` is a select of looks that has the value `of` as $1. */
static void
forget(struct tx *tx, const char *ids, struct db_value of)
{
	static const char *const heads[] = {
		("insert into file_text_index (file_text_index, rowid, words) select 'delete', id, words from file_text "
		 "where id in ("),
		"delete from file_text where id in (",
		"delete from file_page where look_id in (",
		"delete from file_look where id in (",
	};

	for (size_t i = tx_engine(tx) == DB_SQLITE ? 0 : 1; i < sizeof heads / sizeof heads[0]; i++) {
		struct sql sql = sql_new(tx_arena(tx));

		sql_bind(&sql, of);
		sql_add(&sql, heads[i]);
		sql_add(&sql, ids);
		sql_add(&sql, ")");
		db_sql_run(tx, sql_end(&sql));
	}
}

void
file_looks_forget(struct tx *tx, int64_t file)
{
	forget(tx,
	       "select file_look.id from file_version join file_look on file_look.blob = file_version.blob where "
	       "file_version.file_id = $1 and not exists (select 1 from file_version as other where other.blob = "
	       "file_version.blob and other.file_id <> $1)",
	       db_int(file));
}

void
file_looks_forget_all(struct tx *tx, int64_t client)
{
	forget(tx,
	       "select id from file_look where (client_id = $1 or blob in (select file_version.blob from file join "
	       "file_version on file_version.file_id = file.id where file.client_id = $1)) and not exists (select 1 from file_version join file on "
	       "file.id = file_version.file_id where file_version.blob = file_look.blob and file.client_id <> $1)",
	       db_int(client));
}

/* ---- kept files that no folder has ---- */

struct file_look *
file_look_of(struct tx *tx, const char *blob)
{
	return db_find(tx, &look_shape, "select " COLUMNS " from file_look where blob = $1", db_text(blob));
}

void
file_look_forget(struct tx *tx, const char *blob)
{
	forget(tx,
	       "select id from file_look where blob = $1 and not exists (select 1 from file_version where "
	       "file_version.blob = $1)",
	       db_text(blob));
}

void
file_looks_renew(struct tx *tx, int64_t client, const struct db_value *blobs, size_t count)
{
	enum { ROWS = 300 };

	for (size_t from = 0; from < count; from += ROWS) {
		struct sql sql = sql_new(tx_arena(tx));

		sql_printf(&sql, "update file_look set client_id = $%d, picture = '%s' where blob in (",
			   sql_bind(&sql, db_int(client)), look_waiting);
		for (size_t i = from; i < count && i < from + ROWS; i++)
			sql_printf(&sql, "%s$%d", i == from ? "" : ", ", sql_bind(&sql, blobs[i]));
		sql_add(&sql, ")");
		db_sql_run(tx, sql_end(&sql));
	}
	if (count > 0)
		job_add(tx, "file.look", NULL, 0, "file.look");
}

struct moving {
	int64_t id, client_id;
	const char *text;
	bool cut;
};
static const struct db_column moving_columns[] = {
	DB_COLUMN_INT64(struct moving, id),
	DB_COLUMN_INT64(struct moving, client_id),
	DB_COLUMN_TEXT(struct moving, text),
	DB_COLUMN_BOOL(struct moving, cut),
};
static const struct db_shape moving_shape = DB_SHAPE(struct moving, moving_columns);

bool
file_looks_move_some(struct tx *tx, int64_t from, size_t limit)
{
	size_t count;
	const struct moving *moving = db_list(
		tx, &moving_shape, &count,
		"select file_look.id, file.client_id, file_text.text, coalesce(file_text.cut, 0) as cut from file_look "
		"join file on file.id = (select min(file_id) from file_version where file_version.blob = file_look.blob) "
		"left join file_text on file_text.id = file_look.id where file_look.client_id = $1 and file.client_id <> "
		"$1 limit $2",
		db_int(from), db_int((int64_t)limit));

	for (size_t i = 0; i < count; i++) {
		db_run(tx, "update file_look set client_id = $2 where id = $1", db_int(moving[i].id),
		       db_int(moving[i].client_id));
		if (moving[i].text == NULL)
			continue;
		forget_text(tx, moving[i].id);
		keep_text(tx, moving[i].id, moving[i].client_id, moving[i].text, moving[i].cut);
	}
	return count == limit;
}
