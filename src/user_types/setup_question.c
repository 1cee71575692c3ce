/* setup_question: compares what is published with the draft as it would be; nothing of it is kept. */
#include "user_types/setup_question.h"

#include "rights/rights_page.h"
#include "user_types/impact_setup.h"

struct reply
setup_question(struct settings *settings, const struct setup *setup, const char *title, const struct doc *values,
	       struct doc *also, const char *back)
{
	struct request *rq = settings->rq;

	if (rq->wants_json)
		form_error(rq->form, "confirm",
			   N_("Nothing is changed yet. Look at who gains and who loses what, then send it again with "
			      "“confirm”."),
			   NULL);
	setup_head(settings, setup, STEP_TABS);
	doc_set_message(settings->page, "title", title, values);
	doc_set_text(settings->page, "action", rq->http->path);
	doc_set_text(settings->page, "back_href", back);
	doc_set(settings->page, "also", also == NULL ? doc_list(rq->arena) : also);
	doc_set_bool(settings->page, "some_also", also != NULL && also->list.count > 0);
	doc_set_bool(settings->page, "is_published", setup->published != NULL);
	doc_set_null(settings->page, "impact");
	if (setup->published != NULL)
		setup_impact(rq, settings->page, setup, setup->published, setup->draft);
	rights_carry(settings);
	return reply_form(rq, "setup_question", settings->page);
}
