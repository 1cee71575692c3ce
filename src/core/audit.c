/* audit: composes a row from the request, and recomputes the chain from its first row to its last. */
#include "core/audit.h"

#include "base/arena.h"
#include "core/audit_store.h"
#include "core/device.h"
#include "sys/clock.h"

#include <inttypes.h>
#include <string.h>

/* What the hash covers: every column, in order, each preceded by its length so that no two rows print alike. */
static struct hash
link_hash(const struct house *house, struct arena *arena, struct str previous, const struct audit_link *link)
{
	struct builder text = builder_new(arena, 0);
	const char *const texts[] = {link->actor_kind, link->trace, link->action, link->object_kind, link->detail};
	const int64_t numbers[] = {link->seq, link->at, link->actor, link->client, link->object, link->refused};

	build_str(&text, previous);
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		build_printf(&text, "|%" PRId64, numbers[i]);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (texts[i] == NULL)
			build_text(&text, "|-");
		else
			build_printf(&text, "|%zu:%s", strlen(texts[i]), texts[i]);
	return blake2b(&house->keys.audit, builder_str(&text));
}

static const char *
detail_text(struct arena *arena, const struct doc *detail)
{
	struct builder text = builder_new(arena, 0);

	if (detail == NULL)
		return NULL;
	doc_print_json(detail, NULL, &text);
	return builder_text(&text);
}

static void
append(const struct house *house, struct tx *tx, struct audit_link *link, const struct audit *audit, const char *device)
{
	int64_t client = audit->client == 0 && text_equal(audit->object_kind, "client") ? audit->object : audit->client;
	struct str previous = audit_next(tx, &link->seq);

	link->at = clock_now();
	link->action = audit->action;
	link->object_kind = audit->object_kind;
	link->object = audit->object;
	link->refused = audit->refused;
	link->detail = detail_text(tx_arena(tx), audit->detail);
	link->hash = link_hash(house, tx_arena(tx), previous, link);
	audit_append(tx, link);
	if (client != 0)
		audit_append_activity(tx, link, client, audit->place, device);
}

/* 64 bits are enough to see that two rows came from one address, and tell nothing without the key. */
static const char *
trace_of(const struct request *rq)
{
	struct hash hash = hmac_sha256(&rq->house->keys.trace, str_of(rq->http->remote));
	char text[HASH_SIZE * 2 + 1];

	hash_print(text, &hash);
	return arena_text_of(rq->arena, text, 16);
}

/* "Firefox · Windows", "API"; NULL: not known. */
static const char *
device_text(const struct request *rq)
{
	struct device device;

	if (rq->viewer->token != 0)
		return "API";
	device = device_of(http_header(rq->http, "User-Agent"));
	if (device.browser == NULL || device.system == NULL)
		return device.browser == NULL ? device.system : device.browser;
	return arena_printf(rq->arena, "%s · %s", device.browser, device.system);
}

static struct audit_link
link_by(const struct viewer *viewer)
{
	int64_t client = viewer->client >= SAMPLE_FIRST ? 0 : viewer->client; /* nobody who was made up */
	struct audit_link link = {.actor_kind = "nobody", .client = client};

	if (viewer->staff != 0) {
		link.actor_kind = "staff";
		link.actor = viewer->staff;
	} else if (viewer->contact != 0) {
		link.actor_kind = viewer->without_client ? "portal_user" : "contact";
		link.actor = viewer->contact;
	}
	return link;
}

void
audit_add(struct request *rq, const struct audit *audit)
{
	struct audit_link link = link_by(rq->viewer);

	link.trace = trace_of(rq);
	append(rq->house, rq->tx, &link, audit, device_text(rq));
}

void
audit_add_by(const struct house *house, struct tx *tx, const struct viewer *viewer, const struct audit *audit)
{
	struct audit_link link = link_by(viewer);

	append(house, tx, &link, audit, NULL);
}

void
audit_add_system(const struct house *house, struct tx *tx, const struct audit *audit)
{
	struct audit_link link = {.actor_kind = "system"};

	append(house, tx, &link, audit, NULL);
}

struct verifying {
	const struct house *house;
	struct arena *arena;
	struct hash previous;
	int64_t rows;
	int64_t broken_at;
};

static bool
verify_link(const void *row, void *data)
{
	const struct audit_link_row *read = row;
	struct verifying *verifying = data;
	struct hash hash;

	arena_reset(verifying->arena);
	hash = link_hash(verifying->house, verifying->arena,
			 str_slice(verifying->previous.bytes, verifying->rows == 0 ? 0 : HASH_SIZE), &read->link);
	verifying->rows++;
	if (read->link.seq != verifying->rows || read->hash.length != HASH_SIZE ||
	    !str_equal(read->hash, str_slice(hash.bytes, HASH_SIZE))) {
		verifying->broken_at = verifying->rows;
		return false;
	}
	verifying->previous = hash;
	return true;
}

bool
audit_verify(const struct house *house, struct tx *tx, int64_t *rows, int64_t *broken_at)
{
	struct verifying verifying = {.house = house, .arena = arena_new(0)};
	int64_t head_seq;
	struct str head = audit_head(tx, &head_seq);

	audit_each(tx, verify_link, &verifying);
	arena_free(verifying.arena);
	if (verifying.broken_at == 0 &&
	    (head_seq != verifying.rows ||
	     (head.length == HASH_SIZE && !str_equal(head, str_slice(verifying.previous.bytes, HASH_SIZE)))))
		verifying.broken_at = verifying.rows + 1;
	*rows = verifying.rows;
	*broken_at = verifying.broken_at;
	return verifying.broken_at == 0;
}
