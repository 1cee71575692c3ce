/* activity_told: puts activities into words: names of people as the reader may know them, rights, devices. */
#include "folders/activity_page.h"

#include "base/arena.h"
#include "base/str.h"
#include "console/console.h"
#include "folders/folder_whom.h"
#include "records/module_page.h"
#include "records/record_merge.h"
#include "records/staff_name.h"
#include "rights/rights.h"

#include <string.h>

enum { DETAIL_DEPTH = 4, DETAIL_VALUES = 100, CONNECTION_SIGNS = 4 };

/* Whom an activity concerns, as the journal has it. */
struct concerned {
	enum folder_whose whose; /* FOLDER_WHOSE: nobody */
	int64_t id;
	const struct doc *detail; /* parsed; NULL: none */
};

struct telling {
	struct tx *tx;
	const struct activity_reader *reader;
	const struct record_name *contacts;
	size_t contact_count;
	const struct staff_name *staff;
	size_t staff_count;
};

struct activity_reader
activity_reader_of(struct request *rq)
{
	const struct module *module = module_named(rq->rights->catalogue, "contacts");
	bool portal = rq->portal != NULL;

	return (struct activity_reader){.contacts = portal || module == NULL ? NULL : record_access(rq, module),
					.rights = rq->rights,
					.language = language_of(rq),
					.portal = portal};
}

/* ---- whom it concerns ---- */

static struct concerned
concerned_by(struct arena *arena, const struct activity *activity)
{
	struct concerned concerned = {.whose = FOLDER_WHOSE};
	const char *error, *who, *contact, *staff;

	if (activity->detail != NULL)
		concerned.detail = doc_parse_json(arena, str_of(activity->detail), DETAIL_DEPTH, DETAIL_VALUES, &error);
	if (concerned.detail == NULL || concerned.detail->kind != DOC_OBJECT)
		return (struct concerned){.whose = FOLDER_WHOSE};
	who = doc_get_text(concerned.detail, "who");
	contact = doc_get_text(concerned.detail, "contact");
	staff = doc_get_text(concerned.detail, "staff");
	if (contact != NULL && id_parse(str_of(contact), &concerned.id))
		concerned.whose = WHOSE_CONTACT;
	else if (staff != NULL && id_parse(str_of(staff), &concerned.id))
		concerned.whose = WHOSE_STAFF;
	else if (who != NULL && !folder_whom_read_code(who, &concerned.whose, &concerned.id))
		concerned.whose = FOLDER_WHOSE;
	return concerned;
}

/* The journal names whoever it was then: those who were merged since are told as who they are now. */
static void
follow_merged(struct tx *tx, struct concerned *concerned, size_t count)
{
	int64_t *ids = arena_make_array(tx_arena(tx), int64_t, count + 1);
	size_t known = 0;

	for (size_t i = 0; i < count; i++)
		if (concerned[i].whose == WHOSE_CONTACT)
			ids[known++] = concerned[i].id;
	merges_follow(tx, ids, known);
	known = 0;
	for (size_t i = 0; i < count; i++)
		if (concerned[i].whose == WHOSE_CONTACT)
			concerned[i].id = ids[known++];
}

/* ---- names ---- */

static const char *
contact_called(const struct telling *telling, int64_t id)
{
	for (size_t i = 0; i < telling->contact_count; i++)
		if (telling->contacts[i].id == id)
			return telling->contacts[i].name;
	return NULL;
}

static const char *
staff_called(const struct telling *telling, int64_t id)
{
	for (size_t i = 0; i < telling->staff_count; i++)
		if (telling->staff[i].id == id)
			return telling->staff[i].name;
	return NULL;
}

static void
add_once(int64_t *ids, size_t *count, int64_t id)
{
	if (!id_is_among(ids, *count, id))
		ids[(*count)++] = id;
}

static void
read_names(struct telling *telling, const struct activity *activities, const struct concerned *concerned, size_t count)
{
	struct arena *arena = tx_arena(telling->tx);
	int64_t *contacts = arena_make_array(arena, int64_t, 2 * count + 1),
		*staff = arena_make_array(arena, int64_t, count + 1);
	size_t contact_count = 0, staff_count = 0;

	for (size_t i = 0; i < count; i++) {
		if (text_equal(activities[i].actor_kind, "contact"))
			add_once(contacts, &contact_count, activities[i].actor);
		if (concerned[i].whose == WHOSE_CONTACT)
			add_once(contacts, &contact_count, concerned[i].id);
		if (concerned[i].whose == WHOSE_STAFF)
			add_once(staff, &staff_count, concerned[i].id);
	}
	if (contact_count > 0 && telling->reader->contacts != NULL)
		telling->contacts = record_names(telling->tx, telling->reader->contacts, contacts, contact_count,
						 &telling->contact_count);
	if (staff_count > 0)
		telling->staff = staff_names(telling->tx, staff, staff_count, &telling->staff_count);
}

