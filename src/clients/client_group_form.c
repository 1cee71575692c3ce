/* client_group_form: which groups a client is in, ticked in its form. */
#include "clients/client_group_form.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/audit.h"
#include "core/feature.h"
#include "http/form.h"

const char *
client_group_path(struct request *rq, int64_t group, const char *below)
{
	char id[ID_LENGTH + 1];

	id_print(id, group);
	return arena_printf(rq->arena, "/console/client-groups/%s%s", id, below);
}

static struct doc *
add_group(struct request *rq, struct doc *list, const struct client_group *group)
{
	struct doc *row = doc_add_object(list);

	doc_set_id(row, "id", group->id);
	doc_set_text(row, "name", group->name);
	doc_set_text(row, "href",
		     page_is_open(rq, "/console/client-groups") ? client_group_path(rq, group->id, "") : NULL);
	return row;
}

void
client_groups_show(struct request *rq, struct doc *page, int64_t client)
{
	struct doc *list = doc_set_list(page, "groups");
	size_t count;
	const struct client_group *groups = client_groups_of(rq->tx, client, &count);

	for (size_t i = 0; i < count; i++)
		add_group(rq, list, &groups[i]);
	doc_set_bool(page, "has_groups", count > 0);
}

static bool
is_among(const struct client_group *groups, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (groups[i].id == id)
			return true;
	return false;
}

/* ---- typed ---- */

struct typed {
	int64_t *ids;
	size_t count;
	bool given; /* an empty one says that the list is there, although it is in none */
};

static struct typed
typed_groups(struct request *rq)
{
	size_t rows = form_rows(rq->form, "groups", CLIENT_GROUPS + 1);
	struct typed typed = {arena_make_array(rq->arena, int64_t, rows + 1), 0, rows > 0};

	for (size_t i = 0; i < rows; i++) {
		int64_t id = 0;
		const char *text = form_text(rq->form, arena_printf(rq->arena, "groups.%zu", i));

		if (!text_empty(text) && id_parse(str_of(text), &id))
			typed.ids[typed.count++] = id;
	}
	return typed;
}

/* Groups are of the whole client base: who sees but given clients sees which ones these are in, and no others. */
static const struct client_group *
choosable(struct request *rq, size_t *count)
{
	*count = 0;
	return rq->viewer->given_only ? NULL : client_group_list(rq->tx, rq->viewer, count);
}

void
client_groups_choose(struct request *rq, struct doc *page, int64_t client)
{
	struct doc *list = doc_set_list(page, "groups");
	const struct typed typed = typed_groups(rq);
	size_t count, own_count;
	const struct client_group *groups = choosable(rq, &count);
	const struct client_group *own = client_groups_of(rq->tx, client, &own_count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = add_group(rq, list, &groups[i]);

		doc_set_text(row, "input", arena_printf(rq->arena, "groups.%zu", i + 1));
		doc_set_bool(row, "member",
			     typed.given ? id_is_among(typed.ids, typed.count, groups[i].id)
					 : is_among(own, own_count, groups[i].id));
	}
	doc_set_bool(page, "has_groups", count > 0);
}

static void
audit_groups(struct request *rq, int64_t client, const struct typed *typed)
{
	struct doc *detail = doc_object(rq->arena), *list = doc_set_list(detail, "groups");

	for (size_t i = 0; i < typed->count; i++) {
		char id[ID_LENGTH + 1];

		id_print(id, typed->ids[i]);
		doc_add_text(list, arena_text(rq->arena, id));
	}
	audit_add(rq, &(struct audit){.action = "client.groups_change",
				      .object_kind = "client",
				      .object = client,
				      .detail = detail});
}

void
client_groups_read(struct request *rq, int64_t client)
{
	const struct typed typed = typed_groups(rq);
	bool changed = false;
	size_t count;
	const struct client_group *own = client_groups_of(rq->tx, client, &count);

	if (!typed.given || (rq->viewer->given_only && typed.count == 0))
		return;
	for (size_t i = 0; i < typed.count; i++) {
		if (rq->viewer->given_only || !client_group_exists(rq->tx, typed.ids[i])) {
			form_error(rq->form, "groups", N_("There is no such group of clients any more."), NULL);
			return;
		}
		changed = changed || !is_among(own, count, typed.ids[i]);
		client_group_add(rq->tx, typed.ids[i], client);
	}
	for (size_t i = 0; i < count; i++)
		if (!id_is_among(typed.ids, typed.count, own[i].id)) {
			client_group_take(rq->tx, own[i].id, client);
			changed = true;
		}
	if (!changed)
		return;
	if (client_nobodys(rq->tx, rq->rights, client, 0) != 0)
		form_error(rq->form, "groups", N_("By these groups nobody would keep full access to this client."),
			   NULL);
	audit_groups(rq, client, &typed);
}

void
client_group_note(struct request *rq, int64_t group, int64_t client, bool member)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_id(detail, "group", group);
	doc_set_bool(detail, "member", member);
	audit_add(rq, &(struct audit){.action = "client.groups_change",
				      .object_kind = "client",
				      .object = client,
				      .detail = detail});
}

void
client_group_options(struct request *rq, struct doc *list)
{
	size_t count;
	const struct client_group *groups = client_group_list(rq->tx, rq->viewer, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *option = doc_add_object(list);
		char id[ID_LENGTH + 1];

		id_print(id, groups[i].id);
		doc_set_text(option, "value", arena_text(rq->arena, id));
		doc_set_text(option, "label", groups[i].name);
	}
}
