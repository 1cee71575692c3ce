/* mustache: reads a case {"template", "data", "partials"} as JSON on standard input and prints what it renders to, so
 * that any suite of cases can be run against lib/html. Exit 1 with a sentence on standard error when it cannot. */
#include "base/arena.h"
#include "base/doc.h"
#include "html/template.h"

#include <stdio.h>
#include <stdlib.h>

enum { DEEPEST = 200, MOST_VALUES = 1000000 };

/* No partial can have a name with a blank in it. */
static const char main_name[] = "the template";

static _Noreturn void
stop(const char *sentence)
{
	fprintf(stderr, "mustache: %s\n", sentence);
	exit(1);
}

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

int
main(void)
{
	struct arena *arena = arena_new(0);
	struct builder out = builder_new(arena, 0);
	const char *error = NULL;
	struct doc *given = doc_parse_json(arena, read_all(arena, stdin), DEEPEST, MOST_VALUES, &error);
	const struct doc *template = doc_get(given, STR("template"));
	const struct doc *data = doc_get(given, STR("data"));
	const struct template_source *sources;
	size_t count;

	if (given == NULL)
		stop(error);
	if (template == NULL || template->kind != DOC_TEXT)
		stop("The case has no \"template\".");
	sources = collect_sources(arena, template, doc_get(given, STR("partials")), &count);
	if (!template_try(arena, sources, count, main_name, data == NULL ? doc_object(arena) : data, &out, &error))
		stop(error);
	fwrite(builder_text(&out), 1, out.length, stdout);
	arena_free(arena);
	return 0;
}
