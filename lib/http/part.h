/* part: the header of one part of a multipart body, and parameters of header fields. */
#ifndef HTTP_PART_H
#define HTTP_PART_H

#include "base/str.h"

struct arena;

struct part {
	const char *name;
	bool is_file;
	const char *file_name; /* without folders, control and invisible characters; "" when the sender gave none */
	const char *type;      /* "" when absent */
};

/* `header`: the lines with their CR LF. False when malformed, or no form-data with a name. */
bool part_read(struct arena *arena, struct str header, struct part *part);

/* The parameter of "value; name=token; name=\"quoted\"": unquoted; at NULL when absent. */
struct str part_parameter(struct arena *arena, struct str value, const char *name);

#endif
