/* gate_store: who gave every consent without which nobody is invited to the portal, for one person or many. */
#include "privacy/privacy.h"

#include "privacy/consent.h"

/* What somebody last answered to a consent that is required; record 0: nobody answered it. */
struct gate_row {
	int64_t consent, record, answer_number, number;
	const char *answer, *name_fr, *name_en;
};

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct gate_row, consent),	 DB_COLUMN_INT64(struct gate_row, record),
	DB_COLUMN_INT64(struct gate_row, answer_number), DB_COLUMN_INT64(struct gate_row, number),
	DB_COLUMN_TEXT(struct gate_row, answer),	 DB_COLUMN_TEXT(struct gate_row, name_fr),
	DB_COLUMN_TEXT(struct gate_row, name_en),
};
static const struct db_shape shape = DB_SHAPE(struct gate_row, columns);

/* Those of one consent stand together, in the order of consents. */
static struct gate_row *
read_rows(struct tx *tx, int64_t module, const int64_t *records, size_t count, size_t *row_count)
{
	struct sql sql = sql_new(tx_arena(tx));

	sql_add(&sql, "select c.id as consent, a.record_id as record, a.number as answer_number, c.number, a.answer, "
		      "t.name_fr, t.name_en from consent c join consent_text t on t.id = c.text_id "
		      "left join consent_answer a on a.consent_id = c.id and a.module_id = ");
	sql_value(&sql, db_int(module));
	sql_add(&sql, " and a.record_id in (");
	for (size_t i = 0; i < count; i++) {
		sql_add(&sql, i == 0 ? "" : ", ");
		sql_value(&sql, db_int(records[i]));
	}
	sql_add(&sql, ") and not exists (select 1 from consent_answer l where l.module_id = a.module_id and "
		      "l.record_id = a.record_id and l.consent_id = a.consent_id and l.id > a.id) "
		      "where c.required = 1 and c.retired_at is null order by c.position, c.id");
	return db_sql_list(tx, &shape, row_count, sql_end(&sql));
}

static enum consent_state
answered(const struct gate_row *rows, size_t count, int64_t record)
{
	for (size_t i = 0; i < count; i++)
		if (rows[i].record == record)
			return consent_state_of(rows[i].answer, rows[i].answer_number, rows[i].number);
	return CONSENT_NEVER_ASKED;
}

/* The first consent that is missing is what one is told. */
static void
judge(const struct gate_row *rows, size_t row_count, const int64_t *records, size_t count, struct consent_gate *gates)
{
	for (size_t i = 0; i < count; i++) {
		if (gates[i].state != CONSENT_GIVEN)
			continue;
		gates[i].state = answered(rows, row_count, records[i]);
		if (gates[i].state == CONSENT_GIVEN)
			continue;
		gates[i].name_fr = rows[0].name_fr;
		gates[i].name_en = rows[0].name_en;
	}
}

static void
fill_portion(struct tx *tx, int64_t module, const int64_t *records, size_t count, struct consent_gate *gates)
{
	size_t row_count, first = 0;
	const struct gate_row *rows = read_rows(tx, module, records, count, &row_count);

	for (size_t i = 1; i <= row_count; i++)
		if (i == row_count || rows[i].consent != rows[first].consent) {
			judge(&rows[first], i - first, records, count, gates);
			first = i;
		}
}

void
consent_gates(struct tx *tx, int64_t module, const int64_t *records, size_t count, struct consent_gate *gates)
{
	for (size_t i = 0; i < count; i++)
		gates[i] = (struct consent_gate){.state = CONSENT_GIVEN};
	for (size_t i = 0; i < count; i += CONSENT_GATES)
		fill_portion(tx, module, &records[i], count - i < CONSENT_GATES ? count - i : CONSENT_GATES, &gates[i]);
}

bool
consent_lets_invite(struct tx *tx, int64_t module, int64_t record, struct consent_gate *gate)
{
	struct consent_gate unwanted, *filled = gate == NULL ? &unwanted : gate;

	consent_gates(tx, module, &record, 1, filled);
	return filled->state == CONSENT_GIVEN;
}

void
consent_gate_sql(struct sql *sql, int64_t module, const char *record)
{
	sql_add(sql, "not exists (select 1 from consent gate where gate.required = 1 and gate.retired_at is null and "
		     "not exists (select 1 from consent_answer given where given.module_id = ");
	sql_value(sql, db_int(module));
	sql_printf(sql,
		   " and given.record_id = %s and given.consent_id = gate.id and given.number = gate.number and "
		   "given.answer = 'yes' and not exists (select 1 from consent_answer later where later.module_id = "
		   "given.module_id and later.record_id = given.record_id and later.consent_id = given.consent_id and "
		   "later.id > given.id)))",
		   record);
}
