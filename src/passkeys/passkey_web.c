/* passkey_web: one's own passkeys: the list, adding one, removing one; the same on the portal and on the console. */
#include "passkeys/handlers.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/audit.h"
#include "core/device.h"
#include "core/form_page.h"
#include "core/organisation.h"
#include "core/rate.h"
#include "core/session.h"
#include "http/url.h"
#include "passkeys/ceremony_web.h"
#include "portals/portals.h"
#include "sys/clock.h"
#include "sys/random.h"

#include <stdio.h>

enum { FRESH_MS = 15 * MINUTE_MS, ADDS_AN_HOUR = 30 };

static const char passkey_is_ready[] = N_("Your passkey is ready: next time, log in with it.");

static const char *
own_path(struct request *rq, const char *rest)
{
	return arena_printf(rq->arena, "%s/account/passkeys%s", home_path(rq), rest);
}

static struct passkey_owner
owner_of(const struct request *rq)
{
	if (ceremony_of_staff(rq))
		return (struct passkey_owner){.staff = rq->viewer->staff};
	return (struct passkey_owner){.contact = rq->viewer->contact};
}

/* Whoever finds an open browser must not make themselves a key of their own, nor take the owner's away. */
static bool
is_fresh(const struct request *rq)
{
	return clock_now() - rq->viewer->signed_in_at <= FRESH_MS;
}

/* In a preview nobody is there whose passkeys they could be; nor are there any where they open nothing. */
static bool
is_nobody(const struct request *rq)
{
	const struct passkey_owner owner = owner_of(rq);

	return owner.staff == 0 && (owner.contact == 0 || !portal_passkey_is_offered(rq->tx, owner.contact));
}

/* Who came in by a first code has still to make the passkey by which they come in from now on. */
static bool
is_first(const struct request *rq)
{
	return rq->viewer->kind == VIEWER_NOBODY;
}

/* ---- the page ---- */

static void
add_passkey(struct request *rq, struct doc *list, const struct passkey *passkey)
{
	struct doc *row = doc_add_object(list);
	char id[ID_LENGTH + 1];

	id_print(id, passkey->id);
	doc_set_id(row, "id", passkey->id);
	doc_set_text(row, "name", passkey->name);
	doc_set_text(row, "host", passkey->rp_id);
	doc_set_bool(row, "elsewhere", !text_equal(passkey->rp_id, rq->http->host));
	doc_set_bool(row, "backed_up", passkey->backed_up);
	doc_set_instant(row, "created_at", passkey->created_at);
	doc_set_instant(row, "used_at", passkey->used_at);
	doc_set_bool(row, "blocked", passkey->blocked_at != NO_INSTANT);
	doc_set_text(row, "removal_href", own_path(rq, arena_printf(rq->arena, "/%s/removal", id)));
}

/* What the browser at hand is called, for those who have nothing better. */
static const char *
proposed_name(struct request *rq)
{
	const char *agent = http_header(rq->http, "User-Agent");
	struct device device = device_of(agent);

	return device.system == NULL ? device.browser : device.system;
}

static struct doc *
page_document(struct request *rq)
{
	struct doc *document = doc_object(rq->arena), *values = doc_set_object(document, "values"), *list;
	const struct passkey_owner owner = owner_of(rq);
	size_t count;
	const struct passkey *passkeys = passkey_list(rq->tx, &owner, &count);

	list = doc_set_list(document, "passkeys");
	for (size_t i = 0; i < count; i++)
		add_passkey(rq, list, &passkeys[i]);
	doc_set_text(values, "name", proposed_name(rq));
	doc_set_bool(document, "any", count > 0);
	doc_set_bool(document, "fresh", is_fresh(rq));
	doc_set_bool(document, "full", count >= PASSKEYS_LIMIT);
	doc_set_text(document, "host", rq->http->host);
	doc_set_text(document, "href", own_path(rq, ""));
	form_forget(rq->form, "client_data");
	form_forget(rq->form, "attestation");
	form_forget(rq->form, "transports");
	form_page(rq, document, "name");
	return document;
}

static const char *
template_of(const struct request *rq)
{
	return ceremony_of_staff(rq) ? "staff_passkeys" : "portal_passkeys";
}

struct reply
passkeys_page(struct request *rq)
{
	return is_nobody(rq) ? reply_not_found(rq) : reply_page(rq, template_of(rq), page_document(rq));
}

static struct reply
not_fresh(struct request *rq)
{
	return reply_refusal(rq, 403, N_("You logged in a while ago. Please log in again first."));
}

/* ---- adding ---- */

/* A challenge that is asked for here is good in this session only. */
static struct hash
session_hash(struct request *rq)
{
	char id[ID_LENGTH + 1];

	id_print(id, rq->viewer->session);
	return sha256(str_of(arena_printf(rq->arena, "session:%s", id)));
}

