/* imported_store: a row at a time on SQLite, where a statement costs a microsecond; on PostgreSQL, where each costs a
 * journey to the server, hundreds of rows travel as one JSON text. */
#include "billing/imported.h"

#include "base/arena.h"
#include "base/id.h"

#include <inttypes.h>
#include <string.h>

/* ---- SQLite ---- */

/* Whom it is billed to is frozen as the client is now; a number that is taken adds nothing. */
static bool
add_one(struct tx *tx, const struct imported *row, int64_t now)
{
	return db_run(tx,
		      "insert into invoice (id, company_id, client_id, kind, state, number, issued_on, due_on, currency, "
		      "net, tax, total, paid, credited, rest, reference, created_at, version, billed_name, "
		      "billed_address, billed_vat_number) "
		      "select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 1, name, "
		      "coalesce(street || '\n', '') || coalesce(postal_code || ' ', '') || coalesce(city, ''), "
		      "vat_number from client where id = $3 "
		      "on conflict (company_id, number) where number is not null do nothing",
		      db_int(row->id), db_int(row->company), db_int(row->client),
		      db_text(invoice_kind_names[row->kind]), db_text(invoice_state_names[row->state]),
		      db_text(row->number), db_int(row->issued_on), db_optional(row->due_on, NO_DAY),
		      db_text(row->currency), db_int(row->net), db_int(row->tax), db_int(row->total), db_int(row->paid),
		      db_int(row->credited), db_int(row->rest), db_text(row->reference), db_int(now)) == 1;
}

/* Quantity one: the unit price is the net, in hundredths of the minor unit. A credit note takes one back. */
static int64_t
quantity_of(const struct imported *row)
{
	return row->kind == CREDIT_NOTE ? -1000 : 1000;
}

static int64_t
unit_price_of(const struct imported *row)
{
	return (row->kind == CREDIT_NOTE ? -row->net : row->net) * 100;
}

static void
add_one_parts(struct tx *tx, const struct imported *row, int64_t now)
{
	db_run(tx,
	       "insert into invoice_line (invoice_id, position, label, quantity, unit_price, tax_rate, net) "
	       "values ($1, 1, $2, $3, $4, $5, $6)",
	       db_int(row->id), db_text(row->label), db_int(quantity_of(row)), db_int(unit_price_of(row)),
	       db_int(row->tax_rate), db_int(row->net));
	db_run(tx, "insert into invoice_tax (invoice_id, tax_rate, net, tax) values ($1, $2, $3, $4)", db_int(row->id),
	       db_int(row->tax_rate), db_int(row->net), db_int(row->tax));
	if (row->paid != 0)
		db_run(tx,
		       "insert into payment (id, invoice_id, paid_on, amount, method, created_at) "
		       "values ($1, $2, $3, $4, 'other', $5)",
		       db_int(id_new()), db_int(row->id), db_int(row->paid_on), db_int(row->paid), db_int(now));
}

/* ---- PostgreSQL ---- */

static void
build_json_text(struct builder *out, const char *text)
{
	if (text == NULL) {
		build_text(out, "null");
		return;
	}
	build_char(out, '"');
	for (; *text != '\0'; text++)
		if (*text == '"' || *text == '\\')
			build_printf(out, "\\%c", *text);
		else if ((unsigned char)*text < ' ')
			build_printf(out, "\\u%04x", (unsigned char)*text);
		else
			build_char(out, *text);
	build_char(out, '"');
}

/* The columns of one row as a JSON list; $1 of the statements below is a list of those. */
static void
build_row(struct builder *out, const struct imported *row)
{
	build_printf(out, "[%" PRId64 ",%" PRId64 ",%" PRId64 ",\"%s\",\"%s\",", row->id, row->company, row->client,
		     invoice_kind_names[row->kind], invoice_state_names[row->state]);
	build_json_text(out, row->number);
	build_printf(out, ",%" PRId32 ",", row->issued_on);
	if (row->due_on == NO_DAY)
		build_text(out, "null");
	else
		build_int(out, row->due_on);
	build_printf(out, ",\"%s\"", row->currency);
	build_printf(out, ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",%" PRId64 ",", row->net,
		     row->tax, row->total, row->paid, row->credited, row->rest);
	build_json_text(out, row->reference);
	build_char(out, ',');
	build_json_text(out, row->label);
	build_printf(out, ",%d,%" PRId64 ",%" PRId64 ",%" PRId32 ",%" PRId64 "]", row->tax_rate, quantity_of(row),
		     unit_price_of(row), row->paid_on, row->paid == 0 ? 0 : id_new());
}

