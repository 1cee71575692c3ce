/* switch_web: the list of features, the page that says what switching one will do, and the switching. */
#include "switches/handlers.h"
#include "switches/switch.h"

#include "base/instant.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "rights/rights.h"
#include "sys/clock.h"

/* ---- documents ---- */

static void
set_sentence(struct doc *object, const char *name, const char *english)
{
	if (english == NULL)
		doc_set_null(object, name);
	else
		doc_set_message(object, name, english, NULL);
}

static void
set_needs(struct doc *row, const struct switch_state *states, enum switch_name name)
{
	enum switch_name needs = switch_kinds[name].needs;
	struct doc *needed;

	if (needs == SWITCHES) {
		doc_set_null(row, "needs");
		return;
	}
	needed = doc_set_object(row, "needs");
	doc_set_word(needed, "feature", switch_kinds[needs].name, switch_kinds[needs].label);
	doc_set_bool(needed, "fulfilled", states[needs].on);
}

/* What must still be given so that it may be on; null: nothing. */
static void
set_asked(struct request *rq, struct doc *row, enum switch_name name)
{
	const struct switch_need *need = house_switch_need(rq->house, switch_kinds[name].name);

	doc_set_null(row, "asked");
	if (need != NULL)
		need->show(rq, row);
}

static void
set_switch(struct request *rq, struct doc *row, const struct switch_state *states, enum switch_name name)
{
	const struct switch_kind *kind = &switch_kinds[name];

	doc_set_word(row, "feature", kind->name, kind->label);
	doc_set_message(row, "about", kind->about, NULL);
	doc_set_text(row, "icon", kind->icon);
	doc_set_bool(row, "is_on", states[name].on);
	doc_set_instant(row, "changed_at", states[name].changed_at);
	set_needs(row, states, name);
	set_sentence(row, "blocked", switch_blocked(states, name));
	doc_set_text(row, "href", arena_printf(row->arena, FEATURES_HOME "/%s", kind->name));
	doc_set_text(row, "settings_href", name == SWITCH_PORTAL ? PORTAL_SETTINGS : NULL);
	set_asked(rq, row, name);
}

static void
set_count(struct doc *page, const char *name, const char *more, int64_t count)
{
	doc_set_int(page, name, count > PORTAL_PEOPLE_LIMIT ? PORTAL_PEOPLE_LIMIT : count);
	doc_set_bool(page, more, count > PORTAL_PEOPLE_LIMIT);
}

/* Whom the portal's switch concerns; null for the others. */
static void
set_concerned(struct request *rq, struct doc *page, enum switch_name name)
{
	struct doc *concerned;

	if (name != SWITCH_PORTAL) {
		doc_set_null(page, "concerned");
		return;
	}
	concerned = doc_set_object(page, "concerned");
	set_count(concerned, "people", "more_people", portal_people(rq->tx, rq->viewer));
	set_count(concerned, "sessions", "more_sessions", portal_sessions(rq->tx, clock_now()));
}

static struct doc *
confirmation(struct request *rq, const struct switch_state *states, enum switch_name name)
{
	const struct switch_kind *kind = &switch_kinds[name];
	const char *const *effects = states[name].on ? kind->off_effects : kind->on_effects;
	struct doc *page = doc_object(rq->arena), *list;

	set_switch(rq, doc_set_object(page, "switch"), states, name);
	list = doc_set_list(page, "effects");
	for (size_t i = 0; i < SWITCH_EFFECTS && effects[i] != NULL; i++)
		doc_set_message(doc_add_object(list), "text", effects[i], NULL);
	set_concerned(rq, page, name);
	doc_set_text(page, "back_href", FEATURES_HOME);
	form_page(rq, page, SWITCH_FIELDS);
	return page;
}

/* ---- pages ---- */

struct reply
switch_list_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(page, "switches");
	struct switch_state states[SWITCHES];

	switch_states(rq->tx, states);
	for (int i = 0; i < SWITCHES; i++)
		set_switch(rq, doc_add_object(list), states, (enum switch_name)i);
	return reply_page(rq, "switch_list", page);
}

