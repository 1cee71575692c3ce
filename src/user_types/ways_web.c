/* ways_web: by which ways people of a user type sign in. Unlike tabs and fields it holds at once: it is no part of the
 * draft, for whoever shuts a way shuts it now. */
#include "user_types/handlers.h"
#include "user_types/setup_page.h"

#include "base/arena.h"
#include "portals/portals.h"

/* What the form was made from, to see whether somebody was faster: "101" is codes and passkeys. */
static const char *
seen_of(struct request *rq, struct user_type_ways ways)
{
	return arena_printf(rq->arena, "%d%d%d", ways.code, ways.password, ways.passkey);
}

static struct doc *
ways_document(struct settings *settings, const struct setup *setup)
{
	struct user_type_ways ways = user_type_ways(settings->rq->tx, setup->id);
	struct doc *inputs = doc_set_object(settings->page, "inputs"), *now = doc_set_object(settings->page, "ways");

	setup_head(settings, setup, STEP_TYPE);
	settings_box(settings, inputs, "code", "code", ways.code);
	settings_box(settings, inputs, "password", "password", ways.password);
	settings_box(settings, inputs, "passkey", "passkey", ways.passkey);
	doc_set_bool(now, "code", ways.code);
	doc_set_bool(now, "password", ways.password);
	doc_set_bool(now, "passkey", ways.passkey);
	doc_set_text(settings->page, "seen", seen_of(settings->rq, ways));
	doc_set_text(settings->page, "ways_href", setup_href(settings->rq->arena, setup, "/ways"));
	return settings->page;
}

struct reply
type_ways_page(struct request *rq)
{
	struct settings settings;
	struct setup *setup;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	return reply_page(rq, "type_ways", ways_document(&settings, setup));
}

/* False, with what is wrong in the form, when it cannot be kept. */
static bool
read_ways(struct settings *settings, const struct setup *setup, struct user_type_ways *ways)
{
	struct request *rq = settings->rq;
	const char *seen = form_read_text(rq->form, "seen", FORM_OPTIONAL, 3);

	*ways = (struct user_type_ways){.code = form_read_bool(rq->form, "code"),
					.password = form_read_bool(rq->form, "password"),
					.passkey = form_read_bool(rq->form, "passkey")};
	if (!ways->code && !ways->password && !ways->passkey)
		form_error(rq->form, "code", N_("Leave at least one way open: nobody could log in."), NULL);
	if (seen != NULL && !text_equal(seen, seen_of(rq, user_type_ways(rq->tx, setup->id)))) {
		form_error(
			rq->form, "",
			N_("Somebody else has changed this meanwhile. What holds now is written below: compare, then "
			   "save again."),
			NULL);
		settings->conflict = true;
	}
	return !form_failed(rq->form);
}

struct reply
type_ways_change(struct request *rq)
{
	struct settings settings;
	struct setup *setup;
	struct user_type_ways ways;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	if (!read_ways(&settings, setup, &ways)) {
		ways_document(&settings, setup);
		return settings_again(&settings, "type_ways");
	}
	user_type_set_ways(rq->tx, setup->id, &ways);
	setup_journal(&settings, setup, "user_type.ways", seen_of(rq, ways));
	return reply_done(rq, setup_href(rq->arena, setup, "/ways"), N_("Saved: it holds from now on."),
			  ways_document(&settings, setup));
}
