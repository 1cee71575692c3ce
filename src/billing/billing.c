/* billing: the front door: what this feature offers to the house. */
#include "billing/billing.h"

#include "billing/handlers.h"
#include "billing/invoice_job.h"
#include "billing/invoice_keeper.h"
#include "billing/invoice_mail.h"
#include "billing/invoice_store.h"

static const struct permission *const permissions[] = {&invoice_read, &invoice_write, &payment_write};

/* What hangs on an invoice is checked by itself, never by the invoice it was reached from. */
#define OWN_INVOICE(table)                                                                                             \
	"exists (select 1 from invoice where invoice.id = " table                                                      \
	".invoice_id and invoice.client_id = $1 and invoice.state <> 'draft')"

static const struct access_rule access[] = {
	{.table = "invoice",
	 .staff = "1 = 1",
	 .client = "invoice.client_id = $1 and invoice.state <> 'draft'",
	 .given = "exists (select 1 from client as theirs where theirs.id = invoice.client_id and theirs.deleted_at is "
		  "null and " HAND_THEIRS("$1", "theirs") ")"},
	{.table = "invoice_line", .staff = "1 = 1", .client = OWN_INVOICE("invoice_line")},
	{.table = "invoice_tax", .staff = "1 = 1", .client = OWN_INVOICE("invoice_tax")},
	{.table = "payment", .staff = "1 = 1", .client = OWN_INVOICE("payment")},
	{.table = "client_due", .staff = "1 = 1", .client = "client_due.client_id = $1"},
};

static const struct keeper *const keepers[] = {&invoice_keeper};

static const struct job_kind jobs[] = {{.name = "invoice.pdf", .run = invoice_pdf_run}};

static const struct navigation navigation[] = {
	{AREA_PORTAL, 20, N_("Invoices"), "receipt", "/invoices", &portal_use, .seen_by = &invoice_read},
	{AREA_CONSOLE, 30, N_("Invoices"), "receipt", "/invoices", &invoice_read},
};

static const struct subscription subscriptions[] = {{"invoice.issued", invoice_mail},
						    {"credit_note.issued", invoice_mail}};

static const struct card portal_cards[] = {{billing_portal_card}};
static const struct card console_cards[] = {{billing_console_card}};

/* Invoices belong to clients, not to persons; but what was billed to a household is about a person (GDPR art. 15). */
static void
export_person(struct tx *tx, int64_t contact, struct doc *person)
{
	size_t count;
	struct invoice_row *rows = invoice_list_of_person(tx, contact, &count);
	struct doc *list = doc_set_list(person, "invoices");

	for (size_t i = 0; i < count; i++) {
		struct doc *invoice = doc_add_object(list);

		doc_set_text(invoice, "number", rows[i].number);
		doc_set_text(invoice, "billed_to", rows[i].client_name);
		doc_set_day(invoice, "issued_on", rows[i].issued_on);
		doc_set_money(invoice, "total", money_of(rows[i].total, rows[i].currency));
		doc_set_text(invoice, "reference", rows[i].reference);
	}
}

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

const struct feature billing = {
	.name = "billing",
	.routes = billing_routes,
	.route_count = BILLING_ROUTES,
	.permissions = permissions,
	.permission_count = COUNT(permissions),
	.access = access,
	.access_count = COUNT(access),
	.jobs = jobs,
	.job_count = COUNT(jobs),
	.navigation = navigation,
	.navigation_count = COUNT(navigation),
	.subscriptions = subscriptions,
	.subscription_count = COUNT(subscriptions),
	.portal_cards = portal_cards,
	.portal_card_count = COUNT(portal_cards),
	.console_cards = console_cards,
	.console_card_count = COUNT(console_cards),
	.keepers = keepers,
	.keeper_count = COUNT(keepers),
	.export_person = export_person,
	/* Accounts are kept for ten years (code de commerce art. L123-22), which goes before erasure (GDPR art. 17.3
	   b). */
	.erase_person = erase_nothing,
};
