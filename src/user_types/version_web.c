/* version_web: what was published before: listed, compared in words, and taken back into the draft. */
#include "rights/rights_page.h"
#include "user_types/field_handlers.h"
#include "user_types/setup_page.h"
#include "user_types/version_store.h"
#include "user_types/version_words.h"

#include <inttypes.h>

enum { LIST_MOST = 50, CHOICES_MOST = 200 };

static const char *
version_href(struct arena *arena, const struct setup *setup, int64_t number)
{
	return setup_href(arena, setup, arena_printf(arena, "/versions/%" PRId64, number));
}

static struct doc *
version_doc(struct request *rq, const struct setup *setup, const struct version *version, int64_t newest)
{
	struct doc *row = doc_object(rq->arena);

	doc_set_int(row, "number", version->number);
	doc_set_instant(row, "published_at", version->published_at);
	doc_set_text(row, "published_by", version->published_by);
	doc_set_bool(row, "holds", version->number == newest);
	doc_set_text(row, "href", version_href(rq->arena, setup, version->number));
	return row;
}

/* ---- list ---- */

struct reply
version_list_page(struct request *rq)
{
	struct settings settings;
	struct setup *setup;
	struct doc *list;
	const struct version *versions;
	int64_t newest, before;
	size_t count;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	before = form_read_int(rq->form, "before", FORM_OPTIONAL, 0, INT64_MAX);
	newest = version_newest(rq->tx, setup->id);
	versions = version_list(rq->tx, setup->id, before, LIST_MOST, &count);
	setup_head(&settings, setup, STEP_PUBLISH);
	list = doc_set_list(settings.page, "versions");
	for (size_t i = 0; i < count; i++)
		doc_add(list, version_doc(rq, setup, &versions[i], newest));
	doc_set_text(settings.page, "older_href",
		     count < LIST_MOST ? NULL
				       : setup_href(rq->arena, setup,
						    arena_printf(rq->arena, "/versions?before=%" PRId64,
								 versions[count - 1].number)));
	doc_set_text(settings.page, "publication_href", setup_href(rq->arena, setup, "/publication"));
	return reply_page(rq, "type_versions", settings.page);
}

/* ---- one, compared ---- */

static const struct version *
path_version(struct request *rq, const struct setup *setup)
{
	int64_t number;

	return str_to_int(str_of(path_text(rq, "number")), &number) ? version_find(rq->tx, setup->id, number) : NULL;
}

/* What a version is compared with: those before and behind it, and the draft. */
static void
add_choices(struct settings *settings, const struct setup *setup, const struct version *version, int64_t with)
{
	struct doc *list = doc_set_list(settings->page, "choices"), *values;
	struct request *rq = settings->rq;
	size_t count;
	const struct version *versions = version_list(rq->tx, setup->id, 0, CHOICES_MOST, &count);

	doc_set_message(settings_option(list, "draft", with < 0), "label", N_("the draft"), NULL);
	for (size_t i = 0; i < count; i++) {
		if (versions[i].number == version->number)
			continue;
		values = doc_object(rq->arena);
		doc_set_int(values, "number", versions[i].number);
		doc_set_message(settings_option(list, arena_printf(rq->arena, "%" PRId64, versions[i].number),
						versions[i].number == with),
				"label", N_("version {{number}}"), values);
	}
}

/* -1: the draft; 0: nothing; else a version. */
static int64_t
read_with(struct request *rq, const struct version *version)
{
	const char *with = form_text(rq->form, "with");
	int64_t number;

	if (text_equal(with, "draft"))
		return -1;
	return with != NULL && str_to_int(str_of(with), &number) && number > 0 ? number : version->number - 1;
}

static void
compare(struct settings *settings, const struct setup *setup, const struct version *version)
{
	struct request *rq = settings->rq;
	int64_t with = read_with(rq, version);
	const struct version *other = with > 0 ? version_find(rq->tx, setup->id, with) : NULL;
	const struct doc *this = setup_draft_of(rq->arena, version->setup);
	const struct doc *that = other == NULL ? NULL : setup_draft_of(rq->arena, other->setup);
	bool forwards = with < 0 || (other != NULL && other->number > version->number);
	struct doc *differences;

	if (with < 0)
		that = setup->draft;
	differences = setup_differences(rq, forwards ? this : that, forwards ? that : this);
	doc_set(settings->page, "differences", differences);
	doc_set_bool(settings->page, "differs", differences->list.count > 0);
	doc_set_bool(settings->page, "with_draft", with < 0);
	if (other == NULL)
		doc_set_null(settings->page, "other");
	else
		doc_set_int(settings->page, "other", other->number);
	doc_set_bool(settings->page, "forwards", forwards);
	doc_set_bool(settings->page, "first", with == 0 || (with > 0 && other == NULL));
	add_choices(settings, setup, version, with);
}

static struct reply
show(struct settings *settings, const struct setup *setup, const struct version *version)
{
	struct request *rq = settings->rq;

	setup_head(settings, setup, STEP_PUBLISH);
	doc_set(settings->page, "shown", version_doc(rq, setup, version, version_newest(rq->tx, setup->id)));
	compare(settings, setup, version);
	doc_set_text(settings->page, "versions_href", setup_href(rq->arena, setup, "/versions"));
	return form_failed(rq->form) ? settings_again(settings, "type_version")
				     : reply_page(rq, "type_version", settings->page);
}

struct reply
version_page(struct request *rq)
{
	struct settings settings;
	struct setup *setup;
	const struct version *version;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	version = path_version(rq, setup);
	return version == NULL ? reply_not_found(rq) : show(&settings, setup, version);
}

/* ---- back into the draft ---- */

struct reply
version_restoration(struct request *rq)
{
	struct settings settings;
	struct setup *setup;
	struct rights_trouble trouble = {0};
	const struct version *version;

	if (!setup_open(rq, &settings, &setup))
		return reply_not_found(rq);
	version = path_version(rq, setup);
	if (version == NULL)
		return reply_not_found(rq);
	if (!setup_current(&settings, setup))
		return show(&settings, setup, version);
	setup->draft = setup_draft_of(rq->arena, version->setup);
	if (rights_refused(&settings, setup_save(rq->tx, setup), &trouble))
		return show(&settings, setup, version);
	setup_journal(&settings, setup, "user_type.restore", arena_printf(rq->arena, "%" PRId64, version->number));
	return reply_done(rq, setup_href(rq->arena, setup, "/publication"),
			  N_("It is in the draft again. Look at what changes, then publish it."),
			  setup_doc(&settings, setup));
}
