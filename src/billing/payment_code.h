/* payment_code: the QR code that fills in a bank transfer (European Payments Council, EPC069-12, version 002). */
#ifndef BILLING_PAYMENT_CODE_H
#define BILLING_PAYMENT_CODE_H

#include "base/money.h"
#include "base/str.h"
#include "companies/companies.h"

/* The text of the code. NULL when there is nothing to scan: no IBAN, another currency than EUR, or nothing to pay. */
const char *
payment_code_text(struct arena *arena, const struct company *seller, struct money amount, const char *remittance);

/* "FR76 3000 1000 0100 0000 0000 123" */
const char *iban_grouped(struct arena *arena, const char *iban);

#endif
