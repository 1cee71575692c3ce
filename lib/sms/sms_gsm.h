/* sms_gsm: which texts fit the seven-bit alphabet of telephones. */
#ifndef SMS_SMS_GSM_H
#define SMS_SMS_GSM_H

#include <stdbool.h>

/* True when all characters of the UTF-8 `text` are in the GSM default alphabet or its extension (3GPP TS 23.038
 * §6.2.1): then 160 fit in one message, otherwise 70 (UCS-2). */
bool sms_is_gsm(const char *text);

#endif
