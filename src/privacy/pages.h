/* pages: what the pages of personal data share: a consent and an answer in a document, addresses. */
#ifndef PRIVACY_PAGES_H
#define PRIVACY_PAGES_H

#include "core/request.h"
#include "privacy/answer_store.h"

#define PRIVACY_HOME "/console/settings/privacy"

/* "/console/settings/privacy/consents/ID" and what follows. */
const char *consent_href(struct arena *arena, int64_t id, const char *rest);

/* The answer of the settings while privacy is switched off. */
struct reply privacy_closed(struct request *rq);

/* Its name, what it asks (paragraphs), whether it is required… in the reader's language. */
void consent_fill(struct doc *shown, const struct consent *consent, const char *language);
/* How it stands for somebody: consent_fill, and state, since when, by which means. */
void standing_fill(struct doc *shown, const struct standing *standing, const char *language);
/* "answers" with the links of the pager. `staff`: with who noted it, and from where it came. */
void answers_fill(struct request *rq, struct doc *page, int64_t module, int64_t record, bool staff);

/* Journals what somebody answered. */
void answer_journal(struct request *rq, const char *module, int64_t record, const struct consent *consent,
		    enum consent_answer answer);

#endif
