/* invoice_list_store: lists page by key along an index made for each filter and scope; searches look at a bounded lot.
 */
#include "billing/invoice_store.h"

#include "base/arena.h"
#include "core/access.h"
#include "html/format.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *const invoice_filter_names[] = {"all", "unpaid", "overdue", "paid", "credit-notes", "drafts", NULL};

static const struct db_column row_columns[] = {
	DB_COLUMN_INT64(struct invoice_row, id),
	DB_COLUMN_INT64(struct invoice_row, company_id),
	DB_COLUMN_INT64(struct invoice_row, client_id),
	DB_COLUMN_ENUM(struct invoice_row, kind, invoice_kind_names),
	DB_COLUMN_ENUM(struct invoice_row, state, invoice_state_names),
	DB_COLUMN_TEXT(struct invoice_row, number),
	DB_COLUMN_DAY(struct invoice_row, issued_on),
	DB_COLUMN_DAY(struct invoice_row, due_on),
	DB_COLUMN_CURRENCY(struct invoice_row, currency),
	DB_COLUMN_INT64(struct invoice_row, total),
	DB_COLUMN_INT64(struct invoice_row, rest),
	DB_COLUMN_TEXT(struct invoice_row, reference),
	DB_COLUMN_TEXT(struct invoice_row, client_name),
	DB_COLUMN_INSTANT(struct invoice_row, created_at),
};
static const struct db_shape row_shape = DB_SHAPE(struct invoice_row, row_columns);

#define ROWS                                                                                                           \
	"select id, company_id, client_id, kind, state, number, issued_on, due_on, currency, total, rest, reference, " \
	"(select name from client where client.id = invoice.client_id) as client_name, created_at from invoice "

/* ---- the lists: a text for each filter and scope, so that the planner sees which partial index fits ---- */

/* At most LIST_MOST, said twice: PostgreSQL keeps a plan for all values only when it can tell how few rows are asked
 * for, and else plans anew each time, among two dozen indexes, which costs ten times the reading. */
#define LIST_MOST	   "40"
#define PAGE(rows, order)  "select * from (" rows order " limit " LIST_MOST ") as page limit $4"
#define OF(condition, key) ROWS "where {invoice} and " OF_SEEN_CLIENT " and " condition " and " key

/* What follows a key of a day and an id. PostgreSQL finds the pair in the index. SQLite finds the day only, and would
 * pass over all the invoices of a busy day before the key; but it merges, as they come from the index, the rest of that
 * day and the other days, which PostgreSQL would sort. */
#define AFTER_IN_SQLITE(condition, day, to)                                                                            \
	OF(condition, day " = $2 and id " to " $3") " union all " OF(condition, day " " to " $2")
#define AFTER_IN_POSTGRES(condition, day, to) OF(condition, "(" day ", id) " to " ($2, $3)")

#define NEWEST(after, condition)      PAGE(after(condition, "issued_on", "<"), " order by issued_on desc, id desc")
#define LONGEST_DUE(after, condition) PAGE(after(condition, "due_on", ">"), " order by due_on, id")
#define DRAFTS(after, condition)      PAGE(OF(condition, "id < $3"), " order by id desc")

/* $2, $3: the key after which to go on; $4: how many; $5: today; $6: the client, or else the company; $7: the company.
 */
#define SCOPED(sort, after, condition)                                                                                 \
	{                                                                                                              \
		sort(after, condition), sort(after, condition " and company_id = $6"),                                 \
			sort(after, condition " and client_id = $6"),                                                  \
			sort(after, condition " and client_id = $6 and company_id = $7"),                              \
	}

#define LISTS(after)                                                                                                   \
	{                                                                                                              \
		[FILTER_ALL] = SCOPED(NEWEST, after, "issued_on is not null"),                                         \
		[FILTER_UNPAID] = SCOPED(NEWEST, after, "rest > 0"),                                                   \
		[FILTER_OVERDUE] = SCOPED(LONGEST_DUE, after, "rest > 0 and due_on < $5"),                             \
		[FILTER_PAID] = SCOPED(NEWEST, after, "state = 'paid'"),                                               \
		[FILTER_CREDIT] = SCOPED(NEWEST, after, "kind = 'credit_note' and state <> 'draft'"),                  \
		[FILTER_DRAFT] = SCOPED(DRAFTS, after, "state = 'draft'"),                                             \
	}

enum scope { SCOPE_ALL, SCOPE_COMPANY, SCOPE_CLIENT, SCOPE_BOTH, SCOPES };

static const char *const list_sql[][FILTERS][SCOPES] = {
	[DB_SQLITE] = LISTS(AFTER_IN_SQLITE),
	[DB_POSTGRES] = LISTS(AFTER_IN_POSTGRES),
};

const char *
invoice_list_text(enum db_engine engine, enum invoice_filter filter, size_t scope)
{
	return list_sql[engine][filter][scope];
}

static enum scope
scope_of(const struct invoice_query *query)
{
	if (query->client != 0)
		return query->company != 0 ? SCOPE_BOTH : SCOPE_CLIENT;
	return query->company != 0 ? SCOPE_COMPANY : SCOPE_ALL;
}

