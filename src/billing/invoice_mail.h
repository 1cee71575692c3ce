/* invoice_mail: tells a client's contacts that an invoice or a credit note is there. */
#ifndef BILLING_INVOICE_MAIL_H
#define BILLING_INVOICE_MAIL_H

#include "core/event.h"

/* Receives "invoice.issued" and "credit_note.issued". */
void invoice_mail(const struct house *house, struct tx *tx, const struct event *event);

#endif
