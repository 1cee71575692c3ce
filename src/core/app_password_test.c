/* app_password_test: passwords of programs are found as people type them, counted when wrong, and gone when they end.
 */
#include "core/app_password.h"

#include "base/arena.h"
#include "base/test.h"
#include "core/house_test.h"
#include "db/db_testing.h"

#include <ctype.h>
#include <string.h>

static const struct app_password_owner eva = {.staff = 11};

static void
live(struct tx *tx, void *data)
{
	char text[APP_PASSWORD_TEXT + 1], typed[APP_PASSWORD_TEXT + 3];
	struct hash hash;
	int64_t id;
	size_t count;

	(void)data;
	db_run(tx, "insert into staff (id, email, name, profile_id, totp_on, theme, created_at, version) values (11, "
		   "'eva@example.fr', 'Eva', 1, 0, '', 0, 1)");
	id = app_password_create(tx, &eva, "Mine", text);
	assert_int_equal(strlen(text), APP_PASSWORD_TEXT);
	for (size_t i = 0; i <= strlen(text); i++)
		typed[i] = text[i] == '-' ? ' ' : (char)toupper((unsigned char)text[i]);
	hash = app_password_hash(tx_arena(tx), typed);
	assert_int_equal(app_password_of_hash(tx, &hash)->id, id);
	assert_string_equal(app_password_of_hash(tx, &hash)->email, "eva@example.fr");
	assert_string_equal(app_password_list(tx, &eva, &count)->hint, text + APP_PASSWORD_TEXT - 4);
	assert_false(app_password_remove(tx, &(struct app_password_owner){.staff = 12}, id));
	app_passwords_end(tx, &eva);
	assert_null(app_password_of_hash(tx, &hash));
	for (int i = 0; i < 60; i++) {
		assert_true(app_password_may_try(tx, "here"));
		app_password_note_guess(tx, "here");
	}
	assert_false(app_password_may_try(tx, "here"));
	assert_true(app_password_may_try(tx, "there"));
}

TEST_BOTH_ENGINES_WITH(house_migrate, app_passwords_are_found_as_they_are_typed)
{
	assert_int_equal(db_write(db, arena, live, NULL), DB_FINE);
}
