/* first_entry_web: who comes in for the first time chooses a password if they want one, then how they like to read; the
 * same choices are theirs to change in their account. */
#include "invitations/choices_store.h"
#include "invitations/handlers.h"

#include "base/arena.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/organisation.h"
#include "html/country.h"
#include "html/translation.h"
#include "html/zone.h"
#include "portals/portals.h"
#include "records/module_page.h"
#include "rights/rights.h"
#include "sys/clock.h"

#include <stdlib.h>
#include <string.h>

#define CHOICES "/welcome/choices"

static const char *
own_path(struct request *rq, const char *rest)
{
	return arena_printf(rq->arena, "%s%s", home_path(rq), rest);
}

/* NULL in a preview, which is nobody's. */
static const struct contact *
myself(struct request *rq)
{
	return rq->viewer->contact == 0 ? NULL : person_itself(rq->tx, rq->viewer->contact);
}

/* Where somebody of this user type begins: tabs of records stand before those of the web. */
static const char *
first_tab(struct request *rq)
{
	const struct user_type *type = rights_user_type(rq->rights, rq->viewer->user_type);

	for (size_t i = 0; type != NULL && i < type->tab_count; i++)
		if (!type->tabs[i].aside && record_access(rq, type->tabs[i].module)->plan->may & MAY_VIEW)
			return module_path(rq, type->tabs[i].module, "");
	return own_path(rq, type != NULL && type->web_count > 0 ? "/web/1" : "/");
}

/* ---- a password, or none ---- */

struct reply
first_entry_page(struct request *rq)
{
	const struct contact *person = myself(rq);
	const struct choices *choices = person == NULL ? NULL : choices_find(rq->tx, person->id);
	struct doc *page = doc_object(rq->arena);

	if (person == NULL)
		return reply_not_found(rq);
	if (choices == NULL || choices->settled_at != NO_INSTANT)
		return reply_redirect(rq, own_path(rq, "/"));
	if (!portal_password_is_offered(rq->tx, person) || portal_password_chosen_at(rq->tx, person->id) != NO_INSTANT)
		return reply_redirect(rq, own_path(rq, CHOICES));
	doc_set_text(page, "state", "password");
	doc_set_text(page, "name", text_empty(person->first_name) ? person->last_name : person->first_name);
	doc_set_text(page, "email", person->email);
	doc_set_text(page, "portal", rq->portal->name);
	doc_set_text(page, "next", own_path(rq, CHOICES));
	doc_set_bool(page, "by_passkey", portal_passkey_is_offered(rq->tx, person->id));
	form_page(rq, page, "new_password");
	return reply_page(rq, "portal_first_entry", page);
}

/* ---- what one may choose among ---- */

struct named {
	const char *code, *name, *key;
};

static int
by_name(const void *a, const void *b)
{
	const struct named *one = a, *other = b;

	return strcmp(one->key, other->key);
}

static void
add_row(struct doc *list, const char *code, const char *name, bool current)
{
	struct doc *row = doc_add_object(list);

	doc_set_text(row, "code", code);
	doc_set_text(row, "name", name);
	doc_set_bool(row, "current", current);
}

static void
add_countries(struct request *rq, struct doc *page, const char *chosen)
{
	struct doc *list = doc_set_list(page, "countries");
	const char *const *codes = country_codes();
	const char *language = language_of(rq);
	struct named *all;
	size_t count = 0;

	while (codes[count] != NULL)
		count++;
	all = arena_make_array(rq->arena, struct named, count);
	for (size_t i = 0; i < count; i++) {
		all[i].code = codes[i];
		all[i].name = country_name(rq->arena, codes[i], language);
		all[i].key = text_fold(rq->arena, all[i].name);
	}
	qsort(all, count, sizeof *all, by_name);
	for (size_t i = 0; i < count; i++)
		add_row(list, all[i].code, all[i].name, text_equal(all[i].code, chosen));
}

static const char *const regions[][2] = {
	{"Africa", N_("Africa")},	{"America", N_("America")}, {"Antarctica", N_("Antarctica")},
	{"Arctic", N_("Arctic")},	{"Asia", N_("Asia")},	    {"Atlantic", N_("Atlantic")},
	{"Australia", N_("Australia")}, {"Europe", N_("Europe")},   {"Indian", N_("Indian Ocean")},
	{"Pacific", N_("Pacific")},
};

/* "Europe/Isle_of_Man" is "Isle of Man". */
static const char *
place_of(struct arena *arena, const char *zone)
{
	char *place = arena_text(arena, strchr(zone, '/') + 1);

	for (char *at = place; *at != '\0'; at++)
		if (*at == '_')
			*at = ' ';
	return place;
}

static void
add_zones(struct request *rq, struct doc *page, const char *chosen)
{
	struct doc *list = doc_set_list(page, "regions");
	const char *const *names = zone_names();

	for (size_t r = 0; r < sizeof regions / sizeof regions[0]; r++) {
		struct doc *region = doc_add_object(list), *zones;
		size_t length = strlen(regions[r][0]);

		doc_set_word(region, "name", regions[r][0], regions[r][1]);
		zones = doc_set_list(region, "zones");
		for (size_t i = 0; names[i] != NULL; i++)
			if (strncmp(names[i], regions[r][0], length) == 0 && names[i][length] == '/')
				add_row(zones, names[i], place_of(rq->arena, names[i]), text_equal(names[i], chosen));
	}
}

