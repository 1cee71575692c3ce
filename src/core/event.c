/* event: walks the subscriptions of all features. */
#include "core/event.h"

#include "core/feature.h"

void
event_emit(const struct house *house, struct tx *tx, const struct event *event)
{
	for (size_t f = 0; f < house->feature_count; f++) {
		const struct feature *feature = house->features[f];

		for (size_t i = 0; i < feature->subscription_count; i++)
			if (text_equal(feature->subscriptions[i].kind, event->kind))
				feature->subscriptions[i].receive(house, tx, event);
	}
}
