/* client_staff_web: which staff users may do what with a client, where that comes from, and changing it. */
#include "clients/handlers.h"

#include "base/arena.h"
#include "clients/client_form.h"
#include "clients/client_staff_form.h"
#include "core/form_page.h"

static const char *const tones[] = {"", "info", "ok"};

/* What the form says of one staff user. */
struct wanted {
	size_t row;
	const struct client_staff *staff;
	int level;
};

struct staff_page {
	struct request *rq;
	const struct client *client;
	const struct client_staff *staff;
	size_t staff_count;
	struct doc *page, *list;
};

/* ---- the page ---- */

static void
set_because(struct doc *row, const struct client_staff *staff)
{
	struct doc *values = doc_object(row->arena);

	doc_set_text(values, "group", staff->group);
	doc_set_message(row, "because",
			staff->own != LEVEL_UNSAID	   ? N_("Given by hand.")
			: staff->of_groups != LEVEL_UNSAID ? N_("By the group {{group}}.")
							   : N_("As profile, role and sharing say."),
			values);
}

static void
add_staff(struct staff_page *shown, const struct client_staff *staff, enum client_level level)
{
	struct request *rq = shown->rq;
	struct doc *row = doc_add_object(shown->list);

	doc_set_id(row, "id", staff->id);
	doc_set_text(row, "name", staff->name);
	doc_set_text(row, "input", arena_printf(rq->arena, "staff.%zu", shown->list->list.count - 1));
	doc_set_word(row, "level", client_level_names[level], client_level_labels[level]);
	doc_set_text(row, "tone", tones[level]);
	doc_set_text(row, "given", client_level_code(staff->own));
	set_because(row, staff);
	client_level_options(row, client_level_code(staff->own));
	doc_set_null(row, "error");
}

static const enum client_level *
levels_of(struct request *rq, const struct staff_page *shown)
{
	struct viewer *viewers = arena_make_array(rq->arena, struct viewer, shown->staff_count + 1);
	enum client_level *levels = arena_make_array(rq->arena, enum client_level, shown->staff_count + 1);

	for (size_t i = 0; i < shown->staff_count; i++)
		viewers[i] = client_staff_viewer(&shown->staff[i]);
	client_levels_of(rq->tx, rq->rights, viewers, shown->staff_count, shown->client->id, levels);
	return levels;
}

static struct staff_page
show(struct request *rq, const struct client *client)
{
	struct staff_page shown = {.rq = rq, .client = client, .page = doc_object(rq->arena)};
	const enum client_level *levels;

	client_sheet_head(rq, shown.page, client, "staff");
	shown.staff = client_staff_list(rq->tx, client->id, &shown.staff_count);
	levels = levels_of(rq, &shown);
	shown.list = doc_set_list(shown.page, "staff");
	for (size_t i = 0; i < shown.staff_count; i++)
		add_staff(&shown, &shown.staff[i], levels[i]);
	doc_set_bool(shown.page, "may_write", client_may_change(rq, client->id));
	form_page(rq, shown.page, "");
	return shown;
}

struct reply
client_staff_page(struct request *rq)
{
	const struct client *client = client_find(rq->tx, rq->viewer, path_id(rq, "client"));

	if (client == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "client_staff", show(rq, client).page);
}

/* ---- changing ---- */

static const struct client_staff *
staff_named(const struct staff_page *shown, int64_t id, size_t *place)
{
	for (size_t i = 0; i < shown->staff_count; i++)
		if (shown->staff[i].id == id) {
			*place = i;
			return &shown->staff[i];
		}
	return NULL;
}

/* The error stands beside the choice, wherever the form had it. */
static void
refuse(struct staff_page *shown, size_t row, size_t place, const char *english)
{
	struct request *rq = shown->rq;

	form_error(rq->form, form_row_name(rq->form, "staff", row, "level"), english, NULL);
	doc_set_message(shown->list->list.items[place], "error", english, NULL);
}

/* True: it says something else than what is. */
static bool
read_row(struct staff_page *shown, size_t row, struct wanted *wanted)
{
	struct form *form = shown->rq->form;
	const char *name = form_row_name(form, "staff", row, "level");
	const char *was = form_text(form, form_row_name(form, "staff", row, "was"));
	int64_t id = form_read_id(form, form_row_name(form, "staff", row, "id"), FORM_REQUIRED);
	size_t place = 0;

	if (id == 0)
		return false;
	*wanted = (struct wanted){row, staff_named(shown, id, &place),
				  form_read_choice(form, name, FORM_OPTIONAL, client_level_names)};
	if (wanted->staff == NULL) {
		form_error(form, form_row_name(form, "staff", row, "id"), N_("Nobody on the staff has this number."),
			   NULL);
		return false;
	}
	client_level_options(shown->list->list.items[place],
			     form_text(form, name) == NULL ? "" : form_text(form, name));
	if (wanted->level == wanted->staff->own || (was != NULL && text_equal(was, client_level_code(wanted->level))))
		return false;
	if (was != NULL && !text_equal(was, client_level_code(wanted->staff->own))) {
		refuse(shown, row, place, N_("Somebody else has changed this meanwhile. Please look again."));
		return false;
	}
	return true;
}

/* Beside the last of those who would have less. */
static void
refuse_last(struct staff_page *shown, const struct wanted *wanted, size_t count)
{
	size_t place = 0;

	while (count > 1 && wanted[count - 1].level == CLIENT_FULL)
		count--;
	staff_named(shown, wanted[count - 1].staff->id, &place);
	refuse(shown, wanted[count - 1].row, place,
	       N_("Somebody must keep full access to this client: nobody else has it. Give it to somebody else first."));
}

static void
take_form(struct staff_page *shown)
{
	struct request *rq = shown->rq;
	size_t rows = form_rows(rq->form, "staff", CLIENT_STAFF_LIMIT), count = 0;
	struct wanted *wanted = arena_make_array(rq->arena, struct wanted, rows + 1);

	for (size_t row = 0; row < rows; row++)
		if (form_has(rq->form, form_row_name(rq->form, "staff", row, "id")) &&
		    read_row(shown, row, &wanted[count]))
			count++;
	for (size_t i = 0; i < count && !form_failed(rq->form); i++)
		client_level_give(rq, shown->client->id, wanted[i].staff, wanted[i].level);
	if (count > 0 && !form_failed(rq->form) && client_nobodys(rq->tx, rq->rights, shown->client->id, 0) != 0)
		refuse_last(shown, wanted, count);
}

struct reply
client_staff_change(struct request *rq)
{
	struct reply refusal;
	const struct client *client = client_to_change(rq, &refusal);
	struct staff_page shown;

	if (client == NULL)
		return refusal;
	shown = show(rq, client);
	take_form(&shown);
	form_page(rq, shown.page, "");
	if (form_failed(rq->form))
		return reply_form(rq, "client_staff", shown.page);
	if (client_find(rq->tx, rq->viewer, client->id) == NULL)
		return reply_done(rq, "/console/clients", N_("Saved. You do not see this client any more."), NULL);
	return reply_done(rq, client_path(rq, client->id, "/staff"), N_("The access to this client was saved."),
			  show(rq, client).page);
}
