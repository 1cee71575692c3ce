/* formula_texts: operations on texts, counted in characters (code points of UTF-8). */
#include "modules/formula_code.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/instant.h"
#include "base/money.h"
#include "html/format.h"

#include <string.h>
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

static const char *
text_of(struct machine *machine, const struct cell *cell)
{
	return arena_text_of(machine->arena, cell->text.at, cell->text.length);
}

static void
set_text(struct cell *result, const char *at, size_t length)
{
	result->text = str_slice(at, length);
	result->empty = length > FORMULA_TEXT;
}

static bool
is_inner_byte(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

static int64_t
characters_of(struct str text)
{
	int64_t count = 0;

	for (size_t i = 0; i < text.length; i++)
		count += !is_inner_byte(text.at[i]);
	return count;
}

/* Where character `index` begins, in bytes; the end when there are fewer. */
static size_t
place_of(struct str text, int64_t index)
{
	size_t at = 0;

	for (; at < text.length && (index > 0 || is_inner_byte(text.at[at])); at++)
		if (!is_inner_byte(text.at[at]))
			index--;
	return at;
}

/* ---- cutting ---- */

void
run_length(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)machine, (void)count;
	result->number = exact_of(characters_of(arguments[0].text), 0);
}

static void
cut(struct str text, int64_t from, int64_t length, struct cell *result)
{
	size_t begin = place_of(text, from);
	struct str rest = str_slice(text.at + begin, text.length - begin);

	set_text(result, rest.at, length <= 0 ? 0 : place_of(rest, length));
}

void
run_left(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)machine, (void)count;
	cut(arguments[0].text, 0, exact_whole(arguments[1].number), result);
}

void
run_right(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	int64_t length = exact_whole(arguments[1].number), all = characters_of(arguments[0].text);

	(void)machine, (void)count;
	cut(arguments[0].text, length < 0 ? all : (length > all ? 0 : all - length), all, result);
}

/* Places count from 1; what lies before the text is not there, but counts. */
void
run_part(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	int64_t from = exact_whole(arguments[1].number);
	int64_t length = count == 3 ? exact_whole(arguments[2].number) : INT64_MAX;

	(void)machine;
	if (from < 1 && length != INT64_MAX &&
	    __builtin_add_overflow(length, from < -FORMULA_TEXT ? -FORMULA_TEXT : from - 1, &length))
		length = 0;
	cut(arguments[0].text, from < 1 ? 0 : from - 1, length, result);
}

void
run_trim(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	const char *at = arguments[0].text.at;
	int32_t from = 0, end = (int32_t)arguments[0].text.length, next, before;
	UChar32 c = 0;

	(void)machine, (void)count;
	for (next = from; next < end; from = next) {
		U8_NEXT(at, next, end, c);
		if (!u_isUWhiteSpace(c))
			break;
	}
	for (before = end; before > from; end = before) {
		U8_PREV(at, from, before, c);
		if (!u_isUWhiteSpace(c))
			break;
	}
	set_text(result, at + from, (size_t)(end - from));
}

/* ---- case ---- */

typedef int32_t
mapping(const UCaseMap *map, char *to, int32_t room, const char *from, int32_t length, UErrorCode *status);

static void
map_case(struct machine *machine, mapping *change, struct str text, struct cell *result)
{
	UErrorCode status = U_ZERO_ERROR;
	UCaseMap *map = ucasemap_open("", 0, &status);
	size_t room = 3 * text.length + 1; /* one letter becomes three at most */
	char *to = arena_alloc(machine->arena, room);
	int32_t length = change(map, to, (int32_t)room, text.length == 0 ? "" : text.at, (int32_t)text.length, &status);

	ucasemap_close(map);
	check(U_SUCCESS(status));
	set_text(result, to, (size_t)length);
}

void
run_upper(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)count;
	map_case(machine, ucasemap_utf8ToUpper, arguments[0].text, result);
}

void
run_lower(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	(void)count;
	map_case(machine, ucasemap_utf8ToLower, arguments[0].text, result);
}

/* ---- joining and finding ---- */

void
run_join(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	struct builder joined = builder_new(machine->arena, 0);

	(void)count;
	if (arguments[0].text.length + arguments[1].text.length > FORMULA_TEXT) {
		result->empty = true;
		return;
	}
	build_str(&joined, arguments[0].text);
	build_str(&joined, arguments[1].text);
	set_text(result, builder_text(&joined), joined.length);
}

/* Several choices are kept between bars: "|red|blue|". */
void
run_contains(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	const char *text = text_of(machine, &arguments[0]), *part = text_of(machine, &arguments[1]);

	(void)count;
	if (arguments[0].kind == KIND_CODES)
		result->value = strstr(text, arena_printf(machine->arena, "|%s|", part)) != NULL;
	else
		result->value = strstr(text_fold(machine->arena, text), text_fold(machine->arena, part)) != NULL;
}

void
run_replace(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	struct builder out = builder_new(machine->arena, FORMULA_TEXT);
	struct str rest = arguments[0].text, old = arguments[1].text;

	(void)count;
	while (old.length > 0 && rest.length > 0) {
		const char *found = memmem(rest.at, rest.length, old.at, old.length);

		if (found == NULL)
			break;
		build_bytes(&out, rest.at, (size_t)(found - rest.at));
		build_str(&out, arguments[2].text);
		rest = str_slice(found + old.length, (size_t)(rest.at + rest.length - found) - old.length);
	}
	build_str(&out, rest);
	set_text(result, builder_text(&out), out.length);
	result->empty |= out.overflowed;
}

/* ---- conversions ---- */

static const char *
number_text(struct machine *machine, struct exact number, int64_t digits)
{
	char text[64];

	exact_print(text, number, (int)digits);
	return arena_text(machine->arena, text);
}

/* Amounts have all decimals of their currency, and no more. The same in every language, since it is stored. */
void
run_as_text(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	const struct cell *cell = &arguments[0];
	struct exact number = cell->number;
	const char *text = "";
	char date[16];

	(void)count;
	if (!cell->empty && cell->kind == KIND_TEXT) {
		result->text = cell->text;
		return;
	}
	if (!cell->empty && cell->kind == KIND_NUMBER)
		text = number_text(machine, number, 0);
	if (!cell->empty && cell->kind == KIND_MONEY && exact_round(number, result->value, ROUND_HALF_AWAY, &number))
		text = number_text(machine, number, result->value);
	if (!cell->empty && cell->kind == KIND_DAY) {
		day_print(date, (int32_t)cell->value);
		text = arena_text(machine->arena, date);
	}
	if (!cell->empty && cell->kind == KIND_INSTANT)
		text = machine_time_text(machine, cell->value);
	if (!cell->empty && cell->kind == KIND_YES_NO)
		text = cell->value ? "yes" : "no";
	set_text(result, text, strlen(text));
}

/* As people type numbers; as many decimals as there are. */
void
run_number(struct machine *machine, const struct cell *arguments, size_t count, struct cell *result)
{
	int64_t units;

	(void)machine, (void)count;
	result->number = arguments[0].number;
	if (arguments[0].kind != KIND_TEXT)
		return;
	for (int digits = 0; digits <= EXACT_DIGITS; digits++)
		if (decimal_parse(arguments[0].text, digits, &units)) {
			result->number = exact_of(units, digits);
			return;
		}
	result->empty = true;
}
