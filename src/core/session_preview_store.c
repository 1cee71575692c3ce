/* session_preview_store: a preview lives as long as the staff user's session that opened it, at most. */
#include "core/session_preview_store.h"

#include "base/instant.h"
#include "db/db.h"

enum { IDLE_MS = 30 * MINUTE_MS };

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct preview_session, id),
	DB_COLUMN_INT64(struct preview_session, created_at),
	DB_COLUMN_INT64(struct preview_session, seen_at),
	DB_COLUMN_INT64(struct preview_session, staff_id),
	DB_COLUMN_INT64(struct preview_session, profile_id),
	DB_COLUMN_INT64(struct preview_session, role_id),
	DB_COLUMN_TEXT(struct preview_session, staff_name),
	DB_COLUMN_TEXT(struct preview_session, staff_email),
	DB_COLUMN_INT64(struct preview_session, user_type_id),
	DB_COLUMN_BOOL(struct preview_session, draft),
	DB_COLUMN_INT64(struct preview_session, module_id),
	DB_COLUMN_INT64(struct preview_session, record_id),
	DB_COLUMN_INT64(struct preview_session, own_type_id),
	DB_COLUMN_INT64(struct preview_session, client_id),
	DB_COLUMN_TEXT(struct preview_session, client_name),
	DB_COLUMN_TEXT(struct preview_session, language),
	DB_COLUMN_TEXT(struct preview_session, theme),
	DB_COLUMN_TEXT(struct preview_session, zone),
	DB_COLUMN_TEXT(struct preview_session, country),
	DB_COLUMN_INT(struct preview_session, hours),
	DB_COLUMN_INT64(struct preview_session, rights_version),
};
static const struct db_shape shape = DB_SHAPE(struct preview_session, columns);

/* A contact acts only for a client they belong to; without a person it is the client itself. */
#define SELECT                                                                                                         \
	"select s.id, s.created_at, s.seen_at, s.staff_id, u.profile_id, u.role_id, u.name as staff_name, "            \
	"u.email as staff_email, v.user_type_id, v.draft, v.module_id, v.record_id, "                                  \
	"p.user_type_id as own_type_id, "                                                                              \
	"case when v.record_id is null or m.client_id is not null then k.id end as client_id, "                        \
	"case when v.record_id is null or m.client_id is not null then k.name end as client_name, "                    \
	"v.language, v.theme, p.zone, p.country, p.hours, "                                                            \
	"(select version from catalogue where id = 1) as rights_version "                                              \
	"from preview v join session s on s.id = v.session_id join session o on o.id = v.opened_by "                   \
	"join staff u on u.id = s.staff_id "                                                                           \
	"left join portal_user p on p.module_id = v.module_id and p.record_id = v.record_id "                          \
	"left join client k on k.id = s.client_id and k.deleted_at is null and k.archived_at is null "                 \
	"left join client_contact m on m.client_id = s.client_id and m.contact_id = v.record_id "

const struct preview_session *
session_of_preview(struct tx *tx, const struct hash *token, int64_t now)
{
	return db_find(tx, &shape,
		       SELECT "where s.token_hash = $1 and s.kind = 'preview' and s.expires_at > $2 "
			      "and s.seen_at > $3 and u.disabled_at is null and o.expires_at > $2 "
			      "and o.kind = 'staff' and o.half = 0 and o.staff_id = s.staff_id",
		       db_bytes(str_slice(token->bytes, HASH_SIZE)), db_int(now), db_int(now - IDLE_MS));
}

const struct preview_session *
preview_opened_by(struct tx *tx, int64_t session, int64_t now)
{
	return db_find(tx, &shape,
		       SELECT "where v.opened_by = $1 and s.kind = 'preview' and s.expires_at > $2 and s.seen_at > $3 "
			      "order by s.id desc limit 1",
		       db_int(session), db_int(now), db_int(now - IDLE_MS));
}

void
preview_insert(struct tx *tx, const struct preview_session *row, int64_t opened_by)
{
	db_run(tx,
	       "insert into preview (session_id, opened_by, user_type_id, draft, module_id, record_id, language, theme) "
	       "values ($1, $2, $3, $4, $5, $6, $7, $8)",
	       db_int(row->id), db_int(opened_by), db_optional(row->user_type_id, 0), db_int(row->draft),
	       db_optional(row->module_id, 0), db_optional(row->record_id, 0), db_text(row->language),
	       db_text(row->theme));
}

void
preview_set_looks(struct tx *tx, int64_t id, const char *language, const char *theme)
{
	db_run(tx, "update preview set language = $2, theme = $3 where session_id = $1", db_int(id), db_text(language),
	       db_text(theme));
}

void
preview_end_all_opened_by(struct tx *tx, int64_t session)
{
	db_run(tx, "delete from session where id in (select session_id from preview where opened_by = $1)",
	       db_int(session));
}
