/* migrate: runs the steps the database does not know yet, each in its own transaction, and remembers them. */
#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "db/engine.h"
#include "sys/clock.h"

#include <ctype.h>
#include <string.h>

static const char migration_table[] = "create table migration ( -- Which steps made this database what it is.\n"
				      "\tname TEXT not null primary key, -- Of the step: its file's, without .sql.\n"
				      "\tapplied_at INTEGER not null -- Instant it was run.\n"
				      ") STRICT;\n";

struct record {
	const char *name;
};

static const struct db_column record_columns[] = {DB_COLUMN_TEXT(struct record, name)};
static const struct db_shape record_shape = DB_SHAPE(struct record, record_columns);

/* A step being applied; without a step, only the table of steps is made. */
struct application {
	const struct migration *step;
	const char *error;
};

/* The first recorded step that is not among ours; NULL: none. */
static const char *
first_unknown(const struct record *records, size_t applied, const struct migration *steps, size_t count)
{
	for (size_t i = 0; i < applied; i++) {
		size_t step = 0;

		while (step < count && !text_equal(steps[step].name, records[i].name))
			step++;
		if (step == count)
			return records[i].name;
	}
	return NULL;
}

static bool
has_table(struct tx *tx)
{
	return db_get_int(tx, 0, tx->db->engine->count_tables, db_text("migration")) > 0;
}

static bool
is_applied(struct tx *tx, const char *name)
{
	return db_get_int(tx, 0, "select count(*) from migration where name = $1", db_text(name)) > 0;
}

/* Lines that are for one engine stand as comments in the portable text: "-- sqlite: create virtual table…". */
static const char *
text_for_engine(struct arena *arena, struct str portable, enum db_engine kind)
{
	static const struct str marks[] = {[DB_SQLITE] = {"-- sqlite: ", 11}, [DB_POSTGRES] = {"-- postgres: ", 13}};
	struct builder builder = builder_new(arena, 0);

	while (portable.length > 0) {
		struct str line = str_cut(&portable, '\n');

		if (str_starts(line, marks[kind]))
			line = str_slice(line.at + marks[kind].length, line.length - marks[kind].length);
		build_str(&builder, line);
		build_char(&builder, '\n');
	}
	return builder_text(&builder);
}

/* What follows a script that failed is not reached. */
static void
run_script(struct tx *tx, struct application *application, const char *sql)
{
	tx->db->engine->script(tx, sql);
	application->error = tx_trouble_text(tx);
}

/* The body of each step. It looks again inside the transaction: another process may have been quicker. */
static void
apply(struct tx *tx, void *data)
{
	struct application *application = data;
	const struct migration *step = application->step;
	const struct engine *engine = tx->db->engine;

	engine->unlimit(tx);
	if (!has_table(tx))
		run_script(tx, application, migration_table);
	if (step != NULL && !is_applied(tx, step->name)) {
		run_script(tx, application, text_for_engine(tx->arena, step->sql, engine->kind));
		db_run(tx, "insert into migration (name, applied_at) values ($1, $2)", db_text(step->name),
		       db_int(clock_now()));
	}
}

static bool
apply_step(struct db *db, struct arena *arena, const struct migration *step, const char **error)
{
	struct application application = {.step = step, .error = ""};
	enum db_trouble trouble = db_write(db, arena, apply, &application);

	if (trouble == DB_FINE)
		return true;
	*error = arena_printf(arena, "The migration %s failed: %s", step == NULL ? "table" : step->name,
			      text_empty(application.error) ? "it could not be committed" : application.error);
	return false;
}

/* The names of the recorded steps; NULL without trouble when there is not even a table. */
static struct record *
list_records(struct tx *tx, size_t *count)
{
	*count = 0;
	if (!has_table(tx))
		return NULL;
	return db_list(tx, &record_shape, count, "select name from migration order by name");
}

/* How many steps are pending; -1, and *error a sentence, as db_pending_migrations says. */
static int
count_pending(struct db *db, struct arena *arena, const struct migration *steps, size_t count, const char **error)
{
	struct tx *tx = db_read(db, arena);
	size_t applied;
	struct record *records = list_records(tx, &applied);
	const char *unknown = first_unknown(records, applied, steps, count);
	int pending = (int)count - (int)applied;

	if (tx_trouble(tx) != DB_FINE) {
		*error = arena_printf(arena, "The database cannot be asked: %s", tx_trouble_text(tx));
		pending = -1;
	} else if (unknown != NULL) {
		*error = arena_printf(arena,
				      "The database was made by a newer Parvis: it has the migration %s, unknown here.",
				      unknown);
		pending = -1;
	}
	db_read_end(tx);
	return pending;
}

int
db_pending_migrations(struct db *db, struct arena *arena, const struct migration *steps, size_t count)
{
	const char *error = NULL;

	return count_pending(db, arena, steps, count, &error);
}

static bool
apply_all(struct db *db, struct arena *arena, const struct migration *steps, size_t count, const char **error)
{
	int pending = count_pending(db, arena, steps, count, error);

	if (pending < 0 || !apply_step(db, arena, NULL, error))
		return false;
	for (size_t i = 0; i < count && pending > 0; i++)
		if (!apply_step(db, arena, &steps[i], error))
			return false;
	if (pending > 0)
		log_info("db.migrated", "%d migrations were run.", pending);
	return true;
}

bool
db_migrate(struct db *db, struct arena *arena, const struct migration *steps, size_t count, const char **error)
{
	bool done;
	void *lock;

	if (!db->engine->migration_lock(db, arena, &lock, error))
		return false;
	done = apply_all(db, arena, steps, count, error);
	db->engine->migration_unlock(db, lock);
	return done;
}

/* ---- the portable text ---- */

static bool
in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* The length of what must not be touched at the start of `text`: a comment or something quoted; 0: neither. */
static size_t
length_of_protected(const char *text)
{
	const char *end;
	char closing[2] = {text[0], '\0'};

	if (text[0] == '-' && text[1] == '-')
		return strcspn(text, "\n");
	if (text[0] == '/' && text[1] == '*') {
		end = strstr(text + 2, "*/");
		return end == NULL ? strlen(text) : (size_t)(end + 2 - text);
	}
	if (text[0] != '\'' && text[0] != '"')
		return 0;
	end = strstr(text + 1, closing);
	return end == NULL ? strlen(text) : (size_t)(end + 1 - text);
}

static void
build_word(struct builder *builder, struct str word)
{
	static const struct {
		struct str portable;
		const char *postgres;
	} words[] = {
		{{"INTEGER", 7}, "bigint"},
		{{"TEXT", 4}, "text collate \"C\""},
		{{"BLOB", 4}, "bytea"},
		{{"STRICT", 6}, ""},
	};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (str_equal(word, words[i].portable)) {
			build_text(builder, words[i].postgres);
			return;
		}
	build_str(builder, word);
}

const char *
migration_for_postgres(struct arena *arena, const char *portable)
{
	struct builder builder = builder_new(arena, 0);

	while (*portable != '\0') {
		size_t length = length_of_protected(portable);

		if (length > 0) {
			build_bytes(&builder, portable, length);
		} else if (in_word(*portable)) {
			while (in_word(portable[length]))
				length++;
			build_word(&builder, str_slice(portable, length));
		} else {
			build_char(&builder, portable[length++]);
		}
		portable += length;
	}
	return builder_text(&builder);
}
