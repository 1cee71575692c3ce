/* client_keeper: what holds for a client written by the pages of all modules: its numbers, its country, its number. */
#include "clients/keepers.h"

#include "base/arena.h"
#include "clients/client.h"
#include "clients/client_right_store.h"
#include "clients/client_store.h"
#include "clients/list_store.h"
#include "clients/merge_store.h"
#include "companies/companies.h"
#include "core/audit.h"
#include "core/event.h"
#include "core/organisation.h"
#include "core/session.h"
#include "core/weakened.h"
#include "html/country.h"
#include "rights/rights.h"

static void
check_register(struct keeping *keeping)
{
	struct arena *arena = tx_arena(keeping->tx);
	const char *siret = number_compact(arena, keeping_text(keeping, "siret"));
	const char *vat_number = number_compact(arena, keeping_text(keeping, "vat_number"));

	keeping_set(keeping, "siret", siret);
	keeping_set(keeping, "vat_number", vat_number);
	if (siret != NULL && !siret_is_plausible(siret))
		keeping_refuse(keeping, "siret", N_("This SIRET number is not right. It has 14 digits."));
	if (vat_number != NULL && !vat_number_is_plausible(vat_number))
		keeping_refuse(keeping, "vat_number",
			       N_("A VAT number begins with the country’s two letters, as in FR40303265045."));
}

/* A new client without a country is of the organisation's; what was written before may stay. */
static void
check_country(struct keeping *keeping)
{
	const char *country = number_compact(tx_arena(keeping->tx), keeping_text(keeping, "country"));
	const struct organisation *organisation = organisation_find(keeping->tx);

	if (country == NULL && keeping->before == NULL)
		country = organisation == NULL ? "FR" : organisation->country;
	keeping_set(keeping, "country", country);
	if (country == NULL)
		keeping_refuse(keeping, "country", N_("Please fill in this field."));
	else if (!text_equal(country, keeping_text_before(keeping, "country")) && !country_is_known(country))
		keeping_refuse(keeping, "country", N_("Write the country’s two capital letters, as in FR."));
}

static void
check(struct keeping *keeping)
{
	check_register(keeping);
	check_country(keeping);
}

static bool
make(struct keeping *keeping)
{
	const struct client client = {
		.id = keeping->id,
		.name = keeping_text(keeping, "name"),
		.kind = text_equal(keeping_text(keeping, "kind"), client_kind_names[CLIENT_HOUSEHOLD])
				? CLIENT_HOUSEHOLD
				: CLIENT_COMPANY,
		.country = keeping_text(keeping, "country"),
	};

	return client_create(keeping->tx, &client) != 0;
}

static void
note(const struct keeping *keeping, const char *action)
{
	if (keeping->house != NULL)
		audit_add_by(keeping->house, keeping->tx, keeping->viewer,
			     &(struct audit){.action = action, .object_kind = "client", .object = keeping->id});
}

static void
written(const struct keeping *keeping)
{
	if (keeping->before == NULL && keeping->house != NULL)
		client_right_of_maker(keeping->tx, rights_now(keeping->house, keeping->tx), keeping->viewer,
				      keeping->id);
	note(keeping, keeping->before == NULL ? "client.create" : "client.change");
}

const char client_not_archived[] =
	N_("A client is archived before it is deleted: its contacts no longer come in then.");

const char client_held[] =
	N_("This client cannot be deleted at the moment: it, or something in its folders, is under a legal hold.");

static const char *
refuse_removal(struct tx *tx, int64_t client)
{
	if (client_is_held(tx, client) && !weakened(CHECK_CLIENT_HELD))
		return client_held;
	return client_is_archived(tx, client) ? NULL : client_not_archived;
}

static void
removed(const struct keeping *keeping)
{
	session_end_all_of_client(keeping->tx, keeping->id, 0);
	note(keeping, "client.remove");
}

/* ---- two become one ---- */

static const char *
refuse_merge(const struct keeping *stays, const struct keeping *goes)
{
	if (client_is_test(stays->tx, stays->id) || client_is_test(stays->tx, goes->id))
		return N_("The test client is never merged: it is you, not a client.");
	if (client_is_archived(stays->tx, stays->id) && !client_is_archived(stays->tx, goes->id))
		return N_("The client that stays is archived: take it out of the archive first.");
	if (client_is_held(stays->tx, goes->id) && !weakened(CHECK_CLIENT_HELD))
		return N_(
			"The client that goes, or something in its folders, is under a legal hold: it stays as it is.");
	return NULL;
}

/* Whoever acts for the one sees what is of both from now on: the journal says which came together. */
static void
move(const struct keeping *stays, const struct keeping *goes)
{
	client_merge(stays->tx, goes->id, stays->id);
	if (stays->house != NULL)
		event_emit(stays->house, stays->tx,
			   &(struct event){.kind = "client.merged",
					   .client = stays->id,
					   .object = goes->id,
					   .title = keeping_text_before(goes, "name")});
}

static const char *const notes[] = {
	N_("Whoever acts for one of these clients acts for the one that stays, and sees all of its invoices."),
	N_("The one that stays keeps its number. Its invoices say what they said when they were issued."),
	NULL,
};

const struct keeper client_keeper = {
	.module = "clients",
	.pages = &client_pages,
	.check = check,
	.make = make,
	.written = written,
	.refuse_removal = refuse_removal,
	.removed = removed,
	.purge = client_purge,
	.search = clients_beside,
	.merging = {.permission = &client_write, .notes = notes, .refuse = refuse_merge, .move = move},
};
