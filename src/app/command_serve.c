/* command_serve: starts everything, waits for a signal, and ends in order: network, workers, jobs, database. */
#include "app/app.h"
#include "app/command.h"

#include "base/arena.h"
#include "base/log.h"
#include "blob/blob_check.h"
#include "content/content.h"
#include "db/belt.h"
#include "job/job.h"
#include "sandbox/sandbox.h"
#include "sys/pool.h"
#include "sys/service.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	LEAST_WORKERS = 4,
	SLOW_WORKERS = 2,
	PAGE_QUEUE = 4096,
	SLOW_QUEUE = 64,
	JOB_THREADS = 4, /* a mail server that hangs holds up one */
	JOB_KINDS_LIMIT = 64,
	CONNECTIONS = 4096,
	DRAIN_SECONDS = 25, /* within the 30 s that systemd gives */
};

static unsigned
worker_count(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	return cores * 2 < LEAST_WORKERS ? LEAST_WORKERS : (unsigned)cores * 2;
}

static void
start_jobs(struct app *app)
{
	struct job_kind *kinds = arena_make_array(app->arena, struct job_kind, JOB_KINDS_LIMIT);
	size_t count = 0;

	for (size_t f = 0; f < feature_count; f++)
		for (size_t i = 0; i < features[f]->job_count && count < JOB_KINDS_LIMIT; i++)
			kinds[count++] = features[f]->jobs[i];
	app->house.jobs = job_start(app->house.db, kinds, count, JOB_THREADS, &app->house);
}

/* Whoever reaches a loopback address is this machine's proxy, which speaks for many: no cap for it. */
static unsigned
connections_per_address(const char *listen)
{
	struct str address = str_of(listen);
	bool local = str_starts(address, STR("127.")) || str_starts(address, STR("[::1]")) ||
		     str_starts(address, STR("localhost"));

	return local ? CONNECTIONS : 0;
}

static bool
start_network(struct app *app)
{
	const struct config *config = app->house.config;
	const struct http_application application = dispatch_application(app);
	const char *error = NULL;
	const struct http_options options = {
		.listen = config->listen,
		.tls_cert = config->tls_cert == NULL ? NULL : app->tls_cert.at,
		.tls_key = config->tls_key == NULL ? NULL : app->tls_key.at,
		.proxies = config->proxies,
		.connections = CONNECTIONS,
		.connections_per_address = connections_per_address(config->listen),
		.upload_folder = arena_printf(app->arena, "%s/uploads", config->data),
	};

	app->server = http_start(app->arena, &options, &application, &error);
	if (app->server == NULL)
		fprintf(stderr, "parvis: %s\n", error);
	return app->server != NULL;
}

static void
stop_workers(struct app *app)
{
	pool_stop(app->slow);
	pool_stop(app->pages);
	job_stop(app->house.jobs);
}

static bool
start(struct app *app)
{
	const char *error = NULL;

	if (!app_migrate(app, &error)) {
		fprintf(stderr, "parvis: the database cannot be brought up to date: %s\n", error);
		return false;
	}
	app->pages = pool_new("page", worker_count(), PAGE_QUEUE);
	app->slow = pool_new("slow", SLOW_WORKERS, SLOW_QUEUE);
	start_jobs(app);
	if (start_network(app))
		return true;
	stop_workers(app);
	return false;
}

static int
stop(struct app *app)
{
	bool drained = http_stop(app->server, DRAIN_SECONDS);

	stop_workers(app);
	if (!drained)
		log_warning("serve.cut", "some requests took too long and were cut");
	log_info("serve.stop", "stopped");
	return drained ? 0 : 1;
}

/* ---- the store of files ---- */

static bool
enough(const char *name, void *data)
{
	(void)name;
	(void)data;
	return false;
}

/* A key or an address that is wrong is better seen now than by the first who sends a file. */
static void
try_store(void *data)
{
	struct app *app = data;

	if (!blobs_each(app->house.blobs, 0, enough, NULL))
		log_warning("storage.start", "files are kept in %s: %s", blobs_place(app->house.blobs),
			    blob_reason(errno));
	else
		log_info("storage.start", "files are kept in %s", blobs_place(app->house.blobs));
}

static int
serve(struct app *app)
{
	int signal_number, swept;

	if (!start(app))
		return 1;
	swept = content_sweep();
	if (swept > 0)
		log_info("content.sweep", "%d folders of documents were left behind, and are gone", swept);
	log_info("sandbox.start", "files are looked into behind %s", sandbox_walls(app->arena));
	log_info("serve.start", "answering on %s, reached as %s", app->house.config->listen,
		 app->house.config->public_url);
	if (blobs_place(app->house.blobs) != NULL)
		blobs_later(app->house.blobs, try_store, app);
	db_belt_missing(app->house.db, app->arena); /* says so itself */
	do
		signal_number = service_wait_signal();
	while (signal_number == SIGHUP);
	log_info("serve.drain", "asked to stop: answering what is in flight");
	return stop(app);
}

int
command_serve(int argc, char **argv)
{
	struct arena *arena;
	struct app *app;
	int code = 1;

	(void)argv;
	if (argc > 0) {
		fprintf(stderr, "parvis: serve takes no argument; settings come from the environment.\n");
		return 2;
	}
	service_block_signals();
	service_harden();
	arena = arena_new(0);
	app = app_open(arena, APP_USE);
	if (app != NULL) {
		code = serve(app);
		app_close(app);
	}
	arena_free(arena);
	return code;
}
