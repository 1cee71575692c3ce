/* client_space_web: how much space the files of one client take, and how much they may. */
#include "space/handlers.h"

#include "clients/clients.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "space/space_page.h"
#include "space/space_store.h"

enum choice { AS_ALL, OWN, UNLIMITED };
static const char *const choice_names[] = {"all", "own", "unlimited", NULL};

static enum choice
choice_of(int64_t quota)
{
	return quota == QUOTA_AS_ALL ? AS_ALL : quota == SPACE_UNLIMITED ? UNLIMITED : OWN;
}

static struct doc *
client_space_doc(struct request *rq, const struct client *client)
{
	struct doc *page = doc_object(rq->arena), *values = doc_set_object(page, "values");
	const struct space_seen seen = space_of(rq->tx, client->id);
	int64_t own = space_own_quota(rq->tx, client->id);
	const char *asked = form_text(rq->form, "whose");

	client_sheet_head(rq, page, client, "folders");
	space_set_bytes(page, "used", seen.used);
	space_set_bytes(page, "limit", seen.limit);
	space_set_bytes(page, "left", seen.left);
	space_set_bar(page, seen.used, seen.limit);
	space_set_bytes(page, "client_quota", space_total(rq->tx).client_quota);
	doc_set_text(page, "form_href", client_path(rq, client->id, "/space"));
	doc_set_text(values, "whose", choice_names[choice_of(own)]);
	space_set_typed(values, "quota", own == QUOTA_AS_ALL ? SPACE_UNLIMITED : own);
	asked = rq->http->method == HTTP_POST && asked != NULL ? asked : choice_names[choice_of(own)];
	for (int i = AS_ALL; i <= UNLIMITED; i++)
		doc_set_bool(page, arena_printf(rq->arena, "is_%s", choice_names[i]),
			     text_equal(asked, choice_names[i]));
	form_page(rq, page, "whose quota");
	return page;
}

struct reply
client_space(struct request *rq)
{
	const struct client *client = client_find(rq->tx, rq->viewer, path_id(rq, "client"));

	if (client == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "client_space", client_space_doc(rq, client));
}

static int64_t
read_choice(struct request *rq)
{
	int choice = form_read_choice(rq->form, "whose", FORM_REQUIRED, choice_names);

	if (choice == OWN)
		return space_read_quota(rq, "quota", true);
	return choice == UNLIMITED ? SPACE_UNLIMITED : QUOTA_AS_ALL;
}

struct reply
client_space_change(struct request *rq)
{
	const struct client *client = client_find(rq->tx, rq->viewer, path_id(rq, "client"));
	struct doc *detail = doc_object(rq->arena);
	int64_t quota;

	if (client == NULL)
		return reply_not_found(rq);
	quota = read_choice(rq);
	if (form_failed(rq->form))
		return reply_form(rq, "client_space", client_space_doc(rq, client));
	space_set_own_quota(rq->tx, client->id, quota);
	doc_set_text(detail, "whose", choice_names[choice_of(quota)]);
	if (quota >= 0)
		doc_set_int(detail, "quota_bytes", quota);
	audit_add(rq,
		  &(struct audit){
			  .action = "quota.change", .object_kind = "client", .object = client->id, .detail = detail});
	return reply_done(rq, client_path(rq, client->id, "/space"), N_("Saved."), client_space_doc(rq, client));
}
