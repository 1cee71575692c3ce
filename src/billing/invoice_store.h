/* invoice_store: invoices, lines, taxes, payments and series as rows; each read goes through the viewer. */
#ifndef BILLING_INVOICE_STORE_H
#define BILLING_INVOICE_STORE_H

#include "billing/invoice.h"
#include "companies/companies.h"
#include "core/viewer.h"
#include "db/db.h"
#include "rights/hand.h"

/* Invoices bear the name and address of their client: whoever was given none of the client does not see them. $1 is
 * the staff user; of people of the portal it is their client, of whom nothing is said, since ids are given once. */
#define OF_SEEN_CLIENT "coalesce(" HAND_LEVEL("$1", "invoice.client_id") ", 1) >= 1"

/* NULL: absent, or not this viewer's. */
struct invoice *invoice_find(struct tx *tx, const struct viewer *viewer, int64_t id);
struct invoice_line *invoice_line_list(struct tx *tx, const struct viewer *viewer, int64_t invoice, size_t *count);
struct invoice_tax *invoice_tax_list(struct tx *tx, const struct viewer *viewer, int64_t invoice, size_t *count);
struct payment *payment_list(struct tx *tx, const struct viewer *viewer, int64_t invoice, size_t *count);

/* Sums by rate (negative) of the credit notes of an invoice. */
struct invoice_tax *credited_tax_list(struct tx *tx, const struct viewer *viewer, int64_t invoice, size_t *count);

/* Whole rows; ids are given. */
void invoice_add(struct tx *tx, const struct invoice *invoice);
void invoice_lines_add(struct tx *tx, int64_t invoice, const struct invoice_line *lines, size_t count);
void invoice_taxes_add(struct tx *tx, int64_t invoice, const struct invoice_tax *taxes, size_t count);
void payment_add(struct tx *tx, const struct payment *payment);

/* Writes what changes after the row was made, if nobody else did meanwhile: false when `version` is no longer the
 * row's. Raises invoice->version. */
bool invoice_rewrite(struct tx *tx, const struct viewer *viewer, struct invoice *invoice);
/* Removes lines and taxes (of a draft being changed), or the draft itself with them. */
void invoice_lines_remove(struct tx *tx, int64_t invoice);
bool invoice_draft_remove(struct tx *tx, const struct viewer *viewer, const struct invoice *invoice);

/* The day of the last number a company gave, of whatever year: numbers follow the days. NO_DAY before the first. */
int32_t series_last_day(struct tx *tx, int64_t company, enum invoice_kind kind);
/* The next position, taken. Without gaps: it is given back when the transaction is undone. */
int64_t series_take(struct tx *tx, int64_t company, enum invoice_kind kind, int year, int32_t day);

bool invoice_number_is_taken(struct tx *tx, int64_t company, const char *number);

/* Keeps a PDF made for an issued invoice, unless one is kept already: a kept one is never replaced. */
bool invoice_keep_pdf(struct tx *tx, int64_t invoice, const char *blob, const char *hash, int64_t size);

/* ---- lists (invoice_list_store.c) ---- */

enum invoice_filter { FILTER_ALL, FILTER_UNPAID, FILTER_OVERDUE, FILTER_PAID, FILTER_CREDIT, FILTER_DRAFT, FILTERS };
extern const char *const invoice_filter_names[]; /* as in links, NULL-terminated */

struct invoice_row {
	int64_t id, company_id, client_id;
	enum invoice_kind kind;
	enum invoice_state state;
	const char *number;
	int32_t issued_on, due_on;
	char currency[4];
	int64_t total, rest;
	const char *reference;
	const char *client_name;
	int64_t created_at;
};

struct invoice_query {
	enum invoice_filter filter;
	int64_t company, client; /* 0: any */
	int32_t today;		 /* in the organisation's zone */
	bool after;		 /* only what follows the row of this day and id */
	int64_t after_day, after_id;
	size_t limit;
};

/* Newest first; the overdue ones by the day they were due, oldest first. Drafts by when they were made. */
struct invoice_row *
invoice_list(struct tx *tx, const struct viewer *viewer, const struct invoice_query *query, size_t *count);
/* The statement of a list (scope: all, company, client, both), so that tests can ask how it is run. */
const char *invoice_list_text(enum db_engine engine, enum invoice_filter filter, size_t scope);
/* The key of a row in the list of a filter, for the link to the next page. */
int64_t invoice_list_day(enum invoice_filter filter, const struct invoice_row *row);

/* At most `query->limit` whose number or reference begins with `text`, newest first; or whose number ends in it when it
 * is the position alone ("187"). *cut tells that there may be more: a search
 * looks at the first hundreds of what begins so. */
struct invoice_row *invoice_search(struct tx *tx, const struct viewer *viewer, const struct invoice_query *query,
				   const char *text, size_t *count, bool *cut);

struct invoice_row *credit_note_list(struct tx *tx, const struct viewer *viewer, int64_t invoice, size_t *count);

/* Sums in one currency, for the staff's home: what is overdue, and what was issued since a day. */
struct invoice_sum {
	char currency[4];
	int64_t amount, count;
};
struct invoice_sum *invoice_overdue_sums(struct tx *tx, const struct viewer *viewer, int32_t today, size_t *count);
struct invoice_sum *invoice_issued_sums(struct tx *tx, const struct viewer *viewer, int32_t since, size_t *count);
int64_t invoice_draft_count(struct tx *tx, const struct viewer *viewer, int64_t most);

/* What was billed to the households a person acts for: personal data; what was billed to companies is not. */
struct invoice_row *invoice_list_of_person(struct tx *tx, int64_t contact, size_t *count);

/* Clients whose number is `text` or whose name begins with it, for choosing one; staff only. */
struct client_choice {
	int64_t id, company_id;
	const char *number, *name;
};
struct client_choice *client_choices(struct tx *tx, const struct viewer *viewer, const char *text, bool archived_too,
				     size_t limit, size_t *count);

#endif
