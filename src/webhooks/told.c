/* told: makes the document of a delivery through the plan of the one it is for, the moment it is needed. */
#include "webhooks/delivery.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/organisation.h"
#include "core/staff_viewer.h"
#include "core/weakened.h"
#include "records/book.h"
#include "records/module_page.h"
#include "records/record_doc.h"
#include "webhooks/webhook_store.h"

/* ---- as whom ---- */

/* What the printers of records need of a request: somebody who asks for JSON, now. */
static struct request *
request_as(struct tx *tx, const struct house *house, const struct viewer *viewer)
{
	struct arena *arena = tx_arena(tx);
	struct request *rq = arena_make(arena, struct request);
	struct moment *moment = arena_make(arena, struct moment);
	const struct organisation *organisation = organisation_find(tx);

	*moment = moment_now(tx, viewer->staff);
	rq->house = house;
	rq->arena = arena;
	rq->tx = tx;
	rq->viewer = viewer;
	rq->rights = rights_now(house, tx);
	rq->moment = moment;
	rq->wants_json = true;
	rq->formats =
		formats_for(house->translations, organisation == NULL ? "en" : organisation->language, moment->zone);
	return rq;
}

/* ---- what ---- */

/* A field that a state rule hides just now has no value: then nobody learns that it changed. What is no field may be
 * the lines of a sub-form, which have a plan of their own. */
static bool
may_hear_of(struct request *rq, const struct plan *plan, const char *name, const struct record *record)
{
	const struct field *field = plan_field(plan, name);
	const struct module *lines = field == NULL ? module_named(rq->rights->catalogue, name) : NULL;

	if (weakened(CHECK_TOLD_CHANGED))
		return true;
	if (field != NULL)
		return plan->hidden[field->index] == NULL || record->cells[field->index].type != DB_NULL;
	return lines != NULL && lines->parent == plan->module &&
	       (plan_for(rq->rights, rq->viewer, lines, rq->moment)->may & MAY_VIEW) != 0;
}

/* False: all that changed is hidden from this viewer, so for them nothing did. */
static bool
set_changed(struct request *rq, struct doc *data, const struct plan *plan, const struct delivery *delivery,
	    const struct record *record)
{
	struct str rest = str_of(delivery->changed);
	struct doc *list;

	doc_set_null(data, "changed");
	if (delivery->changed == NULL)
		return true;
	list = doc_set_list(data, "changed");
	while (rest.at != NULL) {
		struct str word = str_cut(&rest, ' ');
		const char *name = arena_text_of(rq->arena, word.at, word.length);

		if (word.length > 0 && may_hear_of(rq, plan, name, record))
			doc_add_text(list, name);
	}
	return list->list.count > 0 || text_empty(delivery->changed);
}

static void
set_actor(struct doc *data, const struct book *book, int64_t staff)
{
	struct doc *actor;

	doc_set_null(data, "by");
	if (staff == 0)
		return;
	actor = doc_set_object(data, "by");
	doc_set_id(actor, "id", staff);
	doc_set_text(actor, "name", book_staff(book, staff));
}

static struct doc *
envelope(struct arena *arena, const struct delivery *delivery)
{
	struct doc *told = doc_object(arena);
	const char *about = delivery->module == NULL ? "webhook" : delivery->module;

	doc_set_text(told, "type", arena_printf(arena, "%s.%s", about, webhook_event_names[delivery->kind]));
	doc_set_instant(told, "timestamp", delivery->happened_at);
	return told;
}

static struct doc *
told_of_record(struct request *rq, const struct access *access, const struct delivery *delivery, int64_t *version)
{
	bool deleted = delivery->kind == EVENT_DELETED;
	struct record *record = record_find(rq->tx, access, delivery->record_id, deleted);
	struct book *book = book_new(rq);
	struct doc *told, *data;

	if (record == NULL)
		return NULL;
	told = envelope(rq->arena, delivery);
	data = doc_set_object(told, "data");
	if (!deleted)
		book_want_record(book, access->plan->module, record);
	book_want_staff(book, delivery->staff_id);
	book_look_up(book);
	doc_set_text(data, "module", delivery->module);
	doc_set_id(data, "id", delivery->record_id);
	set_actor(data, book, delivery->staff_id);
	doc_set_null(data, "record");
	if (!deleted)
		doc_set(data, "record", record_doc(rq, access, book, record, NULL, 0));
	*version = deleted ? 0 : record->version;
	return delivery->kind != EVENT_CHANGED || set_changed(rq, data, access->plan, delivery, record) ? told : NULL;
}

