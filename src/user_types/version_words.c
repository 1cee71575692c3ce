/* version_words: compares two setups tab by tab: their records, what may be done, layouts, fields, lines. */
#include "user_types/version_words.h"

#include "base/id.h"
#include "modules/label.h"
#include "rights/rights.h"
#include "user_types/tab_card.h"

#include <string.h>

enum { NAMED_MOST = 30 }; /* fields called by name in one sentence */

enum turn { TURN_GAIN, TURN_LOSS, TURN_CHANGE };

struct comparing {
	struct request *rq;
	const struct catalogue *catalogue;
	const char *language;
	struct doc *groups;
	struct doc *changes;	     /* of the group at hand */
	const struct module *module; /* it is about; NULL: no more, or none */
	const char *where;	     /* NULL: the tab itself */
};

const char *
label_words(struct request *rq, const struct label *label)
{
	const char *locale = formats_locale(rq->formats);

	if (label->count == 0 && label->builtin != NULL)
		return formats_translate(rq->formats, label->builtin);
	return label_text(label, arena_text_of(rq->arena, locale, strcspn(locale, "_")));
}

/* ---- sentences ---- */

static void
begin_group(struct comparing *comparing, const struct label *label, const char *name)
{
	struct doc *group = doc_add_object(comparing->groups);

	if (label == NULL)
		doc_set_text(group, "label", name);
	else
		doc_set_label(group, "label", label, comparing->language);
	comparing->changes = doc_set_list(group, "changes");
	comparing->where = NULL;
}

/* A group without changes is none. */
static void
end_group(struct comparing *comparing)
{
	if (comparing->changes->list.count == 0)
		comparing->groups->list.count--;
}

static void
say(struct comparing *comparing, enum turn turn, const char *english, const struct doc *values)
{
	static const char *const codes[] = {"gain", "loss", "change"};
	struct doc *row = doc_add_object(comparing->changes);

	doc_set_text(row, "where", comparing->where);
	doc_set_message(row, "text", english, values);
	doc_set_text(row, "code", codes[turn]);
	doc_set_bool(row, "gain", turn == TURN_GAIN);
	doc_set_bool(row, "loss", turn == TURN_LOSS);
}

static struct doc *
one_value(struct comparing *comparing, const char *name, const char *text)
{
	struct doc *values = doc_object(comparing->rq->arena);

	doc_set_text(values, name, text);
	return values;
}

/* ---- reading setups ---- */

/* The item whose `key` is this text; NULL: none. */
static const struct doc *
item_of(const struct doc *list, const char *key, const char *text)
{
	for (size_t i = 0; i < doc_count(list); i++)
		if (text_equal(doc_get_text(list->list.items[i], key), text))
			return list->list.items[i];
	return NULL;
}

static unsigned
may_said(const struct doc *tab)
{
	const struct doc *list = doc_get_list(tab, "may");
	unsigned may = 0;

	for (size_t i = 0; i < doc_count(list); i++)
		for (unsigned bit = 0; bit < MAY_COUNT; bit++)
			if (list->list.items[i]->kind == DOC_TEXT &&
			    str_equal(list->list.items[i]->text, str_of(may_names[bit])))
				may |= 1U << bit;
	return may;
}

/* ---- which records ---- */

static void
set_tie(struct comparing *comparing, struct doc *values, const char *name, const struct doc *tab)
{
	const char *tie = doc_get_text(tab, "tie"), *link = doc_get_text(tab, "link");
	const struct field *field =
		comparing->module == NULL || link == NULL ? NULL : field_named(comparing->module, link);

	if (field != NULL)
		doc_set_text(values, name, label_words(comparing->rq, &field->label));
	else if (link != NULL)
		doc_set_text(values, name, link);
	else if (text_equal(tie, tie_names[TIE_PUBLIC]))
		doc_set_message(values, name, N_("every record"), NULL);
	else if (text_equal(tie, tie_names[TIE_CLIENT]))
		doc_set_message(values, name, N_("the client they act for"), NULL);
	else
		doc_set_message(values, name, N_("their own record"), NULL);
}

