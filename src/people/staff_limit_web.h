/* staff_limit_web: how often passwords and codes of staff users may be tried: counted before the work, never for ever.
 */
#ifndef PEOPLE_STAFF_LIMIT_WEB_H
#define PEOPLE_STAFF_LIMIT_WEB_H

#include "core/request.h"

#include <stdbool.h>
#include <stdint.h>

/* A browser that has signed in before has limits of its own: strangers cannot lock its owner out. */
#define STAFF_DEVICE_COOKIE "staff_device"

/* Who tries, as the limits see it. The same for addresses that are known and unknown. */
struct trier {
	const char *account; /* keyed hash of the address, or of the device that is known for it */
	const char *network; /* NULL: this machine */
};
struct trier trier_of(struct request *rq, const char *email);

/* Each counts one more try, durably, before anything is compared; false: too many, *wait_ms says for how long. */
bool staff_limit_password(struct tx *tx, const struct trier *trier, int64_t *wait_ms);
bool staff_limit_code(struct tx *tx, const struct trier *trier, int64_t session);
bool staff_limit_forgotten(struct tx *tx, const struct trier *trier);
/* The right password and, of a session (0: none), the right second factor were given. */
void staff_limit_forgive(struct tx *tx, const struct trier *trier, int64_t session);

/* Counts a try of a password in a transaction of its own: for prepare, where there is none. */
enum db_trouble staff_limit_count(struct request *rq, const char *email, bool *allowed, int64_t *wait_ms);

/* This browser is now known for the address. */
void staff_device_remember(struct request *rq, struct reply *reply, const char *email);

/* "Too many tries. …", with the minutes to wait, beside the whole form. */
extern const char staff_limit_sentence[];
void staff_limit_error(struct request *rq, int64_t wait_ms);

#endif
