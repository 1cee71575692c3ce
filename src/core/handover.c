/* handover: asks the feature that has something to keep. */
#include "core/handover.h"

#include "core/feature.h"

static const struct handover *
handover_of(const struct house *house)
{
	for (size_t i = 0; i < house->feature_count; i++)
		if (house->features[i]->handover != NULL)
			return house->features[i]->handover;
	return NULL;
}

const void *
house_handover_begin(struct request *rq)
{
	const struct handover *handover = handover_of(rq->house);

	return handover == NULL ? NULL : handover->begin(rq);
}

bool
house_handover_settle(struct request *rq, const void *begun, int64_t leaver, struct doc *page, const char *name)
{
	const struct handover *handover = handover_of(rq->house);
	struct doc *asked = doc_object(rq->arena);
	bool kept = handover == NULL || handover->settle(rq, begun, leaver, asked);

	if (kept)
		doc_set_null(page, name);
	else
		doc_set(page, name, asked);
	return kept;
}
