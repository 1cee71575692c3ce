/* handlers: what answers the routes of billing, listed in billing_routes.c. */
#ifndef BILLING_HANDLERS_H
#define BILLING_HANDLERS_H

#include "billing/invoice.h"
#include "core/feature.h"

enum { BILLING_ROUTES = 17 };
extern const struct route billing_routes[BILLING_ROUTES];

extern const struct permission invoice_read, invoice_write, payment_write;

/* invoice_web.c: lists, sheets, PDF */
struct reply portal_invoice_list(struct request *rq);
struct reply portal_invoice_show(struct request *rq);
struct reply portal_invoice_code(struct request *rq);
struct reply console_invoice_list(struct request *rq);
struct reply console_invoice_show(struct request *rq);
void invoice_pdf_prepare(struct request *rq);
struct reply invoice_pdf_reply(struct request *rq);

/* invoice_form_web.c: writing drafts */
struct reply invoice_new_form(struct request *rq);
struct reply invoice_new(struct request *rq);
struct reply invoice_draft_form(struct request *rq);
struct reply invoice_draft_change(struct request *rq);

/* invoice_action_web.c: what is done to an invoice */
struct reply invoice_issue_done(struct request *rq);
struct reply invoice_payment(struct request *rq);
struct reply invoice_credit_form(struct request *rq);
struct reply invoice_credit_done(struct request *rq);
struct reply invoice_removal(struct request *rq);

/* The page of one invoice for staff, with the forms of what can be done to it. */
struct doc *invoice_show_doc(struct request *rq, const struct invoice *invoice);

/* billing_cards_web.c */
void billing_portal_card(struct request *rq, struct doc *page);
void billing_console_card(struct request *rq, struct doc *page);

#endif
