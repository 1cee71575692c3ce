/* device: looks for the marks browsers put into their User-Agent; those that imitate others come first. */
#include "core/device.h"

#include <stddef.h>
#include <string.h>

struct mark {
	const char *text, *name;
};

static const struct mark browsers[] = {
	{"Edg", "Edge"},	{"OPR/", "Opera"},     {"SamsungBrowser", "Samsung Internet"},
	{"Firefox", "Firefox"}, {"FxiOS", "Firefox"},  {"CriOS", "Chrome"},
	{"Chrome/", "Chrome"},	{"Safari/", "Safari"}, {"curl/", "curl"},
};

static const struct mark systems[] = {
	{"iPhone", "iPhone"}, {"iPad", "iPad"},	     {"Android", "Android"}, {"Windows", "Windows"},
	{"CrOS", "ChromeOS"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
};

static const char *
find(const struct mark *marks, size_t count, const char *agent)
{
	for (size_t i = 0; i < count; i++)
		if (strstr(agent, marks[i].text) != NULL)
			return marks[i].name;
	return NULL;
}

struct device
device_of(const char *agent)
{
	if (agent == NULL)
		return (struct device){.pocket = false};
	return (struct device){
		.browser = find(browsers, sizeof browsers / sizeof browsers[0], agent),
		.system = find(systems, sizeof systems / sizeof systems[0], agent),
		.pocket = strstr(agent, "Mobile") != NULL || strstr(agent, "Android") != NULL ||
			  strstr(agent, "iPad") != NULL,
	};
}
