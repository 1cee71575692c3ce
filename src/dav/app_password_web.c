/* app_password_web: how one's folders become a drive of one's computer: its address, and a password for each program.
 */
#include "dav/handlers.h"

#include "base/id.h"
#include "base/instant.h"
#include "core/app_password.h"
#include "core/audit.h"
#include "core/device.h"
#include "core/form_page.h"
#include "core/session.h"
#include "dav/path.h"
#include "sys/clock.h"

#include <string.h>

enum { FRESH_MS = 15 * MINUTE_MS };

static bool
is_staff(const struct request *rq)
{
	return rq->portal == NULL;
}

static struct app_password_owner
owner_of(const struct request *rq)
{
	if (is_staff(rq))
		return (struct app_password_owner){.staff = rq->viewer->staff};
	return (struct app_password_owner){.contact = rq->viewer->contact};
}

/* In a preview nobody is there whose passwords they could be. */
static bool
is_nobody(const struct request *rq)
{
	const struct app_password_owner owner = owner_of(rq);

	return owner.staff == 0 && owner.contact == 0;
}

/* Whoever finds an open browser must not make themselves a password of their own. */
static bool
is_fresh(const struct request *rq)
{
	return clock_now() - rq->viewer->signed_in_at <= FRESH_MS;
}

static const char *
own_path(struct request *rq, const char *rest)
{
	return arena_printf(rq->arena, "%s/account/drive%s", home_path(rq), rest);
}

/* ---- the page ---- */

static void
add_password(struct request *rq, struct doc *list, const struct app_password *password)
{
	struct doc *row = doc_add_object(list);
	char id[ID_LENGTH + 1];

	id_print(id, password->id);
	doc_set_id(row, "id", password->id);
	doc_set_text(row, "name", password->name);
	doc_set_text(row, "hint", password->hint);
	doc_set_instant(row, "created_at", password->created_at);
	doc_set_instant(row, "used_at", password->used_at);
	doc_set_text(row, "removal_href", own_path(rq, arena_printf(rq->arena, "/%s/removal", id)));
}

static const char *
proposed_name(struct request *rq)
{
	const struct device device = device_of(http_header(rq->http, "User-Agent"));

	return device.system == NULL ? device.browser : device.system;
}

/* What file managers that know no https are given: "folders.example.org". */
static const char *
host_of(const struct request *rq)
{
	const char *host = strstr(rq->house->config->public_url, "://");

	return host == NULL ? rq->http->authority : host + 3;
}

static struct doc *
page_document(struct request *rq)
{
	struct doc *document = doc_object(rq->arena), *values = doc_set_object(document, "values");
	struct doc *list = doc_set_list(document, "passwords");
	const struct app_password_owner owner = owner_of(rq);
	size_t count;
	const struct app_password *passwords = app_password_list(rq->tx, &owner, &count);

	for (size_t i = 0; i < count; i++)
		add_password(rq, list, &passwords[i]);
	doc_set_text(values, "name", proposed_name(rq));
	doc_set_bool(document, "any", count > 0);
	doc_set_bool(document, "fresh", is_fresh(rq));
	doc_set_bool(document, "full", count >= APP_PASSWORDS_LIMIT);
	doc_set_bool(document, "staff", is_staff(rq));
	doc_set_text(document, "drive", public_link(rq, DAV_TOP));
	doc_set_text(document, "host", host_of(rq));
	doc_set_text(document, "email", rq->viewer->email);
	doc_set_text(document, "href", own_path(rq, ""));
	doc_set_null(document, "made");
	form_page(rq, document, "name");
	return document;
}

static const char *
template_of(const struct request *rq)
{
	return is_staff(rq) ? "staff_drive" : "portal_drive";
}

struct reply
drive_page(struct request *rq)
{
	return is_nobody(rq) ? reply_not_found(rq) : reply_page(rq, template_of(rq), page_document(rq));
}

/* ---- making, removing ---- */

static struct reply
not_fresh(struct request *rq)
{
	return reply_refusal(rq, 403, N_("You logged in a while ago. Please log in again first."));
}

static void
note(struct request *rq, const char *action, int64_t id, const char *name)
{
	struct doc *detail = doc_object(rq->arena);

	doc_set_text(detail, "name", name);
	audit_add(rq, &(struct audit){.action = action, .object_kind = "app_password", .object = id, .detail = detail});
}

/* The answer is the page again, with the password that nobody sees a second time. */
struct reply
drive_password_post(struct request *rq)
{
	const struct app_password_owner owner = owner_of(rq);
	const char *name = form_read_text(rq->form, "name", FORM_REQUIRED, APP_PASSWORD_NAME_LENGTH);
	char text[APP_PASSWORD_TEXT + 1];
	struct doc *document, *made;
	size_t count;
	int64_t id;

	if (is_nobody(rq))
		return reply_not_found(rq);
	if (!is_fresh(rq))
		return not_fresh(rq);
	app_password_list(rq->tx, &owner, &count);
	if (count >= APP_PASSWORDS_LIMIT)
		form_error(rq->form, "", N_("You have many app passwords. Please remove one first."), NULL);
	if (form_failed(rq->form))
		return reply_form(rq, template_of(rq), page_document(rq));
	id = app_password_create(rq->tx, &owner, name, text);
	note(rq, "app_password.create", id, name);
	document = page_document(rq);
	made = doc_set_object(document, "made");
	doc_set_id(made, "id", id);
	doc_set_text(made, "name", name);
	doc_set_text(made, "password", arena_text(rq->arena, text));
	return reply_page(rq, template_of(rq), document);
}

struct reply
drive_removal_post(struct request *rq)
{
	const struct app_password_owner owner = owner_of(rq);
	int64_t id = path_id(rq, "password");

	if (is_nobody(rq) || !app_password_remove(rq->tx, &owner, id))
		return reply_not_found(rq);
	note(rq, "app_password.remove", id, NULL);
	return reply_done(rq, own_path(rq, ""), N_("The app password was removed. It opens nothing any more."), NULL);
}

/* Signing in again is the proof. */
struct reply
drive_proof_post(struct request *rq)
{
	struct reply reply;

	if (is_nobody(rq))
		return reply_not_found(rq);
	reply = reply_done(rq, arena_printf(rq->arena, "%s/sign-in?next=%s", home_path(rq), own_path(rq, "")), NULL,
			   NULL);
	audit_add(rq, &(struct audit){.action = is_staff(rq) ? "staff.sign_out" : "portal.sign_out"});
	session_end_own(rq, &reply);
	return reply;
}
