/* label: a text in the languages it was given in, on its way from and to JSON and documents. */
#include "modules/label.h"

#include "base/str.h"

#include <string.h>

enum { JSON_DEPTH = 16, JSON_MEMBERS = 20000 };

const char *
json_text(struct arena *arena, const struct doc *doc)
{
	struct builder out = builder_new(arena, 0);

	if (doc == NULL)
		return NULL;
	doc_print_json(doc, NULL, &out);
	return builder_text(&out);
}

struct doc *
json_doc(struct arena *arena, const char *json)
{
	const char *error = NULL;

	return json == NULL ? NULL : doc_parse_json(arena, str_of(json), JSON_DEPTH, JSON_MEMBERS, &error);
}

struct label
label_of_doc(const struct doc *texts, const char *builtin)
{
	struct label label = {0};

	if (texts != NULL && texts->kind == DOC_OBJECT)
		for (size_t i = 0; i < texts->object.count && label.count < LABEL_TEXTS; i++) {
			const struct doc_member *member = &texts->object.members[i];

			if (member->value->kind != DOC_TEXT || member->value->text.length == 0)
				continue;
			label.languages[label.count] = member->name;
			label.texts[label.count++] = member->value->text.at;
		}
	if (label.count == 0)
		label.builtin = builtin;
	return label;
}

struct label
label_of_json(struct arena *arena, const char *json, const char *builtin)
{
	return label_of_doc(json_doc(arena, json), builtin);
}

struct doc *
label_doc(struct arena *arena, const struct label *label)
{
	struct doc *texts = doc_object(arena);

	for (size_t i = 0; i < label->count; i++)
		if (!text_empty(label->texts[i]))
			doc_set_text(texts, label->languages[i], label->texts[i]);
	return texts->object.count == 0 ? NULL : texts;
}

const char *
label_json(struct arena *arena, const struct label *label)
{
	return json_text(arena, label_doc(arena, label));
}

bool
label_is_empty(const struct label *label)
{
	for (size_t i = 0; i < label->count; i++)
		if (!text_empty(label->texts[i]))
			return false;
	return label->builtin == NULL;
}

const char *
label_text(const struct label *label, const char *language)
{
	for (size_t i = 0; i < label->count; i++)
		if (text_equal(label->languages[i], language))
			return label->texts[i];
	if (label->count > 0)
		return label->texts[0];
	return label->builtin == NULL ? "" : label->builtin;
}

void
doc_set_label(struct doc *object, const char *name, const struct label *label, const char *language)
{
	if (label->count == 0 && label->builtin != NULL)
		doc_set_message(object, name, label->builtin, NULL);
	else
		doc_set_text(object, name, label_text(label, language));
}
