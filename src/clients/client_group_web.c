/* client_group_web: the groups of clients: their names, their clients, and who on the staff works for all of them. */
#include "clients/handlers.h"

#include "base/arena.h"
#include "base/id.h"
#include "clients/client_form.h"
#include "clients/client_group_form.h"
#include "clients/client_tally.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/page.h"

#include <string.h>

enum { GROUP_NAME_LENGTH = 80, STAFF_ROWS = 2000 };

static struct doc *
group_doc(struct request *rq, const struct client_group *group)
{
	struct doc *doc = doc_object(rq->arena);

	doc_set_id(doc, "id", group->id);
	doc_set_text(doc, "name", group->name);
	doc_set_text(doc, "href", client_group_path(rq, group->id, ""));
	doc_set_int(doc, "client_count", group->client_count);
	doc_set_int(doc, "version", group->version);
	return doc;
}

static void
audit_group(struct request *rq, const char *action, const struct client_group *group)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_text(detail, "name", group->name);
	audit_add(rq, &(struct audit){
			      .action = action, .object_kind = "client_group", .object = group->id, .detail = detail});
}

/* ---- the list ---- */

static struct doc *
list_doc(struct request *rq)
{
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(page, "groups");
	size_t count;
	const struct client_group *groups = client_group_list(rq->tx, rq->viewer, &count);

	for (size_t i = 0; i < count; i++)
		doc_add(list, group_doc(rq, &groups[i]));
	doc_set_bool(page, "may_manage", viewer_may(rq->viewer, &client_group_write));
	form_page(rq, page, "name");
	return page;
}

struct reply
client_group_list_page(struct request *rq)
{
	return reply_page(rq, "client_group_list", list_doc(rq));
}

/* An error beside the field when another group has the name. */
static const char *
read_name(struct request *rq, int64_t group)
{
	const char *name = form_read_text(rq->form, "name", FORM_REQUIRED, GROUP_NAME_LENGTH);

	if (name != NULL && client_group_name_is_taken(rq->tx, name, group))
		form_error(rq->form, "name", N_("Another group has this name already."), NULL);
	return name;
}

struct reply
client_group_new(struct request *rq)
{
	const char *name = read_name(rq, 0);
	const struct client_group *made;

	if (form_failed(rq->form))
		return reply_form(rq, "client_group_list", list_doc(rq));
	made = client_group_find(rq->tx, rq->viewer, client_group_create(rq->tx, name));
	audit_group(rq, "client_group.create", made);
	return reply_done(rq, client_group_path(rq, made->id, ""), N_("The group was added."), group_doc(rq, made));
}

/* ---- one group ---- */

static void
add_members(struct request *rq, struct doc *page, const struct client_group *group)
{
	struct doc *list = doc_set_list(page, "clients");
	struct cursor cursor = page_cursor(rq), last = {.given = false};
	size_t count, shown;
	const struct client_member *members =
		client_group_members(rq->tx, rq->viewer, group->id, cursor.given && cursor.text ? cursor.text : "",
				     cursor.given ? cursor.id : 0, PAGE_ROWS + 1, &count);

	shown = count > PAGE_ROWS ? PAGE_ROWS : count;
	for (size_t i = 0; i < shown; i++) {
		struct doc *row = doc_add_object(list);
		const char *href = client_path(rq, members[i].id, "");

		doc_set_id(row, "id", members[i].id);
		doc_set_text(row, "number", members[i].number);
		doc_set_text(row, "name", members[i].name);
		doc_set_text(row, "href", href);
		doc_set_text(row, "removal_href",
			     client_group_path(rq, group->id,
					       arena_printf(rq->arena, "/clients%s/removal", strrchr(href, '/'))));
	}
	if (shown > 0)
		last = (struct cursor){true, 0, members[shown - 1].name_key, members[shown - 1].id};
	page_links(rq, page, count > shown, &last);
}

static void
add_options(struct doc *row, const char *chosen)
{
	struct doc *list = doc_set_list(row, "options");

	for (int level = LEVEL_UNSAID; level <= CLIENT_FULL; level++) {
		struct doc *option = doc_add_object(list);
		const char *code = level == LEVEL_UNSAID ? "" : client_level_names[level];

		doc_set_text(option, "code", code);
		doc_set_word(option, "label", code,
			     level == LEVEL_UNSAID ? N_("As their profile says") : client_level_labels[level]);
		doc_set_bool(option, "current", text_equal(code, chosen));
	}
}

