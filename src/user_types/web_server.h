/* web_server: the servers whose pages may be tabs of user types, as the organisation allows them. */
#ifndef USER_TYPES_WEB_SERVER_H
#define USER_TYPES_WEB_SERVER_H

#include "user_types/setup.h"

enum { WEB_SERVERS = 100 }; /* at most */

struct web_server {
	const char *name; /* "agenda.example", or with a port */
	int64_t created_at;
	const char *staff_name; /* who allowed it; NULL: no staff user, or gone */
};

/* ---- rows (web_server_store.c) ---- */

struct web_server *web_server_list(struct tx *tx, size_t *count); /* by name */
bool web_server_is_allowed(struct tx *tx, const char *name);
/* Nothing happens when it is allowed already. */
void web_server_allow(struct tx *tx, const char *name, int64_t staff);
bool web_server_withdraw(struct tx *tx, const char *name); /* false: it was not allowed */

/* ---- rules (web_server.c) ---- */

/* The server of an address, in lower case; NULL: it is no address that the portal opens, or its server's name has signs
 * that cannot stand in a security policy. */
const char *web_server_of(struct arena *arena, const char *address);
/* Whether a tab of this user type may show a page of the address: its server is allowed, or the draft or what is
 * published show pages of it already. */
bool web_server_may_show(struct tx *tx, const struct setup *setup, const char *address);

/* Journals "web_server.allow" or "web_server.withdraw". */
struct request;
void web_server_journal(struct request *rq, const char *action, const char *name);

#endif
