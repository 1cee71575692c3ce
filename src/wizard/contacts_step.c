/* contacts_step: who will act for the client: people who are known already, and new ones; who is invited, in what
 * language.
 */
#include "base/arena.h"
#include "base/id.h"
#include "core/organisation.h"
#include "http/url.h"
#include "invitations/invitations.h"
#include "records/record.h"
#include "records/record_own.h"
#include "rights/rights.h"
#include "wizard/person_row.h"
#include "wizard/step.h"

#include <string.h>

enum { HITS = 10 };

/* ---- what a button does ---- */

/* "pick.ID", "remove.3", "as.3.ID": what stands behind the name; NULL: another button. */
static const char *
pressed(const char *press, const char *name)
{
	size_t length = strlen(name);

	return strncmp(press, name, length) == 0 && press[length] == '.' ? press + length + 1 : NULL;
}

/* The row that is to become somebody known: "3.ID". */
static const char *
known_for(struct request *rq, const char *press, size_t row)
{
	const char *what = pressed(press, "as");
	const char *number = arena_printf(rq->arena, "%zu.", row);

	return what != NULL && strncmp(what, number, strlen(number)) == 0 ? what + strlen(number) : NULL;
}

static bool
is_taken_away(struct request *rq, const char *press, size_t row)
{
	const char *what = pressed(press, "remove");

	return what != NULL && strcmp(what, arena_printf(rq->arena, "%zu", row)) == 0;
}

static void
keep_known(struct request *rq, struct doc *value, size_t number, const char *id, const char *send)
{
	doc_set_text(value, person_field(rq, number, "contact"), id);
	doc_set_text(value, person_field(rq, number, "send"), send);
}

static void
keep_row(struct request *rq, struct doc *value, size_t number, size_t row, const char *known)
{
	for (size_t i = 0; person_fields[i] != NULL; i++) {
		const char *name = person_fields[i], *text = form_text(rq->form, person_field(rq, row, name));
		bool beside = strcmp(name, "role") == 0 || strcmp(name, "send") == 0 || strcmp(name, "language") == 0;

		if (text != NULL && (known == NULL || beside))
			doc_set_text(value, person_field(rq, number, name), text);
	}
	if (known != NULL)
		doc_set_text(value, person_field(rq, number, "contact"), known);
}

/* Whether they would be invited if one said so. */
static bool
may_be_invited(struct request *rq, const char *text)
{
	struct contact_invited person = {.shown = doc_object(rq->arena)};
	const struct doc *refusal;

	if (!contacts_are_invited(rq) || !id_parse(str_of(text), &person.contact))
		return false;
	contact_invitations_foresee(rq, &person, 1);
	refusal = doc_get(person.shown, STR("refusal"));
	return refusal == NULL || refusal->kind == DOC_NULL;
}

static const char *
take(struct request *rq, const char *press, struct doc *value)
{
	const char *picked = pressed(press, "pick"), *find = form_text(rq->form, "find");
	size_t rows = form_rows(rq->form, "contacts", PERSON_ROWS + 1), count = 0;

	for (size_t row = 0; row < rows; row++)
		if (!is_taken_away(rq, press, row) && !person_row_is_blank(rq, rq->form, row))
			keep_row(rq, value, count++, row, known_for(rq, press, row));
	if (picked != NULL && count < PERSON_ROWS)
		keep_known(rq, value, count++, picked, may_be_invited(rq, picked) ? "yes" : "no");
	if (strcmp(press, "add") == 0)
		return arena_printf(rq->arena, "?add=1#contacts.%zu.first_name", count);
	if (picked != NULL || pressed(press, "remove") != NULL || pressed(press, "as") != NULL)
		return "";
	if (strcmp(press, "find") == 0 ||
	    (!text_empty(find) && strcmp(press, "next") == 0 && !text_equal(find, form_text(rq->form, "found"))))
		return arena_printf(rq->arena, "?find=%s#find",
				    find == NULL ? "" : url_encode(rq->arena, str_of(find)));
	return NULL;
}

