/* folder_whom_store: finds whom rights on folders are told of, and what is said to them. */
#include "folders/folder_whom.h"

#include "base/arena.h"
#include "clients/clients.h"
#include "core/staff_viewer.h"
#include "records/module_page.h"
#include "records/record.h"
#include "records/staff_name.h"
#include "rights/rights.h"
#include "rights/user_type.h"

#include <stddef.h>
#include <string.h>

enum { CONTACTS_SHOWN = 300, FOLDERS_ASKED = 100, CREWS_HEARD = 200 };

const char *
folder_whom_code(struct arena *arena, enum folder_whose whose, int64_t id)
{
	char printed[ID_LENGTH + 1];

	if (id == 0)
		return folder_whose_names[whose];
	id_print(printed, id);
	return arena_printf(arena, "%s.%s", folder_whose_names[whose], printed);
}

bool
folder_whom_read_code(const char *code, enum folder_whose *whose, int64_t *id)
{
	const char *dot = code == NULL ? NULL : strchr(code, '.');
	struct str name = code == NULL ? STR("") : dot == NULL ? str_of(code) : str_slice(code, (size_t)(dot - code));

	*id = 0;
	for (int i = 0; folder_whose_names[i] != NULL; i++)
		if (str_equal(name, str_of(folder_whose_names[i]))) {
			*whose = (enum folder_whose)i;
			return (dot == NULL) == (folder_class_of(*whose) == CLASS_EVERYBODY) &&
			       (dot == NULL || id_parse(str_of(dot + 1), id));
		}
	return false;
}

/* ---- contacts ---- */

/* Names, as the viewer may see them: who has none is not theirs to know. */
static const char *
contact_called(struct request *rq, int64_t contact)
{
	const struct module *module = module_named(rq->rights->catalogue, "contacts");
	const struct access *access = module == NULL ? NULL : record_access(rq, module);
	size_t count = 0;
	const struct record_name *names = access == NULL ? NULL : record_names(rq->tx, access, &contact, 1, &count);

	return count == 0 ? NULL : names[0].name;
}

static int64_t
type_of_contact(struct request *rq, int64_t contact)
{
	const struct module *module = module_named(rq->rights->catalogue, "contacts");
	int64_t given =
		module == NULL
			? 0
			: db_get_int(rq->tx, 0,
				     "select user_type_id from portal_user where module_id = $1 and record_id = $2",
				     db_int(module->id), db_int(contact));
	const struct user_type *type = rights_user_type(rq->rights, given);

	return type == NULL ? 0 : type->id;
}

static bool
take_contact(struct request *rq, int64_t client, struct folder_whom *whom)
{
	if (db_get_int(rq->tx, 0, "select 1 from client_contact where client_id = $1 and contact_id = $2",
		       db_int(client), db_int(whom->who_id)) == 0)
		return false;
	whom->name = contact_called(rq, whom->who_id);
	whom->person = (struct folder_person){
		.id = whom->who_id, .user_type = type_of_contact(rq, whom->who_id), .cap = FOLDER_FULL};
	return whom->name != NULL;
}

static bool
is_of_contacts(const struct user_type *type)
{
	return type->main != NULL && text_equal(type->main->name, "contacts");
}

static const char *
type_called(struct request *rq, const struct user_type *type)
{
	const char *name = label_text(&type->label, language_of(rq));

	return type->label.count == 0 ? formats_translate(rq->formats, name) : name;
}

const struct contact_type *
contact_types(struct request *rq, size_t *count)
{
	const struct rights *rights = rq->rights;
	struct contact_type *types = arena_make_array(rq->arena, struct contact_type, rights->user_type_count + 1);

	*count = 0;
	for (size_t i = 0; i < rights->user_type_count; i++)
		if (is_of_contacts(&rights->user_types[i]))
			types[(*count)++] = (struct contact_type){rights->user_types[i].id,
								  type_called(rq, &rights->user_types[i])};
	return types;
}

