/* export_read: reads the file of a configuration line by line, and says of each what is not to be found here. */
#include "base/arena.h"
#include "base/visible.h"
#include "core/web_address.h"
#include "modules/label.h"
#include "user_types/export_file.h"
#include "user_types/export_names.h"
#include "user_types/field_place.h"
#include "user_types/tab_card.h"
#include "user_types/version_words.h"
#include "user_types/web_server.h"

#include <string.h>

enum { DEPTH = 12, MEMBERS = 40000, TABS = 100, NAME = 80 };

struct reading {
	struct request *rq;
	const struct catalogue *catalogue;
	const struct setup *setup;
	struct configuration *into;
	const char *where; /* of the tab at hand */
};

/* ---- sentences ---- */

static struct doc *
lose(struct reading *reading, const char *english)
{
	struct doc *row = doc_add_object(reading->into->lost), *values = doc_object(reading->rq->arena);

	doc_set_text(row, "where", reading->where);
	doc_set_message(row, "text", english, values);
	return values;
}

static void
lose_named(struct reading *reading, const char *english, const char *name)
{
	doc_set_text(lose(reading, english), "name", name == NULL ? "?" : name);
}

static bool
is_yes(const struct doc *object, const char *name)
{
	const struct doc *value = doc_get(object, str_of(name));

	return value != NULL && value->kind == DOC_BOOL && value->boolean;
}

/* ---- a tab ---- */

static void
read_fields(struct reading *reading, struct doc *entry, const struct module *module, const struct doc *said)
{
	const struct doc *fields = doc_get(said, STR("fields"));
	struct doc *read;

	if (fields == NULL || fields->kind != DOC_OBJECT)
		return;
	read = doc_set_object(entry, "fields");
	for (size_t i = 0; i < fields->object.count; i++) {
		const char *name = fields->object.members[i].name, *level = doc_get_text(fields, name);
		const struct field *field = field_named(module, name);

		if (field == NULL)
			lose_named(reading, N_("There is no field “{{name}}”."), name);
		else if (text_equal(level, level_names[LEVEL_READ]) || text_equal(level, level_names[LEVEL_WRITE]))
			doc_set_text(read, field->name, level);
		else
			lose_named(reading, N_("What may be done with the field “{{name}}” is not understood."), name);
	}
}

static const struct layout *
layout_named(const struct module *module, const char *name)
{
	if (name == NULL)
		return &module->layouts[0];
	for (size_t i = 0; i < module->layout_count; i++)
		if (text_equal(module->layouts[i].name, name))
			return &module->layouts[i];
	return NULL;
}

static bool
read_layouts(struct reading *reading, struct doc *tab, const struct module *module, const struct doc *said)
{
	const struct doc *list = doc_get_list(said, "layouts");

	doc_set_list(tab, "layouts");
	for (size_t i = 0; i < doc_count(list); i++) {
		const char *name = doc_get_text(list->list.items[i], "layout");
		const struct layout *layout = layout_named(module, name);

		if (layout == NULL)
			lose_named(reading, N_("There is no layout “{{name}}”."), name);
		else if (tab_layout(tab, layout->id) == NULL)
			read_fields(reading, tab_layout_add(tab, layout), module, list->list.items[i]);
	}
	if (tab_layouts(tab)->list.count > 0)
		return true;
	lose(reading, N_("The tab is left out: it has no layout that is to be found here."));
	return false;
}

static void
read_lines(struct reading *reading, struct doc *tab, const struct module *module, const struct doc *said)
{
	const struct doc *lines = doc_get(said, STR("lines"));
	struct doc *read;

	if (lines == NULL || lines->kind != DOC_OBJECT)
		return;
	read = doc_set_object(tab, "lines");
	for (size_t i = 0; i < lines->object.count; i++) {
		const char *name = lines->object.members[i].name;
		const struct module *found = module_named(reading->catalogue, name);

		if (found == NULL || found->parent != module)
			lose_named(reading, N_("There are no lines “{{name}}”."), name);
		else
			read_fields(reading, doc_set_object(read, found->name), found, lines->object.members[i].value);
	}
}

static void
read_may(struct doc *tab, const struct doc *said)
{
	static const unsigned offered = MAY_VIEW | MAY_CREATE | MAY_EDIT | MAY_DELETE;
	const struct doc *list = doc_get_list(said, "may");
	struct doc *may = doc_set_list(tab, "may");

	for (unsigned bit = 0; bit < MAY_COUNT; bit++)
		for (size_t i = 0; offered & 1U << bit && i < doc_count(list); i++)
			if (list->list.items[i]->kind == DOC_TEXT &&
			    str_equal(list->list.items[i]->text, str_of(may_names[bit]))) {
				doc_add_text(may, may_names[bit]);
				break;
			}
}

