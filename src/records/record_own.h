/* record_own: the fields of the house's own making, for the page that a feature has of a record. */
#ifndef RECORDS_RECORD_OWN_H
#define RECORDS_RECORD_OWN_H

#include "core/request.h"

/* Sets "own" of the page, for the part record_own.html: {"href", "form_href", "fields"}, as far as the viewer sees the
 * record and its fields; null when they do not see the record. Besides what features have to say at its head
 * (approval_banner.html), and for browsers those that may be the same (record_twins.html). */
void record_own_fill(struct request *rq, struct doc *page, const char *module, int64_t id);

/* For a record that is not there: where it was merged into another one, there; else not found. */
struct reply record_own_gone(struct request *rq, const char *module, int64_t id);

/* Whether the viewer may write all that the feature's own form writes: every field that the feature made and does not
 * keep to itself, in the record as it is now. `id` 0: in a new one. */
bool record_is_open(struct request *rq, const char *module, int64_t id);

/* The same as a sentence (English) that says why not; NULL: they may. */
const char *record_closed(struct request *rq, const char *module, int64_t id);
/* Whether it waits for approval, whoever asks: nobody writes it, nor what stands beside it. */
bool record_waits(struct request *rq, const char *module, int64_t id);

#endif
