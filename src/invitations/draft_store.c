/* draft_store: an invitation is kept for later in the place of the one that is over, and taken away again. */
#include "invitations/invitation.h"

#include "base/id.h"
#include "db/sql.h"

#define OPEN "('queued', 'sent', 'delivered', 'opened')"

/* What the mail before said or became stays known beside it; its link is dead as it was. */
int64_t
invitation_keep(struct tx *tx, const struct invitation_new *invitation, int64_t now)
{
	return db_get_int(
		tx, 0,
		"insert into invitation (id, portal_id, user_type_id, module_id, record_id, email, name, language, "
		"state, send_count, invited_by, created_at, drafted_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 'draft', "
		"0, $9, $10, $10) on conflict (module_id, record_id) do update set portal_id = excluded.portal_id, "
		"user_type_id = excluded.user_type_id, language = excluded.language, state = 'draft', "
		"drafted_from = case when invitation.state = 'draft' then invitation.drafted_from else "
		"invitation.state end, token_hash = null, message_id = null, invited_by = excluded.invited_by, "
		"drafted_at = excluded.drafted_at where invitation.state <> 'accepted' and not (invitation.state in " OPEN
		" and invitation.expires_at > $10) returning id",
		db_int(id_new()), db_int(invitation->portal), db_int(invitation->user_type), db_int(invitation->module),
		db_int(invitation->record), db_text(invitation->email == NULL ? "" : invitation->email),
		db_text(invitation->name), db_text(invitation->language), db_optional(invitation->staff, 0),
		db_int(now));
}

static void
add_whom(struct sql *sql, int64_t module, const int64_t *records, size_t count)
{
	sql_add(sql, " and module_id = ");
	sql_value(sql, db_int(module));
	sql_add(sql, " and record_id in (0");
	for (size_t i = 0; i < count; i++) {
		sql_add(sql, ", ");
		sql_value(sql, db_int(records[i]));
	}
	sql_add(sql, ")");
}

int64_t
invitation_drop(struct tx *tx, int64_t module, const int64_t *records, size_t count)
{
	struct sql first = sql_new(tx_arena(tx)), again = sql_new(tx_arena(tx));
	int64_t dropped;

	sql_add(&first, "delete from invitation where state = 'draft' and drafted_from is null");
	add_whom(&first, module, records, count);
	dropped = db_sql_run(tx, sql_end(&first));
	sql_add(&again, "update invitation set state = drafted_from, drafted_from = null, drafted_at = null "
			"where state = 'draft'");
	add_whom(&again, module, records, count);
	return dropped + db_sql_run(tx, sql_end(&again));
}
