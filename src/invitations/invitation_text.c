/* invitation_text: variables are found by their braces; there are five, and whatever else stands in braces is refused.
 */
#include "invitations/invitation_text.h"

#include "base/arena.h"
#include "core/organisation.h"
#include "html/format.h"
#include "html/translation.h"

#include <string.h>

enum variable { VARIABLE_NONE, VARIABLE_NAME, VARIABLE_COMPANY, VARIABLE_PORTAL, VARIABLE_LINK, VARIABLE_EXPIRY };

static const char *const variable_names[] = {"", "name", "company", "portal", "link", "expiry", NULL};

/* ---- reading ---- */

static enum variable
variable_named(struct str name)
{
	for (int i = VARIABLE_NAME; variable_names[i] != NULL; i++)
		if (str_equal(name, str_of(variable_names[i])))
			return (enum variable)i;
	return VARIABLE_NONE;
}

/* Takes the next part of a text: literal text up to braces, or what braces hold. */
struct piece {
	struct str literal;
	struct str inside; /* at NULL: there are no braces behind the literal */
	bool closed;
	enum variable variable;
};

static bool
next_piece(struct str *rest, struct piece *piece)
{
	const char *open = rest->length < 2 ? NULL : memmem(rest->at, rest->length, "{{", 2), *close;
	size_t before = open == NULL ? rest->length : (size_t)(open - rest->at), inside;

	if (rest->length == 0)
		return false;
	*piece = (struct piece){.literal = str_slice(rest->at, before), .closed = true};
	*rest = str_slice(rest->at + before, rest->length - before);
	if (open == NULL)
		return true;
	close = memmem(rest->at + 2, rest->length - 2, "}}", 2);
	piece->closed = close != NULL;
	inside = close == NULL ? rest->length - 2 : (size_t)(close - rest->at) - 2;
	piece->inside = str_trim(str_slice(rest->at + 2, inside));
	piece->variable = close == NULL ? VARIABLE_NONE : variable_named(piece->inside);
	inside += close == NULL ? 2 : 4;
	*rest = str_slice(rest->at + inside, rest->length - inside);
	return true;
}

/* ---- refusing ---- */

static const char *
refusal_of(struct arena *arena, const char *text, bool link_fits, bool *has_link, const struct doc **values)
{
	struct str rest = str_of(text);
	struct piece piece;
	struct doc *named;

	*has_link = false;
	*values = NULL;
	while (next_piece(&rest, &piece)) {
		if (!piece.closed)
			return N_("Two opening braces are never closed.");
		*has_link = *has_link || piece.variable == VARIABLE_LINK;
		if (piece.inside.at == NULL ||
		    (piece.variable != VARIABLE_NONE && (link_fits || piece.variable != VARIABLE_LINK)))
			continue;
		named = doc_object(arena);
		doc_set_text(named, "variable", arena_text_of(arena, piece.inside.at, piece.inside.length));
		*values = named;
		return link_fits
			       ? N_("“{{variable}}” is nothing that can be filled in. Only name, company, portal, link "
				    "and expiry can.")
			       : N_("“{{variable}}” is nothing that can be filled in here. Only name, company, portal "
				    "and expiry can.");
	}
	return NULL;
}

const char *
invitation_subject_refusal(struct arena *arena, const char *text, const struct doc **values)
{
	bool has_link;

	return refusal_of(arena, text, false, &has_link, values);
}

const char *
invitation_body_refusal(struct arena *arena, const char *text, const struct doc **values)
{
	bool has_link;
	const char *refusal = refusal_of(arena, text, true, &has_link, values);

	if (refusal != NULL || has_link)
		return refusal;
	return N_("The text needs the variable “link” between double braces: without it nobody finds the portal.");
}

/* ---- filling in ---- */

static const char *
word_of(const struct invitation_words *words, enum variable variable)
{
	switch (variable) {
	case VARIABLE_NAME:
		return words->name;
	case VARIABLE_COMPANY:
		return words->company;
	case VARIABLE_PORTAL:
		return words->portal;
	case VARIABLE_LINK:
		return words->link;
	case VARIABLE_EXPIRY:
		return words->expiry;
	case VARIABLE_NONE:
		break;
	}
	return "";
}

const char *
invitation_text_fill(struct arena *arena, const char *text, const struct invitation_words *words)
{
	struct builder out = builder_new(arena, 0);
	struct str rest = str_of(text);
	struct piece piece;

	while (next_piece(&rest, &piece)) {
		build_str(&out, piece.literal);
		build_text(&out, word_of(words, piece.variable));
	}
	return builder_text(&out);
}

