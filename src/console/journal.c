/* journal: tables of words; an action without one shows its code. */
#include "console/journal.h"

#include "base/arena.h"
#include "base/id.h"
#include "console/console.h"
#include "console/detail.h"

#include <string.h>

struct word {
	const char *code, *label;
};

static const struct word groups[] = {
	{"portal.", N_("Clients on the portal")},
	{"button.", N_("Buttons of the portal")},
	{"portal_name.", N_("The portal’s name and address")},
	{"hold.", N_("Legal holds")},
	{"retention.", N_("How long files are kept")},
	{"invitation.", N_("Invitations to the portal")},
	{"portal_user.", N_("Portal users")},
	{"user_type.", N_("User types")},
	{"staff.", N_("Staff")},
	{"profile.", N_("Profiles")},
	{"role.", N_("Roles")},
	{"group.", N_("Groups")},
	{"sharing", N_("Sharing")},
	{"state_rule.", N_("Rules that lock or hide")},
	{"passkey.", N_("Passkeys")},
	{"token.", N_("API tokens")},
	{"app_password.", N_("App passwords")},
	{"webhook.", N_("Webhooks")},
	{"egress.", N_("Allowed servers")},
	{"client.", N_("Clients")},
	{"folder.", N_("Folders")},
	{"folder_tree.", N_("Folder-tree templates")},
	{"demand", N_("Document requests")},
	{"file.", N_("Files")},
	{"client_sheet.", N_("Client sheets")},
	{"contact.", N_("Contacts")},
	{"consent.", N_("Consents")},
	{"privacy.", N_("Privacy")},
	{"invoice.", N_("Invoices")},
	{"payment.", N_("Payments")},
	{"company.", N_("Companies")},
	{"module.", N_("Modules and fields")},
	{"switch.", N_("Features")},
	{"outbox.", N_("Outbox")},
	{"console.", N_("Previews of the portal")},
	{"audit.", N_("The journal itself")},
	{"job.", N_("Background work")},
};

