/* job_web: what the program gave up doing by itself: to be tried again, or forgotten. */
#include "console/detail.h"
#include "console/handlers.h"

#include "base/id.h"
#include "base/instant.h"
#include "core/audit.h"
#include "core/page.h"
#include "job/job.h"

static void
add_totals(struct request *rq, struct doc *page)
{
	struct job_totals totals = job_count(rq->tx);

	doc_set_int(page, "waiting_count", totals.waiting);
	doc_set_int(page, "running_count", totals.running);
	doc_set_int(page, "dead_count", totals.dead);
	doc_set_instant(page, "oldest_due_at", totals.oldest_due_at);
}

static struct doc *
job_doc(struct request *rq, const struct job_row *job)
{
	struct doc *row = doc_object(rq->arena);
	char id[ID_LENGTH + 1];

	id_print(id, job->id);
	doc_set_id(row, "id", job->id);
	doc_set_text(row, "kind", job->kind);
	doc_set(row, "detail", detail_list(rq->arena, job->payload));
	doc_set_text(row, "error", job->error);
	doc_set_int(row, "attempts", job->attempts);
	doc_set_instant(row, "added_at", job->added_at);
	doc_set_text(row, "href", arena_printf(rq->arena, "/console/jobs/%s", id));
	return row;
}

struct reply
jobs_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena), *rows = doc_set_list(page, "jobs");
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	size_t count, shown;
	const struct job_row *found = job_list_dead(rq->tx, cursor.given ? cursor.id : 0, PAGE_ROWS + 1, &count);

	shown = count > PAGE_ROWS ? PAGE_ROWS : count;
	for (size_t i = 0; i < shown; i++)
		doc_add(rows, job_doc(rq, &found[i]));
	if (shown > 0)
		last = (struct cursor){.given = true, .number = found[shown - 1].added_at, .id = found[shown - 1].id};
	doc_set_bool(page, "listed", shown > 0);
	add_totals(rq, page);
	page_links(rq, page, count > shown, &last);
	return reply_page(rq, "job_list", page);
}

struct reply
job_retry_post(struct request *rq)
{
	int64_t job = path_id(rq, "job");

	if (!job_retry_dead(rq->tx, job))
		return reply_not_found(rq);
	audit_add(rq, &(struct audit){.action = "job.retry", .object_kind = "job", .object = job});
	return reply_done(rq, "/console/jobs", N_("It is being tried again."), NULL);
}

struct reply
job_forget_post(struct request *rq)
{
	int64_t job = path_id(rq, "job");

	if (!job_forget_dead(rq->tx, job))
		return reply_not_found(rq);
	audit_add(rq, &(struct audit){.action = "job.forget", .object_kind = "job", .object = job});
	return reply_done(rq, "/console/jobs", N_("It is forgotten."), NULL);
}
