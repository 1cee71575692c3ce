/* notification_store_test: each client has their own notifications, and each person their own mark of what was read. */
#include "portal/notification.h"

#include "base/arena.h"
#include "base/test.h"
#include "clients/clients.h"
#include "companies/companies.h"
#include "core/tables_test.h"
#include "db/db_testing.h"
#include "portal/portal.h"

enum { MINE = 501, THEIRS = 502, MARIE = 601, PAUL = 602, OBJECTS = 5 };

static const struct viewer marie = {.kind = VIEWER_CLIENT, .contact = MARIE, .client = MINE, .theme = ""};
static const struct viewer paul = {.kind = VIEWER_CLIENT, .contact = PAUL, .client = MINE, .theme = ""};
static const struct viewer stranger = {.kind = VIEWER_CLIENT, .contact = MARIE, .client = THEIRS, .theme = ""};
static const struct viewer preview = {.kind = VIEWER_CLIENT, .staff = 1, .client = MINE, .preview = true, .theme = ""};
static const struct viewer choosing = {.kind = VIEWER_CLIENT, .contact = MARIE, .theme = ""};
static const struct viewer nobody = {.kind = VIEWER_NOBODY, .theme = ""};

/* ---- a house of two clients ---- */

static void
tell(struct tx *tx, int64_t client, int64_t object)
{
	notification_add(
		tx, &(struct event){.kind = "invoice.issued", .client = client, .object = object, .title = "F-2026-1"});
}

static void
fill(struct tx *tx, void *data)
{
	static const struct company company = {.id = 1,
					       .name = "Solaria",
					       .legal_name = "Solaria",
					       .country = "FR",
					       .colour = "#0f766e",
					       .invoice_prefix = "F",
					       .credit_prefix = "A"};
	struct client client = {.kind = CLIENT_COMPANY, .company_id = 1, .country = "FR", .name = "A", .name_key = "a"};

	(void)data;
	company_create(tx, &company);
	client.id = MINE;
	client.number = "C-1";
	client_create(tx, &client);
	client.id = THEIRS;
	client.number = "C-2";
	client_create(tx, &client);
	contact_create(tx, &(struct contact){.id = MARIE, .first_name = "Marie", .last_name = "Durand", .theme = ""});
	contact_create(tx, &(struct contact){.id = PAUL, .first_name = "Paul", .last_name = "Durand", .theme = ""});
	for (int i = 0; i < OBJECTS; i++)
		tell(tx, MINE, 700 + i);
	tell(tx, THEIRS, 900);
}

static void
make_house(struct db *db, struct arena *arena)
{
	const struct access_rule *const rules[] = {portal_home.access};
	const size_t counts[] = {portal_home.access_count};

	access_start(rules, counts, 1);
	tables_make(db, arena);
	assert_int_equal(db_write(db, arena, fill, NULL), DB_FINE);
}

/* ---- errands ---- */

static int64_t
unread(struct db *db, struct arena *arena, const struct viewer *viewer)
{
	struct tx *tx = db_read(db, arena);
	int64_t count = notification_unread(tx, viewer);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	return count;
}

static const struct notification *
list(struct db *db, struct arena *arena, const struct viewer *viewer, int64_t before, size_t limit, size_t *count)
{
	struct tx *tx = db_read(db, arena);
	const struct notification *found = notification_list(tx, viewer, before, limit, count);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	return found;
}

struct marking {
	const struct viewer *viewer;
	int64_t upto;
};

static void
mark_body(struct tx *tx, void *data)
{
	const struct marking *marking = data;

	notification_mark_read(tx, marking->viewer, marking->upto);
}

static void
mark(struct db *db, struct arena *arena, const struct viewer *viewer, int64_t upto)
{
	struct marking marking = {viewer, upto};

	assert_int_equal(db_write(db, arena, mark_body, &marking), DB_FINE);
}

