/* refusal_store: everything that decides about an invitation, read for many records at once. */
#include "invitations/refusal_fact.h"

#include "base/arena.h"
#include "base/instant.h"
#include "core/weakened.h"
#include "invitations/invitation.h"
#include "portal_users/portal_users.h"
#include "records/record_import.h"
#include "switches/switches.h"
#include "sys/crypto.h"

#include <string.h>

/* A portion: facts[i] is about checks[i]. */
struct asking {
	struct tx *tx;
	const struct invitation_question *question;
	const struct module *module;
	const struct field *address;
	const struct plan *plan; /* the inviter's */
	struct invitation_check *checks;
	struct refusal_fact *facts;
	size_t count;
};

static struct refusal_fact *
fact_of(const struct asking *asking, int64_t record)
{
	for (size_t i = 0; i < asking->count; i++)
		if (asking->checks[i].record == record)
			return &asking->facts[i];
	return NULL;
}

static void
add_records(struct sql *sql, const struct asking *asking)
{
	for (size_t i = 0; i < asking->count; i++) {
		sql_add(sql, i == 0 ? "(" : ", ");
		sql_value(sql, db_int(asking->checks[i].record));
	}
	sql_add(sql, ")");
}

/* "(…)": the addresses; one that nobody has where there are none. */
static void
add_addresses(struct sql *sql, const struct asking *asking)
{
	bool first = true;

	for (size_t i = 0; i < asking->count; i++) {
		if (asking->facts[i].email == NULL)
			continue;
		sql_add(sql, first ? "(" : ", ");
		sql_value(sql, db_text(asking->facts[i].email));
		first = false;
	}
	sql_add(sql, first ? "('')" : ")");
}

/* ---- the records themselves ---- */

static const char *
lower_text(struct arena *arena, const struct db_value *cell)
{
	char *text;

	if (cell->type != DB_TEXT || cell->bytes.length == 0)
		return NULL;
	text = arena_text_of(arena, cell->bytes.at, cell->bytes.length);
	for (char *at = text; *at != '\0'; at++)
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	return text;
}

static bool
is_settled(const struct db_value *cell, const char *good)
{
	return str_equal(cell->bytes, STR("none")) || str_equal(cell->bytes, str_of(good));
}

enum { ROW_ID, ROW_DELETED, ROW_APPROVAL, ROW_REVIEW, ROW_EMAIL, ROW_NAME, ROW_WIDTH };

static void
take_row(const struct asking *asking, const struct db_value *row)
{
	struct refusal_fact *fact = fact_of(asking, row[ROW_ID].integer);
	struct arena *arena = tx_arena(asking->tx);
	struct invitation_check *check = &asking->checks[fact - asking->facts];

	if (row[ROW_DELETED].type == DB_INT && row[ROW_DELETED].integer >= STAGED_AT)
		return; /* of an import that nobody sees yet */
	fact->found = true;
	fact->in_bin = row[ROW_DELETED].type == DB_INT;
	fact->unapproved = !is_settled(&row[ROW_APPROVAL], "approved");
	fact->unreviewed = !is_settled(&row[ROW_REVIEW], "accepted");
	check->email = fact->email = lower_text(arena, &row[ROW_EMAIL]);
	if (row[ROW_NAME].type != DB_NULL)
		check->name = value_text(arena, asking->module->naming, &row[ROW_NAME]);
}

/* Whether a record waits decides for everybody, whatever fields they see: the statement reads whole records, and the
 * inviter is only shown what their plan shows. */