/* ---- the page ---- */

static void
set_alike(struct request *rq, struct doc *shown, const struct person_row *row)
{
	const struct alike_text texts[] = {{"name", contact_name(rq->arena, &row->person)},
					   {"email", row->person.email},
					   {"mobile", row->person.mobile}};

	alike_fill(rq, shown, "contacts", texts, sizeof texts / sizeof texts[0]);
}

static void
add_row(struct request *rq, struct doc *list, size_t number, bool blank, bool invites)
{
	const struct person_row row =
		blank ? (struct person_row){.form = form_new(rq->arena), .send = invites} : person_row_read(rq, number);
	struct doc *shown = doc_add_object(list);

	contact_form_fields(asking_with(rq, row.form), shown, &row.person, CONTACT_FIELDS " contact role send");
	doc_set_text(shown, "input", person_field(rq, number, ""));
	doc_set_int(shown, "number", (int64_t)number + 1);
	doc_set_int(shown, "row", (int64_t)number);
	doc_set_bool(shown, "blank", blank);
	doc_set_bool(shown, "sent", row.send);
	doc_set_null(shown, "known");
	if (row.known && row.person.id != 0)
		doc_set(shown, "known", contact_doc(rq, &row.person));
	doc_set_bool(shown, "is_new", !row.known);
	doc_set_null(shown, "duplicates");
	if (!row.known && !blank && !text_empty(row.person.last_name))
		set_alike(rq, shown, &row);
}

static void
add_hits(struct request *rq, struct doc *page, const char *typed)
{
	const struct module *module = module_named(rq->rights->catalogue, "contacts");
	const struct field *email = module == NULL ? NULL : field_named(module, "email");
	const struct record_query query = {.search = typed, .limit = HITS};
	struct doc *list = doc_set_list(page, "hits");
	const struct access *access = module == NULL ? NULL : record_access(rq, module);
	struct record *records;
	size_t count;

	if (access == NULL)
		return;
	records = record_list(rq->tx, access, &query, &count);
	for (size_t i = 0; i < count; i++) {
		struct doc *hit = doc_add_object(list);
		const struct db_value *cell = email == NULL ? NULL : &records[i].cells[email->index];

		doc_set_id(hit, "id", records[i].id);
		doc_set_text(hit, "name",
			     value_text(rq->arena, module->naming, &records[i].cells[module->naming->index]));
		doc_set_text(hit, "email",
			     cell == NULL || cell->type != DB_TEXT ? NULL : value_text(rq->arena, email, cell));
	}
}

static void
show(struct request *rq, struct doc *page, struct form *query)
{
	const char *find = query == NULL ? NULL : form_text(query, "find");
	struct doc *list = doc_set_list(page, "contacts");
	size_t rows = form_rows(rq->form, "contacts", PERSON_ROWS);
	bool invites = contacts_are_invited(rq), more = query != NULL && form_has(query, "add");

	for (size_t row = 0; row < rows; row++)
		add_row(rq, list, row, false, invites);
	if ((more || (rows == 0 && text_empty(find))) && rows < PERSON_ROWS)
		add_row(rq, list, rows, true, invites);
	doc_set_bool(page, "invites", invites);
	doc_set_bool(page, "full", rows >= PERSON_ROWS);
	doc_set_text(page, "find", find);
	doc_set_null(page, "hits");
	if (!text_empty(find))
		add_hits(rq, page, find);
	doc_set_bool(page, "found_nobody", !text_empty(find) && doc_count(doc_get_list(page, "hits")) == 0);
}

static struct person_row *
read_all(struct request *rq, size_t *count)
{
	struct person_row *rows;

	*count = form_rows(rq->form, "contacts", PERSON_ROWS + 1);
	rows = arena_make_array(rq->arena, struct person_row, *count + 1);
	for (size_t i = 0; i < *count; i++) {
		rows[i] = person_row_read(rq, i);
		person_row_tell(rq, &rows[i]);
	}
	return rows;
}