static void
add_site_and_person(struct request *rq, struct doc *options, struct str handle)
{
	struct doc *site = doc_set_object(options, "rp"), *user = doc_set_object(options, "user");

	doc_set_text(site, "id", rq->http->host);
	doc_set_text(site, "name", rq->portal == NULL ? organisation_find(rq->tx)->name : rq->portal->company->name);
	doc_set_text(user, "id", base64url(rq->arena, handle));
	doc_set_text(user, "name", rq->viewer->email);
	doc_set_text(user, "displayName", rq->viewer->name);
}

static void
add_kinds(struct request *rq, struct doc *options)
{
	struct doc *kinds = doc_set_list(options, "pubKeyCredParams");
	struct doc *wanted = doc_set_object(options, "authenticatorSelection");

	for (size_t i = 0; i < sizeof public_key_algorithms / sizeof public_key_algorithms[0]; i++) {
		struct doc *kind = doc_add_object(kinds);

		doc_set_text(kind, "type", "public-key");
		doc_set_int(kind, "alg", public_key_algorithms[i]);
	}
	doc_set_text(wanted, "residentKey", "required");
	doc_set_bool(wanted, "requireResidentKey", true);
	doc_set_text(wanted, "userVerification", ceremony_verification(rq));
	doc_set_text(options, "attestation", "none");
}

/* What an authenticator has already, it need not make a second time. */
static void
add_known(struct request *rq, struct doc *options)
{
	const struct passkey_owner owner = owner_of(rq);
	struct doc *known = doc_set_list(options, "excludeCredentials");
	size_t count;
	const struct passkey *passkeys = passkey_list(rq->tx, &owner, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row;

		if (!text_equal(passkeys[i].rp_id, rq->http->host))
			continue;
		row = doc_add_object(known);
		doc_set_text(row, "type", "public-key");
		doc_set_text(row, "id", base64url(rq->arena, passkeys[i].credential));
		doc_set_text(row, "transports", passkeys[i].transports);
	}
}

static struct str
handle_of(struct request *rq)
{
	const struct passkey_owner owner = owner_of(rq);
	struct str handle = passkey_handle(rq->tx, &owner);
	char *bytes;

	if (handle.at != NULL)
		return handle;
	bytes = arena_alloc(rq->arena, HANDLE_SIZE);
	random_bytes(bytes, HANDLE_SIZE);
	return str_slice(bytes, HANDLE_SIZE);
}

static bool
may_add(struct request *rq)
{
	const struct passkey_owner owner = owner_of(rq);
	char id[ID_LENGTH + 1];
	int64_t wait_ms;

	id_print(id, owner.staff != 0 ? owner.staff : owner.contact);
	return rate_take(rq->tx, arena_printf(rq->arena, "passkey:add:%s", id), ADDS_AN_HOUR, HOUR_MS, &wait_ms);
}

struct reply
passkey_options_post(struct request *rq)
{
	struct doc *options = doc_object(rq->arena);
	struct hash session = session_hash(rq);
	struct str handle;

	if (is_nobody(rq))
		return reply_not_found(rq);
	if (!is_fresh(rq))
		return not_fresh(rq);
	if (!may_add(rq))
		return reply_refusal(rq, 429, N_("That was a little often. Please wait a while, then try again."));
	handle = handle_of(rq);
	ceremony_challenge(rq, options, &session, CHALLENGE_REGISTER, handle);
	add_site_and_person(rq, options, handle);
	add_kinds(rq, options);
	add_known(rq, options);
	return ceremony_reply(rq, options);
}

/* The browser's words for how it reaches the authenticator, only repeated to it; what is none is left out. */
static const char *
read_transports(struct request *rq)
{
	static const char *const known[] = {"usb", "nfc", "ble", "smart-card", "hybrid", "internal"};
	struct str rest = str_of(form_text(rq->form, "transports"));
	struct builder out = builder_new(rq->arena, 0);
	unsigned seen = 0;

	while (rest.at != NULL) {
		struct str word = str_cut(&rest, ' ');

		for (unsigned i = 0; i < sizeof known / sizeof known[0]; i++)
			if (str_equal(word, str_of(known[i])) && !(seen & 1U << i)) {
				build_printf(&out, "%s%s", seen == 0 ? "" : " ", known[i]);
				seen |= 1U << i;
			}
	}
	return builder_text(&out);
}

