/* client_store: every statement about clients. */
#include "clients/client_store.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "base/str.h"
#include "clients/client.h"
#include "clients/client_right_store.h"
#include "clients/client_tally.h"
#include "db/db.h"
#include "html/format.h"
#include "sys/clock.h"

#include <inttypes.h>
#include <stddef.h>

#define COLUMNS                                                                                                        \
	"client.id, client.number, client.name, client.name_key, client.kind, client.company_id, client.siret, "       \
	"client.vat_number, client.street, client.postal_code, client.city, client.country, client.email, "            \
	"client.phone, client.test, client.archived_at, client.created_at, client.version"

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct client, id),
	DB_COLUMN_TEXT(struct client, number),
	DB_COLUMN_TEXT(struct client, name),
	DB_COLUMN_TEXT(struct client, name_key),
	DB_COLUMN_ENUM(struct client, kind, client_kind_names),
	DB_COLUMN_INT64(struct client, company_id),
	DB_COLUMN_TEXT(struct client, siret),
	DB_COLUMN_TEXT(struct client, vat_number),
	DB_COLUMN_TEXT(struct client, street),
	DB_COLUMN_TEXT(struct client, postal_code),
	DB_COLUMN_TEXT(struct client, city),
	DB_COLUMN_TEXT(struct client, country),
	DB_COLUMN_TEXT(struct client, email),
	DB_COLUMN_TEXT(struct client, phone),
	DB_COLUMN_BOOL(struct client, test),
	DB_COLUMN_INSTANT(struct client, archived_at),
	DB_COLUMN_INSTANT(struct client, created_at),
	DB_COLUMN_INT64(struct client, version),
};
static const struct db_shape shape = DB_SHAPE(struct client, columns);

struct client *
client_find(struct tx *tx, const struct viewer *viewer, int64_t id)
{
	return db_find(tx, &shape, access_sql(viewer, "select " COLUMNS " from client where {client} and id = $2"),
		       access_client(viewer), db_int(id));
}

int64_t
client_of_number(struct tx *tx, const char *number)
{
	return db_get_int(tx, 0, "select id from client where number = $1 and deleted_at is null", db_text(number));
}

bool
client_number_is_taken(struct tx *tx, const char *number, int64_t except)
{
	return db_get_int(tx, 0, "select 1 from client where number = $1 and id <> $2", db_text(number),
			  db_int(except)) == 1;
}

struct client *
client_for_test(struct tx *tx, const struct viewer *viewer)
{
	return db_find(tx, &shape, access_sql(viewer, "select " COLUMNS " from client where {client} and test = 1"),
		       access_client(viewer));
}

static const struct db_column company_columns[] = {
	DB_COLUMN_INT64(struct company_name, id),
	DB_COLUMN_TEXT(struct company_name, name),
};
static const struct db_shape company_shape = DB_SHAPE(struct company_name, company_columns);

struct company_name *
company_names(struct tx *tx, size_t *count)
{
	return db_list(tx, &company_shape, count, "select id, name from company order by name, id");
}

/* ---- changes ---- */

/* Numbers that came with a client are not given again. */
static void
note_number(struct tx *tx, const char *number)
{
	int64_t rank = client_number_rank(number);

	if (rank > 0)
		db_run(tx, "update client_series set last = $1 where id = 1 and last < $1", db_int(rank));
}

static const char *
next_number(struct tx *tx)
{
	const char *number;

	do
		number = arena_printf(
			tx_arena(tx), "C-%05" PRId64,
			db_get_int(tx, 0, "update client_series set last = last + 1 where id = 1 returning last"));
	while (client_number_is_taken(tx, number, 0));
	return number;
}

int64_t
client_create(struct tx *tx, const struct client *client)
{
	int64_t id = client->id == 0 ? id_new() : client->id;
	const char *number = client->number == NULL ? next_number(tx) : client->number;
	const char *name_key = client->name_key == NULL ? text_fold(tx_arena(tx), client->name) : client->name_key;
	int64_t rows;

	rows = db_run(tx,
		      "insert into client (id, number, kind, name, name_key, company_id, siret, vat_number, street, "
		      "postal_code, city, country, email, phone, test, created_at, version) "
		      "values ($1, $2, $3, $4, $5, coalesce($6, (select min(id) from company)), $7, $8, $9, $10, $11, "
		      "$12, $13, $14, $15, $16, 1) on conflict do nothing",
		      db_int(id), db_text(number), db_text(client_kind_names[client->kind]), db_text(client->name),
		      db_text(name_key), db_optional(client->company_id, 0), db_text(client->siret),
		      db_text(client->vat_number), db_text(client->street), db_text(client->postal_code),
		      db_text(client->city), db_text(client->country), db_text(client->email), db_text(client->phone),
		      db_int(client->test), db_int(client->created_at > 0 ? client->created_at : clock_now()));
	if (rows != 1)
		return 0;
	client_tally_begin(tx, id);
	if (client->number != NULL)
		note_number(tx, number);
	return id;
}

bool
client_update(struct tx *tx, const struct viewer *viewer, const struct client *client)
{
	int64_t rows;

	rows = db_run(tx,
		      access_sql(viewer,
				 "update client set number = $2, kind = $3, name = $4, name_key = $5, company_id = $6, "
				 "siret = $7, vat_number = $8, street = $9, postal_code = $10, city = $11, "
				 "country = $12, email = $13, phone = $14, version = version + 1 "
				 "where {client} and id = $15 and version = $16"),
		      access_client(viewer), db_text(client->number), db_text(client_kind_names[client->kind]),
		      db_text(client->name), db_text(text_fold(tx_arena(tx), client->name)), db_int(client->company_id),
		      db_text(client->siret), db_text(client->vat_number), db_text(client->street),
		      db_text(client->postal_code), db_text(client->city), db_text(client->country),
		      db_text(client->email), db_text(client->phone), db_int(client->id), db_int(client->version));
	if (rows == 1)
		note_number(tx, client->number);
	return rows == 1;
}

void
client_set_archived(struct tx *tx, const struct viewer *viewer, int64_t client, int64_t archived_at)
{
	db_run(tx,
	       access_sql(viewer,
			  "update client set archived_at = $2, version = version + 1 where {client} and id = $3"),
	       access_client(viewer), db_optional(archived_at, NO_INSTANT), db_int(client));
}

bool
client_is_archived(struct tx *tx, int64_t client)
{
	return db_get_int(tx, 0, "select 1 from client where id = $1 and archived_at is not null", db_int(client)) == 1;
}

/* Invoices are billing's, above this floor; that they bind their client is said by the schema's reference. */
bool
client_is_needed(struct tx *tx, int64_t client)
{
	return db_get_int(tx, 0, "select 1 from invoice where client_id = $1 limit 1", db_int(client)) == 1;
}

bool
client_is_held(struct tx *tx, int64_t client)
{
	return db_get_int(tx, 0, "select 1 from legal_hold where client_id = $1 and released_at is null limit 1",
			  db_int(client)) == 1;
}

bool
client_waits(struct tx *tx, int64_t client)
{
	return db_get_int(tx, 0, "select 1 from client where id = $1 and approval = 'waiting'", db_int(client)) == 1;
}

void
client_purge(struct tx *tx, int64_t client)
{
	db_run(tx, "delete from notification_read where client_id = $1", db_int(client));
	db_run(tx, "delete from notification where client_id = $1", db_int(client));
	db_run(tx, "delete from client_contact where client_id = $1", db_int(client));
	client_rights_purge(tx, client);
	client_tally_forget(tx, client);
}