struct invoice_row *
invoice_list(struct tx *tx, const struct viewer *viewer, const struct invoice_query *query, size_t *count)
{
	enum scope scope = scope_of(query);
	bool ascending = query->filter == FILTER_OVERDUE;
	int64_t day = query->after ? query->after_day : ascending ? INT32_MIN : INT32_MAX;
	int64_t id = query->after ? query->after_id : ascending ? 0 : INT64_MAX;

	return db_list(tx, &row_shape, count, access_sql(viewer, list_sql[tx_engine(tx)][query->filter][scope]),
		       access_client(viewer), db_int(day), db_int(id), db_int((int64_t)query->limit),
		       db_int(query->today), db_int(query->client != 0 ? query->client : query->company),
		       db_int(query->company));
}

int64_t
invoice_list_day(enum invoice_filter filter, const struct invoice_row *row)
{
	if (filter == FILTER_DRAFT)
		return 0;
	return filter == FILTER_OVERDUE ? row->due_on : row->issued_on;
}

/* ---- the search ---- */

/* Each way of finding looks at this many at most: a short beginning matches millions. */
#define LOOKED_AT "500"
enum { LOOKED_AT_MOST = 500 };

/* $2–$3 the range of what begins as typed, $4–$5 the same in capitals, $6 the four digits of a position. A client (of
 * the portal, or chosen by staff: $7) has indexes of its own. */
#define RANGE(column, from, to, scope)                                                                                 \
	"select id from (select id from invoice where {invoice} and " scope column " >= " from " and " column " < " to \
	" order by " column " desc limit " LOOKED_AT ") as " column "_range"
#define POSITION(scope)                                                                                                \
	"select id from invoice where {invoice} and " scope "number in (select (case kind when 'invoice' then "        \
	"invoice_prefix else credit_prefix end) || '-' || year || '-' || $6 from invoice_series "                      \
	"join company on company.id = company_id)"
#define SEARCH(scope, filter)                                                                                              \
	"with found as (" RANGE("number", "$2", "$3", scope) " union " RANGE("number", "$4", "$5", scope) " union " RANGE( \
		"reference", "$2", "$3",                                                                                   \
		scope) " union " RANGE("reference", "$4", "$5",                                                            \
				       scope) " union " POSITION(scope) ") " ROWS                                          \
									"where {invoice} and " OF_SEEN_CLIENT              \
									" and id in (select id from found) and " filter    \
									" and ($9 = 0 or company_id = $9) order by issued_on desc, id desc limit $8"
#define SEARCHES(filter)                                                                                               \
	{                                                                                                              \
		SEARCH("", filter), SEARCH("client_id = $7 and ", filter)                                              \
	}

static const char *const search_sql[FILTERS][2] = {
	[FILTER_ALL] = SEARCHES("state <> 'draft'"),
	[FILTER_UNPAID] = SEARCHES("rest > 0"),
	[FILTER_OVERDUE] = SEARCHES("rest > 0 and due_on < $10"),
	[FILTER_PAID] = SEARCHES("state = 'paid'"),
	[FILTER_CREDIT] = SEARCHES("kind = 'credit_note' and state <> 'draft'"),
	[FILTER_DRAFT] = SEARCHES("state = 'draft'"),
};

/* How many numbers begin so, as far as a search looks: $2–$3 the range, $4 the client. */
static const char *const looked_at_sql[2] = {
	"select count(*) from (" RANGE("number", "$2", "$3", "") ") as looked",
	"select count(*) from (" RANGE("number", "$2", "$3", "client_id = $4 and ") ") as looked",
};

struct beginnings {
	const char *from, *to, *capital_from, *capital_to;
	char position[8];
};

