/* field_choices: rows are taken from the form, or from the field; a button moves one before they are shown again. */
#include "modules/field_form.h"

#include <stdlib.h>
#include <string.h>

struct row {
	size_t typed; /* its place in the form, where its mistakes stand */
	const char *code;
	const char *fr, *en;
	const char *tone;
	bool retired;
	bool moved;
};

static const struct {
	const char *code, *label, *badge;
} tones[] = {
	{"neutral", N_("Grey"), ""},  {"good", N_("Green"), "ok"},  {"warning", N_("Amber"), "warn"},
	{"bad", N_("Red"), "danger"}, {"info", N_("Blue"), "info"},
};
enum { TONES = sizeof tones / sizeof tones[0] };

static const char *
cell(struct field_form *form, size_t row, const char *name)
{
	struct request *rq = form->settings->rq;

	return form_text(rq->form, form_row_name(rq->form, "settings.choices", row, name));
}

static struct row *
typed_rows(struct field_form *form, size_t *count)
{
	struct request *rq = form->settings->rq;
	size_t rows = form_rows(rq->form, "settings.choices", CHOICE_ROWS);
	struct row *list = arena_make_array(rq->arena, struct row, rows + 1);

	*count = 0;
	for (size_t i = 0; i < rows; i++) {
		struct row row = {
			.typed = i,
			.code = cell(form, i, "code"),
			.fr = cell(form, i, "label.fr"),
			.en = cell(form, i, "label.en"),
			.tone = cell(form, i, "tone"),
			.retired = form_read_bool(rq->form, form_row_name(rq->form, "settings.choices", i, "retired")),
		};

		if (!text_empty(row.code) || !text_empty(row.fr) || !text_empty(row.en))
			list[(*count)++] = row;
	}
	return list;
}

static struct row *
stored_rows(struct field_form *form, size_t *count)
{
	const struct field *field = form->field;
	struct row *list;

	*count = field == NULL ? 0 : field->choice_count;
	list = arena_make_array(form->settings->rq->arena, struct row, *count + 1);
	for (size_t i = 0; i < *count; i++) {
		const struct choice *choice = &field->choices[i];

		list[i] = (struct row){
			.typed = i,
			.code = choice->code,
			.fr = label_in(&choice->label, "fr"),
			.en = label_in(&choice->label, "en"),
			.tone = choice->tone,
			.retired = choice->retired,
		};
	}
	return list;
}

/* ---- reading ---- */

static const char *
tone_of(struct field_form *form, const struct row *row)
{
	struct form *typed = form->settings->rq->form;

	if (text_empty(row->tone))
		return tones[0].code;
	for (int i = 0; i < TONES; i++)
		if (text_equal(tones[i].code, row->tone))
			return tones[i].code;
	form_error(typed, form_row_name(typed, "settings.choices", row->typed, "tone"),
		   N_("Please choose one of the answers."), NULL);
	return tones[0].code;
}

static bool
code_is_taken(const struct row *rows, size_t count, const char *code)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(rows[i].code, code))
			return true;
	return false;
}

/* What records will hold: made once, from the first label the answer had. */
static const char *
new_code(struct arena *arena, const struct row *rows, size_t count, const struct row *row)
{
	const char *base = code_of_text(arena, text_empty(row->en) ? row->fr : row->en), *code;

	if (*base == '\0')
		base = "answer";
	code = base;
	for (int i = 2; code_is_taken(rows, count, code); i++)
		code = arena_printf(arena, "%s_%d", base, i);
	return code;
}

static void
read_row(struct field_form *form, struct doc *list, struct row *rows, size_t count, struct row *row)
{
	struct request *rq = form->settings->rq;
	struct doc *choice = doc_add_object(list), *label;
	bool known = !text_empty(row->code);

	if (!known)
		row->code = new_code(rq->arena, rows, count, row);
	doc_set_text(choice, "code", row->code);
	label = doc_set_object(choice, "label");
	if (!text_empty(row->fr))
		doc_set_text(label, "fr",
			     form_read_text(rq->form,
					    form_row_name(rq->form, "settings.choices", row->typed, "label.fr"),
					    FORM_OPTIONAL, SETTINGS_LABEL));
	if (!text_empty(row->en))
		doc_set_text(label, "en",
			     form_read_text(rq->form,
					    form_row_name(rq->form, "settings.choices", row->typed, "label.en"),
					    FORM_OPTIONAL, SETTINGS_LABEL));
	doc_set_text(choice, "tone", tone_of(form, row));
	doc_set_bool(choice, "retired", row->retired);
}

static const struct choice *
choice_of(const struct field *field, const char *code)
{
	for (size_t i = 0; field != NULL && i < field->choice_count; i++)
		if (text_equal(field->choices[i].code, code))
			return &field->choices[i];
	return NULL;
}

/* An answer that comes with Parvis may be left without a text of its own. */
static bool
has_words(struct field_form *form, const struct row *row)
{
	return !text_empty(row->fr) || !text_empty(row->en) ||
	       (form->field != NULL && form->field->builtin && choice_of(form->field, row->code) != NULL);
}

