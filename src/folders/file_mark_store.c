/* file_mark_store: what is new for whom, as statements: one instant for each person and client, and rows only for what
 * was opened after it. */
#include "folders/file_mark.h"

#include "base/arena.h"
#include "base/doc.h"
#include "clients/clients.h"
#include "core/weakened.h"
#include "folders/file_row.h"

#include <string.h>

static const char *
whose_name(bool staff)
{
	return folder_whose_names[staff ? WHOSE_STAFF : WHOSE_CONTACT];
}

static int
least_level(void)
{
	return weakened(CHECK_FILE_NEWS) ? FOLDER_NONE : FOLDER_READ;
}

/* ---- for whom ---- */

struct file_reader
file_reader_of(struct tx *tx, const struct folder_person *person, int64_t client)
{
	struct file_reader reader = {.staff = person->staff, .id = person->id, .engine = tx_engine(tx)};

	if (person->id == 0)
		return reader;
	reader.since = db_get_int(
		tx, 0,
		person->staff
			? "select max(at) from (select created_at as at from staff where id = $1 union all select "
			  "until_at from file_mark where whose = 'staff' and who_id = $1 and client_id in (0, $2)) as "
			  "beginning"
			: "select max(at) from (select created_at as at from client_contact where contact_id = $1 and "
			  "client_id = $2 union all select until_at from file_mark where whose = 'contact' and who_id "
			  "= $1 and client_id = $2) as beginning",
		db_int(person->id), db_int(client));
	return reader;
}

/* SQLite takes a range for few rows, and then looks through all levels for each of them instead of making an index. */
static const char *
ranged(struct sql *sql, enum db_engine engine, const char *condition)
{
	return engine == DB_SQLITE ? arena_printf(sql->arena, "likelihood(%s, 0.99)", condition) : condition;
}

void
sql_file_new(struct sql *sql, const struct file_reader *reader)
{
	const char *whose = whose_name(reader->staff);
	int id = sql_bind(sql, db_int(reader->id));
	const char *after = arena_printf(sql->arena, "file.changed_at > $%d", sql_bind(sql, db_int(reader->since)));

	sql_printf(sql,
		   " and %s and file.put_whose is not null and $%d <> 0 and not (file.put_whose = "
		   "'%s' and file.put_who_id = $%d) and not exists (select 1 from file_read where file_read.file_id = "
		   "file.id and file_read.whose = '%s' and file_read.who_id = $%d and file_read.version_at >= "
		   "file.changed_at) and not exists (select 1 from file_mark where file_mark.whose = '%s' and "
		   "file_mark.who_id = $%d and file_mark.client_id = file.client_id and file_mark.until_at >= "
		   "file.changed_at)",
		   ranged(sql, reader->engine, after), id, whose, id, whose, id, whose, id);
}

/* ---- what is new ---- */

static int64_t *
ids_of(struct tx *tx, struct sql *sql, size_t *count)
{
	static const enum db_type types[] = {DB_INT};
	const struct db_value *cells = db_sql_cells(tx, sql_end(sql), types, 1, count);
	int64_t *ids = arena_make_array(tx_arena(tx), int64_t, *count + 1);

	for (size_t i = 0; i < *count; i++)
		ids[i] = cells[i].integer;
	return ids;
}

int64_t *
files_new(struct tx *tx, const struct folder_access *access, const int64_t *ids, size_t id_count, size_t *count)
{
	const struct file_reader reader = file_reader_of(tx, &access->person, access->client);
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql, "select file.id from file where file.client_id = $%d and file.id in ",
		   sql_bind(&sql, db_int(access->client)));
	sql_ids(&sql, ids, id_count);
	sql_file_new(&sql, &reader);
	return ids_of(tx, &sql, count);
}

static struct sql
begin_levels(struct tx *tx, const char *before, const struct folder_access *access, const struct folder_seen *of)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_printf(&sql, "%swith recursive ", before);
	sql_folder_levels(&sql, access, &of->folder, &of->sights, "seen");
	return sql;
}

