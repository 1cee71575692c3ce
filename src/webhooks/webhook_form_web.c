/* webhook_form_web: the form of a webhook: where to, in whose name, about what. */
#include "base/id.h"
#include "core/audit.h"
#include "core/form_page.h"
#include "core/weakened.h"
#include "egress/egress.h"
#include "records/module_page.h"
#include "rights/holder.h"
#include "sys/clock.h"
#include "webhooks/handlers.h"
#include "webhooks/webhook_store.h"

enum { MODULES_LIMIT = 300 };

static const char not_allowed[] = N_("This server is not among those your organisation allows.");

/* What the form says, and where its address leads. */
struct wanted {
	struct webhook webhook;
	const char *host;
	bool lacks_host; /* all that is wrong with the address: its server is not allowed yet */
};

/* ---- the page ---- */

static const char *
id_text(struct arena *arena, int64_t id)
{
	char text[ID_LENGTH + 1];

	id_print(text, id);
	return arena_text(arena, text);
}

/* Whether the list `name` of the form has the value; without the form, whether the row has. */
static bool
is_chosen(struct request *rq, const char *name, const char *value, const char *stored)
{
	size_t rows = form_rows(rq->form, name, MODULES_LIMIT);

	if (!form_has(rq->form, "name"))
		return barred_has(stored, value);
	for (size_t i = 0; i < rows; i++)
		if (text_equal(form_text(rq->form, arena_printf(rq->arena, "%s.%zu", name, i)), value))
			return true;
	return false;
}

static void
add_events(struct request *rq, struct doc *page, const struct webhook *webhook)
{
	struct doc *list = doc_set_list(page, "events");

	for (int i = 0; i < EVENTS; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_word(row, "event", webhook_event_names[i], webhook_event_labels[i]);
		doc_set_text(row, "input", arena_printf(rq->arena, "events.%d", i));
		doc_set_bool(row, "chosen", is_chosen(rq, "events", webhook_event_names[i], webhook->events));
	}
}

static bool
is_offered(struct request *rq, const struct module *module)
{
	return !module->retired && module->parent == NULL &&
	       (plan_for(rq->rights, rq->viewer, module, rq->moment)->may & MAY_VIEW) != 0;
}

static void
add_modules(struct request *rq, struct doc *page, const struct webhook *webhook)
{
	const struct catalogue *catalogue = rq->rights->catalogue;
	const char *all = form_text(rq->form, "all");
	struct doc *list = doc_set_list(page, "modules");

	doc_set_bool(page, "all", all == NULL ? text_empty(webhook->modules) : text_equal(all, "yes"));
	for (size_t m = 0; m < catalogue->module_count; m++) {
		const struct module *module = &catalogue->modules[m];
		struct doc *row;

		if (!is_offered(rq, module))
			continue;
		row = doc_add_object(list);
		doc_set_text(row, "name", module->name);
		doc_set_label(row, "plural", &module->plural, language_of(rq));
		doc_set_text(row, "input", arena_printf(rq->arena, "modules.%zu", list->list.count - 1));
		doc_set_bool(row, "chosen", is_chosen(rq, "modules", module->name, webhook->modules));
	}
}

/* Who gives rights chooses among everybody; others only themselves. */
static bool
may_look_as(const struct request *rq, const struct holder *holder)
{
	return !holder->closed &&
	       (webhook_owner(rq) == 0 || holder->id == rq->viewer->staff || weakened(CHECK_LOOK_AS));
}

static void
add_people(struct request *rq, struct doc *page, const struct webhook *webhook)
{
	const char *typed = form_text(rq->form, "staff");
	const char *chosen = typed != NULL ? typed : id_text(rq->arena, webhook->staff_id);
	struct doc *list = doc_set_list(page, "people");
	size_t count;
	const struct holder *holders = holder_list(rq->tx, &count);

	for (size_t i = 0; i < count; i++)
		if (may_look_as(rq, &holders[i]))
			doc_set_bool(holder_add(list, &holders[i]), "chosen",
				     text_equal(chosen, id_text(rq->arena, holders[i].id)));
}

