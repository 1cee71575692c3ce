/* merge_store: places, notifications and messages move in the transaction that merges; the row itself goes to the bin.
 */
#include "clients/merge_store.h"

#include "clients/client_right_store.h"
#include "clients/client_tally.h"
#include "clients/contact_store.h"
#include "core/session.h"
#include "db/db.h"

/* Who has both places has been there since the first of them. */
#define ONE_PLACE                                                                                                      \
	"role = coalesce(client_contact.role, excluded.role), created_at = case when excluded.created_at < "           \
	"client_contact.created_at then excluded.created_at else client_contact.created_at end"

void
contact_merge(struct tx *tx, int64_t from, int64_t to)
{
	db_run(tx,
	       "insert into client_contact (client_id, contact_id, role, created_at) "
	       "select client_id, cast($2 as bigint), role, created_at from client_contact where contact_id = $1 "
	       "on conflict (client_id, contact_id) do update set " ONE_PLACE,
	       db_int(from), db_int(to));
	db_run(tx, "delete from client_contact where contact_id = $1", db_int(from));
	client_members_count_contact(tx, to);
	db_run(tx,
	       "insert into notification_read (contact_id, client_id, upto_id) "
	       "select cast($2 as bigint), client_id, upto_id from notification_read where contact_id = $1 "
	       "on conflict (contact_id, client_id) do update set upto_id = case when excluded.upto_id > "
	       "notification_read.upto_id then excluded.upto_id else notification_read.upto_id end",
	       db_int(from), db_int(to));
	db_run(tx, "delete from notification_read where contact_id = $1", db_int(from));
	db_run(tx, "update message set contact_id = $2 where contact_id = $1", db_int(from), db_int(to));
	contact_forget_password(tx, from); /* who stays keeps their own */
	db_run(tx,
	       "update contact set language = (select other.language from contact other where other.id = $1) "
	       "where id = $2 and language is null",
	       db_int(from), db_int(to));
}

void
client_merge(struct tx *tx, int64_t from, int64_t to)
{
	db_run(tx,
	       "insert into client_contact (client_id, contact_id, role, created_at) "
	       "select cast($2 as bigint), contact_id, role, created_at from client_contact where client_id = $1 "
	       "on conflict (client_id, contact_id) do update set " ONE_PLACE,
	       db_int(from), db_int(to));
	db_run(tx, "delete from client_contact where client_id = $1", db_int(from));
	db_run(tx, "update notification set client_id = $2 where client_id = $1", db_int(from), db_int(to));
	db_run(tx,
	       "insert into notification_read (contact_id, client_id, upto_id) "
	       "select contact_id, cast($2 as bigint), upto_id from notification_read where client_id = $1 "
	       "on conflict (contact_id, client_id) do update set upto_id = case when excluded.upto_id < "
	       "notification_read.upto_id then excluded.upto_id else notification_read.upto_id end",
	       db_int(from), db_int(to));
	db_run(tx, "delete from notification_read where client_id = $1", db_int(from));
	client_rights_merge(tx, from, to);
	client_members_count(tx, from);
	client_members_count(tx, to);
	session_lead_to_client(tx, from, to);
}

bool
client_is_test(struct tx *tx, int64_t client)
{
	return db_get_int(tx, 0, "select 1 from client where id = $1 and test = 1", db_int(client)) == 1;
}