static void
check(struct request *rq)
{
	size_t count;

	read_all(rq, &count);
	if (count > PERSON_ROWS)
		form_error(rq->form, "contacts",
			   N_("There are at most fifty contacts here: add the others once the client is created."),
			   NULL);
}

/* ---- what it will do ---- */

static const char *
language_of_mail(struct request *rq, const struct person_row *row)
{
	const struct organisation *organisation = organisation_find(rq->tx);

	if (!text_empty(row->language))
		return row->language;
	if (!text_empty(row->person.language))
		return row->person.language;
	return organisation == NULL ? "en" : organisation->language;
}

static struct contact_invited
invited(struct request *rq, const struct person_row *row, struct doc *shown)
{
	return (struct contact_invited){.contact = row->person.id,
					.email = row->person.email,
					.language = language_of_mail(rq, row),
					.shown = shown};
}

static struct doc *
summary_row(struct request *rq, const struct person_row *row)
{
	struct contact person = row->person;
	struct doc *shown;

	person.language = language_of_mail(rq, row);
	shown = contact_doc(rq, &person);
	doc_set_text(shown, "role", row->role);
	doc_set_bool(shown, "known", row->known);
	doc_set_bool(shown, "send", row->send);
	doc_set_null(shown, "refusal");
	if (!row->known)
		doc_set_null(shown, "href");
	return shown;
}

static void
summarise(struct request *rq, struct doc *summary)
{
	struct doc *list = doc_set_list(summary, "contacts");
	size_t count, sent = 0;
	const struct person_row *rows = read_all(rq, &count);
	struct contact_invited *people = arena_make_array(rq->arena, struct contact_invited, count + 1);

	for (size_t i = 0; i < count; i++) {
		struct doc *shown = summary_row(rq, &rows[i]);

		doc_add(list, shown);
		if (rows[i].send && !form_failed(rows[i].form))
			people[sent++] = invited(rq, &rows[i], shown);
	}
	doc_set_bool(summary, "invites", contacts_are_invited(rq));
	doc_set_bool(summary, "refused", contacts_are_invited(rq) && contact_invitations_foresee(rq, people, sent) > 0);
	for (size_t i = 0; i < sent; i++)
		if (text_equal(doc_get_text(doc_get(people[i].shown, STR("refusal")), "code"), "already"))
			doc_set_bool(people[i].shown, "send", false);
}

/* Their rows of the summary are told why they cannot be invited. */
static void
commit(struct request *rq, int64_t *client, struct doc *summary)
{
	const struct doc *list = doc_get_list(summary, "contacts");
	size_t count, sent = 0, mails = 0;
	struct person_row *rows = read_all(rq, &count);
	struct contact_invited *people = arena_make_array(rq->arena, struct contact_invited, count + 1);
	bool invites = contacts_are_invited(rq);

	for (size_t i = 0; i < count && !form_failed(rq->form); i++) {
		if (person_row_make(rq, &rows[i]) == 0)
			person_row_tell(rq, &rows[i]);
		else
			place_make(rq, *client, rows[i].person.id, rows[i].role);
		if (rows[i].send && invites)
			people[sent++] = invited(rq, &rows[i], list->list.items[i]);
	}
	if (form_failed(rq->form))
		return;
	if (!contact_invitations_send(rq, people, sent, doc_is_true(doc_get(summary, STR("keep"))),
				      record_waits(rq, "clients", *client), &mails)) {
		doc_set_bool(summary, "refused", true);
		form_error(rq->form, "contacts", N_("Not everybody can be invited: the reason stands beside them."),
			   NULL);
	}
	doc_set_int(summary, "mails", (int64_t)mails);
}

const struct wizard_step contacts_step = {
	.name = "contacts",
	.label = N_("Contacts"),
	.template = "client_draft_contacts",
	.take = take,
	.show = show,
	.check = check,
	.summarise = summarise,
	.commit = commit,
};
