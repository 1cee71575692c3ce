/* bulk_web: many records at once, each on its own: one that cannot be changed does not hold up the others. */
#include "base/id.h"
#include "records/bulk.h"
#include "records/choice_doc.h"
#include "records/handlers.h"
#include "records/keep.h"
#include "records/keeper.h"
#include "records/match_doc.h"
#include "records/module_page.h"
#include "records/record_doc.h"
#include "records/record_form.h"
#include "records/record_merge.h"

#include <string.h>

/* ---- what the bar offers ---- */

static bool
is_set_in_bulk(const struct field *field)
{
	return field->type == FIELD_CHOICE || field->type == FIELD_STAFF || field->type == FIELD_YES_NO;
}

/* "state=won" sets the field to the value. */
static void
prefix_values(struct request *rq, struct doc *options, const struct field *field)
{
	for (size_t i = 0; i < options->list.count; i++) {
		struct doc *option = options->list.items[i];

		doc_set_text(option, "value",
			     arena_printf(rq->arena, "%s=%s", field->name, doc_get_text(option, "value")));
	}
}

static void
add_field(struct request *rq, struct doc *list, const struct field *field)
{
	struct doc *group = doc_add_object(list), *options = doc_set_list(group, "options");

	doc_set_label(group, "label", &field->label, language_of(rq));
	if (field->type == FIELD_STAFF)
		staff_options(rq, options, NULL);
	else if (field->type == FIELD_YES_NO)
		yes_no_options(options, NULL);
	else
		choice_options(rq, options, field, NULL, false);
	prefix_values(rq, options, field);
}

/* ---- what the feature that keeps them does with many ---- */

/* NULL-terminated by name; NULL: none. */
static const struct keeper_bulk *
kept_bulk(const struct access *access)
{
	const struct keeper_pages *pages = pages_of(access->plan->module);

	return pages == NULL || access->viewer->kind != VIEWER_STAFF ? NULL : pages->bulk;
}

static void
add_kept_bulk(struct request *rq, struct doc *list, const struct access *access)
{
	for (const struct keeper_bulk *bulk = kept_bulk(access); bulk != NULL && bulk->name != NULL; bulk++) {
		struct doc *group, *options;

		if (!viewer_may(rq->viewer, bulk->permission))
			continue;
		group = doc_object(rq->arena);
		doc_set_word(group, "label", bulk->name, bulk->label);
		options = doc_set_list(group, "options");
		bulk->options(rq, options);
		for (size_t i = 0; i < options->list.count; i++)
			doc_set_text(options->list.items[i], "value",
				     arena_printf(rq->arena, "@%s=%s", bulk->name,
						  doc_get_text(options->list.items[i], "value")));
		if (options->list.count > 0)
			doc_add(list, group);
	}
}

/* "@group_in=0c4m…" in the choice of the bar: the feature's, and its value. NULL: it is a field's, or nothing. */
static const struct keeper_bulk *
asked_bulk(const struct request *rq, const struct access *access, const char **value)
{
	const char *set = form_text(rq->form, "set");
	struct str rest = str_of(set == NULL ? "" : set), name = str_cut(&rest, '=');

	if (set == NULL || *set != '@' || rest.at == NULL)
		return NULL;
	*value = arena_text_of(rq->arena, rest.at, rest.length);
	for (const struct keeper_bulk *bulk = kept_bulk(access); bulk != NULL && bulk->name != NULL; bulk++)
		if (str_equal(str_slice(name.at + 1, name.length - 1), str_of(bulk->name)))
			return bulk;
	return NULL;
}

void
bulk_fill(struct request *rq, struct doc *page, const struct access *access)
{
	const struct module *module = access->plan->module;
	bool edit = access_writes(access, MAY_EDIT),
	     removal = access_writes(access, MAY_DELETE) && !keep_minds_removal(module);
	struct doc *bulk, *list;

	doc_set_null(page, "bulk");
	if (!edit && !removal)
		return;
	bulk = doc_set_object(page, "bulk");
	doc_set_text(bulk, "href", module_path(rq, module, "/bulk"));
	doc_set_bool(bulk, "removal", removal);
	doc_set_bool(bulk, "merge", may_merge(access));
	list = doc_set_list(bulk, "fields");
	for (size_t i = 0; edit && i < module->field_count; i++)
		if (is_set_in_bulk(&module->fields[i]) && field_is_written(access->plan, &module->fields[i]))
			add_field(rq, list, &module->fields[i]);
	if (edit)
		add_kept_bulk(rq, list, access);
	doc_set_bool(bulk, "has_fields", list->list.count > 0);
}

