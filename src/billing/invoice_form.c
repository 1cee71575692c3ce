/* invoice_form: rows are numbered fields, "lines.0.label": the same names as in JSON; wholly empty rows are skipped. */
#include "billing/invoice_form.h"

#include "base/arena.h"
#include "base/id.h"
#include "clients/clients.h"
#include "companies/companies.h"
#include "core/organisation.h"

#include <ctype.h>
#include <string.h>

enum { NEW_ROWS = 8, SPARE_ROWS = 2, RATE_LIMIT = 10000, LABEL_LIMIT = 500, NOTE_LIMIT = 2000 };

/* ---- reading ---- */

static const char *
read_currency(struct request *rq)
{
	const char *typed = form_read_text(rq->form, "currency", FORM_OPTIONAL, 3);
	const struct organisation *organisation;
	char *currency;

	if (typed == NULL || *typed == '\0') {
		organisation = organisation_find(rq->tx);
		return organisation == NULL ? "EUR" : organisation->currency;
	}
	currency = arena_text(rq->arena, typed);
	for (char *c = currency; *c != '\0'; c++)
		*c = (char)toupper((unsigned char)*c);
	if (strlen(currency) == 3 && strspn(currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3)
		return currency;
	form_error(rq->form, "currency", N_("Type the three letters of a currency, such as EUR."), NULL);
	return "EUR";
}

/* By id, or by the number people know: "C-00042". */
static int64_t
read_client(struct request *rq)
{
	const char *typed = form_read_text(rq->form, "client", FORM_REQUIRED, 100);
	int64_t id = 0;

	if (typed == NULL)
		return 0;
	if (!id_parse(str_of(typed), &id))
		id = client_of_number(rq->tx, typed);
	if (id != 0 && client_find(rq->tx, rq->viewer, id) != NULL)
		return id;
	form_error(rq->form, "client", N_("There is no such client."), NULL);
	return 0;
}

static int64_t
read_company(struct request *rq, int64_t client)
{
	int64_t id = form_read_id(rq->form, "company", FORM_OPTIONAL);
	const struct client *found;

	if (id == 0 && !form_has(rq->form, "company")) {
		found = client == 0 ? NULL : client_find(rq->tx, rq->viewer, client);
		return found == NULL ? 0 : found->company_id;
	}
	if (id != 0 && company_find(rq->tx, rq->viewer, id) == NULL)
		form_error(rq->form, "company", N_("There is no such company."), NULL);
	return id;
}

static bool
row_is_empty(struct form *form, size_t row)
{
	return text_empty(form_text(form, form_row_name(form, "lines", row, "label"))) &&
	       text_empty(form_text(form, form_row_name(form, "lines", row, "unit_price")));
}

static struct invoice_line
read_row(struct request *rq, size_t row, int digits)
{
	struct form *form = rq->form;
	const char *quantity = form_row_name(form, "lines", row, "quantity");
	struct invoice_line line = {
		.label = form_read_lines(form, form_row_name(form, "lines", row, "label"), FORM_REQUIRED, LABEL_LIMIT),
		.unit = form_read_text(form, form_row_name(form, "lines", row, "unit"), FORM_OPTIONAL, 20),
		.unit_price = form_read_decimal(form, form_row_name(form, "lines", row, "unit_price"), FORM_REQUIRED,
						digits + 2, -UNIT_PRICE_LIMIT, UNIT_PRICE_LIMIT),
		.tax_rate = (int)form_read_decimal(form, form_row_name(form, "lines", row, "tax_rate"), FORM_REQUIRED,
						   2, 0, RATE_LIMIT),
		.quantity = 1000,
	};

	if (!text_empty(form_text(form, quantity)))
		line.quantity = form_read_decimal(form, quantity, FORM_REQUIRED, 3, -QUANTITY_LIMIT, QUANTITY_LIMIT);
	line.net = line_net(line.quantity, line.unit_price);
	if (line.net > AMOUNT_LIMIT || line.net < -AMOUNT_LIMIT)
		form_error(form, form_row_name(form, "lines", row, "unit_price"), N_("This amount is too large."),
			   NULL);
	return line;
}

static void
read_rows(struct request *rq, struct invoice_draft *draft)
{
	size_t rows = form_rows(rq->form, "lines", INVOICE_LINES);
	struct invoice_line *lines = arena_make_array(rq->arena, struct invoice_line, rows + 1);
	struct totals totals;

	for (size_t row = 0; row < rows; row++)
		if (!row_is_empty(rq->form, row))
			lines[draft->line_count++] = read_row(rq, row, money_digits(draft->currency));
	draft->lines = lines;
	if (draft->line_count == 0)
		form_error(rq->form, "lines.0.label", N_("Fill in at least one line."), NULL);
	else if (!form_failed(rq->form) && !invoice_totals(lines, draft->line_count, &totals))
		form_error(rq->form, "lines.0.tax_rate", N_("An invoice can have 20 different VAT rates at most."),
			   NULL);
}

static const char *
read_optional(struct request *rq, const char *name, size_t most)
{
	const char *text = form_read_lines(rq->form, name, FORM_OPTIONAL, most);

	return text_empty(text) ? NULL : text;
}

struct invoice_draft
invoice_read_form(struct request *rq, int64_t created_by)
{
	struct invoice_draft draft = {.client = read_client(rq), .created_by = created_by};

	draft.company = read_company(rq, draft.client);
	draft.currency = read_currency(rq);
	draft.due_on = form_read_day(rq->form, "due_on", FORM_OPTIONAL);
	draft.supplied_on = form_read_day(rq->form, "supplied_on", FORM_OPTIONAL);
	draft.reference = form_read_text(rq->form, "reference", FORM_OPTIONAL, 100);
	draft.note = read_optional(rq, "note", NOTE_LIMIT);
	draft.tax_note = read_optional(rq, "tax_note", 300);
	read_rows(rq, &draft);
	return draft;
}

/* ---- showing ---- */

/* The error beside a cell, or NULL; `errors` is what form_show made. */
static const struct doc *
error_of(const struct doc *errors, size_t row, const char *field)
{
	const struct doc *lines = doc_get(errors, STR("lines"));

	if (lines == NULL || lines->kind != DOC_LIST || row >= lines->list.count)
		return NULL;
	return doc_get(lines->list.items[row], str_of(field));
}

static void
set_errors(struct doc *row, const struct doc *errors, size_t index)
{
	static const char *const fields[] = {"label", "quantity", "unit", "unit_price", "tax_rate"};
	struct doc *own = doc_set_object(row, "errors");

	doc_set_null(row, "error");
	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
		const struct doc *error = error_of(errors, index, fields[i]);

		doc_set_null(own, fields[i]);
		if (error == NULL || error->kind == DOC_NULL)
			continue;
		doc_set(own, fields[i], (struct doc *)(uintptr_t)error);
		doc_set(row, "error", (struct doc *)(uintptr_t)error);
	}
}