static struct doc *
form_document(struct request *rq, const struct webhook *webhook, const struct wanted *wanted)
{
	static const struct webhook blank = {.modules = "", .events = "|created|changed|deleted|restored|"};
	struct webhook filled = webhook == NULL ? blank : *webhook;
	struct doc *page = doc_object(rq->arena), *values = doc_set_object(page, "values");

	if (webhook == NULL)
		filled.staff_id = rq->viewer->staff;
	doc_set_null(page, "webhook");
	if (webhook != NULL)
		doc_set(page, "webhook", webhook_doc(rq, webhook));
	doc_set_text(values, "name", filled.name);
	doc_set_text(values, "url", filled.url);
	add_events(rq, page, &filled);
	add_modules(rq, page, &filled);
	add_people(rq, page, &filled);
	doc_set_text(page, "host_to_allow",
		     wanted != NULL && wanted->lacks_host && viewer_may(rq->viewer, &egress_write) ? wanted->host
												   : NULL);
	form_page(rq, page, "name url staff modules events");
	return page;
}

/* ---- reading ---- */

void
webhook_prepare(struct request *rq)
{
	const char **refusal = arena_make(rq->arena, const char *);
	const char *url = form_text(rq->form, "url");

	if (!text_empty(url))
		*refusal = egress_look(rq->arena, egress_rules_of(rq->house), url);
	rq->prepared = refusal;
}

static bool
is_host_allowed(struct request *rq, const char *host)
{
	const char *const *hosts = egress_hosts(rq->tx);

	while (*hosts != NULL && !text_equal(*hosts, host))
		hosts++;
	return *hosts != NULL;
}

static bool
may_allow_host(const struct request *rq)
{
	return viewer_may(rq->viewer, &egress_write) || weakened(CHECK_EGRESS);
}

/* An address that stays as it was is not judged again: its name may not be found today. */
static void
read_url(struct request *rq, const struct webhook *before, struct wanted *wanted)
{
	const char *url = form_read_text(rq->form, "url", FORM_REQUIRED, WEBHOOK_URL);
	const char *const *refusal = rq->prepared;

	wanted->webhook.url = url;
	if (url == NULL || (before != NULL && text_equal(before->url, url)))
		return;
	if (refusal != NULL && *refusal != NULL) {
		form_error(rq->form, "url", *refusal, NULL);
		return;
	}
	egress_url_refusal(rq->arena, egress_rules_of(rq->house), url, &wanted->host);
	wanted->lacks_host = wanted->host != NULL && !is_host_allowed(rq, wanted->host);
	if (wanted->lacks_host && !(may_allow_host(rq) && form_read_bool(rq->form, "allow_host")))
		form_error(rq->form, "url", not_allowed, NULL);
}

static void
read_staff(struct request *rq, struct webhook *webhook)
{
	int64_t id = form_has(rq->form, "staff") ? form_read_id(rq->form, "staff", FORM_REQUIRED) : webhook->staff_id;
	const struct holder *holder = holder_find(rq->tx, id);

	if (holder == NULL || !may_look_as(rq, holder))
		form_error(rq->form, "staff", N_("Please choose an entry of the list."), NULL);
	webhook->staff_id = id;
}

static const char *
read_events(struct request *rq, const char *stored)
{
	struct builder events = builder_new(rq->arena, 0);

	if (form_rows(rq->form, "events", MODULES_LIMIT) == 0 && stored != NULL && !form_has(rq->form, "name"))
		return stored;
	for (int i = 0; i < EVENTS; i++)
		if (is_chosen(rq, "events", webhook_event_names[i], ""))
			build_printf(&events, "|%s", webhook_event_names[i]);
	if (events.length == 0)
		form_error(rq->form, "events", N_("Choose at least one."), NULL);
	build_char(&events, '|');
	return builder_text(&events);
}

/* Every name must be one of the list: a word nobody knows would tell of nothing, silently. */
static const char *
read_modules(struct request *rq)
{
	const char *all = form_text(rq->form, "all");
	size_t rows = form_rows(rq->form, "modules", MODULES_LIMIT);
	struct builder modules = builder_new(rq->arena, 0);

	if (text_equal(all, "yes") || (all == NULL && rows == 0))
		return "";
	for (size_t i = 0; i < rows; i++) {
		const char *name = form_text(rq->form, arena_printf(rq->arena, "modules.%zu", i));
		const struct module *module = text_empty(name) ? NULL : module_named(rq->rights->catalogue, name);

		if (!text_empty(name) && (module == NULL || !is_offered(rq, module)))
			form_error(rq->form, "modules", N_("Please choose entries of the list."), NULL);
		else if (module != NULL && !barred_has(builder_text(&modules), name))
			build_printf(&modules, modules.length == 0 ? "|%s|" : "%s|", name);
	}
	if (modules.length == 0)
		form_error(rq->form, "modules", N_("Choose at least one, or all."), NULL);
	return builder_text(&modules);
}