static void
read_records(const struct asking *asking)
{
	const struct plan *plan = asking->plan;
	const struct field *naming = asking->module->naming;
	const char *table = asking->module->table, *name = naming == NULL ? NULL : plan->columns[naming->index];
	const enum db_type types[ROW_WIDTH] = {DB_INT,	DB_INT,	 DB_TEXT,
					       DB_TEXT, DB_TEXT, name == NULL ? DB_TEXT : field_kept_as(naming)};
	struct sql sql = plan_sql_whole(tx_arena(asking->tx), plan, asking->question->viewer);
	const struct db_value *rows;
	size_t count;

	sql_printf(&sql, "select %s.id, %s.deleted_at, %s.approval, %s.review, %s, %s from %s where %s and %s.id in ",
		   table, table, table, table, plan->columns[asking->address->index],
		   name == NULL ? "cast(null as text)" : name, table, plan->rows, table);
	add_records(&sql, asking);
	rows = db_sql_cells(asking->tx, sql_end(&sql), types, ROW_WIDTH, &count);
	for (size_t i = 0; i < count; i++)
		take_row(asking, rows + i * ROW_WIDTH);
}

/* ---- whether the portal sees them ---- */

/* As the staff user that the portal acts as; NULL: there is none, or it may not see the module. */
static const struct plan *
portal_plan(struct tx *tx, const struct invitation_question *question, struct viewer *viewer, struct moment *moment)
{
	const struct portal_agent *agent = portal_agent_find(tx);
	const struct plan *plan;

	if (agent == NULL)
		return NULL;
	*viewer = (struct viewer){.kind = VIEWER_STAFF,
				  .staff = agent->id,
				  .profile = profile_of_id(agent->profile_id),
				  .profile_id = agent->profile_id,
				  .theme = ""};
	*moment = *question->moment;
	moment->staff = agent->id;
	plan = plan_for(question->rights, viewer, question->type->main, moment);
	return plan->may & MAY_VIEW ? plan : NULL;
}

/* The profile of the portal says what people see in the modules it is a ceiling of; in the others their user type alone
 * does. Without the portal's own staff user nobody is invited at all. */
static bool
portal_decides(struct tx *tx, const struct invitation_question *question)
{
	return rights_ceiling(question->rights, question->type->main) != NULL || portal_agent_find(tx) == NULL;
}

static void
see_all(const struct asking *asking)
{
	for (size_t i = 0; i < asking->count; i++)
		asking->facts[i].portal_sees = true;
}

static void
read_seen(const struct asking *asking, const struct plan *plan, const struct viewer *viewer)
{
	static const enum db_type types[] = {DB_INT};
	struct sql sql = plan_sql(tx_arena(asking->tx), plan, viewer);
	const char *table = asking->module->table;
	const struct db_value *rows;
	size_t count;

	sql_printf(&sql, "select %s.id from %s where %s and %s.id in ", table, table, plan->rows, table);
	add_records(&sql, asking);
	rows = db_sql_cells(asking->tx, sql_end(&sql), types, 1, &count);
	for (size_t i = 0; i < count; i++)
		fact_of(asking, rows[i].integer)->portal_sees = true;
	if (weakened(CHECK_PORTAL_SEES))
		see_all(asking);
}

/* ---- who signs in already ---- */

/* Contacts sign in without a row of their own, too: those who did once, and whom somebody keeps from it. */
static void
read_users(const struct asking *asking)
{
	static const enum db_type types[] = {DB_INT};
	struct sql sql = sql_new(tx_arena(asking->tx));
	const struct db_value *rows;
	size_t count;

	sql_add(&sql, "select record_id from portal_user where module_id = ");
	sql_value(&sql, db_int(asking->module->id));
	sql_add(&sql, " and record_id in ");
	add_records(&sql, asking);
	if (text_equal(asking->module->name, "contacts")) {
		sql_add(&sql,
			" union select id from contact where (entered_at is not null or blocked_at is not null) and "
			"id in ");
		add_records(&sql, asking);
	}
	rows = db_sql_cells(asking->tx, sql_end(&sql), types, 1, &count);
	for (size_t i = 0; i < count; i++)
		fact_of(asking, rows[i].integer)->is_user = true;
}

