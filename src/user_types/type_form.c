/* type_form: two user types of the same name could not be told apart where one chooses among them. */
#include "user_types/type_form.h"

#include "base/arena.h"
#include "html/format.h"
#include "modules/label.h"

static bool
is_taken(struct settings *settings, const struct setup *own, const char *language, const char *text)
{
	struct arena *arena = settings->rq->arena;
	const char *folded = text_fold(arena, text);
	size_t count;
	const struct setup *others = setup_list(settings->rq->tx, settings->catalogue, &count);

	for (size_t i = 0; i < count; i++) {
		const char *other = label_in(&others[i].label, language);

		if ((own == NULL || others[i].id != own->id) && other != NULL &&
		    text_equal(text_fold(arena, other), folded))
			return true;
	}
	return false;
}

struct label
type_read_label(struct settings *settings, const struct setup *own)
{
	struct request *rq = settings->rq;
	struct label label = settings_read_label(settings, "name", FORM_REQUIRED, SETTINGS_LABEL);

	for (size_t i = 0; i < label.count; i++)
		if (is_taken(settings, own, label.languages[i], label.texts[i]))
			form_error(rq->form, arena_printf(rq->arena, "name.%s", label.languages[i]),
				   N_("Another user type is called so already."), NULL);
	return label;
}
