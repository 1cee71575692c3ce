/* billing_routes: every address of billing, who may come, and what it is for. */
#include "billing/handlers.h"

#include "billing/invoice_form.h"
#include "rights/rights.h"

static const char *const modules[] = {"invoices", NULL};

const struct permission invoice_read = {"invoice.read", FOR_STAFF, N_("See invoices"), modules, MAY_VIEW};
const struct permission invoice_write = {
	"invoice.write", FOR_ADMINISTRATOR | FOR_MANAGER, N_("Write, issue and credit invoices"), modules, MAY_VIEW,
	.special = true};
const struct permission payment_write = {
	"payment.write", FOR_ADMINISTRATOR | FOR_MANAGER, N_("Record payments"), modules, MAY_VIEW, .special = true};

const struct route billing_routes[BILLING_ROUTES] = {
	{HTTP_GET, "/p/{address}/invoices", PORTAL, &portal_use, portal_invoice_list,
	 .about =
		 "The client's invoices and credit notes, newest first; filter: all, unpaid, overdue, paid, credit-notes; "
		 "q: what the number or the reference begins with.",
	 .seen_by = &invoice_read},
	{HTTP_GET, "/p/{address}/invoices/{invoice}", PORTAL, &portal_use, portal_invoice_show,
	 .about = "One of the client's invoices: lines, taxes, payments and how to pay.", .seen_by = &invoice_read},
	{HTTP_GET, "/p/{address}/invoices/{invoice}.pdf", PORTAL, &portal_use, invoice_pdf_reply,
	 .about = "The invoice as PDF, made once and kept.",
	 .flags = ROUTE_WRITES | ROUTE_SLOW | ROUTE_KEEPS | ROUTE_IN_PREVIEW, .prepare = invoice_pdf_prepare,
	 .seen_by = &invoice_read},
	{HTTP_GET, "/p/{address}/invoices/{invoice}/qr.svg", PORTAL, &portal_use, portal_invoice_code,
	 .about = "The QR code that fills in the bank transfer of what is still to pay.", .seen_by = &invoice_read},
	{HTTP_GET, "/console/invoices", STAFF, &invoice_read, console_invoice_list,
	 .about =
		 "All invoices, newest first; filter: all, unpaid, overdue, paid, credit-notes, drafts; client and company: "
		 "ids; q: what the number or the reference begins with."},
	{HTTP_GET, "/console/invoices/{invoice}", STAFF, &invoice_read, console_invoice_show,
	 .about = "One invoice: lines, taxes, payments, credit notes, and its PDF's SHA-256."},
	{HTTP_GET, "/console/invoices/{invoice}.pdf", STAFF, &invoice_read, invoice_pdf_reply,
	 .about = "The invoice as PDF, made once and kept; of a draft a preview that is not kept.",
	 .flags = ROUTE_WRITES | ROUTE_SLOW | ROUTE_KEEPS, .prepare = invoice_pdf_prepare},
	{HTTP_GET, "/console/invoices/new", STAFF, &invoice_write, invoice_new_form,
	 .about = "The form of a new invoice; client: whom it is for, q: searches one."},
	{HTTP_POST, "/console/invoices", STAFF, &invoice_write, invoice_new,
	 .about =
		 "Makes a draft. client: id or number; company: id, by default the client's; quantities with three decimals, "
		 "unit prices without tax, rates in per cent. action=preview only works out the sums.",
	 .fields = INVOICE_FIELDS},
	{HTTP_GET, "/console/invoices/{invoice}/draft", STAFF, &invoice_write, invoice_draft_form,
	 .about = "The form of a draft."},
	{HTTP_POST, "/console/invoices/{invoice}/draft", STAFF, &invoice_write, invoice_draft_change,
	 .about = "Rewrites a draft; version is that of the draft that was read.", .fields = INVOICE_FIELDS},
	{HTTP_POST, "/console/invoices/{invoice}/issue", STAFF, &invoice_write, invoice_issue_done,
	 .about = "Gives a draft its number. issued_on: today by default, never before the last one of the series.",
	 .fields = "issued_on version"},
	{HTTP_POST, "/console/invoices/{invoice}/payments", STAFF, &payment_write, invoice_payment,
	 .about =
		 "Records a payment; a negative amount was sent back. paid_on: today by default; method: transfer, card, "
		 "cheque, cash, debit, other.",
	 .fields = "amount paid_on method reference version"},
	{HTTP_GET, "/console/invoices/{invoice}/credit", STAFF, &invoice_write, invoice_credit_form,
	 .about = "The form of a credit note."},
	{HTTP_POST, "/console/invoices/{invoice}/credit", STAFF, &invoice_write, invoice_credit_done,
	 .about = "Issues a credit note: of the whole (whole=true), or of a net amount of each line.",
	 .fields = "whole version lines.*.amount"},
	{HTTP_POST, "/console/invoices/{invoice}/removal", STAFF, &invoice_write, invoice_removal,
	 .about = "Deletes a draft.", .fields = "version"},
	{HTTP_DELETE, "/console/invoices/{invoice}", STAFF, &invoice_write, invoice_removal,
	 .about = "Deletes a draft.", .fields = "version"},
};
