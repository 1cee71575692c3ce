/* retention_page: how periods are chosen and told, the same for all files and for a folder. */
#include "holds/retention_page.h"

enum { YEAR = 12 };

void
retention_set_months(struct doc *doc, int months)
{
	doc_set_int(doc, "months", months);
	doc_set_int(doc, "years", months / YEAR);
	doc_set_bool(doc, "whole_years", months > 0 && months % YEAR == 0);
	doc_set_bool(doc, "any", months > 0);
}

void
retention_add_choices(struct doc *list, int chosen)
{
	for (const int *months = retention_months; *months >= 0; months++) {
		struct doc *choice = doc_add_object(list);

		retention_set_months(choice, *months);
		doc_set_bool(choice, "chosen", *months == chosen);
	}
}

int
retention_read_months(struct request *rq, const char *field, int otherwise)
{
	const char *typed = form_text(rq->form, field);
	int64_t months;

	if (text_empty(typed))
		return otherwise;
	months = form_read_int(rq->form, field, FORM_OPTIONAL, 0, INT32_MAX);
	if (!form_failed(rq->form) && !retention_is_choice(months))
		form_error(rq->form, field, N_("Please choose one of the periods offered."), NULL);
	return (int)months;
}

void
retention_set_said(struct request *rq, struct doc *doc, const struct retention_said *said)
{
	bool root = said->folder_id != 0 && said->name[0] == '\0';

	retention_set_months(doc, said->months);
	doc_set_text(doc, "from",
		     said->folder_id == 0 ? NULL
		     : root		  ? formats_translate(rq->formats, N_("Documents"))
					  : said->name);
	doc_set_text(doc, "reason", said->reason[0] == '\0' ? NULL : said->reason);
	doc_set_bool(doc, "carried", said->carried);
}
