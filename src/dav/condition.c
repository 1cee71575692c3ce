/* condition: reads and asks the header If. */
#include "dav/condition.h"

#include "base/arena.h"

#include <string.h>

static void
skip(struct str *rest)
{
	while (rest->length > 0 && (*rest->at == ' ' || *rest->at == '\t'))
		*rest = str_slice(rest->at + 1, rest->length - 1);
}

static bool
take(struct str *rest, const char *word)
{
	skip(rest);
	if (!str_starts(*rest, str_of(word)))
		return false;
	*rest = str_slice(rest->at + strlen(word), rest->length - strlen(word));
	return true;
}

/* What stands up to `end`, which goes too; NULL: it does not end. */
static const char *
take_until(struct arena *arena, struct str *rest, char end)
{
	struct str text = str_cut(rest, end);

	return rest->at == NULL ? NULL : arena_text_of(arena, text.at, text.length);
}

static bool
read_term(struct arena *arena, struct str *rest, struct conditions *conditions)
{
	struct condition_term *term = &conditions->terms[conditions->term_count];

	if (conditions->term_count == CONDITIONS_MOST)
		return false;
	*term = (struct condition_term){.denied = take(rest, "Not")};
	if (take(rest, "<"))
		term->token = take_until(arena, rest, '>');
	else if (take(rest, "["))
		term->etag = take_until(arena, rest, ']');
	conditions->term_count++;
	return term->token != NULL || term->etag != NULL;
}

static bool
read_list(struct arena *arena, struct str *rest, const char *resource, struct conditions *conditions)
{
	struct condition_list *list = &conditions->lists[conditions->list_count];

	if (conditions->list_count == CONDITIONS_MOST || !take(rest, "("))
		return false;
	*list = (struct condition_list){.resource = resource, .first = conditions->term_count};
	while (!take(rest, ")"))
		if (!read_term(arena, rest, conditions))
			return false;
	list->count = conditions->term_count - list->first;
	conditions->list_count++;
	return list->count > 0;
}

bool
conditions_read(struct arena *arena, const char *header, struct conditions *conditions)
{
	struct str rest = str_of(header);
	const char *resource = NULL;

	*conditions = (struct conditions){.list_count = 0};
	for (skip(&rest); rest.length > 0; skip(&rest)) {
		if (take(&rest, "<")) {
			resource = take_until(arena, &rest, '>');
			if (resource == NULL)
				return false;
		}
		if (!read_list(arena, &rest, resource, conditions))
			return false;
	}
	return conditions->list_count > 0;
}

bool
conditions_show(const struct conditions *conditions, const char *token)
{
	for (size_t i = 0; i < conditions->term_count; i++)
		if (text_equal(conditions->terms[i].token, token))
			return true;
	return false;
}

bool
conditions_hold(const struct conditions *conditions,
		bool (*holds)(const char *resource, const struct condition_term *term, void *data), void *data)
{
	for (size_t i = 0; i < conditions->list_count; i++) {
		const struct condition_list *list = &conditions->lists[i];
		bool all = true;

		for (size_t t = list->first; all && t < list->first + list->count; t++)
			all = holds(list->resource, &conditions->terms[t], data) != conditions->terms[t].denied;
		if (all)
			return true;
	}
	return false;
}
