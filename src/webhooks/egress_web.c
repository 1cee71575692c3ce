/* egress_web: the servers that this organisation's data may be sent to. */
#include "base/id.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "egress/egress.h"
#include "webhooks/handlers.h"
#include "webhooks/webhook_store.h"

#include <string.h>

enum { HOST_LENGTH = 253, HOSTS_LIMIT = 500 };

static struct doc *
page_document(struct request *rq)
{
	struct doc *page = doc_object(rq->arena), *list = doc_set_list(page, "servers");
	size_t count;
	const struct egress_host *hosts = egress_host_list(rq->tx, rq->viewer, &count);

	for (size_t i = 0; i < count; i++) {
		struct doc *row = doc_add_object(list);
		char id[ID_LENGTH + 1];

		id_print(id, hosts[i].id);
		doc_set_id(row, "id", hosts[i].id);
		doc_set_text(row, "host", hosts[i].host);
		doc_set_instant(row, "created_at", hosts[i].created_at);
		doc_set_text(row, "created_by", hosts[i].created_by_name);
		doc_set_int(row, "webhook_count", hosts[i].used_count);
		doc_set_bool(row, "used", hosts[i].used_count > 0);
		doc_set_text(row, "removal_href", arena_printf(rq->arena, EGRESS_HOME "/%s/removal", id));
	}
	form_page(rq, page, "host");
	return page;
}

struct reply
egress_page(struct request *rq)
{
	return reply_page(rq, "egress_list", page_document(rq));
}

/* A whole address is taken for its server. */
static const char *
read_host(struct request *rq)
{
	const char *typed = form_read_text(rq->form, "host", FORM_REQUIRED, WEBHOOK_URL), *host = NULL;
	const char *url;

	if (typed == NULL)
		return NULL;
	url = strstr(typed, "://") != NULL ? typed : arena_printf(rq->arena, "https://%s/", typed);
	if (strpbrk(typed, " @\\") != NULL ||
	    egress_url_refusal(rq->arena, egress_rules_of(rq->house), url, &host) != NULL ||
	    strlen(host) > HOST_LENGTH || (strstr(typed, "://") == NULL && strpbrk(typed, "/?#") != NULL)) {
		form_error(rq->form, "host", N_("Write only the name of the server, as in hooks.example.fr."), NULL);
		return NULL;
	}
	return host;
}

static void
audit_host(struct request *rq, const char *action, int64_t id, const char *host)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_text(detail, "server", host);
	audit_add(rq, &(struct audit){.action = action, .object_kind = "server", .object = id, .detail = detail});
}

struct reply
egress_add(struct request *rq)
{
	const char *host = read_host(rq);
	const char *const *hosts = egress_hosts(rq->tx);
	int64_t id = 0;

	for (size_t i = 0; hosts[i] != NULL; i++)
		if (i + 1 == HOSTS_LIMIT)
			form_error(rq->form, "host", N_("There are 500 servers already."), NULL);
	if (!form_failed(rq->form)) {
		id = egress_host_add(rq->tx, host, rq->viewer->staff);
		if (id == 0)
			form_error(rq->form, "host", N_("This server is allowed already."), NULL);
	}
	if (form_failed(rq->form))
		return reply_form(rq, "egress_list", page_document(rq));
	audit_host(rq, "egress.allow", id, host);
	return reply_done(rq, EGRESS_HOME, N_("The server is allowed."), NULL);
}

struct reply
egress_removal(struct request *rq)
{
	const struct egress_host *host = egress_host_find(rq->tx, rq->viewer, path_id(rq, "host"));

	if (host == NULL)
		return reply_not_found(rq);
	egress_host_remove(rq->tx, host->id);
	audit_host(rq, "egress.forbid", host->id, host->host);
	return reply_done(rq, EGRESS_HOME, N_("Nothing more is sent to this server."), NULL);
}
