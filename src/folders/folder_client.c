/* folder_client: what becomes of folders when something becomes of their client. */
#include "folders/folder_client.h"

#include "base/str.h"
#include "sys/clock.h"

void
folder_hear_merged(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	folders_join(tx, event->object, event->client, event->title, clock_now());
}

void
folder_hear_purged(const struct house *house, struct tx *tx, const struct event *event)
{
	(void)house;
	if (text_equal(event->module, "clients"))
		folders_forget(tx, event->object);
}