/* Contacts come in for a client, whatever tabs they would see: without one nobody lets them in. */
static void
read_clients(const struct asking *asking)
{
	static const enum db_type types[] = {DB_INT};
	struct sql sql = sql_new(tx_arena(asking->tx));
	const struct db_value *rows;
	size_t count;

	if (!text_equal(asking->module->name, "contacts"))
		return;
	for (size_t i = 0; i < asking->count; i++)
		asking->facts[i].without_client = true;
	sql_add(&sql,
		"select distinct place.contact_id from client_contact place join client on client.id = "
		"place.client_id where client.deleted_at is null and client.archived_at is null and place.contact_id in ");
	add_records(&sql, asking);
	rows = db_sql_cells(asking->tx, sql_end(&sql), types, 1, &count);
	for (size_t i = 0; i < count; i++)
		fact_of(asking, rows[i].integer)->without_client = false;
}

/* Who will be a contact of a client: a new one is seen by whoever makes them, and is nobody yet. */
static void
foresee(const struct asking *asking)
{
	for (size_t i = 0; i < asking->count; i++) {
		struct refusal_fact *fact = &asking->facts[i];

		fact->without_client = false;
		if (asking->checks[i].record != 0)
			continue;
		fact->found = fact->portal_sees = true;
		fact->email = asking->checks[i].email;
	}
}

/* ---- the addresses ---- */

static void
judge_domains(const struct asking *asking, const struct mail_domains *domains)
{
	struct arena *arena = tx_arena(asking->tx);

	for (size_t i = 0; i < asking->count; i++) {
		struct refusal_fact *fact = &asking->facts[i];

		if (fact->email == NULL)
			continue;
		fact->supported = address_is_supported(arena, fact->email);
		fact->own_domain =
			asking->question->type->is_default && mail_domain_is_own(arena, domains, fact->email);
		fact->blocked_domain = mail_domain_is_blocked(arena, domains, fact->email);
	}
}

struct holder_row {
	const char *email;
	int64_t record;
};
static const struct db_column holder_columns[] = {
	DB_COLUMN_TEXT(struct holder_row, email),
	DB_COLUMN_INT64(struct holder_row, record),
};
static const struct db_shape holder_shape = DB_SHAPE(struct holder_row, holder_columns);

/* Others who sign in with one of the addresses. A contact in the bin keeps theirs. */
static void
read_holders(const struct asking *asking)
{
	struct sql sql = sql_new(tx_arena(asking->tx));
	const struct holder_row *rows;
	size_t count;

	sql_add(&sql, "select email, id as record from contact where email in ");
	add_addresses(&sql, asking);
	sql_add(&sql, " union all select email, record_id from portal_user where email in ");
	add_addresses(&sql, asking);
	rows = db_sql_list(asking->tx, &holder_shape, &count, sql_end(&sql));
	for (size_t i = 0; i < asking->count; i++)
		for (size_t k = 0; asking->facts[i].email != NULL && k < count; k++)
			if (rows[k].record != asking->checks[i].record &&
			    text_equal(rows[k].email, asking->facts[i].email))
				asking->facts[i].taken = true;
}

/* ---- earlier invitations ---- */

struct earlier_row {
	const char *email;
	int64_t module, record, user_type;
	enum invitation_state state;
	const char *drafted_from;
	int64_t sent_at, expires_at;
};
static const struct db_column earlier_columns[] = {
	DB_COLUMN_TEXT(struct earlier_row, email),
	DB_COLUMN_INT64(struct earlier_row, module),
	DB_COLUMN_INT64(struct earlier_row, record),
	DB_COLUMN_INT64(struct earlier_row, user_type),
	DB_COLUMN_ENUM(struct earlier_row, state, invitation_state_names),
	DB_COLUMN_TEXT(struct earlier_row, drafted_from),
	DB_COLUMN_INSTANT(struct earlier_row, sent_at),
	DB_COLUMN_INSTANT(struct earlier_row, expires_at),
};
static const struct db_shape earlier_shape = DB_SHAPE(struct earlier_row, earlier_columns);

