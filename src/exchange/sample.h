/* sample: the headings and first lines of a file that came, looked at before the transaction. Internal to src/exchange.
 */
#ifndef EXCHANGE_SAMPLE_H
#define EXCHANGE_SAMPLE_H

#include "core/request.h"
#include "exchange/portion.h"
#include "sheet/sheet.h"

/* What a route with an upload found: the file is kept, or *english says why not. */
struct sent_sheet {
	const char *blob; /* NULL: refused */
	const char *file_name;
	const char *sample; /* JSON, as struct intake keeps it */
	const char **headings;
	size_t column_count;
	int64_t line_count;
	struct sheet_error error;
};

/* The route's prepare: keeps the file and reads all of it once. */
void sample_prepare(struct request *rq);

struct sample {
	const char **headings;
	size_t column_count;
	struct line *lines;
	size_t line_count;
};
struct sample sample_read(struct arena *arena, const char *json);

#endif
