/* mustache: reads cases, each {"template", "data", "partials"}, as a list in JSON on standard input and prints a list
 * of what they render to, {"text"} or {"error"}, so that any suite of cases can be run against lib/html. */
#include "base/arena.h"
#include "base/doc.h"
#include "html/template.h"

#include <stdio.h>

enum { DEEPEST = 200, MOST_VALUES = 1000000 };

/* No partial can have a name with a blank in it. */
static const char main_name[] = "the template";

static struct str
read_all(struct arena *arena, FILE *file)
{
	struct builder text = builder_new(arena, 0);
	char bytes[4096];
	size_t count;

	while ((count = fread(bytes, 1, sizeof bytes, file)) > 0)
		build_bytes(&text, bytes, count);
	return str_slice(builder_text(&text), text.length);
}

static struct template_source *
collect_sources(struct arena *arena, const struct doc *template, const struct doc *partials, size_t *count)
{
	size_t partial_count = partials != NULL && partials->kind == DOC_OBJECT ? partials->object.count : 0;
	struct template_source *sources = arena_make_array(arena, struct template_source, partial_count + 1);

	sources[0] = (struct template_source){.name = main_name, .kind = TEMPLATE_HTML, .text = template->text};
	*count = 1;
	for (size_t i = 0; i < partial_count; i++) {
		const struct doc_member *member = &partials->object.members[i];

		if (member->value->kind == DOC_TEXT)
			sources[(*count)++] = (struct template_source){
				.name = member->name, .kind = TEMPLATE_HTML, .text = member->value->text};
	}
	return sources;
}

static void
render(const struct doc *given, struct doc *answer)
{
	struct arena *arena = answer->arena;
	struct builder out = builder_new(arena, 0);
	const char *error = "The case has no \"template\".";
	const struct doc *template = doc_get(given, STR("template")), *data = doc_get(given, STR("data"));
	const struct template_source *sources;
	size_t count;

	if (template != NULL && template->kind == DOC_TEXT) {
		sources = collect_sources(arena, template, doc_get(given, STR("partials")), &count);
		if (template_try(arena, sources, count, main_name, data == NULL ? doc_object(arena) : data, &out,
				 &error)) {
			doc_set_text(answer, "text", builder_text(&out));
			return;
		}
	}
	doc_set_text(answer, "error", error);
}

int
main(void)
{
	struct arena *arena = arena_new(0);
	struct builder out = builder_new(arena, 0);
	struct doc *answers = doc_list(arena);
	const char *error = "There is no list of cases.";
	const struct doc *cases = doc_parse_json(arena, read_all(arena, stdin), DEEPEST, MOST_VALUES, &error);

	if (cases == NULL || cases->kind != DOC_LIST) {
		fprintf(stderr, "mustache: %s\n", error);
		return 1;
	}
	for (size_t i = 0; i < cases->list.count; i++)
		render(cases->list.items[i], doc_add_object(answers));
	doc_print_json(answers, NULL, &out);
	fwrite(builder_text(&out), 1, out.length, stdout);
	arena_free(arena);
	return 0;
}
