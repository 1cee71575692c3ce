/* door_gate_test: a house with clients, a portal and sessions, and a door behind which every address answers the same,
 * so that only who is let in is asked. */
#ifndef APP_DOOR_GATE_TEST_H
#define APP_DOOR_GATE_TEST_H

#include "app/door_test.h"
#include "core/weakened.h"
#include "records/record_world_test.h"

/* Sessions and people, all there from the beginning; what is wrong with one of them a test writes itself. */
enum { GATE_COMPANY = 300, GATE_CLIENT, GATE_OTHER_CLIENT, GATE_CONTACT = 310, GATE_PORTAL = 320 };
enum { GATE_STAFF = 330, GATE_HALF, GATE_PORTAL_SESSION, GATE_NEW_SESSION, GATE_LOOKING, GATE_PREVIEW, GATE_SESSIONS };

struct gate {
	struct world world;
	struct door *door;
	struct arena *arena;
};
/* In a database of rights_world_make: EVA and BEN as there; BEN looks at the portal as the client. */
struct gate gate_of(struct db *db, struct arena *arena);
/* The same, and whoever is let in anywhere gets 200 and nothing else. */
struct gate empty_gate_of(struct db *db, struct arena *arena);
void gate_run(struct gate *gate, const char *statement);

/* "sid=…", "pid=…", "vid=…": the session's, as the browser sends it to the console, to a portal, or to one in a
 * preview, which BEN opened from the session GATE_LOOKING. */
const char *gate_console_cookie(const struct gate *gate, int session);
const char *gate_portal_cookie(const struct gate *gate, int session);
const char *gate_preview_cookie(const struct gate *gate);
/* The path with something in the place of each parameter. */
const char *gate_path(struct arena *arena, const char *pattern);
int gate_status(const struct gate *gate, const struct door_request *request);

#endif