static const struct word actions[] = {
	{"app_password.create", N_("Made an app password")},
	{"app_password.remove", N_("Removed an app password")},
	{"audit.verify", N_("Checked the journal")},
	{"button.change", N_("Changed a button of the portal")},
	{"quota.change", N_("Changed how much space files may take")},
	{"bin.change", N_("Changed how long the recycle bin keeps things")},
	{"button.create", N_("Added a button to the portal")},
	{"button.hide", N_("Hid a button of the portal")},
	{"button.order", N_("Moved the buttons of the portal")},
	{"button.remove", N_("Deleted a button of the portal")},
	{"button.show", N_("Showed a hidden button of the portal")},
	{"client.archive", N_("Archived a client")},
	{"client.unarchive", N_("Took a client out of the archive")},
	{"client.change", N_("Changed a client")},
	{"client.contact_add", N_("Gave a contact access to a client")},
	{"client.contact_change", N_("Changed a contact’s role")},
	{"client.contact_remove", N_("Took a contact’s access to a client away")},
	{"client.create", N_("Added a client")},
	{"client.groups_change", N_("Put a client into groups, or took it out")},
	{"client.remove", N_("Moved a client to the bin")},
	{"client.staff_change", N_("Changed what a staff user may do with a client")},
	{"client_sheet.add", N_("Added a field to a client’s sheet")},
	{"client_sheet.change", N_("Changed or moved fields of a client’s sheet")},
	{"client_sheet.fill", N_("Filled in a client’s sheet")},
	{"client_sheet.load", N_("Loaded a template onto a client")},
	{"client_sheet.remove", N_("Removed a field from a client’s sheet")},
	{"client_sheet.template_change", N_("Changed a template of client sheets")},
	{"client_sheet.template_create", N_("Added a template of client sheets")},
	{"client_sheet.template_remove", N_("Removed a template of client sheets")},
	{"contact.remove", N_("Moved a contact to the bin")},
	{"client_group.change", N_("Changed a group of clients")},
	{"client_group.create", N_("Added a group of clients")},
	{"client_group.remove", N_("Removed a group of clients")},
	{"client_group.staff_change", N_("Changed what a staff user may do with a group of clients")},
	{"clients.import", N_("Imported clients")},
	{"company.change", N_("Changed a company")},
	{"company.create", N_("Added a company")},
	{"company.host", N_("Checked a host name")},
	{"company.icon", N_("Changed an icon")},
	{"company.logo", N_("Changed a logo")},
	{"company.mail", N_("Changed the text under mails")},
	{"company.mail_test", N_("Sent a test mail")},
	{"company.page", N_("Changed a public page")},
	{"company.portal", N_("Chose the company of the portal")},
	{"consent.answer", N_("Answered a consent, or noted an answer")},
	{"consent.change", N_("Changed a consent")},
	{"consent.create", N_("Added a consent")},
	{"consent.order", N_("Put consents in another order")},
	{"consent.restore", N_("Asked a consent again")},
	{"consent.retire", N_("Retired a consent")},
	{"console.preview", N_("Looked at the portal through somebody else’s eyes")},
	{"contact.block", N_("Blocked a contact")},
	{"contact.change", N_("Changed a contact")},
	{"contact.create", N_("Added a contact")},
	{"contact.mobile_confirmed", N_("Confirmed their mobile number")},
	{"contact.mobile_removed", N_("Removed their mobile number")},
	{"contact.sessions_end", N_("Signed a contact out everywhere")},
	{"contact.unblock", N_("Let a contact in again")},
	{"contacts.import", N_("Imported contacts")},
	{"design.change", N_("Changed the texts of the portal")},
	{"egress.allow", N_("Allowed data to be sent to a server")},
	{"egress.forbid", N_("Forbade a server again")},
	{"file.copy", N_("Copied a file")},
	{"file.download", N_("Downloaded a file")},
	{"file.infected", N_("Tried to add a file with a virus")},
	{"file.lock", N_("Locked a file")},
	{"file.lock_break", N_("Unlocked a file that somebody else had locked")},
	{"file.move", N_("Moved a file")},
	{"file.put", N_("Added a file")},
	{"file.remove", N_("Removed a file")},
	{"file.rename", N_("Renamed a file")},
	{"file.restore", N_("Brought a file back")},
	{"file.unlock", N_("Unlocked a file")},
	{"file.version", N_("Added a new version of a file")},
	{"file.view", N_("Looked at a file")},
	{"folder.activities", N_("Saved the activities as a file")},
	{"folder.cascade", N_("Gave a right on a folder and all below it")},
	{"folder.cascade_undo", N_("Undid a right given on a folder and all below it")},
	{"folder.create", N_("Made a folder")},
	{"folder.download", N_("Downloaded a folder")},
	{"folder.copy", N_("Copied a folder")},
	{"folder.move", N_("Moved a folder")},
	{"folder.purge", N_("Emptied the recycle bin of files")},
	{"folder.remove", N_("Removed a folder")},
	{"folder.rename", N_("Renamed a folder")},
	{"folder.restore", N_("Brought a folder back")},
	{"folder.right", N_("Changed a right on a folder")},
	{"folder.rights_kept", N_("Kept the rights of a folder that was moved")},
	{"demand.absent", N_("Said that they do not have a document")},
	{"demand.accept", N_("Accepted a document that was asked for")},
	{"demand.ask", N_("Asked for a document after all")},
	{"demand.cancel", N_("Cancelled a document request")},
	{"demand.change", N_("Changed a document request")},
	{"demand.complete", N_("All documents of a request are there")},
	{"demand.create", N_("Made a document request")},
	{"demand.download", N_("Downloaded a document that was sent")},
	{"demand.example", N_("Changed the example of a document request")},
	{"demand.not_needed", N_("Said that a document is not needed")},
	{"demand.receive", N_("Sent a document that was asked for")},
	{"demand.refuse", N_("Refused a document that was sent")},
	{"demand.remove", N_("Removed the draft of a document request")},
	{"demand.reopen", N_("Opened a document request again")},
	{"demand.send", N_("Sent a document request")},
	{"demand.view", N_("Looked at a document that was sent")},
	{"demand.withdraw", N_("Took back a document they had sent")},
	{"demand_template.change", N_("Changed a template of document requests")},
	{"demand_template.create", N_("Added a template of document requests")},
	{"demand_template.remove", N_("Removed a template of document requests")},
	{"folder_tree.apply", N_("Applied templates to a client’s folders")},
	{"folder_tree.change", N_("Changed a folder-tree template")},
	{"folder_tree.create", N_("Added a folder-tree template")},
	{"folder_tree.remove", N_("Removed a folder-tree template")},
	{"group.change", N_("Changed a group")},
	{"group.create", N_("Added a group")},
	{"group.remove", N_("Removed a group")},
	{"hold.make", N_("Put something under a legal hold")},
	{"hold.release", N_("Released a legal hold")},
	{"invitation.accept", N_("Accepted an invitation to the portal")},
	{"invitation.decline", N_("Declined an invitation to the portal")},
	{"invitation.revoke", N_("Revoked an invitation to the portal")},
	{"invitation.send", N_("Invited somebody to the portal")},
	{"invitation.setting", N_("Changed how invitations are sent")},
	{"invitation.batch", N_("Invited several people at once")},
	{"invitation.batch_file", N_("Saved who could not be invited as a file")},
	{"invitation.batch_send", N_("Began to send invitations to several people")},
	{"invitation.batch_stop", N_("Stopped invitations to several people")},
	{"invoice.change", N_("Changed an invoice")},
	{"invoice.create", N_("Wrote an invoice")},
	{"invoice.credit", N_("Wrote a credit note")},
	{"invoice.discard", N_("Discarded a draft")},
	{"invoice.download", N_("Downloaded an invoice")},
	{"invoice.issue", N_("Issued an invoice")},
	{"invoices.import", N_("Imported invoices")},
	{"job.forget", N_("Gave background work up")},
	{"job.retry", N_("Tried background work again")},
	{"module.change", N_("Changed a module")},
	{"module.create", N_("Made a module")},
	{"module.field_change", N_("Changed a field")},
	{"module.field_create", N_("Added a field")},
	{"module.field_order", N_("Put fields in another order")},
	{"module.field_restore", N_("Brought a field back into use")},
	{"module.field_retire", N_("Took a field out of use")},
	{"module.layout_change", N_("Changed a layout")},
	{"module.layout_create", N_("Added a layout")},
	{"module.layout_remove", N_("Deleted a layout")},
	{"module.restore", N_("Brought a module back into use")},
	{"module.retire", N_("Took a module out of use")},
	{"organisation.create", N_("Set Parvis up")},
	{"outbox.retry", N_("Sent a message again")},
	{"passkey.add", N_("Added a passkey")},
	{"passkey.block", N_("Blocked a passkey that may have been copied")},
	{"passkey.remove", N_("Removed a passkey")},
	{"passkey.use", N_("Used a passkey")},
	{"payment.record", N_("Recorded a payment")},
	{"portal.address", N_("Changed the address of a portal user")},
	{"portal.client_chosen", N_("Chose for whom to act")},
	{"portal.code_fallback", N_("Sent a code by e-mail instead of SMS")},
	{"portal.code_request", N_("Asked for a code")},
	{"portal.password", N_("Chose a password for the portal")},
	{"portal.password_link", N_("Sent a link to choose a password for the portal")},
	{"portal.password_removal", N_("Removed a password for the portal")},
	{"portal.preview_end", N_("Left the preview")},
	{"portal.session_end", N_("Signed a device out")},
	{"portal.sessions_end", N_("Signed all other devices out")},
	{"portal.sign_in", N_("Signed in to the portal")},
	{"portal.sign_out", N_("Signed out of the portal")},
	{"portal.sms_breaker", N_("Stopped sending codes by SMS for an hour")},
	{"portal.way_made", N_("Made a first way to log in")},
	{"portal.ways_removal", N_("Let somebody begin again with a code")},
	{"privacy.change", N_("Changed what people are told about their data")},
	{"privacy.message_read", N_("Read the message about their data")},
	{"portal_name.address", N_("Changed the portal’s address")},
	{"portal_name.create", N_("Made the portal")},
	{"portal_user.deactivate", N_("Deactivated a portal user")},
	{"portal_user.limits", N_("Changed the limits of invitations")},
	{"portal_user.plan", N_("Changed the plan")},
	{"portal_user.reactivate", N_("Let a portal user sign in again")},
	{"portal_user.trial_over", N_("Deleted the portal’s accounts at the end of the trial")},
	{"portal_user.type", N_("Gave a portal user another type")},
	{"profile.change", N_("Changed what a profile may do")},
	{"profile.create", N_("Made a profile")},
	{"profile.remove", N_("Removed a profile")},
	{"record.merge", N_("Made one of two")},
	{"retention.change", N_("Changed how long files are kept")},
	{"retention.file", N_("Let a file be kept as its folder says")},
	{"retention.folder", N_("Changed how long files in a folder are kept")},
	{"retention.leave", N_("Looked at a file to sort out, and left it")},
	{"role.change", N_("Changed a role")},
	{"role.create", N_("Added a role")},
	{"role.remove", N_("Removed a role")},
	{"sharing.change", N_("Changed who sees the records of a module")},
	{"sharing_rule.change", N_("Changed a sharing rule")},
	{"sharing_rule.create", N_("Added a sharing rule")},
	{"sharing_rule.remove", N_("Removed a sharing rule")},
	{"staff.change", N_("Changed a staff user")},
	{"staff.create", N_("Added a staff user")},
	{"staff.disable", N_("Closed a staff user’s account")},
	{"staff.enable", N_("Opened a staff user’s account again")},
	{"staff.password", N_("Changed their password")},
	{"staff.recovery_codes", N_("Made new recovery codes")},
	{"staff.reset", N_("Chose a new password by a link")},
	{"staff.reset_link", N_("Sent a link for a new password")},
	{"staff.session_end", N_("Signed a device out")},
	{"staff.sign_in", N_("Signed in to the console")},
	{"staff.sign_in_refused", N_("Tried to sign in to the console")},
	{"staff.sign_out", N_("Signed out of the console")},
	{"staff.totp_off", N_("Removed the second factor")},
	{"staff.totp_on", N_("Set the second factor up")},
	{"state_rule.change", N_("Changed a rule that locks or hides")},
	{"state_rule.create", N_("Added a rule that locks or hides")},
	{"state_rule.remove", N_("Removed a rule that locks or hides")},
	{"switch.off", N_("Switched a feature off")},
	{"switch.on", N_("Switched a feature on")},
	{"token.create", N_("Made an API token")},
	{"token.revoke", N_("Revoked an API token")},
	{"user_type.create", N_("Made a user type")},
	{"user_type.fields", N_("Chose fields of a user type")},
	{"user_type.import", N_("Took a user type’s draft from a file")},
	{"user_type.order", N_("Put user types in another order")},
	{"user_type.publish", N_("Published a user type")},
	{"user_type.remove", N_("Deleted a user type")},
	{"user_type.rename", N_("Renamed a user type")},
	{"user_type.restore", N_("Took a version of a user type back into its draft")},
	{"user_type.tab", N_("Set up a tab of a user type")},
	{"user_type.tab_order", N_("Moved the tabs of a user type")},
	{"user_type.tab_remove", N_("Took a tab of a user type out")},
	{"user_type.message", N_("Changed what people of a user type are told when they sign in")},
	{"user_type.ways", N_("Changed the ways of signing in of a user type")},
	{"user_type.web_tab", N_("Set up a page of the web as a tab")},
	{"user_type.web_tab_remove", N_("Took a page of the web out of the tabs")},
	{"web_server.allow", N_("Allowed pages of a server in the portal")},
	{"web_server.withdraw", N_("Withdrew a server from those whose pages may be shown")},
	{"webhook.change", N_("Changed a webhook")},
	{"webhook.create", N_("Made a webhook")},
	{"webhook.pause", N_("Paused a webhook")},
	{"webhook.remove", N_("Deleted a webhook")},
	{"webhook.replay", N_("Had a webhook told again")},
	{"webhook.resume", N_("Let a webhook go on")},
	{"webhook.secret", N_("Gave a webhook a new secret")},
	{"webhook.stop", N_("Stopped a webhook that did not work")},
	{"webhook.test", N_("Sent a test to a webhook")},
};

