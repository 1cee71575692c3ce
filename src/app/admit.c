/* admit: session, viewer, rights, audience, permission, forgery protection and closed list of fields, in this order. */
#include "app/app.h"

#include "app/rights_cache.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "companies/companies.h"
#include "core/app_password.h"
#include "core/organisation.h"
#include "core/session.h"
#include "core/session_preview_store.h"
#include "core/session_store.h"
#include "core/weakened.h"
#include "html/translation.h"
#include "html/zone.h"
#include "http/address.h"
#include "http/url.h"
#include "portal_users/portal_users.h"
#include "portals/portals.h"
#include "preview/preview.h"
#include "records/records.h"
#include "rights/held.h"
#include "sys/clock.h"
#include "sys/crypto.h"

#include <string.h>

enum { TOUCH_AFTER_MS = MINUTE_MS };

static bool
refuse(struct call *call, struct reply reply)
{
	call->reply = reply;
	return false;
}

static bool
path_below(const struct request *rq, struct str prefix)
{
	struct str path = str_of(rq->route->path);

	return str_starts(path, prefix) && (path.length == prefix.length || path.at[prefix.length] == '/');
}

/* ---- host and portal ---- */

/* Links never come from the Host header; still, a host nobody told us of gets no page. */
static bool
host_is_ours(const struct request *rq)
{
	struct str wanted = str_of(rq->house->config->public_host);
	const char *host = rq->http->host;

	if (str_equal_nocase(str_of(rq->http->authority), wanted) ||
	    str_equal_nocase(str_of(host), str_cut(&wanted, ':')))
		return true;
	if (text_equal(host, "localhost") || host[strspn(host, "0123456789.:abcdef[]")] == '\0')
		return true;
	return company_of_host(rq->tx, host) != NULL;
}

static bool
find_portal(struct call *call)
{
	struct request *rq = &call->rq;

	if (!path_below(rq, STR("/p/{address}")))
		return true;
	rq->portal = portal_of_address(rq->tx, path_text(rq, "address"), rq->http->host);
	return rq->portal != NULL;
}

/* At a portal's former address nobody is anybody: it only says where the portal is. */
static bool
send_to_new_address(struct call *call)
{
	struct request *rq = &call->rq;

	rq->portal = portal_of_former_address(rq->tx, path_text(rq, "address"));
	if (rq->portal == NULL)
		return false;
	call->viewer = (struct viewer){.kind = VIEWER_NOBODY, .theme = ""};
	call->touch = false;
	refuse(call, portal_moved_reply(rq));
	return true;
}

/* ---- viewer ---- */

/* The version of the rights was read with who asks: what was changed before this request holds for it. */
static void
take_rights(struct call *call, int64_t version)
{
	call->rights = snapshot_take(call->app->rights, call->rq.tx, call->rq.arena, version, call->writes);
	call->rq.rights = snapshot_rights(call->rights);
}

static void
take_profile(struct call *call, int64_t profile, int64_t role)
{
	call->viewer.profile = profile_of_id(profile);
	call->viewer.profile_id = profile;
	call->viewer.role_id = role;
}

static void
be_staff_by_token(struct call *call, const struct token_viewer *token)
{
	call->viewer = (struct viewer){.kind = VIEWER_STAFF,
				       .token = token->id,
				       .read_only_token = text_equal(token->scope, "read"),
				       .staff = token->staff_id,
				       .name = token->name,
				       .email = token->email,
				       .language = token->language,
				       .theme = "",
				       .signed_in_at = clock_now()};
	take_profile(call, token->profile_id, token->role_id);
	call->touch = clock_now() - token->used_at > TOUCH_AFTER_MS;
}

static void
be_staff(struct call *call, const struct session_viewer *session)
{
	call->viewer.kind = session->half ? VIEWER_NOBODY : VIEWER_STAFF;
	take_profile(call, session->profile_id, session->role_id);
	call->viewer.name = session->staff_name;
	call->viewer.email = session->staff_email;
	call->viewer.language = session->staff_language;
	call->viewer.theme = session->staff_theme;
}

