/* confirmation: the comparison runs on a slow worker, and tries are counted like those of signing in. */
#include "people/confirmation.h"

#include "base/instant.h"
#include "people/staff.h"
#include "people/staff_limit.h"
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

void
confirmation_prepare_always(struct request *rq)
{
	const char *password = form_raw(rq->form, "password");
	bool allowed;
	int64_t wait_ms;

	form_forget(rq->form, "password");
	if (text_empty(password)) {
		form_error(rq->form, "password", N_("Please type your present password."), NULL);
		return;
	}
	if (staff_limit_count(rq, rq->viewer->email, &allowed, &wait_ms) != DB_FINE)
		form_error(rq->form, "", N_("We are very busy. Please try again in a moment."), NULL);
	else if (!allowed)
		staff_limit_error(rq, wait_ms);
	else if (!password_is_own(rq, password))
		form_error(rq->form, "password", N_("This is not your present password."), NULL);
}

void
confirmation_prepare(struct request *rq)
{
	form_forget(rq->form, "password");
	if (signed_in_long_ago(rq))
		confirmation_prepare_always(rq);
}

void
confirmation_show(struct request *rq, struct doc *document)
{
	doc_set_bool(document, "ask_password", signed_in_long_ago(rq));
}
