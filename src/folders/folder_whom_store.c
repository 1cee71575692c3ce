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

enum { CONTACTS_SHOWN = 300, FOLDERS_ASKED = 100, CREWS_HEARD = 200, CANDIDATES_GONE = 200 };

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

/* ---- groups ---- */

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

static bool
take_crew(struct request *rq, struct folder_whom *whom)
{
	const struct crew *crew = rights_crew(rq->rights, whom->who_id);

	if (crew == NULL)
		return false;
	whom->name = crew->name;
	whom->person = (struct folder_person){.staff = true, .crew = crew->id, .cap = FOLDER_FULL};
	whom->crews = &crew->id;
	whom->crew_count = 1;
	return true;
}

/* ---- contacts ---- */

static void
read_types(struct tx *tx, const struct rights *rights, const struct module *module, const int64_t *ids,
	   struct folder_person *people, size_t count)
{
	static const enum db_type types[] = {DB_INT, DB_INT};
	struct sql sql = sql_new(tx_arena(tx));
	const struct db_value *cells;
	size_t rows = 0;

	sql_printf(&sql, "select record_id, user_type_id from portal_user where module_id = $%d and record_id in ",
		   sql_bind(&sql, db_int(module->id)));
	sql_ids(&sql, ids, count);
	cells = db_sql_cells(tx, sql_end(&sql), types, 2, &rows);
	for (size_t row = 0; row < rows; row++) {
		const struct user_type *type =
			rights_user_type(rights, cells[2 * row + 1].type == DB_NULL ? 0 : cells[2 * row + 1].integer);

		for (size_t i = 0; i < count; i++)
			if (people[i].id == cells[2 * row].integer)
				people[i].user_type = type == NULL ? 0 : type->id;
	}
}

struct folder_person *
folder_contacts_typed(struct tx *tx, const struct rights *rights, const int64_t *ids, size_t count)
{
	enum { AT_ONCE = 128 };
	const struct module *module = module_named(rights->catalogue, "contacts");
	const struct user_type *usual = rights_user_type(rights, 0);
	struct folder_person *people = arena_make_array(tx_arena(tx), struct folder_person, count + 1);

	for (size_t i = 0; i < count; i++)
		people[i] = (struct folder_person){
			.id = ids[i], .user_type = usual == NULL ? 0 : usual->id, .cap = FOLDER_FULL};
	for (size_t from = 0; module != NULL && from < count; from += AT_ONCE)
		read_types(tx, rights, module, ids + from, people + from,
			   count - from < AT_ONCE ? count - from : AT_ONCE);
	return people;
}

/* The ids of one kind among them. */
static const int64_t *
ids_of(struct arena *arena, const struct folder_whom *people, size_t people_count, enum folder_whose whose,
       size_t *count)
{
	int64_t *ids = arena_make_array(arena, int64_t, people_count + 1);

	*count = 0;
	for (size_t i = 0; i < people_count; i++)
		if (people[i].whose == whose)
			ids[(*count)++] = people[i].who_id;
	return ids;
}

static struct folder_whom *
whom_among(struct folder_whom *people, size_t count, enum folder_whose whose, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (people[i].whose == whose && people[i].who_id == id)
			return &people[i];
	return NULL;
}

static const int64_t *
contacts_among(struct tx *tx, int64_t client, const int64_t *ids, size_t id_count, size_t *count)
{
	static const enum db_type types[] = {DB_INT};
	struct sql sql = sql_new(tx_arena(tx));
	const struct db_value *cells;
	int64_t *theirs;

	sql_add(&sql, "select contact_id from client_contact where client_id = ");
	sql_value(&sql, db_int(client));
	sql_add(&sql, " and contact_id in ");
	sql_ids(&sql, ids, id_count);
	cells = db_sql_cells(tx, sql_end(&sql), types, 1, count);
	theirs = arena_make_array(tx_arena(tx), int64_t, *count + 1);
	for (size_t i = 0; i < *count; i++)
		theirs[i] = cells[i].integer;
	return theirs;
}

