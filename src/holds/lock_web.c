/* lock_web: a file locked while somebody works on it, and unlocked, in the console and in the portal alike. */
#include "holds/handlers.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "core/house.h"
#include "folders/folders.h"
#include "holds/holds.h"
#include "outbox/outbox.h"
#include "portals/portals.h"
#include "records/staff_name.h"
#include "sys/clock.h"

static const char *
page_template(const struct request *rq)
{
	return file_template(rq, "file_show", "portal_file_show");
}

static struct reply
done(struct request *rq, const struct opened_file *opened, const char *action, const char *flash)
{
	file_note(rq, action, &opened->seen->file, 0);
	return reply_done(rq, file_href(rq, opened->access->client, opened->seen->file.id, ""), flash,
			  file_page(rq, opened));
}

/* ---- locking ---- */

/* A lock of somebody else is there, or there are too many. One's own on this page goes: it is replaced. */
static bool
is_disputed(struct request *rq, const struct opened_file *opened, const struct lock_spot *spot)
{
	size_t count;
	const struct folder_lock *locks = folder_locks(rq->tx, opened->access->client, &count);

	for (size_t i = 0; i < count; i++) {
		bool own = folder_lock_is_own(&locks[i], opened->access);

		if (!own && folder_lock_conflicts(&locks[i], spot, false, false))
			return true;
		if (own && locks[i].password_id == 0 && locks[i].file_id == spot->file)
			folder_lock_remove(rq->tx, locks[i].id);
	}
	return count >= LOCKS_MOST;
}

static void
lock(struct request *rq, const struct opened_file *opened, int64_t hours)
{
	struct folder_lock made = {
		.client_id = opened->access->client,
		.file_id = opened->seen->file.id,
		.staff = opened->access->person.staff,
		.person_id = opened->access->person.id,
		.holder = rq->viewer->name,
		.owner = "",
		.seconds = hours * HOUR_MS / SECOND_MS,
	};

	folder_lock_insert(rq->tx, &made);
}

struct reply
file_lock(struct request *rq)
{
	struct opened_file opened;
	struct lock_spot spot;
	int64_t hours;

	if (!file_open(rq, &opened))
		return reply_not_found(rq);
	if (opened.seen->in->level != FOLDER_FULL || opened.access->looker != NULL)
		return file_refused(rq, FOLDER_REFUSED);
	hours = form_has(rq->form, "hours") ? form_read_int(rq->form, "hours", FORM_REQUIRED, 1, LOCK_HOURS_MOST)
					    : LOCK_HOURS_USUAL;
	if (form_failed(rq->form))
		return reply_form(rq, page_template(rq), file_page(rq, &opened));
	spot = lock_spot_of_file(&opened.seen->file, &opened.seen->in->folder);
	folder_locks_begin(rq->tx, opened.access->client);
	if (is_disputed(rq, &opened, &spot))
		return file_refused(rq, FOLDER_LOCKED);
	lock(rq, &opened, hours);
	return done(rq, &opened, "file.lock", N_("It is locked: nobody else changes it now."));
}

/* ---- unlocking ---- */

/* Where they see the file: a contact in the portal, where there is one. */
static const char *
mail_link(struct request *rq, const struct opened_file *opened, const struct client *client, int64_t contact)
{
	const struct portal *portal = contact == 0 ? NULL : portal_first(rq->tx);
	char client_id[ID_LENGTH + 1], file[ID_LENGTH + 1];

	id_print(client_id, opened->access->client);
	id_print(file, opened->seen->file.id);
	if (contact == 0)
		return arena_printf(rq->arena, "%s/console/clients/%s/files/%s", rq->house->config->public_url,
				    client_id, file);
	return portal == NULL || client == NULL ? NULL
						: portal_link(rq->house, rq->tx, portal, client->company_id, contact,
							      arena_printf(rq->arena, "/files/%s", file));
}

static void
write_mail(struct request *rq, const struct opened_file *opened, struct message_new *message, const char *name)
{
	struct doc *document = doc_object(rq->arena);
	const struct client *client = client_find(rq->tx, rq->viewer, opened->access->client);

	doc_set_text(document, "name", name);
	doc_set_text(document, "file", opened->seen->file.name);
	doc_set_text(document, "by", rq->viewer->name);
	doc_set_text(document, "link", mail_link(rq, opened, client, message->contact));
	message->kind = "mail_lock_broken";
	message->document = document;
	message->company = client == NULL ? 0 : client->company_id;
	message->expires_at = NO_INSTANT;
	outbox_mail(rq->house, rq->tx, message);
}

static void
tell_staff(struct request *rq, const struct opened_file *opened, int64_t staff)
{
	size_t count;
	const struct staff_name *person = staff_names(rq->tx, &staff, 1, &count);

	if (count == 1)
		write_mail(rq, opened,
			   &(struct message_new){.language = person->language,
						 .staff = staff,
						 .to_address = person->email,
						 .to_name = person->name},
			   person->name);
}

/* Who is no contact of the client any more, or may not sign in, is told nothing of its files. */
static void
tell_contact(struct request *rq, const struct opened_file *opened, int64_t id)
{
	size_t count;
	const struct contact *contacts = contacts_of_client(rq->tx, opened->access->client, &count);

	for (size_t i = 0; i < count; i++)
		if (contacts[i].id == id && contacts[i].email != NULL)
			write_mail(rq, opened,
				   &(struct message_new){.language = contacts[i].language,
							 .contact = id,
							 .to_address = contacts[i].email,
							 .to_name = contact_name(rq->arena, &contacts[i])},
				   contact_name(rq->arena, &contacts[i]));
}

static bool
may_break(const struct request *rq, const struct opened_file *opened)
{
	return rq->portal == NULL && opened->seen->in->level == FOLDER_FULL && viewer_may(rq->viewer, &lock_break);
}

struct reply
file_unlock(struct request *rq)
{
	struct opened_file opened;
	const struct folder_lock *locks;
	size_t count, own = 0, broken = 0;

	if (!file_open(rq, &opened))
		return reply_not_found(rq);
	if (opened.access->looker != NULL)
		return file_refused(rq, FOLDER_REFUSED);
	locks = folder_locks(rq->tx, opened.access->client, &count);
	for (size_t i = 0; i < count; i++) {
		bool is_own = folder_lock_is_own(&locks[i], opened.access);

		if (locks[i].file_id != opened.seen->file.id)
			continue;
		if (!is_own && !may_break(rq, &opened))
			return reply_refusal(rq, 403, N_("Somebody else has locked it."));
		folder_lock_remove(rq->tx, locks[i].id);
		own += is_own;
		broken += !is_own;
		if (!is_own && locks[i].staff)
			tell_staff(rq, &opened, locks[i].person_id);
		else if (!is_own)
			tell_contact(rq, &opened, locks[i].person_id);
	}
	if (own + broken == 0)
		return reply_refusal(rq, 409, N_("It is not locked any more."));
	return done(rq, &opened, broken > 0 ? "file.lock_break" : "file.unlock", N_("It is unlocked."));
}
