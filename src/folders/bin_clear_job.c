/* bin_clear_job: a recycle bin is cleared portion by portion, each a transaction of its own; what is left says how far
 * it is. */
#include "folders/bin_clear.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/audit.h"
#include "core/staff_viewer.h"
#include "rights/rights.h"
#include "space/space.h"
#include "sys/clock.h"

/* A turn, then other jobs have theirs. */
enum { TURN_MS = 5 * MINUTE_MS };

static const char kind[] = "bin.clear";

struct clearing {
	const struct house *house;
	int64_t client, staff;
	struct bin_scope scope;
	bool more;
};

/* One at a time for a client. */
static const char *
name_of(struct tx *tx, int64_t client)
{
	char id[ID_LENGTH + 1];

	id_print(id, client);
	return arena_printf(tx_arena(tx), "%s.%s", kind, id);
}

static void
set_ids(struct doc *payload, const char *name, const int64_t *ids, size_t count)
{
	struct doc *list = doc_set_list(payload, name);
	char id[ID_LENGTH + 1];

	for (size_t i = 0; i < count; i++) {
		id_print(id, ids[i]);
		doc_add_text(list, id);
	}
}

static void
add(struct tx *tx, int64_t client, int64_t staff, const struct bin_scope *scope)
{
	struct doc *payload = doc_object(tx_arena(tx));

	doc_set_id(payload, "client", client);
	doc_set_id(payload, "staff", staff);
	doc_set_bool(payload, "all", scope->all);
	doc_set_int(payload, "until", scope->until);
	set_ids(payload, "files", scope->files, scope->file_count);
	set_ids(payload, "folders", scope->folders, scope->folder_count);
	job_add(tx, kind, payload, 0, name_of(tx, client));
}

void
bin_clear_later(struct tx *tx, const struct folder_access *access, const struct bin_scope *scope)
{
	add(tx, access->client, access->person.id, scope);
}

bool
bin_is_clearing(struct tx *tx, int64_t client)
{
	return job_is_under_way(tx, name_of(tx, client));
}

/* ---- the job ---- */

static void
note(struct tx *tx, const struct clearing *clearing, const struct viewer *viewer, const struct bin_gone *gone)
{
	struct doc *detail = doc_object(tx_arena(tx));

	doc_set_int(detail, "count", gone->files.count);
	doc_set_int(detail, "folders", gone->folders);
	space_set_bytes(detail, "size", gone->files.bytes);
	audit_add_by(clearing->house, tx, viewer,
		     &(struct audit){.action = "folder.purge",
				     .object_kind = "client",
				     .object = clearing->client,
				     .detail = detail});
}

/* With what the staff user may at this moment. */
static void
clear_some(struct tx *tx, void *data)
{
	struct clearing *clearing = data;
	const struct viewer *viewer = viewer_of_staff(tx, clearing->staff);
	struct folder_access access;
	struct bin_gone gone = {.folders = 0};

	clearing->more = false;
	if (viewer == NULL)
		return;
	access = folder_access_of_staff(tx, rights_now(clearing->house, tx), viewer, clearing->client);
	clearing->more = bin_clear_some(tx, &access, &clearing->scope, CLEAR_AT_ONCE, &gone) > 0;
	if (clearing->more)
		note(tx, clearing, viewer, &gone);
}

static void
go_on(struct tx *tx, struct job *job)
{
	const struct clearing *clearing = job->state;

	if (clearing->more)
		add(tx, clearing->client, clearing->staff, &clearing->scope);
}

static const int64_t *
read_ids(struct job *job, const char *name, size_t *count)
{
	const struct doc *list = doc_get_list(job->payload, name);
	int64_t *ids = arena_make_array(job->arena, int64_t, doc_count(list) + 1);

	*count = 0;
	for (size_t i = 0; i < doc_count(list); i++)
		*count += id_parse(list->list.items[i]->text, &ids[*count]);
	return ids;
}

static bool
read_payload(struct job *job, struct clearing *clearing)
{
	const char *client = doc_get_text(job->payload, "client"), *staff = doc_get_text(job->payload, "staff");
	const struct doc *until = doc_get(job->payload, str_of("until")), *all = doc_get(job->payload, str_of("all"));
	struct bin_scope *scope = &clearing->scope;

	scope->all = all != NULL && doc_is_true(all);
	scope->until = until == NULL ? 0 : until->integer;
	scope->files = read_ids(job, "files", &scope->file_count);
	scope->folders = read_ids(job, "folders", &scope->folder_count);
	return client != NULL && staff != NULL && id_parse(str_of(client), &clearing->client) &&
	       id_parse(str_of(staff), &clearing->staff);
}

enum job_result
bin_clear_run(struct job *job)
{
	struct clearing *clearing = arena_make(job->arena, struct clearing);
	struct arena *arena = arena_new(0);
	enum db_trouble trouble = DB_FINE;
	int64_t end = clock_monotonic() + TURN_MS;

	*clearing = (struct clearing){.house = job->context};
	clearing->more = read_payload(job, clearing);
	while (clearing->more && trouble == DB_FINE && clock_monotonic() < end &&
	       !(job->stopping != NULL && *job->stopping)) {
		trouble = db_write(job->db, arena, clear_some, clearing);
		arena_reset(arena);
	}
	arena_free(arena);
	job->error = "The database did not take it.";
	job->state = clearing;
	if (trouble == DB_FINE)
		job->finish = go_on; /* what failed is tried again as it is */
	return trouble == DB_FINE ? JOB_DONE : JOB_RETRY;
}