static void
compare_tie(struct comparing *comparing, const struct doc *from, const struct doc *to)
{
	struct doc *values;

	if (text_equal(doc_get_text(from, "tie"), doc_get_text(to, "tie")) &&
	    text_equal(doc_get_text(from, "link"), doc_get_text(to, "link")))
		return;
	values = doc_object(comparing->rq->arena);
	set_tie(comparing, values, "was", from);
	set_tie(comparing, values, "is", to);
	say(comparing, TURN_CHANGE, N_("Whose records: {{is}}, before {{was}}"), values);
}

/* NULL: none, or it does not hold together. */
static const struct condition *
narrowed_of(struct comparing *comparing, const struct doc *tab)
{
	const struct field_scope scope = {.module = comparing->module, .find = scope_all};
	const struct doc *json = doc_get(tab, STR("narrowed"));
	const char *error = "";
	struct doc *values = NULL;

	return !doc_is_true(json) || comparing->module == NULL
		       ? NULL
		       : condition_parse(comparing->rq->arena, &scope, json, &error, &values);
}

static const char *
as_json(struct comparing *comparing, const struct doc *tab, const char *name)
{
	const struct doc *value = doc_get(tab, str_of(name));

	return doc_is_true(value) ? json_text(comparing->rq->arena, value) : NULL;
}

/* The same condition may be written in several ways. */
static bool
is_same_narrowed(struct comparing *comparing, const struct doc *from, const struct doc *to)
{
	const struct condition *was = narrowed_of(comparing, from), *is = narrowed_of(comparing, to);
	struct arena *arena = comparing->rq->arena;

	if (was == NULL || is == NULL)
		return text_equal(as_json(comparing, from, "narrowed"), as_json(comparing, to, "narrowed"));
	return text_equal(json_text(arena, condition_doc(arena, was)), json_text(arena, condition_doc(arena, is)));
}

static const char *
narrowed_words(struct comparing *comparing, const struct doc *tab)
{
	const struct condition *condition = narrowed_of(comparing, tab);

	if (!doc_is_true(doc_get(tab, STR("narrowed"))))
		return NULL;
	return condition == NULL ? "?"
				 : condition_words(comparing->rq->arena, condition, comparing->rq->formats, NULL, NULL);
}

static void
compare_narrowed(struct comparing *comparing, const struct doc *from, const struct doc *to)
{
	const char *was = narrowed_words(comparing, from), *is = narrowed_words(comparing, to);
	struct doc *values;

	if (is_same_narrowed(comparing, from, to))
		return;
	values = one_value(comparing, "was", was);
	doc_set_text(values, "is", is);
	if (was == NULL)
		say(comparing, from == NULL ? TURN_CHANGE : TURN_LOSS, N_("Only records where {{is}}"), values);
	else if (is == NULL)
		say(comparing, TURN_GAIN, N_("No longer only records where {{was}}"), values);
	else
		say(comparing, TURN_CHANGE, N_("Only records where {{is}}; before: where {{was}}"), values);
}

/* ---- what may be done, and how it looks ---- */

static void
compare_may(struct comparing *comparing, const struct doc *from, const struct doc *to)
{
	static const struct {
		unsigned bit;
		const char *gain, *loss;
	} sentences[] = {
		{MAY_CREATE, N_("May create records"), N_("May no longer create records")},
		{MAY_EDIT, N_("May change records"), N_("May no longer change records")},
		{MAY_DELETE, N_("May delete records"), N_("May no longer delete records")},
	};
	unsigned was = may_said(from), is = may_said(to);

	for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++)
		if ((was ^ is) & sentences[i].bit) {
			bool gain = is & sentences[i].bit;

			say(comparing, gain ? TURN_GAIN : TURN_LOSS, gain ? sentences[i].gain : sentences[i].loss,
			    NULL);
		}
}

/* Of a card that is no more, nothing is left but that it was another. */
static void
compare_card(struct comparing *comparing, const struct doc *from, const struct doc *to)
{
	const struct view *card;

	if (text_equal(doc_get_text(from, "card"), doc_get_text(to, "card")))
		return;
	card = tab_card(comparing->rq->tx, comparing->module, to);
	if (card != NULL)
		say(comparing, TURN_CHANGE, N_("What a card looks like: {{card}}"),
		    one_value(comparing, "card", card->name));
	else
		say(comparing, TURN_CHANGE, N_("What a card looks like: as the module’s plain cards"), NULL);
}

