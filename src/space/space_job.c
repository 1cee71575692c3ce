/* space_job: tells administrators once when little space is left, of all together or of single clients. */
#include "space/handlers.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/house.h"
#include "core/staff_viewer.h"
#include "outbox/outbox.h"
#include "space/space_page.h"
#include "space/space_store.h"

enum { NAMED_MOST = 10 };

struct warning {
	struct space_total total;
	bool whole; /* of all together little is left */
	const struct space_user *clients;
	size_t client_count;
};

static void
add_clients(struct doc *document, const struct warning *warning)
{
	struct doc *list = doc_set_list(document, "clients");

	for (size_t i = 0; i < warning->client_count && i < NAMED_MOST; i++) {
		struct doc *client = doc_add_object(list);

		doc_set_text(client, "name", warning->clients[i].name);
		space_set_bytes(client, "used", warning->clients[i].used);
		space_set_bytes(client, "limit", warning->clients[i].limit);
	}
	doc_set_bool(document, "has_clients", warning->client_count > 0);
	doc_set_bool(document, "more", warning->client_count > NAMED_MOST);
}

static void
tell(const struct house *house, struct tx *tx, const struct warning *warning)
{
	size_t count;
	const struct viewer *found = viewers_of_administrators(tx, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *document = doc_object(tx_arena(tx));

		doc_set_text(document, "name", found[i].name);
		doc_set_bool(document, "whole", warning->whole);
		space_set_bytes(document, "used", warning->total.used);
		space_set_bytes(document, "limit", warning->total.quota);
		add_clients(document, warning);
		doc_set_text(document, "link",
			     arena_printf(tx_arena(tx), "%s/console/settings/space", house->config->public_url));
		outbox_mail(house, tx,
			    &(struct message_new){.kind = "mail_space",
						  .document = document,
						  .language = found[i].language,
						  .staff = found[i].staff,
						  .to_address = found[i].email,
						  .to_name = found[i].name,
						  .expires_at = NO_INSTANT});
	}
}

static void
warn(struct tx *tx, void *data)
{
	struct warning warning = {.total = space_total(tx)};
	bool low = space_is_low(warning.total.used, warning.total.quota);

	warning.whole = low && !warning.total.warned;
	warning.clients = space_scarce(tx, NAMED_MOST + 1, &warning.client_count);
	if (warning.whole || warning.client_count > 0)
		tell(data, tx, &warning);
	if (warning.whole || (warning.total.warned && space_is_ample(warning.total.used, warning.total.quota)))
		space_set_warned(tx, warning.whole);
	space_note_warned(tx);
}

enum job_result
space_warn_run(struct job *job)
{
	job->error = "The database did not take it.";
	return db_write(job->db, job->arena, warn, job->context) == DB_FINE ? JOB_DONE : JOB_RETRY;
}
