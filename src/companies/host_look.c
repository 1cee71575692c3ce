/* host_look: the name first, then the certificate; each finding has its own next step in plain words. */
#include "companies/host_look.h"

#include "base/arena.h"
#include "base/instant.h"
#include "sys/clock.h"

#include <string.h>

enum { HTTPS = 443, PATIENCE_MS = 60 * SECOND_MS };

const struct host_world host_world = {.resolve = host_addresses, .certify = certificate_look};

/* ---- looking ---- */

static const char *
without_port(struct arena *arena, const char *host)
{
	const char *colon = strrchr(host, ':');

	if (colon == NULL || strchr(colon, ']') != NULL)
		return host;
	return arena_text_of(arena, host, (size_t)(colon - host));
}

static bool
may_connect(const struct egress_rules *rules, const struct host_address *address)
{
	const struct sockaddr *to = (const struct sockaddr *)&address->to;

	return egress_address_refusal(to) == NULL || (rules != NULL && egress_is_allowed(rules, to));
}

static const char *
addresses_text(struct arena *arena, const struct host_address *addresses, size_t count)
{
	struct builder out = builder_new(arena, 0);

	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			build_char(&out, ' ');
		build_text(&out, addresses[i].text);
	}
	return builder_text(&out);
}

/* 1 when one of the addresses is one of the program's own. */
static int64_t
is_ours(struct arena *arena, const struct host_world *world, const char *own, const struct host_address *addresses,
	size_t count)
{
	struct host_address ours[HOST_ADDRESSES];
	size_t own_count = world->resolve(without_port(arena, own), HTTPS, ours);

	if (own_count == 0 || egress_address_refusal((const struct sockaddr *)&ours[0].to) != NULL)
		return -1;
	for (size_t i = 0; i < count; i++)
		for (size_t o = 0; o < own_count; o++)
			if (strcmp(addresses[i].text, ours[o].text) == 0)
				return 1;
	return 0;
}

void
host_look(struct arena *arena, const struct host_world *world, const struct egress_rules *rules, const char *own,
	  struct host_state *state)
{
	struct host_address addresses[HOST_ADDRESSES];
	size_t count = world->resolve(state->host, HTTPS, addresses), open = 0;

	state->checked_at = clock_now();
	state->dns = count == 0 ? "absent" : "found";
	state->tls = "unchecked";
	state->issuer = NULL;
	state->valid_until = NO_INSTANT;
	state->addresses = count == 0 ? NULL : addresses_text(arena, addresses, count);
	state->ours = count == 0 ? -1 : is_ours(arena, world, own, addresses, count);
	while (open < count && !may_connect(rules, &addresses[open]))
		open++;
	if (count > 0 && open == count)
		state->dns = "private";
	if (open < count) {
		struct certificate seen = world->certify(arena, state->host, &addresses[open]);

		state->tls = certificate_state_names[seen.state];
		state->issuer = seen.issuer;
		state->valid_until = seen.valid_until;
	}
}

/* ---- in words ---- */

bool
host_is_looked_at(const struct host_state *state, int64_t now)
{
	return state->asked_at != NO_INSTANT && state->checked_at == NO_INSTANT && now - state->asked_at < PATIENCE_MS;
}

struct finding {
	const char *value, *label, *next;
};

static const struct finding dns_findings[] = {
	{"found", N_("Found"), NULL},
	{"absent", N_("Not found"),
	 N_("Nobody finds {{host}} yet. Where you manage your domain, add a CNAME record for {{host}} that leads to {{own}}. It may take some hours until everybody sees it; then check again.")},
	{"private", N_("Private address"),
	 N_("{{host}} leads to an address inside a private network, where your clients cannot come. Where you manage your domain, make it lead to {{own}}.")},
};

static const struct finding tls_findings[] = {
	{"unchecked", N_("Not checked"), NULL},
	{"none", N_("No secure connection"),
	 N_("The server at {{host}} offers no secure connection. The proxy in front of Parvis must answer for this name and fetch a certificate for it; the guide of your proxy says how.")},
	{"other_name", N_("For another name"),
	 N_("The certificate shown at {{host}} is for another name, so browsers warn your clients. Add {{host}} to the certificates of the proxy in front of Parvis.")},
	{"expired", N_("Expired"),
	 N_("The certificate of {{host}} is not valid any more. The proxy in front of Parvis must renew it.")},
	{"untrusted", N_("Not trusted"),
	 N_("Browsers do not trust whoever signed the certificate of {{host}}. Let the proxy in front of Parvis fetch one from a public authority.")},
	{"valid", N_("Valid"), NULL},
};

static const struct finding *
finding_of(const struct finding *findings, size_t count, const char *value)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(findings[i].value, value))
			return &findings[i];
	return NULL;
}

static void
set_finding(struct doc *doc, const char *name, const struct finding *finding)
{
	if (finding == NULL)
		doc_set_null(doc, name);
	else
		doc_set_word(doc, name, finding->value, finding->label);
}

static void
set_state(struct doc *shown, const char *code, const char *label, const char *tone)
{
	doc_set_word(shown, "state", code, label);
	doc_set_text(shown, "tone", tone);
}

/* The first thing that is not as it should be says the state and the next step. */
static const char *
judge(struct doc *shown, const struct host_state *state, const struct finding *dns, const struct finding *tls,
      int64_t now)
{
	if (host_is_looked_at(state, now)) {
		set_state(shown, "looking", N_("Being checked"), "info");
		return N_("We are looking at it; this takes some seconds.");
	}
	if (state->checked_at == NO_INSTANT || dns == NULL) {
		set_state(shown, "unknown", N_("Not checked yet"), "");
		return N_("Check whether your clients can come to {{host}}.");
	}
	if (dns->next != NULL || (tls != NULL && tls->next != NULL)) {
		set_state(shown, "trouble", N_("To be set up"), "warn");
		return dns->next != NULL ? dns->next : tls->next;
	}
	if (state->ours == 0) {
		set_state(shown, "elsewhere", N_("Leads elsewhere"), "warn");
		return N_(
			"{{host}} leads to another server than {{own}}. When that is a proxy of yours, all is well; otherwise make it lead to {{own}} where you manage your domain.");
	}
	set_state(shown, "ready", N_("Ready"), "ok");
	return N_("All is well: your clients can come to {{host}}.");
}

void
host_show(struct doc *row, const struct host_state *state, const char *own, int64_t now)
{
	struct doc *shown = doc_set_object(row, "host"), *values = doc_object(row->arena);
	const struct finding *dns = finding_of(dns_findings, sizeof dns_findings / sizeof dns_findings[0], state->dns);
	const struct finding *tls = finding_of(tls_findings, sizeof tls_findings / sizeof tls_findings[0], state->tls);

	doc_set_text(values, "host", state->host);
	doc_set_text(values, "own", without_port(row->arena, own));
	doc_set_text(shown, "name", state->host);
	doc_set_message(shown, "next", judge(shown, state, dns, tls, now), values);
	doc_set_bool(shown, "looking", host_is_looked_at(state, now));
	doc_set_instant(shown, "checked_at", state->checked_at);
	set_finding(shown, "dns", dns);
	doc_set_text(shown, "addresses", state->addresses);
	set_finding(shown, "certificate", tls);
	doc_set_text(shown, "issuer", state->issuer);
	doc_set_instant(shown, "valid_until", state->valid_until);
}