/* What was typed stays. */
static const char *
typed_level(struct request *rq, int64_t staff)
{
	size_t rows = form_rows(rq->form, "staff", STAFF_ROWS);

	for (size_t i = 0; i < rows; i++) {
		const char *level = form_text(rq->form, form_row_name(rq->form, "staff", i, "level"));
		const char *id = form_text(rq->form, form_row_name(rq->form, "staff", i, "id"));
		int64_t typed = 0;

		if (!text_empty(id) && id_parse(str_of(id), &typed) && typed == staff)
			return level == NULL ? "" : level;
	}
	return NULL;
}

static void
add_staff(struct request *rq, struct doc *page, const struct client_group *group)
{
	struct doc *list = doc_set_list(page, "staff");
	size_t count;
	const struct client_staff *staff = client_group_staff(rq->tx, group->id, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);
		const char *typed = typed_level(rq, staff[i].id);
		int level = staff[i].of_groups;
		const char *code = level == LEVEL_UNSAID ? "" : client_level_names[level];

		doc_set_id(row, "id", staff[i].id);
		doc_set_text(row, "name", staff[i].name);
		doc_set_text(row, "input", arena_printf(rq->arena, "staff.%zu", i));
		doc_set_word(row, "level", code,
			     level == LEVEL_UNSAID ? N_("As their profile says") : client_level_labels[level]);
		add_options(row, typed == NULL ? code : typed);
	}
}

static struct doc *
group_page_doc(struct request *rq, const struct client_group *group)
{
	struct doc *page = doc_object(rq->arena);

	doc_set(page, "group", group_doc(rq, group));
	doc_set_text(doc_set_object(page, "values"), "name", group->name);
	form_page(rq, page, "name client staff");
	add_members(rq, page, group);
	add_staff(rq, page, group);
	doc_set_bool(page, "may_manage", viewer_may(rq->viewer, &client_group_write));
	doc_set_bool(page, "may_write", viewer_may(rq->viewer, &client_write));
	return page;
}

struct reply
client_group_page(struct request *rq)
{
	const struct client_group *group = client_group_find(rq->tx, rq->viewer, path_id(rq, "group"));

	if (group == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "client_group_show", group_page_doc(rq, group));
}

/* ---- its name and its staff ---- */

static bool
is_staff(const struct client_staff *staff, size_t count, int64_t id, int *level)
{
	for (size_t i = 0; i < count; i++)
		if (staff[i].id == id) {
			*level = staff[i].of_groups;
			return true;
		}
	return false;
}

static void
audit_level(struct request *rq, const struct client_group *group, int64_t staff, int level)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_id(detail, "staff", staff);
	doc_set_text(detail, "level", level == LEVEL_UNSAID ? "" : client_level_names[level]);
	audit_add(rq, &(struct audit){.action = "client_group.staff_change",
				      .object_kind = "client_group",
				      .object = group->id,
				      .detail = detail});
}

static void
take_staff(struct request *rq, const struct client_group *group)
{
	size_t rows = form_rows(rq->form, "staff", STAFF_ROWS), count;
	const struct client_staff *staff = client_group_staff(rq->tx, group->id, &count);
	bool changed = false;

	for (size_t i = 0; i < rows; i++) {
		const char *id_name = form_row_name(rq->form, "staff", i, "id");
		int64_t id = form_has(rq->form, id_name) ? form_read_id(rq->form, id_name, FORM_REQUIRED) : 0;
		int before = LEVEL_UNSAID,
		    level = form_read_choice(rq->form, form_row_name(rq->form, "staff", i, "level"), FORM_OPTIONAL,
					     client_level_names);

		if (id != 0 && !is_staff(staff, count, id, &before))
			form_error(rq->form, id_name, N_("Nobody on the staff has this number."), NULL);
		if (id == 0 || form_failed(rq->form) || level == before)
			continue;
		client_group_staff_set(rq->tx, group->id, id, level);
		audit_level(rq, group, id, level);
		changed = true;
	}
	if (changed)
		client_members_count_group(rq->tx, group->id);
	if (changed && !form_failed(rq->form) && client_nobodys(rq->tx, rq->rights, 0, group->id) != 0)
		form_error(
			rq->form, "staff",
			N_("A client of this group would be left without anybody who has full access. Give it to somebody first."),
			NULL);
}

