/* session_store: sessions as rows, and the viewer that a token gives in one statement. */
#ifndef CORE_SESSION_STORE_H
#define CORE_SESSION_STORE_H

#include "core/session.h"

/* Everything the dispatcher needs to know of who asks: the session or API token, its person, its client. */
struct session_viewer {
	int64_t id;
	enum session_kind kind;
	int64_t staff_id, contact_id, client_id;
	bool half;
	int64_t created_at, seen_at;
	const char *staff_name, *staff_email, *staff_language, *staff_theme;
	int64_t profile_id, role_id;						     /* of the staff user; 0: none */
	const char *contact_name, *contact_email, *contact_language, *contact_theme; /* NULL: no contact signs in */
	const char *client_name;
	int client_count;
	int64_t user_type_id;		      /* of who signs in; 0: none of their own */
	const char *user_zone, *user_country; /* as they chose them; NULL: the organisation's */
	int user_hours;			      /* 12 or 24; 0: as the language has it */
	bool elsewhere;			      /* who signs in is the record of another module than the contacts' */
	int64_t rights_version;		      /* of modules and rights, as they are now */
};

/* Of the console, and of a portal. NULL when the token is unknown there, expired or idle
 * for too long, or its person was disabled or blocked; no longer with the client: client_id is 0. */
const struct session_viewer *session_of_console(struct tx *tx, const struct hash *token, int64_t now);
const struct session_viewer *session_of_portal(struct tx *tx, const struct hash *token, int64_t now);

struct token_viewer {
	int64_t id, staff_id;
	const char *scope;
	const char *name, *email, *language;
	int64_t profile_id, role_id;
	int64_t used_at;
	int64_t rights_version;
};
const struct token_viewer *api_token_of_hash(struct tx *tx, const struct hash *token, int64_t now);

void session_insert(struct tx *tx, const struct session_new *session, int64_t id, const struct hash *token,
		    int64_t expires_at, const char *address, const char *agent);
/* The session is whole; true when its device is remembered. */
bool session_replace_token(struct tx *tx, int64_t session, const struct hash *token);
void session_delete(struct tx *tx, int64_t session);
bool session_delete_of_person(struct tx *tx, int64_t session, int64_t staff, int64_t contact);
void session_touch(struct tx *tx, int64_t session, int64_t now, const char *address);
void api_token_touch(struct tx *tx, int64_t token, int64_t now);
void session_set_client(struct tx *tx, int64_t session, int64_t client);
bool session_client_is_theirs(struct tx *tx, int64_t contact, int64_t client);
struct session_row *session_of_person(struct tx *tx, int64_t staff, int64_t contact, int64_t now, size_t *count);

#endif
