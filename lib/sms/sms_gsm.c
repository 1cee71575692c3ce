/* sms_gsm: which texts fit the seven-bit alphabet of telephones (3GPP TS 23.038 §6.2.1 and §6.2.1.1). */
#include "sms/sms_gsm.h"

#include <string.h>

/* Those of the alphabet that are not ASCII. */
static const char accented[] = "£¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€";

static bool
is_ascii_of_alphabet(char c)
{
	return c == '\n' || c == '\r' || c == '\f' || (c >= ' ' && c <= '~' && c != '`');
}

bool
sms_is_gsm(const char *text)
{
	while (*text) {
		char character[5] = {0};
		size_t length = 0;

		do
			character[length++] = *text++;
		while (length < 4 && (*text & 0xc0) == 0x80);
		if (length == 1 ? !is_ascii_of_alphabet(character[0]) : !strstr(accented, character))
			return false;
	}
	return true;
}
