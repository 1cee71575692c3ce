/* sms_countries: how the countries Parvis lists number their telephones. */
#ifndef SMS_SMS_COUNTRIES_H
#define SMS_SMS_COUNTRIES_H

struct sms_country {
	char code[3];	    /* ISO 3166-1 */
	const char *prefix; /* the country calling code, E.164 */
	const char *trunk;  /* what is dialled before a national number at home and falls away abroad; "" for none */
	int least, most;    /* digits of the national number, without the trunk prefix */
};

/* By ISO code, or NULL. */
const struct sms_country *sms_country_of(const char *code);

/* By the calling code that `digits` begin with (the longest that fits), or NULL. */
const struct sms_country *sms_country_calling(const char *digits);

#endif
