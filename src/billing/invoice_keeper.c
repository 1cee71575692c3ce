/* invoice_keeper: what was printed on an issued invoice stays as it is; fields made in the house go on being written.
 */
#include "billing/invoice_keeper.h"

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

const struct keeper invoice_keeper = {.module = "invoices", .check = check};
