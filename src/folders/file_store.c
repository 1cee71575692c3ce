/* file_store: finds and lists files as far as their folders are read by whoever asks. */
#include "folders/file_store.h"

#include "base/arena.h"
#include "core/weakened.h"
#include "folders/file_row.h"
#include "folders/file_text.h"
#include "folders/folder_hold.h"
#include "folders/folder_retention.h"
#include "html/format.h"
#include "records/record_words.h"

#include <string.h>

const char file_infected[] = "infected";

static const struct db_column file_columns[] = {FILE_COLUMNS};
const struct db_shape file_shape = DB_SHAPE(struct file, file_columns);

static const struct db_column found_columns[] = {FILE_COLUMNS, DB_COLUMN_TEXT(struct file_found, text)};
static const struct db_shape found_shape = DB_SHAPE(struct file_found, found_columns);

static int
least_level(void)
{
	return weakened(CHECK_FILE_LEVEL) ? FOLDER_NONE : FOLDER_READ;
}

static bool
may_read(const struct folder_seen *seen)
{
	return seen != NULL && (int)seen->level >= least_level();
}

bool
file_is_infected(const struct file_content *content)
{
	return text_equal(content->scan, file_infected) && !weakened(CHECK_FILE_INFECTED);
}

const char *
file_words_key(struct arena *arena, const char *name)
{
	struct builder words = builder_new(arena, 0);
	const char *folded = text_fold(arena, name);
	int32_t length = (int32_t)strlen(folded), at = 0;

	for (struct str word = word_next(folded, length, &at); word.length > 0; word = word_next(folded, length, &at)) {
		build_char(&words, ' ');
		build_str(&words, word);
	}
	return builder_text(&words);
}

/* ---- one ---- */

struct file_seen *
file_find(struct tx *tx, const struct folder_access *access, int64_t id)
{
	const struct file *file =
		db_find(tx, &file_shape,
			"select " FILE_SELECTED " from file where id = $1 and client_id = $2 and deleted_at is null",
			db_int(id), db_int(access->client));
	struct file_seen *seen;

	if (file == NULL)
		return NULL;
	seen = arena_make(tx_arena(tx), struct file_seen);
	*seen = (struct file_seen){.file = *file, .in = folder_find(tx, access, file->folder_id)};
	return may_read(seen->in) ? seen : NULL;
}

struct file *
file_named(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const char *name)
{
	if (!may_read(in))
		return NULL;
	return db_find(tx, &file_shape,
		       "select " FILE_SELECTED
		       " from file where folder_id = $1 and client_id = $2 and name_key = $3 and "
		       "deleted_at is null",
		       db_int(in->folder.id), db_int(access->client), db_text(folder_name_key(tx_arena(tx), name)));
}

/* ---- several ---- */

static void
add_page(struct sql *sql, const char *after_key, int64_t after_id, size_t limit)
{
	if (after_key != NULL) {
		sql_add(sql, " and (file.name_key, file.id) > (");
		sql_value(sql, db_text(after_key));
		sql_add(sql, ", ");
		sql_value(sql, db_int(after_id));
		sql_add(sql, ")");
	}
	sql_printf(sql, " order by file.name_key, file.id limit %zu", limit);
}

struct file *
files_in(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const char *after_key,
	 int64_t after_id, size_t limit, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));

	*count = 0;
	if (!may_read(in))
		return NULL;
	/* The sign keeps SQLite from going through all files of the client, which are in this order, too. */
	sql_printf(&sql, "select " FILE_SELECTED " from file where file.folder_id = $%d and +file.client_id = $%d and ",
		   sql_bind(&sql, db_int(in->folder.id)), sql_bind(&sql, db_int(access->client)));
	sql_add(&sql, "file.deleted_at is null");
	add_page(&sql, after_key, after_id, limit);
	return db_sql_list(tx, &file_shape, count, sql_end(&sql));
}

struct file *
files_chosen(struct tx *tx, const struct folder_access *access, const struct folder_seen *in, const int64_t *ids,
	     size_t id_count, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));

	*count = 0;
	if (!may_read(in))
		return NULL;
	sql_printf(&sql,
		   "select " FILE_SELECTED " from file where file.folder_id = $%d and file.client_id = $%d and "
		   "file.deleted_at is null and file.id in ",
		   sql_bind(&sql, db_int(in->folder.id)), sql_bind(&sql, db_int(access->client)));
	sql_ids(&sql, ids, id_count);
	sql_add(&sql, " order by file.name_key, file.id");
	return db_sql_list(tx, &file_shape, count, sql_end(&sql));
}

