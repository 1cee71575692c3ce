/* rule_page: a rule has a name, a condition and an effect; only the effect differs. */
#include "rights/rule_page.h"

#include "modules/condition.h"
#include "modules/condition_entry.h"

const char *
rule_words(struct request *rq, const struct condition *condition)
{
	return condition == NULL ? NULL : condition_words(rq->arena, condition, rq->formats, condition_entry_name, rq);
}

struct condition_rows
rule_condition(struct settings *settings, const struct condition *stored)
{
	return (struct condition_rows){
		.settings = settings, .name = "condition", .error = "condition", .stored = stored};
}

void
rule_add_head(struct settings *settings, const char *kind, int64_t id, const char *name, int64_t version)
{
	struct doc *rule;

	doc_set_null(settings->page, "rule");
	if (id == 0)
		return;
	rule = doc_set_object(settings->page, "rule");
	doc_set_id(rule, "id", id);
	doc_set_text(rule, "name", name);
	doc_set_text(rule, "href", rule_href(settings->rq->arena, settings->module, kind, id, ""));
	doc_set_int(rule, "version", version);
}

struct rights_change
rule_change(struct settings *settings, const char *title, const char *name, const char *action)
{
	struct arena *arena = settings->rq->arena;

	return (struct rights_change){.settings = settings,
				      .before = reach_now(settings->rq->tx),
				      .title = title,
				      .name = name,
				      .back = sharing_href(arena, settings->module, ""),
				      .action = action,
				      .kind = "rule",
				      .done_path = sharing_href(arena, settings->module, ""),
				      .done_flash = N_("Saved. It holds from everybody’s next page on.")};
}
