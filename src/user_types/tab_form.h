/* tab_form: the form of one tab of a user type, which is in the draft or about to be. */
#ifndef USER_TYPES_TAB_FORM_H
#define USER_TYPES_TAB_FORM_H

#include "modules/condition_rows.h"
#include "user_types/tab_doc.h"

struct tab_form {
	struct settings settings; /* of its module */
	struct setup *setup;
	struct doc *tab; /* NULL: not yet one */
	struct tie_choice choices[TIE_CHOICES];
	size_t choice_count;
	struct tie_choice chosen;
	unsigned may;
	const struct condition *narrowed; /* as it is kept */
};

/* The tab of the path's {module}, as it is kept. False: it is none, and cannot be one. */
bool tab_form_open(struct request *rq, struct tab_form *form);
struct condition_rows tab_form_rows(struct tab_form *form);
/* Whether the layout is ticked: as typed, else as kept. */
bool tab_form_ticked(const struct tab_form *form, const struct layout *layout);
/* The page "tab_form": what was typed, else what is kept. */
struct doc *tab_form_document(struct tab_form *form);

#endif
