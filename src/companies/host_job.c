/* host_job: looks at a company's own host name away from any request, and keeps what was seen. */
#include "companies/host_web.h"

#include "base/arena.h"
#include "companies/host_look.h"
#include "core/house.h"

#define HOST_JOB "company.host"

enum { HOST_TRIES = 2 };

void
host_queue(struct tx *tx, int64_t company)
{
	struct doc *payload = doc_object(tx_arena(tx));
	const char *unique = arena_printf(tx_arena(tx), HOST_JOB ".%lld", (long long)company);

	doc_set_int(payload, "company", company);
	job_add(tx, HOST_JOB, payload, 0, unique);
}

static void
keep(struct tx *tx, struct job *job)
{
	host_record(tx, job->state);
}

static enum job_result
run(struct job *job)
{
	const struct house *house = job->context;
	const struct doc *id = doc_get(job->payload, STR("company"));
	struct host_state *state = arena_make(job->arena, struct host_state);
	struct tx *tx = db_read(job->db, job->arena);
	const struct company *company = company_public(tx, id->integer);

	if (company != NULL && company->host != NULL)
		*state = host_find(tx, company);
	db_read_end(tx);
	if (state->host == NULL)
		return JOB_DONE;
	host_look(job->arena, &host_world, house->config->egress, house->config->public_host, state);
	job->state = state;
	job->finish = keep;
	return JOB_DONE;
}

const struct job_kind host_jobs[HOST_JOBS] = {{.name = HOST_JOB, .run = run, .attempts = HOST_TRIES}};
