/* bin_store: every statement that deletes what lies in recycle bins. */
#include "folders/bin_store.h"

#include "base/arena.h"
#include "base/instant.h"
#include "folders/file_look.h"
#include "folders/folder_hold.h"
#include "folders/folder_retention.h"
#include "space/space.h"

/* ---- what is to go ---- */

#define BYTES                                                                                                          \
	"(select coalesce(cast(sum(file_version.size) as bigint), 0) from file_version where file_version.file_id = "  \
	"file.id)"

static bool
may_clear(const struct folder_access *access)
{
	return access->person.staff && access->looker == NULL;
}

static struct sql
begin_seen(struct tx *tx, const struct folder_access *access)
{
	const struct folder root = folder_root(access->client);
	const struct folder_sights sights = folder_sights_find(tx, access, access->client);
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "with recursive ");
	sql_folder_levels(&sql, access, &root, &sights, "seen");
	return sql;
}

/* Of the table `file` or `folder`. */
static void
add_removed(struct sql *sql, const struct folder_access *access, const struct bin_scope *scope, const char *table)
{
	sql_printf(sql,
		   " where %s.client_id = $%d and %s.deleted_at is not null and %s.deleted_at <= $%d and seen.level >= "
		   "%d",
		   table, sql_bind(sql, db_int(access->client)), table, table, sql_bind(sql, db_int(scope->until)),
		   FOLDER_FULL);
}

/* Whether it lies in a chosen folder, which cannot go before it; what was removed from there by itself, too. */
static void
add_beneath(struct sql *sql, const struct bin_scope *scope, const char *folder)
{
	sql_add(sql, "exists (select 1 from folder as top where top.id in ");
	sql_ids(sql, scope->folders, scope->folder_count);
	sql_printf(sql,
		   " and top.deleted_at is not null and top.client_id = %s.client_id and %s.path >= top.path and "
		   "%s.path < top.path || '~')",
		   folder, folder, folder);
}

static void
add_files(struct sql *sql, const struct folder_access *access, const struct bin_scope *scope)
{
	sql_add(sql, " from file left join folder as place on place.id = file.folder_id join seen on seen.id = "
		     "coalesce(place.rights_id, file.client_id)");
	add_removed(sql, access, scope, "file");
	if (scope->all)
		return;
	sql_add(sql, " and ((file.deleted_with_id is null and file.id in ");
	sql_ids(sql, scope->files, scope->file_count);
	sql_add(sql, ") or ");
	add_beneath(sql, scope, "place");
	sql_add(sql, ")");
}

static void
add_folders(struct sql *sql, const struct folder_access *access, const struct bin_scope *scope, bool inner)
{
	sql_add(sql, " from folder join seen on seen.id = folder.rights_id");
	add_removed(sql, access, scope, "folder");
	if (!inner)
		sql_add(sql, " and folder.deleted_with_id is null");
	if (scope->all)
		return;
	sql_add(sql, " and ");
	add_beneath(sql, scope, "folder");
}

/* ---- told ---- */

struct heap {
	bool may_go, held;
	int months;
	struct file_sum sum;
	int64_t changed_at;
};
static const struct db_column heap_columns[] = {
	DB_COLUMN_BOOL(struct heap, may_go),
	DB_COLUMN_BOOL(struct heap, held),
	DB_COLUMN_INT(struct heap, months),
	{"count", DB_M_INT64, offsetof(struct heap, sum.count), 0, NULL},
	{"bytes", DB_M_INT64, offsetof(struct heap, sum.bytes), 0, NULL},
	DB_COLUMN_INT64(struct heap, changed_at),
};
static const struct db_shape heap_shape = DB_SHAPE(struct heap, heap_columns);

/* Files that are alike in what keeps them. */
static const struct heap *
heaps_of(struct tx *tx, const struct folder_access *access, const struct bin_scope *scope, size_t *count)
{
	struct sql sql = begin_seen(tx, access);

	sql_add(&sql,
		" select may_go, held, months, count(*) as count, cast(sum(bytes) as bigint) as bytes, max(changed_at) "
		"as changed_at from (select case when ");
	sql_file_may_go(&sql, tx);
	sql_add(&sql, " then 1 else 0 end as may_go, case when ");
	sql_file_is_held(&sql);
	sql_add(&sql, " then 1 else 0 end as held, ");
	sql_file_months(&sql, retention_months_kept(tx));
	sql_add(&sql, " as months, " BYTES " as bytes, file.changed_at");
	add_files(&sql, access, scope);
	sql_add(&sql, ") as removed group by 1, 2, 3");
	return db_sql_list(tx, &heap_shape, count, sql_end(&sql));
}

struct bin_told
bin_told(struct tx *tx, const struct folder_access *access, const struct bin_scope *scope)
{
	struct bin_told told = {.kept_until = NO_DAY};
	const struct heap *heaps;
	struct sql sql;
	size_t count;

	if (!may_clear(access))
		return told;
	heaps = heaps_of(tx, access, scope, &count);
	for (size_t i = 0; i < count; i++) {
		int32_t until = retention_until(heaps[i].changed_at, heaps[i].months);

		if (heaps[i].may_go) {
			told.going.count += heaps[i].sum.count;
			told.going.bytes += heaps[i].sum.bytes;
			continue;
		}
		told.kept_count += heaps[i].sum.count;
		told.kept_held = told.kept_held || heaps[i].held;
		told.kept_until = until > told.kept_until ? until : told.kept_until;
	}
	sql = begin_seen(tx, access);
	sql_add(&sql, " select count(*)");
	add_folders(&sql, access, scope, false);
	told.folders = db_sql_get_int(tx, 0, sql_end(&sql));
	return told;
}

