/* contact_import: `parvis import contacts`: makes new persons, and gives known ones a place at another client. */
#include "clients/client_import.h"

#include "base/arena.h"
#include "base/str.h"
#include "clients/client.h"
#include "clients/client_store.h"
#include "clients/contact_store.h"
#include "core/organisation.h"
#include "html/translation.h"
#include "mail/mail.h"
#include "sms/sms.h"

enum column { FIRST_NAME, LAST_NAME, EMAIL, MOBILE, LANGUAGE, ROLE, CLIENT, COLUMNS };

static const struct import_column columns[COLUMNS] = {
	[FIRST_NAME] = {"first_name prenom given_name", false},
	[LAST_NAME] = {"last_name nom name surname family_name nom_de_famille", true},
	[EMAIL] = {"email e_mail mail courriel adresse_email adresse_e_mail", false},
	[MOBILE] = {"mobile portable mobile_phone telephone_portable telephone_mobile gsm", false},
	[LANGUAGE] = {"language langue", false},
	[ROLE] = {"role fonction job_title poste", false},
	[CLIENT] = {"client_number client numero_client n_client code_client client_code", false},
};

struct contact_importing {
	const struct access *access;
	const char *home; /* country of numbers without a country's code */
};

static void *
begin(struct import *import)
{
	struct contact_importing *importing = arena_make(import->kept, struct contact_importing);
	const struct organisation *organisation = organisation_find(import->tx);

	importing->access = import_access(import, "contacts");
	importing->home = organisation == NULL ? "FR" : organisation->country;
	return importing;
}

static const char *
read_email(struct import *import)
{
	const char *text = import_text(import, EMAIL, EMAIL_LENGTH), *address;

	if (text == NULL)
		return NULL;
	address = mail_address(import->arena, text);
	if (address == NULL)
		import_bad(import, "“%s” is no e-mail address.", text);
	return address;
}

static const char *
read_mobile(struct import *import, const struct contact_importing *importing)
{
	const char *text = import_text(import, MOBILE, PHONE_LENGTH), *number;

	if (text == NULL)
		return NULL;
	number = sms_number(import->arena, text, importing->home);
	if (number == NULL || !sms_number_mobile(number)) {
		import_bad(import, "“%s” is no mobile number.", text);
		return NULL;
	}
	return number;
}

static const char *
read_language(struct import *import)
{
	const char *text = import_text(import, LANGUAGE, NUMBER_LENGTH);
	int known = text == NULL ? -1 : translations_find(import->house->translations, text);

	if (text != NULL && known < 0)
		import_bad(import, "We do not speak “%s”. Write fr or en.", text);
	return known < 0 ? NULL : translations_code(import->house->translations, (size_t)known);
}

static int64_t
read_client(struct import *import)
{
	const char *number = import_text(import, CLIENT, NUMBER_LENGTH);
	int64_t client;

	if (number == NULL)
		return 0;
	client = client_of_number(import->tx, number);
	if (client == 0)
		import_bad(import, "There is no client with the number “%s”.", number);
	else if (client_waits(import->tx, client))
		import_bad(import, "The client “%s” waits for approval: nobody changes it meanwhile.", number);
	return client;
}

/* The address is known: the person is there already, and only gets the place. */
static void
add_known(struct import *import, int64_t contact, int64_t client, const char *email, const char *role)
{
	if (client == 0)
		import_bad(import, "There is a contact with the address “%s” already.", email);
	else if (contact_waits(import->tx, contact))
		import_bad(import, "“%s” waits for approval: nobody changes them meanwhile.", email);
	else if (place_exists(import->tx, client, contact))
		import_bad(import, "“%s” is a contact of this client already.", email);
	else
		client_add_contact(import->tx, client, contact, role);
}

static void
row(struct import *import, void *state)
{
	const struct contact_importing *importing = state;
	struct contact contact = {.first_name = import_text(import, FIRST_NAME, NAME_LENGTH),
				  .last_name = import_need(import, LAST_NAME, NAME_LENGTH),
				  .email = read_email(import),
				  .mobile = read_mobile(import, importing),
				  .language = read_language(import)};
	const char *role = import_text(import, ROLE, ROLE_LENGTH);
	int64_t client = read_client(import), known;

	if (import_is_bad(import))
		return;
	known = contact.email == NULL ? 0 : contact_id_of_email(import->tx, contact.email);
	if (known != 0) {
		add_known(import, known, client, contact.email, role);
		return;
	}
	contact.id = contact_create(import->tx, &contact);
	if (contact.id == 0) {
		import_bad(import, "There is a contact with the address “%s” already.", contact.email);
		return;
	}
	if (client != 0)
		client_add_contact(import->tx, client, contact.id, role);
	import_made(import, importing->access, contact.id);
}

const struct import_kind contact_import = {
	.what = "contacts",
	.columns = columns,
	.column_count = COLUMNS,
	.begin = begin,
	.row = row,
};
