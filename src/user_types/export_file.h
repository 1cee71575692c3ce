/* export_file: the setup of a user type as a file that names modules, fields and layouts, so that it fits elsewhere. */
#ifndef USER_TYPES_EXPORT_FILE_H
#define USER_TYPES_EXPORT_FILE_H

#include "user_types/setup.h"

/* {"parvis": "user type", "format": 1, "type": {"label", "module"}, "tabs": […], "web": […]}: as rights/user_type.h
 * describes, but with the names of layouts and cards. A condition that asks for certain records or people cannot be
 * carried: its tab says {"narrowed": "by records"}. */
struct doc *configuration_doc(struct request *rq, const struct setup *setup, const struct doc *from);

struct configuration {
	struct doc *setup; /* what a draft would become; NULL: the file cannot be read */
	const char *error; /* then why: English, N_ */
	const struct doc *values;
	struct doc *lost; /* what was not found here: list of {"where", "text"} */
};
/* Reads the text of a file for the user type, whose draft it does not touch. */
struct configuration configuration_read(struct request *rq, const struct setup *setup, struct str text);

#endif