static bool
take_user_type(struct request *rq, struct folder_whom *whom)
{
	const struct user_type *type = whom->who_id == 0 ? NULL : rights_user_type(rq->rights, whom->who_id);

	if (type == NULL || !is_of_contacts(type))
		return false;
	whom->name = type_called(rq, type);
	whom->person = (struct folder_person){.user_type = type->id, .cap = FOLDER_FULL};
	return true;
}

/* ---- staff ---- */

static void
take_crews(struct request *rq, struct folder_whom *whom)
{
	int64_t *crews = arena_make_array(rq->arena, int64_t, rq->rights->crew_count + 1);

	for (size_t i = 0; i < rq->rights->crew_count && whom->crew_count < CREWS_HEARD; i++)
		if (crew_has(&rq->rights->crews[i], whom->who_id))
			crews[whom->crew_count++] = rq->rights->crews[i].id;
	whom->crews = crews;
}

/* Nobody's account, but what signs for people of the portal. */
static bool
acts_for_others(struct tx *tx, int64_t staff)
{
	return db_get_int(tx, 0, "select 1 from staff where id = $1 and acts_for is not null", db_int(staff)) != 0;
}

static bool
take_staff(struct request *rq, int64_t client, struct folder_whom *whom)
{
	const struct viewer *viewer = viewer_of_staff(rq->tx, whom->who_id);

	if (viewer == NULL || acts_for_others(rq->tx, whom->who_id))
		return false;
	whom->name = viewer->name;
	whom->person = (struct folder_person){
		.staff = true,
		.id = viewer->staff,
		.cap = (enum folder_level)client_level_of(rq->tx, rq->rights, viewer, client),
	};
	take_crews(rq, whom);
	return true;
}

static bool
take_crew(struct request *rq, struct folder_whom *whom)
{
	const struct crew *crew = rights_crew(rq->rights, whom->who_id);

	if (crew == NULL)
		return false;
	whom->name = crew->name;
	whom->person = (struct folder_person){.staff = true, .cap = FOLDER_FULL};
	whom->crews = &crew->id;
	whom->crew_count = 1;
	return true;
}

/* ---- one, and all ---- */

const struct folder_whom *
folder_whom_find(struct request *rq, int64_t client, const char *code)
{
	struct folder_whom *whom = arena_make(rq->arena, struct folder_whom);
	bool found = true;

	*whom = (struct folder_whom){.whose = FOLDER_WHOSE};
	if (!folder_whom_read_code(code, &whom->whose, &whom->who_id))
		return NULL;
	whom->code = folder_whom_code(rq->arena, whom->whose, whom->who_id);
	if (whom->whose == WHOSE_CONTACT)
		found = take_contact(rq, client, whom);
	else if (whom->whose == WHOSE_STAFF)
		found = take_staff(rq, client, whom);
	else if (whom->whose == WHOSE_USER_TYPE)
		found = take_user_type(rq, whom);
	else if (whom->whose == WHOSE_CREW)
		found = take_crew(rq, whom);
	else
		whom->person = (struct folder_person){.staff = whom->whose == WHOSE_COLLEAGUES, .cap = FOLDER_FULL};
	return found ? whom : NULL;
}

const struct folder_whom *
folder_whom_self(struct request *rq, const struct folder_access *access)
{
	struct folder_whom *self = arena_make(rq->arena, struct folder_whom);

	*self = (struct folder_whom){.whose = WHOSE_STAFF, .who_id = access->person.id, .person = access->person};
	take_crews(rq, self);
	return self;
}

static void
add_choice(struct doc *list, const char *code, const char *name, const char *current)
{
	struct doc *choice = doc_add_object(list);

	doc_set_text(choice, "code", code);
	doc_set_text(choice, "name", name);
	doc_set_bool(choice, "current", text_equal(code, current));
}

