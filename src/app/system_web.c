/* system_web: readiness, figures for Prometheus, the API's description and a page to read it. */
#include "app/app.h"
#include "app/system.h"
#include "app/system_job.h"

#include "core/organisation.h"
#include "http/server.h"
#include "job/job.h"

#include <inttypes.h>

static struct reply
ready(struct request *rq)
{
	return reply_bytes(rq, "text/plain; charset=utf-8", STR("ready\n"));
}

/* ---- figures ---- */

static struct app *
app_of(const struct request *rq)
{
	return ((struct call *)rq->http->app)->app;
}

static void
print_figure(struct builder *out, const char *name, const char *type, const char *help, int64_t value)
{
	build_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %" PRId64 "\n", name, help, name, type, name, value);
}

static void
print_requests(struct builder *out, struct figures *figures)
{
	static const char *const bounds[] = {"0.001", "0.002", "0.005", "0.01", "0.025", "0.05",
					     "0.1",   "0.25",  "1",	"5",	"+Inf"};
	uint64_t sum = 0;

	build_text(out, "# HELP parvis_requests_total Requests answered, by class of status.\n"
			"# TYPE parvis_requests_total counter\n");
	for (size_t i = 1; i < STATUS_CLASSES; i++)
		build_printf(out, "parvis_requests_total{status=\"%zuxx\"} %" PRIu64 "\n", i,
			     atomic_load(&figures->by_status[i]));
	build_text(out, "# HELP parvis_request_seconds Time from the first byte to the last.\n"
			"# TYPE parvis_request_seconds histogram\n");
	for (size_t i = 0; i <= DURATION_STEPS; i++) {
		sum += atomic_load(&figures->by_duration[i]);
		build_printf(out, "parvis_request_seconds_bucket{le=\"%s\"} %" PRIu64 "\n", bounds[i], sum);
	}
	build_printf(out, "parvis_request_seconds_sum %.6f\nparvis_request_seconds_count %" PRIu64 "\n",
		     (double)atomic_load(&figures->duration_us) / 1e6, sum);
}

static void
print_connections(struct builder *out, const struct http_counts *counts)
{
	print_figure(out, "parvis_connections_open", "gauge", "Connections now.", counts->open);
	print_figure(out, "parvis_requests_in_flight", "gauge", "Requests being answered now.", counts->in_flight);
	print_figure(out, "parvis_connections_total", "counter", "Connections accepted.", (int64_t)counts->connections);
	print_figure(out, "parvis_refused_total", "counter", "Requests refused by the guard.",
		     (int64_t)counts->refused);
	print_figure(out, "parvis_overdue_total", "counter", "Connections closed for being too slow.",
		     (int64_t)counts->overdue);
}

static void
print_jobs(struct builder *out, const struct job_totals *jobs)
{
	print_figure(out, "parvis_jobs_waiting", "gauge", "Jobs not yet due or not yet taken.", jobs->waiting);
	print_figure(out, "parvis_jobs_running", "gauge", "Jobs being run.", jobs->running);
	print_figure(out, "parvis_jobs_dead", "gauge", "Jobs given up: see the console.", jobs->dead);
}

/* Figures are for the machine's own collector: whoever comes through a proxy or from elsewhere finds nothing here. */
static bool
asks_from_here(const struct request *rq)
{
	struct str remote = str_of(rq->http->remote);

	return http_header(rq->http, "X-Forwarded-For") == NULL && http_header(rq->http, "Forwarded") == NULL &&
	       (str_starts(remote, STR("127.")) || str_equal(remote, STR("::1")) || remote.length == 0);
}

static struct reply
metrics(struct request *rq)
{
	struct builder out = builder_new(rq->arena, 0);
	struct app *app = app_of(rq);
	struct http_counts counts;
	struct job_totals jobs;

	if (!asks_from_here(rq))
		return reply_not_found(rq);
	counts = http_counted(app->server);
	jobs = job_count(rq->tx);
	print_requests(&out, &app->figures);
	print_connections(&out, &counts);
	print_jobs(&out, &jobs);
	return reply_bytes(rq, "text/plain; version=0.0.4; charset=utf-8", builder_str(&out));
}

/* ---- the API's description ---- */

static struct reply
openapi(struct request *rq)
{
	struct builder out = builder_new(rq->arena, 0);

	doc_print_json(openapi_doc(rq->arena, rq->house), NULL, &out);
	return reply_bytes(rq, "application/json", builder_str(&out));
}

static struct reply
api_page(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);
	struct doc *groups = doc_set_list(page, "groups");

	for (size_t f = 0; f < rq->house->feature_count; f++) {
		const struct feature *feature = rq->house->features[f];
		struct doc *group = doc_add_object(groups), *routes;

		doc_set_text(group, "name", feature->name);
		routes = doc_set_list(group, "routes");
		for (size_t i = 0; i < feature->route_count; i++) {
			const struct route *route = &feature->routes[i];
			struct doc *row = doc_add_object(routes);

			doc_set_text(row, "method", http_method_names[route->method]);
			doc_set_text(row, "path", route->path);
			doc_set_text(row, "about", route->about);
			doc_set_text(row, "fields", route->fields);
			doc_set_text(row, "permission", route->permission->name);
		}
	}
	return reply_page(rq, "api_page", page);
}

static const struct route routes[] = {
	{HTTP_GET, "/readyz", PUBLIC, &everybody, ready, "Whether the program and its database can answer"},
	{HTTP_GET, "/metrics", PUBLIC, &everybody, metrics, "Figures for Prometheus, from the machine itself only"},
	{HTTP_GET, "/openapi.json", PUBLIC, &everybody, openapi, "This description"},
	{HTTP_GET, "/console/api", STAFF, &any_staff, api_page, "The API's description, to read"},
};

const struct feature system_ = {
	.name = "system",
	.routes = routes,
	.route_count = sizeof routes / sizeof routes[0],
	.jobs = system_jobs,
	.job_count = SYSTEM_JOBS,
	.export_person = export_nothing,
	.erase_person = erase_nothing,
};
