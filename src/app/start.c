/* start: opens what every command needs: settings, keys, database, templates, translations. */
#include "app/app.h"

#include "app/embedded.h"
#include "app/rights_cache.h"
#include "base/arena.h"
#include "base/check.h"
#include "base/id.h"
#include "base/log.h"
#include "blob/blob.h"
#include "core/organisation.h"
#include "html/template.h"
#include "html/translation.h"
#include "modules/modules.h"
#include "sys/file.h"
#include "sys/random.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { FILES_LIMIT = 512, PEM_LIMIT = 256 * 1024 };

static bool
fail(const char *sentence)
{
	fprintf(stderr, "parvis: %s\n", sentence);
	return false;
}

/* ---- keys ---- */

static bool
read_master_key(struct arena *arena, const char *path, struct key *master)
{
	struct str bytes;

	if (!file_read(arena, path, KEY_SIZE, &bytes) || bytes.length != KEY_SIZE)
		return false;
	memcpy(master->bytes, bytes.at, KEY_SIZE);
	return true;
}

/* The key is made with the data folder; a folder with a database and without key is a restore that went wrong. */
static bool
open_keys(struct app *app, bool create)
{
	const struct config *config = app->house.config;
	const char *path = arena_printf(app->arena, "%s/master.key", config->data);
	struct keys *keys = &app->house.keys;
	struct key master;

	if (!read_master_key(app->arena, path, &master)) {
		if (!create || access(path, F_OK) == 0)
			return fail(
				arena_printf(app->arena,
					     "cannot read the key %s. Run \"parvis init\" for a new data folder, or "
					     "put the key of your backup there.",
					     path));
		random_bytes(master.bytes, KEY_SIZE);
		if (!file_write(path, str_slice(master.bytes, KEY_SIZE)))
			return fail(arena_printf(app->arena, "cannot write %s: %s.", path, strerror(errno)));
	}
	keys->csrf = key_derive(&master, "csrf");
	keys->flash = key_derive(&master, "flash");
	keys->code = key_derive(&master, "code");
	keys->audit = key_derive(&master, "audit");
	keys->secret = key_derive(&master, "secret");
	keys->trace = key_derive(&master, "trace");
	keys->mail = key_derive(&master, "mail");
	keys->notice = key_derive(&master, "notice");
	return true;
}

/* ---- templates ---- */

static bool
open_templates(struct app *app)
{
	struct template_source sources[FILES_LIMIT];
	struct language_source languages[FILES_LIMIT];
	size_t source_count = 0, language_count = 0;
	const char *error = NULL;

	check(embedded_file_count < FILES_LIMIT);
	for (size_t i = 0; i < embedded_file_count; i++) {
		const struct embedded_file *file = &embedded_files[i];

		if (text_equal(file->kind, "html") || text_equal(file->kind, "txt"))
			sources[source_count++] = (struct template_source){
				file->name, text_equal(file->kind, "html") ? TEMPLATE_HTML : TEMPLATE_TEXT,
				file->bytes};
		else if (text_equal(file->kind, "po"))
			languages[language_count++] = (struct language_source){file->name, file->bytes};
	}
	app->house.translations = translations_load(app->arena, languages, language_count, &error);
	if (app->house.translations == NULL)
		return fail(error);
	app->house.templates = templates_compile(app->arena, sources, source_count, app->house.translations, &error);
	if (app->house.templates == NULL)
		return fail(error);
	templates_strict(app->house.templates, app->house.config->strict);
	return true;
}

/* ---- database ---- */

static void
install(struct tx *tx, void *data)
{
	(void)data;
	modules_install(tx);
}

/* The files of an organisation bear its identifier in a store that several share. */
void
app_own_files(struct app *app, struct blobs *blobs, int64_t organisation)
{
	char owner[ID_LENGTH + 1];

	id_print(owner, organisation);
	blobs_set_owner(app->arena, blobs, owner);
}

bool
app_claim_files(struct app *app, struct blobs *blobs)
{
	struct tx *tx = db_read(app->house.db, app->arena);
	const struct organisation *organisation = organisation_find(tx);

	if (organisation != NULL)
		app_own_files(app, blobs, organisation->id);
	db_read_end(tx);
	return organisation != NULL;
}

