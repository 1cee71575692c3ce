/* client_group_bulk: many clients of a list are put into a group, or taken out of it, each by its own rights. */
#include "clients/keepers.h"

#include "base/id.h"
#include "clients/client_form.h"
#include "clients/client_group_form.h"

static enum record_outcome
keep(struct request *rq, int64_t client, const char *value, bool member, struct record_trouble *trouble)
{
	int64_t id = 0;

	if (client_find(rq->tx, rq->viewer, client) == NULL)
		return RECORD_ABSENT;
	id_parse(str_of(value), &id);
	if (!client_group_exists(rq->tx, id))
		trouble->error = N_("There is no such group of clients any more.");
	else if (!client_may_change(rq, client))
		trouble->error = N_("You may see this client, but not change it.");
	else if (client_group_has(rq->tx, id, client) == member)
		return RECORD_DONE;
	else
		trouble->error = client_group_keep(rq->tx, rq->rights, id, client, member);
	if (trouble->error != NULL)
		return RECORD_REFUSED;
	client_group_note(rq, id, client, member);
	return RECORD_DONE;
}

static enum record_outcome
put(struct request *rq, int64_t client, const char *value, struct record_trouble *trouble)
{
	return keep(rq, client, value, true, trouble);
}

static enum record_outcome
take(struct request *rq, int64_t client, const char *value, struct record_trouble *trouble)
{
	return keep(rq, client, value, false, trouble);
}

const struct keeper_bulk client_bulk[] = {
	{"group_in", N_("Put into a group"), &client_write, client_group_options, put},
	{"group_out", N_("Take out of a group"), &client_write, client_group_options, take},
	{NULL},
};
