/* invoice: what an invoice or a credit note is, and the rules of its sums, its numbers and its payments. */
#ifndef BILLING_INVOICE_H
#define BILLING_INVOICE_H

#include "base/doc.h"
#include "base/instant.h"
#include "base/money.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

enum invoice_kind { INVOICE, CREDIT_NOTE };
extern const char *const invoice_kind_names[]; /* "invoice", "credit_note", NULL */

/* Overdue is no state: it is what an unpaid invoice becomes by itself the day after it is due. */
enum invoice_state { INVOICE_DRAFT, INVOICE_ISSUED, INVOICE_PAID, INVOICE_CANCELLED };
extern const char *const invoice_state_names[];

enum payment_method { PAYMENT_TRANSFER, PAYMENT_CARD, PAYMENT_CHEQUE, PAYMENT_CASH, PAYMENT_DEBIT, PAYMENT_OTHER };
extern const char *const payment_method_names[];

struct invoice {
	int64_t id, company_id, client_id;
	enum invoice_kind kind;
	enum invoice_state state;
	const char *number; /* NULL while a draft */
	int64_t credited_id;
	int32_t issued_on, due_on, supplied_on;
	char currency[4];
	int64_t net, tax, total; /* minor units; negative for a credit note */
	int64_t paid, credited;
	int64_t rest; /* below 0: the client is owed money back */
	const char *reference, *note, *tax_note;
	const char *billed_name, *billed_address, *billed_vat_number;
	const char *pdf_blob, *pdf_hash;
	int64_t pdf_size;
	int64_t created_by, created_at, version;
};

struct invoice_line {
	const char *label;
	int64_t quantity; /* thousandths */
	const char *unit;
	int64_t unit_price; /* hundredths of the minor unit, without tax */
	int tax_rate;	    /* hundredths of a per cent: 2000 is 20 % */
	int64_t net;	    /* minor units */
};

struct invoice_tax {
	int tax_rate;
	int64_t net, tax;
};

struct payment {
	int64_t id, invoice_id;
	int32_t paid_on;
	int64_t amount; /* minor units; negative: sent back */
	enum payment_method method;
	const char *reference;
	int64_t recorded_by, created_at;
};

/* Bounds that keep every sum of an invoice far from the end of 64 bits. */
enum { INVOICE_LINES = 200, INVOICE_RATES = 20 };
#define QUANTITY_LIMIT	 INT64_C(1000000000)	  /* a million */
#define UNIT_PRICE_LIMIT INT64_C(1000000000000)	  /* a hundred million euros */
#define AMOUNT_LIMIT	 INT64_C(100000000000000) /* a million million euros: also for imports */

/* Quantity × unit price, rounded half away from zero. */
int64_t line_net(int64_t quantity, int64_t unit_price);

struct totals {
	int64_t net, tax, total;
	size_t rate_count;
	struct invoice_tax rates[INVOICE_RATES]; /* highest rate first */
};

/* Sums lines (their `net` is set) and taxes each rate on the sum of its nets: the VAT is rounded once per rate (BOFiP
 * BOI-TVA-DECLA-30-20-20). False when there are more than INVOICE_RATES rates. */
bool invoice_totals(const struct invoice_line *lines, size_t count, struct totals *totals);

/* What remains to be paid, and the state that follows, after a change of paid or credited. Only for issued ones. */
void invoice_settle(struct invoice *invoice);

/* "Due today counts as overdue from the next day": `today` is the day in the organisation's zone. */
bool invoice_overdue(const struct invoice *invoice, int32_t today);

/* "F-2026-0042"; as many digits as it takes beyond 9999. */
const char *invoice_number(struct arena *arena, const char *prefix, int year, int64_t position);
/* The position when `number` fits the scheme of the prefix and year, else 0. */
int64_t invoice_number_position(const char *number, const char *prefix, int year);

/* ---- refusals: each has its sentence, with {{names}} for a form_error ---- */

enum issue_refusal {
	ISSUE_FINE,
	ISSUE_NOT_DRAFT,
	ISSUE_NO_LINES,
	ISSUE_NEGATIVE,
	ISSUE_FUTURE,
	ISSUE_BEFORE_LAST,  /* {{last}}: day of the last one of the series */
	ISSUE_DUE_TOO_EARLY /* before the day of issue */
};
extern const char *const issue_refusals[];
/* `last` is the day of the last one that bears a number, NO_DAY before the first. */
enum issue_refusal
issue_refusal(const struct invoice *invoice, size_t lines, int32_t issued_on, int32_t today, int32_t last);

enum payment_refusal {
	PAYMENT_FINE,
	PAYMENT_ZERO,
	PAYMENT_NOT_OPEN,   /* a draft or a credit note */
	PAYMENT_FUTURE,	    /* received tomorrow */
	PAYMENT_OVER,	    /* {{rest}} */
	PAYMENT_SETTLED,    /* nothing is left to pay */
	PAYMENT_REFUND_OVER /* {{paid}} */
};
extern const char *const payment_refusals[];
enum payment_refusal payment_refusal(const struct invoice *invoice, int64_t amount, int32_t paid_on, int32_t today);

/* English labels (N_) of the words on pages. */
const char *invoice_kind_label(enum invoice_kind kind);
const char *invoice_state_label(const struct invoice *invoice, int32_t today); /* "Overdue" included */
const char *invoice_state_code(const struct invoice *invoice, int32_t today); /* "draft" … "overdue", "credit_note" */
const char *payment_method_label(enum payment_method method);

#endif
