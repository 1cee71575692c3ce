/* form_show: gives back what was typed and what was wrong, nested as the JSON of the same form would be. */
#include "base/arena.h"
#include "http/form_fields.h"

#include <string.h>

enum {
	SHOW_DEPTH = 8,
	SHOW_PADDING = 4000, /* empty rows made up because a name skipped some */
};

struct shower {
	struct arena *arena;
	size_t padding;
};

void
form_error(struct form *form, const char *name, const char *english, const struct doc *values)
{
	for (size_t i = 0; i < form->problem_count; i++)
		if (strcmp(form->problems[i].field, name) == 0)
			return;
	if (form->problem_count == form->problem_capacity) {
		size_t capacity = form->problem_capacity == 0 ? 8 : form->problem_capacity * 2;
		struct form_problem *problems = arena_make_array(form->arena, struct form_problem, capacity);

		if (form->problem_count > 0)
			memcpy(problems, form->problems, form->problem_count * sizeof *problems);
		form->problems = problems;
		form->problem_capacity = capacity;
	}
	form->problems[form->problem_count++] = (struct form_problem){arena_text(form->arena, name), english, values};
}

bool
form_failed(const struct form *form)
{
	return form->problem_count > 0;
}

void
form_start_over(struct form *form)
{
	form->problem_count = 0;
}

void
form_forget(struct form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++)
		if (strcmp(form->fields[i]->name, name) == 0)
			form->fields[i]->forgotten = true;
}

static struct doc *
text_doc(struct arena *arena, const char *text)
{
	struct doc *doc = arena_make(arena, struct doc);

	doc->kind = DOC_TEXT;
	doc->arena = arena;
	doc->text = str_of(text);
	return doc;
}

static struct doc *
message_doc(struct arena *arena, const struct form_problem *problem)
{
	struct doc *doc = arena_make(arena, struct doc);

	doc->kind = DOC_MESSAGE;
	doc->arena = arena;
	doc->message.english = problem->english;
	doc->message.values = problem->values;
	return doc;
}

/* Rows that were skipped become empty objects; false when a hostile form skips too many. */
static bool
pad_list(struct shower *shower, struct doc *list, size_t count)
{
	while (list->list.count < count) {
		if (shower->padding == 0)
			return false;
		shower->padding--;
		doc_add_object(list);
	}
	return true;
}

/* The item `index` of a list or the member `name` of an object; NULL when the name does not fit the container. */
static const struct doc *
child_of(const struct doc *container, struct str name, size_t index, bool *fits)
{
	*fits = true;
	if (container->kind == DOC_LIST) {
		*fits = form_read_index(name, &index);
		return *fits && index < container->list.count ? container->list.items[index] : NULL;
	}
	*fits = container->kind == DOC_OBJECT;
	return *fits ? doc_get(container, name) : NULL;
}

static bool
put_child(struct shower *shower, struct doc *container, struct str name, struct doc *child)
{
	size_t index = 0;

	if (container->kind == DOC_OBJECT) {
		doc_set(container, arena_text_of(shower->arena, name.at, name.length), child);
		return true;
	}
	if (!form_read_index(name, &index) || !pad_list(shower, container, index))
		return false;
	if (index == container->list.count)
		doc_add(container, child);
	else
		container->list.items[index] = child;
	return true;
}

/* Walks and makes the containers that a dotted name needs; false leaves the leaf out (names that contradict). */
static bool
put_nested(struct shower *shower, struct doc *object, const char *name, struct doc *leaf)
{
	struct doc *container = object;
	struct str rest = str_of(name);

	for (int depth = 0; depth < SHOW_DEPTH; depth++) {
		struct str part = str_cut(&rest, '.');
		bool fits;
		size_t index;
		struct doc *child = (struct doc *)(uintptr_t)child_of(container, part, 0, &fits);

		if (!fits || part.length == 0)
			return false;
		if (rest.at == NULL) {
			if (child != NULL && (child->kind == DOC_OBJECT || child->kind == DOC_LIST))
				return false;
			return put_child(shower, container, part, leaf);
		}
		if (child == NULL) {
			child = form_read_index(rest, &index) ? doc_list(shower->arena) : doc_object(shower->arena);
			if (!put_child(shower, container, part, child))
				return false;
		} else if (child->kind != DOC_OBJECT && child->kind != DOC_LIST) {
			return false;
		}
		container = child;
	}
	return false;
}

void
form_show(const struct form *form, struct doc *object)
{
	struct arena *arena = form->arena;
	struct shower shower = {arena, SHOW_PADDING};
	struct doc *values = doc_set_object(object, "values");
	struct doc *errors = doc_set_object(object, "errors");
	struct doc *problems;

	for (size_t i = 0; i < form->count; i++) {
		const struct form_field *field = form->fields[i];

		if (!field->forgotten)
			put_nested(&shower, values, field->name, text_doc(arena, field->value));
	}
	if (form->problem_count == 0)
		return;
	problems = doc_set_list(object, "problems");
	for (size_t i = 0; i < form->problem_count; i++) {
		const struct form_problem *problem = &form->problems[i];
		struct doc *entry = doc_add_object(problems);

		doc_set_text(entry, "field", problem->field);
		doc_set(entry, "message", message_doc(arena, problem));
		put_nested(&shower, errors, problem->field, message_doc(arena, problem));
	}
}