static void
compare_look(struct comparing *comparing, const struct doc *from, const struct doc *to)
{
	bool cards = doc_is_true(doc_get(to, STR("canvas"))), aside = doc_is_true(doc_get(to, STR("aside")));

	if (cards != doc_is_true(doc_get(from, STR("canvas"))))
		say(comparing, TURN_CHANGE, cards ? N_("Shown as cards") : N_("Shown as a list"), NULL);
	if (cards)
		compare_card(comparing, from, to);
	if (aside != doc_is_true(doc_get(from, STR("aside"))))
		say(comparing, TURN_CHANGE,
		    aside ? N_("No longer in the menu: seen with what it leads to") : N_("In the menu"), NULL);
}

/* ---- fields ---- */

static enum level
level_said(const struct doc *fields, const char *name)
{
	const char *text = doc_get_text(fields, name);

	for (int level = LEVEL_WRITE; level > LEVEL_HIDDEN; level--)
		if (text_equal(text, level_names[level]))
			return (enum level)level;
	return LEVEL_HIDDEN;
}

/* Which sentence a field belongs to when it was one and is another. */
enum { FIELDS_SEEN, FIELDS_SEEN_AND_WRITTEN, FIELDS_WRITTEN, FIELDS_READ, FIELDS_GONE, FIELD_TURNS };

static int
turn_of(enum level was, enum level is)
{
	if (was == LEVEL_HIDDEN)
		return is == LEVEL_READ ? FIELDS_SEEN : FIELDS_SEEN_AND_WRITTEN;
	if (is == LEVEL_HIDDEN)
		return FIELDS_GONE;
	return is == LEVEL_WRITE ? FIELDS_WRITTEN : FIELDS_READ;
}

struct names {
	const char *text;
	size_t count;
};

static void
add_name(struct comparing *comparing, struct names *names, const struct module *module, const char *name)
{
	const struct field *field = module == NULL ? NULL : field_named(module, name);
	const char *called = field == NULL ? name : label_words(comparing->rq, &field->label);

	names->count++;
	if (names->count == 1)
		names->text = called;
	else if (names->count <= NAMED_MOST)
		names->text = arena_printf(comparing->rq->arena, "%s, %s", names->text, called);
	else if (names->count == NAMED_MOST + 1)
		names->text = arena_printf(comparing->rq->arena, "%s…", names->text);
}

/* Adds the fields of `one` that are others in `other`, once each; `backwards`: those only that `other` does not name.
 */
static void
sort_fields(struct comparing *comparing, const struct module *module, const struct doc *from, const struct doc *to,
	    bool backwards, struct names names[FIELD_TURNS])
{
	const struct doc *one = backwards ? from : to;

	for (size_t i = 0; one != NULL && one->kind == DOC_OBJECT && i < one->object.count; i++) {
		const char *name = one->object.members[i].name;
		enum level was = level_said(from, name), is = level_said(to, name);

		if (was != is && (is == LEVEL_HIDDEN) == backwards)
			add_name(comparing, &names[turn_of(was, is)], module, name);
	}
}

static void
compare_fields(struct comparing *comparing, const struct module *module, const struct doc *from, const struct doc *to)
{
	static const struct {
		enum turn turn;
		const char *english;
	} sentences[FIELD_TURNS] = {
		[FIELDS_SEEN] = {TURN_GAIN, N_("Fields that are seen: {{fields}}")},
		[FIELDS_SEEN_AND_WRITTEN] = {TURN_GAIN, N_("Fields that are seen and can be changed: {{fields}}")},
		[FIELDS_WRITTEN] = {TURN_GAIN, N_("Fields that can be changed: {{fields}}")},
		[FIELDS_READ] = {TURN_LOSS, N_("Fields that can no longer be changed: {{fields}}")},
		[FIELDS_GONE] = {TURN_LOSS, N_("Fields that are no longer seen: {{fields}}")},
	};
	struct names names[FIELD_TURNS] = {0};

	sort_fields(comparing, module, from, to, false, names);
	sort_fields(comparing, module, from, to, true, names);
	for (int i = 0; i < FIELD_TURNS; i++)
		if (names[i].count > 0)
			say(comparing, sentences[i].turn, sentences[i].english,
			    one_value(comparing, "fields", names[i].text));
}

/* ---- layouts and lines ---- */

