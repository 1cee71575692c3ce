/* audit_store: appends to the chain, reads it in order for verification and backwards for the console. */
#include "core/audit_store.h"

#include "core/audit.h"
#include "db/db.h"

#include <stddef.h>

struct head {
	int64_t seq;
	struct str hash;
};

static const struct db_column head_columns[] = {
	DB_COLUMN_INT64(struct head, seq),
	DB_COLUMN_BYTES(struct head, hash),
};
static const struct db_shape head_shape = DB_SHAPE(struct head, head_columns);

struct str
audit_next(struct tx *tx, int64_t *seq)
{
	const struct head *head =
		db_find(tx, &head_shape, "update audit_head set seq = seq + 1 where id = 1 returning seq, hash");

	*seq = head == NULL ? 0 : head->seq;
	return head == NULL ? (struct str){NULL, 0} : head->hash;
}

struct str
audit_head(struct tx *tx, int64_t *seq)
{
	const struct head *head = db_find(tx, &head_shape, "select seq, hash from audit_head where id = 1");

	*seq = head == NULL ? 0 : head->seq;
	return head == NULL ? (struct str){NULL, 0} : head->hash;
}

void
audit_append(struct tx *tx, const struct audit_link *link)
{
	db_run(tx,
	       "insert into audit (seq, at, actor_kind, actor_id, client_id, trace, action, object_kind, object_id, "
	       "refused, detail, hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
	       db_int(link->seq), db_int(link->at), db_text(link->actor_kind), db_optional(link->actor, 0),
	       db_optional(link->client, 0), db_text(link->trace), db_text(link->action), db_text(link->object_kind),
	       db_optional(link->object, 0), db_int(link->refused), db_text(link->detail),
	       db_bytes(str_slice(link->hash.bytes, HASH_SIZE)));
	db_run(tx, "update audit_head set hash = $1 where id = 1", db_bytes(str_slice(link->hash.bytes, HASH_SIZE)));
}

void
audit_append_activity(struct tx *tx, const struct audit_link *link, int64_t client, const struct audit_place *place,
		      const char *device)
{
	static const struct audit_place nowhere = {.folder = 0};

	if (place == NULL)
		place = &nowhere;
	db_run(tx,
	       "insert into activity (seq, client_id, at, actor_kind, actor_id, action, folder_id, file_id, name, "
	       "words_key, kind, device) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
	       db_int(link->seq), db_int(client), db_int(link->at), db_text(link->actor_kind),
	       db_optional(link->actor, 0), db_text(link->action), db_optional(place->folder, 0),
	       db_optional(place->file, 0), db_text(place->name), db_text(place->words), db_text(place->kind),
	       db_text(device));
	if (place->words != NULL)
		db_run(tx,
		       "insert into activity_name (client_id, subject_id, words_key) values ($1, $2, $3) on conflict do "
		       "nothing",
		       db_int(client), db_int(place->file != 0 ? place->file : place->folder), db_text(place->words));
}

static const struct db_column link_columns[] = {
	{"seq", DB_M_INT64, offsetof(struct audit_link_row, link.seq), 0, NULL},
	{"at", DB_M_INT64, offsetof(struct audit_link_row, link.at), 0, NULL},
	{"actor_kind", DB_M_TEXT, offsetof(struct audit_link_row, link.actor_kind), 0, NULL},
	{"actor_id", DB_M_INT64, offsetof(struct audit_link_row, link.actor), 0, NULL},
	{"client_id", DB_M_INT64, offsetof(struct audit_link_row, link.client), 0, NULL},
	{"trace", DB_M_TEXT, offsetof(struct audit_link_row, link.trace), 0, NULL},
	{"action", DB_M_TEXT, offsetof(struct audit_link_row, link.action), 0, NULL},
	{"object_kind", DB_M_TEXT, offsetof(struct audit_link_row, link.object_kind), 0, NULL},
	{"object_id", DB_M_INT64, offsetof(struct audit_link_row, link.object), 0, NULL},
	{"refused", DB_M_BOOL, offsetof(struct audit_link_row, link.refused), 0, NULL},
	{"detail", DB_M_TEXT, offsetof(struct audit_link_row, link.detail), 0, NULL},
	DB_COLUMN_BYTES(struct audit_link_row, hash),
};
static const struct db_shape link_shape = DB_SHAPE(struct audit_link_row, link_columns);

