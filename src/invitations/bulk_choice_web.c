/* bulk_choice_web: the list of those who may be invited: filtered, ticked, or all of them. */
#include "invitations/bulk_handlers.h"
#include "invitations/bulk_page.h"

#include "base/id.h"
#include "core/form_page.h"
#include "core/page.h"
#include "invitations/invitations.h"
#include "records/asked.h"
#include "records/module_page.h"

#include <string.h>

enum { COUNTED_MOST = 100000, BATCHES_SHOWN = 5 };

static const char *const languages[] = {"fr", "en", NULL};

/* What is chosen from: people of a user type, as the viewer sees them. */
struct choosing {
	struct request *rq;
	const struct user_type *type;
	const struct access *access;
	const struct field *address;
	struct bulk_choice choice;
	struct asked *asked;
};

/* False: the viewer does not see these people, or not their addresses. */
static bool
begin(struct request *rq, const struct user_type *type, struct choosing *choosing)
{
	const struct plan *plan;

	*choosing = (struct choosing){
		.rq = rq, .type = type, .address = type == NULL ? NULL : invitation_address_field(type->main)};
	if (choosing->address == NULL)
		return false;
	choosing->access = record_access(rq, type->main);
	plan = choosing->access->plan;
	if (!access_may(choosing->access, MAY_VIEW) || plan->columns[choosing->address->index] == NULL)
		return false;
	choosing->choice = (struct bulk_choice){plan->columns[choosing->address->index], rq->moment->now};
	return true;
}

/* The list's own view would hide people without saying so: what is asked is what the address says. */
static void
ask(struct choosing *choosing)
{
	struct request *rq = choosing->rq;
	const struct field **fields = arena_make_array(rq->arena, const struct field *, 1);
	struct record_query *query;

	if (!form_has(rq->form, "view"))
		form_add(rq->form, "view", STR("none"), SIZE_MAX);
	choosing->asked = asked_read(rq, choosing->access);
	fields[0] = choosing->address;
	query = &choosing->asked->query;
	query->fields = fields;
	query->field_count = 1;
	query->sort = NULL;
	query->order = NULL;
	query->descending = true;
	query->beside = bulk_choice_sql;
	query->beside_of = &choosing->choice;
}

/* ---- the page ---- */

/* The same question asked of this page instead of the records' own list. */
static const char *
own_link(struct request *rq, const struct user_type *type, const struct doc *link)
{
	const char *query = link == NULL || link->kind != DOC_TEXT
				    ? NULL
				    : strchr(arena_text_of(rq->arena, link->text.at, link->text.length), '?');
	char id[ID_LENGTH + 1];

	id_print(id, type->id);
	return arena_printf(rq->arena, BULK_CHOICE "?type=%s%s%s", id, query == NULL ? "" : "&",
			    query == NULL ? "" : query + 1);
}

static void
lead_here(struct request *rq, struct doc *page, const struct user_type *type)
{
	struct doc *filter = (struct doc *)(uintptr_t)doc_get(page, STR("filter"));
	const struct doc *rows;

	if (filter->kind != DOC_OBJECT)
		return; /* programs are told of no form */
	rows = doc_get(filter, STR("rows"));
	for (size_t i = 0; i < rows->list.count; i++)
		if (doc_is_true(doc_get(rows->list.items[i], STR("remove_href"))))
			doc_set_text(rows->list.items[i], "remove_href",
				     own_link(rq, type, doc_get(rows->list.items[i], STR("remove_href"))));
	doc_set_text(filter, "clear_href", own_link(rq, type, NULL));
}

static void
add_people(const struct choosing *choosing, struct doc *page)
{
	struct request *rq = choosing->rq;
	const struct module *module = choosing->type->main;
	struct doc *list = doc_set_list(page, "people");
	struct cursor last = {.given = true};
	size_t count, shown;
	const struct record *records = record_list(rq->tx, choosing->access, &choosing->asked->query, &count);

	shown = count > PAGE_ROWS ? PAGE_ROWS : count;
	for (size_t i = 0; i < shown; i++) {
		const struct db_value *name = module->naming == NULL ? NULL : &records[i].cells[module->naming->index];
		struct doc *person = doc_add_object(list);

		doc_set_id(person, "id", records[i].id);
		doc_set_text(person, "box", arena_printf(rq->arena, "ids.%zu", i));
		doc_set_text(person, "name",
			     name == NULL || value_is_empty(name) ? NULL : value_text(rq->arena, module->naming, name));
		doc_set_text(person, "email",
			     value_text(rq->arena, choosing->address, &records[i].cells[choosing->address->index]));
		doc_set_text(person, "href", record_href(rq, module, records[i].id));
		last.id = records[i].id;
	}
	doc_set_int(page, "count",
		    count <= PAGE_ROWS && !choosing->asked->query.after
			    ? (int64_t)count
			    : record_count(rq->tx, choosing->access, &choosing->asked->query, COUNTED_MOST));
	doc_set_bool(page, "has_people", shown > 0);
	page_links(rq, page, count > PAGE_ROWS, &last);
}