/* ---- paragraphs ---- */

static void
add_piece(struct doc *pieces, const char *text, const char *link)
{
	struct doc *piece = doc_add_object(pieces);

	doc_set_text(piece, "text", text);
	doc_set_text(piece, "link", link);
}

static void
add_line(struct doc *lines, struct str line, const struct invitation_words *words)
{
	struct arena *arena = lines->arena;
	struct doc *pieces = doc_set_list(doc_add_object(lines), "pieces");
	struct piece piece;

	while (next_piece(&line, &piece)) {
		bool link = piece.variable == VARIABLE_LINK;
		const char *literal = arena_text_of(arena, piece.literal.at, piece.literal.length);

		add_piece(pieces, link ? literal : arena_printf(arena, "%s%s", literal, word_of(words, piece.variable)),
			  NULL);
		if (link)
			add_piece(pieces, "", words->link);
	}
}

static bool
is_the_link(struct str paragraph)
{
	struct str rest = str_trim(paragraph);
	struct piece piece;

	return next_piece(&rest, &piece) && piece.literal.length == 0 && piece.variable == VARIABLE_LINK &&
	       rest.length == 0;
}

static struct str
next_paragraph(struct str *rest)
{
	const char *end = rest->length < 2 ? NULL : memmem(rest->at, rest->length, "\n\n", 2);
	size_t length = end == NULL ? rest->length : (size_t)(end - rest->at);
	struct str paragraph = str_trim(str_slice(rest->at, length));

	length += end == NULL ? 0 : 2;
	*rest = str_slice(rest->at + length, rest->length - length);
	return paragraph;
}

void
invitation_paragraphs(struct doc *object, const char *body, const struct invitation_words *words)
{
	struct doc *paragraphs = doc_set_list(object, "paragraphs");
	struct str rest = str_of(body);

	while (rest.length > 0) {
		struct str paragraph = next_paragraph(&rest);
		struct doc *shown, *lines;

		if (paragraph.length == 0)
			continue;
		shown = doc_add_object(paragraphs);
		doc_set_text(shown, "button", is_the_link(paragraph) ? words->link : NULL);
		lines = doc_set_list(shown, "lines");
		while (paragraph.at != NULL)
			add_line(lines, str_cut(&paragraph, '\n'), words);
	}
}

/* ---- what the program says ---- */

static const char default_subject[] = N_("Your access to {{portal}}");

static const char *const default_paragraphs[] = {
	N_("Hello {{name}},"),
	N_("{{company}} opens a space of your own to you: there you find what concerns you, and can answer us."),
	"{{link}}",
	N_("You need no account and no password: on the page that opens, you ask for a code, and it comes to this address."),
	N_("The invitation holds until {{expiry}}. After that, its page lets you ask for another one."),
	N_("You did not expect this e-mail? Then you need do nothing: nobody comes in with the link alone."),
};

const struct invitation_text *
invitation_text_default(const struct house *house, struct arena *arena, const char *language)
{
	struct invitation_text *text = arena_make(arena, struct invitation_text);
	struct builder body = builder_new(arena, 0);
	int index = translations_find(house->translations, language);

	index = index < 0 ? 0 : index;
	for (size_t i = 0; i < sizeof default_paragraphs / sizeof default_paragraphs[0]; i++) {
		build_text(&body, i == 0 ? "" : "\n\n");
		build_text(&body, translate(house->translations, index, default_paragraphs[i]));
	}
	text->language = language;
	text->subject = translate(house->translations, index, default_subject);
	text->body = builder_text(&body);
	return text;
}

const struct invitation_text *
invitation_text_now(const struct house *house, struct tx *tx, const char *language)
{
	const struct invitation_text *written = invitation_text_find(tx, language);

	return written != NULL ? written : invitation_text_default(house, tx_arena(tx), language);
}

const char *
invitation_last_day(const struct house *house, struct tx *tx, const char *language, int64_t expires_at)
{
	const struct organisation *organisation = organisation_find(tx);
	const char *country = organisation == NULL ? "FR" : organisation->country;
	const struct formats *formats =
		formats_for(house->translations, arena_printf(tx_arena(tx), "%s_%s", language, country),
			    organisation == NULL ? "UTC" : organisation->zone);
	struct doc *object = doc_object(tx_arena(tx));
	struct builder text = builder_new(tx_arena(tx), 0);

	doc_set_day(object, "day", format_day_of(formats, expires_at - 1));
	format_value(formats, doc_get(object, STR("day")), STR("long"), &text);
	return builder_text(&text);
}
