/* template_code: what a template is compiled to: a flat array of operations for one language. */
#ifndef HTML_TEMPLATE_CODE_H
#define HTML_TEMPLATE_CODE_H

#include "base/str.h"
#include "html/template.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum op_kind {
	OP_TEXT,
	OP_ESCAPED,
	OP_RAW,
	OP_SECTION,
	OP_INVERTED,
	OP_CALL,
	OP_BLOCK,
	OP_PLURAL,
};

/* A dotted name, cut and hashed beforehand. No parts: the implicit iterator, {{.}}. */
struct path {
	struct str text;
	size_t count;
	struct path_part {
		struct str name;
		uint32_t hash;
	} parts[];
};

struct code;

/* Operations `from` … `to` - 1 of a code. */
struct body {
	const struct code *code;
	uint32_t from, to;
};

/* What takes the place of a parent's block. */
struct override {
	struct str name;
	struct body body;
	bool inside_line; /* its content does not begin on a line of its own */
};

/* A partial, or a parent with what replaces its blocks. */
struct call {
	const struct code *code;
	bool alone;
	struct str indent;
	const struct override *overrides;
	size_t override_count;
};

struct block {
	struct str name;
	struct str indent;
	bool alone, starts_line;
};

struct plural_text {
	const struct path *count;
	int language; /* whose rule chooses the form */
	size_t form_count;
	const struct body *forms;
};

struct op {
	enum op_kind kind;
	bool starts_line; /* a text that begins a line */
	uint32_t end;	  /* what has a body: the index after it */
	union {
		struct str text;
		const struct path *path;
		const struct call *call;
		const struct block *block;
		const struct plural_text *plural;
	};
};

struct code {
	const char *name;
	enum template_kind kind;
	struct op *ops;
	uint32_t count;
};

struct templates {
	const struct translations *translations; /* NULL: English only */
	bool strict;
	size_t count;
	size_t language_count;
	struct code *codes; /* language × count + index of the template */
	uint32_t *hashes;   /* of the names */
};

/* The index of the template, or -1. */
int templates_find(const struct templates *templates, struct str name);

#endif
