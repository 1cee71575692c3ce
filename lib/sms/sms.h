/* sms: sends one text message through an HTTP gateway. */
#ifndef SMS_SMS_H
#define SMS_SMS_H

#include <stdbool.h>

struct arena;

enum sms_result { SMS_SENT, SMS_LATER, SMS_NEVER };

/* `gateway` ("…+http" or "…+https"): "kannel+http://user:pass@host:13013/cgi-bin/sendsms?from=Parvis" (GET, kannel's
 * parameters, UTF-8 as charset) or "json+https://host/path" (POST {"to","text","id"}, with Authorization: Bearer and
 * the user info's password, or its user when it has no password). `number` is E.164. `id` stays the same for all tries.
 * Blocks up to 20 s; *error a sentence when not sent. */
enum sms_result sms_send(struct arena *arena, const char *gateway, const char *number, const char *text, const char *id,
			 const char **error);

bool sms_url_ok(const char *gateway, const char **error);

/* "06 12 34 56 78" with country "FR" → "+33612345678"; NULL when it is no possible number (E.164: at most 15 digits).
 * Knows the trunk prefixes of the countries Parvis has in its list; an explicit + or 00 always works. */
const char *sms_number(struct arena *arena, const char *typed, const char *country);
/* False when an E.164 number is known not to be a mobile one (French plan: mobiles begin with 6 or 7); true otherwise.
 */
bool sms_number_mobile(const char *number);

/* "06 •• •• •• 12": what may be shown of a number. */
const char *sms_number_masked(struct arena *arena, const char *number);

#endif