static void
add_batches(struct request *rq, struct doc *page, const struct user_type *type)
{
	struct doc *list = doc_set_list(page, "batches");
	size_t count;
	const struct bulk *found = bulk_list(rq->tx, rq->viewer->staff, type->id, BATCHES_SHOWN, &count);

	for (size_t i = 0; i < count; i++)
		bulk_set(rq, doc_add_object(list), &found[i]);
	doc_set_bool(page, "has_batches", count > 0);
}

static void
blank(struct doc *page)
{
	static const char *const lists[] = {"people", "batches", "kept"};
	static const char *const nothing[] = {"type", "filter", "page", "action", "module_label", "group_fields"};

	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		doc_set_list(page, lists[i]);
	for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++)
		doc_set_null(page, nothing[i]);
	doc_set_int(page, "count", 0);
	doc_set_text(page, "q", "");
	doc_set_bool(page, "may_group", false);
	doc_set_bool(page, "seen", false);
	doc_set_bool(page, "searched", false);
	doc_set_bool(page, "has_people", false);
	doc_set_bool(page, "has_batches", false);
}

/* Whoever sends the form sends what the list was asked with it. */
static const char *
batch_action(struct request *rq, const struct choosing *choosing)
{
	const char *query = strchr(asked_link(rq, choosing->asked, NULL, NULL), '?');

	return arena_printf(rq->arena, BULK_BATCHES "%s", query == NULL ? "" : query);
}

static struct doc *
document(struct request *rq, const struct user_type *type, struct choosing *choosing, bool seen)
{
	struct doc *page = doc_object(rq->arena);

	blank(page);
	bulk_set_types(rq, page, BULK_CHOICE, type);
	bulk_set_once(rq, page);
	doc_set_text(page, "choice_href", BULK_CHOICE);
	form_page(rq, page, "ids language");
	if (type == NULL)
		return page;
	doc_set_id(page, "type", type->id);
	doc_set_label(page, "module_label", &type->main->plural, language_of(rq));
	doc_set_bool(page, "seen", seen);
	add_batches(rq, page, type);
	if (!seen)
		return page;
	asked_fill(rq, page, choosing->asked);
	lead_here(rq, page, type);
	doc_set_text(page, "action", batch_action(rq, choosing));
	add_people(choosing, page);
	return page;
}

struct reply
bulk_choice_page(struct request *rq)
{
	int64_t id = form_has(rq->form, "type") ? form_read_id(rq->form, "type", FORM_OPTIONAL) : 0;
	const struct user_type *type = bulk_type(rq, id);
	struct choosing choosing;
	bool seen;

	if (type == NULL && id != 0)
		return reply_not_found(rq);
	seen = begin(rq, type, &choosing);
	if (seen)
		ask(&choosing);
	return reply_page(rq, "bulk_choice", document(rq, type, &choosing, seen));
}

/* ---- a new batch ---- */

static size_t
read_ids(struct request *rq, int64_t *ids)
{
	size_t rows = form_rows(rq->form, "ids", BULK_TICKED), count = 0;

	for (size_t i = 0; i < rows; i++) {
		const char *typed = form_text(rq->form, arena_printf(rq->arena, "ids.%zu", i));

		if (typed != NULL && id_parse(str_of(typed), &ids[count]))
			count++;
	}
	return count;
}

/* The same form sent twice leads to the one batch it made. */
static struct bulk *
make(struct request *rq, struct bulk *bulk, const int64_t *ids, size_t count)
{
	bulk->id = bulk_create(rq->tx, bulk);
	if (bulk->id == 0)
		return bulk_of_key(rq->tx, bulk->staff_id, bulk->request_key);
	if (bulk->request == NULL)
		bulk_choose(rq->tx, bulk->id, ids, count);
	bulk_check_soon(rq->tx, bulk->id);
	return bulk_read(rq->tx, bulk->id);
}

static void
refuse_question(struct request *rq, const struct choosing *choosing)
{
	if (choosing->asked->error != NULL)
		form_error(rq->form, "filter", choosing->asked->error, choosing->asked->error_values);
}

struct reply
bulk_new(struct request *rq)
{
	const struct user_type *type = bulk_type(rq, form_read_id(rq->form, "type", FORM_REQUIRED));
	bool all = text_equal(form_text(rq->form, "chosen"), "all");
	int language = form_read_choice(rq->form, "language", FORM_OPTIONAL, languages);
	int64_t *ids = arena_make_array(rq->arena, int64_t, BULK_TICKED);
	size_t count = read_ids(rq, ids);
	struct choosing choosing;
	struct bulk bulk, *made;

	if (type == NULL || !begin(rq, type, &choosing))
		return reply_not_found(rq);
	ask(&choosing);
	refuse_question(rq, &choosing);
	if (!all && count == 0)
		form_error(rq->form, "ids", N_("Please tick the people first."), NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "bulk_choice", document(rq, type, &choosing, true));
	bulk = (struct bulk){.user_type_id = type->id,
			     .module_id = type->main->id,
			     .staff_id = rq->viewer->staff,
			     .language = language < 0 ? NULL : languages[language],
			     .renews = form_read_bool(rq->form, "renews"),
			     .request = all ? bulk_request_text(rq->arena, &choosing.asked->query) : NULL,
			     .request_key = bulk_once(rq),
			     .created_at = rq->moment->now};
	made = make(rq, &bulk, ids, count);
	return reply_done(rq, bulk_href(rq, made->id, ""), NULL, bulk_document(rq, made));
}
