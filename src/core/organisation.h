/* organisation: the one whose database this is: name, language, country, zone, currency. */
#ifndef CORE_ORGANISATION_H
#define CORE_ORGANISATION_H

#include <stdint.h>

struct tx;

struct organisation {
	int64_t id;
	const char *name;
	const char *language; /* "fr": for those who have not chosen */
	const char *country;  /* "FR" */
	const char *zone;     /* "Europe/Paris" */
	const char *currency; /* "EUR" */
	int64_t created_at;
};

/* NULL before `parvis init`. */
const struct organisation *organisation_find(struct tx *tx);
/* How many days what was deleted lies in the recycle bin before it goes for good. */
enum { BIN_DAYS_MOST = 3650 };
int organisation_bin_days(struct tx *tx);
void organisation_keep_bin_days(struct tx *tx, int days);

void organisation_create(struct tx *tx, const struct organisation *organisation);

#endif