/* The rates of France first; another one that a draft has is offered beside them. */
static void
set_rates(struct doc *row, int chosen)
{
	static const int usual[] = {2000, 1000, 550, 210, 0};
	struct doc *list = doc_set_list(row, "rates");
	bool among = false;

	for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
		among = among || usual[i] == chosen;
	for (size_t i = 0; i < sizeof usual / sizeof usual[0] + !among; i++) {
		int rate = i < sizeof usual / sizeof usual[0] ? usual[i] : chosen;
		struct doc *option = doc_add_object(list);
		char text[32];

		decimal_print(text, rate, 2);
		doc_set_text(option, "value", arena_text(row->arena, text));
		doc_set_decimal(option, "rate", rate, 2);
		doc_set_bool(option, "selected", rate == chosen);
	}
}

static const char *
row_text(struct request *rq, size_t row, const char *field)
{
	return form_text(rq->form, form_row_name(rq->form, "lines", row, field));
}

static void
set_typed(struct request *rq, struct doc *row, size_t index, int digits)
{
	static const char *const fields[] = {"label", "quantity", "unit", "unit_price"};
	const char *price = row_text(rq, index, "unit_price"), *quantity = row_text(rq, index, "quantity");
	const char *rate = row_text(rq, index, "tax_rate");
	int64_t parsed, count = 1000, chosen = 2000;

	for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++)
		doc_set_text(row, fields[i], row_text(rq, index, fields[i]));
	if (rate != NULL)
		decimal_parse(str_of(rate), 2, &chosen);
	set_rates(row, chosen >= 0 && chosen <= RATE_LIMIT ? (int)chosen : 2000);
	doc_set_null(row, "net");
	if (price == NULL || !decimal_parse(str_of(price), digits + 2, &parsed) || parsed > UNIT_PRICE_LIMIT ||
	    parsed < -UNIT_PRICE_LIMIT)
		return;
	if (!text_empty(quantity) &&
	    (!decimal_parse(str_of(quantity), 3, &count) || count > QUANTITY_LIMIT || count < -QUANTITY_LIMIT))
		return;
	doc_set_decimal(row, "net", line_net(count, parsed), digits);
}

