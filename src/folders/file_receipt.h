/* file_receipt: which contacts opened or downloaded a file, for staff to see. */
#ifndef FOLDERS_FILE_RECEIPT_H
#define FOLDERS_FILE_RECEIPT_H

#include "core/request.h"
#include "folders/file_store.h"

struct file_receipt {
	int64_t contact;
	int64_t at;	    /* the last time */
	const char *detail; /* of that line of the journal, with the version; NULL: it has none */
};

/* Those who did it last first, as the journal has it; zips of whole folders are told there alone. Of what was done very
 * often the newest lines are looked at. One statement. */
struct file_receipt *file_receipts(struct tx *tx, int64_t file, size_t *count);

/* "receipts" of the document, with names as far as the reader may know them; NULL in the portal. */
void file_receipts_fill(struct request *rq, struct doc *page, const struct file *file);

#endif
