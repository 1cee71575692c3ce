/* builtin: finds the modules that come with the program, and says what every module has. */
#include "modules/builtin.h"

#include <string.h>

static const struct builtin_choice approvals[] = {
	{"none", N_("None"), "neutral"},	   {"waiting", N_("Waiting for approval"), "warning"},
	{"approved", N_("Approved"), "good"},	   {"refused", N_("Refused"), "bad"},
	{"withdrawn", N_("Withdrawn"), "neutral"}, {NULL},
};
static const struct builtin_choice reviews[] = {
	{"none", N_("None"), "neutral"},
	{"waiting", N_("Waiting for review"), "warning"},
	{"accepted", N_("Accepted"), "good"},
	{"refused", N_("Refused"), "bad"},
	{NULL},
};

const struct builtin_field builtin_system[] = {
	[SYSTEM_OWNER] = {.name = "owner", .type = FIELD_STAFF, .label = N_("Owner"), .column = "owner_id"},
	[SYSTEM_CREATED_AT] = {.name = "created_at", .type = FIELD_INSTANT, .label = N_("Created")},
	[SYSTEM_CREATED_BY] = {.name = "created_by", .type = FIELD_STAFF, .label = N_("Created by")},
	[SYSTEM_MODIFIED_AT] = {.name = "modified_at", .type = FIELD_INSTANT, .label = N_("Modified")},
	[SYSTEM_MODIFIED_BY] = {.name = "modified_by", .type = FIELD_STAFF, .label = N_("Modified by")},
	[SYSTEM_APPROVAL] = {.name = "approval", .type = FIELD_CHOICE, .label = N_("Approval"), .choices = approvals},
	[SYSTEM_REVIEW] = {.name = "review", .type = FIELD_CHOICE, .label = N_("Review"), .choices = reviews},
	{NULL},
};

static const struct builtin_module *const lists[] = {builtin_people, builtin_sales, builtin_work};

const struct builtin_module *
builtin_at(size_t index)
{
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		for (const struct builtin_module *module = lists[i]; module->name != NULL; module++)
			if (index-- == 0)
				return module;
	return NULL;
}

const struct builtin_module *
builtin_named(const char *name)
{
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++)
		for (const struct builtin_module *module = lists[i]; module->name != NULL; module++)
			if (strcmp(module->name, name) == 0)
				return module;
	return NULL;
}

static const struct builtin_field *
find(const struct builtin_field *fields, const char *name)
{
	for (; fields->name != NULL; fields++)
		if (strcmp(fields->name, name) == 0)
			return fields;
	return NULL;
}

const struct builtin_field *
builtin_field_named(const struct builtin_module *module, const char *name)
{
	const struct builtin_field *field = find(builtin_system, name);

	return field != NULL || module == NULL ? field : find(module->fields, name);
}

const struct builtin_choice *
builtin_choice_of(const struct builtin_field *field, const char *code)
{
	if (field == NULL || field->choices == NULL)
		return NULL;
	for (const struct builtin_choice *choice = field->choices; choice->code != NULL; choice++)
		if (strcmp(choice->code, code) == 0)
			return choice;
	return NULL;
}
