/* folder_whom: of whom rights on folders are told: a contact, a staff user, a group of either, or all of them. */
#ifndef FOLDERS_FOLDER_WHOM_H
#define FOLDERS_FOLDER_WHOM_H

#include "core/page.h"
#include "core/request.h"
#include "folders/folder_right_store.h"

/* Several things that are said. */
struct folder_said {
	struct folder_right *rights;
	size_t count;
};

struct folder_whom {
	enum folder_whose whose;
	int64_t who_id;		     /* 0: everybody */
	const char *code;	     /* "contact.0c4m…", "contacts": as addresses and forms have it */
	const char *name;	     /* NULL for everybody */
	struct folder_person person; /* as which they read; of a group somebody of whom nothing else is said */
	const int64_t *crews;	     /* the groups of the staff user, or the group itself */
	size_t crew_count;
};

/* "contact.0c4m…", "contacts"; the id 0: everybody. */
const char *folder_whom_code(struct arena *arena, enum folder_whose whose, int64_t id);
/* "contact.0c4m…" taken apart, whether there is such a one or not; false: nothing of the kind. */
bool folder_whom_read_code(const char *code, enum folder_whose *whose, int64_t *id);
/* Whom the code names, at this client: a contact of it whom the viewer sees, a staff user, a user type of contacts, a
 * crew. NULL: nobody. */
const struct folder_whom *folder_whom_find(struct request *rq, int64_t client, const char *code);
/* The one who sent the request, of the staff. */
const struct folder_whom *folder_whom_self(struct request *rq, const struct folder_access *access);
/* Those of whom these rights are told, each once, as far as they are there and known to who asks; at most `most`. A few
 * statements. */
struct folder_whom *folder_whoms_of(struct request *rq, int64_t client, const struct folder_said *before,
				    const struct folder_said *after, size_t most, size_t *count);
/* Contacts as rights know them, with their user types. One statement. */
struct folder_person *
folder_contacts_typed(struct tx *tx, const struct rights *rights, const int64_t *ids, size_t count);
/* A page of the contacts of the client, or of the staff users who may sign in, by name; `more`: others follow. A few
 * statements. FOLDER_WHOSE: not theirs to know. */
struct folder_whom *folder_people(struct request *rq, int64_t client, bool staff, const struct cursor *from,
				  size_t *count, bool *more, struct cursor *last);
/* What they are called; of everybody, in words. */
void folder_whom_set_name(struct doc *doc, const char *name, const struct folder_whom *whom);
/* The user types that contacts have, in their order, with their names in the reader's language. */
struct contact_type {
	int64_t id;
	const char *name;
};
const struct contact_type *contact_types(struct request *rq, size_t *count);
/* Adds all of the side (staff or contacts) to choose among: {"code", "name", "current"}; at most 300 contacts. */
void folder_whom_add_all(struct request *rq, int64_t client, bool staff, const char *current, struct doc *page);

/* Whether what is said concerns them. */
bool folder_whom_hears(const struct folder_whom *whom, const struct folder_right *right);
/* What is said to them of the folders, whose ids are given (at most 100), in any order. One statement. */
struct folder_right *folder_rights_heard(struct tx *tx, int64_t client, const struct folder_whom *whom,
					 const int64_t *ids, size_t id_count, size_t *count);
/* What the folders of a way, from the top, say to them. */
struct folder_sight folder_sight_along(const struct folder_whom *whom, const struct folder_right *rights, size_t count,
				       const int64_t *way, size_t way_count);
/* What that gives them. */
enum folder_level folder_whom_level(const struct folder_whom *whom, const struct folder_sight *sight);

#endif