static struct str
json_of(struct arena *arena, const struct imported *rows, size_t count)
{
	struct builder out = builder_new(arena, 0);

	build_char(&out, '[');
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			build_char(&out, ',');
		build_row(&out, &rows[i]);
	}
	build_char(&out, ']');
	return builder_str(&out);
}

static bool
add_many(struct tx *tx, struct imported *rows, size_t count, int64_t now)
{
	struct arena *arena = arena_new(0);
	int64_t added = db_run(
		tx,
		"insert into invoice (id, company_id, client_id, kind, state, number, issued_on, due_on, currency, net, "
		"tax, total, paid, credited, rest, reference, created_at, version, billed_name, billed_address, "
		"billed_vat_number) "
		"select (v->>0)::bigint, (v->>1)::bigint, client.id, v->>3, v->>4, v->>5, (v->>6)::bigint, "
		"(v->>7)::bigint, v->>8, (v->>9)::bigint, (v->>10)::bigint, (v->>11)::bigint, (v->>12)::bigint, "
		"(v->>13)::bigint, (v->>14)::bigint, v->>15, $2, 1, name, "
		"coalesce(street || '\n', '') || coalesce(postal_code || ' ', '') || coalesce(city, ''), vat_number "
		"from jsonb_array_elements($1::jsonb) as r (v) join client on client.id = (v->>2)::bigint "
		"on conflict (company_id, number) where number is not null do nothing",
		db_str(json_of(arena, rows, count)), db_int(now));

	arena_free(arena);
	if (added == (int64_t)count || tx_trouble(tx) != DB_FINE)
		return true;
	for (size_t i = 0; i < count; i++)
		rows[i].taken = db_get_int(tx, 0, "select id from invoice where id = $1", db_int(rows[i].id)) == 0;
	return false;
}

static void
add_many_parts(struct tx *tx, const struct imported *rows, size_t count, int64_t now)
{
	struct arena *arena = arena_new(0);
	struct db_value json = db_str(json_of(arena, rows, count));

	db_run(tx,
	       "insert into invoice_line (invoice_id, position, label, quantity, unit_price, tax_rate, net) "
	       "select (v->>0)::bigint, 1, v->>16, (v->>18)::bigint, (v->>19)::bigint, (v->>17)::bigint, "
	       "(v->>9)::bigint from jsonb_array_elements($1::jsonb) as r (v)",
	       json);
	db_run(tx,
	       "insert into invoice_tax (invoice_id, tax_rate, net, tax) select (v->>0)::bigint, (v->>17)::bigint, "
	       "(v->>9)::bigint, (v->>10)::bigint from jsonb_array_elements($1::jsonb) as r (v)",
	       json);
	db_run(tx,
	       "insert into payment (id, invoice_id, paid_on, amount, method, created_at) select (v->>21)::bigint, "
	       "(v->>0)::bigint, (v->>20)::bigint, (v->>12)::bigint, 'other', $2 "
	       "from jsonb_array_elements($1::jsonb) as r (v) where (v->>21)::bigint <> 0",
	       json, db_int(now));
	arena_free(arena);
}

/* ---- either ---- */

bool
imported_add(struct tx *tx, struct imported *rows, size_t count, int64_t now)
{
	bool all = true;

	if (tx_engine(tx) == DB_POSTGRES)
		return add_many(tx, rows, count, now);
	for (size_t i = 0; i < count; i++) {
		rows[i].taken = !add_one(tx, &rows[i], now);
		all = all && !rows[i].taken;
	}
	return all || tx_trouble(tx) != DB_FINE;
}