void
audit_each(struct tx *tx, bool (*each)(const void *row, void *data), void *data)
{
	db_each(tx, &link_shape, each, data,
		"select seq, at, actor_kind, actor_id, client_id, trace, action, object_kind, object_id, refused, "
		"detail, hash from audit order by seq");
}

static const struct db_column row_columns[] = {
	DB_COLUMN_INT64(struct audit_row, seq),		  DB_COLUMN_INT64(struct audit_row, at),
	DB_COLUMN_TEXT(struct audit_row, actor_kind),	  DB_COLUMN_INT64(struct audit_row, actor),
	DB_COLUMN_TEXT(struct audit_row, actor_name),	  DB_COLUMN_INT64(struct audit_row, on_behalf),
	DB_COLUMN_TEXT(struct audit_row, on_behalf_name), DB_COLUMN_TEXT(struct audit_row, action),
	DB_COLUMN_TEXT(struct audit_row, object_kind),	  DB_COLUMN_INT64(struct audit_row, object),
	DB_COLUMN_TEXT(struct audit_row, object_name),	  DB_COLUMN_BOOL(struct audit_row, refused),
	DB_COLUMN_TEXT(struct audit_row, detail),
};
static const struct db_shape row_shape = DB_SHAPE(struct audit_row, row_columns);

/* The rows of a page, then the names for these alone. */
#define WITH_NAMES(page)                                                                                               \
	"select a.seq, a.at, a.actor_kind, a.actor_id as actor, "                                                      \
	"coalesce(s.name, trim(c.first_name || ' ' || c.last_name), p.email) as actor_name, "                          \
	"case when a.actor_kind = 'staff' then a.client_id end as on_behalf, b.name as on_behalf_name, "               \
	"a.action, a.object_kind, a.object_id as object, coalesce(ok.name, "                                           \
	"trim(oc.first_name || ' ' || oc.last_name), oo.name, os.name, oi.number, om.subject, op.email) "              \
	"as object_name, a.refused, a.detail from (" page ") as a "                                                    \
	"left join staff s on a.actor_kind = 'staff' and s.id = a.actor_id "                                           \
	"left join contact c on a.actor_kind = 'contact' and c.id = a.actor_id "                                       \
	"left join portal_user p on a.actor_kind = 'portal_user' and p.record_id = a.actor_id "                        \
	"left join portal_user op on a.object_kind = 'portal_user' and op.record_id = a.object_id "                    \
	"left join client b on a.actor_kind = 'staff' and b.id = a.client_id "                                         \
	"left join client ok on a.object_kind = 'client' and ok.id = a.object_id "                                     \
	"left join contact oc on a.object_kind = 'contact' and oc.id = a.object_id "                                   \
	"left join company oo on a.object_kind = 'company' and oo.id = a.object_id "                                   \
	"left join staff os on a.object_kind = 'staff' and os.id = a.object_id "                                       \
	"left join invoice oi on a.object_kind = 'invoice' and oi.id = a.object_id "                                   \
	"left join message om on a.object_kind = 'message' and om.id = a.object_id order by a.seq desc"

/* The actions that begin with $3 are few: each is found by one step through the index, and gives its newest rows. */
static const char list_of_prefix[] =
	"with recursive named (action) as (select min(action) from audit where action >= $3 and action < $3 || '~' "
	"union all select (select min(audit.action) from audit where audit.action > named.action "
	"and audit.action < $3 || '~') from named where named.action is not null), "
	"reach (action, least) as materialized (select named.action, (select min(top.seq) from (select seq from audit "
	"where audit.action = named.action and seq < $1 order by seq desc limit $2) as top) from named "
	"where named.action is not null) " WITH_NAMES(
		"select audit.* from reach join audit on audit.action = reach.action and audit.seq >= reach.least "
		"where audit.seq < $1 order by audit.seq desc limit $2");

static const char list_of_all[] = WITH_NAMES("select * from audit where seq < $1 order by seq desc limit $2");

struct audit_row *
audit_list(struct tx *tx, const char *action, int64_t before_seq, size_t limit, size_t *count)
{
	struct db_value before = db_int(before_seq == 0 ? INT64_MAX : before_seq);

	if (text_empty(action))
		return db_list(tx, &row_shape, count, list_of_all, before, db_int((int64_t)limit));
	return db_list(tx, &row_shape, count, list_of_prefix, before, db_int((int64_t)limit), db_text(action));
}
