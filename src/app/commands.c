/* commands: the short ones: migrate, staff, plan, import, routes, outbox, mail-report, audit, version. */
#include "app/app.h"
#include "app/command.h"
#include "app/version.h"

#include "base/arena.h"
#include "billing/billing.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "outbox/outbox.h"
#include "people/people.h"
#include "portal_users/portal_users.h"

#include <stdio.h>
#include <string.h>

struct app *
command_open(struct arena *arena)
{
	struct app *app = app_open(arena, APP_USE);
	const char *error = NULL;

	if (app != NULL && app_migrate(app, &error))
		return app;
	if (app != NULL) {
		fprintf(stderr, "parvis: %s\n", error);
		app_close(app);
	}
	arena_free(arena);
	return NULL;
}

int
command_close(struct app *app, int code)
{
	struct arena *arena = app->arena;

	app_close(app);
	arena_free(arena);
	return code;
}

int
command_migrate(int argc, char **argv)
{
	struct arena *arena = arena_new(0);
	struct app *app = command_open(arena);

	(void)argc;
	(void)argv;
	if (app == NULL)
		return 1;
	puts("The database is up to date.");
	return command_close(app, 0);
}

int
command_staff(int argc, char **argv)
{
	struct app *app = command_open(arena_new(0));

	return app == NULL ? 1 : command_close(app, staff_command(&app->house, argc, argv));
}

int
command_plan(int argc, char **argv)
{
	struct app *app = command_open(arena_new(0));

	return app == NULL ? 1 : command_close(app, portal_plan_command(&app->house, argc, argv));
}

int
command_outbox(int argc, char **argv)
{
	struct app *app = command_open(arena_new(0));

	return app == NULL ? 1 : command_close(app, outbox_command(&app->house, argc, argv));
}

int
command_mail_report(int argc, char **argv)
{
	struct app *app = command_open(arena_new(0));

	return app == NULL ? 75 /* the mail server keeps it */
			   : command_close(app, report_command(&app->house, argc, argv));
}

int
command_import(int argc, char **argv)
{
	struct app *app;
	int code;

	if (argc < 2 ||
	    (strcmp(argv[0], "clients") != 0 && strcmp(argv[0], "contacts") != 0 && strcmp(argv[0], "invoices") != 0)) {
		fprintf(stderr, "parvis: write parvis import clients|contacts|invoices FILE.csv [--dry-run]\n");
		return 2;
	}
	app = command_open(arena_new(0));
	if (app == NULL)
		return 1;
	code = strcmp(argv[0], "invoices") == 0 ? billing_import_command(&app->house, argc - 1, argv + 1)
						: clients_import_command(&app->house, argv[0], argc - 1, argv + 1);
	return command_close(app, code);
}

/* ---- routes ---- */

static const char *const audience_names[] = {"unset", "public", "portal", "staff", "operator", "machine", "device"};

static void
print_routes_json(struct app *app)
{
	struct builder out = builder_new(app->arena, 0);
	struct doc *list = doc_list(app->arena);

	for (size_t i = 0; i < app->route_count; i++) {
		const struct route *route = app->routes[i];
		struct doc *row = doc_add_object(list);

		doc_set_text(row, "method", http_method_names[route->method]);
		doc_set_text(row, "path", route->path);
		doc_set_text(row, "audience", audience_names[route->audience]);
		doc_set_text(row, "permission", route->permission->name);
		doc_set_text(row, "fields", route->fields);
		doc_set_bool(row, "writes", !http_is_safe(route->method) || route->flags & ROUTE_WRITES);
		doc_set_bool(row, "uploads", route->upload_limit > 0);
		doc_set_text(row, "about", route->about);
	}
	doc_print_json(list, NULL, &out);
	puts(builder_text(&out));
}

int
command_routes(int argc, char **argv)
{
	struct arena *arena = arena_new(0);
	struct app *app = app_open(arena, APP_ROUTES);

	if (app == NULL) {
		arena_free(arena);
		return 1;
	}
	if (argc > 0 && strcmp(argv[0], "--json") == 0)
		print_routes_json(app);
	else
		for (size_t i = 0; i < app->route_count; i++)
			printf("%-6s %-60s %-8s %s\n", http_method_names[app->routes[i]->method], app->routes[i]->path,
			       audience_names[app->routes[i]->audience], app->routes[i]->permission->name);
	arena_free(arena);
	return 0;
}

/* ---- audit ---- */

int
command_audit(int argc, char **argv)
{
	struct app *app;
	struct tx *tx;
	int64_t rows, broken_at;
	bool whole;

	if (argc != 1 || strcmp(argv[0], "verify") != 0) {
		fprintf(stderr, "parvis: write parvis audit verify\n");
		return 2;
	}
	app = command_open(arena_new(0));
	if (app == NULL)
		return 1;
	tx = db_read(app->house.db, app->arena);
	whole = audit_verify(&app->house, tx, &rows, &broken_at) && tx_trouble(tx) == DB_FINE;
	db_read_end(tx);
	if (whole)
		printf("The journal is whole: %lld rows.\n", (long long)rows);
	else
		printf("The journal was changed: row %lld does not fit its chain.\n", (long long)broken_at);
	return command_close(app, whole ? 0 : 1);
}

int
command_version(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	puts("parvis " PARVIS_VERSION);
	return 0;
}