/* By what records are somebody's: without it the tab would show others. */
static bool
read_tie(struct reading *reading, struct doc *tab, const struct module *module, const struct doc *said)
{
	const char *tie = doc_get_text(said, "tie"), *link = doc_get_text(said, "link");
	size_t which = 0;

	while (tie_names[which] != NULL && !text_equal(tie_names[which], tie))
		which++;
	if (tie_names[which] == NULL) {
		lose(reading, N_("The tab is left out: it does not say whose records it shows."));
		return false;
	}
	if (link != NULL && field_named(module, link) == NULL) {
		lose_named(reading,
			   N_("The tab is left out: there is no lookup “{{name}}” by which its records are theirs."),
			   link);
		return false;
	}
	doc_set_text(tab, "tie", tie_names[which]);
	if (link != NULL)
		doc_set_text(tab, "link", link);
	return true;
}

/* A condition that is not understood cannot be left out: the tab would show more. */
static bool
read_narrowed(struct reading *reading, struct doc *tab, const struct module *module, const struct doc *said)
{
	const struct doc *json = doc_get(said, STR("narrowed"));
	const struct condition *condition;

	if (!doc_is_true(json))
		return true;
	condition = json->kind == DOC_OBJECT ? narrowed_read(reading->rq->arena, module, json) : NULL;
	if (condition == NULL || condition_names_records(condition)) {
		lose(reading,
		     N_("The tab is left out: it shows only records of a condition that is not understood here. "
			"Add it by hand."));
		return false;
	}
	doc_set(tab, "narrowed", condition_doc(reading->rq->arena, condition));
	return true;
}

static void
read_views(struct reading *reading, struct doc *tab, const struct module *module, const struct doc *said)
{
	const char *name = doc_get_text(said, "card");
	const struct view *cards;
	size_t count = 0;

	if (!is_yes(said, "canvas"))
		return;
	doc_set_bool(tab, "canvas", true);
	if (name == NULL)
		return;
	cards = card_list(reading->rq->tx, module, &count);
	for (size_t i = 0; i < count; i++)
		if (text_equal(cards[i].name, name)) {
			tab_card_keep(tab, &cards[i]);
			return;
		}
	lose_named(reading, N_("There is no shared card “{{name}}”: the plain cards of the module are shown."), name);
}

static void
read_tab(struct reading *reading, const struct doc *said)
{
	const char *name = doc_get_text(said, "module");
	const struct module *module = name == NULL ? NULL : module_named(reading->catalogue, name);
	struct doc *tab;

	reading->where = module == NULL ? name : label_words(reading->rq, &module->plural);
	if (module == NULL || module->parent != NULL) {
		lose_named(reading, N_("The tab is left out: there is no module “{{name}}”."), name);
		return;
	}
	tab = doc_object(reading->rq->arena);
	doc_set_text(tab, "module", module->name);
	if (!read_tie(reading, tab, module, said) || !read_narrowed(reading, tab, module, said) ||
	    !read_layouts(reading, tab, module, said))
		return;
	read_may(tab, said);
	read_views(reading, tab, module, said);
	if (is_yes(said, "aside"))
		doc_set_bool(tab, "aside", true);
	read_lines(reading, tab, module, said);
	doc_add((struct doc *)(uintptr_t)doc_get_list(reading->into->setup, "tabs"), tab);
}

/* What was read as far as it goes, but ties nothing to anybody of this type. */
static void
drop_broken_tabs(struct reading *reading)
{
	const struct user_type *type = setup_read(reading->rq, reading->setup, reading->into->setup);
	const struct doc *tabs = doc_get_list(reading->into->setup, "tabs");
	struct doc *kept = doc_list(reading->rq->arena);

	for (size_t i = 0; i < tabs->list.count; i++) {
		const struct module *module = tab_module(reading->catalogue, tabs->list.items[i]);

		reading->where = label_words(reading->rq, &module->plural);
		if (type->by_module[module->index] != NULL)
			doc_add(kept, tabs->list.items[i]);
		else
			lose(reading, N_("The tab is left out: its records are not tied to people of this type here."));
	}
	doc_set(reading->into->setup, "tabs", kept);
}

/* ---- pages of the web ---- */