static void
be_client(struct call *call, const struct session_viewer *session)
{
	call->viewer.kind = VIEWER_CLIENT;
	call->viewer.contact = session->contact_id;
	call->viewer.client = session->client_id;
	call->viewer.record = session->contact_id;
	call->viewer.user_type = session->user_type_id;
	call->viewer.client_name = session->client_name;
	call->viewer.client_count = session->client_count;
	call->viewer.name = session->contact_name;
	call->viewer.email = session->contact_email;
	call->viewer.language = session->contact_language;
	call->viewer.theme = session->contact_theme;
	call->viewer.zone = session->user_zone;
	call->viewer.country = session->user_country;
	call->viewer.hours = session->user_hours;
}

/* Of who is no contact: what their record and their row of portal_user say now. */
static void
be_person(struct call *call, const struct contact *person)
{
	call->viewer.without_client = true;
	call->viewer.client = 0;
	call->viewer.name = person->last_name;
	call->viewer.email = person->email;
	call->viewer.language = person->language;
	call->viewer.theme = person->theme == NULL ? "" : person->theme;
}

/* Nobody yet, and only of the pages that let them finish signing in. */
static void
be_half_signed(struct call *call)
{
	call->viewer.kind = VIEWER_NOBODY;
	call->viewer.client = 0;
	call->viewer.client_name = NULL;
}

static void
find_session(struct call *call, const char *cookie)
{
	struct request *rq = &call->rq;
	const char *token = http_cookie(rq->http, cookie);
	const struct session_viewer *session;
	const struct contact *person = NULL;
	struct hash hash;

	if (text_empty(token))
		return;
	hash = sha256(str_of(token));
	session = text_equal(cookie, CONSOLE_COOKIE) ? session_of_console(rq->tx, &hash, clock_now())
						     : session_of_portal(rq->tx, &hash, clock_now());
	if (session != NULL && session->elsewhere)
		person = person_elsewhere(rq->tx, session->contact_id);
	if (session == NULL || (session->elsewhere && person == NULL))
		return;
	take_rights(call, session->rights_version);
	call->viewer.session = session->id;
	call->viewer.staff = session->staff_id;
	call->viewer.signed_in_at = session->created_at;
	if (session->kind == SESSION_STAFF)
		be_staff(call, session);
	else
		be_client(call, session);
	if (person != NULL)
		be_person(call, person);
	if (session->kind == SESSION_PORTAL && session->half)
		be_half_signed(call);
	call->touch = clock_now() - session->seen_at > TOUCH_AFTER_MS;
}

/* Before the session of the portal: whoever is signed in there as well comes back to it by leaving the preview. As whom
 * they look is made out once the moment is known (see_preview). */
static bool
find_preview(struct call *call)
{
	struct request *rq = &call->rq;
	const char *token = http_cookie(rq->http, PREVIEW_COOKIE);
	const struct preview_session *session;
	struct hash hash;

	if (text_empty(token))
		return false;
	hash = sha256(str_of(token));
	session = session_of_preview(rq->tx, &hash, clock_now());
	if (session == NULL)
		return false;
	take_rights(call, session->rights_version);
	call->preview = session;
	call->viewer = (struct viewer){.kind = VIEWER_CLIENT,
				       .preview = true,
				       .session = session->id,
				       .staff = session->staff_id,
				       .language = session->language,
				       .theme = session->theme,
				       .zone = session->zone,
				       .country = session->country,
				       .hours = session->hours,
				       .signed_in_at = session->created_at};
	call->touch = clock_now() - session->seen_at > TOUCH_AFTER_MS;
	return true;
}

/* ---- a program with a password of its own ---- */

static void
be_staff_by_program(struct call *call, const struct app_password_viewer *found)
{
	call->viewer.kind = VIEWER_STAFF;
	call->viewer.staff = found->staff_id;
	take_profile(call, found->profile_id, found->role_id);
}

/* Whoever acts for several clients says for which one with each request (dav/place.h). */
static void
be_client_by_program(struct call *call, const struct app_password_viewer *found)
{
	size_t count;
	const struct membership *theirs = contact_memberships(call->rq.tx, found->contact_id, &count);

	call->viewer.kind = VIEWER_CLIENT;
	call->viewer.contact = call->viewer.record = found->contact_id;
	call->viewer.user_type = found->user_type_id;
	call->viewer.client_count = (int)count;
	if (count == 1)
		call->viewer.client = theirs[0].client;
}

