/* client_handover: what would be nobody's is told by name, and given to whom the form names: all in the transaction of
 * the change, which is refused else. */
#include "clients/client_handover.h"

#include "base/arena.h"
#include "base/str.h"
#include "clients/client_staff_form.h"
#include "clients/clients.h"
#include "rights/rights.h"

enum { NAMED = 5 };

struct ids {
	int64_t *ids;
	size_t count;
};

static const void *
begin(struct request *rq)
{
	struct ids *begun = arena_make(rq->arena, struct ids);

	begun->ids = clients_nobodys(rq->tx, rq->rights, 0, 0, &begun->count);
	return begun;
}

/* ---- what would be lost ---- */

static void
forget(void *rights)
{
	rights_free(rights);
}

/* As they are written by now. */
static const struct rights *
rights_written(struct request *rq)
{
	struct rights *rights = rights_load(rq->tx, rq->house->features, rq->house->feature_count);

	arena_at_end(rq->arena, forget, rights);
	return rights;
}

/* Both are in order. */
static struct ids
lost_since(struct request *rq, const struct rights *rights, const struct ids *begun)
{
	struct ids lost;
	size_t kept = 0, at = 0;

	lost.ids = clients_nobodys(rq->tx, rights, 0, 0, &lost.count);
	for (size_t i = 0; i < lost.count; i++) {
		while (at < begun->count && begun->ids[at] < lost.ids[i])
			at++;
		if (at == begun->count || begun->ids[at] != lost.ids[i])
			lost.ids[kept++] = lost.ids[i];
	}
	lost.count = kept;
	return lost;
}

/* ---- whoever takes them over ---- */

/* NULL: nobody of the staff is named who stays. */
static const struct client_staff *
read_successor(struct request *rq, const struct client_staff *staff, size_t count, int64_t leaver)
{
	int64_t id = form_read_id(rq->form, "successor", FORM_OPTIONAL);

	for (size_t i = 0; id != 0 && id != leaver && i < count; i++)
		if (staff[i].id == id)
			return &staff[i];
	return NULL;
}

static void
give(struct request *rq, const struct ids *theirs, const struct client_staff *successor)
{
	const int *levels = client_staff_levels(rq->tx, theirs->ids, theirs->count, successor->id);
	int64_t *given = arena_make_array(rq->arena, int64_t, theirs->count + 1);
	size_t count = 0;

	for (size_t i = 0; i < theirs->count; i++) {
		if (levels[i] == CLIENT_FULL || (levels[i] == CLIENT_NONE && successor->id == rq->viewer->staff))
			continue; /* kept from a client, nobody lets themselves in */
		given[count++] = theirs->ids[i];
		client_level_note(rq, theirs->ids[i], successor->id, levels[i], CLIENT_FULL);
	}
	client_staff_set_many(rq->tx, given, count, successor->id, CLIENT_FULL, rq->viewer->staff);
}

/* ---- the question ---- */

/* Clients that are withheld from who looks have no name here. */
static const char *
name_lost(struct request *rq, struct doc *asked, const struct ids *lost)
{
	struct doc *list = doc_set_list(asked, "clients");
	struct builder names = builder_new(rq->arena, 0);

	for (size_t i = 0; i < lost->count && list->list.count < NAMED; i++) {
		const struct client *client = client_find(rq->tx, rq->viewer, lost->ids[i]);
		struct doc *row;

		if (client == NULL)
			continue;
		row = doc_add_object(list);
		doc_set_text(row, "name", client->name);
		doc_set_text(row, "href", client_path(rq, client->id, ""));
		build_printf(&names, "%s%s", names.length == 0 ? "" : ", ", client->name);
	}
	doc_set_null(asked, "others");
	if (lost->count > list->list.count)
		doc_set_int(asked, "others", (int64_t)(lost->count - list->list.count));
	return builder_text(&names);
}

static void
ask(struct request *rq, struct doc *asked, const struct ids *lost, const struct client_staff *staff, size_t count,
    const struct client_staff *successor, int64_t leaver)
{
	struct doc *values = doc_object(rq->arena), *list;
	const char *sentence = N_("Nobody would keep full access to {{clients}}. Choose who takes them over.");

	doc_set_text(values, "clients", name_lost(rq, asked, lost));
	if (text_empty(doc_get_text(values, "clients")))
		sentence =
			N_("Nobody would keep full access to clients that you do not see. Choose who takes them over.");
	else if (successor != NULL)
		sentence =
			N_("They may not change clients: {{clients}} would still be nobody’s. Choose somebody else.");
	list = doc_set_list(asked, "successors");
	for (size_t i = 0; i < count; i++) {
		struct doc *row;

		if (staff[i].id == leaver)
			continue;
		row = doc_add_object(list);
		doc_set_id(row, "id", staff[i].id);
		doc_set_text(row, "name", staff[i].name);
		doc_set_bool(row, "chosen", successor == &staff[i]);
	}
	form_error(rq->form, "successor", sentence, values);
	doc_set_message(asked, "error", sentence, values);
}

static bool
settle(struct request *rq, const void *begun, int64_t leaver, struct doc *asked)
{
	const struct rights *rights = rights_written(rq);
	struct ids lost = lost_since(rq, rights, begun), own = {NULL, 0};
	size_t count;
	const struct client_staff *staff, *successor;

	if (lost.count == 0 && !form_has(rq->form, "successor"))
		return true;
	staff = client_staff_list(rq->tx, 0, &count);
	successor = read_successor(rq, staff, count, leaver);
	if (successor != NULL) {
		if (leaver != 0)
			own.ids = clients_given_in_full(rq->tx, leaver, &own.count);
		give(rq, &own, successor);
		give(rq, &lost, successor);
		lost = lost_since(rq, rights, begun);
	}
	if (lost.count > 0)
		ask(rq, asked, &lost, staff, count, successor, leaver);
	return lost.count == 0;
}

const struct handover client_handover = {begin, settle};
