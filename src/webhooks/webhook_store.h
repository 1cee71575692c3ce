/* webhook_store: rows of webhooks and of the servers that may be written to. */
#ifndef WEBHOOKS_WEBHOOK_STORE_H
#define WEBHOOKS_WEBHOOK_STORE_H

#include "webhooks/webhook.h"

/* `owner` not 0: only those that look in this staff user's name. */
struct webhook *webhook_list(struct tx *tx, const struct viewer *viewer, int64_t owner, size_t *count);
struct webhook *webhook_find(struct tx *tx, const struct viewer *viewer, int64_t owner, int64_t id);
int64_t webhook_count(struct tx *tx);
/* Whoever asks: jobs and events. */
struct webhook *webhook_read(struct tx *tx, int64_t id);
struct webhook *webhook_all(struct tx *tx, size_t *count);

void webhook_create(struct tx *tx, const struct webhook *webhook, int64_t by);
/* Writes what its form has; false when `version` is no longer the row's. */
bool webhook_update(struct tx *tx, const struct webhook *webhook);
void webhook_set_secret(struct tx *tx, const struct webhook *webhook, struct str sealed, int64_t old_until);
/* Paused, or on its way again: then nothing is held against it. False: it is so already. */
bool webhook_set_state(struct tx *tx, int64_t id, enum webhook_state state, const char *stop_reason);
void webhook_remove(struct tx *tx, int64_t id); /* with its log */

/* What a request came to: nothing is on its way any more. Those served longest ago are served first. */
void webhook_note_success(struct tx *tx, int64_t id, int64_t now);
void webhook_note_failure(struct tx *tx, int64_t id, int64_t now, int64_t rest_until);
void webhook_note_free(struct tx *tx, int64_t id, int64_t now);

/* ---- servers ---- */

struct egress_host {
	int64_t id;
	const char *host;
	int64_t created_at;
	const char *created_by_name;
	int64_t used_count; /* webhooks that go there */
};
struct egress_host *egress_host_list(struct tx *tx, const struct viewer *viewer, size_t *count);
struct egress_host *egress_host_find(struct tx *tx, const struct viewer *viewer, int64_t id);
/* Their names, NULL-terminated. */
const char *const *egress_hosts(struct tx *tx);
/* Its id; 0: it is there already. */
int64_t egress_host_add(struct tx *tx, const char *host, int64_t by);
bool egress_host_remove(struct tx *tx, int64_t id);

#endif
