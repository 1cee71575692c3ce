/* webhook: the rules that need no database: what is wanted, when it is tried again, how long one rests. */
#include "webhooks/webhook.h"

#include "base/arena.h"
#include "base/doc.h"
#include "core/house.h"
#include "egress/egress_address.h"
#include "sys/random.h"

#include <string.h>

const struct permission webhook_write = {"webhook.write", FOR_ADMINISTRATOR,
					 N_("Tell other programs what happens (webhooks)")};
const struct permission egress_write = {"egress.write", FOR_ADMINISTRATOR, N_("Say to which servers data may be sent")};

const char *const webhook_state_names[] = {"active", "paused", "stopped", NULL};
const char *const webhook_event_names[] = {"created", "changed", "deleted", "restored", "test", NULL};
const char *const webhook_event_labels[] = {N_("New record"), N_("Changed record"), N_("Deleted record"),
					    N_("Record back from the bin"), N_("Test")};

const int64_t log_kept_ms = (int64_t)30 * DAY_MS;

const struct egress_rules *
egress_rules_of(const struct house *house)
{
	static const struct egress_rules nothing = {.count = 0};

	return house->config->egress == NULL ? &nothing : house->config->egress;
}

bool
barred_has(const char *list, const char *name)
{
	size_t length = strlen(name);
	const char *at = list;

	while ((at = strchr(at, '|')) != NULL) {
		at++;
		if (length > 0 && strncmp(at, name, length) == 0 && at[length] == '|')
			return true;
	}
	return false;
}

bool
webhook_wants(const struct webhook *webhook, enum webhook_event event, const char *module)
{
	return barred_has(webhook->events, webhook_event_names[event]) &&
	       (text_empty(webhook->modules) || barred_has(webhook->modules, module));
}

static bool
words_have(struct str words, struct str word)
{
	while (words.at != NULL)
		if (str_equal(str_cut(&words, ' '), word))
			return true;
	return false;
}

const char *
changed_merge(struct arena *arena, const char *one, const char *other)
{
	struct builder both = builder_new(arena, 0);
	struct str rest = str_of(other);

	if (one == NULL || other == NULL)
		return NULL;
	build_text(&both, one);
	while (rest.at != NULL) {
		struct str word = str_cut(&rest, ' ');

		if (word.length == 0 || words_have(str_of(one), word))
			continue;
		build_text(&both, both.length == 0 ? "" : " ");
		build_str(&both, word);
	}
	return builder_text(&both);
}

int64_t
retry_delay_ms(int attempts)
{
	static const int64_t steps[] = {5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS,
					10 * HOUR_MS,  14 * HOUR_MS,  20 * HOUR_MS,   24 * HOUR_MS};
	const int count = sizeof steps / sizeof steps[0];

	if (attempts < 1 || attempts > count)
		return -1;
	return steps[attempts - 1] * (90 + random_below(21)) / 100;
}

int64_t
rest_ms(int failures)
{
	enum { FREE = 2, LONGEST = 10 };
	int64_t rest = SECOND_MS;

	if (failures <= FREE)
		return 0;
	for (int i = FREE + 1; i < failures && i < FREE + LONGEST; i++)
		rest *= 2;
	return rest > 5 * MINUTE_MS ? 5 * MINUTE_MS : rest;
}
