/* module_store: makes and changes modules and fields: rows here, and the tables and columns they stand for, at once. */
#ifndef MODULES_MODULE_STORE_H
#define MODULES_MODULE_STORE_H

#include "modules/catalogue.h"

/* What a form or the API brings for a module. */
struct module_draft {
	const char *name; /* [a-z][a-z0-9_]*, at most 40; "" : made from the English or first plural */
	struct label singular, plural;
	const char *icon;
	int64_t parent;	     /* of a sub-form; 0: a module of its own */
	struct label naming; /* label of its first field, which names a record */
	enum sharing sharing;
};

struct field_draft {
	const char *name; /* "": made from the label */
	enum field_type type;
	struct label label, help;
	bool required, distinct_value;
	const char *default_text;
	struct doc *settings;	  /* by type: {"least", "most", "longest", "digits", "currency", "pattern", "prefix",
				     "target":     name, "choices": [{"code", "label": {"fr": …}, "tone", "retired"}],
				     "result",     "formula",     "rollup": {"of": "sum", "module", "field", "link"},
				     "visible_when":     condition}; limits     as typed, or as kept */
	const struct doc *levels; /* of a new field: {profile id: "hidden", "read" or "write"}; NULL: the usual ones */
};

enum module_outcome {
	MODULE_DONE,
	MODULE_OVERTAKEN,   /* the version is not the one seen: somebody changed it meanwhile */
	MODULE_NAME_TAKEN,  /* of a module, or of a field in it (retired ones count) */
	MODULE_NAME_WRONG,  /* not as names are, or reserved */
	MODULE_IN_USE,	    /* what is to be retired is used: *uses says by what */
	MODULE_BUILTIN,	    /* comes with the program: cannot be retired, or its type not changed */
	MODULE_DRAFT_WRONG, /* *error (English, N_) and *wrong_field say what of the draft */
	MODULE_TOO_MANY,    /* 200 modules, 200 fields in use a module */
};

struct module_trouble {
	const char *wrong_field; /* of the form: "name", "settings.formula" */
	const char *error;	 /* English, N_ */
	struct doc *values;	 /* for the error's {{names}} */
	struct doc *uses;	 /* MODULE_IN_USE: list of {"kind", "name"} */
};

/* Each bumps the catalogue's version. The columns are made in the same transaction, live: a change of the table's form
 * takes no longer than a moment whatever its size (new columns are empty; an index is built, without which the field is
 * slow to sort by, only below 100,000 rows at once and else by a job). New fields come readable and writable for
 * profiles 1 and 2, readable for 3, hidden for the others, unless `levels` is given (profile id → level, as JSON). */
enum module_outcome module_create(struct tx *tx, const struct catalogue *catalogue, const struct module_draft *draft,
				  int64_t *id, struct module_trouble *trouble);
enum module_outcome module_change(struct tx *tx, const struct catalogue *catalogue, const struct module *module,
				  const struct module_draft *draft, int64_t version, struct module_trouble *trouble);
enum module_outcome module_retire(struct tx *tx, const struct catalogue *catalogue, const struct module *module,
				  int64_t version, struct module_trouble *trouble);
enum module_outcome module_restore(struct tx *tx, const struct module *module); /* back into use */
enum module_outcome field_create(struct tx *tx, const struct catalogue *catalogue, const struct module *module,
				 const struct field_draft *draft, int64_t *id, struct module_trouble *trouble);
/* The type stays; what is narrowed (limits, pattern) holds for values that come from now on. */
enum module_outcome field_change(struct tx *tx, const struct catalogue *catalogue, const struct field *field,
				 const struct field_draft *draft, int64_t version, struct module_trouble *trouble);
enum module_outcome field_retire(struct tx *tx, const struct catalogue *catalogue, const struct field *field,
				 int64_t version, struct module_trouble *trouble);
enum module_outcome field_restore(struct tx *tx, const struct field *field);
void fields_order(struct tx *tx, const struct module *module, const int64_t *ids, size_t count);

/* Layouts: `definition` as JSON {"sections": [{"title": {"fr": …}, "columns": 2, "fields": [{"field": name, "required",
 * "wide"}]}]}; refused with trouble when it names no field or one twice. */
enum module_outcome
layout_save(struct tx *tx, const struct module *module, int64_t id, const char *name, const struct doc *definition,
	    int64_t version, int64_t *saved, struct module_trouble *trouble);
enum module_outcome layout_remove(struct tx *tx, const struct layout *layout, struct module_trouble *trouble);

/* Bumps the version of modules and rights: every process reads them again before its next request. */
void catalogue_touch(struct tx *tx);

#endif
