/* doc_json: prints a tree as JSON and reads one back, with jansson as the parser. */
#include "base/doc.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"

#include <jansson.h>
#include <string.h>

static void
print_string(struct str text, struct builder *out)
{
	static const char hex[] = "0123456789abcdef";
	size_t plain = 0;

	build_char(out, '"');
	for (size_t i = 0; i < text.length; i++) {
		unsigned char c = (unsigned char)text.at[i];

		if (c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != 0x7F)
			continue;
		build_bytes(out, text.at + plain, i - plain);
		plain = i + 1;
		if (c == '"' || c == '\\')
			build_bytes(out, (char[]){'\\', (char)c}, 2);
		else if (c == '\n')
			build_bytes(out, "\\n", 2);
		else
			build_bytes(out, (char[]){'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]}, 6);
	}
	build_bytes(out, text.at + plain, text.length - plain);
	build_char(out, '"');
}

static void
print_decimal(int64_t units, int digits, struct builder *out)
{
	char text[40];

	decimal_print(text, units, digits);
	build_text(out, text);
}

/* A message in the language of its reader. */
static void
build_message(const struct doc *message, const struct doc_reader *reader, struct builder *out)
{
	const char *sentence = message->message.english;

	if (message->message.plural != NULL) {
		const struct plural forms = {sentence, message->message.plural};
		int64_t count = doc_message_count(message);

		if (reader != NULL)
			sentence = reader->translate_plural(reader, forms, count);
		else
			sentence = count == 1 ? forms.one : forms.many;
	} else if (reader != NULL) {
		sentence = reader->translate(reader, sentence);
	}
	doc_print_message(sentence, message->message.values, reader, out);
}

void
doc_print_plain(const struct doc *value, struct builder *out)
{
	char text[40];

	switch (value->kind) {
	case DOC_BOOL:
		build_text(out, value->boolean ? "true" : "false");
		break;
	case DOC_INT:
		build_int(out, value->integer);
		break;
	case DOC_DECIMAL:
		print_decimal(value->decimal.units, value->decimal.digits, out);
		break;
	case DOC_TEXT:
		build_str(out, value->text);
		break;
	case DOC_ID:
		id_print(text, value->integer);
		build_text(out, text);
		break;
	case DOC_MONEY:
		print_decimal(value->money.minor, money_digits(value->money.currency), out);
		break;
	case DOC_DAY:
		day_print(text, (int32_t)value->integer);
		build_text(out, text);
		break;
	case DOC_INSTANT:
		instant_print(text, value->integer);
		build_text(out, text);
		break;
	case DOC_WORD:
		build_text(out, value->word.code);
		break;
	case DOC_MESSAGE:
		build_message(value, NULL, out);
		break;
	case DOC_NULL:
	case DOC_LIST:
	case DOC_OBJECT:
		break;
	}
}

/* What stands within a sentence is read by people: the label of a word, not its code. */
static void
print_within(const struct doc *value, const struct doc_reader *reader, struct builder *out)
{
	if (value->kind == DOC_MESSAGE)
		build_message(value, reader, out);
	else if (value->kind == DOC_WORD && value->word.label != NULL)
		build_text(out, reader == NULL ? value->word.label : reader->translate(reader, value->word.label));
	else
		doc_print_plain(value, out);
}

void
doc_print_message(const char *sentence, const struct doc *values, const struct doc_reader *reader, struct builder *out)
{
	const char *open, *close;

	while ((open = strstr(sentence, "{{")) != NULL && (close = strstr(open, "}}")) != NULL) {
		const struct doc *value = doc_get(values, str_trim(str_slice(open + 2, (size_t)(close - open - 2))));

		build_bytes(out, sentence, (size_t)(open - sentence));
		if (value != NULL)
			print_within(value, reader, out);
		sentence = close + 2;
	}
	build_text(out, sentence);
}

static void
print_message(const struct doc *doc, const struct doc_reader *reader, struct builder *out)
{
	struct builder text = builder_new(out->arena, 0);

	build_message(doc, reader, &text);
	print_string(builder_str(&text), out);
}

static void
print_money(struct money money, struct builder *out)
{
	build_text(out, "{\"amount\":\"");
	print_decimal(money.minor, money_digits(money.currency), out);
	build_text(out, "\",\"currency\":\"");
	build_text(out, money.currency);
	build_text(out, "\"}");
}

static void
print_list(const struct doc *doc, const struct doc_reader *reader, struct builder *out)
{
	build_char(out, '[');
	for (size_t i = 0; i < doc->list.count; i++) {
		if (i > 0)
			build_char(out, ',');
		doc_print_json(doc->list.items[i], reader, out);
	}
	build_char(out, ']');
}

static void
print_object(const struct doc *doc, const struct doc_reader *reader, struct builder *out)
{
	build_char(out, '{');
	for (size_t i = 0; i < doc->object.count; i++) {
		if (i > 0)
			build_char(out, ',');
		print_string(str_of(doc->object.members[i].name), out);
		build_char(out, ':');
		doc_print_json(doc->object.members[i].value, reader, out);
	}
	build_char(out, '}');
}

void
doc_print_json(const struct doc *doc, const struct doc_reader *reader, struct builder *out)
{
	switch (doc->kind) {
	case DOC_NULL:
		build_text(out, "null");
		break;
	case DOC_BOOL:
	case DOC_INT:
		doc_print_plain(doc, out);
		break;
	case DOC_TEXT:
		print_string(doc->text, out);
		break;
	case DOC_WORD:
		print_string(str_of(doc->word.code), out);
		break;
	case DOC_DECIMAL:
	case DOC_ID:
	case DOC_DAY:
	case DOC_INSTANT:
		build_char(out, '"');
		doc_print_plain(doc, out);
		build_char(out, '"');
		break;
	case DOC_MONEY:
		print_money(doc->money, out);
		break;
	case DOC_MESSAGE:
		print_message(doc, reader, out);
		break;
	case DOC_LIST:
		print_list(doc, reader, out);
		break;
	case DOC_OBJECT:
		print_object(doc, reader, out);
		break;
	}
}

struct reading {
	struct arena *arena;
	size_t left;
	const char *error;
};

static struct doc *from_json(struct reading *reading, json_t *json, int depth);

static struct doc *
object_from_json(struct reading *reading, json_t *json, int depth)
{
	struct doc *object = doc_object(reading->arena);
	const char *name;
	json_t *value;

	json_object_foreach(json, name, value)
	{
		struct doc *member = from_json(reading, value, depth - 1);

		if (member == NULL)
			return NULL;
		doc_set(object, arena_text(reading->arena, name), member);
	}
	return object;
}

static struct doc *
list_from_json(struct reading *reading, json_t *json, int depth)
{
	struct doc *list = doc_list(reading->arena);
	json_t *value;
	size_t i;

	json_array_foreach(json, i, value)
	{
		struct doc *item = from_json(reading, value, depth - 1);

		if (item == NULL)
			return NULL;
		doc_add(list, item);
	}
	return list;
}

static struct doc *
scalar_from_json(struct reading *reading, json_t *json)
{
	struct doc *doc = arena_make(reading->arena, struct doc);

	doc->arena = reading->arena;
	if (json_is_string(json)) {
		doc->kind = DOC_TEXT;
		doc->text.length = json_string_length(json);
		doc->text.at = arena_text_of(reading->arena, json_string_value(json), doc->text.length);
	} else if (json_is_integer(json)) {
		doc->kind = DOC_INT;
		doc->integer = json_integer_value(json);
	} else if (json_is_real(json)) {
		doc->kind = DOC_TEXT;
		doc->text = str_of(arena_printf(reading->arena, "%.15g", json_real_value(json)));
	} else if (json_is_boolean(json)) {
		doc->kind = DOC_BOOL;
		doc->boolean = json_is_true(json);
	}
	return doc;
}

static struct doc *
from_json(struct reading *reading, json_t *json, int depth)
{
	if (depth == 0 || reading->left == 0) {
		reading->error =
			depth == 0 ? N_("The JSON is nested too deeply.") : N_("The JSON holds too many values.");
		return NULL;
	}
	reading->left--;
	if (json_is_object(json))
		return object_from_json(reading, json, depth);
	if (json_is_array(json))
		return list_from_json(reading, json, depth);
	return scalar_from_json(reading, json);
}

struct doc *
doc_parse_json(struct arena *arena, struct str json, int depth, size_t members, const char **error)
{
	struct reading reading = {.arena = arena, .left = members};
	json_error_t trouble;
	json_t *parsed = json_loadb(json.at, json.length, JSON_REJECT_DUPLICATES, &trouble);
	struct doc *doc = NULL;

	if (parsed == NULL) {
		*error = N_("The JSON is malformed.");
		return NULL;
	}
	doc = from_json(&reading, parsed, depth);
	json_decref(parsed);
	*error = reading.error;
	return doc;
}
