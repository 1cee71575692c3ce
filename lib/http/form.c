/* form: keeps the fields of a request, whatever they came in; nested JSON is flattened into dotted names. */
#include "http/form.h"

#include "base/arena.h"
#include "http/form_fields.h"
#include "http/url.h"

#include <string.h>

enum {
	FIRST_BUCKETS = 64,
	JSON_DEPTH = 32,
	JSON_MEMBERS = 10000,
	NAME_LENGTH = 200,
};

struct form *
form_new(struct arena *arena)
{
	struct form *form = arena_make(arena, struct form);

	form->arena = arena;
	form->bucket_count = FIRST_BUCKETS;
	form->buckets = arena_make_array(arena, struct form_field *, FIRST_BUCKETS);
	return form;
}

static struct form_field **
bucket_of(const struct form *form, const char *name)
{
	return &form->buckets[doc_hash(str_of(name)) & (form->bucket_count - 1)];
}

static void
grow(struct form *form)
{
	size_t capacity = form->capacity == 0 ? 32 : form->capacity * 2;
	struct form_field **fields = arena_make_array(form->arena, struct form_field *, capacity);

	if (form->count > 0)
		memcpy(fields, form->fields, form->count * sizeof *fields);
	form->fields = fields;
	form->capacity = capacity;
	if (capacity <= form->bucket_count)
		return;
	form->bucket_count = capacity;
	form->buckets = arena_make_array(form->arena, struct form_field *, capacity);
	for (size_t i = 0; i < form->count; i++) {
		struct form_field **bucket = bucket_of(form, fields[i]->name);

		fields[i]->older = *bucket;
		*bucket = fields[i];
	}
}

bool
form_add(struct form *form, const char *name, struct str value, size_t limit)
{
	struct str name_text = str_of(name);
	struct form_field **bucket;
	struct form_field *field;

	if (form->count >= limit || name_text.length > NAME_LENGTH || !str_is_utf8(name_text) || !str_is_utf8(value))
		return false;
	if (form->count == form->capacity)
		grow(form);
	field = arena_make(form->arena, struct form_field);
	field->name = arena_text(form->arena, name);
	field->value = arena_text_of(form->arena, value.at, value.length);
	bucket = bucket_of(form, name);
	field->older = *bucket;
	*bucket = field;
	form->fields[form->count++] = field;
	return true;
}

bool
form_add_urlencoded(struct form *form, struct str encoded, size_t limit)
{
	while (encoded.at != NULL && encoded.length > 0) {
		struct str value = str_cut(&encoded, '&');
		struct str name = str_cut(&value, '=');

		if (name.length == 0 && value.length == 0)
			continue;
		if (!url_decode(form->arena, name, true, &name) || !url_decode(form->arena, value, true, &value))
			return false;
		if (!form_add(form, arena_text_of(form->arena, name.at, name.length), value, limit))
			return false;
	}
	return true;
}

/* The parser has limited the depth. Names are measured on the way down: each is copied for all that is below it. */
static bool
add_value(struct form *form, const char *name, const struct doc *value, size_t limit)
{
	const char *prefix;
	struct builder text;

	if (strlen(name) > NAME_LENGTH)
		return false;
	prefix = *name == '\0' ? "" : arena_printf(form->arena, "%s.", name);
	if (value->kind == DOC_OBJECT) {
		for (size_t i = 0; i < value->object.count; i++) {
			const struct doc_member *member = &value->object.members[i];

			if (!add_value(form, arena_printf(form->arena, "%s%s", prefix, member->name), member->value,
				       limit))
				return false;
		}
		return true;
	}
	if (value->kind == DOC_LIST) {
		for (size_t i = 0; i < value->list.count; i++)
			if (!add_value(form, arena_printf(form->arena, "%s%zu", prefix, i), value->list.items[i],
				       limit))
				return false;
		return true;
	}
	if (value->kind == DOC_TEXT)
		return form_add(form, name, value->text, limit);
	text = builder_new(form->arena, 0);
	if (value->kind != DOC_NULL)
		doc_print_plain(value, &text);
	return form_add(form, name, builder_str(&text), limit);
}

bool
form_add_json(struct form *form, struct str json, size_t limit, const char **error)
{
	struct doc *doc = doc_parse_json(form->arena, json, JSON_DEPTH, JSON_MEMBERS, error);

	if (doc == NULL)
		return false;
	if (doc->kind != DOC_OBJECT) {
		*error = "the body must be a JSON object";
		return false;
	}
	if (!add_value(form, "", doc, limit)) {
		*error = "too many fields, or a name that is too long";
		return false;
	}
	return true;
}

struct form_field *
form_find(const struct form *form, const char *name)
{
	struct form_field *field = *bucket_of(form, name);

	while (field != NULL && strcmp(field->name, name) != 0)
		field = field->older;
	return field;
}

const char *
form_text(struct form *form, const char *name)
{
	struct form_field *field = form_find(form, name);

	if (field == NULL)
		return NULL;
	if (field->trimmed == NULL) {
		struct str trimmed = str_trim(str_of(field->value));

		field->trimmed = arena_text_of(form->arena, trimmed.at, trimmed.length);
	}
	return field->trimmed;
}

const char *
form_raw(struct form *form, const char *name)
{
	struct form_field *field = form_find(form, name);

	return field == NULL ? NULL : field->value;
}

bool
form_has(struct form *form, const char *name)
{
	return form_find(form, name) != NULL;
}

size_t
form_count(struct form *form)
{
	return form->count;
}

const char *
form_name(struct form *form, size_t index)
{
	return form->fields[index]->name;
}

bool
form_read_index(struct str text, size_t *index)
{
	size_t i;

	*index = 0;
	for (i = 0; i < text.length && i < 5 && text.at[i] >= '0' && text.at[i] <= '9'; i++)
		*index = *index * 10 + (size_t)(text.at[i] - '0');
	if (i == 0 || (i < text.length && text.at[i] != '.') || (i > 1 && text.at[0] == '0'))
		return false;
	return *index < FORM_INDEX_LIMIT;
}

size_t
form_rows(struct form *form, const char *prefix, size_t limit)
{
	struct str start = str_of(prefix);
	size_t rows = 0;

	for (size_t i = 0; i < form->count; i++) {
		struct str name = str_of(form->fields[i]->name);
		size_t index;

		if (name.length <= start.length + 1 || !str_starts(name, start) || name.at[start.length] != '.')
			continue;
		if (form_read_index(str_slice(name.at + start.length + 1, name.length - start.length - 1), &index) &&
		    index >= rows)
			rows = index + 1;
	}
	return rows < limit ? rows : limit;
}

const char *
form_row_name(struct form *form, const char *prefix, size_t row, const char *field)
{
	return arena_printf(form->arena, "%s.%zu.%s", prefix, row, field);
}
