/* before: what fields had before an import changed them, kept so that they can have it again. */
#ifndef EXCHANGE_BEFORE_H
#define EXCHANGE_BEFORE_H

#include "records/record.h"

/* The cells of the fields that `draft` gives, by their ids (JSON). */
const char *before_text(struct arena *arena, const struct module *module, const struct record_draft *draft,
			const struct db_value *cells);
/* The same as a draft; fields that are not there any more are left out. */
struct record_draft *before_read(struct arena *arena, const struct module *module, const char *json);

#endif
