/* sheet_part: the fields of this one client, in the step that says who it is: loaded from templates, or typed. */
#ifndef WIZARD_SHEET_PART_H
#define WIZARD_SHEET_PART_H

#include "core/request.h"

#define SHEET_PART_FIELDS                                                                                              \
	"attributes.*.label attributes.*.type attributes.*.choices attributes.*.required attributes.*.in_portal "      \
	"attributes.*.value template label type choices required in_portal"

/* As the functions of struct wizard_step with these names. Fields of the form that are not its own it leaves alone. */
const char *sheet_part_take(struct request *rq, const char *press, struct doc *value);
void sheet_part_show(struct request *rq, struct doc *page);
void sheet_part_check(struct request *rq);
void sheet_part_summarise(struct request *rq, struct doc *summary);
void sheet_part_commit(struct request *rq, int64_t client);
/* Whether the field is one of its own. */
bool sheet_part_owns(const char *name);

#endif
