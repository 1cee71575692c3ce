/* door_folder_test: folders and files by chance behind the doors of the house, and who asks for them there. */
#ifndef APP_DOOR_FOLDER_TEST_H
#define APP_DOOR_FOLDER_TEST_H

#include "app/door_gate_test.h"
#include "core/app_password.h"
#include "folders/folder_world_test.h"

enum { DOOR_PEOPLE = 2 * PEOPLE_OF_KIND };

struct doors {
	struct gate gate;
	struct folder_world world;
	uint64_t seed;
	char keys[DOOR_PEOPLE][APP_PASSWORD_TEXT + 1];
	struct arena *arena; /* of one question */
};

/* Who asks, of which client. */
struct asker {
	struct doors *doors;
	const struct tree *tree;
	size_t which;
	struct folder_access access;
};

/* What the rule says they have; of what is not there FOLDER_NONE. */
enum folder_level asker_level(const struct asker *asker, int64_t folder);
bool asker_sees(const struct asker *asker, int64_t folder);
bool asker_has(const struct asker *asker, const struct paper *paper);
/* How many of those they see lie in the folder, or `deep` below it as well. */
size_t asker_folders(const struct asker *asker, int64_t folder, bool deep);
size_t asker_papers(const struct asker *asker, int64_t folder, bool deep);
/* Counts an answer, and says which when it is wrong. */
void asker_compare(const struct asker *asker, bool right, const char *what, int64_t folder);

size_t answer_count(const struct door_answer *answer, const char *words);

/* ---- door_folder_page_test.c: the console and the portal ---- */

/* Contacts sign in, and a staff user looks at the portal as each of them. */
void pages_enter(struct tx *tx, const struct doors *doors);
/* Of what was done so far: half of it contacts, the rest staff. */
void pages_tell_who(struct tx *tx, const struct doors *doors);
void pages_look(const struct asker *asker, int64_t folder, const struct paper *paper);

/* ---- door_folder_drive_test.c ---- */

/* The other paper is one to be written over; both may be NULL. */
void drive_look(const struct asker *asker, int64_t folder, const struct paper *paper, const struct paper *other);

#endif