/* "Basic": RFC 7617, in UTF-8. False: there is none. */
static bool
read_credentials(struct request *rq, const char **name, const char **password)
{
	const char *authorization = http_header(rq->http, "Authorization");
	struct str pair, before;

	if (authorization == NULL || strncasecmp(authorization, "Basic ", 6) != 0 ||
	    !base64_decode(rq->arena, str_trim(str_of(authorization + 6)), &pair) || !str_is_utf8(pair))
		return false;
	before = str_cut(&pair, ':');
	*name = arena_text_of(rq->arena, before.at, before.length);
	*password = pair.at == NULL ? "" : arena_text_of(rq->arena, pair.at, pair.length);
	return true;
}

/* The right name belongs to it: a password that was found tells nobody whose it is. */
static void
find_program(struct call *call)
{
	struct request *rq = &call->rq;
	const char *name, *password, *who;
	const struct app_password_viewer *found;
	struct hash hash;

	if (!read_credentials(rq, &name, &password))
		return;
	hash = sha256(str_of(name)); /* of any length, and of any bytes */
	who = arena_printf(rq->arena, "app_password:%s:%s", rq->http->remote,
			   base64url(rq->arena, str_slice(hash.bytes, HASH_SIZE)));
	call->too_many = !app_password_may_try(rq->tx, who);
	if (call->too_many)
		return;
	hash = app_password_hash(rq->arena, password);
	found = app_password_of_hash(rq->tx, &hash);
	if (found == NULL ||
	    (!str_equal_nocase(str_of(found->email), str_of(name)) && !weakened(CHECK_APP_PASSWORD_NAME))) {
		call->guessed = who;
		return;
	}
	take_rights(call, found->rights_version);
	call->viewer.app_password = found->id;
	call->viewer.name = found->name;
	call->viewer.email = found->email;
	call->viewer.language = found->language;
	call->viewer.signed_in_at = clock_now();
	if (found->staff_id != 0)
		be_staff_by_program(call, found);
	else
		be_client_by_program(call, found);
	call->touch = clock_now() - found->used_at > TOUCH_AFTER_MS;
}

static void
find_viewer(struct call *call)
{
	struct request *rq = &call->rq;
	const char *authorization = http_header(rq->http, "Authorization");

	call->viewer = (struct viewer){.kind = VIEWER_NOBODY, .theme = ""};
	call->touch = false;
	call->rights = NULL;
	call->preview = NULL;
	call->guessed = NULL;
	call->too_many = false;
	if (rq->route->audience == DEVICE) {
		find_program(call);
		return;
	}
	if (rq->route->audience == STAFF && authorization != NULL && strncmp(authorization, "Bearer ", 7) == 0) {
		struct hash hash = sha256(str_of(authorization + 7));
		const struct token_viewer *token = api_token_of_hash(rq->tx, &hash, clock_now());

		if (token != NULL) {
			take_rights(call, token->rights_version);
			be_staff_by_token(call, token);
		}
		return;
	}
	if (!path_below(rq, STR("/p/{address}")))
		find_session(call, CONSOLE_COOKIE);
	else if (!find_preview(call))
		find_session(call, PORTAL_COOKIE);
}

static void
choose_formats(struct call *call, const struct organisation *organisation)
{
	struct request *rq = &call->rq;
	const struct viewer *viewer = &call->viewer;
	const struct translations *all = rq->house->translations;
	int language = translations_find(all, call->viewer.language == NULL ? "" : call->viewer.language);
	const char *cookie = http_cookie(rq->http, "language");

	if (language < 0 && cookie != NULL)
		language = translations_find(all, cookie);
	if (language < 0)
		language = translations_negotiate(all, http_header(rq->http, "Accept-Language"),
						  translations_find(all, organisation->language));
	rq->formats = formats_for(all,
				  arena_printf(rq->arena, "%s_%s%s",
					       translations_code(all, language < 0 ? 0 : (size_t)language),
					       text_empty(viewer->country) ? organisation->country : viewer->country,
					       viewer->hours == 12   ? "@hours=h12"
					       : viewer->hours == 24 ? "@hours=h23"
								     : ""),
				  text_empty(viewer->zone) ? organisation->zone : viewer->zone);
}

