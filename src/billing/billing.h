/* billing: invoices and credit notes, their numbers, payments and PDF. */
#ifndef BILLING_BILLING_H
#define BILLING_BILLING_H

#include "core/feature.h"

#include <stdint.h>

extern const struct feature billing;

/* `parvis import invoices FILE.csv [--dry-run]`; returns the exit code. */
int billing_import_command(const struct house *house, int argc, char **argv);

#endif