static struct beginnings
beginnings_of(struct arena *arena, const char *text)
{
	struct beginnings typed = {.from = text, .to = text_after_all(arena, text)};
	char *capitals = arena_text(arena, text);
	size_t length = strlen(text);

	for (char *c = capitals; *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	typed.capital_from = capitals;
	typed.capital_to = text_after_all(arena, capitals);
	if (length <= 6 && strspn(text, "0123456789") == length)
		snprintf(typed.position, sizeof typed.position, "%04ld", strtol(text, NULL, 10));
	return typed;
}

struct invoice_row *
invoice_search(struct tx *tx, const struct viewer *viewer, const struct invoice_query *query, const char *text,
	       size_t *count, bool *cut)
{
	struct beginnings typed = beginnings_of(tx_arena(tx), text);
	struct invoice_row *rows =
		db_list(tx, &row_shape, count, access_sql(viewer, search_sql[query->filter][query->client != 0]),
			access_client(viewer), db_text(typed.from), db_text(typed.to), db_text(typed.capital_from),
			db_text(typed.capital_to), db_text(typed.position), db_int(query->client),
			db_int((int64_t)query->limit + 1), db_int(query->company), db_int(query->today));

	*cut = *count > query->limit;
	if (*cut)
		*count = query->limit;
	else if (query->filter != FILTER_ALL)
		*cut = db_get_int(tx, 0, access_sql(viewer, looked_at_sql[query->client != 0]), access_client(viewer),
				  db_text(typed.capital_from), db_text(typed.capital_to),
				  db_int(query->client)) == LOOKED_AT_MOST;
	return rows;
}

struct invoice_row *
credit_note_list(struct tx *tx, const struct viewer *viewer, int64_t invoice, size_t *count)
{
	return db_list(tx, &row_shape, count,
		       access_sql(viewer, ROWS "where {invoice} and credited_id = $2 and state <> 'draft' "
					       "order by issued_on, id limit 200"),
		       access_client(viewer), db_int(invoice));
}

struct invoice_row *
invoice_list_of_person(struct tx *tx, int64_t contact, size_t *count)
{
	return db_list(tx, &row_shape, count,
		       ROWS "where state <> 'draft' and client_id in (select client.id from client_contact "
			    "join client on client.id = client_contact.client_id "
			    "where client_contact.contact_id = $1 and client.kind = 'household') "
			    "order by issued_on, id",
		       db_int(contact));
}

/* ---- figures ---- */

static const struct db_column sum_columns[] = {
	DB_COLUMN_CURRENCY(struct invoice_sum, currency),
	DB_COLUMN_INT64(struct invoice_sum, amount),
	DB_COLUMN_INT64(struct invoice_sum, count),
};
static const struct db_shape sum_shape = DB_SHAPE(struct invoice_sum, sum_columns);

/* The sums of whoever is kept from no client, nearly everybody, come from indexes alone. */
static bool
is_kept_from_some(struct tx *tx, const struct viewer *viewer)
{
	return viewer->kind == VIEWER_STAFF &&
	       db_get_int(tx, 0,
			  "select 1 from client_staff where staff_id = $1 and level = 0 union all "
			  "select 1 from client_group_staff where staff_id = $1 and level = 0 limit 1",
			  db_int(viewer->staff)) == 1;
}

#define AND_SEEN " and " OF_SEEN_CLIENT " "

#define OVERDUE(seen)                                                                                                  \
	"select currency, cast(sum(rest) as bigint) as amount, count(*) as count from invoice where {invoice} " seen   \
	"and rest > 0 and due_on < $2 group by currency order by currency"

struct invoice_sum *
invoice_overdue_sums(struct tx *tx, const struct viewer *viewer, int32_t today, size_t *count)
{
	return db_list(tx, &sum_shape, count,
		       access_sql(viewer, is_kept_from_some(tx, viewer) ? OVERDUE(AND_SEEN) : OVERDUE("")),
		       access_client(viewer), db_int(today));
}

/* From one currency to the next along the index, and the month of each. */
#define ISSUED(seen)                                                                                                   \
	"with recursive used (currency) as (select min(currency) from invoice where {invoice} and issued_on is not "   \
	"null union all select (select min(currency) from invoice where {invoice} and issued_on is not null and "      \
	"currency > used.currency) from used where used.currency is not null), "                                       \
	"sums as (select used.currency, (select cast(sum(total) as bigint) from invoice where {invoice} " seen         \
	"and currency = used.currency and issued_on >= $2) as amount, "                                                \
	"(select count(*) from invoice where {invoice} " seen                                                          \
	"and currency = used.currency and issued_on >= $2) as count from used where used.currency is not null) "       \
	"select currency, amount, count from sums where count > 0 order by currency"

struct invoice_sum *
invoice_issued_sums(struct tx *tx, const struct viewer *viewer, int32_t since, size_t *count)
{
	return db_list(tx, &sum_shape, count,
		       access_sql(viewer, is_kept_from_some(tx, viewer) ? ISSUED(AND_SEEN) : ISSUED("")),
		       access_client(viewer), db_int(since));
}

int64_t
invoice_draft_count(struct tx *tx, const struct viewer *viewer, int64_t most)
{
	return db_get_int(tx, 0,
			  access_sql(viewer, "select count(*) from (select 1 from invoice "
					     "where {invoice} " AND_SEEN "and state = 'draft' limit $2) as draft"),
			  access_client(viewer), db_int(most));
}

/* ---- choosing a client ---- */

static const struct db_column choice_columns[] = {
	DB_COLUMN_INT64(struct client_choice, id),
	DB_COLUMN_INT64(struct client_choice, company_id),
	DB_COLUMN_TEXT(struct client_choice, number),
	DB_COLUMN_TEXT(struct client_choice, name),
};
static const struct db_shape choice_shape = DB_SHAPE(struct client_choice, choice_columns);

struct client_choice *
client_choices(struct tx *tx, const struct viewer *viewer, const char *text, bool archived_too, size_t limit,
	       size_t *count)
{
	struct arena *arena = tx_arena(tx);
	const char *key = text_fold(arena, text);

	return db_list(
		tx, &choice_shape, count,
		access_sql(viewer,
			   "select id, company_id, number, name from client where {client} and "
			   "($6 = 1 or archived_at is null) and (number = $2 or (name_key >= $3 and name_key < $4)) "
			   "order by name_key, id limit $5"),
		access_client(viewer), db_text(beginnings_of(arena, text).capital_from), db_text(key),
		db_text(text_after_all(arena, key)), db_int((int64_t)limit), db_int(archived_too));
}