/* Rules and rights count by the organisation's clocks, whichever those are that somebody reads by. */
static void
set_moment(struct call *call, const struct organisation *organisation)
{
	int64_t now = clock_now();

	call->moment = (struct moment){.now = now,
				       .today = zone_day(organisation->zone, now),
				       .zone = organisation->zone,
				       .staff = call->viewer.kind == VIEWER_STAFF ? call->viewer.staff : 0};
	call->rq.moment = &call->moment;
}

/* ---- audience and permission ---- */

/* What one sees of a module may be less than its feature's pages show: then they have records instead. */
static void
hold_permissions(struct call *call)
{
	struct request *rq = &call->rq;

	if (call->viewer.kind == VIEWER_STAFF)
		call->viewer.permissions =
			permissions_held(rq->arena, rq->house, rq->rights, &call->viewer, &call->moment);
	call->viewer.given_only = client_sees_given_only(&call->viewer);
}

/* A preview is over when the one who looks may not look any more, or when what they look at is not theirs to see. */
static void
see_preview(struct call *call)
{
	if (call->preview == NULL || preview_see(&call->rq, call->preview, &call->viewer))
		return;
	call->viewer = (struct viewer){.kind = VIEWER_NOBODY, .theme = ""};
	call->preview = NULL;
	call->touch = false;
}

static bool
send_to_records(struct call *call)
{
	struct request *rq = &call->rq;
	const struct permission *permission = rq->route->permission;
	const char *instead = NULL;

	if (permission->modules != NULL && !permission->special && !rq->wants_json && rq->http->method == HTTP_GET &&
	    call->viewer.kind == VIEWER_STAFF)
		instead = records_instead(rq, permission->may);
	return refuse(call, instead == NULL ? reply_not_found(rq) : reply_redirect(rq, instead));
}

/* The page a form stands on, where it has the address it is sent to; else the first one. */
static const char *
page_of_form(struct call *call)
{
	struct request *rq = &call->rq;
	struct match match;
	unsigned allowed;

	if (router_match(call->app->router, HTTP_GET, rq->http->path, &match, &allowed) == MATCH_FOUND)
		return rq->http->path;
	return arena_printf(rq->arena, "%s/", home_path(rq));
}

static bool
send_to_sign_in(struct call *call)
{
	struct request *rq = &call->rq;
	bool sent = rq->http->method != HTTP_GET;
	const char *next = sent ? page_of_form(call) : rq->http->path;

	if (rq->wants_json)
		return refuse(call, reply_refusal(rq, 401, N_("Please sign in.")));
	if (!sent && rq->http->query.length > 0)
		next = arena_printf(rq->arena, "%s?%.*s", next, (int)rq->http->query.length, rq->http->query.at);
	next = arena_printf(rq->arena, "%s/sign-in?next=%s", home_path(rq), url_encode(rq->arena, str_of(next)));
	return refuse(call, reply_redirect(rq, next));
}

/* Who came in by a first code, and has still to make the way by which they come in from now on. */
static bool
check_half_signed(struct call *call)
{
	struct request *rq = &call->rq;

	if (rq->route->flags & ROUTE_HALF_SIGNED || weakened(CHECK_HALF_SIGNED))
		return true;
	if (rq->wants_json)
		return refuse(call, reply_refusal(rq, 403, N_("Please add a passkey or choose a password first.")));
	return refuse(call, reply_redirect(rq, arena_printf(rq->arena, "%s/sign-in/way", home_path(rq))));
}

static bool
check_portal_audience(struct call *call)
{
	struct request *rq = &call->rq;

	if (!rq->portal->enabled && !call->viewer.preview && !weakened(CHECK_PORTAL_OPEN))
		return refuse(call, portal_closed_reply(rq));
	if (call->viewer.kind == VIEWER_NOBODY && call->viewer.contact != 0)
		return check_half_signed(call);
	if (call->viewer.kind != VIEWER_CLIENT)
		return send_to_sign_in(call);
	if (!viewer_may(&call->viewer, rq->route->permission) || !viewer_may_see(&call->viewer, rq->route->seen_by))
		return refuse(call, reply_not_found(rq));
	if (call->viewer.without_client)
		return rq->route->flags & ROUTE_ANY_PERSON || weakened(CHECK_WITHOUT_CLIENT) ||
		       refuse(call, reply_not_found(rq));
	if (call->viewer.client != 0 || rq->route->flags & ROUTE_NO_CLIENT || weakened(CHECK_CLIENT_CHOSEN))
		return true;
	if (rq->wants_json)
		return refuse(call, reply_refusal(rq, 409, N_("Please choose for whom you are here first.")));
	return refuse(call, reply_redirect(rq, arena_printf(rq->arena, "%s/clients", home_path(rq))));
}