static struct wanted
read_form(struct request *rq, const struct webhook *before)
{
	static const struct webhook blank = {.state = WEBHOOK_ACTIVE};
	struct wanted wanted = {.webhook = before == NULL ? blank : *before};

	if (before == NULL)
		wanted.webhook.staff_id = rq->viewer->staff;
	wanted.webhook.name = form_read_text(rq->form, "name", FORM_REQUIRED, WEBHOOK_NAME);
	read_url(rq, before, &wanted);
	read_staff(rq, &wanted.webhook);
	wanted.webhook.modules = read_modules(rq);
	wanted.webhook.events = read_events(rq, before == NULL ? NULL : before->events);
	return wanted;
}

static void
allow_host(struct request *rq, const struct wanted *wanted)
{
	struct doc *detail = doc_object(rq->arena);

	if (!wanted->lacks_host)
		return;
	doc_set_text(detail, "server", wanted->host);
	audit_add(rq, &(struct audit){.action = "egress.allow",
				      .object_kind = "server",
				      .object = egress_host_add(rq->tx, wanted->host, rq->viewer->staff),
				      .detail = detail});
}

/* ---- handlers ---- */

struct reply
webhook_blank_page(struct request *rq)
{
	return reply_page(rq, "webhook_form", form_document(rq, NULL, NULL));
}

struct reply
webhook_new(struct request *rq)
{
	struct wanted wanted = read_form(rq, NULL);
	struct webhook *webhook = &wanted.webhook;
	struct str secret = secret_new(rq->arena);

	if (webhook_count(rq->tx) >= WEBHOOKS_LIMIT)
		form_error(rq->form, "", N_("There are 100 webhooks already. Please delete those nobody needs."), NULL);
	if (form_failed(rq->form))
		return reply_form(rq, "webhook_form", form_document(rq, NULL, &wanted));
	allow_host(rq, &wanted);
	webhook->id = id_new();
	webhook->created_at = clock_now();
	webhook->secret = secret_seal(rq->arena, rq->house, webhook->id, secret);
	webhook_create(rq->tx, webhook, rq->viewer->staff);
	webhook_audit(rq, "webhook.create", webhook);
	return secret_page(rq, webhook_read(rq->tx, webhook->id), secret);
}

struct reply
webhook_form_page(struct request *rq)
{
	const struct webhook *webhook = path_webhook(rq);

	if (webhook == NULL)
		return reply_not_found(rq);
	return reply_page(rq, "webhook_form", form_document(rq, webhook, NULL));
}

static struct reply
overtaken(struct request *rq, const struct webhook *before, const struct wanted *wanted)
{
	form_error(rq->form, "", N_("Somebody else has changed this meanwhile. Please look at it again."), NULL);
	return reply_conflict(rq, "webhook_form", form_document(rq, before, wanted));
}

struct reply
webhook_change(struct request *rq)
{
	const struct webhook *before = path_webhook(rq);
	struct wanted wanted;
	int64_t seen;

	if (before == NULL)
		return reply_not_found(rq);
	wanted = read_form(rq, before);
	seen = form_read_int(rq->form, "version", FORM_OPTIONAL, 1, INT64_MAX);
	if (form_failed(rq->form))
		return reply_form(rq, "webhook_form", form_document(rq, before, &wanted));
	if (form_has(rq->form, "version"))
		wanted.webhook.version = seen;
	if (!webhook_update(rq->tx, &wanted.webhook))
		return overtaken(rq, before, &wanted);
	allow_host(rq, &wanted);
	webhook_audit(rq, "webhook.change", &wanted.webhook);
	return reply_done(rq, webhook_path(rq->arena, before->id, ""), N_("Saved."),
			  webhook_doc(rq, webhook_find(rq->tx, rq->viewer, webhook_owner(rq), before->id)));
}
