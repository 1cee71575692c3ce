/* staff_form: one reader for both ways in. */
#include "people/staff_form.h"

#include "http/form.h"

void
staff_read_identity(struct form *form, const char **name, const char **email)
{
	*name = form_read_text(form, "name", FORM_REQUIRED, STAFF_NAME_LENGTH);
	*email = form_read_email(form, "email", FORM_REQUIRED);
}

const char *
staff_check_identity(struct arena *arena, struct staff_new *staff)
{
	struct form *form = form_new(arena);

	if (!form_add(form, "name", str_of(staff->name), 2) || !form_add(form, "email", str_of(staff->email), 2))
		return "Name and address must be UTF-8 text.";
	staff_read_identity(form, &staff->name, &staff->email);
	if (staff->email == NULL)
		return "This is not a valid e-mail address.";
	return staff->name == NULL ? "This name is too long, or holds characters that cannot be shown." : NULL;
}
