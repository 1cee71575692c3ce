/* notice_mail: rights are asked when it is written: nobody is told of what was withdrawn or closed meanwhile. */
#include "news/notice_mail.h"

#include "base/arena.h"
#include "base/instant.h"
#include "clients/clients.h"
#include "core/house.h"
#include "core/staff_viewer.h"
#include "folders/folders.h"
#include "news/news_page.h"
#include "outbox/outbox.h"
#include "portals/portals.h"
#include "records/record.h"
#include "rights/rights.h"

enum { NAMED = 5, TITLE_MOST = 120 };

/* Somebody who is told, and how they are reached. */
struct addressee {
	struct folder_access access;
	const char *first_name, *name, *email, *language;
	const char *recent, *choice; /* absolute addresses: where the files are, and how they want to be told */
	const char *client;	     /* NULL: its name is not theirs to see */
};

/* ---- contacts ---- */

static bool
find_contact(const struct house *house, struct tx *tx, const struct rights *rights, const struct client *client,
	     const struct told *told, struct addressee *to)
{
	const struct contact *contact = contact_itself(tx, told->id);
	const struct portal *portal = portal_first(tx);

	if (contact == NULL || portal == NULL || !portal->enabled || !person_may_enter(tx, told->id))
		return false;
	to->access.person = *folder_contacts_typed(tx, rights, &told->id, 1);
	to->first_name = text_empty(contact->first_name) ? NULL : contact->first_name;
	to->name = contact_name(tx_arena(tx), contact);
	to->email = contact->email;
	to->language = contact->language;
	to->client = client->name;
	to->recent = portal_link(house, tx, portal, client->company_id, told->id, "/documents/recent");
	to->choice = portal_link(house, tx, portal, client->company_id, 0, "/account/notices");
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
find_staff(const struct house *house, struct tx *tx, const struct rights *rights, const struct client *client,
	   const struct told *told, struct addressee *to)
{
	const struct viewer *viewer = viewer_of_staff(tx, told->id);
	char id[ID_LENGTH + 1];

	if (viewer == NULL)
		return false;
	id_print(id, client->id);
	to->access.person = (struct folder_person){
		.staff = true,
		.id = told->id,
		.cap = (enum folder_level)client_level_of(tx, rights, viewer, client->id),
	};
	to->name = viewer->name;
	to->email = viewer->email;
	to->language = viewer->language;
	to->recent = arena_printf(tx_arena(tx), "%s/console/clients/%s/folders/recent", house->config->public_url, id);
	to->choice = arena_printf(tx_arena(tx), "%s/console/account/notices", house->config->public_url);
	to->client = name_for(house, tx, rights, viewer, client->id);
	return to->access.person.cap != FOLDER_NONE;
}

/* ---- what they are told ---- */

static const struct file_latest *
files_for(const struct house *house, struct tx *tx, const struct burst *burst, const struct told *told,
	  const struct addressee *to, size_t *count)
{
	struct file_reader reader = file_reader_of(tx, &to->access.person, burst->client_id);
	const struct file_latest_query query = {
		.new_for = &reader,
		.told = true,
		.scanned = house->config->scanner != NULL,
		.until = burst->until_at,
		.limit = NEWS_SHOWN + 1,
	};

	if (reader.since < burst->since_at - 1)
		reader.since = burst->since_at - 1;
	if (reader.since < told->since_at)
		reader.since = told->since_at;
	return files_latest(tx, &to->access, &query, count);
}

static struct doc *
mail_document(struct arena *arena, const struct addressee *to, const struct file_latest *files, size_t count)
{
	struct doc *document = doc_object(arena), *list = doc_set_list(document, "files");
	size_t named = count < NAMED ? count : NAMED;

	doc_set_text(document, "first_name", to->first_name);
	doc_set_text(document, "client", to->client);
	doc_set_bool(document, "staff", to->access.person.staff);
	doc_set_int(document, "count", count > NEWS_SHOWN ? NEWS_SHOWN : (int64_t)count);
	doc_set_bool(document, "many", count > NEWS_SHOWN);
	doc_set_null(document, "others");
	if (count > named && count <= NEWS_SHOWN)
		doc_set_int(document, "others", (int64_t)(count - named));
	for (size_t i = 0; i < named; i++) {
		struct doc *file = doc_add_object(list);

		doc_set_text(file, "name", files[i].file.name);
		doc_set_text(file, "folder", files[i].folder_name);
		doc_set_text(file, "by", files[i].file.content.created_by);
	}
	doc_set_text(document, "link", to->recent);
	doc_set_text(document, "choice_link", to->choice);
	return document;
}

void
notice_mail(const struct house *house, struct tx *tx, const struct rights *rights, const struct burst *burst,
	    const struct told *told)
{
	const struct client *client = client_find(tx, &house_viewer, burst->client_id);
	struct addressee to = {.access = {.client = burst->client_id}};
	bool staff = text_equal(told->whose, "staff");
	const struct file_latest *files;
	size_t count;

	if (client == NULL || !(staff ? find_staff : find_contact)(house, tx, rights, client, told, &to))
		return;
	files = files_for(house, tx, burst, told, &to, &count);
	if (count == 0)
		return;
	outbox_mail(house, tx,
		    &(struct message_new){
			    .kind = "mail_new_files",
			    .document = mail_document(tx_arena(tx), &to, files, count),
			    .language = to.language,
			    .contact = staff ? 0 : told->id,
			    .staff = staff ? told->id : 0,
			    .company = staff ? 0 : client->company_id,
			    .to_address = to.email,
			    .to_name = to.name,
			    .expires_at = NO_INSTANT,
		    });
}
