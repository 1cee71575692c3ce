/* demand_pieces_form: a checklist as a form: its rows, and lines that were pasted. */
#include "demands/demand_form.h"

#include "base/str.h"

#include <string.h>

enum { BLANK_ROWS = 2, FILES_USUAL = 5 };

/* ---- one row, shown ---- */

static void
add_formats(struct doc *row, enum formats_taken chosen)
{
	struct doc *list = doc_set_list(row, "formats");

	for (int i = 0; i < FORMATS_TAKEN; i++) {
		struct doc *one = doc_add_object(list);

		doc_set_word(one, "label", formats_taken_names[i], formats_taken_label((enum formats_taken)i));
		doc_set_text(one, "code", formats_taken_names[i]);
		doc_set_bool(one, "current", i == (int)chosen);
	}
}

static struct doc *
add_row(struct request *rq, struct doc *rows, const struct piece *piece)
{
	struct doc *row = doc_add_object(rows);
	size_t place = rows->list.count - 1;

	doc_set_text(row, "input", arena_printf(rq->arena, "pieces.%zu.", place));
	doc_set_int(row, "number", (int64_t)place + 1);
	doc_set_id(row, "id", piece->id);
	doc_set_text(row, "name", piece->name);
	doc_set_text(row, "words", piece->words);
	doc_set_text(row, "example", piece->example);
	doc_set_bool(row, "optional", !piece->required);
	doc_set_int(row, "files_most", piece->files_most);
	doc_set_bool(row, "blank", text_empty(piece->name) && piece->id == 0);
	doc_set_null(row, "error");
	add_formats(row, piece->formats);
	return row;
}

static void
add_blank_rows(struct request *rq, struct doc *rows)
{
	const struct piece blank = {
		.name = "", .words = "", .example = "", .required = true, .files_most = FILES_USUAL};

	for (int i = 0; i < BLANK_ROWS && rows->list.count < DEMAND_PIECES; i++)
		add_row(rq, rows, &blank);
}

/* ---- one row, read ---- */

static const char *
text_or_empty(const char *text)
{
	return text == NULL ? "" : text;
}

static const struct piece *
piece_there(const struct piece *there, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (there[i].id == id && id != 0)
			return &there[i];
	return NULL;
}

static struct piece
read_row(struct request *rq, size_t row, const struct piece *there, size_t there_count)
{
	struct form *form = rq->form;
	const struct piece *kept = piece_there(
		there, there_count, form_read_id(form, form_row_name(form, "pieces", row, "id"), FORM_OPTIONAL));
	const char *most = form_row_name(form, "pieces", row, "files_most");
	int formats = form_read_choice(form, form_row_name(form, "pieces", row, "formats"), FORM_OPTIONAL,
				       formats_taken_names);

	return (struct piece){
		.id = kept == NULL ? 0 : kept->id,
		.name = text_or_empty(
			form_read_text(form, form_row_name(form, "pieces", row, "name"), FORM_OPTIONAL, PIECE_NAME)),
		.words = text_or_empty(
			form_read_lines(form, form_row_name(form, "pieces", row, "words"), FORM_OPTIONAL, PIECE_WORDS)),
		.example = text_or_empty(form_read_lines(form, form_row_name(form, "pieces", row, "example"),
							 FORM_OPTIONAL, PIECE_WORDS)),
		.required = !form_read_bool(form, form_row_name(form, "pieces", row, "optional")),
		.formats = formats < 0 ? TAKES_ANY : (enum formats_taken)formats,
		.files_most = text_empty(form_text(form, most))
				      ? FILES_USUAL
				      : (int)form_read_int(form, most, FORM_OPTIONAL, 1, PIECE_FILES),
		.state = kept == NULL ? PIECE_ASKED : kept->state,
	};
}

static void
row_error(struct request *rq, struct doc *row, const char *input, const char *field, const char *english)
{
	form_error(rq->form, arena_printf(rq->arena, "%s%s", input, field), english, NULL);
	doc_set_message(row, "error", english, NULL);
}

/* ---- all of it ---- */

