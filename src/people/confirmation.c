/* confirmation: the comparison runs on a slow worker, and tries are counted like those of signing in. */
#include "people/confirmation.h"

#include "base/instant.h"
#include "people/staff.h"
#include "people/staff_limit_web.h"
#include "sys/clock.h"
#include "sys/crypto.h"

enum { FRESH_MS = 15 * MINUTE_MS };

static bool
signed_in_long_ago(const struct request *rq)
{
	return clock_now() - rq->viewer->signed_in_at > FRESH_MS;
}

static bool
password_is_own(struct request *rq, const char *password)
{
	struct tx *tx = db_read(rq->house->db, rq->arena);
	const struct staff *staff = staff_itself(tx, rq->viewer->staff);

	db_read_end(tx);
	return staff != NULL && staff->password_hash != NULL && password_matches(staff->password_hash, password);
}

struct confirmation
confirmation_ask(struct request *rq)
{
	const char *password = form_raw(rq->form, "password");
	bool allowed;
	int64_t wait_ms;

	if (text_empty(password))
		return (struct confirmation){"password", N_("Please type your current password."), 0};
	if (staff_limit_count(rq, rq->viewer->email, &allowed, &wait_ms) != DB_FINE)
		return (struct confirmation){"", N_("We are very busy. Please try again in a moment."), 0};
	if (!allowed)
		return (struct confirmation){"", staff_limit_sentence, wait_ms > 0 ? wait_ms : 1};
	if (!password_is_own(rq, password))
		return (struct confirmation){"password", N_("This is not your current password."), 0};
	return (struct confirmation){NULL, NULL, 0};
}

void
confirmation_prepare_always(struct request *rq)
{
	struct confirmation *confirmation = arena_make(rq->arena, struct confirmation);

	*confirmation = confirmation_ask(rq);
	rq->prepared = confirmation;
}

void
confirmation_prepare(struct request *rq)
{
	if (signed_in_long_ago(rq))
		confirmation_prepare_always(rq);
	else
		rq->prepared = arena_make(rq->arena, struct confirmation);
}

void
confirmation_check(struct request *rq, const struct confirmation *confirmation)
{
	form_forget(rq->form, "password");
	if (confirmation->wait_ms > 0)
		staff_limit_error(rq, confirmation->wait_ms);
	else if (confirmation->english != NULL)
		form_error(rq->form, confirmation->field, confirmation->english, NULL);
}

void
confirmation_show(struct request *rq, struct doc *document)
{
	doc_set_bool(document, "ask_password", signed_in_long_ago(rq));
}