/* As it is called; an entry that names none is about the module's first. */
static const char *
layout_name(const struct comparing *comparing, const char *said)
{
	const struct module *module = comparing->module;
	int64_t id = 0;

	if (said == NULL || !id_parse(str_of(said), &id))
		return module == NULL ? "" : module->layouts[0].name;
	for (size_t i = 0; module != NULL && i < module->layout_count; i++)
		if (module->layouts[i].id == id)
			return module->layouts[i].name;
	return said;
}

static bool
is_same_layout(const struct comparing *comparing, const struct doc *one, const struct doc *other)
{
	return text_equal(layout_name(comparing, doc_get_text(one, "layout")),
			  layout_name(comparing, doc_get_text(other, "layout")));
}

static const struct doc *
same_layout(const struct comparing *comparing, const struct doc *layouts, const struct doc *entry)
{
	for (size_t i = 0; i < doc_count(layouts); i++)
		if (is_same_layout(comparing, layouts->list.items[i], entry))
			return layouts->list.items[i];
	return NULL;
}

static void
compare_layouts(struct comparing *comparing, const struct doc *from, const struct doc *to)
{
	const struct doc *were = doc_get_list(from, "layouts"), *are = doc_get_list(to, "layouts");
	bool several = doc_count(were) > 1 || doc_count(are) > 1;

	for (size_t i = 0; i < doc_count(are); i++) {
		const struct doc *is = are->list.items[i], *was = same_layout(comparing, were, is);
		const char *name = layout_name(comparing, doc_get_text(is, "layout"));

		if (was == NULL && from != NULL)
			say(comparing, TURN_CHANGE, N_("The layout {{layout}} is shown"),
			    one_value(comparing, "layout", name));
		comparing->where = several ? name : NULL;
		compare_fields(comparing, comparing->module, doc_get(was, STR("fields")), doc_get(is, STR("fields")));
		comparing->where = NULL;
	}
	for (size_t i = 0; to != NULL && i < doc_count(were); i++)
		if (same_layout(comparing, are, were->list.items[i]) == NULL)
			say(comparing, TURN_CHANGE, N_("The layout {{layout}} is no longer shown"),
			    one_value(comparing, "layout",
				      layout_name(comparing, doc_get_text(were->list.items[i], "layout"))));
}

static void
compare_line(struct comparing *comparing, const char *name, const struct doc *from, const struct doc *to)
{
	const struct module *lines = module_named(comparing->catalogue, name);

	comparing->where = lines == NULL ? name : label_words(comparing->rq, &lines->plural);
	compare_fields(comparing, lines, doc_get(from, STR("fields")), doc_get(to, STR("fields")));
	comparing->where = NULL;
}

static void
compare_lines(struct comparing *comparing, const struct doc *from, const struct doc *to)
{
	const struct doc *were = doc_get(from, STR("lines")), *are = doc_get(to, STR("lines"));

	for (size_t i = 0; are != NULL && are->kind == DOC_OBJECT && i < are->object.count; i++)
		compare_line(comparing, are->object.members[i].name, doc_get(were, str_of(are->object.members[i].name)),
			     are->object.members[i].value);
	for (size_t i = 0; were != NULL && were->kind == DOC_OBJECT && i < were->object.count; i++)
		if (doc_get(are, str_of(were->object.members[i].name)) == NULL)
			compare_line(comparing, were->object.members[i].name, were->object.members[i].value, NULL);
}

/* ---- tabs ---- */

static void
compare_tab(struct comparing *comparing, const struct doc *from, const struct doc *to)
{
	const char *name = doc_get_text(to == NULL ? from : to, "module");

	comparing->module = name == NULL ? NULL : module_named(comparing->catalogue, name);
	begin_group(comparing, comparing->module == NULL ? NULL : &comparing->module->plural, name);
	if (to == NULL)
		say(comparing, TURN_LOSS, N_("The tab goes: nothing of it is seen any more"), NULL);
	else if (from == NULL) {
		struct doc *values = doc_object(comparing->rq->arena);

		set_tie(comparing, values, "is", to);
		say(comparing, TURN_GAIN, N_("A new tab. Whose records: {{is}}"), values);
	} else
		compare_tie(comparing, from, to);
	if (to != NULL) {
		compare_narrowed(comparing, from, to);
		compare_may(comparing, from, to);
		compare_look(comparing, from, to);
		compare_layouts(comparing, from, to);
		compare_lines(comparing, from, to);
	}
	end_group(comparing);
}