static const struct word actors[] = {
	{"staff", N_("Staff")},		 {"contact", N_("Contact")},	  {"portal_user", N_("Portal user")},
	{"system", N_("Parvis itself")}, {"nobody", N_("Not signed in")},
};

/* Where the page of an object is: "/console/clients/{id}". */
static const struct word folders[] = {
	{"client", "clients"},
	{"client_group", "client-groups"},
	{"contact", "contacts"},
	{"sheet_template", "settings/client-sheets"},
	{"folder_tree", "settings/folder-trees"},
	{"demand_template", "settings/request-templates"},
	{"company", "companies"},
	{"invoice", "invoices"},
	{"message", "outbox"},
	{"staff", "staff"},
	{"webhook", "settings/webhooks"},
	{"button", "settings/buttons"},
};

static const struct word objects[] = {
	{"sheet_template", N_("Client sheet")},
	{"folder_tree", N_("Folder-tree template")},
	{"demand_template", N_("Template of document requests")},
	{"client", N_("Client")},
	{"client_group", N_("Group of clients")},
	{"contact", N_("Contact")},
	{"company", N_("Company")},
	{"invoice", N_("Invoice")},
	{"message", N_("Message")},
	{"staff", N_("Staff user")},
	{"session", N_("Device")},
	{"job", N_("Background work")},
	{"token", N_("API token")},
	{"payment", N_("Payment")},
	{"portal", N_("Portal")},
	{"module", N_("Module")},
	{"field", N_("Field")},
	{"layout", N_("Layout")},
	{"webhook", N_("Webhook")},
	{"server", N_("Server")},
	{"button", N_("Button")},
	{"app_password", N_("App password")},
	{"passkey", N_("Passkey")},
	{"portal_user", N_("Portal user")},
	{"user_type", N_("User type")},
	{"invitation_batch", N_("Invitation of several")},
};

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static const char *
label_of(const struct word *words, size_t count, const char *code)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal(words[i].code, code))
			return words[i].label;
	return NULL;
}

