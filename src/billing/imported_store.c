/* imported_store: rows are gathered in a temporary table without any index, and go from there to their tables fifty
 * thousand at a time: one statement opens each index once, where one a row would open it a million times. */
#include "billing/imported.h"

#include "base/arena.h"
#include "base/id.h"
#include "billing/client_due.h"

#include <inttypes.h>
#include <string.h>

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

/* ---- rows as JSON ---- */

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

/* The columns of one row as a JSON list, in the order of STAGED. */
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
	build_printf(out, ",%d,%" PRId64 ",%" PRId64 ",%" PRId32 ",%" PRId64 ",%" PRId64 "]", row->tax_rate,
		     quantity_of(row), unit_price_of(row), row->paid_on, row->paid == 0 ? 0 : id_new(), row->line);
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

/* ---- the temporary table ---- */

#define STAGED                                                                                                           \
	"id, company_id, client_id, kind, state, number, issued_on, due_on, currency, net, tax, total, paid, credited, " \
	"rest, reference, label, tax_rate, quantity, unit_price, paid_on, payment_id, line"

/* A million rows touch every page of a dozen indexes again and again: with SQLite's usual 2 MB of memory each visit
 * would be a read of the log. Of the command's own connection, which ends with it; taken as it fills. */
void
imported_begin(struct tx *tx)
{
	if (tx_engine(tx) == DB_SQLITE)
		db_run(tx, "pragma cache_size = -786432"); /* KiB */
	db_run(tx, "drop table if exists imported");
	db_run(tx, "create temporary table imported (id bigint, company_id bigint, client_id bigint, kind text, "
		   "state text, number text, issued_on bigint, due_on bigint, currency text, net bigint, tax bigint, "
		   "total bigint, paid bigint, credited bigint, rest bigint, reference text, label text, "
		   "tax_rate bigint, quantity bigint, unit_price bigint, paid_on bigint, payment_id bigint, "
		   "line bigint)");
}

static void
stage_one(struct tx *tx, const struct imported *row)
{
	db_run(tx,
	       "insert into imported (" STAGED ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
	       "$15, $16, $17, $18, $19, $20, $21, $22, $23)",
	       db_int(row->id), db_int(row->company), db_int(row->client), db_text(invoice_kind_names[row->kind]),
	       db_text(invoice_state_names[row->state]), db_text(row->number), db_int(row->issued_on),
	       db_optional(row->due_on, NO_DAY), db_text(row->currency), db_int(row->net), db_int(row->tax),
	       db_int(row->total), db_int(row->paid), db_int(row->credited), db_int(row->rest), db_text(row->reference),
	       db_text(row->label), db_int(row->tax_rate), db_int(quantity_of(row)), db_int(unit_price_of(row)),
	       db_int(row->paid_on), db_int(row->paid == 0 ? 0 : id_new()), db_int(row->line));
}

/* Each statement is a journey to the server: hundreds of rows travel as one JSON text. */
static void
stage_many(struct tx *tx, struct arena *arena, const struct imported *rows, size_t count)
{
	db_run(tx,
	       "insert into imported (" STAGED ") "
	       "select (v->>0)::bigint, (v->>1)::bigint, (v->>2)::bigint, v->>3, v->>4, v->>5, (v->>6)::bigint, "
	       "(v->>7)::bigint, v->>8, (v->>9)::bigint, (v->>10)::bigint, (v->>11)::bigint, (v->>12)::bigint, "
	       "(v->>13)::bigint, (v->>14)::bigint, v->>15, v->>16, (v->>17)::bigint, (v->>18)::bigint, "
	       "(v->>19)::bigint, (v->>20)::bigint, (v->>21)::bigint, (v->>22)::bigint "
	       "from jsonb_array_elements($1::jsonb) as r (v)",
	       db_str(json_of(arena, rows, count)));
}

void
imported_stage(struct tx *tx, struct arena *arena, const struct imported *rows, size_t count)
{
	if (tx_engine(tx) == DB_POSTGRES)
		stage_many(tx, arena, rows, count);
	else
		for (size_t i = 0; i < count; i++)
			stage_one(tx, &rows[i]);
}

/* ---- from there to their tables ---- */

/* Whom it is billed to is frozen as the client is now; a number that is taken adds nothing. */
int64_t
imported_move(struct tx *tx, int64_t now)
{
	return db_run(
		tx,
		"insert into invoice (id, company_id, client_id, kind, state, number, issued_on, due_on, currency, "
		"net, tax, total, paid, credited, rest, reference, created_at, version, billed_name, "
		"billed_address, billed_vat_number) "
		"select imported.id, imported.company_id, client_id, imported.kind, state, imported.number, "
		"issued_on, due_on, currency, net, tax, total, paid, credited, rest, reference, $1, 1, client.name, "
		"coalesce(street || '\n', '') || coalesce(postal_code || ' ', '') || coalesce(city, ''), "
		"vat_number from imported join client on client.id = client_id where true "
		"on conflict (company_id, number) where number is not null do nothing",
		db_int(now));
}

void
imported_move_parts(struct tx *tx, int64_t now)
{
	db_run(tx, "insert into invoice_line (invoice_id, position, label, quantity, unit_price, tax_rate, net) "
		   "select id, 1, label, quantity, unit_price, tax_rate, net from imported");
	db_run(tx,
	       "insert into invoice_tax (invoice_id, tax_rate, net, tax) select id, tax_rate, net, tax from imported");
	db_run(tx,
	       "insert into payment (id, invoice_id, paid_on, amount, method, created_at) "
	       "select payment_id, id, paid_on, paid, 'other', $1 from imported where payment_id <> 0",
	       db_int(now));
	client_due_add_imported(tx);
}

void
imported_forget(struct tx *tx)
{
	db_run(tx, "delete from imported");
}

static const struct db_column taken_columns[] = {
	DB_COLUMN_INT64(struct taken_number, line),
	DB_COLUMN_TEXT(struct taken_number, number),
};
static const struct db_shape taken_shape = DB_SHAPE(struct taken_number, taken_columns);

struct taken_number *
imported_taken(struct tx *tx, size_t *count)
{
	return db_list(tx, &taken_shape, count,
		       "select line, number from imported "
		       "where not exists (select 1 from invoice where invoice.id = imported.id) order by line");
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
