/* list_store: one statement a page for each kind of fact; a search goes by the index of addresses. */
#include "clients/list_store.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/str.h"
#include "clients/contact_store.h"
#include "core/access.h"
#include "db/belt.h"
#include "db/db.h"
#include "rights/hand.h"

#include <stddef.h>

/* Places in powers of two, so that the texts are few: the last id fills them up. */
struct db_sql
sql_of_ids(struct tx *tx, const struct viewer *viewer, const char *begun, const int64_t *ids, size_t count,
	   const char *ended)
{
	struct sql sql = sql_new(tx_arena(tx));
	size_t places = 1;

	sql_bind(&sql, access_client(viewer));
	sql_add(&sql, begun);
	while (places < count)
		places *= 2;
	for (size_t i = 0; i < places; i++) {
		sql_add(&sql, i == 0 ? "" : ", ");
		sql_value(&sql, db_int(ids[i < count ? i : count - 1]));
	}
	sql_add(&sql, ended);
	return sql_end(&sql);
}

/* ---- clients ---- */

static const struct db_column client_columns[] = {
	DB_COLUMN_INT64(struct client_fact, id),
	DB_COLUMN_TEXT(struct client_fact, company),
	DB_COLUMN_INT(struct client_fact, contact_count),
	DB_COLUMN_INT(struct client_fact, staff_count),
	DB_COLUMN_INSTANT(struct client_fact, archived_at),
};
static const struct db_shape client_shape = DB_SHAPE(struct client_fact, client_columns);

struct client_fact *
client_facts(struct tx *tx, const struct viewer *viewer, const int64_t *ids, size_t id_count, size_t *count)
{
	const char *begun =
		access_sql(viewer, "select client.id, "
				   "(select company.name from company where {company} and company.id = "
				   "client.company_id) as company, "
				   "(select count(*) from client_contact join contact on contact.id = "
				   "client_contact.contact_id where {client_contact} and {contact} and "
				   "client_contact.client_id = client.id) as contact_count, " CLIENT_STAFF_COUNT
				   " as staff_count, client.archived_at "
				   "from client where {client} and client.id in (");

	return db_sql_list(tx, &client_shape, count, sql_of_ids(tx, viewer, begun, ids, id_count, ")"));
}

/* ---- what lists may be asked ---- */

void
clients_archived(struct sql *sql, const char *answer)
{
	if (text_equal(answer, "also"))
		return;
	sql_reads(sql, "client", "archived_at");
	sql_printf(sql, " and client.archived_at is %s", text_equal(answer, "only") ? "not null" : "null");
}

void
clients_in_group(struct sql *sql, const char *answer)
{
	int64_t group = 0;

	if (text_empty(answer))
		return;
	sql_reads(sql, "client_group_member", NULL);
	if (text_equal(answer, "none")) {
		sql_add(sql, " and not exists (select 1 from client_group_member where client_group_member.client_id = "
			     "client.id)");
		return;
	}
	id_parse(str_of(answer), &group);
	sql_add(sql, " and client.id in (select client_group_member.client_id from client_group_member where "
		     "client_group_member.group_id = ");
	sql_value(sql, db_int(group));
	sql_add(sql, ")");
}

/* Whoever is given none of a client takes its contacts for people without one: they are not to know of it. */
void
contacts_without_client(struct sql *sql, const char *answer)
{
	static const char *const tables[] = {"client_contact", "client_staff", "client_group_staff",
					     "client_group_member"};

	if (!text_equal(answer, "none"))
		return;
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
		sql_reads(sql, tables[i], NULL);
	sql_reads(sql, "client", "id");
	sql_reads(sql, "client", "deleted_at");
	sql_add(sql,
		" and not exists (select 1 from client_contact join client on client.id = client_contact.client_id "
		"where client_contact.contact_id = contact.id and client.deleted_at is null and coalesce(" HAND_LEVEL(
			"$1", "client.id") ", 1) >= 1)");
}

/* ---- contacts ---- */

static const struct db_column entry_columns[] = {
	DB_COLUMN_INT64(struct contact_entry, contact_id), DB_COLUMN_BOOL(struct contact_entry, blocked),
	DB_COLUMN_BOOL(struct contact_entry, entered),	   DB_COLUMN_BOOL(struct contact_entry, invited),
	DB_COLUMN_BOOL(struct contact_entry, expired),
};
static const struct db_shape entry_shape = DB_SHAPE(struct contact_entry, entry_columns);

