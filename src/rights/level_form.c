/* level_form: reads what was chosen for each field, field by field or for all at once. */
#include "rights/level_form.h"

#include "base/arena.h"

enum { FIELD_ROWS = 400 };

bool
level_is_offered(const struct field *field)
{
	return !field->retired && field->id != 0;
}

bool
level_can_be_written(const struct field *field)
{
	return !field->kept && field->type != FIELD_FORMULA && field->type != FIELD_ROLLUP &&
	       field->type != FIELD_NUMBER && (!field->system || field->index == SYSTEM_OWNER);
}

int
level_typed(struct request *rq, const struct field *field)
{
	size_t rows = form_rows(rq->form, "fields", FIELD_ROWS);
	const char *wanted = form_text(rq->form, "do");

	for (int level = 0; level_names[level] != NULL; level++)
		if (text_equal(wanted, arena_printf(rq->arena, "all:%s", level_names[level])))
			return level;
	for (size_t i = 0; i < rows; i++)
		if (text_equal(form_text(rq->form, form_row_name(rq->form, "fields", i, "name")), field->name))
			return form_read_choice(rq->form, form_row_name(rq->form, "fields", i, "level"), FORM_REQUIRED,
						level_names);
	return -1;
}

void
level_refuse_unknown(struct request *rq, const struct module *module)
{
	size_t rows = form_rows(rq->form, "fields", FIELD_ROWS);

	for (size_t i = 0; i < rows; i++)
		if (field_named(module, form_text(rq->form, form_row_name(rq->form, "fields", i, "name"))) == NULL)
			form_error(rq->form, form_row_name(rq->form, "fields", i, "name"),
				   N_("There is no such field."), NULL);
}
