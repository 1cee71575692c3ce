/* demand: the states of requests and pieces, formats, names, and lists that are pasted. */
#include "demands/demand.h"

#include "base/arena.h"
#include "base/doc.h"
#include "base/str.h"
#include "html/format.h"
#include "sys/file_name.h"

#include <string.h>
#include <strings.h>

/* ---- states ---- */

const char *const demand_state_names[] = {"draft", "open", "complete", "cancelled", NULL};
const char *const piece_state_names[] = {"asked", "received", "absent", "accepted", "refused", "not_needed", NULL};

const char *
demand_state_label(enum demand_state state)
{
	static const char *const labels[] = {N_("Draft"), N_("In progress"), N_("Complete"), N_("Cancelled")};

	return labels[state];
}

const char *
piece_state_label(enum piece_state state, bool portal)
{
	static const char *const labels[][2] = {
		[PIECE_ASKED] = {N_("Expected"), N_("To send")},
		[PIECE_RECEIVED] = {N_("To check"), N_("Received, being checked")},
		[PIECE_ABSENT] = {N_("Does not have it"), N_("You do not have it")},
		[PIECE_ACCEPTED] = {N_("Accepted"), N_("Accepted")},
		[PIECE_REFUSED] = {N_("Refused, expected again"), N_("To send again")},
		[PIECE_NOT_NEEDED] = {N_("Not needed"), N_("Not needed any more")},
	};

	return labels[state][portal];
}

const char *
piece_state_tone(enum piece_state state)
{
	static const char *const tones[] = {"", "info", "warn", "ok", "danger", ""};

	return tones[state];
}

bool
piece_is_open(const struct demand *demand, const struct piece *piece)
{
	return demand->state == DEMAND_OPEN && piece->state != PIECE_ACCEPTED && piece->state != PIECE_NOT_NEEDED;
}

/* ---- decisions ---- */

const char *const piece_decision_names[] = {"accept", "refuse", "not_needed", "ask", NULL};

bool
decision_fits(enum piece_state state, enum decision decision)
{
	switch (decision) {
	case DECIDE_ACCEPT:
		return state == PIECE_RECEIVED;
	case DECIDE_REFUSE:
		return state == PIECE_RECEIVED || state == PIECE_ABSENT;
	case DECIDE_NOT_NEEDED:
		return state != PIECE_ACCEPTED && state != PIECE_NOT_NEEDED;
	case DECIDE_ASK:
		return state == PIECE_NOT_NEEDED;
	}
	return false;
}

enum piece_state
decision_gives(enum decision decision)
{
	static const enum piece_state states[] = {PIECE_ACCEPTED, PIECE_REFUSED, PIECE_NOT_NEEDED, PIECE_ASKED};

	return states[decision];
}

/* ---- formats ---- */

const char *const formats_taken_names[] = {"any", "pdf", "picture", "document", "office", NULL};

const char *
formats_taken_label(enum formats_taken formats)
{
	static const char *const labels[] = {N_("Any file"), N_("PDF"), N_("Photo or picture"), N_("PDF or photo"),
					     N_("PDF or office document")};

	return labels[formats];
}

const char *
formats_taken_accept(enum formats_taken formats)
{
	static const char *const accept[] = {NULL, ".pdf,application/pdf", "image/*", "application/pdf,image/*",
					     ".pdf,.doc,.docx,.odt,.rtf,.xls,.xlsx,.ods,.csv,.txt,.ppt,.pptx,.odp"};

	return accept[formats];
}

bool
formats_take(enum formats_taken formats, const char *type)
{
	bool pdf = text_equal(type, "application/pdf"), picture = str_starts(str_of(type), STR("image/"));

	switch (formats) {
	case TAKES_PDF:
		return pdf;
	case TAKES_PICTURE:
		return picture;
	case TAKES_DOCUMENT:
		return pdf || picture;
	case TAKES_OFFICE:
		return pdf || str_starts(str_of(type), STR("text/")) ||
		       str_starts(str_of(type), STR("application/vnd.o")) ||
		       str_starts(str_of(type), STR("application/vnd.ms-")) || text_equal(type, "application/msword") ||
		       text_equal(type, "application/rtf");
	case TAKES_ANY:
	case FORMATS_TAKEN:
		break;
	}
	return true;
}

/* ---- names ---- */

const char *
deposit_file_name(struct arena *arena, const struct demand *demand, const struct piece *piece,
		  const struct deposit *deposit)
{
	const char *ending = file_name_ending(deposit->name);

	if (!demand->by_piece)
		return deposit->name;
	return file_name_safe(arena,
			      str_of(arena_printf(arena, "%s%s%s", piece->name, ending[0] == '\0' ? "" : ".", ending)));
}

/* ---- lists ---- */

/* "- ", "• ", "3. ", "3) " before a line are the list's, not the piece's. */
static struct str
without_bullet(struct str line)
{
	static const char *const bullets[] = {"-", "*", "•", "–", "—", "·", "□", "☐"};
	size_t digits = 0;

	for (size_t i = 0; i < sizeof bullets / sizeof bullets[0]; i++)
		if (str_starts(line, str_of(bullets[i]))) {
			size_t length = strlen(bullets[i]);

			return str_trim((struct str){line.at + length, line.length - length});
		}
	while (digits < line.length && line.at[digits] >= '0' && line.at[digits] <= '9')
		digits++;
	if (digits > 0 && digits <= 3 && digits < line.length && (line.at[digits] == '.' || line.at[digits] == ')'))
		return str_trim((struct str){line.at + digits + 1, line.length - digits - 1});
	return line;
}

/* True, and taken off: the line says at its end that the piece may be left out. */
static bool
take_optional(struct str *line)
{
	static const char *const words[] = {"(optional)", "(facultatif)", "(facultative)", "(optionnel)"};

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t tail = strlen(words[i]);

		if (line->length >= tail && strncasecmp(line->at + line->length - tail, words[i], tail) == 0) {
			*line = str_trim((struct str){line->at, line->length - tail});
			return true;
		}
	}
	return false;
}

static struct piece
piece_of_line(struct arena *arena, struct str line)
{
	struct piece piece = {.example = "", .files_most = 5, .required = !take_optional(&line)};
	struct str name = str_cut(&line, ':');

	name = str_trim(name);
	line = line.at == NULL ? (struct str){0} : str_trim(line);
	piece.name = arena_text_of(arena, name.at, name.length);
	piece.words = line.length == 0 ? "" : arena_text_of(arena, line.at, line.length);
	return piece;
}

struct piece *
pieces_of_list(struct arena *arena, const char *list, size_t most, size_t *count)
{
	struct piece *pieces = arena_make_array(arena, struct piece, most + 1);
	struct str rest = str_of(list == NULL ? "" : list);

	*count = 0;
	while (rest.at != NULL && rest.length > 0 && *count <= most) {
		struct str line = without_bullet(str_trim(str_cut(&rest, '\n')));

		if (line.length > 0)
			pieces[(*count)++] = piece_of_line(arena, line);
	}
	return pieces;
}
