/* user_list_store: which records of a module sign in, are invited, or were; and the statements that keep them out or
 * let them in again. */
#include "invitations/user_list.h"

#include "base/arena.h"
#include "base/id.h"
#include "base/instant.h"
#include "core/session.h"
#include "db/belt.h"

const char *const user_state_names[] = {"active", "invited", "draft", "expired", "deactivated", NULL};

static bool
are_contacts(const struct module *module)
{
	return text_equal(module->name, "contacts");
}

/* ---- which ---- */

/* "exists (select 1 from portal_user as u where …": of this type when `type` is one. */
static void
add_user(struct sql *sql, const struct module *module, const struct user_type *type, const char *more)
{
	sql_add(sql, "exists (select 1 from portal_user as u where u.module_id = ");
	sql_value(sql, db_int(module->id));
	sql_printf(sql, " and u.record_id = %s.id", module->table);
	if (type != NULL) {
		sql_add(sql, " and u.user_type_id = ");
		sql_value(sql, db_int(type->id));
	}
	sql_printf(sql, "%s)", more);
}

/* Contacts of the default type may sign in without a row of their own. */
static void
add_contact(struct sql *sql, const struct user_listing *listing, const struct module *module, const char *condition)
{
	if (!are_contacts(module) || !listing->type->is_default)
		return;
	sql_printf(sql, " or (%s and not ", condition);
	add_user(sql, module, NULL, "");
	sql_add(sql, ")");
}

static void
add_active(struct sql *sql, const struct user_listing *listing, const struct module *module)
{
	sql_add(sql, " and (");
	add_user(sql, module, listing->type, " and u.blocked_at is null");
	add_contact(sql, listing, module, "contact.entered_at is not null");
	sql_add(sql, are_contacts(module) ? ") and contact.blocked_at is null" : ")");
}

static void
add_deactivated(struct sql *sql, const struct user_listing *listing, const struct module *module)
{
	sql_add(sql, " and (");
	add_user(sql, module, listing->type,
		 are_contacts(module) ? " and (u.blocked_at is not null or contact.blocked_at is not null)"
				      : " and u.blocked_at is not null");
	add_contact(sql, listing, module, "contact.blocked_at is not null");
	sql_add(sql, ")");
}

static void
add_invitation_state(struct sql *sql, const struct user_listing *listing)
{
	if (listing->state == USER_DRAFTED) {
		sql_add(sql, " and i.state = 'draft'");
		return;
	}
	sql_add(sql,
		listing->state == USER_INVITED
			? " and (i.state in ('queued', 'sent', 'delivered', 'opened') and i.expires_at > "
			: " and (i.state in ('bounced', 'expired', 'revoked', 'declined') or i.state in ('queued', "
			  "'sent', 'delivered', 'opened') and i.expires_at <= ");
	sql_value(sql, db_int(listing->now));
	sql_add(sql, ")");
}

static void
add_invited(struct sql *sql, const struct user_listing *listing, const struct module *module)
{
	sql_add(sql, " and exists (select 1 from invitation as i where i.module_id = ");
	sql_value(sql, db_int(module->id));
	sql_printf(sql, " and i.record_id = %s.id and i.user_type_id = ", module->table);
	sql_value(sql, db_int(listing->type->id));
	add_invitation_state(sql, listing);
	sql_add(sql, ") and not ");
	add_user(sql, module, NULL, "");
	if (are_contacts(module))
		sql_add(sql, " and contact.entered_at is null and contact.blocked_at is null");
}

/* The few that it can be, whom indexes have together: the module may have very many records. */
static void
add_candidates(struct sql *sql, const struct user_listing *listing, const struct module *module)
{
	bool users = listing->state == USER_ACTIVE || listing->state == USER_DEACTIVATED;

	sql_printf(sql, " and %s.id in (select few.record_id from %s as few where few.user_type_id = ", module->table,
		   users ? "portal_user" : "invitation");
	sql_value(sql, db_int(listing->type->id));
	if (users && are_contacts(module) && listing->type->is_default)
		sql_printf(sql, " union select lone.id from contact as lone where lone.%s is not null",
			   listing->state == USER_ACTIVE ? "entered_at" : "blocked_at");
	sql_add(sql, ")");
}