/* Names, as the viewer may see them: who has none is not theirs to know. */
static void
take_contacts(struct request *rq, int64_t client, struct folder_whom *people, size_t people_count)
{
	const struct module *module = module_named(rq->rights->catalogue, "contacts");
	const struct access *access = module == NULL ? NULL : record_access(rq, module);
	size_t count, named = 0;
	const int64_t *ids = ids_of(rq->arena, people, people_count, WHOSE_CONTACT, &count);
	const struct folder_person *typed;
	const struct record_name *names;

	if (count == 0 || access == NULL)
		return;
	ids = contacts_among(rq->tx, client, ids, count, &count);
	typed = folder_contacts_typed(rq->tx, rq->rights, ids, count);
	names = record_names(rq->tx, access, ids, count, &named);
	for (size_t i = 0; i < count; i++)
		whom_among(people, people_count, WHOSE_CONTACT, ids[i])->person = typed[i];
	for (size_t i = 0; i < named; i++)
		whom_among(people, people_count, WHOSE_CONTACT, names[i].id)->name = names[i].name;
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

static void
take_staff(struct request *rq, int64_t client, struct folder_whom *people, size_t people_count)
{
	size_t count;
	const int64_t *ids = ids_of(rq->arena, people, people_count, WHOSE_STAFF, &count);
	enum client_level *levels = arena_make_array(rq->arena, enum client_level, count + 1);
	const struct viewer *viewers;

	if (count == 0)
		return;
	viewers = viewers_of_staff(rq->tx, ids, count, &count);
	client_levels_of(rq->tx, rq->rights, viewers, count, client, levels);
	for (size_t i = 0; i < count; i++) {
		struct folder_whom *whom = whom_among(people, people_count, WHOSE_STAFF, viewers[i].staff);

		whom->name = viewers[i].name;
		whom->person =
			(struct folder_person){.staff = true, .id = whom->who_id, .cap = (enum folder_level)levels[i]};
		take_crews(rq, whom);
	}
}

/* ---- one, several, all ---- */

/* Whom `whose` and `who_id` name; those who are nobody become FOLDER_WHOSE. */
static void
take_all(struct request *rq, int64_t client, struct folder_whom *people, size_t count)
{
	take_contacts(rq, client, people, count);
	take_staff(rq, client, people, count);
	for (size_t i = 0; i < count; i++) {
		struct folder_whom *whom = &people[i];
		bool found = whom->name != NULL;

		whom->code = folder_whom_code(rq->arena, whom->whose, whom->who_id);
		if (whom->whose == WHOSE_USER_TYPE)
			found = take_user_type(rq, whom);
		else if (whom->whose == WHOSE_CREW)
			found = take_crew(rq, whom);
		else if (folder_class_of(whom->whose) == CLASS_EVERYBODY) {
			whom->person =
				(struct folder_person){.staff = whom->whose == WHOSE_COLLEAGUES, .cap = FOLDER_FULL};
			found = true;
		}
		if (!found)
			whom->whose = FOLDER_WHOSE;
	}
}

const struct folder_whom *
folder_whom_find(struct request *rq, int64_t client, const char *code)
{
	struct folder_whom *whom = arena_make(rq->arena, struct folder_whom);

	*whom = (struct folder_whom){.whose = FOLDER_WHOSE};
	if (!folder_whom_read_code(code, &whom->whose, &whom->who_id))
		return NULL;
	take_all(rq, client, whom, 1);
	return whom->whose == FOLDER_WHOSE ? NULL : whom;
}

const struct folder_whom *
folder_whom_self(struct request *rq, const struct folder_access *access)
{
	struct folder_whom *self = arena_make(rq->arena, struct folder_whom);

	*self = (struct folder_whom){.whose = WHOSE_STAFF, .who_id = access->person.id, .person = access->person};
	take_crews(rq, self);
	return self;
}

/* Each once. */
static size_t
add_told(struct folder_whom *people, size_t count, const struct folder_said *said, size_t most)
{
	for (size_t i = 0; i < said->count && count < most; i++)
		if (whom_among(people, count, said->rights[i].whose, said->rights[i].who_id) == NULL)
			people[count++] =
				(struct folder_whom){.whose = said->rights[i].whose, .who_id = said->rights[i].who_id};
	return count;
}

struct folder_whom *
folder_whoms_of(struct request *rq, int64_t client, const struct folder_said *before, const struct folder_said *after,
		size_t most, size_t *count)
{
	size_t told, candidates = most + CANDIDATES_GONE;
	struct folder_whom *people = arena_make_array(rq->arena, struct folder_whom, candidates);

	told = add_told(people, 0, before, candidates);
	told = add_told(people, told, after, candidates);
	take_all(rq, client, people, told);
	*count = 0;
	for (size_t i = 0; i < told && *count < most; i++)
		if (people[i].whose != FOLDER_WHOSE)
			people[(*count)++] = people[i];
	return people;
}

struct person_row {
	int64_t id;
	const char *key; /* by which they are in order */
};
static const struct db_column person_columns[] = {
	DB_COLUMN_INT64(struct person_row, id),
	DB_COLUMN_TEXT(struct person_row, key),
};
static const struct db_shape person_shape = DB_SHAPE(struct person_row, person_columns);

static const struct person_row *
people_rows(struct tx *tx, int64_t client, bool staff, const struct cursor *from, size_t *count)
{
	struct db_value key = db_text(from->given && from->text != NULL ? from->text : ""), id = db_int(from->id);

	if (staff)
		return db_list(tx, &person_shape, count,
			       "select id, name as key from staff where disabled_at is null and "
			       "acts_for is null and (name, id) > ($1, $2) order by name, id limit $3",
			       key, id, db_int(PAGE_ROWS + 1));
	return db_list(
		tx, &person_shape, count,
		"select contact.id, contact.name_key as key from "
		"client_contact join contact on contact.id = client_contact.contact_id where contact.deleted_at is "
		"null and client_contact.client_id = $1 and (contact.name_key, contact.id) > ($2, $3) order by "
		"contact.name_key, contact.id limit $4",
		db_int(client), key, id, db_int(PAGE_ROWS + 1));
}

struct folder_whom *
folder_people(struct request *rq, int64_t client, bool staff, const struct cursor *from, size_t *count, bool *more,
	      struct cursor *last)
{
	const struct person_row *rows = people_rows(rq->tx, client, staff, from, count);
	struct folder_whom *people;

	*more = *count > PAGE_ROWS;
	*count -= *more;
	people = arena_make_array(rq->arena, struct folder_whom, *count + 1);
	for (size_t i = 0; i < *count; i++) {
		people[i] = (struct folder_whom){.whose = staff ? WHOSE_STAFF : WHOSE_CONTACT, .who_id = rows[i].id};
		*last = (struct cursor){.text = rows[i].key, .id = rows[i].id};
	}
	take_all(rq, client, people, *count);
	return people;
}

void
folder_whom_set_name(struct doc *doc, const char *name, const struct folder_whom *whom)
{
	if (whom->name != NULL)
		doc_set_text(doc, name, whom->name);
	else
		doc_set_word(doc, name, whom->code,
			     whom->whose == WHOSE_COLLEAGUES ? N_("All staff") : N_("All contacts"));
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
