/* sms_countries: how the countries Parvis lists number their telephones. Source: the national numbering plans that
 * ITU-T publishes under Recommendation E.129, and the calling codes of Recommendation E.164, annex D. */
#include "sms/sms_countries.h"

#include <stddef.h>
#include <string.h>

/* Where several share a calling code, the first one answers for it. */
static const struct sms_country countries[] = {
	{"FR", "33", "0", 9, 9},  {"RE", "262", "0", 9, 9}, {"YT", "262", "0", 9, 9}, {"GP", "590", "0", 9, 9},
	{"BL", "590", "0", 9, 9}, {"MF", "590", "0", 9, 9}, {"MQ", "596", "0", 9, 9}, {"GF", "594", "0", 9, 9},
	{"PM", "508", "0", 6, 9}, {"PF", "689", "", 6, 8},  {"NC", "687", "", 6, 6},  {"WF", "681", "", 6, 6},
	{"MC", "377", "", 8, 9},  {"BE", "32", "0", 8, 9},  {"CH", "41", "0", 9, 9},  {"LU", "352", "", 4, 11},
	{"LI", "423", "", 7, 9},  {"DE", "49", "0", 5, 13}, {"AT", "43", "0", 4, 13}, {"ES", "34", "", 9, 9},
	{"AD", "376", "", 6, 9},  {"PT", "351", "", 9, 9},  {"IT", "39", "", 6, 11},  {"SM", "378", "", 6, 10},
	{"MT", "356", "", 8, 8},  {"NL", "31", "0", 9, 9},  {"GB", "44", "0", 9, 10}, {"IE", "353", "0", 7, 9},
	{"DK", "45", "", 8, 8},	  {"SE", "46", "0", 7, 9},  {"NO", "47", "", 8, 8},   {"FI", "358", "0", 5, 12},
	{"IS", "354", "", 7, 9},  {"PL", "48", "", 9, 9},   {"CZ", "420", "", 9, 9},  {"SK", "421", "0", 9, 9},
	{"HU", "36", "06", 8, 9}, {"RO", "40", "0", 9, 9},  {"BG", "359", "0", 8, 9}, {"GR", "30", "", 10, 10},
	{"CY", "357", "", 8, 8},  {"HR", "385", "0", 8, 9}, {"SI", "386", "0", 8, 8}, {"EE", "372", "", 7, 8},
	{"LV", "371", "", 8, 8},  {"LT", "370", "0", 8, 8}, {"US", "1", "1", 10, 10}, {"CA", "1", "1", 10, 10},
	{"MA", "212", "0", 9, 9}, {"TN", "216", "", 8, 8},  {"DZ", "213", "0", 8, 9},
};

enum { COUNTRIES = sizeof countries / sizeof countries[0] };

const struct sms_country *
sms_country_of(const char *code)
{
	size_t i;

	for (i = 0; i < COUNTRIES; i++)
		if (strcmp(countries[i].code, code) == 0)
			return &countries[i];
	return NULL;
}

const struct sms_country *
sms_country_calling(const char *digits)
{
	const struct sms_country *best = NULL;
	size_t i;

	for (i = 0; i < COUNTRIES; i++) {
		size_t length = strlen(countries[i].prefix);

		if (strncmp(digits, countries[i].prefix, length) == 0 && (!best || length > strlen(best->prefix)))
			best = &countries[i];
	}
	return best;
}