static void
erase_body(struct tx *tx, void *data)
{
	struct doc *person = data;

	notification_export_person(tx, MARIE, person);
	notification_erase_person(tx, MARIE);
}

static void
flood_body(struct tx *tx, void *data)
{
	(void)data;
	for (int i = 0; i < UNREAD_LIMIT + 20; i++)
		tell(tx, MINE, 1000 + i);
}

/* ---- tests ---- */

TEST_BOTH_ENGINES_WITH(make_house, unread_ones_are_counted_for_the_own_client_only)
{
	assert_int_equal(unread(db, arena, &marie), OBJECTS);
	assert_int_equal(unread(db, arena, &stranger), 1);
	assert_int_equal(unread(db, arena, &preview), 0);
	assert_int_equal(unread(db, arena, &choosing), 0);
	assert_int_equal(unread(db, arena, &nobody), 0);
}

TEST_BOTH_ENGINES_WITH(make_house, the_count_stops_at_its_limit)
{
	assert_int_equal(db_write(db, arena, flood_body, NULL), DB_FINE);
	assert_int_equal(unread(db, arena, &marie), UNREAD_LIMIT);
}

TEST_BOTH_ENGINES_WITH(make_house, one_person_reading_leaves_the_others_unread)
{
	mark(db, arena, &marie, 0);
	assert_int_equal(unread(db, arena, &marie), 0);
	assert_int_equal(unread(db, arena, &paul), OBJECTS);
	assert_int_equal(unread(db, arena, &stranger), 1);
}

TEST_BOTH_ENGINES_WITH(make_house, what_arrived_after_the_page_was_shown_stays_unread)
{
	size_t count;
	const struct notification *found = list(db, arena, &marie, INT64_MAX, 10, &count);

	mark(db, arena, &marie, found[2].id);
	assert_int_equal(unread(db, arena, &marie), 2);
	found = list(db, arena, &marie, INT64_MAX, 10, &count);
	assert_true(found[1].unread);
	assert_false(found[2].unread);
}

TEST_BOTH_ENGINES_WITH(make_house, marking_never_goes_back_nor_beyond_the_newest)
{
	mark(db, arena, &marie, INT64_MAX);
	assert_int_equal(unread(db, arena, &marie), 0);
	mark(db, arena, &marie, 1);
	assert_int_equal(unread(db, arena, &marie), 0);
	assert_int_equal(db_write(db, arena, flood_body, NULL), DB_FINE);
	assert_int_equal(unread(db, arena, &marie), UNREAD_LIMIT);
}

TEST_BOTH_ENGINES_WITH(make_house, a_preview_marks_nothing)
{
	mark(db, arena, &preview, 0);
	assert_int_equal(unread(db, arena, &marie), OBJECTS);
}

TEST_BOTH_ENGINES_WITH(make_house, pages_follow_each_other_without_gap)
{
	size_t count;
	const struct notification *found = list(db, arena, &marie, INT64_MAX, 3, &count);
	int64_t before;

	assert_int_equal(count, 3);
	assert_int_equal(found[0].object, 704);
	before = found[2].id;
	found = list(db, arena, &marie, before, 3, &count);
	assert_int_equal(count, 2);
	assert_int_equal(found[0].object, 701);
	assert_int_equal(found[1].object, 700);
	list(db, arena, &nobody, INT64_MAX, 3, &count);
	assert_int_equal(count, 0);
	list(db, arena, &choosing, INT64_MAX, 3, &count);
	assert_int_equal(count, 0);
}

TEST_BOTH_ENGINES_WITH(make_house, a_person_is_exported_and_erased)
{
	struct doc *person = doc_object(arena);
	const struct doc *read;

	mark(db, arena, &marie, 0);
	assert_int_equal(db_write(db, arena, erase_body, person), DB_FINE);
	read = doc_get(person, STR("notifications_read"));
	assert_int_equal(read->list.count, 1);
	assert_int_equal(unread(db, arena, &marie), OBJECTS);
}