/* Those that both have stand one behind the other as before. */
static bool
is_same_order(const struct doc *from, const struct doc *to)
{
	size_t at = 0;

	for (size_t i = 0; i < doc_count(to); i++) {
		const char *name = doc_get_text(to->list.items[i], "module");

		if (item_of(from, "module", name) == NULL)
			continue;
		while (at < from->list.count &&
		       item_of(to, "module", doc_get_text(from->list.items[at], "module")) == NULL)
			at++;
		if (at >= from->list.count || !text_equal(doc_get_text(from->list.items[at++], "module"), name))
			return false;
	}
	return true;
}

static void
compare_tabs(struct comparing *comparing, const struct doc *from, const struct doc *to)
{
	static const struct label order = {.builtin = N_("Order of the tabs")};
	const struct doc *were = doc_get_list(from, "tabs"), *are = doc_get_list(to, "tabs");

	for (size_t i = 0; i < doc_count(are); i++)
		compare_tab(comparing, item_of(were, "module", doc_get_text(are->list.items[i], "module")),
			    are->list.items[i]);
	for (size_t i = 0; i < doc_count(were); i++)
		if (item_of(are, "module", doc_get_text(were->list.items[i], "module")) == NULL)
			compare_tab(comparing, were->list.items[i], NULL);
	if (is_same_order(were, are))
		return;
	begin_group(comparing, &order, NULL);
	say(comparing, TURN_CHANGE, N_("The tabs stand in another order"), NULL);
}

/* ---- pages of other sites ---- */

static void
say_web(struct comparing *comparing, enum turn turn, const char *english, const struct doc *web)
{
	const struct label label = label_of_doc(doc_get(web, STR("label")), N_("Web page"));
	struct doc *values = one_value(comparing, "label", label_words(comparing->rq, &label));

	doc_set_text(values, "address", doc_get_text(web, "address"));
	say(comparing, turn, english, values);
}

static void
compare_web(struct comparing *comparing, const struct doc *from, const struct doc *to)
{
	static const struct label title = {.builtin = N_("Web pages")};
	const struct doc *were = doc_get_list(from, "web"), *are = doc_get_list(to, "web");

	begin_group(comparing, &title, NULL);
	for (size_t i = 0; i < doc_count(are); i++) {
		const struct doc *is = are->list.items[i], *was = item_of(were, "address", doc_get_text(is, "address"));

		if (was == NULL)
			say_web(comparing, TURN_GAIN, N_("{{label}} is shown ({{address}})"), is);
		else if (!text_equal(as_json(comparing, was, "label"), as_json(comparing, is, "label")))
			say_web(comparing, TURN_CHANGE, N_("It is now called {{label}} ({{address}})"), is);
	}
	for (size_t i = 0; i < doc_count(were); i++)
		if (item_of(are, "address", doc_get_text(were->list.items[i], "address")) == NULL)
			say_web(comparing, TURN_LOSS, N_("{{label}} is no longer shown ({{address}})"),
				were->list.items[i]);
	end_group(comparing);
}

/* ---- the message ---- */

static void
compare_message(struct comparing *comparing, const struct doc *from, const struct doc *to)
{
	static const struct label title = {.builtin = N_("Message when they sign in")};
	const struct label was = label_of_doc(doc_get(from, STR("message")), NULL);
	const struct label is = label_of_doc(doc_get(to, STR("message")), NULL);

	begin_group(comparing, &title, NULL);
	if (was.count == 0 && is.count > 0)
		say(comparing, TURN_CHANGE, N_("They read a message of their own"), NULL);
	else if (was.count > 0 && is.count == 0)
		say(comparing, TURN_CHANGE, N_("They read the message of the house"), NULL);
	else if (!text_equal(label_json(comparing->rq->arena, &was), label_json(comparing->rq->arena, &is)))
		say(comparing, TURN_CHANGE, N_("They read another message"), NULL);
	end_group(comparing);
}

struct doc *
setup_differences(struct request *rq, const struct doc *from, const struct doc *to)
{
	const char *locale = formats_locale(rq->formats);
	struct comparing comparing = {
		.rq = rq,
		.catalogue = rq->rights->catalogue,
		.language = arena_text_of(rq->arena, locale, strcspn(locale, "_")),
		.groups = doc_list(rq->arena),
	};

	compare_tabs(&comparing, from, to);
	compare_web(&comparing, from, to);
	compare_message(&comparing, from, to);
	return comparing.groups;
}