static const char *
either(const char *one, const char *other)
{
	return text_empty(one) ? other : one;
}

static void
add_hours(struct doc *page, const char *chosen)
{
	static const char *const codes[] = {"", "24", "12"};
	static const char *const names[] = {NULL, "18:30", "6:30 PM"};
	struct doc *list = doc_set_list(page, "hours");

	for (size_t i = 0; i < 3; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_text(row, "code", codes[i]);
		doc_set_message(row, "name", names[i] == NULL ? N_("As usual in my language") : names[i], NULL);
		doc_set_bool(row, "current", text_equal(codes[i], either(chosen, "")));
	}
}

/* ---- the page ---- */

static bool
is_first_entry(const struct request *rq)
{
	return str_ends(str_of(rq->http->path), STR(CHOICES));
}

/* What was typed wins over what is kept, and that over the organisation's. */
static struct doc *
document(struct request *rq, const struct choices *kept)
{
	const struct organisation *organisation = organisation_find(rq->tx);
	struct doc *page = doc_object(rq->arena);
	const char *zone = either(form_text(rq->form, "zone"), kept == NULL ? NULL : kept->zone);
	const char *country = either(form_text(rq->form, "country"), kept == NULL ? NULL : kept->country);
	const char *hours = kept == NULL || kept->hours == 0 ? "" : kept->hours == 12 ? "12" : "24";
	const char *typed = form_text(rq->form, "language");

	doc_set_text(page, "state", "choices");
	doc_set_bool(page, "first", is_first_entry(rq));
	doc_set_text(page, "language", either(typed, language_of(rq)));
	doc_set_text(page, "zone", either(zone, organisation->zone));
	doc_set_text(page, "country", either(country, organisation->country));
	doc_set_text(page, "time_format", form_has(rq->form, "hours") ? form_text(rq->form, "hours") : hours);
	doc_set_text(page, "href", rq->http->path);
	doc_set_text(page, "other_zone", zone_is_known(doc_get_text(page, "zone")) ? NULL : organisation->zone);
	if (rq->wants_json)
		return page;
	add_row(doc_set_list(page, "own_languages"), "en", "English", text_equal(either(typed, language_of(rq)), "en"));
	add_row((struct doc *)doc_get(page, STR("own_languages")), "fr", "Français",
		text_equal(either(typed, language_of(rq)), "fr"));
	add_hours(page, doc_get_text(page, "time_format"));
	add_zones(rq, page, either(zone, organisation->zone));
	add_countries(rq, page, either(country, organisation->country));
	form_page(rq, page, "language hours zone country");
	return page;
}

struct reply
choices_page(struct request *rq)
{
	const struct contact *person = myself(rq);

	if (person == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "portal_choices", document(rq, choices_find(rq->tx, person->id)));
}

/* ---- choosing ---- */

static int
read_hours(struct request *rq)
{
	const char *typed = form_text(rq->form, "hours");

	if (text_empty(typed))
		return 0;
	if (!text_equal(typed, "12") && !text_equal(typed, "24"))
		form_error(rq->form, "hours", N_("Please choose one of the answers."), NULL);
	return text_equal(typed, "12") ? 12 : 24;
}

/* What the form does not bring stays as it was. */
static struct choices
read_choices(struct request *rq, const struct choices *kept)
{
	struct choices choices = kept == NULL ? (struct choices){.settled_at = NO_INSTANT} : *kept;

	if (form_has(rq->form, "hours"))
		choices.hours = read_hours(rq);
	if (form_has(rq->form, "zone"))
		choices.zone = form_text(rq->form, "zone");
	if (form_has(rq->form, "country"))
		choices.country = form_text(rq->form, "country");
	if (text_empty(choices.zone))
		choices.zone = NULL;
	if (text_empty(choices.country))
		choices.country = NULL;
	if (choices.zone != NULL && !zone_is_known(choices.zone) &&
	    !text_equal(choices.zone, organisation_find(rq->tx)->zone))
		form_error(rq->form, "zone", N_("Please choose an entry of the list."), NULL);
	if (choices.country != NULL && !country_is_known(choices.country))
		form_error(rq->form, "country", N_("Please choose an entry of the list."), NULL);
	return choices;
}

static const char *
read_language(struct request *rq)
{
	static const char *const codes[] = {"en", "fr", NULL};
	int chosen = form_has(rq->form, "language") ? form_read_choice(rq->form, "language", FORM_REQUIRED, codes) : -1;

	return chosen < 0 ? rq->viewer->language : codes[chosen];
}

struct reply
choices_post(struct request *rq)
{
	const struct contact *person = myself(rq);
	const struct choices *kept = person == NULL ? NULL : choices_find(rq->tx, person->id);
	const char *language = read_language(rq);
	struct choices choices = read_choices(rq, kept);
	struct doc *page;

	if (person == NULL)
		return reply_not_found(rq);
	if (form_failed(rq->form))
		return reply_form(rq, "portal_choices", document(rq, kept));
	person_set_preferences(rq->tx, person->id, language, rq->viewer->theme);
	choices_save(rq->tx, rq->portal->id, person->id, &choices, clock_now());
	page = doc_object(rq->arena);
	doc_set_text(page, "state", "settled");
	doc_set_text(page, "next", is_first_entry(rq) ? first_tab(rq) : own_path(rq, "/account"));
	return reply_done(rq, doc_get_text(page, "next"), N_("Your choice is saved."), page);
}