bool
app_migrate(struct app *app, const char **error)
{
	struct migration steps[FILES_LIMIT];
	size_t count = app_migrations(steps, FILES_LIMIT);

	if (!db_migrate(app->house.db, app->arena, steps, count, error))
		return false;
	if (db_write(app->house.db, app->arena, install, NULL) == DB_FINE) {
		app_claim_files(app, app->house.blobs); /* before `parvis init` there is nobody to claim them for */
		return true;
	}
	*error = "The modules that come with the program could not be written; the log above says why.";
	return false;
}

size_t
app_migrations(struct migration *steps, size_t limit)
{
	size_t count = 0;

	for (size_t i = 0; i < embedded_file_count && count < limit; i++)
		if (text_equal(embedded_files[i].kind, "sql"))
			steps[count++] = (struct migration){embedded_files[i].name, embedded_files[i].bytes};
	return count;
}

static bool
open_database(struct app *app, unsigned readers)
{
	const char *error = NULL;
	const struct db_options options = {.url = app->house.config->database_url, .readers = readers};

	app->house.db = db_open(app->arena, &options, &error);
	return app->house.db != NULL || fail(error);
}

/* ---- TLS ---- */

static bool
read_pem(struct app *app, const char *path, struct str *pem)
{
	if (path == NULL || file_read(app->arena, path, PEM_LIMIT, pem))
		return true;
	return fail(arena_printf(app->arena, "cannot read %s: %s.", path, strerror(errno)));
}

/* ---- modules and rights ---- */

static const struct rights *
rights_of_house(const struct house *house, struct tx *tx)
{
	const struct app *app = (const struct app *)(const void *)((const char *)house - offsetof(struct app, house));
	int64_t version = rights_version(tx);

	return snapshot_rights(snapshot_take(app->rights, tx, tx_arena(tx), version, true));
}

static void
forget_rights(void *data)
{
	rights_cache_free(data);
}

static void
open_rights(struct app *app)
{
	app->rights = rights_cache_new(features, feature_count);
	app->house.rights = rights_of_house;
	arena_at_end(app->arena, forget_rights, app->rights);
}

/* ---- all of it ---- */

static bool
open_files(struct app *app)
{
	const struct config *config = app->house.config;
	const char *folder =
		arena_printf(app->arena, "%s/%s", config->data, config->storage_url == NULL ? "files" : "cache");
	const char *error = NULL;

	if (!folder_make(folder) || !folder_make(arena_printf(app->arena, "%s/uploads", config->data)))
		return fail(arena_printf(app->arena, "cannot make the folder %s: %s.", folder, strerror(errno)));
	app->house.blobs = config->storage_url == NULL
				   ? blobs_open(app->arena, folder, &error)
				   : blobs_open_store(app->arena, folder, config->storage_url, &error);
	return app->house.blobs != NULL || fail(error);
}

struct app *
app_open(struct arena *arena, enum app_purpose purpose)
{
	struct app *app = arena_make(arena, struct app);
	const char *error = NULL;

	app->arena = arena;
	app->house.config = config_load(arena, environ, &error);
	if (app->house.config == NULL) {
		fail(error);
		return NULL;
	}
	log_setup(app->house.config->log_level, app->house.config->log_form);
	app->house.features = features;
	app->house.feature_count = feature_count;
	if (!app_build_routes(app, &error)) {
		fail(error);
		return NULL;
	}
	if (purpose == APP_ROUTES)
		return app;
	crypto_start();
	open_rights(app);
	if (open_files(app) && open_keys(app, purpose == APP_INIT) && open_templates(app) &&
	    open_database(app, APP_READERS) && read_pem(app, app->house.config->tls_cert, &app->tls_cert) &&
	    read_pem(app, app->house.config->tls_key, &app->tls_key))
		return app;
	app_close(app);
	return NULL;
}

void
app_close(struct app *app)
{
	if (app->house.db != NULL)
		db_close(app->house.db);
}