/* What they answered, and what became of the mail, holds while another one is being prepared. */
static bool
is_or_was(const struct earlier_row *row, enum invitation_state state)
{
	return row->state == state || text_equal(row->drafted_from, invitation_state_names[state]);
}

static void
take_earlier(const struct asking *asking, size_t place, const struct earlier_row *row)
{
	struct refusal_fact *fact = &asking->facts[place];
	const struct invitation earlier = {.state = row->state, .expires_at = row->expires_at};
	bool open = invitation_is_open(&earlier, asking->question->moment->now);
	bool own = row->record == asking->checks[place].record && row->module == asking->module->id;
	bool same_address = fact->email != NULL && text_equal(fact->email, row->email);

	if (own) {
		fact->invited = fact->invited || open;
		fact->counted = fact->counted || (open && row->user_type == asking->question->type->id);
		fact->invited_since = open && row->sent_at >= asking->question->since;
		fact->declined = fact->declined || is_or_was(row, INVITATION_IS_DECLINED);
	} else {
		fact->taken = fact->taken || (same_address && open);
	}
	fact->bounced = fact->bounced || (same_address && is_or_was(row, INVITATION_IS_BOUNCED));
}

static void
read_earlier(const struct asking *asking)
{
	struct sql sql = sql_new(tx_arena(asking->tx));
	const struct earlier_row *rows;
	size_t count;

	sql_add(&sql,
		"select email, module_id as module, record_id as record, user_type_id as user_type, state, drafted_from, sent_at, "
		"expires_at from invitation where "
		"(module_id = ");
	sql_value(&sql, db_int(asking->module->id));
	sql_add(&sql, " and record_id in ");
	add_records(&sql, asking);
	sql_add(&sql, ") or email in ");
	add_addresses(&sql, asking);
	rows = db_sql_list(asking->tx, &earlier_shape, &count, sql_end(&sql));
	for (size_t i = 0; i < asking->count; i++)
		for (size_t k = 0; k < count; k++)
			take_earlier(asking, i, &rows[k]);
}

/* ---- the same address twice in a batch ---- */

struct hash_row {
	int64_t record;
	struct str hash;
};
static const struct db_column hash_columns[] = {
	DB_COLUMN_INT64(struct hash_row, record),
	DB_COLUMN_BYTES(struct hash_row, hash),
};
static const struct db_shape hash_shape = DB_SHAPE(struct hash_row, hash_columns);

static bool
is_of(const struct hash_row *row, const struct hash *hash)
{
	return row->hash.length == HASH_SIZE && memcmp(row->hash.at, hash->bytes, HASH_SIZE) == 0;
}

static void
read_twice(const struct asking *asking)
{
	struct hash *hashes = arena_make_array(tx_arena(asking->tx), struct hash, asking->count + 1);
	struct sql sql = sql_new(tx_arena(asking->tx));
	const struct hash_row *rows;
	size_t count;

	sql_add(&sql,
		"select record_id as record, email_hash as hash from invitation_batch_row where state in ('ready', "
		"'sent') and batch_id = ");
	sql_value(&sql, db_int(asking->question->batch));
	sql_add(&sql, " and email_hash in (");
	for (size_t i = 0; i < asking->count; i++) {
		hashes[i] = sha256(str_of(asking->facts[i].email));
		sql_add(&sql, i == 0 ? "" : ", ");
		sql_value(&sql, db_bytes(str_slice(hashes[i].bytes, HASH_SIZE)));
	}
	sql_add(&sql, ")");
	rows = db_sql_list(asking->tx, &hash_shape, &count, sql_end(&sql));
	for (size_t i = 0; i < asking->count; i++)
		for (size_t k = 0; k < count; k++)
			if (rows[k].record != asking->checks[i].record && is_of(&rows[k], &hashes[i]))
				asking->facts[i].twice = true;
}

