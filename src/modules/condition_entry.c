/* condition_entry: a name stands for an id where only one is called so; else the id stands behind it in brackets. */
#include "modules/condition_entry.h"

#include "base/arena.h"
#include "base/id.h"
#include "core/feature.h"

#include <string.h>

enum { NAMESAKES = 5 };

bool
field_is_entry(const struct field *field)
{
	return field->type == FIELD_LOOKUP || field->type == FIELD_LOOKUPS || field->type == FIELD_STAFF;
}

static const char *
module_of(const struct field *field)
{
	return field->target == NULL ? NULL : field->target->name;
}

static const char *
id_text(struct arena *arena, int64_t id)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_text(arena, text);
}

const char *
condition_entry_name(const void *request, const struct field *field, int64_t id)
{
	struct request *rq = (struct request *)(uintptr_t)request;
	const struct directory *directory = house_directory(rq->house);

	return directory == NULL ? NULL : directory->name(rq, module_of(field), id);
}

/* "Martin [0c4m…]"; semicolons stand between several values. */
static const char *
exact_text(struct arena *arena, const char *name, int64_t id)
{
	char *text = arena_printf(arena, "%s [%s]", name, id_text(arena, id));

	for (char *at = strchr(text, ';'); at != NULL; at = strchr(at, ';'))
		*at = ',';
	return text;
}

const char *
condition_entry_text(struct request *rq, const struct field *field, int64_t id)
{
	const char *name = condition_entry_name(rq, field, id);
	int64_t found[2];

	if (name == NULL)
		return id_text(rq->arena, id);
	if (strchr(name, ';') == NULL && house_directory(rq->house)->find(rq, module_of(field), name, found, 2) == 1 &&
	    found[0] == id)
		return name;
	return exact_text(rq->arena, name, id);
}

/* The id alone, or in brackets at the end. */
static bool
read_id(const char *typed, int64_t *id)
{
	size_t length = strlen(typed);

	if (id_parse(str_of(typed), id))
		return true;
	return length > ID_LENGTH + 2 && typed[length - 1] == ']' && typed[length - ID_LENGTH - 2] == '[' &&
	       id_parse(str_slice(typed + length - ID_LENGTH - 1, ID_LENGTH), id);
}

static const char *
choices_text(struct request *rq, const struct field *field, const int64_t *ids, size_t count)
{
	struct builder text = builder_new(rq->arena, 0);

	for (size_t i = 0; i < count; i++)
		build_printf(&text, "%s%s", i == 0 ? "" : "; ",
			     exact_text(rq->arena, condition_entry_name(rq, field, ids[i]), ids[i]));
	return builder_text(&text);
}

const char *
condition_entry_read(struct request *rq, const struct field *field, const char *typed, const char **error,
		     struct doc **values)
{
	const struct directory *directory = house_directory(rq->house);
	int64_t ids[NAMESAKES];
	size_t count;

	if (read_id(typed, &ids[0]))
		return id_text(rq->arena, ids[0]);
	count = directory == NULL ? 0 : directory->find(rq, module_of(field), typed, ids, NAMESAKES);
	if (count == 1)
		return id_text(rq->arena, ids[0]);
	*values = doc_object(rq->arena);
	doc_set_text(*values, "value", typed);
	*error = N_("Nothing called “{{value}}” was found. Please write the whole name.");
	if (count > 1) {
		*error = N_("Several are called “{{value}}”. Please write the one you mean like this: {{choices}}");
		doc_set_text(*values, "choices", choices_text(rq, field, ids, count));
	}
	return NULL;
}