static const int64_t *
contacts_at(struct tx *tx, int64_t client, size_t *count)
{
	static const enum db_type types[] = {DB_INT};
	struct sql sql = sql_new(tx_arena(tx));
	const struct db_value *cells;
	int64_t *ids;

	sql_add(&sql, "select client_contact.contact_id from client_contact join contact on contact.id = "
		      "client_contact.contact_id where contact.deleted_at is null and client_contact.client_id = ");
	sql_value(&sql, db_int(client));
	sql_add(&sql, " order by contact.name_key, contact.id limit ");
	sql_value(&sql, db_int(CONTACTS_SHOWN));
	cells = db_sql_cells(tx, sql_end(&sql), types, 1, count);
	ids = arena_make_array(tx_arena(tx), int64_t, *count + 1);
	for (size_t i = 0; i < *count; i++)
		ids[i] = cells[i].integer;
	return ids;
}

static void
add_contacts(struct request *rq, int64_t client, const char *current, struct doc *list)
{
	const struct module *module = module_named(rq->rights->catalogue, "contacts");
	const struct access *access = module == NULL ? NULL : record_access(rq, module);
	size_t count = 0, named = 0;
	const int64_t *ids = contacts_at(rq->tx, client, &count);
	const struct record_name *names =
		access == NULL || count == 0 ? NULL : record_names(rq->tx, access, ids, count, &named);

	for (size_t i = 0; i < count; i++)
		for (size_t n = 0; n < named; n++)
			if (names[n].id == ids[i] && names[n].name != NULL)
				add_choice(list, folder_whom_code(rq->arena, WHOSE_CONTACT, ids[i]), names[n].name,
					   current);
}

void
folder_whom_add_all(struct request *rq, int64_t client, bool staff, const char *current, struct doc *page)
{
	struct doc *persons = doc_set_list(page, "persons"), *groups = doc_set_list(page, "groups");
	const struct rights *rights = rq->rights;
	size_t count = 0;
	const struct staff_name *names = staff ? staff_names_active(rq->tx, &count) : NULL;
	const struct contact_type *types;

	for (size_t i = 0; i < count; i++)
		add_choice(persons, folder_whom_code(rq->arena, WHOSE_STAFF, names[i].id), names[i].name, current);
	for (size_t i = 0; staff && i < rights->crew_count; i++)
		add_choice(groups, folder_whom_code(rq->arena, WHOSE_CREW, rights->crews[i].id), rights->crews[i].name,
			   current);
	if (staff)
		return;
	add_contacts(rq, client, current, persons);
	types = contact_types(rq, &count);
	for (size_t i = 0; i < count; i++)
		add_choice(groups, folder_whom_code(rq->arena, WHOSE_USER_TYPE, types[i].id), types[i].name, current);
}

/* ---- what is said to them ---- */

static void
add_hearers(struct sql *sql, const struct folder_whom *whom)
{
	bool staff = whom->person.staff;

	sql_printf(sql, " and (folder_right.whose = '%s' or (folder_right.whose = '%s' and folder_right.who_id = ",
		   folder_whose_names[staff ? WHOSE_COLLEAGUES : WHOSE_CONTACTS],
		   folder_whose_names[staff ? WHOSE_STAFF : WHOSE_CONTACT]);
	sql_value(sql, db_int(whom->person.id));
	sql_printf(sql, ") or (folder_right.whose = '%s' and folder_right.who_id in ",
		   folder_whose_names[staff ? WHOSE_CREW : WHOSE_USER_TYPE]);
	if (staff)
		sql_ids(sql, whom->crews, whom->crew_count);
	else
		sql_ids(sql, &whom->person.user_type, 1);
	sql_add(sql, "))");
}

struct folder_right *
folder_rights_heard(struct tx *tx, int64_t client, const struct folder_whom *whom, const int64_t *ids, size_t id_count,
		    size_t *count)
{
	struct sql sql = folder_rights_begin(tx);

	sql_add(&sql, " where folder_right.client_id = ");
	sql_value(&sql, db_int(client));
	sql_add(&sql, " and folder_right.folder_id in ");
	sql_ids(&sql, ids, id_count < FOLDERS_ASKED ? id_count : FOLDERS_ASKED);
	add_hearers(&sql, whom);
	return folder_rights_list(tx, &sql, count);
}