struct doc *
field_choices_read(struct field_form *form)
{
	struct request *rq = form->settings->rq;
	struct doc *list = doc_list(rq->arena);
	size_t count;
	struct row *rows = typed_rows(form, &count);

	for (size_t i = 0; i < count; i++) {
		if (!has_words(form, &rows[i]))
			form_error(rq->form, form_row_name(rq->form, "settings.choices", rows[i].typed, "label.fr"),
				   N_("Please fill in this field."), NULL);
		read_row(form, list, rows, count, &rows[i]);
	}
	if (count == 0)
		form_error(rq->form, "settings.choices.0.label.fr", N_("Write at least one answer."), NULL);
	return list;
}

/* ---- showing ---- */

/* "up:2" and "down:2" change places with a neighbour. */
static void
move_row(struct field_form *form, struct row *rows, size_t count)
{
	const char *wanted = form_text(form->settings->rq->form, "do");
	const bool up = wanted != NULL && strncmp(wanted, "up:", 3) == 0;
	const bool down = wanted != NULL && strncmp(wanted, "down:", 5) == 0;
	int64_t at;
	struct row kept;
	size_t other;

	if ((!up && !down) || !str_to_int(str_of(strchr(wanted, ':') + 1), &at) || at < 0 || at >= (int64_t)count ||
	    (up && at == 0) || (down && at + 1 == (int64_t)count))
		return;
	other = up ? (size_t)at - 1 : (size_t)at + 1;
	kept = rows[at];
	rows[at] = rows[other];
	rows[other] = kept;
	rows[other].moved = true;
}

static void
add_tones(struct doc *row, const char *chosen)
{
	struct doc *list = doc_set_list(row, "tones");

	doc_set_text(row, "badge", "");
	for (int i = 0; i < TONES; i++) {
		const bool current = text_equal(tones[i].code, text_empty(chosen) ? tones[0].code : chosen);

		doc_set_word(settings_option(list, tones[i].code, current), "label", tones[i].code, tones[i].label);
		if (current)
			doc_set_text(row, "badge", tones[i].badge);
	}
}

static const struct doc *
error_at(struct field_form *form, size_t row)
{
	static const char *const cells[] = {"label.fr", "label.en", "tone", "code"};
	struct request *rq = form->settings->rq;
	const struct doc *problems = doc_get(form->settings->page, STR("problems"));

	for (size_t i = 0; i < problems->list.count; i++)
		for (size_t c = 0; c < sizeof cells / sizeof cells[0]; c++)
			if (text_equal(doc_get_text(problems->list.items[i], "field"),
				       form_row_name(rq->form, "settings.choices", row, cells[c])))
				return doc_get(problems->list.items[i], STR("message"));
	return NULL;
}

static void
show_row(struct field_form *form, struct doc *list, size_t index, size_t count, const struct row *row)
{
	const struct choice *choice = choice_of(form->field, row->code);
	const struct doc *error = error_at(form, row->typed);
	struct doc *doc = doc_add_object(list);

	doc_set_text(doc, "name", arena_printf(list->arena, "settings.choices.%zu", index));
	doc_set_int(doc, "index", (int64_t)index);
	doc_set_int(doc, "number", (int64_t)index + 1);
	doc_set_text(doc, "code", row->code);
	doc_set_text(doc, "fr", row->fr);
	doc_set_text(doc, "en", row->en);
	doc_set_null(doc, "known_as");
	if (choice != NULL && choice->label.builtin != NULL)
		doc_set_message(doc, "known_as", choice->label.builtin, NULL);
	doc_set_bool(doc, "retired", row->retired);
	doc_set_bool(doc, "known", !text_empty(row->code));
	doc_set_bool(doc, "first", index == 0);
	doc_set_bool(doc, "last", index + 1 >= count);
	doc_set_bool(doc, "moved", row->moved);
	doc_set(doc, "error", error == NULL ? NULL : (struct doc *)(uintptr_t)error);
	if (error == NULL)
		doc_set_null(doc, "error");
	add_tones(doc, row->tone);
}

/* What the list is now, where somebody else was faster. */
static const char *
stored_words(struct field_form *form)
{
	struct builder words = builder_new(form->settings->rq->arena, 0);

	for (size_t i = 0; form->field != NULL && i < form->field->choice_count; i++)
		build_printf(&words, "%s%s", i == 0 ? "" : ", ",
			     label_text(&form->field->choices[i].label, form->settings->language));
	return builder_text(&words);
}

void
field_choices_show(struct field_form *form, struct doc *inputs)
{
	struct request *rq = form->settings->rq;
	struct doc *input = doc_set_object(inputs, "choices"), *list = doc_set_list(input, "rows");
	const bool typed = rq->http->method == HTTP_POST;
	size_t count, shown;
	struct row *rows = typed ? typed_rows(form, &count) : stored_rows(form, &count);
	struct row empty = {0};

	move_row(form, rows, count);
	shown = count + (count == 0 || text_equal(form_text(rq->form, "do"), "rows") ? 2 * SPARE_ROWS : SPARE_ROWS);
	for (size_t i = 0; i < shown && i < CHOICE_ROWS; i++) {
		empty.typed = i;
		show_row(form, list, i, count, i < count ? &rows[i] : &empty);
	}
	settings_error(form->settings, input, "error", "settings.choices");
	doc_set_text(input, "theirs", form->settings->conflict ? stored_words(form) : NULL);
}
