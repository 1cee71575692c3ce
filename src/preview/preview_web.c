/* preview_web: opening a preview, how it is read, and its end: a session of its own, beside all others of the browser.
 */
#include "preview/handlers.h"

#include "base/id.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "core/audit.h"
#include "core/preferences.h"
#include "html/translation.h"
#include "portals/portals.h"
#include "preview/preview.h"
#include "preview/preview_choice.h"
#include "records/record.h"
#include "sys/clock.h"

/* ---- opening one ---- */

static struct reply
no_portal(struct request *rq)
{
	return reply_refusal(rq, 409, N_("There is no portal to look at yet."));
}

/* Where it is looked at: in the frame of the console, or as a page of its own. */
static const char *
place_of(struct request *rq, const struct portal *portal, bool whole)
{
	const char *width = form_text(rq->form, "width");

	if (whole)
		return arena_printf(rq->arena, "/p/%s/", portal->address);
	return text_equal(width, "phone") ? PREVIEW_HOME "?width=phone#shown" : PREVIEW_HOME "#shown";
}

/* One at a time of each browser: the last that was opened is the one that shows. */
static struct reply
open_preview(struct request *rq, const struct portal *portal, struct preview_session *shown, const struct audit *audit,
	     bool whole)
{
	struct doc *document = doc_object(rq->arena);
	struct preferences wanted;
	struct audit noted = *audit;
	struct reply reply;

	if (preferences_read(rq, &wanted) && wanted.language != NULL)
		shown->language = wanted.language;
	shown->theme = wanted.theme == NULL ? "" : wanted.theme;
	preview_end_all_opened_by(rq->tx, rq->viewer->session);
	doc_set_text(document, "href", arena_printf(rq->arena, "/p/%s/", portal->address));
	reply = reply_done(rq, place_of(rq, portal, whole), NULL, document);
	shown->id = session_start(
		rq, &reply,
		&(struct session_new){.kind = SESSION_PREVIEW, .staff = rq->viewer->staff, .client = shown->client_id});
	preview_insert(rq->tx, shown, rq->viewer->session);
	noted.client = shown->client_id < SAMPLE_FIRST ? shown->client_id : 0;
	audit_add(rq, &noted);
	return reply;
}

/* What the journal says besides: the draft of which user type. */
static struct doc *
look_detail(struct request *rq, int64_t type, bool draft)
{
	struct doc *detail = doc_object(rq->arena);

	if (type != 0)
		doc_set_id(detail, "user_type", type);
	doc_set_bool(detail, "draft", draft);
	return detail;
}

static bool
type_exists(struct request *rq, const struct portal *portal, int64_t id, bool draft)
{
	size_t count;
	const struct type_seen *types = types_seen(rq->tx, portal->id, &count);

	for (size_t i = 0; i < count; i++)
		if (types[i].id == id)
			return draft || types[i].published;
	return false;
}

static struct reply
start_type(struct request *rq, const struct portal *portal, int64_t type, bool whole)
{
	bool draft = form_read_bool(rq->form, "draft");
	struct preview_session shown = {.user_type_id = type, .draft = draft, .language = rq->viewer->language};

	if (!type_exists(rq, portal, type, draft)) {
		form_error(rq->form, "type", N_("There is no such user type, or nothing of it is published yet."),
			   NULL);
		return preview_page_again(rq);
	}
	return open_preview(rq, portal, &shown,
			    &(struct audit){.action = "console.preview",
					    .object_kind = "user_type",
					    .object = type,
					    .detail = look_detail(rq, 0, draft)},
			    whole);
}

/* By which user type the person is looked at; 0: by what is theirs, whatever it will be. */
static int64_t
type_to_see(struct request *rq, const struct person_choice *choice, bool contact, bool draft)
{
	int64_t asked = form_read_id(rq->form, "type", FORM_OPTIONAL);
	const struct type_seen *type = asked == 0 ? choice->usual : choice_type(choice, asked);
	bool own = choice->usual_is_own && type == choice->usual;

	if (form_failed(rq->form) || (!draft && (asked == 0 ? own || contact : own && type->published)))
		return 0;
	if (type == NULL)
		form_error(rq->form, "type", N_("This user type is not for people like this one."), NULL);
	else if (!type->published && !draft)
		form_error(rq->form, "type", N_("Nothing of this user type is published yet. Look at its draft."),
			   NULL);
	return type == NULL ? 0 : type->id;
}