/* ---- doing it ---- */

/* The choice of the bar, "state=won", is a field of the form like others. */
static void
take_set(struct request *rq)
{
	struct str value = str_of(form_text(rq->form, "set")), name = str_cut(&value, '=');

	if (name.length > 0 && value.at != NULL)
		form_add(rq->form, arena_printf(rq->arena, "fields.%s", arena_text_of(rq->arena, name.at, name.length)),
			 value, SIZE_MAX);
}

static bool
changes_something(const struct module *module, const struct record_draft *draft)
{
	for (size_t i = 0; i < module->field_count; i++)
		if (draft->given[i])
			return true;
	return false;
}

/* What is to be done with each: the feature's change, or that of the draft, or (neither) into the bin. */
struct doing {
	const struct keeper_bulk *bulk;
	const char *value;
	const struct record_draft *draft;
};

static enum record_outcome
act(struct request *rq, const struct access *access, int64_t id, const struct doing *doing,
    struct record_trouble *trouble)
{
	if (doing->bulk != NULL)
		return doing->bulk->act(rq, id, doing->value, trouble);
	return doing->draft == NULL ? record_remove(rq->tx, access, id, trouble)
				    : record_change(rq->tx, access, id, 0, doing->draft, trouble);
}

static void
add_result(struct request *rq, struct doc *list, const struct access *access, int64_t id, enum record_outcome outcome,
	   const struct record_trouble *trouble)
{
	struct doc *result = doc_add_object(list), *values = doc_object(rq->arena);
	static const char *const words[] = {
		[RECORD_DONE] = "done",	    [RECORD_ABSENT] = "absent",	  [RECORD_OVERTAKEN] = "overtaken",
		[RECORD_LOCKED] = "locked", [RECORD_REFUSED] = "refused", [RECORD_HELD] = "held"};

	doc_set_id(result, "id", id);
	doc_set_text(result, "outcome", words[outcome]);
	doc_set_bool(result, "done", outcome == RECORD_DONE);
	doc_set_text(values, "rule", trouble->rule == NULL ? "" : trouble->rule);
	doc_set_message(result, "message",
			outcome == RECORD_REFUSED && trouble->error != NULL ? trouble->error : outcome_text(outcome),
			values);
	doc_set_text(result, "href", record_path(rq, access->plan->module, id, ""));
}

static void
name_results(struct request *rq, struct doc *list, const struct access *access, const int64_t *ids, size_t id_count)
{
	size_t count;
	struct record_name *names = record_names(rq->tx, access, ids, id_count, &count);

	for (size_t i = 0; i < list->list.count; i++) {
		doc_set_null(list->list.items[i], "name");
		for (size_t n = 0; n < count; n++)
			if (doc_get(list->list.items[i], STR("id"))->integer == names[n].id)
				doc_set_text(list->list.items[i], "name", names[n].name);
	}
}

static size_t
read_ids(struct request *rq, int64_t *ids)
{
	size_t rows = form_rows(rq->form, "ids", BULK_RECORDS), count = 0;

	for (size_t i = 0; i < rows; i++) {
		const char *typed = form_text(rq->form, arena_printf(rq->arena, "ids.%zu", i));

		if (typed != NULL && id_parse(str_of(typed), &ids[count]))
			count++;
	}
	return count;
}

