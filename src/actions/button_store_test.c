/* button_store_test: the buttons an organisation begins with, their order, and two who change one at once. */
#include "actions/actions.h"
#include "actions/button_store.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/tables_test.h"
#include "db/db_testing.h"

static const struct viewer helene = {.kind = VIEWER_STAFF, .staff = 1, .theme = ""};
static const struct viewer client = {.kind = VIEWER_CLIENT, .client = 7, .theme = ""};
static const struct viewer choosing = {.kind = VIEWER_CLIENT, .theme = ""};
static const struct viewer nobody = {.kind = VIEWER_NOBODY, .theme = ""};

static void
make_house(struct db *db, struct arena *arena)
{
	const struct access_rule *const rules[] = {actions.access};
	const size_t counts[] = {actions.access_count};

	access_start(rules, counts, 1);
	tables_make(db, arena);
}

static struct button *
list(struct db *db, struct arena *arena, const struct viewer *viewer, size_t *count)
{
	struct tx *tx = db_read(db, arena);
	struct button *found = button_list(tx, viewer, count);

	assert_int_equal(tx_trouble(tx), DB_FINE);
	db_read_end(tx);
	return found;
}

/* The ids of those the viewer sees, as one text. */
static const char *
order(struct db *db, struct arena *arena, const struct viewer *viewer)
{
	struct builder out = builder_new(arena, 0);
	size_t count;
	const struct button *found = list(db, arena, viewer, &count);

	for (size_t i = 0; i < count; i++)
		build_printf(&out, "%s%lld", i == 0 ? "" : " ", (long long)found[i].id);
	return builder_text(&out);
}

static void
write(struct db *db, struct arena *arena, void (*body)(struct tx *, void *), void *data)
{
	assert_int_equal(db_write(db, arena, body, data), DB_FINE);
}

static void
arrange(struct tx *tx, void *data)
{
	static const int64_t wanted[] = {4, 2, 1, 3};

	(void)data;
	button_lock(tx);
	button_set_order(tx, &helene, wanted, 4);
	button_set_shown(tx, &helene, 2, false);
	button_remove(tx, &helene, 3);
}

static void
change(struct tx *tx, void *data)
{
	struct button *seen = data;

	assert_true(button_update(tx, &helene, seen));
	assert_false(button_update(tx, &helene, seen)); /* somebody was faster */
	seen->version++;
	seen->target = BUTTON_WEB;
	seen->page = NULL;
	seen->url = "https://www.example.fr";
	assert_true(button_update(tx, &helene, seen));
	seen->version++;
	assert_false(button_update(tx, &client, &(struct button){.id = 2, .icon = "mail", .version = 1}));
}

static void
add(struct tx *tx, void *data)
{
	int64_t *id = data;
	const struct button fresh = {.text_fr = "Prendre rendez-vous",
				     .icon = "calendar",
				     .style = BUTTON_PRIMARY,
				     .target = BUTTON_WEB,
				     .url = "https://www.example.fr",
				     .shown = true};

	button_lock(tx);
	*id = button_create(tx, &helene, &fresh);
}

TEST_BOTH_ENGINES_WITH(make_house, an_organisation_begins_with_four_buttons)
{
	size_t count;
	const struct button *found = list(db, arena, &client, &count);

	assert_int_equal(count, 4);
	assert_string_equal(found[0].text_fr, "Voir mes factures");
	assert_string_equal(found[0].page, "/invoices");
	assert_int_equal(found[0].style, BUTTON_PRIMARY);
	assert_int_equal(found[1].target, BUTTON_MAIL);
	assert_string_equal(found[2].text_en, "Call {phone}");
	assert_string_equal(found[3].page, "/account");
	for (size_t i = 0; i < count; i++)
		assert_true(button_icon_is_offered(found[i].icon));
	assert_string_equal(order(db, arena, &choosing), "");
	assert_string_equal(order(db, arena, &nobody), "");
}

TEST_BOTH_ENGINES_WITH(make_house, buttons_are_arranged_hidden_changed_and_added)
{
	struct button *found;
	size_t count;
	int64_t id;

	write(db, arena, arrange, NULL);
	assert_string_equal(order(db, arena, &helene), "4 2 1");
	assert_string_equal(order(db, arena, &client), "4 1");
	found = list(db, arena, &helene, &count);
	found[0].text_en = NULL;
	write(db, arena, change, &found[0]);
	found = list(db, arena, &client, &count);
	assert_null(found[0].text_en);
	assert_int_equal(found[0].target, BUTTON_WEB);
	assert_int_equal(found[0].version, 3);
	write(db, arena, add, &id);
	found = list(db, arena, &client, &count);
	assert_int_equal(count, 3);
	assert_int_equal(found[2].id, id);
	assert_int_equal(found[2].style, BUTTON_PRIMARY);
	assert_string_equal(found[2].url, "https://www.example.fr");
}
