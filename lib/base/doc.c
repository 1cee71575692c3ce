/* doc: objects keep their members in order with a hash beside each name, so that a lookup compares integers. */
#include "base/doc.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/instant.h"

#include <string.h>

static struct doc *
doc_new(struct arena *arena, enum doc_kind kind)
{
	struct doc *doc = arena_make(arena, struct doc);

	doc->kind = kind;
	doc->arena = arena;
	return doc;
}

struct doc *
doc_object(struct arena *arena)
{
	return doc_new(arena, DOC_OBJECT);
}

struct doc *
doc_list(struct arena *arena)
{
	return doc_new(arena, DOC_LIST);
}

/* FNV-1a, 32 bits. */
uint32_t
doc_hash(struct str name)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < name.length; i++)
		hash = (hash ^ (unsigned char)name.at[i]) * 16777619u;
	return hash;
}

static struct doc_member *
find_member(const struct doc *object, struct str name, uint32_t hash)
{
	for (size_t i = 0; i < object->object.count; i++) {
		struct doc_member *member = &object->object.members[i];

		if (member->hash == hash && strncmp(member->name, name.at, name.length) == 0 &&
		    member->name[name.length] == '\0')
			return member;
	}
	return NULL;
}

/* Room for one more element of `size` in an array that doubles. */
static void *
with_room(struct arena *arena, void *array, size_t count, size_t *capacity, size_t size)
{
	size_t larger = *capacity == 0 ? 8 : *capacity * 2;
	void *grown;

	if (count < *capacity)
		return array;
	grown = arena_array(arena, larger, size);
	if (count > 0)
		memcpy(grown, array, count * size);
	*capacity = larger;
	return grown;
}

void
doc_set(struct doc *object, const char *name, struct doc *value)
{
	struct str key = str_of(name);
	uint32_t hash = doc_hash(key);
	struct doc_member *member;

	check(object->kind == DOC_OBJECT);
	member = find_member(object, key, hash);
	if (member == NULL) {
		object->object.members = with_room(object->arena, object->object.members, object->object.count,
						   &object->object.capacity, sizeof *member);
		member = &object->object.members[object->object.count++];
	}
	*member = (struct doc_member){.name = name, .value = value, .hash = hash};
}

static struct doc *
set_new(struct doc *object, const char *name, enum doc_kind kind)
{
	struct doc *value = doc_new(object->arena, kind);

	doc_set(object, name, value);
	return value;
}

void
doc_set_null(struct doc *object, const char *name)
{
	set_new(object, name, DOC_NULL);
}

void
doc_set_bool(struct doc *object, const char *name, bool value)
{
	set_new(object, name, DOC_BOOL)->boolean = value;
}

void
doc_set_int(struct doc *object, const char *name, int64_t value)
{
	set_new(object, name, DOC_INT)->integer = value;
}

void
doc_set_decimal(struct doc *object, const char *name, int64_t units, int digits)
{
	struct doc *value = set_new(object, name, DOC_DECIMAL);

	value->decimal.units = units;
	value->decimal.digits = digits;
}

void
doc_set_text(struct doc *object, const char *name, const char *text)
{
	if (text == NULL)
		doc_set_null(object, name);
	else
		doc_set_str(object, name, str_of(text));
}

void
doc_set_str(struct doc *object, const char *name, struct str text)
{
	set_new(object, name, DOC_TEXT)->text = text;
}

void
doc_set_id(struct doc *object, const char *name, int64_t id)
{
	set_new(object, name, id == 0 ? DOC_NULL : DOC_ID)->integer = id;
}

void
doc_set_money(struct doc *object, const char *name, struct money money)
{
	set_new(object, name, DOC_MONEY)->money = money;
}

void
doc_set_day(struct doc *object, const char *name, int32_t day)
{
	set_new(object, name, day == NO_DAY ? DOC_NULL : DOC_DAY)->integer = day;
}

void
doc_set_instant(struct doc *object, const char *name, int64_t instant)
{
	set_new(object, name, instant == NO_INSTANT ? DOC_NULL : DOC_INSTANT)->integer = instant;
}

void
doc_set_word(struct doc *object, const char *name, const char *code, const char *english)
{
	struct doc *value = set_new(object, name, DOC_WORD);

	value->word.code = code;
	value->word.label = english;
}

void
doc_set_message(struct doc *object, const char *name, const char *english, const struct doc *values)
{
	struct doc *value = set_new(object, name, DOC_MESSAGE);

	value->message.english = english;
	value->message.values = values;
}

void
doc_set_plural(struct doc *object, const char *name, struct plural english, const char *count, const struct doc *values)
{
	struct doc *value = set_new(object, name, DOC_MESSAGE);

	value->message.english = english.one;
	value->message.values = values;
	value->message.plural = english.many;
	value->message.count = count;
}

int64_t
doc_message_count(const struct doc *message)
{
	const struct doc *count = doc_get(message->message.values, str_of(message->message.count));

	return count == NULL || count->kind != DOC_INT ? 0 : count->integer;
}

struct doc *
doc_set_object(struct doc *object, const char *name)
{
	return set_new(object, name, DOC_OBJECT);
}

struct doc *
doc_set_list(struct doc *object, const char *name)
{
	return set_new(object, name, DOC_LIST);
}

void
doc_add(struct doc *list, struct doc *value)
{
	check(list->kind == DOC_LIST);
	list->list.items = with_room(list->arena, list->list.items, list->list.count, &list->list.capacity,
				     sizeof *list->list.items);
	list->list.items[list->list.count++] = value;
}

struct doc *
doc_add_object(struct doc *list)
{
	struct doc *object = doc_object(list->arena);

	doc_add(list, object);
	return object;
}

void
doc_add_text(struct doc *list, const char *text)
{
	struct doc *value = doc_new(list->arena, DOC_TEXT);

	value->text = str_of(text);
	doc_add(list, value);
}

const struct doc *
doc_get_hashed(const struct doc *object, struct str name, uint32_t hash)
{
	struct doc_member *member;

	if (object == NULL || object->kind != DOC_OBJECT)
		return NULL;
	member = find_member(object, name, hash);
	return member == NULL ? NULL : member->value;
}

const struct doc *
doc_get(const struct doc *object, struct str name)
{
	return doc_get_hashed(object, name, doc_hash(name));
}

const char *
doc_get_text(const struct doc *object, const char *name)
{
	const struct doc *value = doc_get(object, str_of(name));

	return value == NULL || value->kind != DOC_TEXT
		       ? NULL
		       : arena_text_of(value->arena, value->text.at, value->text.length);
}

const struct doc *
doc_get_list(const struct doc *object, const char *name)
{
	const struct doc *list = doc_get(object, str_of(name));

	return list != NULL && list->kind == DOC_LIST ? list : NULL;
}

size_t
doc_count(const struct doc *list)
{
	return list == NULL ? 0 : list->list.count;
}

bool
doc_is_true(const struct doc *value)
{
	if (value == NULL || value->kind == DOC_NULL)
		return false;
	if (value->kind == DOC_BOOL)
		return value->boolean;
	return value->kind != DOC_LIST || value->list.count > 0;
}
