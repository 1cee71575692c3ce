/* form_page: merges what the row holds, what was typed and what was wrong into one document. */
#include "core/form_page.h"

static struct doc *
member_object(struct doc *document, const char *name)
{
	const struct doc *there = doc_get(document, str_of(name));

	return there != NULL && there->kind == DOC_OBJECT ? (struct doc *)there : doc_set_object(document, name);
}

static void
fill(struct doc *object, const char *name, const struct doc *shown)
{
	const struct doc *value = doc_get(shown, str_of(name));

	if (value != NULL)
		doc_set(object, name, (struct doc *)value);
	else if (doc_get(object, str_of(name)) == NULL)
		doc_set_null(object, name);
}

/* Lists and names the caller did not foresee (rows of a sub-form) come through as they were shown. */
static void
copy_all(struct doc *object, const struct doc *shown)
{
	if (shown == NULL || shown->kind != DOC_OBJECT)
		return;
	for (size_t i = 0; i < shown->object.count; i++)
		doc_set(object, shown->object.members[i].name, shown->object.members[i].value);
}

void
form_page(struct request *rq, struct doc *document, const char *fields)
{
	struct doc *shown = doc_object(rq->arena);
	struct doc *values = member_object(document, "values");
	struct doc *errors = member_object(document, "errors");
	struct str rest = str_of(fields);

	form_show(rq->form, shown);
	copy_all(values, doc_get(shown, STR("values")));
	copy_all(errors, doc_get(shown, STR("errors")));
	while (rest.at != NULL) {
		struct str field = str_cut(&rest, ' ');
		const char *name = arena_text_of(rq->arena, field.at, field.length);

		if (field.length == 0)
			continue;
		fill(values, name, doc_get(shown, STR("values")));
		fill(errors, name, doc_get(shown, STR("errors")));
	}
	if (doc_get(shown, STR("problems")) != NULL)
		doc_set(document, "problems", (struct doc *)doc_get(shown, STR("problems")));
	else
		doc_set_list(document, "problems");
}