static void
set_word(struct doc *row, const char *name, const struct word *words, size_t count, const char *code)
{
	const char *label = label_of(words, count, code);

	if (code == NULL)
		doc_set_null(row, name);
	else
		doc_set_word(row, name, code, label == NULL ? code : label);
}

const char *
journal_words(const char *action)
{
	const char *label = label_of(actions, COUNT(actions), action);

	return label == NULL ? action : label;
}

const char *
journal_prefix(const char *typed)
{
	return typed == NULL || label_of(groups, COUNT(groups), typed) == NULL ? NULL : typed;
}

void
journal_add_filters(struct doc *page, const char *prefix)
{
	struct doc *list = doc_set_list(page, "filters");

	for (size_t i = 0; i < COUNT(groups); i++) {
		struct doc *row = doc_add_object(list);

		doc_set_word(row, "choice", groups[i].code, groups[i].label);
		doc_set_bool(row, "chosen", text_equal(groups[i].code, prefix));
	}
	doc_set_bool(page, "filtered", prefix != NULL);
}

static const char *
href_of(struct arena *arena, const char *kind, int64_t object)
{
	const char *folder = label_of(folders, COUNT(folders), kind);
	char id[ID_LENGTH + 1];

	if (folder == NULL || object == 0)
		return NULL;
	id_print(id, object);
	return arena_printf(arena, "/console/%s/%s", folder, id);
}

