/* design_portal: the house's own words where people of the portal read them: on its home, and once they sent something.
 */
#include "design/design_store.h"
#include "design/handlers.h"

#include "html/translation.h"
#include "portals/portals.h"
#include "privacy/privacy.h"

static const char *
language_of(const struct request *rq)
{
	return translations_code(rq->house->translations, (size_t)formats_language(rq->formats));
}

void
design_home_card(struct request *rq, struct doc *page)
{
	const struct design_words *words = design_find(rq->tx, rq->portal->id);
	struct doc *shown;

	doc_set_null(page, "design_welcome");
	if (words->home_fr == NULL && words->home_en == NULL)
		return;
	shown = doc_set_object(page, "design_welcome");
	doc_set_paragraphs(shown, "text", (struct both){words->home_fr, words->home_en}, language_of(rq));
}

const char *
design_made_words(struct request *rq)
{
	const struct design_words *words = design_find(rq->tx, rq->portal->id);

	return both_text((struct both){words->end_fr, words->end_en}, language_of(rq), NULL);
}