/* Fit for a menu: as the form of such a tab would take it. */
static bool
is_name(const struct label *label)
{
	for (size_t i = 0; i < label->count; i++)
		if (strlen(label->texts[i]) > NAME || strpbrk(label->texts[i], "\r\n\t") != NULL ||
		    text_is_deceptive(label->texts[i]))
			return false;
	return !label_is_empty(label);
}

static void
read_web(struct reading *reading, const struct doc *said)
{
	const char *address = doc_get_text(said, "address");
	const struct label label = label_of_doc(doc_get(said, STR("label")), NULL);
	struct doc *web, *texts;

	reading->where = NULL;
	if (address == NULL || web_address_refusal(address) != NULL || !is_name(&label)) {
		lose_named(reading,
			   N_("The web page “{{name}}” is left out: its address or its name is missing or wrong."),
			   address);
		return;
	}
	if (!web_server_may_show(reading->rq->tx, reading->setup, address)) {
		lose_named(
			reading,
			N_("The web page “{{name}}” is left out: its server is not among those allowed here. Allow it "
			   "under User types, Servers of web pages, then take the file again."),
			address);
		return;
	}
	web = doc_add_object((struct doc *)(uintptr_t)doc_get_list(reading->into->setup, "web"));
	texts = label_doc(reading->rq->arena, &label);
	doc_set(web, "label", texts);
	doc_set_text(web, "address", address);
}

/* ---- the message ---- */

static void
read_message(struct reading *reading, const struct doc *said)
{
	const struct label message = label_of_doc(said, NULL);
	struct doc *texts;

	reading->where = NULL;
	if (said == NULL || label_is_empty(&message))
		return;
	texts = label_doc(reading->rq->arena, &message);
	for (size_t i = 0; i < message.count; i++)
		if (strlen(message.texts[i]) > 4 * SETUP_MESSAGE) {
			lose(reading, N_("The message when they sign in is left out: it is too long."));
			return;
		}
	doc_set(reading->into->setup, "message", texts);
}

/* ---- the file ---- */

static struct doc *
refuse(struct reading *reading, const char *english)
{
	struct doc *values = doc_object(reading->rq->arena);

	reading->into->setup = NULL;
	reading->into->error = english;
	reading->into->values = values;
	return values;
}

static bool
fits(struct reading *reading, const struct doc *file)
{
	const struct doc *type = doc_get(file, STR("type")), *format = doc_get(file, STR("format"));
	const char *module = doc_get_text(type, "module");

	if (!text_equal(doc_get_text(file, "parvis"), CONFIGURATION_KIND))
		refuse(reading,
		       N_("This is no configuration of a user type: save one as a file to see what it looks like."));
	else if (format == NULL || format->kind != DOC_INT || format->integer != CONFIGURATION_FORMAT)
		refuse(reading,
		       N_("The file was written by another version of Parvis, which this one does not understand."));
	else if (reading->setup->main == NULL || !text_equal(module, reading->setup->main->name))
		doc_set_text(
			refuse(reading, N_("The file is for people who sign in by another module (“{{name}}”). Make a "
					   "user type of that module, and take the file there.")),
			"name", module == NULL ? "?" : module);
	else if (doc_count(doc_get_list(file, "tabs")) > TABS || doc_count(doc_get_list(file, "web")) > TABS)
		refuse(reading, N_("The file has too many tabs."));
	else
		return true;
	return false;
}

struct configuration
configuration_read(struct request *rq, const struct setup *setup, struct str text)
{
	struct configuration read = {.lost = doc_list(rq->arena)};
	struct reading reading = {.rq = rq, .catalogue = rq->rights->catalogue, .setup = setup, .into = &read};
	const char *error = "";
	const struct doc *file, *tabs, *web;

	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_slice(text.at + 3, text.length - 3);
	file = doc_parse_json(rq->arena, text, DEPTH, MEMBERS, &error);
	if (file == NULL || file->kind != DOC_OBJECT) {
		refuse(&reading, N_("This is not JSON that can be read. Perhaps it was cut off, or is another file."));
		return read;
	}
	if (!fits(&reading, file))
		return read;
	read.setup = setup_draft_of(rq->arena, "{}");
	tabs = doc_get_list(file, "tabs");
	web = doc_get_list(file, "web");
	for (size_t i = 0; i < doc_count(tabs); i++)
		read_tab(&reading, tabs->list.items[i]);
	drop_broken_tabs(&reading);
	for (size_t i = 0; i < doc_count(web); i++)
		read_web(&reading, web->list.items[i]);
	read_message(&reading, doc_get(file, STR("message")));
	return read;
}