/* The joins to the levels stay outer ones, so that both engines begin at the newest of the client and stop when the
 * page is full. */
static void
add_files(struct sql *sql, const char *columns, const struct folder_access *access)
{
	sql_printf(sql,
		   "select %s from file left join folder on folder.id = file.folder_id left join seen on seen.id = "
		   "coalesce(folder.rights_id, file.client_id) where file.client_id = $%d and file.deleted_at is null "
		   "and coalesce(seen.level, 0) >= %d",
		   columns, sql_bind(sql, db_int(access->client)), least_level());
}

/* Writes " and …": it is among the newest NEWS_COUNTED of those that the text names, so that no statement looks at
 * more, however few of them it finds. */
static void
add_newest(struct sql *sql, enum db_engine engine, const char *of)
{
	const char *newest = arena_printf(
		sql->arena,
		"file.changed_at >= coalesce((select newest.changed_at from file as newest where newest.deleted_at "
		"is null and newest.%s order by newest.changed_at desc, newest.id desc limit 1 offset %d), 0)",
		of, NEWS_COUNTED - 1);

	sql_printf(sql, " and %s", ranged(sql, engine, newest));
}

static void
add_newest_of_client(struct sql *sql, enum db_engine engine, int64_t client)
{
	add_newest(sql, engine, arena_printf(sql->arena, "client_id = $%d", sql_bind(sql, db_int(client))));
}

static const struct db_column news_columns[] = {
	DB_COLUMN_TEXT(struct file_news, path),
	DB_COLUMN_INT64(struct file_news, count),
	DB_COLUMN_INT64(struct file_news, latest_at),
};
static const struct db_shape news_shape = DB_SHAPE(struct file_news, news_columns);

/* "fresh (id, path, changed_at)": the newest new files in a folder and below it. */
static struct sql
begin_fresh(struct tx *tx, const char *before, const struct folder_access *access, const struct folder_seen *of)
{
	const struct file_reader reader = file_reader_of(tx, &access->person, access->client);
	struct sql sql = begin_levels(tx, before, access, of);

	sql_add(&sql, ", fresh (id, path, changed_at) as (");
	add_files(&sql, "file.id, coalesce(folder.path, '/'), file.changed_at", access);
	sql_file_new(&sql, &reader);
	add_newest_of_client(&sql, tx_engine(tx), access->client);
	if (of->folder.id != access->client) {
		int path = sql_bind(&sql, db_text(of->folder.path));

		sql_printf(&sql, " and folder.path >= $%d and folder.path < $%d || '~'", path, path);
	}
	sql_printf(&sql, " order by file.changed_at desc, file.id desc limit %d)", NEWS_COUNTED);
	return sql;
}

struct file_news *
files_new_beneath(struct tx *tx, const struct folder_access *access, const struct folder_seen *of, size_t *count)
{
	struct sql sql = begin_fresh(tx, "", access, of);

	sql_printf(&sql,
		   " select substr(path, 1, %zu) as path, count(*) as count, max(changed_at) as latest_at from fresh "
		   "group by 1",
		   strlen(of->folder.path) + ID_LENGTH + 1);
	return db_sql_list(tx, &news_shape, count, sql_end(&sql));
}

/* ---- the newest ---- */

static const struct db_column latest_columns[] = {FILE_COLUMNS, DB_COLUMN_TEXT(struct file_latest, folder_name)};
static const struct db_shape latest_shape = DB_SHAPE(struct file_latest, latest_columns);

#define LATEST FILE_SELECTED ", folder.name as folder_name"

static void
add_latest(struct sql *sql, const struct file_latest_query *query, size_t limit)
{
	if (query->new_for != NULL)
		sql_file_new(sql, query->new_for);
	if (query->told)
		sql_printf(sql, " and file.scan <> '%s'", file_infected);
	if (query->scanned)
		sql_add(sql, " and file.scan not in ('no_server', 'too_late', 'odd')");
	if (query->until != 0)
		sql_printf(sql, " and file.changed_at <= $%d", sql_bind(sql, db_int(query->until)));
	if (query->before_id != 0)
		sql_printf(sql, " and (file.changed_at, file.id) < ($%d, $%d)", sql_bind(sql, db_int(query->before_at)),
			   sql_bind(sql, db_int(query->before_id)));
	sql_printf(sql, " order by file.changed_at desc, file.id desc limit %zu", limit);
}

