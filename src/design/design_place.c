/* design_place: the pages on which the look and the other texts of the portal are set, and what each of them says now.
 */
#include "design/handlers.h"

#include "actions/actions.h"
#include "base/id.h"
#include "core/feature.h"
#include "html/translation.h"
#include "portals/portals.h"
#include "privacy/privacy.h"

/* What the list is made from. */
struct places {
	struct request *rq;
	struct doc *list;
	const struct company *company;
	struct company_says says;
};

/* "{company}" in the route is the company's. NULL: the viewer may not open it. */
static struct doc *
add_place(const struct places *places, const char *name, const char *label, const char *icon, const char *route)
{
	struct arena *arena = places->rq->arena;
	struct str rest = str_of(route), before = str_cut(&rest, '{');
	struct doc *row;
	char id[ID_LENGTH + 1];

	if (!page_is_open(places->rq, route))
		return NULL;
	row = doc_add_object(places->list);
	doc_set_word(row, "label", name, label);
	doc_set_text(row, "icon", icon);
	doc_set_text(row, "href", route);
	if (rest.at != NULL) {
		str_cut(&rest, '}');
		id_print(id, places->company->id);
		doc_set_text(row, "href",
			     arena_printf(arena, "%.*s%s%.*s", (int)before.length, before.at, id, (int)rest.length,
					  rest.at == NULL ? "" : rest.at));
	}
	return doc_set_list(row, "facts");
}

static void
say(struct doc *facts, const char *english)
{
	if (facts != NULL)
		doc_set_message(doc_add_object(facts), "fact", english, NULL);
}

/* A sentence with {{text}} in it. */
static void
say_text(struct doc *facts, const char *english, const char *text)
{
	struct doc *values;

	if (facts == NULL)
		return;
	values = doc_object(facts->arena);
	doc_set_text(values, "text", text);
	doc_set_message(doc_add_object(facts), "fact", english, values);
}

static void
say_count(struct doc *facts, struct plural english, size_t count)
{
	struct doc *values;

	if (facts == NULL)
		return;
	values = doc_object(facts->arena);
	doc_set_int(values, "count", (int64_t)count);
	doc_set_plural(doc_add_object(facts), "fact", english, "count", values);
}

static void
add_brand(const struct places *places)
{
	const struct company *company = places->company;
	struct doc *facts =
		add_place(places, "brand", N_("Logo, colour and icon"), "palette", "/console/companies/{company}");

	say(facts,
	    company->logo_blob != NULL ? N_("Your logo is shown.") : N_("No logo yet: the initials stand for it."));
	say_text(facts, N_("Colour: {{text}}"), company->colour);
	say(facts, places->says.has_icon	? N_("The small icon is one of its own.")
		   : company->logo_blob != NULL ? N_("The small icon is made of the logo.")
						: N_("The small icon is made of the initials."));
}

static void
add_mail(const struct places *places)
{
	struct doc *facts =
		add_place(places, "mail", N_("Appearance of mails"), "mail", "/console/companies/{company}/mail");
	const char *footer = places->says.mail_footer;

	if (footer == NULL)
		say(facts, N_("No text at the end yet."));
	else
		say_text(facts, N_("At the end: “{{text}}”"), footer);
}

static const struct plural services = N_plural(N_("{{count}} service"), N_("{{count}} services"));
static const struct plural shown_buttons =
	N_plural(N_("{{count}} button is shown."), N_("{{count}} buttons are shown."));

static void
add_public_page(const struct places *places)
{
	struct doc *facts = add_place(places, "page", N_("Public page"), "world", "/console/companies/{company}/page");
	const char *welcome = places->says.welcome;

	if (welcome == NULL)
		say(facts, N_("No sentence of welcome yet."));
	else
		say_text(facts, N_("Welcome: “{{text}}”"), welcome);
	say(facts, places->says.has_hours ? N_("Opening hours are told.") : N_("No opening hours yet."));
	say_count(facts, services, places->says.service_count);
}

static void
add_privacy(const struct places *places)
{
	struct tx *tx = places->rq->tx;
	struct doc *facts = add_place(places, "privacy", N_("Privacy"), "shield-lock", "/console/settings/privacy");

	say(facts, !privacy_is_on(tx)	     ? N_("Privacy is switched off: no message is shown.")
		   : privacy_has_message(tx) ? N_("A message is shown when people sign in.")
					     : N_("No message when people sign in."));
}

static void
add_buttons(const struct places *places)
{
	struct doc *facts =
		add_place(places, "buttons", N_("Buttons of the portal"), "send", "/console/settings/buttons");

	say_count(facts, shown_buttons, buttons_shown(places->rq->tx, places->rq->viewer));
}

void
design_places(struct request *rq, struct doc *page, const struct portal *portal)
{
	const char *language = translations_code(rq->house->translations, (size_t)formats_language(rq->formats));
	const struct places places = {
		.rq = rq,
		.list = doc_set_list(page, "places"),
		.company = company_public(rq->tx, portal->company_id),
		.says = company_says(rq->tx, portal->company_id, language),
	};

	say_text(add_place(&places, "company", N_("Whose portal it is"), "adjustments", "/console/portal/settings"),
		 N_("It bears the brand of {{text}}."), places.company->name);
	add_brand(&places);
	add_public_page(&places);
	add_buttons(&places);
	add_privacy(&places);
	add_mail(&places);
}