struct doc *
told_gone(struct tx *tx, const struct house *house, const struct delivery *delivery)
{
	const struct module *module =
		delivery->module == NULL ? NULL : module_named(rights_now(house, tx)->catalogue, delivery->module);
	struct doc *told, *data;

	if (module == NULL || delivery->kind != EVENT_DELETED || !record_is_gone(tx, module, delivery->record_id) ||
	    !delivery_told(tx, delivery->webhook_id, delivery->record_id))
		return NULL;
	told = envelope(tx_arena(tx), delivery);
	data = doc_set_object(told, "data");
	doc_set_text(data, "module", delivery->module);
	doc_set_id(data, "id", delivery->record_id);
	doc_set_null(data, "by");
	doc_set_null(data, "record");
	return told;
}

static struct doc *
told_test(struct arena *arena, const struct delivery *delivery)
{
	struct doc *told = envelope(arena, delivery);

	doc_set_text(doc_set_object(told, "data"), "message", "A test by Parvis: nothing happened.");
	return told;
}

/* Whose plan cuts what is said. */
static const struct viewer *
looking(struct tx *tx, const struct viewer *viewer)
{
	struct viewer *administrator;

	if (!weakened(CHECK_TOLD))
		return viewer;
	administrator = arena_make(tx_arena(tx), struct viewer);
	*administrator = *viewer;
	administrator->profile = PROFILE_ADMINISTRATOR;
	administrator->profile_id = profile_id_of(PROFILE_ADMINISTRATOR);
	return administrator;
}

struct doc *
told_doc(struct tx *tx, const struct house *house, const struct viewer *viewer, const struct delivery *delivery,
	 int64_t *version)
{
	struct request *rq;
	const struct module *module;

	*version = 0;
	if (delivery->module == NULL)
		return told_test(tx_arena(tx), delivery);
	rq = request_as(tx, house, looking(tx, viewer));
	module = module_named(rq->rights->catalogue, delivery->module);
	return module == NULL || module->retired ? NULL
						 : told_of_record(rq, record_access(rq, module), delivery, version);
}

const char *
told_printed(struct arena *arena, const struct doc *told)
{
	struct builder text = builder_new(arena, 0);

	doc_print_json(told, NULL, &text);
	return builder_text(&text);
}

static void
new_line(struct builder *lines, int depth)
{
	build_char(lines, '\n');
	for (int i = 0; i < depth; i++)
		build_text(lines, "  ");
}

const char *
told_lines(struct arena *arena, const struct doc *told)
{
	struct builder lines = builder_new(arena, 0);
	bool inside = false; /* a text */
	int depth = 0;

	for (const char *at = told_printed(arena, told); *at != '\0'; at++) {
		bool opens = !inside && (*at == '{' || *at == '['), closes = !inside && (*at == '}' || *at == ']');

		if (closes && at[-1] != '{' && at[-1] != '[')
			new_line(&lines, depth - 1);
		build_char(&lines, *at);
		if (inside && *at == '\\')
			build_char(&lines, *++at);
		else if (*at == '"')
			inside = !inside;
		depth += opens - closes;
		if ((opens && at[1] != '}' && at[1] != ']') || (!inside && *at == ','))
			new_line(&lines, depth);
		else if (!inside && *at == ':')
			build_char(&lines, ' ');
	}
	return builder_text(&lines);
}

bool
told_alike(struct tx *tx, const struct house *house, const struct viewer *viewer, int64_t staff,
	   const struct delivery *delivery)
{
	const struct viewer *other = viewer->staff == staff ? NULL : viewer_of_staff(tx, staff);
	const struct doc *one, *two;
	int64_t version;

	if (viewer->staff == staff || delivery->module == NULL || weakened(CHECK_TOLD_ANSWER))
		return true;
	one = told_doc(tx, house, viewer, delivery, &version);
	two = other == NULL ? NULL : told_doc(tx, house, other, delivery, &version);
	return one != NULL && two != NULL &&
	       text_equal(told_printed(tx_arena(tx), one), told_printed(tx_arena(tx), two));
}

const char *
message_name(struct arena *arena, int64_t message)
{
	char id[ID_LENGTH + 1];

	id_print(id, message);
	return arena_printf(arena, "msg_%s", id);
}