void
imported_add_parts(struct tx *tx, const struct imported *rows, size_t count, int64_t now)
{
	if (tx_engine(tx) == DB_POSTGRES) {
		add_many_parts(tx, rows, count, now);
		return;
	}
	for (size_t i = 0; i < count; i++)
		add_one_parts(tx, &rows[i], now);
}

void
imported_series(struct tx *tx, int64_t company, enum invoice_kind kind, int year, int64_t position, int32_t day)
{
	db_run(tx,
	       "insert into invoice_series (company_id, kind, year, next, last_issued_on) values ($1, $2, $3, $4, $5) "
	       "on conflict (company_id, kind, year) do update set "
	       "next = case when invoice_series.next > excluded.next then invoice_series.next else excluded.next end, "
	       "last_issued_on = case when invoice_series.last_issued_on > excluded.last_issued_on "
	       "then invoice_series.last_issued_on else excluded.last_issued_on end",
	       db_int(company), db_text(invoice_kind_names[kind]), db_int(year), db_int(position + 1), db_int(day));
}

/* ---- clients and companies ---- */

struct client_map {
	struct arena *arena;
	struct known_client *slots; /* a power of two, at most half full */
	size_t size, count;
};

static const struct db_column client_columns[] = {
	DB_COLUMN_TEXT(struct known_client, number),
	DB_COLUMN_INT64(struct known_client, id),
	DB_COLUMN_INT64(struct known_client, company_id),
};
static const struct db_shape client_shape = DB_SHAPE(struct known_client, client_columns);

/* FNV-1a. */
static size_t
slot_of(const struct client_map *map, const char *number)
{
	uint64_t hash = 0xCBF29CE484222325u;

	for (const char *c = number; *c != '\0'; c++)
		hash = (hash ^ (unsigned char)*c) * 0x100000001B3u;
	return hash & (map->size - 1);
}

static void
put_client(struct client_map *map, const struct known_client *client)
{
	size_t slot = slot_of(map, client->number);

	while (map->slots[slot].number != NULL)
		slot = (slot + 1) & (map->size - 1);
	map->slots[slot] = *client;
}

static void
grow_map(struct client_map *map)
{
	struct known_client *old = map->slots;
	size_t old_size = map->size;

	map->size *= 2;
	map->slots = arena_make_array(map->arena, struct known_client, map->size);
	for (size_t i = 0; i < old_size; i++)
		if (old[i].number != NULL)
			put_client(map, &old[i]);
}

static bool
take_client(const void *row, void *data)
{
	struct client_map *map = data;
	struct known_client client = *(const struct known_client *)row;

	client.number = arena_text(map->arena, client.number);
	if (++map->count * 2 > map->size)
		grow_map(map);
	put_client(map, &client);
	return true;
}

struct client_map *
client_map_load(struct tx *tx, struct arena *arena)
{
	struct client_map *map = arena_make(arena, struct client_map);

	map->arena = arena;
	map->size = 1024;
	map->slots = arena_make_array(arena, struct known_client, map->size);
	db_each(tx, &client_shape, take_client, map, "select number, id, company_id from client");
	return map;
}

const struct known_client *
client_map_find(const struct client_map *map, const char *number)
{
	for (size_t slot = slot_of(map, number); map->slots[slot].number != NULL; slot = (slot + 1) & (map->size - 1))
		if (strcmp(map->slots[slot].number, number) == 0)
			return &map->slots[slot];
	return NULL;
}

static const struct db_column company_columns[] = {
	DB_COLUMN_INT64(struct known_company, id),	     DB_COLUMN_TEXT(struct known_company, name),
	DB_COLUMN_TEXT(struct known_company, legal_name),    DB_COLUMN_TEXT(struct known_company, invoice_prefix),
	DB_COLUMN_TEXT(struct known_company, credit_prefix), DB_COLUMN_INT(struct known_company, payment_days),
};
static const struct db_shape company_shape = DB_SHAPE(struct known_company, company_columns);

struct known_company *
known_companies(struct tx *tx, size_t *count)
{
	return db_list(tx, &company_shape, count,
		       "select id, name, legal_name, invoice_prefix, credit_prefix, payment_days from company "
		       "order by id");
}
