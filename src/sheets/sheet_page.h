/* sheet_page: the sheet that a path names, a client's or a template, and the page on which it is changed. */
#ifndef SHEETS_SHEET_PAGE_H
#define SHEETS_SHEET_PAGE_H

#include "clients/clients.h"
#include "sheets/sheet_store.h"

#define SHEET_SETTINGS "/console/settings/client-sheets"

struct sheet {
	int64_t id;
	const char *path;		       /* of its page */
	const struct client *client;	       /* NULL: a template */
	const struct sheet_template *template; /* NULL: a client's */
};

/* The sheet of the path's {client} or {template}, for who may change it now; false: `refusal` is what to answer. */
bool sheet_of_path(struct request *rq, struct sheet *sheet, struct reply *refusal);
/* Its page with all attributes, and the form of a new one. */
struct doc *sheet_page_doc(struct request *rq, const struct sheet *sheet);
const char *sheet_page_name(const struct sheet *sheet); /* of the template that prints it */

/* In the journal, with what the attribute or the template is called (NULL: nothing is said). */
void sheet_journal(struct request *rq, const struct sheet *sheet, const char *action, const char *label);

/* The card on a client's page, the head of its record, and the card of the portal. */
struct access;
struct record;
void sheet_record_head(struct request *rq, struct doc *page, const struct access *access, const struct record *record);
void sheet_portal_card(struct request *rq, struct doc *page);

#endif
