/* portal_world_test: the rows of the world, and how its browser asks. */
#include "portals/portal_world_test.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/house_test.h"
#include "db/db_testing.h"

#include <string.h>

static const char *const rows[] = {
	"insert into company (id, name, legal_name, country, colour, invoice_prefix, credit_prefix, payment_days, "
	"created_at, version) values (1, 'Maison Essai', 'Maison Essai', 'FR', '#0f766e', 'F', 'A', 30, 1, 1)",
	"insert into portal (id, address, name, company_id, created_at) values (1, 'demo', 'Maison Essai', 1, 1)",
	"insert into contact (id, first_name, last_name, name_key, email, theme, created_at, version) values "
	"(3, 'Marie', 'Durand', 'durand marie', 'marie.durand@example.fr', '', 1, 1), "
	"(4, 'Lucas', 'Durand', 'durand lucas', 'lucas.durand@example.fr', '', 1, 1)",
	"insert into client (id, number, kind, name, name_key, company_id, country, test, created_at, version) values "
	"(5, 'C-00005', 'company', 'Durand SARL', 'durand sarl', 1, 'FR', 0, 1, 1), "
	"(6, 'C-00006', 'household', 'Famille Durand', 'famille durand', 1, 'FR', 0, 1, 1)",
	"insert into client_contact (client_id, contact_id, created_at) values (5, 3, 1), (5, 4, 1)",
};

static const char *const vendor_rows[] = {
	"insert into module (id, name, table_name, icon, naming_field, builtin, sharing, position, created_at, version) "
	"values (1, 'contacts', 'contact', 'user', 'last_name', 1, 'private', 1, 0, 1), "
	"(2, 'vendors', 'vendor', 'truck', 'name', 1, 'private', 2, 0, 1)",
	"insert into field (id, module_id, name, column_name, type, position, required, distinct_value, builtin, "
	"created_at, version) values (1, 2, 'name', 'name', 'text', 1, 1, 0, 1, 0, 1), "
	"(2, 2, 'email', 'email', 'email', 2, 0, 0, 1, 0, 1)",
	"insert into vendor (id, name, name_key, email, email_key, created_at, version) values "
	"(7, 'Tuiles du Val', 'tuiles du val', 'it@tuiles.example', 'it@tuiles.example', 1, 1), "
	"(8, 'Bois Noir', 'bois noir', 'bois@noir.example', 'bois@noir.example', 1, 1)",
	"insert into user_type (id, portal_id, main_module_id, position, is_default, draft, created_at, version) values "
	"(1, 1, 1, 1, 1, '{}', 0, 1), (2, 1, 2, 2, 0, '{}', 0, 1)",
	"insert into portal_user (id, user_type_id, module_id, record_id, email, settled_at, created_at) values "
	"(1, 2, 2, 7, 'it@tuiles.example', 1, 1)",
};

static void
fill(struct tx *tx, void *data)
{
	(void)data;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		db_run(tx, rows[i]);
}

static void
fill_vendors(struct tx *tx, void *data)
{
	(void)data;
	for (size_t i = 0; i < sizeof vendor_rows / sizeof vendor_rows[0]; i++)
		db_run(tx, vendor_rows[i]);
}

static void
make_with_people(struct db *db, struct arena *arena)
{
	house_migrate(db, arena);
	assert_int_equal(db_write(db, arena, fill, NULL), DB_FINE);
}

void
portal_world_make(struct db *db, struct arena *arena)
{
	db_prepare_once(db, arena, make_with_people);
}

void
portal_world_with_vendors(struct db *db, struct arena *arena)
{
	portal_world_make(db, arena);
	assert_int_equal(db_write(db, arena, fill_vendors, NULL), DB_FINE);
}

struct browser
browser_new(struct db *db, struct arena *arena)
{
	struct config config = {.demo = true};

	return (struct browser){.house = house_for_test(arena, db, &config), .arena = arena};
}

void
browser_begin(struct browser *browser, const char *fields)
{
	struct arena *arena = browser->arena;
	struct tx *tx = db_read(browser->house->db, arena);

	browser->rq = request_for_test(browser->house, arena, fields,
				       arena_printf(arena, "sign_in=%s; device=%s",
						    browser->sign_in == NULL ? "" : browser->sign_in,
						    browser->device == NULL ? "" : browser->device));
	browser->rq->wants_json = browser->json;
	browser->rq->portal = portal_of_address(tx, "demo", "espace.example.fr");
	db_read_end(tx);
	if (browser->viewer.session != 0 || browser->viewer.kind != VIEWER_NOBODY)
		browser->rq->viewer = &browser->viewer;
	if (browser->token == NULL)
		return;
	browser->rq->path.count = 2;
	browser->rq->path.parameters[1].name = STR("token");
	browser->rq->path.parameters[1].value = str_of(browser->token);
}

static void
run(struct tx *tx, void *data)
{
	struct browser *browser = data;
	struct request *rq = browser->rq;

	rq->tx = tx;
	form_start_over(rq->form);
	browser->reply = browser->handler(rq);
	if (browser->reply.status >= 400 && !browser->reply.keep)
		tx_refuse(tx);
}

int
browser_send(struct browser *browser, void (*slow)(struct request *rq), struct reply (*handler)(struct request *rq),
	     const char *fields)
{
	const char *sign_in, *device;

	browser_begin(browser, fields);
	browser->handler = handler;
	if (slow != NULL)
		slow(browser->rq);
	assert_true(db_write(browser->house->db, browser->arena, run, browser) != DB_BROKEN);
	sign_in = reply_cookie_value(&browser->reply, SIGN_IN_COOKIE);
	device = reply_cookie_value(&browser->reply, DEVICE_COOKIE);
	browser->sign_in = sign_in == NULL ? browser->sign_in : sign_in;
	browser->device = device == NULL ? browser->device : device;
	if (browser->reply.kind == REPLY_PAGE && !browser->json)
		browser->page = page_for_test(browser->rq, &browser->reply);
	return browser->reply.status;
}

const char *
browser_text(struct browser *browser, const char *sql)
{
	struct tx *tx = db_read(browser->house->db, browser->arena);
	const char *text = db_get_text(tx, sql, db_int(0));

	db_read_end(tx);
	return text;
}

int64_t
browser_number(struct browser *browser, const char *sql)
{
	struct tx *tx = db_read(browser->house->db, browser->arena);
	int64_t number = db_get_int(tx, -1, sql, db_int(0));

	db_read_end(tx);
	return number;
}

static void
change(struct tx *tx, void *data)
{
	db_run(tx, data);
}

void
browser_sql(struct browser *browser, const char *statement)
{
	assert_int_equal(db_write(browser->house->db, browser->arena, change, (void *)statement), DB_FINE);
}

const char *
browser_from_message(struct browser *browser, const char *before)
{
	const char *body =
		browser_text(browser, "select body_text from message where id > $1 order by id desc limit 1");
	const char *at;

	assert_non_null(body);
	at = strstr(body, before);
	assert_non_null(at);
	at += strlen(before);
	return arena_text_of(browser->arena, at, strcspn(at, " \n."));
}

const char *
browser_code(struct browser *browser)
{
	return browser_field(browser, "code", browser_from_message(browser, "\n    "));
}

const char *
browser_field(struct browser *browser, const char *name, const char *value)
{
	return arena_printf(browser->arena, "%s=%s", name, value);
}