static void
keep_row(struct request *rq, struct typed_pieces *typed, const struct piece *piece)
{
	struct doc *row;
	const char *input;

	if (piece->id == 0 && text_empty(piece->name) && text_empty(piece->words) && text_empty(piece->example))
		return;
	row = add_row(rq, typed->rows, piece);
	input = doc_get_text(row, "input");

	if (text_empty(piece->name)) {
		if (piece->id == 0)
			row_error(rq, row, input, "name", N_("Please give this piece a name."));
		else if (piece->id != 0 && piece->state != PIECE_ASKED)
			row_error(rq, row, input, "name",
				  N_("Something was sent for this piece already: say that it is not needed instead."));
		return;
	}
	if (typed->count < DEMAND_PIECES)
		typed->pieces[typed->count++] = *piece;
}

static void
read_list(struct request *rq, struct typed_pieces *typed)
{
	const char *list = form_read_lines(rq->form, "list", FORM_OPTIONAL, DEMAND_PIECES * (PIECE_NAME + PIECE_WORDS));
	size_t count;
	const struct piece *pasted = pieces_of_list(rq->arena, list, DEMAND_PIECES, &count);

	if (count + typed->count > DEMAND_PIECES) {
		form_error(rq->form, "list", N_("A request has at most 200 pieces."), NULL);
		return;
	}
	for (size_t i = 0; i < count; i++)
		if (strlen(pasted[i].name) > PIECE_NAME || strlen(pasted[i].words) > PIECE_WORDS ||
		    text_empty(pasted[i].name))
			form_error(rq->form, "list",
				   N_("Please write one piece a line: its name, and what is expected behind a colon."),
				   NULL);
	for (size_t i = 0; i < count && !form_failed(rq->form); i++)
		keep_row(rq, typed, &pasted[i]);
}

struct typed_pieces
pieces_read(struct request *rq, const struct piece *there, size_t there_count)
{
	struct typed_pieces typed = {.pieces = arena_make_array(rq->arena, struct piece, DEMAND_PIECES + 1),
				     .rows = doc_list(rq->arena),
				     .more = text_equal(form_text(rq->form, "press"), "more")};
	size_t rows = form_rows(rq->form, "pieces", DEMAND_PIECES + BLANK_ROWS + 1);

	if (rows > DEMAND_PIECES + BLANK_ROWS)
		form_error(rq->form, "list", N_("A request has at most 200 pieces."), NULL);
	for (size_t i = 0; i < rows; i++) {
		const struct piece piece = read_row(rq, i, there, there_count);

		keep_row(rq, &typed, &piece);
	}
	read_list(rq, &typed);
	for (size_t i = 0; i < typed.count; i++)
		typed.pieces[i].position = (int)i + 1;
	return typed;
}

void
pieces_show(struct request *rq, struct doc *page, const struct typed_pieces *typed, const struct piece *pieces,
	    size_t count)
{
	struct doc *rows = typed == NULL ? doc_list(rq->arena) : typed->rows;

	for (size_t i = 0; typed == NULL && i < count; i++)
		add_row(rq, rows, &pieces[i]);
	if (typed == NULL || typed->more || rows->list.count == 0)
		add_blank_rows(rq, rows);
	doc_set(page, "rows", rows);
}

static bool
is_typed(const struct typed_pieces *typed, int64_t id)
{
	for (size_t i = 0; i < typed->count; i++)
		if (typed->pieces[i].id == id)
			return true;
	return false;
}

static bool
differs(const struct piece *piece, const struct piece *kept)
{
	return piece->position != kept->position || !text_equal(piece->name, kept->name) ||
	       !text_equal(piece->words, kept->words) || !text_equal(piece->example, kept->example) ||
	       piece->required != kept->required || piece->formats != kept->formats ||
	       piece->files_most != kept->files_most;
}

void
pieces_write(struct request *rq, int64_t owner, const struct typed_pieces *typed, const struct piece *there,
	     size_t there_count)
{
	for (size_t i = 0; i < there_count; i++)
		if (!is_typed(typed, there[i].id) && there[i].state == PIECE_ASKED)
			piece_remove(rq->tx, there[i].id);
	for (size_t i = 0; i < typed->count; i++) {
		struct piece *piece = &typed->pieces[i];
		const struct piece *kept = piece_there(there, there_count, piece->id);

		piece->owner_id = owner;
		if (kept == NULL)
			piece->id = piece_insert(rq->tx, piece);
		else if (differs(piece, kept))
			piece_update(rq->tx, piece);
	}
}
