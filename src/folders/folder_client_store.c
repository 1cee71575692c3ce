/* folder_client_store: whole trees: taken over by another client, or forgotten. */
#include "folders/folder_client.h"

#include "base/arena.h"
#include "clients/clients.h"
#include "db/db.h"
#include "folders/activity_store.h"
#include "folders/file_look.h"
#include "folders/file_mark.h"
#include "folders/folder.h"
#include "folders/folder_cascade.h"
#include "folders/folder_hold.h"
#include "folders/folder_retention.h"
#include "folders/upload_store.h"
#include "space/space.h"
#include "sys/file_name.h"

#include <string.h>

static bool
has_any(struct tx *tx, int64_t client)
{
	return db_get_int(
		       tx, 0,
		       "select 1 from folder where client_id = $1 union all select 1 from folder_right where client_id "
		       "= $1 union all select 1 from file where client_id = $1 limit 1",
		       db_int(client)) == 1;
}

/* What was said of all folders of the client is said of this one. */
static void
insert_join(struct tx *tx, const struct folder *join, int64_t from, const char *key, bool said)
{
	db_run(tx,
	       "insert into folder (id, client_id, parent_id, path, name, name_key, twin_id, rights_id, rights_above_id, "
	       "created_at, created_by, joined_from_id, version) values ($1, $2, $2, $3, $4, $5, $1, $6, $7, $8, '', $9, "
	       "1)",
	       db_int(join->id), db_int(join->client_id), db_text(join->path), db_text(join->name), db_text(key),
	       db_int(join->rights_id), said ? db_int(join->client_id) : db_null(), db_int(join->created_at),
	       db_int(from));
	db_run(tx, "update folder_right set folder_id = $2 where folder_id = $1", db_int(from), db_int(join->id));
}

void
folders_join(struct tx *tx, int64_t from, int64_t to, const char *name, int64_t now)
{
	const struct folder root = folder_root(to);
	bool said = db_get_int(tx, 0, "select 1 from folder_right where folder_id = $1 limit 1", db_int(from)) == 1;
	struct folder join = {.id = id_new(), .client_id = to, .created_at = now};
	struct doc *detail;

	folder_cascades_forget(tx, from);
	db_run(tx, "update folder set joined_from_id = null where joined_from_id = $1", db_int(from));
	file_marks_join(tx, from, to);
	uploads_forget(tx, from);
	space_join(tx, from, to);
	if (!has_any(tx, from)) {
		activities_join(tx, from, to, 0);
		folder_stands_forget(tx, from);
		return;
	}
	join.name = file_name_safe(tx_arena(tx), str_of(name));
	join.path = folder_path_in(tx_arena(tx), &root, join.id);
	join.rights_id = said ? join.id : to;
	insert_join(tx, &join, from, folder_name_key(tx_arena(tx), join.name), said);
	activities_join(tx, from, to, join.id);
	client_tally_add(tx, to, TALLY_FOLDERS,
			 1 + db_get_int(tx, 0,
					"select count(*) from folder where client_id = $1 and deleted_at is null",
					db_int(from)));
	client_tally_empty(tx, from, TALLY_FOLDERS);
	db_run(tx,
	       "update folder set client_id = $2, path = $3 || substr(path, 2), parent_id = case when parent_id = $1 then "
	       "$4 else parent_id end, rights_id = case when rights_id = $1 then $5 else rights_id end, rights_above_id = "
	       "case when rights_above_id = $1 then $5 else rights_above_id end where client_id = $1",
	       db_int(from), db_int(to), db_text(join.path), db_int(join.id), db_int(join.rights_id));
	folder_stands_join(tx, from, to, join.id);
	folder_retention_carry(tx, &join, retention_months_kept(tx));
	db_run(tx, "update folder_right set client_id = $2 where client_id = $1", db_int(from), db_int(to));
	db_run(tx,
	       "update file set client_id = $2, folder_id = case when folder_id = $1 then $3 else folder_id end where "
	       "client_id = $1",
	       db_int(from), db_int(to), db_int(join.id));
	detail = doc_object(tx_arena(tx));
	doc_set_id(detail, "from", from);
	job_add(tx, "file.look_move", detail, 0, NULL);
}

int64_t
folder_joined(struct tx *tx, int64_t from, int64_t to)
{
	return db_get_int(tx, to, "select id from folder where joined_from_id = $1 and client_id = $2", db_int(from),
			  db_int(to));
}

void
folders_forget(struct tx *tx, int64_t client)
{
	folder_cascades_forget(tx, client);
	uploads_forget(tx, client);
	space_forget(tx, client);
	activities_forget(tx, client);
	file_marks_forget(tx, client);
	folder_stands_forget(tx, client);
	file_looks_forget_all(tx, client);
	db_run(tx, "delete from folder_right where client_id = $1", db_int(client));
	db_run(tx, "delete from folder where client_id = $1", db_int(client));
	client_tally_empty(tx, client, TALLY_FOLDERS);
	db_run(tx, "delete from file_version where file_id in (select id from file where client_id = $1)",
	       db_int(client));
	db_run(tx, "delete from file where client_id = $1", db_int(client));
}
