/* notice_mail: rights are asked when it is written: nobody is told of what was withdrawn or closed meanwhile. */
#include "news/notice_mail.h"

#include "base/arena.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "core/house.h"
#include "core/staff_viewer.h"
#include "folders/folders.h"
#include "news/notice_stop.h"
#include "outbox/outbox.h"
#include "portals/portals.h"
#include "records/record.h"
#include "rights/rights.h"

enum { NAMED = 5 /* files of a client */, SHOWN = 10 /* clients */ };

/* Somebody who is told, and how they are reached. */
struct addressee {
	const struct notice *notice;
	const struct viewer *viewer;	    /* staff; NULL: a contact */
	const struct portal *portal;	    /* of contacts */
	const struct folder_person *person; /* of contacts */
	const char *first_name, *name, *email, *language;
};

/* What is new for them of one client. */
struct part {
	const struct client *client;
	const char *name; /* NULL: it is not theirs to see */
	const char *link; /* where the files are */
	const struct file_latest *files;
	size_t count; /* NEWS_SHOWN + 1: more than that */
};

/* ---- contacts ---- */

static bool
find_contact(struct tx *tx, const struct rights *rights, struct addressee *to)
{
	const struct contact *contact = contact_itself(tx, to->notice->id);

	to->portal = portal_first(tx);
	if (contact == NULL || to->portal == NULL || !to->portal->enabled || !person_may_enter(tx, contact->id))
		return false;
	to->person = folder_contacts_typed(tx, rights, &contact->id, 1);
	to->first_name = text_empty(contact->first_name) ? NULL : contact->first_name;
	to->name = contact_name(tx_arena(tx), contact);
	to->email = contact->email;
	to->language = contact->language;
	return true;
}

/* ---- staff ---- */

/* As far as their profile shows it. NULL: it does not. */
static const char *
name_for(const struct house *house, struct tx *tx, const struct rights *rights, const struct viewer *viewer,
	 int64_t client)
{
	const struct module *module = module_named(rights->catalogue, "clients");
	const struct moment moment = moment_now(tx, viewer->staff);
	const struct access *access =
		access_to(tx_arena(tx), house, viewer, plan_for(rights, viewer, module, &moment), &moment);
	size_t count;
	const struct record_name *names = record_names(tx, access, &client, 1, &count);

	return count == 0 || text_empty(names[0].name) ? NULL : names[0].name;
}

static bool
find_staff(struct tx *tx, struct addressee *to)
{
	to->viewer = viewer_of_staff(tx, to->notice->id);
	if (to->viewer == NULL)
		return false;
	to->first_name = to->name = to->viewer->name;
	to->email = to->viewer->email;
	to->language = to->viewer->language;
	return true;
}

/* ---- what they are told ---- */

static struct folder_access
access_for(struct tx *tx, const struct rights *rights, const struct addressee *to, int64_t client)
{
	struct folder_access access = {.client = client};

	if (to->viewer == NULL)
		access.person = *to->person;
	else
		access.person = (struct folder_person){
			.staff = true,
			.id = to->viewer->staff,
			.cap = (enum folder_level)client_level_of(tx, rights, to->viewer, client),
		};
	return access;
}

static const struct file_latest *
files_for(const struct house *house, struct tx *tx, const struct folder_access *access, const struct told_client *of,
	  int64_t until, size_t *count)
{
	struct file_reader reader = file_reader_of(tx, &access->person, access->client);
	const struct file_latest_query query = {
		.new_for = &reader,
		.told = true,
		.scanned = house->config->scanner != NULL,
		.until = until,
		.limit = NEWS_SHOWN + 1,
	};

	if (reader.since < of->after_at)
		reader.since = of->after_at;
	return files_latest(tx, access, &query, count);
}

static const char *
client_link(const struct house *house, struct tx *tx, const struct addressee *to, const struct client *client)
{
	char id[ID_LENGTH + 1];

	if (to->viewer == NULL)
		return portal_link(house, tx, to->portal, client->company_id, to->notice->id, "/documents/recent");
	id_print(id, client->id);
	return arena_printf(tx_arena(tx), "%s/console/clients/%s/folders/recent", house->config->public_url, id);
}

/* False: nothing. */
static bool
find_part(const struct house *house, struct tx *tx, const struct rights *rights, const struct addressee *to,
	  const struct told_client *of, struct part *part)
{
	struct folder_access access;

	part->client = client_find(tx, &house_viewer, of->client_id);
	if (part->client == NULL)
		return false;
	access = access_for(tx, rights, to, of->client_id);
	if (access.person.staff && access.person.cap == FOLDER_NONE)
		return false;
	part->files = files_for(house, tx, &access, of, to->notice->until_at, &part->count);
	if (part->count == 0)
		return false;
	part->name = to->viewer == NULL ? part->client->name : name_for(house, tx, rights, to->viewer, of->client_id);
	part->link = client_link(house, tx, to, part->client);
	return true;
}

