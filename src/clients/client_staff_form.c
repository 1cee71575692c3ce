/* client_staff_form: what staff users may do with a client, on its own page and while it is being made. */
#include "clients/client_staff_form.h"

#include "base/arena.h"
#include "clients/clients.h"
#include "core/audit.h"

const char *
client_level_code(int level)
{
	return level == LEVEL_UNSAID ? "" : client_level_names[level];
}

void
client_level_options(struct doc *row, const char *chosen)
{
	struct doc *list = doc_set_list(row, "options");

	for (int level = LEVEL_UNSAID; level <= CLIENT_FULL; level++) {
		struct doc *option = doc_add_object(list);

		doc_set_text(option, "code", client_level_code(level));
		doc_set_word(option, "label", client_level_code(level),
			     level == LEVEL_UNSAID ? N_("As groups and profile say") : client_level_labels[level]);
		doc_set_bool(option, "current", text_equal(client_level_code(level), chosen));
	}
}

void
client_level_note(struct request *rq, int64_t client, int64_t staff, int before, int level)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_id(detail, "staff", staff);
	doc_set_text(detail, "before", client_level_code(before));
	doc_set_text(detail, "level", client_level_code(level));
	audit_add(rq, &(struct audit){.action = "client.staff_change",
				      .object_kind = "client",
				      .object = client,
				      .detail = detail});
}

void
client_level_give(struct request *rq, int64_t client, const struct client_staff *staff, int level)
{
	client_staff_set(rq->tx, client, staff->id, level, rq->viewer->staff);
	client_level_note(rq, client, staff->id, staff->own, level);
}

/* ---- of a client that is about to be made ---- */

/* By the place of the staff user in the list: what is typed of them; errors stand beside the form's fields. */
static int *
typed_levels(struct request *rq, const struct client_staff *staff, size_t count)
{
	size_t rows = form_rows(rq->form, "staff", CLIENT_STAFF_LIMIT);
	int *levels = arena_make_array(rq->arena, int, count + 1);

	for (size_t i = 0; i < count; i++)
		levels[i] = LEVEL_UNSAID;
	for (size_t row = 0; row < rows; row++) {
		const char *name = form_row_name(rq->form, "staff", row, "id");
		int64_t id = form_has(rq->form, name) ? form_read_id(rq->form, name, FORM_REQUIRED) : 0;
		size_t i = 0;

		while (i < count && staff[i].id != id)
			i++;
		if (id != 0 && i == count)
			form_error(rq->form, name, N_("Nobody on the staff has this number."), NULL);
		else if (id != 0)
			levels[i] = form_read_choice(rq->form, form_row_name(rq->form, "staff", row, "level"),
						     FORM_OPTIONAL, client_level_names);
	}
	return levels;
}

void
client_staff_choose(struct request *rq, struct doc *page)
{
	struct doc *list = doc_set_list(page, "staff");
	size_t count;
	const struct client_staff *staff = client_staff_list(rq->tx, 0, &count);
	const int *levels = typed_levels(rq, staff, count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_id(row, "id", staff[i].id);
		doc_set_text(row, "name", staff[i].name);
		doc_set_text(row, "input", arena_printf(rq->arena, "staff.%zu", i));
		doc_set_null(row, "level");
		if (levels[i] != LEVEL_UNSAID)
			doc_set_word(row, "level", client_level_names[levels[i]], client_level_labels[levels[i]]);
		client_level_options(row, client_level_code(levels[i]));
	}
}

/* Who is left to groups and profile may have it in full by them: that is known once it is made. */
void
client_staff_check(struct request *rq)
{
	size_t count;
	const struct client_staff *staff = client_staff_list(rq->tx, 0, &count);
	const int *levels = typed_levels(rq, staff, count);
	bool somebody = false;

	for (size_t i = 0; i < count; i++)
		somebody = somebody || levels[i] == LEVEL_UNSAID || levels[i] == CLIENT_FULL;
	if (!somebody)
		form_error(rq->form, "staff", N_("Somebody must have full access to this client."), NULL);
}

void
client_staff_give(struct request *rq, int64_t client)
{
	size_t count;
	const struct client_staff *staff = client_staff_list(rq->tx, client, &count);
	const int *levels = typed_levels(rq, staff, count);

	for (size_t i = 0; i < count; i++)
		if (levels[i] != LEVEL_UNSAID && levels[i] != staff[i].own)
			client_level_give(rq, client, &staff[i], levels[i]);
	if (client_nobodys(rq->tx, rq->rights, client, 0) != 0)
		form_error(rq->form, "staff", N_("Somebody must have full access to this client."), NULL);
}
