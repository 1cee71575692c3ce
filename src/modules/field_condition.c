/* field_condition: when a field is shown: a condition over the other fields. */
#include "modules/condition.h"
#include "modules/field_form.h"

static struct condition_rows
rows_of(const struct field_form *form)
{
	return (struct condition_rows){
		.settings = form->settings,
		.name = "visible_when",
		.error = "settings.visible_when",
		.without = form->field,
		.stored = form->field == NULL ? NULL : form->field->visible_when,
	};
}

struct doc *
field_condition_read(struct field_form *form)
{
	const struct condition_rows rows = rows_of(form);

	return condition_rows_read(&rows);
}

void
field_condition_show(struct field_form *form, struct doc *inputs)
{
	const struct condition_rows rows = rows_of(form);

	condition_rows_show(&rows, doc_set_object(inputs, "visible_when"));
}