int64_t
file_count(struct tx *tx, const struct folder_access *access, const struct folder_seen *in)
{
	if (!may_read(in))
		return 0;
	return db_get_int(tx, 0,
			  "select count(*) from file where folder_id = $1 and client_id = $2 and deleted_at is null",
			  db_int(in->folder.id), db_int(access->client));
}

static struct sql
begin_levels(struct tx *tx, const struct folder_access *access, const struct folder_seen *beneath)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "with recursive ");
	sql_folder_levels(&sql, access, &beneath->folder, &beneath->sights, "seen");
	return sql;
}

static void
add_seen(struct sql *sql, const struct folder_access *access)
{
	sql_printf(sql,
		   " left join folder as place on place.id = file.folder_id join seen on seen.id = "
		   "coalesce(place.rights_id, file.client_id) where file.client_id = $%d",
		   sql_bind(sql, db_int(access->client)));
}

/* Files with the levels of their folders: those at the top have no row of a folder, and the client's own. */
static struct sql
begin_seen(struct tx *tx, const struct folder_access *access, const struct folder_seen *beneath, const char *columns)
{
	struct sql sql = begin_levels(tx, access, beneath);

	sql_printf(&sql, " select %s from file", columns);
	add_seen(&sql, access);
	return sql;
}

/* Whether words of a name have the word; it is letters and digits only: nothing in it is a sign of patterns. */
static void
add_in(struct sql *sql, const char *column, const char *word)
{
	sql_printf(sql, "%s like ", column);
	sql_value(sql, db_text(arena_printf(sql->arena, "%% %s%%", word)));
}

void
sql_add_words(struct sql *sql, const char *column, const char *typed)
{
	const struct words words = words_typed(sql->arena, typed);

	for (size_t i = 0; i < words.count; i++) {
		sql_add(sql, " and ");
		add_in(sql, column, words.at[i]);
	}
}

/* The client's files that have the word: in their name, or in what their newest version says. */
static void
add_having(struct sql *sql, enum db_engine engine, int64_t client, const char *word)
{
	int whose = sql_bind(sql, db_int(client));

	sql_printf(sql, "select file.id from file where file.client_id = $%d and file.deleted_at is null and ", whose);
	add_in(sql, "file.words_key", word);
	sql_add(sql, engine == DB_SQLITE
			     ? " union select file.id from file_text_index join file_look on file_look.id = "
			       "file_text_index.rowid"
			     : " union select file.id from file_text join file_look on file_look.id = "
			       "file_text.id");
	sql_printf(
		sql,
		" join file on file.blob = file_look.blob where file.client_id = $%d and file.deleted_at is null and "
		"file.scan <> '%s' and %s ",
		whose, file_infected,
		engine == DB_SQLITE ? "file_text_index match" : "file_text_entries(file_text.words) @@");
	sql_add(sql, engine == DB_SQLITE ? "" : "cast(");
	sql_value(sql, db_text(file_text_match(sql->arena, engine, client, word)));
	sql_add(sql, engine == DB_SQLITE ? "" : " as tsquery)");
}

/* Found before rights are asked, and once: PostgreSQL takes them for so few that it would look for each file among
 * them. */
static void
add_hits(struct sql *sql, enum db_engine engine, int64_t client, const struct words *words)
{
	sql_add(sql, ", hit (id) as materialized (");
	for (size_t i = 0; i < words->count; i++) {
		sql_add(sql, i == 0 ? "select id from (" : " intersect select id from (");
		add_having(sql, engine, client, words->at[i]);
		sql_printf(sql, ") as having%zu", i);
	}
	sql_add(sql, ")");
}

/* The columns of a file that was found. */
static void
add_found_columns(struct sql *sql, const struct words *words)
{
	sql_add(sql, " select " FILE_SELECTED ", case when ");
	for (size_t i = 0; i < words->count; i++) {
		sql_add(sql, i == 0 ? "" : " and ");
		add_in(sql, "file.words_key", words->at[i]);
	}
	sql_add(sql, " then null else (select file_text.text from file_look join file_text on file_text.id = "
		     "file_look.id where file_look.blob = file.blob) end as text");
}

