/* portal_password_account_web: in their account, people set, change and remove the password beside their codes. */
#include "portals/handlers.h"
#include "portals/portal_password.h"

#include "base/arena.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/session.h"

static const char *
account_path(struct request *rq, const char *rest)
{
	return arena_printf(rq->arena, "%s/account%s", home_path(rq), rest);
}

/* NULL in a preview, which is nobody's, and where a password is no way in. */
static const struct contact *
myself(struct request *rq, struct tx *tx)
{
	const struct contact *contact = rq->viewer->contact == 0 ? NULL : person_itself(tx, rq->viewer->contact);

	return ways_of(tx, contact).password ? contact : NULL;
}

static struct reply
form_reply(struct request *rq, const char *template, const struct contact *contact, int status)
{
	struct doc *document = doc_object(rq->arena);
	struct reply reply;

	if (rq->viewer->kind == VIEWER_NOBODY)
		return portal_first_way(rq, status);
	form_forget(rq->form, "password");
	form_forget(rq->form, "new_password");
	doc_set_text(document, "email", contact->email);
	doc_set_text(document, "next", next_path(rq, NULL));
	doc_set_bool(document, "code_works", portal_code_opens(rq->tx, contact));
	password_proof_show(rq, document);
	form_page(rq, document, "password code new_password");
	reply = reply_page(rq, template, document);
	reply.status = status;
	return reply;
}

struct reply
portal_password_page(struct request *rq)
{
	const struct contact *contact = myself(rq, rq->tx);

	return contact == NULL ? reply_not_found(rq) : form_reply(rq, "portal_password", contact, 200);
}

struct reply
portal_password_removal_page(struct request *rq)
{
	const struct contact *contact = myself(rq, rq->tx);

	if (contact == NULL)
		return reply_not_found(rq);
	if (portal_password_of(rq->tx, contact->id) == NULL)
		return reply_redirect(rq, account_path(rq, "/password"));
	return form_reply(rq, "portal_password_removal", contact, 200);
}

/* ---- a code, for who does not know the password any more or has none ---- */

struct reply
portal_password_code_post(struct request *rq)
{
	static const char *const pages[] = {"password", "removal", NULL};
	int page = form_read_choice(rq->form, "then", FORM_OPTIONAL, pages);
	const struct contact *contact = myself(rq, rq->tx);
	const char *template = page == 1 ? "portal_password_removal" : "portal_password";
	struct doc *document = doc_object(rq->arena);
	int64_t wait_ms;

	if (contact == NULL)
		return reply_not_found(rq);
	if (form_failed(rq->form))
		return form_reply(rq, template, contact, 422);
	if (!password_proof_send(rq, contact, &wait_ms)) {
		limit_error(rq, "code", wait_ms);
		return form_reply(rq, template, contact, 429);
	}
	doc_set_text(document, "state", "code_sent");
	return reply_done(rq, account_path(rq, page == 1 ? "/password/removal" : "/password"),
			  N_("A code is on its way to you by e-mail."), document);
}

/* ---- setting, changing, removing ---- */

/* What the slow worker leaves. */
struct change {
	const char *refusal, *hash;
	struct password_proof proof;
};

static const struct contact *
begin(struct request *rq, struct change **change)
{
	struct tx *tx = db_read(rq->house->db, rq->arena);
	const struct contact *contact = myself(rq, tx);

	db_read_end(tx);
	*change = arena_make(rq->arena, struct change);
	rq->prepared = *change;
	return contact;
}

/* A password that is refused anyway costs neither a try nor the code. */
void
portal_password_prepare(struct request *rq)
{
	struct change *change;
	const struct contact *contact = begin(rq, &change);

	if (contact == NULL)
		return;
	change->refusal = portal_password_refusal(rq, contact);
	if (change->refusal != NULL)
		return;
	password_proof_ask(rq, contact, &change->proof);
	if (change->proof.english == NULL)
		change->hash = password_hash(rq->arena, form_raw(rq->form, "new_password"));
}

void
portal_password_removal_prepare(struct request *rq)
{
	struct change *change;
	const struct contact *contact = begin(rq, &change);

	if (contact != NULL)
		password_proof_ask(rq, contact, &change->proof);
}

static struct reply
refuse(struct request *rq, const char *template, const struct contact *contact, const struct change *change)
{
	struct reply reply = form_reply(rq, template, contact, change->proof.wait_ms > 0 ? 429 : 422);
	struct doc *detail = doc_object(rq->arena);

	if (change->proof.english == NULL)
		return reply;
	doc_set_text(detail, "reason", change->proof.field);
	audit_add(rq, &(struct audit){.action = "portal.password",
				      .object_kind = person_kind(rq->tx, contact->id),
				      .object = contact->id,
				      .refused = true,
				      .detail = detail});
	reply.keep = true;
	return reply;
}

static void
tell(struct request *rq, const struct contact *contact, const char *action, enum password_change change)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_text(detail, "by", "owner");
	audit_add(rq, &(struct audit){.action = action,
				      .object_kind = person_kind(rq->tx, contact->id),
				      .object = contact->id,
				      .detail = detail});
	portal_password_tell(rq, contact, change);
}

/* Whoever knew the old password is signed out everywhere else. */
struct reply
portal_password_post(struct request *rq)
{
	const struct change *change = rq->prepared;
	const struct contact *contact = myself(rq, rq->tx);
	struct doc *document = doc_object(rq->arena);
	bool first;

	if (contact == NULL)
		return reply_not_found(rq);
	if (change->refusal != NULL)
		form_error(rq->form, "new_password", change->refusal, NULL);
	if (change->refusal != NULL || !password_proof_take(rq, &change->proof) || change->hash == NULL)
		return refuse(rq, "portal_password", contact, change);
	first = portal_password_chosen_at(rq->tx, contact->id) == NO_INSTANT;
	portal_password_set(rq->tx, contact->id, change->hash);
	if (!first)
		session_end_all_of_contact(rq->tx, contact->id, rq->viewer->session);
	tell(rq, contact, "portal.password", first ? PASSWORD_SET : PASSWORD_CHANGED);
	doc_set_text(document, "state", first ? "set" : "changed");
	if (rq->viewer->kind == VIEWER_NOBODY)
		return portal_way_made(rq, N_("Your password is set: next time, you log in with it."), document);
	return reply_done(rq, next_path(rq, account_path(rq, "")),
			  first ? N_("Your password is set: next time, you can log in with it.")
				: N_("Your password is changed, and your other devices are signed out."),
			  document);
}

struct reply
portal_password_removal_post(struct request *rq)
{
	const struct change *change = rq->prepared;
	const struct contact *contact = myself(rq, rq->tx);
	struct doc *document = doc_object(rq->arena);

	if (contact == NULL || portal_password_of(rq->tx, contact->id) == NULL)
		return reply_not_found(rq);
	if (!password_proof_take(rq, &change->proof))
		return refuse(rq, "portal_password_removal", contact, change);
	portal_password_remove(rq->tx, contact->id);
	session_end_all_of_contact(rq->tx, contact->id, rq->viewer->session);
	tell(rq, contact, "portal.password_removal", PASSWORD_REMOVED);
	doc_set_text(document, "state", "removed");
	return reply_done(rq, account_path(rq, ""),
			  N_("Your password is removed: from now on, you log in with a code. Your other devices are "
			     "signed out."),
			  document);
}
