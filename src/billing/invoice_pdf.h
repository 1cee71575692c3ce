/* invoice_pdf: an invoice as the page that is kept and sent: with every mention the law asks for. */
#ifndef BILLING_INVOICE_PDF_H
#define BILLING_INVOICE_PDF_H

#include "base/str.h"
#include "billing/invoice.h"
#include "companies/companies.h"
#include "core/house.h"
#include "core/viewer.h"
#include "db/db.h"
#include "html/format.h"

/* All that is printed. Without supplied_on the day of issue stands for it. */
struct invoice_sheet {
	const struct invoice *invoice;
	const struct company *seller;
	const struct invoice_line *lines;
	const struct invoice_tax *taxes;
	size_t line_count, tax_count;
	const char *credited_number; /* of a credit note: what it corrects */
	int32_t credited_on;
	const char *client_number; /* NULL: not printed */
	bool household;		   /* the fixed compensation is owed among professionals only */
	struct str logo;	   /* PNG; empty: the name instead */
	int logo_width, logo_height;
};

/* French law: CGI ann. II art. 242 nonies A, code de commerce art. L441-9, L441-10, D441-5, R123-237. In the language
 * of `formats`. The same sheet gives the same bytes. */
struct str invoice_pdf(struct arena *arena, const struct formats *formats, const struct invoice_sheet *sheet);

/* Reads what an invoice prints, in the organisation's language, and prints it: slow, outside of a write. Empty when the
 * viewer has no such invoice. `kept` tells that a PDF is kept already: then nothing is made. */
struct str
invoice_pdf_make(const struct house *house, struct tx *tx, const struct viewer *viewer, int64_t invoice, bool *kept);

#endif
