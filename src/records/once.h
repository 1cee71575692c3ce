/* once: a creation that comes twice with the same Idempotency-Key makes one record. */
#ifndef RECORDS_ONCE_H
#define RECORDS_ONCE_H

#include "job/job.h"
#include "records/record.h"
#include "sys/crypto.h"

struct once {
	bool asked;	/* the header was there */
	bool refused;	/* the key came before with another body */
	int64_t record; /* what it made the first time; 0: nothing yet */
	struct hash key, body;
};

struct once once_begin(struct request *rq, const struct module *module);
void once_keep(struct request *rq, const struct once *once, const struct module *module, int64_t record);

/* Forgets keys of more than a day ago. */
void once_forget(struct tx *tx, int64_t before);
enum job_result once_sweep(struct job *job); /* "record.once", every day */

#endif
