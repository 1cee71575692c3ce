/* portal_password_proof: whoever finds a browser open must not be able to change how its owner signs in. */
#include "portals/portal_password.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/session.h"
#include "sys/clock.h"

#include <string.h>

enum { FRESH_MS = 15 * MINUTE_MS };

/* One attempt a session: nothing but the session itself is needed to find it again. */
static struct hash
own_hash(struct request *rq)
{
	char id[ID_LENGTH + 1];

	id_print(id, rq->viewer->session);
	return sha256(str_of(arena_printf(rq->arena, "password:%s", id)));
}

/* A code that can still be typed; NULL. */
static struct sign_in *
live_code(struct request *rq, struct tx *tx)
{
	struct hash own = own_hash(rq);
	struct sign_in *sign_in = sign_in_of_browser(tx, &own, PURPOSE_PASSWORD);
	bool lives = sign_in != NULL && sign_in->contact_id == rq->viewer->contact && sign_in->code_hash.at != NULL &&
		     sign_in->expires_at > clock_now() && sign_in->tries < MAIL_TRIES;

	return lives ? sign_in : NULL;
}

static bool
is_needed(const struct request *rq, bool has_password)
{
	return has_password || clock_now() - rq->viewer->signed_in_at > FRESH_MS;
}

/* ---- by code ---- */

struct counting {
	struct request *rq;
	struct password_proof *proof;
	const char *code;
	bool matches;
};

static void
count_code(struct tx *tx, void *data)
{
	struct counting *counting = data;
	const struct sign_in *sign_in = live_code(counting->rq, tx);
	struct password_proof *proof = counting->proof;

	proof->counted = sign_in == NULL ? NULL : sign_in_count_try(tx, sign_in->id, clock_now());
	counting->matches =
		proof->counted != NULL && code_matches(&counting->rq->house->keys.code, proof->counted, counting->code);
	if (proof->counted != NULL && !counting->matches && proof->counted->tries >= MAIL_TRIES)
		sign_in_burn(tx, proof->counted->id, false);
}

static void
ask_code(struct request *rq, struct password_proof *proof, const char *typed)
{
	struct counting counting = {.rq = rq, .proof = proof, .code = code_read(rq->arena, typed)};

	if (counting.code != NULL)
		proof->try.trouble = db_write(rq->house->db, rq->arena, count_code, &counting);
	if (counting.matches)
		return;
	proof->field = "code";
	proof->english = counting.code == NULL || (proof->counted != NULL && proof->counted->tries < MAIL_TRIES)
				 ? N_("This is not the right code. Please look again and retype it.")
				 : N_("This code can no longer be used. Please ask for a new one.");
}

/* ---- by password ---- */

static void
ask_password(struct request *rq, const struct contact *contact, struct password_proof *proof, const char *password)
{
	struct sign_in own = {.email = contact->email, .contact_id = contact->id};

	limit_password(rq, &own, &proof->try);
	proof->field = "password";
	if (proof->try.allowed)
		password_try_compare(rq, &own, password, &proof->try);
	else
		proof->wait_ms = proof->try.wait_ms > 0 ? proof->try.wait_ms : 1;
	if (!proof->try.matches)
		proof->english = N_("This is not your current password.");
}

void
password_proof_ask(struct request *rq, const struct contact *contact, struct password_proof *proof)
{
	const char *code = form_raw(rq->form, "code"), *password = form_raw(rq->form, "password");
	struct tx *tx = db_read(rq->house->db, rq->arena);
	bool has_password = portal_password_of(tx, contact->id) != NULL, by_code = live_code(rq, tx) != NULL;

	db_read_end(tx);
	if (!text_empty(code)) {
		ask_code(rq, proof, code);
	} else if (!text_empty(password)) {
		ask_password(rq, contact, proof, password);
	} else if (is_needed(rq, has_password)) {
		proof->field = has_password && !by_code ? "password" : "code";
		proof->english = has_password && !by_code ? N_("Please type your current password.")
							  : N_("Please type the code that you received.");
	}
}

bool
password_proof_take(struct request *rq, const struct password_proof *proof)
{
	bool holds = proof->english == NULL;

	form_forget(rq->form, "password");
	if (proof->wait_ms > 0) {
		limit_error(rq, proof->field, proof->wait_ms);
		return false;
	}
	if (proof->try.trouble != DB_FINE) {
		form_error(rq->form, "", N_("We are very busy. Please try again in a moment."), NULL);
		return false;
	}
	if (holds && proof->counted != NULL)
		holds = sign_in_take(rq->tx, proof->counted);
	else if (holds && proof->try.kept != NULL)
		holds = password_try_holds(rq->tx, &proof->try);
	else if (holds)
		holds = !is_needed(rq, portal_password_of(rq->tx, rq->viewer->contact) != NULL);
	if (!holds)
		form_error(rq->form, proof->field == NULL ? "" : proof->field,
			   proof->english == NULL ? N_("Somebody was faster. Please try again.") : proof->english,
			   NULL);
	return holds;
}

void
password_proof_show(struct request *rq, struct doc *document)
{
	bool has_password = portal_password_of(rq->tx, rq->viewer->contact) != NULL;
	bool by_code = live_code(rq, rq->tx) != NULL, needed = is_needed(rq, has_password);

	doc_set_bool(document, "has_password", has_password);
	doc_set_bool(document, "by_code", by_code);
	doc_set_bool(document, "proof", needed);
	doc_set_bool(document, "ready", has_password || by_code || !needed);
	doc_set_int(document, "minutes", CODE_MINUTES);
}

bool
password_proof_send(struct request *rq, const struct contact *contact, int64_t *wait_ms)
{
	struct hash own = own_hash(rq);
	struct asker asker = asker_of(rq, contact->email, contact->id);
	struct sign_in sign_in = {.id = id_new(),
				  .browser_hash = str_slice(own.bytes, HASH_SIZE),
				  .purpose = PURPOSE_PASSWORD,
				  .portal_id = rq->portal->id,
				  .email = contact->email,
				  .contact_id = contact->id,
				  .created_at = clock_now()};
	struct code_sending sending = {
		.house = rq->house, .portal = rq->portal, .base_url = base_url_of(rq), .channel = CODE_BY_MAIL};

	if (!limit_code(rq->tx, &asker, wait_ms))
		return false;
	sign_in_forget_browser(rq->tx, &own);
	code_send(rq->tx, &sending, &sign_in, contact);
	sign_in_kill_others(rq->tx, &sign_in);
	sign_in_insert(rq->tx, &sign_in);
	return true;
}