void
user_listing_sql(struct sql *sql, const struct module *module, const void *of)
{
	const struct user_listing *listing = of;

	sql_reads(sql, "portal_user", NULL);
	sql_reads(sql, "invitation", NULL);
	if (are_contacts(module)) {
		sql_reads(sql, "contact", "entered_at");
		sql_reads(sql, "contact", "blocked_at");
	}
	add_candidates(sql, listing, module);
	switch (listing->state) {
	case USER_ACTIVE:
		add_active(sql, listing, module);
		break;
	case USER_DEACTIVATED:
		add_deactivated(sql, listing, module);
		break;
	default:
		add_invited(sql, listing, module);
		break;
	}
	if (listing->ids == NULL)
		return;
	sql_printf(sql, " and %s.id in (0", module->table);
	for (size_t i = 0; i < listing->id_count; i++) {
		sql_add(sql, ", ");
		sql_value(sql, db_int(listing->ids[i]));
	}
	sql_add(sql, ")");
}

/* ---- what is known ---- */

struct known_row {
	int64_t record, entered_at, seen_at, blocked_at;
};
static const struct db_column known_columns[] = {
	DB_COLUMN_INT64(struct known_row, record),
	DB_COLUMN_INSTANT(struct known_row, entered_at),
	DB_COLUMN_INSTANT(struct known_row, seen_at),
	DB_COLUMN_INSTANT(struct known_row, blocked_at),
};
static const struct db_shape known_shape = DB_SHAPE(struct known_row, known_columns);

/* Of a contact the person's own instants count; NO_INSTANT is the least of all. */
static void
take_known(struct user_known *known, const struct known_row *row)
{
	if (known->entered_at == NO_INSTANT || (row->entered_at != NO_INSTANT && row->entered_at < known->entered_at))
		known->entered_at = row->entered_at;
	if (row->seen_at > known->seen_at)
		known->seen_at = row->seen_at;
	if (row->blocked_at > known->blocked_at)
		known->blocked_at = row->blocked_at;
}

struct user_known *
users_known(struct tx *tx, const struct module *module, const int64_t *ids, size_t count)
{
	struct user_known *known = arena_make_array(tx_arena(tx), struct user_known, count + 1);
	struct sql sql = sql_new(tx_arena(tx));
	const struct known_row *rows;
	size_t row_count;

	for (size_t i = 0; i < count; i++)
		known[i] = (struct user_known){NO_INSTANT, NO_INSTANT, NO_INSTANT};
	sql_add(&sql, "select record_id as record, entered_at, cast(null as bigint) as seen_at, blocked_at from "
		      "portal_user where module_id = ");
	sql_value(&sql, db_int(module->id));
	sql_add(&sql, " and record_id in ");
	sql_ids(&sql, ids, count);
	sql_add(&sql, " union all select contact_id, null, max(seen_at), null from session where contact_id in ");
	sql_ids(&sql, ids, count);
	sql_add(&sql, " group by contact_id");
	if (are_contacts(module)) {
		sql_add(&sql, " union all select id, entered_at, null, blocked_at from contact where id in ");
		sql_ids(&sql, ids, count);
	}
	rows = db_sql_list(tx, &known_shape, &row_count, sql_end(&sql));
	for (size_t i = 0; i < count; i++)
		for (size_t r = 0; r < row_count; r++)
			if (rows[r].record == ids[i])
				take_known(&known[i], &rows[r]);
	return known;
}

/* ---- keeping out, letting in ---- */

