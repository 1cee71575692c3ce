/* demo_sheets: two templates of client sheets, loaded onto clients and filled in; one field of one client alone. */
#include "demo/demo_parts.h"

#include "base/check.h"
#include "sheets/attribute.h"
#include "sheets/sheet_store.h"

#include <stddef.h>

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const struct sheet_attribute of_house[] = {
	{.label = "Surface habitable (m²)", .type = FIELD_DECIMAL, .required = true, .in_portal = true},
	{.label = "Toiture", .type = FIELD_CHOICE, .choices = "Tuiles\nArdoises\nZinc\nToit plat", .in_portal = true},
	{.label = "Année de construction", .type = FIELD_TEXT},
	{.label = "Chauffage",
	 .type = FIELD_CHOICE,
	 .choices = "Gaz\nFioul\nÉlectrique\nPompe à chaleur\nBois",
	 .in_portal = true},
	{.label = "Première visite", .type = FIELD_DAY, .in_portal = true},
	{.label = "Bâtiment classé", .type = FIELD_YES_NO},
	{.label = "Accès au chantier", .type = FIELD_LONG_TEXT},
};

static const struct sheet_attribute of_company[] = {
	{.label = "Activité", .type = FIELD_TEXT, .required = true},
	{.label = "Effectif", .type = FIELD_DECIMAL},
	{.label = "Site web", .type = FIELD_LINK, .in_portal = true},
	{.label = "Adresse des factures", .type = FIELD_EMAIL, .in_portal = true},
	{.label = "Standard", .type = FIELD_PHONE, .in_portal = true},
	{.label = "Bon de commande exigé", .type = FIELD_YES_NO, .in_portal = true},
	{.label = "Remarques internes", .type = FIELD_LONG_TEXT},
};

static int64_t
add_template(struct demo *demo, const char *name, const struct sheet_attribute *attributes, size_t count)
{
	int64_t template = sheet_template_create(demo->tx, name);

	for (size_t i = 0; i < count; i++)
		sheet_add(demo->tx, template, &attributes[i]);
	return template;
}

/* NULL among the values: nothing is filled in. */
static void
fill_in(struct demo *demo, int client, const char *const values[])
{
	size_t count;
	struct sheet_attribute *attributes = sheet_attributes(demo->tx, demo->clients[client], &count);
	const char *key;

	for (size_t i = 0; i < count; i++) {
		attributes[i].value = values[i];
		check(attribute_refit(tx_arena(demo->tx), &attributes[i], "FR", &key));
		sheet_fill(demo->tx, attributes[i].id, attributes[i].value, key);
	}
}

void
demo_add_sheets(struct demo *demo)
{
	static const char *const first[] = {
		"Boulangerie-pâtisserie", "9",	 "https://www.example.fr",	"factures@exemple.example",
		"02 40 11 22 33",	  "oui", "Rappelle toujours le lundi.", "Le matin avant 7 h, par la cour"};
	static const char *const second[] = {"Mécanique automobile", "6", NULL, NULL, NULL, "non", NULL};
	static const char *const house[] = {
		"128,5", "Ardoises", "1974", "Fioul", "14/10/2026", "non", "Stationnement dans la cour, chien gentil."};
	static const char *const empty[] = {NULL, "Tuiles", NULL, NULL, NULL, NULL, NULL};
	int64_t of_houses = add_template(demo, "Particulier – maison", of_house, COUNT(of_house));
	int64_t of_companies = add_template(demo, "Entreprise", of_company, COUNT(of_company));

	sheet_load(demo->tx, demo->clients[0], of_companies);
	sheet_add(demo->tx, demo->clients[0], &(struct sheet_attribute){.label = "Livraisons", .type = FIELD_TEXT});
	fill_in(demo, 0, first);
	sheet_load(demo->tx, demo->clients[1], of_companies);
	fill_in(demo, 1, second);
	sheet_load(demo->tx, demo->clients[DEMO_CLIENTS - 2], of_houses);
	fill_in(demo, DEMO_CLIENTS - 2, house);
	sheet_load(demo->tx, demo->clients[DEMO_CLIENTS - 3], of_houses);
	fill_in(demo, DEMO_CLIENTS - 3, empty);
}
