/* property_door_hidden_test: asks for a field that somebody may not see, and for one that never was: both are told the
 * same, letter for letter. */
#include "app/property_door_test.h"

#include "base/arena.h"
#include "base/test.h"

#include <string.h>

/* The same texts, but that one says `other` where the first says `name`; both names are equally long. */
static bool
same_but_for(const char *text, const char *name, const char *second, const char *other)
{
	size_t length = strlen(name);

	while (*text != '\0' && *second != '\0') {
		if (*text == *second) {
			text++;
			second++;
		} else if (strncmp(text, name, length) == 0 && strncmp(second, other, length) == 0) {
			text += length;
			second += length;
		} else {
			return false;
		}
	}
	return *text == *second;
}

/* Where "%" stands in query and body, the name is put. */
struct trial {
	const char *rest;
	enum http_method method;
	const char *query, *body;
};

static const struct trial trials[] = {
	{"", HTTP_GET, "sort=%", NULL},
	{"", HTTP_GET, "sort=-%", NULL},
	{"", HTTP_GET, "fields=%", NULL},
	{"", HTTP_GET, "fields=%,owner", NULL},
	{"", HTTP_GET, "group=%&sum=%", NULL},
	{"", HTTP_GET, "kind=board&by=%", NULL},
	{"", HTTP_GET, "kind=calendar&by=%", NULL},
	{"", HTTP_GET, "filter={\"field\":\"%\",\"comparison\":\"is\",\"values\":[\"x\"]}", NULL},
	{"", HTTP_GET, "filter={\"any\":[{\"field\":\"%\",\"comparison\":\"empty\",\"values\":[]}]}", NULL},
	{"", HTTP_GET, "filtered=1&filter.0.field=%&filter.0.comparison=is&filter.0.value=x", NULL},
	{"/groups", HTTP_GET, "by=%", NULL},
	{"/groups", HTTP_GET, "by=owner&sum=%", NULL},
	{"", HTTP_POST, NULL, "{\"fields\":{\"%\":\"x\"}}"},
	{"", HTTP_POST, NULL, "{\"fields\":{\"%\":\"\"}}"},
	{"", HTTP_POST, NULL, "{\"fields\":{\"%\":{\"0\":\"x\"}}}"},
	{"/bulk", HTTP_POST, NULL, "{\"ids\":[\"0000000000001\"],\"action\":\"change\",\"fields\":{\"%\":\"x\"}}"},
	{"/bulk", HTTP_POST, NULL, "{\"ids\":[\"0000000000001\"],\"action\":\"change\",\"set\":\"%=x\"}"},
	{"/views", HTTP_POST, NULL, "{\"name\":\"x\",\"kind\":\"list\",\"columns\":[{\"field\":\"%\"}]}"},
	{"/views", HTTP_POST, NULL, "{\"name\":\"x\",\"kind\":\"list\",\"sort\":\"%\",\"group\":\"%\",\"sum\":\"%\"}"},
	{"/views", HTTP_POST, NULL, "{\"name\":\"x\",\"kind\":\"board\",\"by\":\"%\",\"image\":\"%\"}"},
	{"/views", HTTP_POST, NULL,
	 "{\"name\":\"x\",\"kind\":\"list\",\"filter\":\"{\\\"field\\\":\\\"%\\\",\\\"comparison\\\":\\\"is\\\","
	 "\\\"values\\\":[\\\"x\\\"]}\"}"},
	{"/export", HTTP_POST, NULL,
	 "{\"format\":\"csv\",\"filter\":\"{\\\"field\\\":\\\"%\\\",\\\"comparison\\\":\\\"is\\\",\\\"values\\\":"
	 "[\\\"x\\\"]}\"}"},
	/* of a record they see: {record} is put into the path */
	{"/{record}", HTTP_POST, NULL, "{\"version\":1,\"fields\":{\"%\":\"x\"}}"},
	{"/{record}", HTTP_POST, NULL, "{\"version\":{version},\"fields\":{\"%\":\"x\"}}"},
	{"/{record}", HTTP_POST, NULL, "{\"version\":{version},\"fields\":{\"%\":\"\"}}"},
};