static void
add_beneath(struct sql *sql, const struct folder_access *access, const struct folder_seen *beneath)
{
	int path;

	if (beneath->folder.id == access->client)
		return;
	path = sql_bind(sql, db_text(beneath->folder.path));
	sql_printf(sql, " and place.path >= $%d and place.path < $%d || '~'", path, path);
}

struct file_found *
file_search(struct tx *tx, const struct folder_access *access, const struct folder_seen *beneath, const char *typed,
	    const char *after_key, int64_t after_id, size_t limit, size_t *count)
{
	const struct words words = words_typed(tx_arena(tx), typed);
	struct sql sql = begin_levels(tx, access, beneath);

	*count = 0;
	if (words.count == 0)
		return NULL;
	add_hits(&sql, tx_engine(tx), access->client, &words);
	add_found_columns(&sql, &words);
	sql_add(&sql, " from hit join file on file.id = hit.id");
	add_seen(&sql, access);
	sql_printf(&sql, " and file.deleted_at is null and seen.level >= %d", least_level());
	add_beneath(&sql, access, beneath);
	add_page(&sql, after_key, after_id, limit);
	return db_sql_list(tx, &found_shape, count, sql_end(&sql));
}

struct file_sum
file_sum(struct tx *tx, const struct folder_access *access)
{
	static const enum db_type types[] = {DB_INT, DB_INT};
	struct folder_seen root = {.folder = folder_root(access->client)};
	const struct db_value *cells;
	struct sql sql;
	size_t count;

	root.sights = folder_sights_find(tx, access, access->client);
	sql = begin_seen(tx, access, &root, "count(*), cast(coalesce(sum(file.size), 0) as bigint)");
	sql_printf(&sql, " and file.deleted_at is null and seen.level >= %d", least_level());
	cells = db_sql_cells(tx, sql_end(&sql), types, 2, &count);
	return (struct file_sum){cells[0].integer, cells[1].integer};
}

/* ---- versions ---- */

static const struct db_column content_columns[] = {
	DB_COLUMN_INT64(struct file_content, number),	  DB_COLUMN_INT64(struct file_content, size),
	DB_COLUMN_TEXT(struct file_content, type),	  DB_COLUMN_TEXT(struct file_content, sha256),
	DB_COLUMN_TEXT(struct file_content, blob),	  DB_COLUMN_TEXT(struct file_content, scan),
	DB_COLUMN_INT64(struct file_content, created_at), DB_COLUMN_TEXT(struct file_content, created_by),
};
static const struct db_shape content_shape = DB_SHAPE(struct file_content, content_columns);

#define VERSIONS                                                                                                           \
	"select number, size, type, sha256, case when scan = 'infected' then '' else blob end as blob, scan, created_at, " \
	"created_by from file_version where file_id = $1 "

struct file_content *
file_versions(struct tx *tx, const struct file_seen *seen, size_t *count)
{
	return db_list(tx, &content_shape, count, VERSIONS "order by number desc limit 500", db_int(seen->file.id));
}

struct file_content *
file_version_find(struct tx *tx, const struct file_seen *seen, int64_t number)
{
	return db_find(tx, &content_shape, VERSIONS "and number = $2", db_int(seen->file.id), db_int(number));
}

/* ---- the recycle bin ---- */

static const struct db_column removed_columns[] = {
	DB_COLUMN_INT64(struct file_removed, id),	 DB_COLUMN_TEXT(struct file_removed, name),
	DB_COLUMN_TEXT(struct file_removed, name_key),	 DB_COLUMN_INSTANT(struct file_removed, deleted_at),
	DB_COLUMN_TEXT(struct file_removed, deleted_by), DB_COLUMN_TEXT(struct file_removed, folder_name),
	DB_COLUMN_INT64(struct file_removed, bytes),	 DB_COLUMN_INT64(struct file_removed, changed_at),
	DB_COLUMN_INT(struct file_removed, months),	 DB_COLUMN_BOOL(struct file_removed, held),
	DB_COLUMN_BOOL(struct file_removed, may_go),
};
static const struct db_shape removed_shape = DB_SHAPE(struct file_removed, removed_columns);

#define REMOVED                                                                                                                                                             \
	"file.id, file.name, file.name_key, file.deleted_at, file.deleted_by, place.name as folder_name, (select coalesce(cast(sum(file_version.size) as bigint), 0) from " \
	"file_version where file_version.file_id = file.id) as bytes, file.changed_at"