struct file_latest *
files_latest(struct tx *tx, const struct folder_access *access, const struct file_latest_query *query, size_t *count)
{
	const struct folder_seen *root = folder_find(tx, access, access->client);
	struct sql sql = begin_levels(tx, "", access, root);

	sql_add(&sql, " ");
	add_files(&sql, LATEST, access);
	if (query->newest)
		add_newest_of_client(&sql, tx_engine(tx), access->client);
	add_latest(&sql, query, query->limit);
	return db_sql_list(tx, &latest_shape, count, sql_end(&sql));
}

/* From the last one shown on. */
static void
add_newest_of_contacts(struct sql *sql, const struct file_latest_query *query)
{
	const char *of = "put_whose = 'contact'";

	if (query->before_id != 0)
		of = arena_printf(sql->arena, "%s and newest.changed_at <= $%d", of,
				  sql_bind(sql, db_int(query->before_at)));
	add_newest(sql, query->new_for->engine, of);
}

/* Whoever's they are. */
static int64_t *
clients_of_new(struct tx *tx, const struct file_latest_query *query, size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "select client_id from (select file.client_id, file.changed_at from file where file.put_whose = "
		      "'contact' and file.deleted_at is null");
	add_newest_of_contacts(&sql, query);
	add_latest(&sql, query, NEWS_COUNTED);
	sql_add(&sql, ") as fresh group by client_id order by max(changed_at) desc, client_id");
	return ids_of(tx, &sql, count);
}

/* Beside the 200 values of a plan the ones, beside few the others, which are filled up to a power of two; both within
 * DB_SQL_VALUES. */
enum { CLIENTS_ASKED = 190, CLIENTS_MOST = 256, ROUNDS = 8 };

int64_t *
clients_with_new(struct tx *tx, const struct rights *rights, const struct viewer *viewer,
		 const struct file_latest_query *query, size_t *count)
{
	size_t all_count;
	const int64_t *all = clients_of_new(tx, query, &all_count);
	int64_t *seen = arena_make_array(tx_arena(tx), int64_t, CLIENTS_MOST);

	*count = 0;
	if (all_count > ROUNDS * CLIENTS_ASKED)
		all_count = ROUNDS * CLIENTS_ASKED;
	for (size_t from = 0; from < all_count && *count + CLIENTS_ASKED <= CLIENTS_MOST; from += CLIENTS_ASKED) {
		size_t left = all_count - from, some_count;
		const int64_t *some = clients_seen(tx, rights, viewer, all + from,
						   left < CLIENTS_ASKED ? left : CLIENTS_ASKED, &some_count);

		for (size_t i = 0; i < some_count; i++)
			seen[(*count)++] = some[i];
	}
	return seen;
}

struct file_latest *
files_of_contacts(struct tx *tx, const int64_t *client_ids, size_t client_count, const struct file_latest_query *query,
		  size_t *count)
{
	struct sql sql = sql_new(tx_arena(tx));

	*count = 0;
	if (client_count == 0)
		return NULL;
	sql_add(&sql, "with recursive ");
	sql_clients_levels(&sql, query->new_for->id, client_ids, client_count);
	sql_printf(&sql,
		   " select " LATEST " from file left join folder on folder.id = file.folder_id left join seen on "
		   "seen.client_id = file.client_id and seen.id = coalesce(folder.rights_id, file.client_id) where "
		   "file.put_whose = 'contact' and file.deleted_at is null and coalesce(seen.level, 0) >= %d",
		   FOLDER_READ);
	add_newest_of_contacts(&sql, query);
	add_latest(&sql, query, query->limit);
	return db_sql_list(tx, &latest_shape, count, sql_end(&sql));
}

