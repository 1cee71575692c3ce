/* invoice_pdf_make: collects what an invoice prints, and has it printed in the organisation's language. */
#include "billing/invoice_pdf.h"

#include "base/arena.h"
#include "billing/billed_address.h"
#include "billing/invoice_store.h"
#include "blob/blob.h"
#include "clients/clients.h"
#include "core/organisation.h"

enum { LOGO_LIMIT = 8 * 1024 * 1024 };

/* Imported invoices and drafts have frozen nothing: they show the client as it is now. */
static void
take_client(struct tx *tx, const struct viewer *viewer, struct invoice *invoice, struct invoice_sheet *sheet)
{
	const struct client *client = client_find(tx, viewer, invoice->client_id);

	if (client == NULL)
		return;
	sheet->client_number = client->number;
	sheet->household = client->kind == CLIENT_HOUSEHOLD;
	if (invoice->billed_name == NULL)
		invoice->billed_name = client->name;
	if (invoice->billed_address == NULL)
		invoice->billed_address = billed_address(tx_arena(tx), client, sheet->seller->country);
	if (invoice->state == INVOICE_DRAFT)
		invoice->billed_vat_number = client->vat_number;
}

static void
take_parts(const struct house *house, struct tx *tx, const struct viewer *viewer, struct invoice_sheet *sheet)
{
	const struct invoice *invoice = sheet->invoice;
	const struct invoice *credited =
		invoice->credited_id == 0 ? NULL : invoice_find(tx, viewer, invoice->credited_id);

	sheet->lines = invoice_line_list(tx, viewer, invoice->id, &sheet->line_count);
	sheet->taxes = invoice_tax_list(tx, viewer, invoice->id, &sheet->tax_count);
	if (credited != NULL) {
		sheet->credited_number = credited->number;
		sheet->credited_on = credited->issued_on;
	}
	/* A logo that went missing is no reason to have no invoice: the name stands in its place. */
	if (sheet->seller->logo_blob != NULL &&
	    !blob_read(tx_arena(tx), house->blobs, sheet->seller->logo_blob, LOGO_LIMIT, &sheet->logo))
		sheet->logo = STR("");
}

struct str
invoice_pdf_make(const struct house *house, struct tx *tx, const struct viewer *viewer, int64_t id, bool *kept)
{
	struct arena *arena = tx_arena(tx);
	struct invoice *invoice = invoice_find(tx, viewer, id);
	const struct organisation *organisation;
	struct invoice_sheet sheet = {.invoice = invoice};

	*kept = invoice != NULL && invoice->pdf_blob != NULL;
	if (invoice == NULL || *kept)
		return STR("");
	sheet.seller = company_public(tx, invoice->company_id);
	organisation = organisation_find(tx);
	if (sheet.seller == NULL || organisation == NULL)
		return STR("");
	take_client(tx, viewer, invoice, &sheet);
	take_parts(house, tx, viewer, &sheet);
	if (tx_trouble(tx) != DB_FINE)
		return STR("");
	return invoice_pdf(arena,
			   formats_for(house->translations,
				       arena_printf(arena, "%s_%s", organisation->language, organisation->country),
				       organisation->zone),
			   &sheet);
}
