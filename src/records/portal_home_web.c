/* portal_home_web: the portal's home shows the first tabs, each with its newest records. */
#include "records/module_page.h"
#include "records/portal_menu.h"
#include "records/record_doc.h"
#include "records/view.h"

enum { HOME_TABS = 6, HOME_ROWS = 3, HOME_FACTS = 2 };

/* What is read of a tab, before names are looked up for all of them at once. */
struct card_read {
	const struct access *access;
	struct view_shape shape;
	struct record *rows;
	size_t count;
};

static void
read_card(struct request *rq, const struct access *access, struct card_read *card, struct book *book)
{
	const struct field **fields = arena_make_array(rq->arena, const struct field *, HOME_FACTS);
	struct record_query query = {.descending = true, .limit = HOME_ROWS + 1, .fields = fields};

	card->access = access;
	card->shape = view_shape_plain(access);
	for (size_t i = 0; i < card->shape.column_count && query.field_count < HOME_FACTS; i++)
		fields[query.field_count++] = card->shape.columns[i].field;
	card->rows = record_list(rq->tx, access, &query, &card->count);
	for (size_t i = 0; i < card->count && i < HOME_ROWS; i++)
		book_want_record(book, access->plan->module, &card->rows[i]);
}

static void
add_row(struct request *rq, struct doc *list, const struct card_read *card, const struct record *row,
	const struct book *book)
{
	struct doc *shown = doc_add_object(list), *facts = doc_set_list(shown, "facts");

	doc_set_id(shown, "id", row->id);
	doc_set_text(shown, "name", record_title(rq, card->access->plan->module, row));
	doc_set_text(shown, "href", record_href(rq, card->access->plan->module, row->id));
	for (size_t i = 0; !rq->wants_json && i < card->shape.column_count && i < HOME_FACTS; i++) {
		const struct field *field = card->shape.columns[i].field;

		doc_add(facts, cell_doc(rq, book, field, &row->cells[field->index], row->id));
	}
}

static void
add_card(struct request *rq, struct doc *list, const struct card_read *card, const struct book *book)
{
	const struct module *module = card->access->plan->module;
	struct doc *shown, *rows;

	if (card->count == 0 && !access_makes(card->access))
		return; /* an empty card says nothing */
	shown = doc_add_object(list);
	rows = doc_set_list(shown, "rows");
	doc_set_text(shown, "name", module->name);
	doc_set_label(shown, "label", &module->plural, language_of(rq));
	doc_set_label(shown, "one", &module->singular, language_of(rq));
	doc_set_text(shown, "icon", module->icon);
	doc_set_text(shown, "href", module_path(rq, module, ""));
	doc_set_text(shown, "new_href", access_makes(card->access) ? module_path(rq, module, "/form") : NULL);
	doc_set_bool(shown, "has_rows", card->count > 0);
	doc_set_bool(shown, "more", card->count > HOME_ROWS);
	for (size_t i = 0; i < card->count && i < HOME_ROWS; i++)
		add_row(rq, rows, card, &card->rows[i], book);
}

void
portal_home_fill(struct request *rq, struct doc *page)
{
	struct tab_shown tabs[PORTAL_TABS];
	struct card_read cards[HOME_TABS];
	size_t count = tabs_shown(rq, tabs), read = 0;
	struct book *book = book_new(rq);
	struct doc *list, *shown = doc_object(rq->arena);

	for (size_t i = 0; i < count && read < HOME_TABS; i++)
		if (only_record(rq, tabs[i].tab->module) == 0)
			read_card(rq, tabs[i].access, &cards[read++], book);
	book_look_up(book);
	list = doc_set_list(shown, "list");
	for (size_t i = 0; i < read; i++)
		add_card(rq, list, &cards[i], book);
	doc_set_null(page, "portal_tabs");
	if (list->list.count > 0)
		doc_set(page, "portal_tabs", shown);
}
