/* bin_settings_web: how long what was deleted lies in the recycle bins of the organisation. */
#include "core/audit.h"
#include "core/form_page.h"
#include "core/organisation.h"
#include "records/handlers.h"

static struct doc *
settings_doc(struct request *rq)
{
	struct doc *page = doc_object(rq->arena);
	int days = organisation_bin_days(rq->tx);

	doc_set_int(page, "days", days);
	doc_set_text(doc_set_object(page, "values"), "days", arena_printf(rq->arena, "%d", days));
	form_page(rq, page, "days");
	return page;
}

struct reply
bin_settings(struct request *rq)
{
	return reply_page(rq, "bin_settings", settings_doc(rq));
}

struct reply
bin_settings_change(struct request *rq)
{
	int64_t days = form_read_int(rq->form, "days", FORM_REQUIRED, 1, BIN_DAYS_MOST);
	struct doc *detail = doc_object(rq->arena);

	if (form_failed(rq->form))
		return reply_form(rq, "bin_settings", settings_doc(rq));
	organisation_keep_bin_days(rq->tx, (int)days);
	doc_set_int(detail, "days", days);
	audit_add(rq, &(struct audit){.action = "bin.change", .detail = detail});
	return reply_done(rq, "/console/settings/bin", N_("Saved."), settings_doc(rq));
}