/* Codes and links that are on their way open nothing any more. */
static void
forget_sign_ins(struct tx *tx, const int64_t *ids, size_t count)
{
	struct sql sign_ins = sql_new(tx_arena(tx)), links = sql_new(tx_arena(tx));

	sql_add(&sign_ins, "delete from sign_in where contact_id in ");
	sql_ids(&sign_ins, ids, count);
	db_sql_run(tx, sql_end(&sign_ins));
	sql_add(&links, "delete from portal_password_link where contact_id in ");
	sql_ids(&links, ids, count);
	db_sql_run(tx, sql_end(&links));
	for (size_t i = 0; i < count; i++)
		session_end_all_of_contact(tx, ids[i], 0);
}

/* A contact is blocked as a person, as on their own page; whoever else as a portal user. */
static void
add_blocking(struct sql *sql, const struct module *module)
{
	sql_add(sql, are_contacts(module) ? "update contact set version = version + 1, blocked_at = "
					  : "update portal_user set blocked_at = ");
}

static void
add_whom(struct sql *sql, const struct module *module, const int64_t *ids, size_t count)
{
	if (!are_contacts(module)) {
		sql_add(sql, " and module_id = ");
		sql_value(sql, db_int(module->id));
	}
	sql_add(sql, are_contacts(module) ? " and id in " : " and record_id in ");
	sql_ids(sql, ids, count);
}

int64_t
users_block(struct tx *tx, const struct module *module, const int64_t *ids, size_t count, int64_t now)
{
	struct sql sql = sql_new(tx_arena(tx));

	add_blocking(&sql, module);
	sql_value(&sql, db_int(now));
	sql_add(&sql, " where blocked_at is null");
	add_whom(&sql, module, ids, count);
	forget_sign_ins(tx, ids, count);
	return db_sql_run(tx, sql_end(&sql));
}

int64_t
users_unblock(struct tx *tx, const struct module *module, const int64_t *ids, size_t count)
{
	struct sql sql = sql_new(tx_arena(tx)), rows = sql_new(tx_arena(tx));
	int64_t done;

	add_blocking(&sql, module);
	sql_add(&sql, "null where blocked_at is not null");
	if (are_contacts(module))
		sql_add(&sql, " and approval <> 'waiting'"); /* nobody changes it meanwhile */
	add_whom(&sql, module, ids, count);
	done = db_sql_run(tx, sql_end(&sql));
	if (!are_contacts(module))
		return done;
	sql_add(&rows, "update portal_user set blocked_at = null where blocked_at is not null and module_id = ");
	sql_value(&rows, db_int(module->id));
	sql_add(&rows,
		" and exists (select 1 from contact c where c.id = portal_user.record_id and c.blocked_at is null) "
		"and record_id in ");
	sql_ids(&rows, ids, count);
	return done + db_sql_run(tx, sql_end(&rows));
}

/* ---- another user type ---- */

/* Contacts who signed in without a row get one; they chose how things are shown long ago. */
static void
give_rows(struct tx *tx, const struct user_type *to, const int64_t *ids, size_t count, int64_t staff, int64_t now)
{
	for (size_t i = 0; i < count; i++)
		db_run(tx,
		       "insert into portal_user (id, user_type_id, module_id, record_id, invited_by, entered_at, "
		       "settled_at, created_at) select $1, $2, $3, id, $4, entered_at, $5, $5 from contact where id = $6 and "
		       "entered_at is not null on conflict do nothing",
		       db_int(id_new()), db_int(to->id), db_int(to->main->id), db_int(staff), db_int(now),
		       db_int(ids[i]));
}

int64_t
users_move(struct tx *tx, const struct user_type *to, const int64_t *ids, size_t count, int64_t staff, int64_t now)
{
	struct sql sql = sql_new(tx_arena(tx));

	if (are_contacts(to->main))
		give_rows(tx, to, ids, count, staff, now);
	sql_add(&sql, "update portal_user set user_type_id = ");
	sql_value(&sql, db_int(to->id));
	sql_add(&sql, " where module_id = ");
	sql_value(&sql, db_int(to->main->id));
	sql_add(&sql, " and record_id in ");
	sql_ids(&sql, ids, count);
	return db_sql_run(tx, sql_end(&sql));
}
