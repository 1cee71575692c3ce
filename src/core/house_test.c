/* house_test: reads the migrations and the templates of the tree, as the build embeds them. */
#include "core/house_test.h"

#include "base/arena.h"
#include "base/check.h"
#include "core/organisation.h"
#include "core/session.h"
#include "db/db_testing.h"
#include "html/template.h"
#include "html/translation.h"
#include "http/exchange.h"
#include "sys/clock.h"
#include "sys/file.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILES_LIMIT = 1000, FILE_LIMIT = 1 << 20 };

static const char *
base_name(struct arena *arena, const char *path)
{
	const char *name = strrchr(path, '/') + 1;

	return arena_text_of(arena, name, strcspn(name, "."));
}

static struct str
content(struct arena *arena, const char *path)
{
	struct str bytes;

	check(file_read(arena, path, FILE_LIMIT, &bytes));
	return bytes;
}

static void
make_organisation(struct tx *tx, void *data)
{
	const struct organisation organisation = {.id = 1,
						  .name = "Maison Essai",
						  .language = "en",
						  .country = "FR",
						  .zone = "Europe/Paris",
						  .currency = "EUR",
						  .created_at = clock_now()};

	(void)data;
	organisation_create(tx, &organisation);
}

static void
migrate(struct db *db, struct arena *arena)
{
	struct migration steps[FILES_LIMIT];
	const char *error = "";
	glob_t found;

	check(glob("migrations/*.sql", 0, NULL, &found) == 0 && found.gl_pathc < FILES_LIMIT);
	for (size_t i = 0; i < found.gl_pathc; i++)
		steps[i] = (struct migration){base_name(arena, found.gl_pathv[i]), content(arena, found.gl_pathv[i])};
	if (!db_migrate(db, arena, steps, found.gl_pathc, &error))
		fprintf(stderr, "%s\n", error);
	globfree(&found);
	check(text_empty(error));
	check(db_write(db, arena, make_organisation, NULL) == DB_FINE);
}

void
house_migrate(struct db *db, struct arena *arena)
{
	crypto_start();
	db_prepare_once(db, arena, migrate);
}

static struct templates *
compile_templates(struct arena *arena, const struct translations *translations)
{
	static const char *const patterns[] = {"src/*/*.html", "src/*/*.txt"};
	static struct template_source sources[FILES_LIMIT];
	const char *error = "";
	struct templates *templates;
	glob_t found;

	for (size_t i = 0; i < sizeof patterns / sizeof patterns[0]; i++)
		check(glob(patterns[i], i == 0 ? 0 : GLOB_APPEND, NULL, &found) == 0);
	check(found.gl_pathc < FILES_LIMIT);
	for (size_t i = 0; i < found.gl_pathc; i++)
		sources[i] = (struct template_source){
			.name = base_name(arena, found.gl_pathv[i]),
			.kind = strstr(found.gl_pathv[i], ".html") != NULL ? TEMPLATE_HTML : TEMPLATE_TEXT,
			.text = content(arena, found.gl_pathv[i])};
	templates = templates_compile(arena, sources, found.gl_pathc, translations, &error);
	globfree(&found);
	if (templates == NULL)
		fprintf(stderr, "%s\n", error);
	check(templates != NULL);
	templates_strict(templates, true);
	return templates;
}

/* Compiled once in a process, and never freed. */
static void
words_of_tree(struct house *house)
{
	static struct arena *arena;
	static struct translations *translations;
	static struct templates *templates;
	const char *error = "";

	if (templates == NULL) {
		arena = arena_new(0);
		translations = translations_load(arena, NULL, 0, &error);
		check(translations != NULL);
		templates = compile_templates(arena, translations);
	}
	house->translations = translations;
	house->templates = templates;
}

struct house *
house_for_test(struct arena *arena, struct db *db, const struct config *config)
{
	struct house *house = arena_make(arena, struct house);
	struct config *plain = arena_make(arena, struct config);

	if (config != NULL)
		*plain = *config;
	plain->public_url = "http://espace.example.fr";
	plain->public_host = "espace.example.fr";
	plain->mail_from = "parvis@espace.example.fr";
	house->config = plain;
	house->db = db;
	words_of_tree(house);
	return house;
}

