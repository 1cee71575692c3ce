/* app_password: passwords of single programs: each opens its owner's folders, as a drive, and nothing else. */
#ifndef CORE_APP_PASSWORD_H
#define CORE_APP_PASSWORD_H

#include "db/db.h"
#include "sys/crypto.h"

#include <stdbool.h>
#include <stdint.h>

struct arena;
struct doc;

enum {
	APP_PASSWORD_LENGTH = 25,					       /* letters and digits: 125 random bits */
	APP_PASSWORD_TEXT = APP_PASSWORD_LENGTH + APP_PASSWORD_LENGTH / 5 - 1, /* in groups of five */
	APP_PASSWORDS_LIMIT = 30,					       /* of one person */
	APP_PASSWORD_NAME_LENGTH = 80,
};

/* Whose: one of the two. */
struct app_password_owner {
	int64_t staff, contact;
};

struct app_password {
	int64_t id;
	const char *name;
	const char *hint; /* its last four characters */
	int64_t created_at;
	int64_t used_at; /* NO_INSTANT: never yet */
};

/* Makes one; its id, and `text` gets what is shown once. */
int64_t app_password_create(struct tx *tx, const struct app_password_owner *owner, const char *name,
			    char text[APP_PASSWORD_TEXT + 1]);
/* The newest first, at most APP_PASSWORDS_LIMIT. */
struct app_password *app_password_list(struct tx *tx, const struct app_password_owner *owner, size_t *count);
/* False: it is not theirs, or gone. What it had locked is free again. */
bool app_password_remove(struct tx *tx, const struct app_password_owner *owner, int64_t id);
/* All of them: the account is closed, blocked or erased, or its owner signs out everywhere. */
void app_passwords_end(struct tx *tx, const struct app_password_owner *owner);
void app_passwords_export(struct tx *tx, int64_t contact, struct doc *person);

/* ---- coming in ---- */

/* By what is kept of a password as somebody typed it: however they wrote its groups and letters. */
struct hash app_password_hash(struct arena *arena, const char *typed);

/* Who comes in by one, as far as they may come in now. */
struct app_password_viewer {
	int64_t id;
	int64_t staff_id, contact_id;
	const char *name, *email, *language;
	int64_t profile_id, role_id; /* of the staff user */
	int64_t user_type_id;	     /* of the contact; 0: none of their own */
	int64_t used_at;
	int64_t rights_version;
};
/* NULL: unknown, or whose person was closed, blocked or put into the recycle bin. */
const struct app_password_viewer *app_password_of_hash(struct tx *tx, const struct hash *hash);
void app_password_touch(struct tx *tx, int64_t id, int64_t now);

/* Wrong ones are counted by where they come from and whose they pretend to be; after 60 in ten minutes even the right
 * one waits. */
bool app_password_may_try(struct tx *tx, const char *who);
enum { APP_PASSWORD_WAIT_S = 10 /* until one more is allowed, at the latest */ };
void app_password_note_guess(struct tx *tx, const char *who);

#endif
