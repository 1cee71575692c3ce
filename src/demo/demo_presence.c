/* demo_presence: what the demonstration's companies say on their public pages, on the portal, and at the end of mails.
 */
#include "demo/demo_parts.h"

#include "base/arena.h"
#include "companies/public_page.h"
#include "design/design_store.h"
#include "portals/portals.h"

static const struct page_text texts[] = {
	{"welcome", "fr", "Bienvenue chez Solaria : suivez vos travaux, vos factures et nos échanges au même endroit."},
	{"welcome", "en", "Welcome to Solaria: your works, your invoices and our news in one place."},
	{"hours_note", "fr", "Atelier ouvert le samedi sur rendez-vous."},
	{"hours_note", "en", "Our workshop opens on Saturdays by appointment."},
};

static const struct page_text footers[] = {
	{"mail_footer", "fr", "Solaria Énergies, entreprise reconnue garante de l’environnement (RGE)."},
	{"mail_footer", "en", "Solaria Énergies, certified for renewable energies."},
};

static const struct page_service services[] = {
	{0, "fr", "Installation solaire", "Étude de votre toit, pose et mise en service.", "sur devis"},
	{0, "en", "Solar panels", "We look at your roof, install and connect.", "on quotation"},
	{1, "fr", "Entretien annuel", "Nettoyage, mesure du rendement et rapport.", "à partir de 140 €"},
	{1, "en", "Yearly care", "Cleaning, measuring and a report.", "from €140"},
	{2, "fr", "Dépannage", "Un technicien chez vous sous deux jours ouvrés.", NULL},
	{2, "en", "Repairs", "A technician at your door within two working days.", NULL},
};

static const struct design_words words = {
	.home_fr = "Ravis de vous retrouver.\nUne question ? Ouvrez une demande : nous répondons sous un jour ouvré.",
	.home_en = "Good to see you again.\nA question? Open a ticket: we answer within one working day.",
	.end_fr = "Merci, c’est bien arrivé. Nous vous répondons sous un jour ouvré.",
	.end_en = "Thank you, it has arrived. We answer within one working day.",
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

/* From Monday to Friday with a break at noon; Friday ends early. */
static size_t
fill_week(struct span *spans)
{
	size_t count = 0;

	for (int weekday = 0; weekday < 5; weekday++) {
		spans[count++] = (struct span){weekday, 9 * 60, 12 * 60 + 30};
		spans[count++] = (struct span){weekday, 14 * 60, weekday == 4 ? 17 * 60 : 18 * 60};
	}
	return count;
}

void
demo_add_presence(struct demo *demo)
{
	struct span spans[WEEK_DAYS * DAY_SPANS];
	struct public_page page = {.company = demo->companies[0],
				   .spans = spans,
				   .span_count = fill_week(spans),
				   .texts = (struct page_text *)texts,
				   .text_count = COUNT(texts),
				   .services = (struct page_service *)services,
				   .service_count = COUNT(services)};

	public_page_save(demo->tx, &page);
	design_save(demo->tx, portal_first(demo->tx)->id, &words);
	mail_texts_save(demo->tx, demo->companies[0], 0, footers, COUNT(footers));
}