static struct http_connection *
connection_with(struct arena *arena, const char *cookies)
{
	struct http_connection *connection = arena_make(arena, struct http_connection);

	if (cookies == NULL)
		return connection;
	connection->verdict.headers = arena_make(arena, struct http_field);
	connection->verdict.headers[0] = (struct http_field){"cookie", cookies};
	connection->verdict.header_count = 1;
	return connection;
}

struct request *
request_for_test(const struct house *house, struct arena *arena, const char *fields, const char *cookies)
{
	static const struct viewer nobody = {.kind = VIEWER_NOBODY, .theme = ""};
	struct request *rq = arena_make(arena, struct request);

	rq->house = house;
	rq->arena = arena;
	rq->viewer = &nobody;
	rq->form = form_new(arena);
	check(form_add_urlencoded(rq->form, str_of(fields), 100));
	rq->formats = formats_for(house->translations, "en_FR", "Europe/Paris");
	rq->http = arena_make(arena, struct http_request);
	rq->http->arena = arena;
	rq->http->method = HTTP_POST;
	rq->http->path = "/p/demo/sign-in";
	rq->http->host = rq->http->authority = "espace.example.fr";
	rq->http->remote = "203.0.113.9";
	rq->http->form = rq->form;
	rq->http->connection = connection_with(arena, cookies);
	rq->path.count = 1;
	rq->path.parameters[0].name = STR("address");
	rq->path.parameters[0].value = STR("demo");
	return rq;
}

static struct doc *
empty_frame(struct arena *arena)
{
	static const char *const nothing[] = {"viewer",	       "flash",		"preview",     "unread",
					      "notifications", "switch_client", "client_name", "account"};
	static const char *const texts[] = {"language", "theme", "csrf", "path", "sign_out"};
	static const char *const brand_nothing[] = {"logo",	    "css",   "touch_icon", "phone",
						    "phone_number", "email", "website",	   "icon"};
	struct doc *frame = doc_object(arena), *brand = doc_set_object(frame, "brand");
	struct doc *assets = doc_set_object(frame, "assets");

	for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++)
		doc_set_null(frame, nothing[i]);
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		doc_set_text(frame, texts[i], "");
	for (size_t i = 0; i < sizeof brand_nothing / sizeof brand_nothing[0]; i++)
		doc_set_null(brand, brand_nothing[i]);
	doc_set_text(brand, "name", "Maison Essai");
	doc_set_text(brand, "initials", "ME");
	doc_set_list(brand, "address_lines");
	doc_set_text(assets, "css", "/assets/app.css");
	doc_set_text(assets, "js", "/assets/app.js");
	doc_set_text(assets, "passkeys", "/assets/passkeys.js");
	doc_set_text(assets, "icons", "/assets/icons.svg");
	doc_set_text(frame, "home", "/p/demo/");
	doc_set_list(frame, "languages");
	doc_set_list(frame, "navigation");
	doc_set_list(frame, "modules");
	doc_set_list(frame, "office");
	return frame;
}

const char *
page_for_test(struct request *rq, const struct reply *reply)
{
	struct builder out = builder_new(rq->arena, 0);

	doc_set(reply->document, "frame", empty_frame(rq->arena));
	template_print(rq->house->templates, reply->template, rq->formats, reply->document, &out);
	return builder_text(&out);
}

const char *
reply_cookie_value(const struct reply *reply, const char *name)
{
	const char *value = NULL;

	for (size_t i = 0; i < reply->cookie_count; i++)
		if (strcmp(reply->cookies[i].name, name) == 0)
			value = reply->cookies[i].value;
	return value;
}

const char *
import_for_test(const struct house *house, struct arena *arena,
		int (*command)(const struct house *house, int argc, char **argv), const char *option, struct str bytes,
		int *code)
{
	char csv[] = "/tmp/parvis-import-XXXXXX", out[] = "/tmp/parvis-report-XXXXXX";
	char *words[] = {csv, (char *)option};
	struct str report;
	int kept, fd;

	close(mkstemp(csv));
	check(file_write(csv, bytes));
	fd = mkstemp(out);
	fflush(stdout);
	kept = dup(STDOUT_FILENO);
	dup2(fd, STDOUT_FILENO);
	*code = command(house, option == NULL ? 1 : 2, words);
	fflush(stdout);
	dup2(kept, STDOUT_FILENO);
	close(kept);
	close(fd);
	report = content(arena, out);
	unlink(csv);
	unlink(out);
	return report.at;
}