static struct sql
begin_removed(struct tx *tx, const struct folder_access *access, const struct folder_seen *root)
{
	struct sql sql = begin_levels(tx, access, root);

	sql_add(&sql, " select " REMOVED ", ");
	sql_file_months(&sql, retention_months_kept(tx));
	sql_add(&sql, " as months, case when ");
	sql_file_is_held(&sql);
	sql_add(&sql, " then 1 else 0 end as held, case when ");
	sql_file_may_go(&sql, tx);
	sql_add(&sql, " then 1 else 0 end as may_go from file");
	add_seen(&sql, access);
	return sql;
}

static void
add_asked(struct sql *sql, const struct folder_access *access, const struct bin_asked *asked)
{
	if (!access->person.staff && !weakened(CHECK_BIN_OWN))
		sql_printf(sql, " and file.deleted_contact_id = $%d", sql_bind(sql, db_int(access->person.id)));
	if (asked->typed != NULL)
		sql_add_words(sql, "file.words_key", asked->typed);
	if (asked->ids != NULL) {
		sql_add(sql, " and file.id in ");
		sql_ids(sql, asked->ids, asked->id_count);
	}
	if (asked->given && asked->by_name)
		sql_printf(sql, " and (file.name_key, file.id) > ($%d, $%d)",
			   sql_bind(sql, db_text(asked->name_key == NULL ? "" : asked->name_key)),
			   sql_bind(sql, db_int(asked->id)));
	else if (asked->given)
		sql_printf(sql, " and (file.deleted_at, file.id) < ($%d, $%d)", sql_bind(sql, db_int(asked->at)),
			   sql_bind(sql, db_int(asked->id)));
}

struct file_removed *
file_bin_list(struct tx *tx, const struct folder_access *access, const struct bin_asked *asked, size_t limit,
	      size_t *count)
{
	const struct folder_seen *root = folder_find(tx, access, access->client);
	struct sql sql;

	*count = 0;
	if (root == NULL)
		return NULL;
	sql = begin_removed(tx, access, root);
	sql_printf(&sql, " and file.deleted_at is not null and file.deleted_with_id is null and seen.level >= %d",
		   FOLDER_FULL);
	add_asked(&sql, access, asked);
	sql_printf(&sql, " order by %s limit %zu",
		   asked->by_name ? "file.name_key, file.id" : "file.deleted_at desc, file.id desc", limit);
	return db_sql_list(tx, &removed_shape, count, sql_end(&sql));
}

static const struct db_column kept_columns[] = {
	DB_COLUMN_INT64(struct folder_kept, folder_id),
	DB_COLUMN_INT(struct folder_kept, months),
	DB_COLUMN_INT64(struct folder_kept, changed_at),
	DB_COLUMN_BOOL(struct folder_kept, held),
};
static const struct db_shape kept_shape = DB_SHAPE(struct folder_kept, kept_columns);

struct folder_kept *
folder_bin_kept(struct tx *tx, const struct folder_access *access, const int64_t *ids, size_t id_count, size_t *count)
{
	const struct folder_seen *root = folder_find(tx, access, access->client);
	struct sql sql;

	*count = 0;
	if (root == NULL || id_count == 0)
		return NULL;
	sql = begin_levels(tx, access, root);
	sql_add(&sql, ", gone (id, inside) as (select folder.id, inside.id from folder join folder as inside on "
		      "inside.client_id = folder.client_id and inside.path >= folder.path and inside.path < "
		      "folder.path || '~' where folder.id in ");
	sql_ids(&sql, ids, id_count);
	sql_add(&sql, "), kept (place, months, changed_at, held) as (select place.id, ");
	sql_file_months(&sql, retention_months_kept(tx));
	sql_add(&sql, ", file.changed_at, case when ");
	sql_file_is_held(&sql);
	sql_add(&sql, " then 1 else 0 end from file");
	add_seen(&sql, access);
	sql_printf(
		&sql,
		" and seen.level >= %d and file.folder_id in (select inside from gone)) select gone.id as folder_id, "
		"kept.months, max(kept.changed_at) as changed_at, max(kept.held) as held from gone join kept on "
		"kept.place = gone.inside group by gone.id, kept.months",
		least_level());
	return db_sql_list(tx, &kept_shape, count, sql_end(&sql));
}