static struct reply
plain_refusal(struct request *rq, int status, const char *english)
{
	struct reply reply =
		reply_bytes(rq, "text/plain; charset=utf-8", str_of(formats_translate(rq->formats, english)));

	reply.status = status;
	return reply;
}

/* A password that goes over an open line is everybody's. */
static bool
is_overheard(const struct request *rq)
{
	return !rq->http->tls && address_network(rq->arena, rq->http->remote) != NULL && !weakened(CHECK_DEVICE_SECURE);
}

static bool
portals_are_open(struct request *rq)
{
	const struct portal *portal = portal_first(rq->tx);

	return portal != NULL && portal->enabled;
}

static bool
check_program(struct call *call)
{
	struct request *rq = &call->rq;
	struct reply reply;

	if (is_overheard(rq))
		return refuse(call, plain_refusal(rq, 403, N_("Please use the address that begins with https.")));
	if (call->too_many) {
		reply = plain_refusal(rq, 429, N_("Too many wrong passwords. Please wait a few minutes."));
		reply_field(&reply, "Retry-After", arena_printf(rq->arena, "%d", APP_PASSWORD_WAIT_S));
		return refuse(call, reply);
	}
	if (call->viewer.kind == VIEWER_NOBODY) {
		reply = plain_refusal(rq, 401, N_("Please sign in with your e-mail address and an app password."));
		reply_field(&reply, "WWW-Authenticate", "Basic realm=\"Parvis\", charset=\"UTF-8\"");
		return refuse(call, reply);
	}
	return call->viewer.kind == VIEWER_STAFF || portals_are_open(rq) || weakened(CHECK_DEVICE_PORTAL) ||
	       refuse(call, plain_refusal(rq, 503, N_("The portal is closed for the moment.")));
}

static bool
check_audience(struct call *call)
{
	struct request *rq = &call->rq;
	bool half = (rq->route->flags & ROUTE_HALF_SIGNED || weakened(CHECK_HALF_SIGNED)) && call->viewer.staff != 0;

	if (weakened(CHECK_SIGNED_IN))
		return true;
	if (rq->route->audience == DEVICE)
		return check_program(call);
	if (rq->route->audience == PORTAL)
		return check_portal_audience(call);
	if (rq->route->audience == STAFF && call->viewer.kind != VIEWER_STAFF && !half)
		return send_to_sign_in(call);
	if (rq->route->flags & ROUTE_TOKENS && call->viewer.token != 0 && !weakened(CHECK_NO_TOKEN))
		return refuse(call, reply_not_found(rq));
	return half || viewer_may(&call->viewer, rq->route->permission) || weakened(CHECK_PERMISSION) ||
	       send_to_records(call);
}

/* ---- forgery ---- */

/* A browser says where a form comes from, in Sec-Fetch-Site or else in Origin; it must be here. Origin comes second: on
 * pages with Referrer-Policy no-referrer, as ours, it is "null" for our own forms too. */
static bool
comes_from_here(const struct request *rq)
{
	const char *origin = http_header(rq->http, "Origin");
	const char *site = http_header(rq->http, "Sec-Fetch-Site");
	const char *host;

	if (site != NULL)
		return text_equal(site, "same-origin") || text_equal(site, "none");
	if (origin == NULL || text_equal(origin, "null"))
		return true; /* an old browser, or none: the token of the session decides, where there is one */
	host = strstr(origin, "://");
	return host != NULL && (str_equal_nocase(str_of(host + 3), str_of(rq->http->authority)) ||
				text_equal(origin, rq->house->config->public_url));
}

