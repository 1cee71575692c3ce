/* demand_form: the form of a document request, and of a template: what was typed, and what the page needs. */
#ifndef DEMANDS_DEMAND_FORM_H
#define DEMANDS_DEMAND_FORM_H

#include "core/request.h"
#include "demands/demand_store.h"

#define PIECES_FIELDS                                                                                                  \
	"pieces.*.id pieces.*.name pieces.*.words pieces.*.example pieces.*.optional pieces.*.formats "                \
	"pieces.*.files_most list press"
#define DEMAND_FIELDS "title words due_on folder by_piece whom contacts.* template from version " PIECES_FIELDS
#define DEMAND_BODY   ((size_t)1 << 20)

/* A checklist as it was typed. */
struct typed_pieces {
	struct piece *pieces; /* those with a name; id 0: new */
	size_t count;
	struct doc *rows; /* as the page shows them again */
	bool more;	  /* only further lines were asked for */
};

/* Errors stand beside their fields. `there` are those that are kept, of which answered ones cannot be left out. */
struct typed_pieces pieces_read(struct request *rq, const struct piece *there, size_t there_count);
/* "rows": what was typed, or else `pieces`, and a few empty lines; "list". */
void pieces_show(struct request *rq, struct doc *page, const struct typed_pieces *typed, const struct piece *pieces,
		 size_t count);
/* Writes what differs, in this order: new ones, changed ones, those left out. */
void pieces_write(struct request *rq, int64_t owner, const struct typed_pieces *typed, const struct piece *there,
		  size_t there_count);

/* Who is asked, of those whom the viewer may know. */
struct typed_demand {
	struct demand demand;
	int64_t *contacts;
	size_t contact_count;
};
/* `demand` NULL: a new one. */
struct typed_demand demand_read(struct request *rq, const struct folder_access *access, const struct demand *demand);
/* The choices of the form: "folders", "contacts", "values". */
void demand_show(struct request *rq, struct doc *page, const struct folder_access *access, const struct demand *demand,
		 const int64_t *contacts, size_t contact_count);

#endif
