/* invoice_job: prints outside of transactions, records inside: a crash between the two leaves a file the sweeper takes.
 */
#include "billing/invoice_job.h"

#include "base/arena.h"
#include "base/id.h"
#include "billing/invoice_pdf.h"
#include "billing/invoice_store.h"

struct invoice_file
invoice_file_make(const struct house *house, struct arena *arena, const struct viewer *viewer, int64_t invoice)
{
	struct invoice_file file = {.invoice = invoice};
	struct tx *tx = db_read(house->db, arena);
	const struct invoice *found = invoice_find(tx, viewer, invoice);
	bool draft = found != NULL && found->state == INVOICE_DRAFT;

	file.bytes = invoice_pdf_make(house, tx, viewer, invoice, &file.kept);
	db_read_end(tx);
	if (file.bytes.length > 0 && !draft && !blob_put(arena, house->blobs, file.bytes, &file.blob))
		file.bytes = STR("");
	return file;
}

void
invoice_file_record(struct tx *tx, const struct invoice_file *file)
{
	char hash[HASH_SIZE * 2 + 1];

	if (file->blob.name[0] == '\0')
		return;
	hash_print(hash, &file->blob.sha256);
	invoice_keep_pdf(tx, file->invoice, file->blob.name, hash, (int64_t)file->blob.size);
}

static void
finish(struct tx *tx, struct job *job)
{
	invoice_file_record(tx, job->state);
}

enum job_result
invoice_pdf_run(struct job *job)
{
	struct invoice_file *file = arena_make(job->arena, struct invoice_file);
	const char *id = doc_get_text(job->payload, "invoice");
	int64_t invoice;

	if (id == NULL || !id_parse(str_of(id), &invoice)) {
		job->error = "The job names no invoice.";
		return JOB_DEAD;
	}
	*file = invoice_file_make(job->context, job->arena, &house_viewer, invoice);
	if (!file->kept && file->bytes.length == 0) {
		job->error = "The PDF could not be made or kept: is the disk full?";
		return JOB_RETRY;
	}
	job->state = file;
	job->finish = finish;
	return JOB_DONE;
}
