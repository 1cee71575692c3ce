/* agent: looks for a few words; browsers claim to be each other, so the order matters. */
#include "people/agent.h"

#include "base/arena.h"

#include <stddef.h>
#include <string.h>

struct word {
	const char *sign, *name;
};

static const char *
first_of(const struct word *words, size_t count, const char *agent)
{
	for (size_t i = 0; i < count; i++)
		if (strstr(agent, words[i].sign) != NULL)
			return words[i].name;
	return NULL;
}

const char *
agent_show(struct arena *arena, const char *agent)
{
	static const struct word browsers[] = {
		{"Edg", "Edge"},	 {"OPR/", "Opera"},	{"SamsungBrowser", "Samsung Internet"},
		{"Firefox/", "Firefox"}, {"FxiOS", "Firefox"},	{"CriOS", "Chrome"},
		{"Chrome/", "Chrome"},	 {"Safari/", "Safari"}, {"curl/", "curl"},
	};
	static const struct word systems[] = {
		{"iPhone", "iPhone"},  {"iPad", "iPad"},     {"Android", "Android"}, {"Windows", "Windows"},
		{"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"},
	};
	const char *browser, *system;

	if (agent == NULL)
		return NULL;
	browser = first_of(browsers, sizeof browsers / sizeof browsers[0], agent);
	system = first_of(systems, sizeof systems / sizeof systems[0], agent);
	if (browser == NULL || system == NULL)
		return browser == NULL ? system : browser;
	return arena_printf(arena, "%s, %s", browser, system);
}