static bool
check_forgery(struct call *call)
{
	struct request *rq = &call->rq;
	const char *typed = form_raw(rq->form, "csrf");
	struct hash given, wanted;

	if (http_is_safe(rq->http->method) || call->viewer.token != 0)
		return true;
	if (!comes_from_here(rq) && !weakened(CHECK_FORGED_SITE))
		return refuse(call, reply_refusal(rq, 403, N_("This form does not come from our site.")));
	if (call->viewer.session == 0 || text_equal(rq->http->type, "application/json"))
		return true;
	if (text_empty(typed))
		typed = http_header(rq->http, "X-CSRF-Token"); /* of scripts whose body is no form */
	given = sha256(str_of(typed));
	wanted = sha256(str_of(session_form_token(rq)));
	if (hash_equal(&given, &wanted) || weakened(CHECK_FORGED_FORM))
		return true;
	return refuse(call,
		      reply_refusal(rq, 403, N_("This page is too old. Please go back, reload it and try again.")));
}

/* ---- fields ---- */

/* "lines.*.label" allows "lines.0.label"; "fields.**" allows all that is below, of which the handler knows the names.
 */
static bool
name_fits(struct str pattern, struct str name)
{
	while (pattern.at != NULL && name.at != NULL) {
		struct str wanted = str_cut(&pattern, '.');
		struct str given = str_cut(&name, '.');

		if (str_equal(wanted, STR("**")))
			return true;
		if (!str_equal(wanted, STR("*")) && !str_equal(wanted, given))
			return false;
	}
	return pattern.at == NULL && name.at == NULL;
}

static bool
field_is_known(const char *fields, const char *name)
{
	struct str rest = str_of(fields);

	if (text_equal(name, "csrf"))
		return true;
	while (rest.at != NULL)
		if (name_fits(str_cut(&rest, ' '), str_of(name)))
			return true;
	return false;
}

static bool
check_fields(struct call *call)
{
	struct request *rq = &call->rq;

	if (http_is_safe(rq->http->method) || weakened(CHECK_FORM_FIELDS))
		return true;
	for (size_t i = 0; i < form_count(rq->form); i++)
		if (!field_is_known(rq->route->fields, form_name(rq->form, i)))
			return refuse(call,
				      reply_refusal(rq, 400, N_("The form has a field that this page does not know.")));
	return true;
}

/* ---- all of it ---- */

static bool
check_read_only(struct call *call)
{
	struct request *rq = &call->rq;

	if (http_is_safe(rq->http->method))
		return true;
	if (call->viewer.read_only_token && !weakened(CHECK_READ_ONLY))
		return refuse(call, reply_refusal(rq, 403, N_("This token may only read.")));
	if (call->viewer.preview && !(rq->route->flags & ROUTE_IN_PREVIEW) && !weakened(CHECK_PREVIEW))
		return refuse(
			call,
			reply_refusal(
				rq, 403,
				N_("You are looking at the portal through somebody else’s eyes: nothing can be changed.")));
	if (call->viewer.kind == VIEWER_CLIENT && !(rq->route->flags & (ROUTE_IN_PREVIEW | ROUTE_NO_CLIENT)) &&
	    portal_is_read_only(rq->tx))
		return refuse(call, reply_refusal(rq, 403, N_("For the moment this portal can only be read.")));
	return true;
}

/* Refuses whoever asks for a house that is not here; the page then tells nothing of the one that is. */
static bool
send_away(struct call *call, struct reply reply)
{
	call->nowhere = true;
	return refuse(call, reply);
}

bool
admit(struct call *call)
{
	struct request *rq = &call->rq;
	const struct organisation nobody = {.language = "en", .country = "FR", .zone = "UTC"};
	const struct organisation *organisation;

	call->nowhere = false;
	find_viewer(call);
	if (call->rights == NULL)
		take_rights(call, rights_version(rq->tx));
	organisation = organisation_find(rq->tx);
	call->organisation = organisation;
	rq->viewer = &call->viewer;
	choose_formats(call, organisation == NULL ? &nobody : organisation);
	set_moment(call, organisation == NULL ? &nobody : organisation);
	hold_permissions(call);
	see_preview(call);
	if (organisation == NULL)
		return send_away(
			call, reply_refusal(rq, 503, N_("Parvis is not set up yet. Run “parvis init” on the server.")));
	if (!host_is_ours(rq))
		return send_away(call, reply_refusal(rq, 421, N_("This address does not lead here.")));
	if (!find_portal(call))
		return send_to_new_address(call) ? false : send_away(call, reply_not_found(rq));
	return check_audience(call) && check_read_only(call) && check_forgery(call) && check_fields(call);
}
