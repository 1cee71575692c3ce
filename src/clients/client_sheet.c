/* client_sheet: the head of all pages of a client's sheet: who it is, and the tabs that features have there. */
#include "clients/client_form.h"

#include "base/arena.h"
#include "core/house.h"

#include <stdlib.h>

enum { TABS_LIMIT = 24 };

static int
by_order(const void *a, const void *b)
{
	const struct client_tab *const *one = a, *const *other = b;

	return (*one)->order - (*other)->order;
}

static size_t
tabs_of(struct request *rq, int64_t client, const struct client_tab **tabs)
{
	size_t count = 0;

	for (size_t f = 0; f < rq->house->feature_count; f++)
		for (size_t i = 0; i < rq->house->features[f]->client_tab_count && count < TABS_LIMIT; i++) {
			const struct client_tab *tab = &rq->house->features[f]->client_tabs[i];

			if (viewer_may(rq->viewer, tab->permission) &&
			    (tab->seen_by == NULL || tab->seen_by(rq, client)))
				tabs[count++] = tab;
		}
	qsort(tabs, count, sizeof *tabs, by_order);
	return count;
}

void
client_sheet_head(struct request *rq, struct doc *page, const struct client *client, const char *tab)
{
	const struct client_tab *tabs[TABS_LIMIT];
	size_t count = tabs_of(rq, client->id, tabs);
	struct doc *list = doc_set_list(page, "tabs");

	doc_set(page, "client", client_doc(rq, client));
	for (size_t i = 0; i < count; i++) {
		struct doc *shown = doc_add_object(list);

		doc_set_word(shown, "label", tabs[i]->name, tabs[i]->label);
		doc_set_text(shown, "href", client_path(rq, client->id, tabs[i]->below));
		doc_set_bool(shown, "current", text_equal(tabs[i]->name, tab));
	}
}

bool
client_may_change(struct request *rq, int64_t client)
{
	return viewer_may(rq->viewer, &client_work) &&
	       client_level_of(rq->tx, rq->rights, rq->viewer, client) == CLIENT_FULL;
}

const struct client *
client_to_change(struct request *rq, struct reply *refusal)
{
	const struct client *client = client_find(rq->tx, rq->viewer, path_id(rq, "client"));

	if (client == NULL)
		*refusal = reply_not_found(rq);
	else if (!client_may_change(rq, client->id))
		*refusal = reply_refusal(rq, 403, N_("You may see this client, but not change it."));
	else
		return client;
	return NULL;
}