/* The name of a field of lines, in what is sent of their record. */
static const struct trial line_trials[] = {
	{"", HTTP_POST, NULL, "{\"fields\":{},\"lines\":{\"pl\":[{\"%\":\"x\"}]}}"},
	{"/form", HTTP_GET, "lines.pl.0.%=x", NULL},
	{"/{record}/form", HTTP_GET, "lines.pl.0.%=x", NULL},
	{"/{record}", HTTP_POST, NULL, "{\"version\":{version},\"lines\":{\"pl\":[{\"%\":\"x\"}]}}"},
	{"/{record}", HTTP_POST, NULL, "{\"version\":{version},\"lines\":{\"pl\":[{\"%\":\"\"}]}}"},
	{"/{record}", HTTP_POST, NULL, "{\"version\":{version},\"lines\":{\"pl\":{\"%\":\"x\"}}}"},
};

static const char *
replaced(struct arena *arena, const char *text, const char *mark, const char *with)
{
	struct builder out = builder_new(arena, 0);
	const char *at;

	if (text == NULL)
		return NULL;
	while ((at = strstr(text, mark)) != NULL) {
		build_bytes(&out, text, (size_t)(at - text));
		build_text(&out, with);
		text = at + strlen(mark);
	}
	build_text(&out, text);
	return builder_text(&out);
}

/* Only the letters that have to be: the name must stand as it is in the links of the answer. */
static const char *
encoded_query(struct arena *arena, const char *query)
{
	static const char *const marks[][2] = {{"{", "%7B"}, {"}", "%7D"}, {"\"", "%22"}, {"[", "%5B"}, {"]", "%5D"}};

	for (size_t i = 0; query != NULL && i < sizeof marks / sizeof marks[0]; i++)
		query = replaced(arena, query, marks[i][0], marks[i][1]);
	return query;
}

static struct door_answer
try(const struct visitor *visitor, const struct trial *trial, const char *name, const struct copy *row)
{
	struct arena *arena = visitor->arena;
	const char *id = row == NULL ? "0000000000001" : told_id(visitor, row->id);
	const char *version = arena_printf(arena, "%lld", row == NULL ? 1LL : (long long)row->version);
	const struct door_request request = {
		.staff = visitor->naive.staff->id,
		.method = trial->method,
		.path = told_path(visitor, replaced(arena, trial->rest, "{record}", id)),
		.query = encoded_query(arena, replaced(arena, trial->query, "%", name)),
		.body = replaced(arena, replaced(arena, trial->body, "{version}", version), "%", name),
		.undone = true};

	return door_ask(visitor->door, arena, &request);
}

static const struct copy *
draw_row(const struct visitor *visitor)
{
	const struct sheet *sheet = visitor->naive.sheet;

	for (int i = 0; i < 20; i++) {
		const struct copy *row = &sheet->rows[draw(&visitor->property->chance, sheet->row_count)];

		if (!row->deleted && naive_sees(&visitor->naive, row))
			return row;
	}
	return NULL;
}

/* Whether they are told the same of this field and of one that is not there. */
static void
compare_trial(const struct visitor *visitor, const struct trial *trial, const struct field *field, const char *other,
	      const struct copy *row)
{
	struct door_answer hidden = try(visitor, trial, field->name, row);
	struct door_answer unknown = try(visitor, trial, other, row);

	told_case(visitor,
		  hidden.status == unknown.status && same_but_for(hidden.text, field->name, unknown.text, other),
		  "hidden as unknown",
		  arena_printf(visitor->arena, "%s in %s%s%s\n%s\n%s", field->name, trial->rest,
			       trial->query == NULL ? "" : trial->query, trial->body == NULL ? "" : trial->body,
			       hidden.text, unknown.text));
}

/* Lines are asked for with their record. */
void
visit_hidden(const struct visitor *visitor)
{
	const struct module *module = visitor->naive.sheet->module;
	bool lines = visitor->naive.sheet->parent != NULL;
	struct visitor asking = *visitor;
	const struct trial *asked = lines ? line_trials : trials;
	size_t count = lines ? sizeof line_trials / sizeof line_trials[0] : sizeof trials / sizeof trials[0];
	const struct copy *row;

	if (lines)
		asking.naive = naive_of(visitor->property, visitor->naive.staff, 0);
	row = draw_row(&asking);
	for (size_t n = 0, f = draw(&visitor->property->chance, module->field_count); n < module->field_count; n++) {
		const struct field *field = &module->fields[(f + n) % module->field_count];
		const char *other = arena_printf(visitor->arena, "y%s", field->name + 1);

		if (naive_knows(&visitor->naive, field) || field_named(module, other) != NULL)
			continue;
		for (size_t i = 0; i < count; i++)
			compare_trial(&asking, &asked[i], field, other, row);
		return; /* one of them is enough for a visit */
	}
}
