/* invoice_job: the PDF of an invoice, made once: by a job after issue, or by the first who asks for it. */
#ifndef BILLING_INVOICE_JOB_H
#define BILLING_INVOICE_JOB_H

#include "blob/blob.h"
#include "core/house.h"
#include "core/viewer.h"
#include "job/job.h"

/* A PDF just made, not yet recorded. */
struct invoice_file {
	bool kept;	  /* one is recorded already: nothing was made */
	struct str bytes; /* empty: the viewer has no such invoice, or the disk refused */
	struct blob blob; /* of an issued one; name "" for a draft, whose PDF is only a preview */
	int64_t invoice;
};

/* Prints and keeps the file, outside of any transaction but its own short read. */
struct invoice_file
invoice_file_make(const struct house *house, struct arena *arena, const struct viewer *viewer, int64_t invoice);

/* Records it, unless another was recorded meanwhile: then ours is swept. */
void invoice_file_record(struct tx *tx, const struct invoice_file *file);

/* "invoice.pdf" {invoice} */
enum job_result invoice_pdf_run(struct job *job);

#endif
