/* agent: browsers by the names people know them by. */
#ifndef PEOPLE_AGENT_H
#define PEOPLE_AGENT_H

struct arena;

/* "Firefox, Windows" for a User-Agent (RFC 9110 §10.1.5); NULL when it tells nothing we know. */
const char *agent_show(struct arena *arena, const char *agent);

#endif
