/* person_row: reads a row with the rules of the form of a contact, whose fields have no number before them. */
#include "wizard/person_row.h"

#include "base/arena.h"
#include "base/instant.h"
#include "records/record_own.h"
#include "wizard/step.h"

#include <string.h>

enum { ROLE_LENGTH = 120, FIELDS = 8 };

const char *const person_fields[] = {"contact", "first_name", "last_name", "email", "mobile",
				     "role",	"language",   "send",	   NULL};

const char *
person_field(struct request *rq, size_t number, const char *field)
{
	return arena_printf(rq->arena, "contacts.%zu.%s", number, field);
}

bool
person_row_is_blank(struct request *rq, struct form *form, size_t number)
{
	for (size_t i = 0; person_fields[i] != NULL && strcmp(person_fields[i], "language") != 0; i++)
		if (!text_empty(form_text(form, person_field(rq, number, person_fields[i]))))
			return false;
	return true;
}

static struct form *
form_of_row(struct request *rq, size_t number)
{
	struct form *form = form_new(rq->arena);

	for (size_t i = 0; person_fields[i] != NULL; i++) {
		const char *text = form_raw(rq->form, person_field(rq, number, person_fields[i]));

		if (text != NULL)
			form_add(form, person_fields[i], str_of(text), FIELDS);
	}
	return form;
}

static void
read_known(struct request *rq, struct person_row *row)
{
	int64_t id = form_read_id(row->form, "contact", FORM_REQUIRED);
	const struct contact *known = id == 0 ? NULL : contact_find(rq->tx, rq->viewer, id);

	if (known == NULL)
		form_error(row->form, "contact", N_("This person is no longer there."), NULL);
	else if (record_waits(rq, "contacts", id))
		form_error(row->form, "contact",
			   N_("This person waits for approval: their places stay as they are meanwhile."), NULL);
	if (known != NULL)
		row->person = *known;
	row->language = form_read_text(row->form, "language", FORM_OPTIONAL, ROLE_LENGTH);
	if (row->language != NULL && !text_equal(row->language, "fr") && !text_equal(row->language, "en"))
		form_error(row->form, "language", N_("Please choose an entry of the list."), NULL);
}

static void
read_new(struct request *rq, struct person_row *row)
{
	const char *closed = record_closed(rq, "contacts", 0);

	if (closed != NULL)
		form_error(row->form, "last_name", closed, NULL);
	contact_read_form(asking_with(rq, row->form), &row->person);
	row->language = row->person.language;
}

/* An address, or somebody known, is there once. */
static bool
is_twice(struct request *rq, const struct person_row *row, const char *field, const char *text)
{
	for (size_t i = 0; !text_empty(text) && i < row->number; i++) {
		const char *other = form_text(rq->form, person_field(rq, i, field));

		if (!text_empty(other) && text_equal(text_fold(rq->arena, other), text_fold(rq->arena, text)))
			return true;
	}
	return false;
}

struct person_row
person_row_read(struct request *rq, size_t number)
{
	struct person_row row = {
		.number = number,
		.form = form_of_row(rq, number),
		.person = {.mobile_confirmed_at = NO_INSTANT, .blocked_at = NO_INSTANT, .created_at = NO_INSTANT}};

	row.known = !text_empty(form_text(row.form, "contact"));
	row.send = form_read_bool(row.form, "send");
	row.role = form_read_text(row.form, "role", FORM_OPTIONAL, ROLE_LENGTH);
	if (row.known)
		read_known(rq, &row);
	else
		read_new(rq, &row);
	if (is_twice(rq, &row, row.known ? "contact" : "email", form_text(row.form, row.known ? "contact" : "email")))
		form_error(row.form, row.known ? "contact" : "email", N_("This person is here twice."), NULL);
	if (row.send && text_empty(row.person.email) && !form_failed(row.form))
		form_error(row.form, row.known ? "contact" : "email",
			   N_("Nobody is invited without an e-mail address."), NULL);
	return row;
}

void
person_row_tell(struct request *rq, const struct person_row *row)
{
	struct doc *shown = doc_object(rq->arena);
	const struct doc *problems;

	form_show(row->form, shown);
	problems = doc_get_list(shown, "problems");
	for (size_t i = 0; i < doc_count(problems); i++) {
		const struct doc *message = doc_get(problems->list.items[i], STR("message"));

		form_error(rq->form, person_field(rq, row->number, doc_get_text(problems->list.items[i], "field")),
			   message->message.english, message->message.values);
	}
}

int64_t
person_row_make(struct request *rq, struct person_row *row)
{
	if (row->known || form_failed(row->form))
		return row->known && !form_failed(row->form) ? row->person.id : 0;
	row->person.id = contact_make(asking_with(rq, row->form));
	return row->person.id;
}
