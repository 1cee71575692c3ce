/* invoice_keeper: the rules of invoices, wherever their records are written. */
#ifndef BILLING_INVOICE_KEEPER_H
#define BILLING_INVOICE_KEEPER_H

#include "records/keeper.h"

extern const struct keeper invoice_keeper;

#endif