struct reply
client_group_change(struct request *rq)
{
	const struct client_group *group = client_group_find(rq->tx, rq->viewer, path_id(rq, "group"));
	int64_t version;
	const char *name;

	if (group == NULL)
		return reply_not_found(rq);
	version = form_has(rq->form, "version") ? form_read_int(rq->form, "version", FORM_REQUIRED, 1, INT64_MAX)
						: group->version;
	name = form_has(rq->form, "name") ? read_name(rq, group->id) : group->name;
	if (!form_failed(rq->form) && !client_group_rename(rq->tx, group->id, name, version))
		form_error(
			rq->form, "",
			N_("Somebody else has changed this group meanwhile. What you chose is still here: compare, then save again."),
			NULL);
	if (!form_failed(rq->form))
		take_staff(rq, group);
	if (form_failed(rq->form))
		return reply_form(rq, "client_group_show", group_page_doc(rq, group));
	group = client_group_find(rq->tx, rq->viewer, group->id);
	audit_group(rq, "client_group.change", group);
	return reply_done(rq, client_group_path(rq, group->id, ""), N_("The group was saved."),
			  group_page_doc(rq, group));
}

struct reply
client_group_removal(struct request *rq)
{
	const struct client_group *group = client_group_find(rq->tx, rq->viewer, path_id(rq, "group"));

	if (group == NULL)
		return reply_not_found(rq);
	client_group_forget_staff(rq->tx, group->id);
	if (client_nobodys(rq->tx, rq->rights, 0, group->id) != 0)
		return reply_refusal(
			rq, 409,
			N_("A client of this group would be left without anybody who has full access. Give it to somebody first."));
	client_group_remove(rq->tx, group->id);
	audit_group(rq, "client_group.remove", group);
	return reply_done(rq, "/console/client-groups", N_("The group was removed. Its clients stay."), NULL);
}

/* ---- its clients ---- */

static struct reply
keep_membership(struct request *rq, const struct client_group *group, int64_t client, bool member)
{
	const char *refusal = client_group_keep(rq->tx, rq->rights, group->id, client, member);

	if (refusal != NULL) {
		form_error(rq->form, "client", refusal, NULL);
		return reply_form(rq, "client_group_show", group_page_doc(rq, group));
	}
	client_group_note(rq, group->id, client, member);
	group = client_group_find(rq->tx, rq->viewer, group->id);
	return reply_done(rq, client_group_path(rq, group->id, ""),
			  member ? N_("The client is in the group.") : N_("The client is not in the group any more."),
			  group_page_doc(rq, group));
}

struct reply
client_group_client_new(struct request *rq)
{
	const struct client_group *group = client_group_find(rq->tx, rq->viewer, path_id(rq, "group"));
	const char *typed = form_read_text(rq->form, "client", FORM_REQUIRED, 200);
	int64_t client;

	if (group == NULL)
		return reply_not_found(rq);
	client = typed == NULL ? 0 : client_called(rq->tx, rq->viewer, typed);
	if (typed != NULL && client == 0)
		form_error(rq->form, "client", N_("No client has this number or exactly this name."), NULL);
	else if (client != 0 && !client_may_change(rq, client))
		form_error(rq->form, "client", N_("You may see this client, but not change it."), NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "client_group_show", group_page_doc(rq, group));
	return keep_membership(rq, group, client, true);
}

struct reply
client_group_client_removal(struct request *rq)
{
	const struct client_group *group = client_group_find(rq->tx, rq->viewer, path_id(rq, "group"));
	struct reply refusal;
	const struct client *client = client_to_change(rq, &refusal);

	if (group == NULL)
		return reply_not_found(rq);
	if (client == NULL)
		return refusal;
	if (!client_group_has(rq->tx, group->id, client->id))
		return reply_not_found(rq);
	return keep_membership(rq, group, client->id, false);
}
