/* demo_privacy: whom to write to, a word of introduction, two consents, and what some contacts answered. */
#include "demo/demo_parts.h"

#include "base/instant.h"
#include "privacy/answer_store.h"
#include "privacy/consent_store.h"

static const struct privacy_words words = {
	.dpo_email = "donnees@solaria.example",
	.message_fr =
		"Bienvenue dans votre espace client.\n"
		"Nous y gardons vos coordonnées, vos factures et nos échanges, le temps de notre relation puis celui que la loi "
		"demande.\n"
		"Vous pouvez voir ce que vous avez accepté, et changer d’avis, sous « Données personnelles ».",
	.message_en =
		"Welcome to your client area.\n"
		"We keep your contact details, your invoices and our exchanges here, for as long as we work together "
		"and then as long as the law asks.\n"
		"You can see what you agreed to, and change your mind, under “Personal data”.",
	.version = 1,
};

static const struct consent access_to_portal = {
	.required = true,
	.withdrawable = true,
	.name_fr = "Ouverture d’un espace client",
	.name_en = "Opening a client area",
	.text_fr = "J’accepte que Solaria Énergies m’ouvre un espace client à mon adresse e-mail et m’y invite.\n"
		   "Je peux retirer mon accord à tout moment.",
	.text_en = "I agree that Solaria Énergies opens a client area for my e-mail address and invites me to it.\n"
		   "I can withdraw this agreement at any time.",
};

static const struct consent news = {
	.withdrawable = true,
	.name_fr = "Nouvelles et conseils",
	.name_en = "News and advice",
	.text_fr = "J’accepte de recevoir par e-mail, au plus une fois par mois, les nouvelles de Solaria Énergies.\n"
		   "Mon adresse n’est donnée à personne. Je peux me désinscrire à tout moment.",
	.text_en = "I agree to receive the news of Solaria Énergies by e-mail, once a month at most.\n"
		   "My address is given to nobody. I can unsubscribe at any time.",
};

/* The text before: who agreed to it is asked again. */
static const char *const first_text[] = {"J’accepte de recevoir les nouvelles de Solaria Énergies par e-mail.",
					 "I agree to receive the news of Solaria Énergies by e-mail."};

static void
answer(struct demo *demo, int client, int64_t consent, enum consent_answer given, enum consent_means means,
       int days_ago)
{
	const struct consent *asked = consent_find(demo->tx, consent);
	bool staff = means == MEANS_STAFF;

	answer_add(demo->tx, &(struct answer_new){.module = person_module(demo->tx, "contacts"),
						  .record = demo->client_contacts[client],
						  .consent = consent,
						  .text = asked->text_id,
						  .number = asked->number,
						  .answer = given,
						  .means = means,
						  .at = demo->now - days_ago * (int64_t)DAY_MS,
						  .language = means == MEANS_PORTAL ? "fr" : NULL,
						  .note = staff ? "Formulaire signé lors de la visite." : NULL,
						  .staff = staff ? demo->staff[JULIEN] : 0,
						  .address = means == MEANS_PORTAL ? "192.0.2.14" : NULL});
}

/* Of three who liked the news, one has changed their mind since. */
static void
answer_news(struct demo *demo, int64_t consent)
{
	for (int i = 1; i < 20; i += 2)
		answer(demo, i, consent, i % 3 == 0 ? ANSWER_NO : ANSWER_YES, i % 5 == 0 ? MEANS_STAFF : MEANS_PORTAL,
		       40 - i);
	answer(demo, 1, consent, ANSWER_WITHDRAWN, MEANS_PORTAL, 9);
}

void
demo_add_privacy(struct demo *demo)
{
	struct consent before = news;
	int64_t needed, liked;

	privacy_save(demo->tx, &words, true);
	needed = consent_create(demo->tx, &access_to_portal, demo->staff[HELENE]);
	before.text_fr = first_text[0];
	before.text_en = first_text[1];
	liked = consent_create(demo->tx, &before, demo->staff[HELENE]);
	for (int i = 2; i < 12; i += 2)
		answer(demo, i, liked, ANSWER_YES, MEANS_IMPORT, 300);
	before = *consent_find(demo->tx, liked);
	before.text_fr = news.text_fr;
	before.text_en = news.text_en;
	consent_save(demo->tx, &before, true, demo->staff[HELENE]);
	for (int i = 1; i < DEMO_CLIENTS; i++)
		if (i % 4 != 0)
			answer(demo, i, needed, ANSWER_YES, i % 3 == 0 ? MEANS_STAFF : MEANS_IMPORT, 200 - i);
	answer_news(demo, liked);
}