static struct reply
start_person(struct request *rq, const struct portal *portal, int64_t record, bool whole)
{
	struct preview_session shown = {.record_id = record, .draft = form_read_bool(rq->form, "draft")};
	struct person_choice choice;
	struct person_seen person;
	bool contact;

	if (!person_find(rq, record, &person)) {
		form_error(rq->form, "person", N_("There is nobody like this, or they are not yours to see."), NULL);
		return preview_page_again(rq);
	}
	contact = text_equal(person.module->name, "contacts");
	choice = person_choice(rq, portal->id, &person, form_read_id(rq->form, "client", FORM_OPTIONAL));
	shown.module_id = person.module->id;
	shown.language = language_of_record(rq->tx, person.module->id, record);
	shown.client_id = choice.client;
	if (choice.why_not != NULL)
		form_error(rq->form, "person", choice.why_not, NULL);
	else
		shown.user_type_id = type_to_see(rq, &choice, contact, shown.draft);
	if (form_failed(rq->form))
		return preview_page_again(rq);
	return open_preview(rq, portal, &shown,
			    &(struct audit){.action = "console.preview",
					    .object_kind = contact ? "contact" : "record",
					    .object = record,
					    .detail = look_detail(rq, shown.user_type_id, shown.draft)},
			    whole);
}

struct reply
preview_start(struct request *rq)
{
	const struct portal *portal = portal_first(rq->tx);
	int64_t type = form_read_id(rq->form, "type", FORM_OPTIONAL);
	int64_t person = form_read_id(rq->form, "person", FORM_OPTIONAL);
	bool whole = form_read_bool(rq->form, "whole");
	struct preferences wanted;

	if (portal == NULL)
		return no_portal(rq);
	if (!preferences_read(rq, &wanted))
		form_error(rq->form, "language", N_("We do not have this language or theme."), NULL);
	if (type == 0 && person == 0)
		form_error(rq->form, "type", N_("Please choose a user type or a person."), NULL);
	if (form_failed(rq->form))
		return preview_page_again(rq);
	return person != 0 ? start_person(rq, portal, person, whole) : start_type(rq, portal, type, whole);
}

struct reply
preview_of_client(struct request *rq)
{
	const struct client *client = client_find(rq->tx, rq->viewer, path_id(rq, "client"));
	const struct portal *portal = portal_first(rq->tx);
	struct preview_session shown = {.language = rq->viewer->language};

	if (client == NULL)
		return reply_not_found(rq);
	if (client->archived_at != NO_INSTANT)
		return reply_refusal(rq, 409, N_("This client is archived: nobody sees the portal for it."));
	if (portal == NULL)
		return no_portal(rq);
	shown.client_id = client->id;
	return open_preview(rq, portal, &shown,
			    &(struct audit){.action = "console.preview", .object_kind = "client", .object = client->id},
			    true);
}

/* ---- while it lasts ---- */

struct reply
preview_looks(struct request *rq)
{
	const struct preview_session *shown = preview_opened_by(rq->tx, rq->viewer->session, clock_now());
	const struct portal *portal = portal_first(rq->tx);
	struct doc *document = doc_object(rq->arena);
	struct preferences wanted;

	if (shown == NULL || portal == NULL)
		return reply_refusal(rq, 409, N_("This preview is over. Please open it again."));
	if (!preferences_read(rq, &wanted)) {
		form_error(rq->form, "language", N_("We do not have this language or theme."), NULL);
		return preview_page_again(rq);
	}
	preview_set_looks(rq->tx, shown->id, wanted.language == NULL ? shown->language : wanted.language,
			  wanted.theme == NULL ? shown->theme : wanted.theme);
	doc_set_text(document, "href", arena_printf(rq->arena, "/p/%s/", portal->address));
	return reply_done(rq, place_of(rq, portal, false), NULL, document);
}

struct reply
preview_end(struct request *rq)
{
	struct doc *document = doc_object(rq->arena);
	struct reply reply;

	doc_set_text(document, "state", "preview_left");
	reply = reply_done(rq, PREVIEW_HOME, N_("You have left the preview."), document);
	if (preview_opened_by(rq->tx, rq->viewer->session, clock_now()) != NULL)
		audit_add(rq, &(struct audit){.action = "portal.preview_end"});
	preview_end_all_opened_by(rq->tx, rq->viewer->session);
	reply_cookie(&reply,
		     (struct http_cookie){.name = PREVIEW_COOKIE, .value = "", .max_age = -1, .secure = rq->http->tls});
	return reply;
}

/* ---- from somebody's own page ---- */

void
preview_record_head(struct request *rq, struct doc *page, const struct access *access, const struct record *record)
{
	if (rq->viewer->session != 0 && viewer_may(rq->viewer, &portal_preview) &&
	    module_signs_in(rq->rights, access->plan->module))
		doc_set_id(doc_set_object(page, "portal_person"), "id", record->id);
}
