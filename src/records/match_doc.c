/* match_doc: words and addresses of suggested duplicates. */
#include "records/match_doc.h"

#include "base/id.h"
#include "records/keep.h"
#include "records/module_page.h"
#include "records/record_merge.h"

bool
may_merge(const struct access *access)
{
	return module_merges(access->plan->module) && access_writes(access, MAY_EDIT) &&
	       access_writes(access, MAY_DELETE) && keep_merges(access);
}

const char *
merge_path(struct request *rq, const struct module *module, const int64_t *ids, size_t count)
{
	struct builder query = builder_new(rq->arena, 0);
	char id[ID_LENGTH + 1];

	for (size_t i = 0; i < count && i < MERGED_TOGETHER; i++) {
		id_print(id, ids[i]);
		build_printf(&query, "%sids.%zu=%s", i == 0 ? "/merge?" : "&", i, id);
	}
	return module_path(rq, module, builder_text(&query));
}

void
doc_set_reasons(struct doc *object, unsigned kinds)
{
	static const char *const reasons[][2] = {
		[MATCH_EMAIL] = {"email", N_("Same e-mail address")},
		[MATCH_PHONE] = {"phone", N_("Same phone number")},
		[MATCH_NAME] = {"name", N_("Similar name")},
		[MATCH_SIREN] = {"siren", N_("Same company number (SIREN)")},
	};
	struct doc *list = doc_set_list(object, "reasons");

	for (unsigned kind = MATCH_EMAIL; kind < MATCH_KINDS; kind++)
		if (kinds & 1u << kind)
			doc_set_word(doc_add_object(list), "label", reasons[kind][0], reasons[kind][1]);
}

struct doc *
match_doc(struct request *rq, const struct module *module, const struct lookalike *match)
{
	struct doc *shown = doc_object(rq->arena);

	doc_set_id(shown, "id", match->id);
	doc_set_text(shown, "name",
		     text_empty(match->name) ? formats_translate(rq->formats, N_("Without a name")) : match->name);
	doc_set_text(shown, "href", record_path(rq, module, match->id, ""));
	doc_set_reasons(shown, match->kinds);
	return shown;
}

size_t
matches_fill(struct request *rq, struct doc *page, const struct access *access, int64_t id,
	     const struct db_value *cells)
{
	const struct module *module = access->plan->module;
	bool merges = id != 0 && may_merge(access);
	struct doc *duplicates, *list;
	size_t count;
	struct lookalike *matches = record_matches(rq->tx, access, id, cells, MATCHES, &count);

	doc_set_null(page, "duplicates");
	if (count == 0)
		return 0;
	duplicates = doc_set_object(page, "duplicates");
	doc_set_text(duplicates, "href", id == 0 ? NULL : record_path(rq, module, id, "/duplicates"));
	doc_set_text(duplicates, "apart_href",
		     id != 0 && access_writes(access, MAY_EDIT) ? module_path(rq, module, "/duplicates/apart") : NULL);
	list = doc_set_list(duplicates, "records");
	for (size_t i = 0; i < count; i++) {
		struct doc *shown = match_doc(rq, module, &matches[i]);
		const int64_t ids[] = {id, matches[i].id};

		doc_set_text(shown, "merge_href", merges ? merge_path(rq, module, ids, 2) : NULL);
		doc_add(list, shown);
	}
	return count;
}