const char **
bin_names(struct tx *tx, const struct folder_access *access, const struct bin_scope *scope, size_t limit, size_t *count)
{
	static const enum db_type types[] = {DB_TEXT};
	struct sql sql = begin_seen(tx, access);
	const struct db_value *cells;
	const char **names;

	sql_add(&sql, " select name from (select folder.name");
	add_folders(&sql, access, scope, false);
	sql_add(&sql, " union all select file.name");
	add_files(&sql, access, scope);
	sql_add(&sql, " and file.deleted_with_id is null and ");
	sql_file_may_go(&sql, tx);
	sql_printf(&sql, ") as removed limit %zu", limit);
	cells = db_sql_cells(tx, sql_end(&sql), types, 1, count);
	names = arena_make_array(tx_arena(tx), const char *, *count + 1);
	for (size_t i = 0; i < *count; i++)
		names[i] = cells[i].bytes.at;
	return names;
}

/* ---- gone ---- */

struct old {
	int64_t id, client_id;
	int64_t bytes; /* of all its versions */
};

static const struct db_column old_columns[] = {
	DB_COLUMN_INT64(struct old, id),
	DB_COLUMN_INT64(struct old, client_id),
	DB_COLUMN_INT64(struct old, bytes),
};
static const struct db_shape old_shape = DB_SHAPE(struct old, old_columns);

static void
forget_files(struct tx *tx, struct sql *sql, struct bin_gone *gone)
{
	size_t count;
	const struct old *old = db_sql_list(tx, &old_shape, &count, sql_end(sql));

	for (size_t i = 0; i < count; i++) {
		file_looks_forget(tx, old[i].id);
		db_run(tx, "delete from file_version where file_id = $1", db_int(old[i].id));
		db_run(tx, "delete from file where id = $1", db_int(old[i].id));
		space_count(tx, old[i].client_id, -old[i].bytes);
		gone->files.bytes += old[i].bytes;
	}
	gone->files.count += (int64_t)count;
}

/* The deepest first: until all that lay in a folder has gone, it stays. */
static void
add_bare(struct sql *sql)
{
	sql_add(sql, " and not ");
	sql_folder_is_held(sql);
	sql_add(sql,
		" and not exists (select 1 from file where folder_id = folder.id) and not exists (select 1 from folder "
		"as inner_folder where inner_folder.client_id = folder.client_id and inner_folder.path > folder.path "
		"and inner_folder.path < folder.path || '~')");
}

static void
forget_folders(struct tx *tx, struct sql *sql, struct bin_gone *gone)
{
	size_t count;
	const struct old *old = db_sql_list(tx, &old_shape, &count, sql_end(sql));

	for (size_t i = 0; i < count; i++) {
		db_run(tx, "delete from folder_right where folder_id = $1", db_int(old[i].id));
		db_run(tx, "delete from folder_retention where folder_id = $1", db_int(old[i].id));
		db_run(tx, "delete from folder where id = $1", db_int(old[i].id));
	}
	gone->folders += (int64_t)count;
}

static size_t
total(const struct bin_gone *gone)
{
	return (size_t)(gone->files.count + gone->folders);
}

size_t
bin_clear_some(struct tx *tx, const struct folder_access *access, const struct bin_scope *scope, size_t limit,
	       struct bin_gone *gone)
{
	size_t before = total(gone), files;
	struct sql sql;

	if (!may_clear(access))
		return 0;
	sql = begin_seen(tx, access);
	sql_add(&sql, " select file.id, file.client_id, " BYTES " as bytes");
	add_files(&sql, access, scope);
	sql_add(&sql, " and ");
	sql_file_may_go(&sql, tx);
	sql_printf(&sql, " limit %zu", limit);
	forget_files(tx, &sql, gone);
	files = total(gone) - before;
	if (files < limit) {
		sql = begin_seen(tx, access);
		sql_add(&sql, " select folder.id, folder.client_id, 0 as bytes");
		add_folders(&sql, access, scope, true);
		add_bare(&sql);
		sql_printf(&sql, " limit %zu", limit - files);
		forget_folders(tx, &sql, gone);
	}
	return total(gone) - before;
}

size_t
bin_purge_some(struct tx *tx, int64_t before, size_t limit)
{
	struct bin_gone gone = {.folders = 0};
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "select file.id, file.client_id, " BYTES
		      " as bytes from file left join folder as place on place.id = file.folder_id where "
		      "file.deleted_at < ");
	sql_value(&sql, db_int(before));
	sql_add(&sql, " and ");
	sql_file_may_go(&sql, tx);
	sql_printf(&sql, " order by file.deleted_at limit %zu", limit);
	forget_files(tx, &sql, &gone);
	if (total(&gone) == limit)
		return limit;
	sql = sql_new(tx_arena(tx));
	sql_add(&sql, "select folder.id, folder.client_id, 0 as bytes from folder where folder.deleted_at < ");
	sql_value(&sql, db_int(before));
	add_bare(&sql);
	sql_printf(&sql, " limit %zu", limit - total(&gone));
	forget_folders(tx, &sql, &gone);
	return total(&gone);
}
