/* company: rules about a company's legal numbers, bank account and colour; no SQL, no HTTP. */
#ifndef COMPANIES_COMPANY_H
#define COMPANIES_COMPANY_H

#include "companies/companies.h"

#include <stdbool.h>

/* IBAN without blanks, in capitals: length, letters and the check digits of ISO 13616 (mod 97). */
bool iban_is_valid(const char *iban);

/* SIRET: 14 digits whose Luhn sum is a multiple of 10 (La Poste's own establishments, 356 000 000, are exempt). */
bool siret_is_valid(const char *siret);

/* "#" and six hexadecimal digits. */
bool colour_is_valid(const char *colour);

/* Host name: labels of letters, digits and hyphens with at least one dot (RFC 1123), lower case. */
bool host_is_valid(const char *host);

/* The five accent colours of a brand, each readable on its ground (WCAG 2.2, 1.4.3 and 1.4.11). */
struct palette {
	char accent[8], hover[8], on[8], text[8], soft[8];
};
struct palette palette_light(const char *colour);
struct palette palette_dark(const char *colour);

/* Contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
double colour_contrast(const char *a, const char *b);

#endif