static struct reply
run(struct request *rq, const struct access *access, const int64_t *ids, size_t count, const struct doing *doing)
{
	struct doc *page = doc_object(rq->arena), *list;
	int64_t done = 0;

	module_fill(rq, page, access);
	list = doc_set_list(page, "results");
	for (size_t i = 0; i < count; i++) {
		struct record_trouble trouble = {.field = NULL};
		enum record_outcome outcome = act(rq, access, ids[i], doing, &trouble);

		done += outcome == RECORD_DONE;
		add_result(rq, list, access, ids[i], outcome, &trouble);
	}
	name_results(rq, list, access, ids, count);
	doc_set_int(page, "done", done);
	doc_set_int(page, "failed", (int64_t)count - done);
	if (done == (int64_t)count)
		return reply_done(rq, next_path(rq, list_path(rq, access->plan->module)),
				  doing->bulk == NULL && doing->draft == NULL
					  ? N_("They are in the bin, and can be taken out again.")
					  : N_("All of them were changed."),
				  page);
	return reply_page(rq, "record_bulk", page);
}

/* The words of the choice, as the bar has them; NULL: there is none such for the viewer. */
static const char *
words_of(struct request *rq, const struct doing *doing)
{
	struct doc *options = doc_list(rq->arena);

	doing->bulk->options(rq, options);
	for (size_t i = 0; i < options->list.count; i++)
		if (text_equal(doc_get_text(options->list.items[i], "value"), doing->value))
			return doc_get_text(options->list.items[i], "label");
	return NULL;
}

/* What a feature does with many is done once it was said with how many: those that the viewer sees. */
static struct reply
ask(struct request *rq, const struct access *access, const int64_t *ids, size_t id_count, const struct doing *doing)
{
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(page, "records");
	const char *words = words_of(rq, doing);
	size_t count;
	const struct record_name *names = record_names(rq->tx, access, ids, id_count, &count);

	if (words == NULL)
		return reply_refusal(rq, 422, N_("Please choose what to change."));
	module_fill(rq, page, access);
	for (size_t i = 0; i < count; i++) {
		struct doc *record = doc_add_object(list);

		doc_set_id(record, "id", names[i].id);
		doc_set_text(record, "name", names[i].name);
		doc_set_text(record, "input", arena_printf(rq->arena, "ids.%zu", i));
	}
	doc_set_int(page, "count", (int64_t)count);
	doc_set_word(page, "change", doing->bulk->name, doing->bulk->label);
	doc_set_text(page, "choice", words);
	doc_set_text(page, "set", form_text(rq->form, "set"));
	doc_set_text(page, "href", module_path(rq, access->plan->module, "/bulk"));
	doc_set_text(page, "next", next_path(rq, list_path(rq, access->plan->module)));
	return reply_page(rq, "record_bulk_ask", page);
}

/* Merging has a page of its own: the boxes only say whom. */
static struct reply
to_merge(struct request *rq, const struct access *access, const int64_t *ids, size_t count)
{
	if (!may_merge(access))
		return reply_not_found(rq);
	if (count < 2 || count > MERGED_TOGETHER)
		return reply_refusal(rq, 422, N_("Please tick two to five records to merge."));
	return reply_redirect(rq, merge_path(rq, access->plan->module, ids, count));
}

struct reply
record_bulk(struct request *rq)
{
	const struct access *access = path_access(rq);
	bool removal = text_equal(form_text(rq->form, "action"), "removal");
	struct doing doing = {.bulk = NULL};
	struct record_draft *draft = NULL;
	int64_t ids[BULK_RECORDS];
	size_t count;

	if (access == NULL || !access_writes(access, removal ? MAY_DELETE : MAY_EDIT))
		return reply_not_found(rq);
	count = read_ids(rq, ids);
	if (text_equal(form_text(rq->form, "action"), "merge"))
		return to_merge(rq, access, ids, count);
	if (count == 0)
		return reply_refusal(rq, 422, N_("Please tick the records first."));
	if (!removal)
		doing.bulk = asked_bulk(rq, access, &doing.value);
	if (doing.bulk != NULL)
		return rq->wants_json || form_has(rq->form, "confirmed") ? run(rq, access, ids, count, &doing)
									 : ask(rq, access, ids, count, &doing);
	if (!removal) {
		take_set(rq);
		doing.draft = draft = record_form_read(rq, access, "fields", NULL);
	}
	if (form_failed(rq->form) || (!removal && !changes_something(access->plan->module, draft)))
		return reply_refusal(rq, 422, N_("Please choose what to change."));
	return run(rq, access, ids, count, &doing);
}