/* Fills `passkey` from what the authenticator made, once it fits what was asked (§7.1). */
static enum fault
take_registration(struct request *rq, struct passkey *passkey)
{
	struct expectation expectation = ceremony_expectation(rq, "webauthn.create");
	struct str json, bytes, object = ceremony_bytes(rq, "attestation", ATTESTATION_LIMIT);
	struct hash session = session_hash(rq);
	struct authenticator_data data;
	enum fault fault =
		ceremony_client_data(rq, &expectation, &session, CHALLENGE_REGISTER, &json, &passkey->user_handle);

	if (fault != FAULT_NONE)
		return fault;
	if (object.at == NULL || !attestation_read(object, &bytes))
		return FAULT_FORM;
	fault = authenticator_data_read(bytes, true, &data);
	if (fault == FAULT_NONE)
		fault = authenticator_data_check(&data, &expectation);
	if (fault != FAULT_NONE)
		return fault;
	passkey->rp_id = expectation.rp_id;
	passkey->credential = data.credential;
	passkey->public_key = data.public_key;
	passkey->sign_count = data.sign_count;
	passkey->backup_eligible = data.backup_eligible;
	passkey->backed_up = data.backed_up;
	return passkey_insert(rq->tx, passkey) ? FAULT_NONE : FAULT_TAKEN;
}

static void
audit_passkey(struct request *rq, const char *action, int64_t passkey, enum fault fault)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_text(detail, "reason", fault_names[fault]);
	audit_add(rq, &(struct audit){.action = action,
				      .object_kind = passkey == 0 ? NULL : "passkey",
				      .object = passkey,
				      .refused = fault != FAULT_NONE,
				      .detail = fault == FAULT_NONE ? NULL : detail});
}

/* The challenge is used up, whatever was wrong. */
static struct reply
add_again(struct request *rq, enum fault fault)
{
	struct reply reply;

	audit_passkey(rq, "passkey.add", 0, fault);
	form_error(rq->form, "",
		   fault == FAULT_TAKEN ? N_("This passkey is known already.")
					: N_("This passkey could not be added. Please try again."),
		   NULL);
	reply = is_first(rq) ? portal_first_way(rq, 422) : reply_form(rq, template_of(rq), page_document(rq));
	reply.keep = true;
	return reply;
}

struct reply
passkey_create_post(struct request *rq)
{
	const struct passkey_owner owner = owner_of(rq);
	struct passkey passkey = {.id = id_new(),
				  .staff_id = owner.staff,
				  .contact_id = owner.contact,
				  .name = form_read_text(rq->form, "name", FORM_REQUIRED, PASSKEY_NAME_LENGTH),
				  .transports = read_transports(rq),
				  .created_at = clock_now()};
	struct doc *document = doc_object(rq->arena);
	enum fault fault;
	size_t count;

	if (is_nobody(rq))
		return reply_not_found(rq);
	if (!is_fresh(rq))
		return not_fresh(rq);
	passkey_list(rq->tx, &owner, &count);
	if (count >= PASSKEYS_LIMIT)
		form_error(rq->form, "", N_("You have many passkeys. Please remove one first."), NULL);
	if (form_failed(rq->form))
		return is_first(rq) ? portal_first_way(rq, 422) : reply_form(rq, template_of(rq), page_document(rq));
	fault = take_registration(rq, &passkey);
	if (fault != FAULT_NONE)
		return add_again(rq, fault);
	audit_passkey(rq, "passkey.add", passkey.id, FAULT_NONE);
	passkey_mail(rq, &passkey, PASSKEY_ADDED);
	doc_set_id(document, "id", passkey.id);
	doc_set_text(document, "name", passkey.name);
	if (is_first(rq))
		return portal_way_made(rq, passkey_is_ready, document);
	return reply_done(rq, own_path(rq, ""), passkey_is_ready, document);
}

/* ---- removing ---- */

struct reply
passkey_removal_post(struct request *rq)
{
	const struct passkey_owner owner = owner_of(rq);
	const struct passkey *passkey = is_nobody(rq) ? NULL : passkey_find(rq->tx, &owner, path_id(rq, "passkey"));

	if (passkey == NULL)
		return reply_not_found(rq);
	if (!is_fresh(rq))
		return not_fresh(rq);
	passkey_remove(rq->tx, passkey->id);
	audit_passkey(rq, "passkey.remove", passkey->id, FAULT_NONE);
	passkey_mail(rq, passkey, PASSKEY_REMOVED);
	return reply_done(rq, own_path(rq, ""),
			  N_("The passkey is removed. Your device may still offer it: it opens nothing any more."),
			  NULL);
}

/* ---- a fresh proof ---- */

/* Signing in again is the proof: by whatever way there is, its limits and its second factor included. */
struct reply
passkey_proof_post(struct request *rq)
{
	const char *next = url_encode(rq->arena, str_of(own_path(rq, "")));
	struct reply reply;

	if (is_nobody(rq))
		return reply_not_found(rq);
	reply = reply_done(rq, arena_printf(rq->arena, "%s/sign-in?next=%s", home_path(rq), next), NULL, NULL);
	audit_passkey(rq, ceremony_of_staff(rq) ? "staff.sign_out" : "portal.sign_out", 0, FAULT_NONE);
	session_end_own(rq, &reply);
	return reply;
}
