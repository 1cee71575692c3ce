/* client_place: the folders of clients on a drive. Their number stands behind the name always, not only beside another
 * client of the same name: so that a folder is called the same tomorrow. */
#include "dav/place.h"

#include "clients/clients.h"
#include "dav/path.h"
#include "records/record.h"
#include "sys/file_name.h"

#include <string.h>

/* A number that does not stand in a name as it is could not be found again: the id stands there then, as it does where
 * the number is hidden. */
static const char *
called(struct arena *arena, const char *name, const char *number, int64_t client)
{
	char id[ID_LENGTH + 1];

	id_print(id, client);
	if (text_empty(number) || strpbrk(number, "()") != NULL ||
	    !text_equal(file_name_safe(arena, str_of(number)), number))
		number = id;
	return file_name_safe(arena, str_of(arena_printf(arena, "%s (%s)", name == NULL ? "" : name, number)));
}

/* ---- of staff: through their plan ---- */

struct reading {
	const struct access *access;
	const struct field *fields[2]; /* name, number */
};

static bool
begin(struct request *rq, struct reading *reading)
{
	const struct module *module = module_named(rq->rights->catalogue, "clients");

	if (module == NULL)
		return false;
	reading->access = record_access(rq, module);
	reading->fields[0] = field_named(module, "name");
	reading->fields[1] = field_named(module, "number");
	return true;
}

static const char *
text_of(struct arena *arena, const struct record *record, const struct field *field)
{
	const struct db_value *cell = &record->cells[field->index];

	return cell->type == DB_TEXT ? arena_text_of(arena, cell->bytes.at, cell->bytes.length) : NULL;
}

static const char *
record_called(struct arena *arena, const struct reading *reading, const struct record *record)
{
	return called(arena, text_of(arena, record, reading->fields[0]), text_of(arena, record, reading->fields[1]),
		      record->id);
}

static struct client_place *
clients_of_staff(struct request *rq, size_t *count)
{
	struct reading reading;
	struct client_place *places;
	const struct record *records;
	struct record_query query = {.fields = reading.fields, .field_count = 2, .limit = CLIENTS_MOST};

	*count = 0;
	if (!begin(rq, &reading))
		return NULL;
	query.sort = reading.fields[0];
	records = record_list(rq->tx, reading.access, &query, count);
	places = arena_make_array(rq->arena, struct client_place, *count + 1);
	for (size_t i = 0; i < *count; i++)
		places[i] = (struct client_place){records[i].id, record_called(rq->arena, &reading, &records[i])};
	return places;
}

static const char *
called_for_staff(struct request *rq, int64_t client)
{
	struct reading reading;
	const struct record *record = begin(rq, &reading) ? record_find(rq->tx, reading.access, client, false) : NULL;

	return record == NULL ? NULL : record_called(rq->arena, &reading, record);
}

/* ---- of a contact ---- */

static struct client_place *
clients_of_contact(struct request *rq, size_t *count)
{
	const struct membership *theirs = contact_memberships(rq->tx, rq->viewer->contact, count);
	struct client_place *places = arena_make_array(rq->arena, struct client_place, *count + 1);

	for (size_t i = 0; i < *count; i++)
		places[i] = (struct client_place){
			theirs[i].client, called(rq->arena, theirs[i].name, theirs[i].number, theirs[i].client)};
	return places;
}

static const char *
called_for_contact(struct request *rq, int64_t client)
{
	size_t count;
	const struct client_place *places = clients_of_contact(rq, &count);

	for (size_t i = 0; i < count; i++)
		if (places[i].id == client)
			return places[i].name;
	return NULL;
}

/* ---- either ---- */

struct client_place *
client_places(struct request *rq, size_t *count)
{
	return rq->viewer->kind == VIEWER_STAFF ? clients_of_staff(rq, count) : clients_of_contact(rq, count);
}

const char *
client_place_name(struct request *rq, int64_t client)
{
	return rq->viewer->kind == VIEWER_STAFF ? called_for_staff(rq, client) : called_for_contact(rq, client);
}

/* What stands in the last brackets: a number, or an id. */
static int64_t
client_in_brackets(struct request *rq, const char *name)
{
	const char *open = strrchr(name, '(');
	size_t length = strlen(name);
	int64_t id = name_id(name);

	if (id != 0 || open == NULL || name[length - 1] != ')')
		return id;
	return client_of_number(rq->tx, arena_text_of(rq->arena, open + 1, (size_t)(name + length - open) - 2));
}

int64_t
client_place_named(struct request *rq, const char *name)
{
	int64_t client = client_in_brackets(rq, name);
	const char *real = client == 0 ? NULL : client_place_name(rq, client);

	return real != NULL && text_equal(file_name_key(rq->arena, real), file_name_key(rq->arena, name)) ? client : 0;
}
