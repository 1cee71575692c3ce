/* payment_code: eleven lines of text, which banking apps read from a QR code. */
#include "billing/payment_code.h"

#include "base/arena.h"

#include <string.h>

enum {
	NAME_CHARACTERS = 70,	     /* EPC069-12: beneficiary */
	REMITTANCE_CHARACTERS = 140, /* unstructured */
};
#define AMOUNT_LIMIT_EPC INT64_C(99999999999) /* 999 999 999.99 */

/* At most so many characters, without line ends: each line has its meaning. */
static const char *
one_line(struct arena *arena, const char *text, size_t characters)
{
	char *line = arena_text(arena, text == NULL ? "" : text);
	size_t count = 0;

	for (char *c = line; *c != '\0'; c++) {
		if (((unsigned char)*c & 0xC0) != 0x80 && count++ == characters) {
			*c = '\0';
			break;
		}
		if ((unsigned char)*c < ' ')
			*c = ' ';
	}
	return line;
}

const char *
payment_code_text(struct arena *arena, const struct company *seller, struct money amount, const char *remittance)
{
	char euros[32];

	if (text_empty(seller->iban) || strcmp(amount.currency, "EUR") != 0 || amount.minor <= 0 ||
	    amount.minor > AMOUNT_LIMIT_EPC)
		return NULL;
	decimal_print(euros, amount.minor, 2);
	return arena_printf(arena, "BCD\n002\n1\nSCT\n%s\n%s\n%s\nEUR%s\n\n\n%s",
			    seller->bic == NULL ? "" : one_line(arena, seller->bic, 11),
			    one_line(arena, seller->legal_name, NAME_CHARACTERS), one_line(arena, seller->iban, 34),
			    euros, one_line(arena, remittance, REMITTANCE_CHARACTERS));
}

const char *
iban_grouped(struct arena *arena, const char *iban)
{
	struct builder grouped = builder_new(arena, 0);

	for (size_t i = 0; iban != NULL && iban[i] != '\0'; i++) {
		if (i > 0 && i % 4 == 0)
			build_char(&grouped, ' ');
		build_char(&grouped, iban[i]);
	}
	return builder_text(&grouped);
}