struct contact_entry *
contact_entries(struct tx *tx, const struct viewer *viewer, int64_t client, int64_t now, size_t *count)
{
	const char *text = access_sql(
		viewer,
		"select client_contact.contact_id, "
		"case when portal_user.blocked_at is null then 0 else 1 end as blocked, "
		"case when contact.entered_at is null and portal_user.entered_at is null then 0 else 1 end as entered, "
		"case when invitation.state in ('queued', 'sent', 'delivered', 'opened') and "
		"coalesce(invitation.expires_at, $3) >= $3 then 1 else 0 end as invited, "
		"case when invitation.state = 'expired' or (invitation.state in ('queued', 'sent', 'delivered', 'opened') "
		"and invitation.expires_at < $3) then 1 else 0 end as expired "
		"from client_contact join contact on contact.id = client_contact.contact_id "
		"left join portal_user on portal_user.record_id = contact.id "
		"left join invitation on invitation.record_id = contact.id and invitation.module_id = "
		"(select id from module where name = 'contacts') "
		"where {client_contact} and {contact} and client_contact.client_id = $2");

	return db_list(tx, &entry_shape, count, text, access_client(viewer), db_int(client), db_int(now));
}

static const struct db_column contact_columns[] = {
	DB_COLUMN_INT64(struct contact_fact, id),
	DB_COLUMN_TEXT(struct contact_fact, email),
	DB_COLUMN_INSTANT(struct contact_fact, blocked_at),
	DB_COLUMN_BOOL(struct contact_fact, held),
};
static const struct db_shape contact_shape = DB_SHAPE(struct contact_fact, contact_columns);

struct contact_fact *
contact_facts(struct tx *tx, const struct viewer *viewer, const int64_t *ids, size_t id_count, size_t *count)
{
	const char *begun =
		access_sql(viewer, "select contact.id, contact.email, contact.blocked_at, case when " CONTACT_MAY_ENTER
				   " then 0 else 1 end as held from contact "
				   "where {contact} and contact.id in (");

	return db_sql_list(tx, &contact_shape, count, sql_of_ids(tx, viewer, begun, ids, id_count, ")"));
}

static const struct db_column place_columns[] = {
	DB_COLUMN_INT64(struct contact_client, contact_id),
	DB_COLUMN_INT64(struct contact_client, client_id),
	DB_COLUMN_TEXT(struct contact_client, name),
	DB_COLUMN_INT(struct contact_client, client_count),
};
static const struct db_shape place_shape = DB_SHAPE(struct contact_client, place_columns);

struct contact_client *
contact_clients(struct tx *tx, const struct viewer *viewer, const int64_t *ids, size_t id_count, size_t *count)
{
	const char *begun = access_sql(
		viewer, "select contact_id, client_id, name, client_count from ("
			"select client_contact.contact_id, client_contact.client_id, client.name, "
			"row_number() over (partition by client_contact.contact_id order by client.name_key, "
			"client.id) as rank, "
			"count(*) over (partition by client_contact.contact_id) as client_count "
			"from client_contact join client on client.id = client_contact.client_id "
			"where {client_contact} and {client} and client_contact.contact_id in (");
	const char *ended = arena_printf(tx_arena(tx), ")) as places where rank <= %d order by contact_id, rank",
					 CLIENTS_OF_CONTACT);

	return db_sql_list(tx, &place_shape, count, sql_of_ids(tx, viewer, begun, ids, id_count, ended));
}

/* ---- searches ---- */

/* "column" begins with the text, and " limit n) as name" behind it. */
static void
add_beginning(struct sql *sql, const char *column, const char *text, int limit, const char *name)
{
	sql_printf(sql, "%s >= ", column);
	sql_value(sql, db_text(text));
	sql_printf(sql, " and %s < ", column);
	sql_value(sql, db_text(text_after_all(sql->arena, text)));
	sql_printf(sql, " limit %d) as %s", limit, name);
}

void
clients_beside(struct sql *sql, const char *folded, int limit)
{
	sql_reads(sql, "contact", "id");
	sql_reads(sql, "contact", "email");
	sql_reads(sql, "contact", "deleted_at");
	sql_reads(sql, "client_contact", NULL);
	sql_reads(sql, "sheet_attribute", NULL);
	sql_add(sql, " union select client_id from (select client_contact.client_id from contact "
		     "join client_contact on client_contact.contact_id = contact.id "
		     "where contact.deleted_at is null and ");
	add_beginning(sql, "contact.email", folded, limit, "clients_of_address");
	sql_add(sql, " union select sheet_id from (select sheet_id from sheet_attribute where ");
	add_beginning(sql, "value_key", text_fold(sql->arena, folded), limit, "clients_of_sheet");
}