static void
set_stored(struct doc *row, const struct invoice_line *line, int digits)
{
	doc_set_text(row, "label", line->label);
	doc_set_decimal(row, "quantity", line->quantity, 3);
	doc_set_text(row, "unit", line->unit);
	if (line->unit_price % 100 == 0)
		doc_set_decimal(row, "unit_price", line->unit_price / 100, digits);
	else
		doc_set_decimal(row, "unit_price", line->unit_price, digits + 2);
	doc_set_decimal(row, "net", line->net, digits);
	set_rates(row, line->tax_rate);
}

static void
set_empty(struct doc *row)
{
	doc_set_null(row, "label");
	doc_set_null(row, "quantity");
	doc_set_null(row, "unit");
	doc_set_null(row, "unit_price");
	doc_set_null(row, "net");
	set_rates(row, 2000);
}

static size_t
row_count(struct request *rq, size_t typed, size_t stored)
{
	int64_t wanted = 0;
	const char *rows = form_text(rq->form, "rows");
	size_t count = typed > 0 ? typed : stored > 0 ? stored + SPARE_ROWS : NEW_ROWS;

	if (rows != NULL && str_to_int(str_of(rows), &wanted) && wanted > (int64_t)count)
		count = (size_t)wanted;
	if (text_equal(form_text(rq->form, "action"), "rows"))
		count += NEW_ROWS;
	return count > INVOICE_LINES ? INVOICE_LINES : count;
}

void
invoice_form_rows(struct request *rq, struct doc *page, const struct invoice_line *lines, size_t count,
		  const char *currency)
{
	size_t typed = form_rows(rq->form, "lines", INVOICE_LINES);
	size_t total = row_count(rq, typed, count);
	const struct doc *errors = doc_get(page, STR("errors"));
	struct doc *list = doc_set_list(page, "rows");
	int digits = money_digits(currency);

	for (size_t i = 0; i < total; i++) {
		struct doc *row = doc_add_object(list);

		doc_set_text(row, "name", arena_printf(rq->arena, "lines.%zu", i));
		doc_set_int(row, "number", (int64_t)i + 1);
		if (i < typed)
			set_typed(rq, row, i, digits);
		else if (typed == 0 && i < count)
			set_stored(row, &lines[i], digits);
		else
			set_empty(row);
		set_errors(row, errors, i);
	}
	doc_set_int(page, "row_count", (int64_t)total);
}

void
invoice_form_preview(struct doc *page, const struct invoice_draft *draft)
{
	struct totals totals;
	struct doc *preview, *list;

	doc_set_null(page, "preview");
	if (draft == NULL || draft->line_count == 0 || !invoice_totals(draft->lines, draft->line_count, &totals))
		return;
	preview = doc_set_object(page, "preview");
	doc_set_money(preview, "net", money_of(totals.net, draft->currency));
	doc_set_money(preview, "tax", money_of(totals.tax, draft->currency));
	doc_set_money(preview, "total", money_of(totals.total, draft->currency));
	list = doc_set_list(preview, "taxes");
	for (size_t i = 0; i < totals.rate_count; i++) {
		struct doc *tax = doc_add_object(list);

		doc_set_decimal(tax, "tax_rate", totals.rates[i].tax_rate, 2);
		doc_set_money(tax, "net", money_of(totals.rates[i].net, draft->currency));
		doc_set_money(tax, "tax", money_of(totals.rates[i].tax, draft->currency));
	}
}