/* ---- what is read ---- */

#define AGAIN " on conflict (file_id, whose, who_id) do update set version_at = excluded.version_at"
#define LATER "case when file_mark.until_at > excluded.until_at then file_mark.until_at else excluded.until_at end"

void
file_read_by(struct tx *tx, const struct folder_person *person, const struct file *file)
{
	const struct file_reader reader = file_reader_of(tx, person, file->client_id);
	struct sql sql = sql_new(tx_arena(tx));

	if (person->id == 0)
		return;
	sql_printf(
		&sql,
		"insert into file_read (file_id, whose, who_id, version_at) select file.id, '%s', $%d, file.changed_at "
		"from file where file.id = $%d",
		whose_name(person->staff), sql_bind(&sql, db_int(person->id)), sql_bind(&sql, db_int(file->id)));
	sql_file_new(&sql, &reader);
	sql_add(&sql, AGAIN);
	db_sql_run(tx, sql_end(&sql));
}

/* What lies behind the mark needs no rows of its own any more. */
static void
mark_all(struct tx *tx, const struct folder_person *person, int64_t client, int64_t until)
{
	const struct db_value whose = db_text(whose_name(person->staff)), id = db_int(person->id);

	db_run(tx,
	       "insert into file_mark (whose, who_id, client_id, until_at) values ($1, $2, $3, $4) on conflict (whose, "
	       "who_id, client_id) do update set until_at = " LATER,
	       whose, id, db_int(client), db_int(until));
	db_run(tx,
	       "delete from file_mark where whose = $1 and who_id = $2 and until_at <= $3 and $4 = 0 and client_id <> 0",
	       whose, id, db_int(until), db_int(client));
	db_run(tx,
	       "delete from file_read where whose = $1 and who_id = $2 and version_at <= $3 and ($4 = 0 or file_id in "
	       "(select id from file where client_id = $4))",
	       whose, id, db_int(until), db_int(client));
}

/* A row for each that is new for them; `but`: a condition on "fresh" of those that it is not for. */
static void
mark_fresh(struct tx *tx, const struct folder_access *access, const struct folder_seen *of, int64_t until,
	   const char *but)
{
	struct sql sql = begin_fresh(tx, "insert into file_read (file_id, whose, who_id, version_at) ", access, of);

	sql_printf(&sql, " select id, '%s', $%d, changed_at from fresh where changed_at <= $%d and not %s" AGAIN,
		   whose_name(access->person.staff), sql_bind(&sql, db_int(access->person.id)),
		   sql_bind(&sql, db_int(until)), but);
	db_sql_run(tx, sql_end(&sql));
}

static bool
is_reader(const struct folder_access *access)
{
	return access->person.id != 0 && access->looker == NULL;
}

void
files_read_in(struct tx *tx, const struct folder_access *access, const struct folder_seen *of, int64_t until)
{
	if (!is_reader(access))
		return;
	if (of->folder.id == access->client)
		mark_all(tx, &access->person, access->client, until);
	else
		mark_fresh(tx, access, of, until, "1 = 0");
}

static const char is_infected[] =
	"exists (select 1 from file as kept where kept.id = fresh.id and kept.scan = 'infected')";

static bool
has_infected(struct tx *tx, const struct folder_access *access, const struct folder_seen *of)
{
	struct sql sql = begin_fresh(tx, "", access, of);

	sql_printf(&sql, " select 1 from fresh where %s limit 1", is_infected);
	return db_sql_get_int(tx, 0, sql_end(&sql)) != 0;
}

void
files_saved_in(struct tx *tx, const struct folder_access *access, const struct folder_seen *of, int64_t until)
{
	if (is_reader(access) && has_infected(tx, access, of))
		mark_fresh(tx, access, of, until, is_infected);
	else
		files_read_in(tx, access, of, until);
}

void
files_read_everywhere(struct tx *tx, int64_t staff, int64_t until)
{
	mark_all(tx, &(struct folder_person){.staff = true, .id = staff}, 0, until);
}

