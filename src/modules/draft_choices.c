/* draft_choices: the answers one may choose among; those that records have are never lost. */
#include "modules/draft_settings.h"

#include "base/arena.h"
#include "base/str.h"
#include "modules/builtin.h"
#include "modules/field_settings.h"
#include "modules/label.h"

#include <string.h>

enum { CHOICES_MOST = 200, CODE_LONGEST = 40 };

static const char *const tones[] = {"neutral", "good", "warning", "bad", "info", NULL};

static enum module_outcome
wrong(const struct reading *reading, const char *error, const char *code)
{
	struct doc *values = doc_object(reading->arena);

	doc_set_text(values, "code", code == NULL ? "" : code);
	return draft_wrong(reading->trouble, "settings.choices", error, values);
}

static bool
code_fits(const char *code)
{
	return !text_empty(code) && strlen(code) <= CODE_LONGEST &&
	       strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789_") == strlen(code);
}

static const struct doc *
choice_of(const struct doc *list, const char *code)
{
	for (size_t i = 0; i < list->list.count; i++)
		if (text_equal(doc_get_text(list->list.items[i], "code"), code))
			return list->list.items[i];
	return NULL;
}

static bool
is_retired(const struct doc *choice)
{
	const struct doc *retired = doc_get(choice, STR("retired"));

	return retired != NULL && doc_is_true(retired);
}

/* Without a text of its own an answer that comes with the program is called as the program calls it. */
static bool
has_label(const struct reading *reading, const struct doc *label, const char *code)
{
	const struct builtin_module *module = builtin_named(reading->module->name);
	struct label read = label_of_doc(label, NULL);

	if (!label_is_empty(&read))
		return true;
	return reading->of != NULL && reading->of->builtin &&
	       builtin_choice_of(builtin_field_named(module, reading->of->name), code) != NULL;
}

static struct doc *
add_choice(struct doc *list, const char *code, const struct doc *label, const char *tone, bool retired)
{
	struct doc *choice = doc_add_object(list);

	doc_set_text(choice, "code", code);
	if (label != NULL)
		doc_set(choice, "label", (struct doc *)label);
	doc_set_text(choice, "tone", name_index(tones, tone) < 0 ? tones[0] : tone);
	if (retired)
		doc_set_bool(choice, "retired", true);
	return choice;
}

static enum module_outcome
take_choice(const struct reading *reading, struct doc *list, const struct doc *given)
{
	const char *code = doc_get_text(given, "code");
	const struct doc *label = doc_get(given, STR("label"));

	if (!code_fits(code))
		return wrong(reading, N_("The code of an answer has small letters, digits and underscores only."),
			     code);
	if (choice_of(list, code) != NULL)
		return wrong(reading, N_("The code “{{code}}” is there twice."), code);
	if (!has_label(reading, label, code))
		return wrong(reading, N_("Each answer needs a text."), code);
	add_choice(list, code, label, doc_get_text(given, "tone"), is_retired(given));
	return MODULE_DONE;
}

/* What the new list no longer has. */
static void
keep_old_choices(const struct reading *reading, struct doc *list)
{
	for (size_t i = 0; reading->of != NULL && i < reading->of->choice_count; i++) {
		const struct choice *old = &reading->of->choices[i];

		if (choice_of(list, old->code) == NULL)
			add_choice(list, old->code, label_doc(reading->arena, &old->label), old->tone, true);
	}
}

enum module_outcome
draft_read_choices(const struct reading *reading)
{
	const struct doc *given = draft_given(reading, "choices");
	struct doc *list = doc_set_list(reading->clean, "choices");
	size_t offered = 0;

	for (size_t i = 0; given != NULL && given->kind == DOC_LIST && i < given->list.count; i++) {
		enum module_outcome outcome = take_choice(reading, list, given->list.items[i]);

		if (outcome != MODULE_DONE)
			return outcome;
		offered += !is_retired(given->list.items[i]);
	}
	if (offered == 0)
		return wrong(reading, N_("Offer at least one answer."), NULL);
	keep_old_choices(reading, list);
	if (list->list.count > CHOICES_MOST)
		return wrong(reading, N_("There may be 200 answers at most, retired ones included."), NULL);
	return MODULE_DONE;
}
