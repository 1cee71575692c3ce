/* portal_password_entry_web: signing in with the password instead of the code. Whoever types it is told the same, and
 * waits as long, whether the address is known or not and whether it has a password or not. */
#include "portals/handlers.h"
#include "portals/portal_password.h"

#include "core/audit.h"
#include "core/form_page.h"

#include <string.h>

static const char *
own_path(struct request *rq, const char *rest)
{
	return arena_printf(rq->arena, "%s%s", home_path(rq), rest);
}

static struct reply
password_reply(struct request *rq, const struct sign_in *sign_in, int status)
{
	struct doc *document = doc_object(rq->arena);
	struct reply reply;

	form_forget(rq->form, "password");
	doc_set_text(document, "email", sign_in->email);
	doc_set_bool(document, "remember", sign_in->remember || form_read_bool(rq->form, "remember"));
	form_page(rq, document, "password");
	reply = reply_page(rq, "portal_password_entry", document);
	reply.status = status;
	return reply;
}

struct reply
portal_password_entry_page(struct request *rq)
{
	const struct sign_in *sign_in = sign_in_own(rq, rq->tx);

	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	if (rq->viewer->kind == VIEWER_CLIENT)
		return reply_redirect(rq, own_path(rq, "/"));
	return sign_in == NULL ? sign_in_start_again(rq) : password_reply(rq, sign_in, 200);
}

/* The try is counted, durably, before the work it asks for. */
void
portal_password_entry_prepare(struct request *rq)
{
	struct password_try *try = arena_make(rq->arena, struct password_try);
	const char *password = form_raw(rq->form, "password");
	struct tx *tx = db_read(rq->house->db, rq->arena);
	const struct sign_in *sign_in = sign_in_own(rq, tx);

	db_read_end(tx);
	rq->prepared = try;
	if (sign_in == NULL || text_empty(password) || !rq->portal->enabled)
		return;
	limit_password(rq, sign_in, try);
	if (try->allowed)
		password_try_compare(rq, sign_in, password, try);
}

static struct reply
wrong_password(struct request *rq, const struct sign_in *sign_in)
{
	struct doc *detail = doc_object(rq->arena);
	struct reply reply;

	doc_set_text(detail, "reason", "password");
	audit_add(rq, &(struct audit){.action = "portal.sign_in",
				      .object_kind = person_kind(rq->tx, sign_in->contact_id),
				      .object = sign_in->contact_id,
				      .refused = true,
				      .detail = detail});
	form_error(
		rq->form, "password",
		ways_of_portal(rq->tx, rq->portal->id).code
			? N_("This password does not fit the address, or none was chosen for it. The code works in any case.")
			: N_("This password does not fit the address, or none was chosen for it."),
		NULL);
	reply = password_reply(rq, sign_in, 422);
	reply.keep = true;
	return reply;
}

/* The code that was sent dies with the attempt. */
static struct reply
let_in(struct request *rq, const struct sign_in *sign_in, const struct password_try *try)
{
	struct asker asker = asker_of(rq, sign_in->email, sign_in->contact_id);
	struct hash browser = {.bytes = {0}};

	memcpy(browser.bytes, sign_in->browser_hash.at, HASH_SIZE);
	if (try->rehash != NULL)
		portal_password_rehash(rq->tx, sign_in->contact_id, try->rehash);
	limit_forgive(rq->tx, &asker);
	sign_in_forget_browser(rq->tx, &browser);
	return entry_reply(rq, &(struct entry){.contact = person_itself(rq->tx, sign_in->contact_id),
					       .remember = sign_in->remember || form_read_bool(rq->form, "remember"),
					       .next = sign_in->next_path});
}

struct reply
portal_password_entry_post(struct request *rq)
{
	const struct password_try *try = rq->prepared;
	const struct sign_in *sign_in = sign_in_own(rq, rq->tx);

	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	if (sign_in == NULL)
		return sign_in_start_again(rq);
	if (text_empty(form_raw(rq->form, "password"))) {
		form_error(rq->form, "password", N_("Please type your password."), NULL);
		return password_reply(rq, sign_in, 422);
	}
	if (try->trouble != DB_FINE)
		return reply_refusal(rq, 503, N_("We are very busy. Please try again in a moment."));
	if (!try->allowed) {
		limit_error(rq, "password", try->wait_ms);
		return password_reply(rq, sign_in, 429);
	}
	/* Another tab may have typed another address meanwhile: then the comparison was with somebody else's. */
	if (!password_try_holds(rq->tx, try) || try->kept->contact_id != sign_in->contact_id ||
	    !ways_of_attempt(rq->tx, sign_in).password)
		return wrong_password(rq, sign_in);
	return let_in(rq, sign_in, try);
}

/* ---- forgotten ---- */

/* Beyond the limit nothing is sent, and nothing shows it. */
struct reply
portal_password_forgotten_post(struct request *rq)
{
	const struct sign_in *sign_in = sign_in_own(rq, rq->tx);
	struct doc *document = doc_object(rq->arena);
	struct asker asker;

	if (!rq->portal->enabled)
		return portal_closed_reply(rq);
	if (sign_in == NULL)
		return sign_in_start_again(rq);
	asker = asker_of(rq, sign_in->email, sign_in->contact_id);
	if (limit_link(rq->tx, &asker))
		portal_password_queue_link(rq, sign_in->email);
	doc_set_text(document, "state", "link_sent");
	return reply_done(rq, own_path(rq, "/sign-in/password"),
			  N_("If we know this address, a link to choose a new password is on its way. It works for an "
			     "hour."),
			  document);
}