/* ---- all of it ---- */

static void
read_consents(const struct asking *asking)
{
	struct arena *arena = tx_arena(asking->tx);
	int64_t *records = arena_make_array(arena, int64_t, asking->count + 1);
	struct consent_gate *gates = arena_make_array(arena, struct consent_gate, asking->count + 1);

	for (size_t i = 0; i < asking->count; i++)
		records[i] = asking->checks[i].record;
	consent_gates(asking->tx, asking->module->id, records, asking->count, gates);
	for (size_t i = 0; i < asking->count; i++) {
		asking->checks[i].gate = gates[i];
		asking->facts[i].consents = gates[i].state == CONSENT_GIVEN;
	}
}

/* One that comes before it in the portion and will be invited. */
static bool
is_before(const struct asking *asking, size_t place)
{
	for (size_t i = 0; i < place; i++)
		if (asking->checks[i].refusal == REFUSAL_FINE &&
		    text_equal(asking->facts[i].email, asking->facts[place].email))
			return true;
	return false;
}

/* Returns how many are fine. */
static int64_t
decide(const struct asking *asking, int64_t room)
{
	const struct invitation_question *question = asking->question;
	int64_t fine = 0;

	for (size_t i = 0; i < asking->count; i++) {
		struct refusal_fact *fact = &asking->facts[i];

		fact->twice = fact->twice || (fact->email != NULL && is_before(asking, i));
		asking->checks[i].refusal = refusal_of(fact, question->many, question->renews, room - fine);
		fine += asking->checks[i].refusal == REFUSAL_FINE && !fact->counted;
	}
	return fine;
}

static int64_t
ask_portion(struct asking *asking, const struct plan *portal, const struct viewer *agent,
	    const struct mail_domains *domains, int64_t room)
{
	asking->facts = arena_make_array(tx_arena(asking->tx), struct refusal_fact, asking->count + 1);
	read_records(asking);
	if (portal == NULL)
		see_all(asking);
	else
		read_seen(asking, portal, agent);
	read_users(asking);
	read_clients(asking);
	if (asking->question->to_come)
		foresee(asking);
	judge_domains(asking, domains);
	read_holders(asking);
	read_earlier(asking);
	read_consents(asking);
	if (asking->question->batch != 0)
		read_twice(asking);
	return decide(asking, room);
}

void
invitation_refusals(struct tx *tx, const struct invitation_question *question, const int64_t *records, size_t count,
		    struct invitation_check *out)
{
	const struct module *module = question->type->main;
	struct asking asking = {
		.tx = tx, .question = question, .module = module, .address = invitation_address_field(module)};
	struct moment moment;
	struct viewer agent;
	const struct plan *portal = NULL;
	const struct mail_domains *domains;
	int64_t room;

	for (size_t i = 0; i < count; i++)
		out[i] = (struct invitation_check){.record = records[i],
						   .refusal = REFUSAL_MODULE,
						   .email = question->to_come && records[i] == 0 ? out[i].email : NULL,
						   .gate = {.state = CONSENT_GIVEN}};
	if (module == NULL || asking.address == NULL)
		return;
	asking.plan = plan_for(question->rights, question->viewer, module, question->moment);
	if (portal_decides(tx, question)) {
		portal = portal_plan(tx, question, &agent, &moment);
		if (portal == NULL)
			return;
	}
	if ((asking.plan->may & MAY_VIEW) == 0 || asking.plan->columns[asking.address->index] == NULL)
		return;
	room = portal_users_room(tx, question->type->id, question->sending) - question->before;
	domains = mail_domains_read(tx);
	for (size_t i = 0; i < count; i += REFUSALS_AT_ONCE) {
		asking.checks = &out[i];
		asking.count = count - i < REFUSALS_AT_ONCE ? count - i : REFUSALS_AT_ONCE;
		room -= ask_portion(&asking, portal, &agent, domains, room);
	}
}