/* ---- with the client, and the person ---- */

/* Of what lies at clients they act for: nothing else is anybody's to see. */
void
file_marks_carry(struct tx *tx, int64_t from, int64_t to)
{
	const struct db_value before = db_int(from), after = db_int(to);

	db_run(tx,
	       "update file set put_who_id = $2 where put_whose = 'contact' and put_who_id = $1 and client_id in (select "
	       "client_id from client_contact where contact_id in ($1, $2))",
	       before, after);
	db_run(tx,
	       "insert into file_read (file_id, whose, who_id, version_at) select file_id, whose, $2, version_at from "
	       "file_read where whose = 'contact' and who_id = $1 on conflict (file_id, whose, who_id) do update set "
	       "version_at = case when file_read.version_at > excluded.version_at then file_read.version_at else "
	       "excluded.version_at end",
	       before, after);
	db_run(tx,
	       "insert into file_mark (whose, who_id, client_id, until_at) select whose, $2, client_id, until_at from "
	       "file_mark where whose = 'contact' and who_id = $1 on conflict (whose, who_id, client_id) do update set "
	       "until_at = " LATER,
	       before, after);
	file_marks_erase(tx, from);
}

/* Of two marks the later one counts. */
void
file_marks_join(struct tx *tx, int64_t from, int64_t to)
{
	db_run(tx,
	       "insert into file_mark (whose, who_id, client_id, until_at) select whose, who_id, $2, until_at from "
	       "file_mark where client_id = $1 on conflict (whose, who_id, client_id) do update set until_at = " LATER,
	       db_int(from), db_int(to));
	file_marks_forget(tx, from);
}

void
file_marks_forget(struct tx *tx, int64_t client)
{
	db_run(tx, "delete from file_mark where client_id = $1", db_int(client));
}

struct marked {
	const char *client;
	int64_t until_at;
};
static const struct db_column marked_columns[] = {
	DB_COLUMN_TEXT(struct marked, client),
	DB_COLUMN_INT64(struct marked, until_at),
};
static const struct db_shape marked_shape = DB_SHAPE(struct marked, marked_columns);

struct opened_row {
	const char *client, *name;
	int64_t version_at;
};
static const struct db_column opened_columns[] = {
	DB_COLUMN_TEXT(struct opened_row, client),
	DB_COLUMN_TEXT(struct opened_row, name),
	DB_COLUMN_INT64(struct opened_row, version_at),
};
static const struct db_shape opened_shape = DB_SHAPE(struct opened_row, opened_columns);

void
file_marks_export(struct tx *tx, int64_t contact, struct doc *person)
{
	struct doc *marks = doc_set_list(person, "read_marks"), *files = doc_set_list(person, "read_files");
	size_t count;
	const struct marked *marked =
		db_list(tx, &marked_shape, &count,
			"select client.name as client, file_mark.until_at from file_mark join client on client.id = "
			"file_mark.client_id where file_mark.whose = 'contact' and file_mark.who_id = $1 order by "
			"file_mark.until_at",
			db_int(contact));
	const struct opened_row *opened;

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(marks);

		doc_set_text(row, "client", marked[i].client);
		doc_set_instant(row, "until", marked[i].until_at);
	}
	opened =
		db_list(tx, &opened_shape, &count,
			"select client.name as client, file.name, file_read.version_at from file_read join file on "
			"file.id = file_read.file_id join client on client.id = file.client_id where file_read.whose = "
			"'contact' and file_read.who_id = $1 order by file_read.version_at, file.id limit 10000",
			db_int(contact));
	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(files);

		doc_set_text(row, "client", opened[i].client);
		doc_set_text(row, "name", opened[i].name);
		doc_set_instant(row, "version", opened[i].version_at);
	}
}

void
file_marks_erase(struct tx *tx, int64_t contact)
{
	db_run(tx, "delete from file_read where whose = 'contact' and who_id = $1", db_int(contact));
	db_run(tx, "delete from file_mark where whose = 'contact' and who_id = $1", db_int(contact));
}