static void
add_actor(struct arena *arena, struct doc *row, const struct audit_row *audit)
{
	struct doc *actor = doc_set_object(row, "actor");

	set_word(actor, "kind", actors, COUNT(actors), audit->actor_kind);
	doc_set_id(actor, "id", audit->actor);
	doc_set_text(actor, "name", audit->actor_name);
	doc_set_text(actor, "href", href_of(arena, audit->actor_kind, audit->actor));
}

/* Who was looked at, when a staff user acted in a preview. */
static void
add_preview(struct arena *arena, struct doc *row, const struct audit_row *audit)
{
	struct doc *client;

	if (audit->on_behalf == 0) {
		doc_set_null(row, "as_client");
		return;
	}
	client = doc_set_object(row, "as_client");
	doc_set_id(client, "id", audit->on_behalf);
	doc_set_text(client, "name", audit->on_behalf_name);
	doc_set_text(client, "href", href_of(arena, "client", audit->on_behalf));
}

static void
add_object(struct arena *arena, struct doc *row, const struct audit_row *audit)
{
	struct doc *object;

	if (audit->object_kind == NULL) {
		doc_set_null(row, "object");
		return;
	}
	object = doc_set_object(row, "object");
	set_word(object, "kind", objects, COUNT(objects), audit->object_kind);
	doc_set_id(object, "id", audit->object);
	doc_set_text(object, "name", audit->object_name);
	doc_set_text(object, "href", href_of(arena, audit->object_kind, audit->object));
}

struct doc *
journal_row_doc(struct arena *arena, const struct audit_row *audit)
{
	struct doc *row = doc_object(arena);

	doc_set_int(row, "seq", audit->seq);
	doc_set_instant(row, "at", audit->at);
	add_actor(arena, row, audit);
	add_preview(arena, row, audit);
	set_word(row, "action", actions, COUNT(actions), audit->action);
	add_object(arena, row, audit);
	doc_set_bool(row, "refused", audit->refused);
	doc_set(row, "detail", detail_list(arena, audit->detail));
	return row;
}