static struct part *
find_parts(const struct house *house, struct tx *tx, const struct rights *rights, const struct addressee *to,
	   size_t *count)
{
	struct part *parts = arena_make_array(tx_arena(tx), struct part, to->notice->client_count + 1);

	*count = 0;
	for (size_t i = 0; i < to->notice->client_count; i++)
		if (find_part(house, tx, rights, to, &to->notice->clients[i], &parts[*count]))
			(*count)++;
	return parts;
}

/* ---- the mail ---- */

/* Contacts may be served by several companies: then it is the portal's that writes. 0: the program. */
static int64_t
company_of(const struct addressee *to, const struct part *parts, size_t count)
{
	if (to->viewer != NULL)
		return 0;
	for (size_t i = 1; i < count; i++)
		if (parts[i].client->company_id != parts[0].client->company_id)
			return to->portal->company_id;
	return parts[0].client->company_id;
}

static void
add_part(struct doc *list, const struct part *part, bool linked)
{
	struct doc *doc = doc_add_object(list), *files = doc_set_list(doc, "files");
	size_t named = part->count < NAMED ? part->count : NAMED;
	bool many = part->count > NEWS_SHOWN;

	doc_set_text(doc, "name", part->name);
	doc_set_text(doc, "own_link", linked ? part->link : NULL);
	doc_set_bool(doc, "many", many);
	doc_set_null(doc, "others");
	if (part->count > named && !many)
		doc_set_int(doc, "others", (int64_t)(part->count - named));
	for (size_t i = 0; i < named; i++) {
		struct doc *file = doc_add_object(files);

		doc_set_text(file, "name", part->files[i].file.name);
		doc_set_text(file, "folder", part->files[i].folder_name);
		doc_set_text(file, "by", part->files[i].file.content.created_by);
	}
}

static void
set_counts(struct doc *document, const struct part *parts, size_t count)
{
	int64_t files = 0;
	bool many = false;

	for (size_t i = 0; i < count; i++) {
		many = many || parts[i].count > NEWS_SHOWN;
		files += parts[i].count > NEWS_SHOWN ? NEWS_SHOWN : (int64_t)parts[i].count;
	}
	doc_set_int(document, "count", files);
	doc_set_bool(document, "many", many);
	doc_set_null(document, "others");
	if (count > SHOWN)
		doc_set_int(document, "others", (int64_t)(count - SHOWN));
}

static const char *
stop_link(const struct house *house, struct tx *tx, const struct addressee *to, int64_t company)
{
	const char *token = notice_stop_token(house, tx_arena(tx), to->notice->whose, to->notice->id);
	const char *page = arena_printf(tx_arena(tx), "/notices/%s", token);

	if (to->viewer == NULL)
		return portal_link(house, tx, to->portal, company, 0, page);
	return arena_printf(tx_arena(tx), "%s/console%s", house->config->public_url, page);
}

static const char *
choice_link(const struct house *house, struct tx *tx, const struct addressee *to, int64_t company)
{
	if (to->viewer == NULL)
		return portal_link(house, tx, to->portal, company, 0, "/account/notices");
	return arena_printf(tx_arena(tx), "%s/console/account/notices", house->config->public_url);
}

static struct doc *
mail_document(struct arena *arena, const struct addressee *to, const struct part *parts, size_t count)
{
	struct doc *document = doc_object(arena), *list = doc_set_list(document, "clients");
	/* Of several clients contacts choose one on the way; staff have no page of all they follow. */
	bool linked = count > 1 && to->viewer != NULL;

	doc_set_text(document, "first_name", to->first_name);
	doc_set_bool(document, "staff", to->viewer != NULL);
	doc_set_bool(document, "several", count > 1);
	doc_set_text(document, "client", count == 1 ? parts[0].name : NULL);
	doc_set_text(document, "link", linked ? NULL : parts[0].link);
	set_counts(document, parts, count);
	for (size_t i = 0; i < count && i < SHOWN; i++)
		add_part(list, &parts[i], linked);
	return document;
}

void
notice_mail(const struct house *house, struct tx *tx, const struct rights *rights, const struct notice *notice)
{
	struct addressee to = {.notice = notice};
	bool staff = text_equal(notice->whose, "staff");
	const struct part *parts;
	struct doc *document;
	const char *stop;
	int64_t company;
	size_t count;

	if (notice->client_count == 0 || !(staff ? find_staff(tx, &to) : find_contact(tx, rights, &to)))
		return;
	parts = find_parts(house, tx, rights, &to, &count);
	if (count == 0)
		return;
	company = company_of(&to, parts, count);
	stop = stop_link(house, tx, &to, company);
	document = mail_document(tx_arena(tx), &to, parts, count);
	doc_set_text(document, "choice_link", choice_link(house, tx, &to, company));
	doc_set_text(document, "stop_link", stop);
	outbox_mail(house, tx,
		    &(struct message_new){
			    .kind = "mail_new_files",
			    .document = document,
			    .language = to.language,
			    .contact = staff ? 0 : notice->id,
			    .staff = staff ? notice->id : 0,
			    .company = company,
			    .to_address = to.email,
			    .to_name = to.name,
			    .stop_link = stop,
			    .expires_at = NO_INSTANT,
		    });
}