/* What they are called, or whom one may call them where their name is not known. */
static void
set_about(const struct telling *telling, const struct concerned *concerned, struct activity_told *told)
{
	static const char *const words[FOLDER_WHOSE] = {
		[WHOSE_CONTACT] = N_("A contact"),     [WHOSE_STAFF] = N_("Somebody of the staff"),
		[WHOSE_USER_TYPE] = N_("A user type"), [WHOSE_CREW] = N_("A group"),
		[WHOSE_CONTACTS] = N_("All contacts"), [WHOSE_COLLEAGUES] = N_("All staff"),
	};
	const struct rights *rights = telling->reader->rights;
	const struct user_type *type;
	const struct crew *crew;

	if (concerned->whose == FOLDER_WHOSE)
		return;
	told->about_code = folder_whose_names[concerned->whose];
	told->about = words[concerned->whose];
	if (concerned->whose == WHOSE_CONTACT)
		told->about_name = contact_called(telling, concerned->id);
	if (concerned->whose == WHOSE_STAFF)
		told->about_name = staff_called(telling, concerned->id);
	type = concerned->whose == WHOSE_USER_TYPE ? rights_user_type(rights, concerned->id) : NULL;
	crew = concerned->whose == WHOSE_CREW ? rights_crew(rights, concerned->id) : NULL;
	if (type != NULL && type->label.count > 0)
		told->about_name = label_text(&type->label, telling->reader->language);
	else if (type != NULL)
		told->about = label_text(&type->label, telling->reader->language);
	if (crew != NULL)
		told->about_name = crew->name;
}

/* ---- who, what ---- */

static const char *
kind_of_actor(const char *kind)
{
	if (text_equal(kind, "staff"))
		return N_("Staff");
	if (text_equal(kind, "contact"))
		return N_("Contact");
	if (text_equal(kind, "portal_user"))
		return N_("Portal user");
	return text_equal(kind, "system") ? N_("Parvis itself") : N_("Not signed in");
}

/* A contact whom the reader may not know has no name here; in the portal there is only the reader. */
static const char *
actor_called(const struct telling *telling, const struct activity *activity)
{
	const char *name = activity->actor_name;

	if (text_equal(activity->actor_kind, "contact") && !telling->reader->portal)
		name = contact_called(telling, activity->actor);
	return text_empty(name) ? NULL : name;
}

const char *
activity_right_words(int level)
{
	static const char *const labels[] = {N_("Not set"), N_("No right"), N_("Read"), N_("Full access")};

	return level == NO_RIGHT ? NULL : labels[level - LEVEL_UNSAID];
}

static int
level_in(const struct doc *detail, const char *name)
{
	const char *code = detail == NULL ? NULL : doc_get_text(detail, name);

	for (int level = 0; code != NULL && folder_level_names[level] != NULL; level++)
		if (text_equal(code, folder_level_names[level]))
			return level;
	return text_equal(code, "") ? LEVEL_UNSAID : NO_RIGHT;
}

static const char *
connection_of(struct arena *arena, const char *trace)
{
	return text_empty(trace) ? NULL : arena_text_of(arena, trace, strnlen(trace, CONNECTION_SIGNS));
}

struct activity_told *
activities_tell(struct tx *tx, const struct activity_reader *reader, const struct activity *activities, size_t count)
{
	struct arena *arena = tx_arena(tx);
	struct activity_told *told = arena_make_array(arena, struct activity_told, count + 1);
	struct concerned *concerned = arena_make_array(arena, struct concerned, count + 1);
	struct telling telling = {.tx = tx, .reader = reader};

	for (size_t i = 0; i < count; i++)
		concerned[i] = concerned_by(arena, &activities[i]);
	follow_merged(tx, concerned, count);
	read_names(&telling, activities, concerned, count);
	for (size_t i = 0; i < count; i++) {
		const struct doc *detail = concerned[i].detail;

		told[i] = (struct activity_told){
			.activity = &activities[i],
			.action = journal_words(activities[i].action),
			.actor = actor_called(&telling, &activities[i]),
			.actor_kind = kind_of_actor(activities[i].actor_kind),
			.level = level_in(detail, "level"),
			.before = level_in(detail, "before"),
			.was = detail == NULL ? NULL : doc_get_text(detail, "was"),
			.connection = reader->portal ? NULL : connection_of(arena, activities[i].trace),
		};
		set_about(&telling, &concerned[i], &told[i]);
	}
	return told;
}
