/* switch_need: privacy is not switched on before people know whom to write to about their data. */
#include "privacy/consent_store.h"
#include "privacy/handlers.h"
#include "privacy/pages.h"

#include "core/audit.h"

static void
show(struct request *rq, struct doc *page)
{
	struct doc *asked;

	doc_set_null(page, "asked");
	if (privacy_dpo(rq->tx) != NULL)
		return;
	asked = doc_set_object(page, "asked");
	doc_set_message(asked, "missing", N_("Nobody is named yet whom people write to about their data."), NULL);
	doc_set_text(asked, "give_href", PRIVACY_HOME "#dpo_email");
}

static void
take(struct request *rq)
{
	struct privacy_words words = *privacy_find(rq->tx);
	struct doc *detail = doc_object(rq->arena);

	if (words.dpo_email != NULL && text_empty(form_text(rq->form, "dpo_email")))
		return;
	words.dpo_email = form_read_email(rq->form, "dpo_email", FORM_REQUIRED);
	if (form_failed(rq->form))
		return;
	privacy_save(rq->tx, &words, false);
	doc_set_text(detail, "dpo_email", words.dpo_email);
	audit_add(rq, &(struct audit){.action = "privacy.change", .detail = detail});
}

const struct switch_need privacy_switch_need = {"privacy", show, take};