struct reply
switch_show_page(struct request *rq)
{
	enum switch_name name = switch_named(path_text(rq, "feature"));
	struct switch_state states[SWITCHES];

	if (name == SWITCHES)
		return reply_not_found(rq);
	switch_states(rq->tx, states);
	return reply_page(rq, "switch_confirm", confirmation(rq, states, name));
}

/* ---- switching ---- */

static void
audit_switch(struct request *rq, enum switch_name name, bool on, int64_t sessions)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_text(detail, "feature", switch_kinds[name].name);
	if (sessions > 0)
		doc_set_int(detail, "sessions_ended", sessions);
	audit_add(rq, &(struct audit){.action = on ? "switch.on" : "switch.off", .detail = detail});
}

/* NULL, or why the portal cannot be opened. */
static const char *
open_portal(struct request *rq)
{
	const struct portal_agent *agent;

	switch (portal_agent_ensure(rq->house, rq->tx, rights_now(rq->house, rq->tx), &agent)) {
	case AGENT_TOO_MANY_PROFILES:
		return N_(
			"There are as many profiles as there may be. Remove one that is not used: the portal needs one.");
	case AGENT_MADE:
		audit_add(rq, &(struct audit){.action = "profile.create",
					      .object_kind = "profile",
					      .object = agent->profile_id});
		audit_add(rq, &(struct audit){.action = "staff.create", .object_kind = "staff", .object = agent->id});
		return NULL;
	default:
		return NULL;
	}
}

/* What goes with the switch. NULL, or why it cannot be. */
static const char *
change(struct request *rq, enum switch_name name, bool on)
{
	const char *refusal = name == SWITCH_PORTAL && on ? open_portal(rq) : NULL;

	if (refusal != NULL)
		return refusal;
	switch_set(rq->tx, name, on, clock_now());
	audit_switch(rq, name, on, name == SWITCH_PORTAL && !on ? portal_sessions_end(rq->tx) : 0);
	return NULL;
}

static struct reply
done(struct request *rq, enum switch_name name, const char *flash)
{
	struct switch_state states[SWITCHES];
	struct doc *document = doc_object(rq->arena);

	switch_states(rq->tx, states);
	set_switch(rq, document, states, name);
	return reply_done(rq, FEATURES_HOME, flash, document);
}

/* Without "on" the other side is meant, as the page asks it. */
static bool
wanted_side(struct request *rq, bool is_on)
{
	static const char *const sides[] = {"false", "true", "0", "1", NULL};
	int side = form_read_choice(rq->form, "on", FORM_OPTIONAL, sides);

	return side < 0 ? !is_on : side % 2 == 1;
}

/* What must be known before it is on. */
static void
take_needed(struct request *rq, enum switch_name name)
{
	const struct switch_need *need = house_switch_need(rq->house, switch_kinds[name].name);

	if (need != NULL)
		need->take(rq);
}

struct reply
switch_post(struct request *rq)
{
	enum switch_name name = switch_named(path_text(rq, "feature"));
	struct switch_state states[SWITCHES];
	const char *blocked;
	bool on;

	if (name == SWITCHES)
		return reply_not_found(rq);
	switch_hold_all(rq->tx);
	switch_states(rq->tx, states);
	on = wanted_side(rq, states[name].on);
	if (!form_failed(rq->form) && on == states[name].on)
		return done(rq, name, on ? N_("It is on already.") : N_("It is off already."));
	if (!form_read_bool(rq->form, "confirm"))
		form_error(rq->form, "confirm", N_("Please read what will happen, then confirm."), NULL);
	if (on)
		take_needed(rq, name);
	if (form_failed(rq->form))
		return reply_form(rq, "switch_confirm", confirmation(rq, states, name));
	blocked = switch_blocked(states, name);
	if (blocked == NULL)
		blocked = change(rq, name, on);
	if (blocked != NULL) {
		form_error(rq->form, "", blocked, NULL);
		return reply_conflict(rq, "switch_confirm", confirmation(rq, states, name));
	}
	return done(rq, name, on ? N_("It is on now.") : N_("It is off now."));
}
