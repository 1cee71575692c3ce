/* invoice_keeper: what was printed on an issued invoice stays as it is; fields made in the house go on being written.
 */
#include "billing/invoice_keeper.h"

#include "billing/client_due.h"
#include "billing/handlers.h"
#include "billing/invoice.h"

static const char *const printed[] = {"reference", "note"};

static void
check(struct keeping *keeping)
{
	bool draft = text_equal(keeping_text(keeping, "state"), invoice_state_names[INVOICE_DRAFT]);

	for (size_t i = 0; !draft && i < sizeof printed / sizeof printed[0]; i++)
		if (!text_equal(keeping_text(keeping, printed[i]), keeping_text_before(keeping, printed[i])))
			keeping_refuse(keeping, printed[i],
				       N_("An issued invoice never changes. Make a credit note instead."));
}

/* Two clients become one. What an issued invoice says of whom it was billed to is frozen in its row: it stays. */
static void
leads(const struct keeping *keeping, const char *field, int64_t from, int64_t to)
{
	if (text_equal(field, "client"))
		client_due_lead(keeping->tx, from, to);
}

/* The list is billing's own as well: it knows what is due. */
static const struct keeper_pages pages = {.home = "/console/invoices", .read = &invoice_read};

const struct keeper invoice_keeper = {.module = "invoices", .pages = &pages, .check = check, .leads = leads};
