/* message_store: every statement about messages, and what is read of their senders. */
#include "outbox/message.h"

#include "base/arena.h"
#include "base/instant.h"

#include <stddef.h>

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct message, id),
	DB_COLUMN_ENUM(struct message, channel, message_channel_names),
	DB_COLUMN_ENUM(struct message, state, message_state_names),
	DB_COLUMN_TEXT(struct message, kind),
	DB_COLUMN_INT64(struct message, contact_id),
	DB_COLUMN_INT64(struct message, staff_id),
	DB_COLUMN_INT64(struct message, company_id),
	DB_COLUMN_TEXT(struct message, to_address),
	DB_COLUMN_TEXT(struct message, to_name),
	DB_COLUMN_TEXT(struct message, subject),
	DB_COLUMN_TEXT(struct message, body_text),
	DB_COLUMN_TEXT(struct message, body_html),
	DB_COLUMN_TEXT(struct message, message_id),
	DB_COLUMN_TEXT(struct message, stop_link),
	DB_COLUMN_BOOL(struct message, secret),
	DB_COLUMN_TEXT(struct message, error),
	DB_COLUMN_INT(struct message, try_count),
	DB_COLUMN_INSTANT(struct message, created_at),
	DB_COLUMN_INSTANT(struct message, expires_at),
	DB_COLUMN_INSTANT(struct message, sent_at),
	DB_COLUMN_INSTANT(struct message, delivered_at),
};
static const struct db_shape shape = DB_SHAPE(struct message, columns);

#define COLUMNS                                                                                                        \
	"id, channel, state, kind, contact_id, staff_id, company_id, to_address, to_name, subject, body_text, "        \
	"body_html, message_id, stop_link, secret, error, try_count, created_at, expires_at, sent_at, delivered_at"

/* Secret texts go once they are of no more use. */
#define BLANK                                                                                                          \
	"body_text = case when secret = 1 then '' else body_text end, "                                                \
	"body_html = case when secret = 1 then null else body_html end"

void
message_insert(struct tx *tx, const struct message *message)
{
	db_run(tx,
	       "insert into message (" COLUMNS ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, "
	       "$15, $16, $17, $18, $19, $20, $21)",
	       db_int(message->id), db_text(message_channel_names[message->channel]),
	       db_text(message_state_names[message->state]), db_text(message->kind),
	       db_optional(message->contact_id, 0), db_optional(message->staff_id, 0),
	       db_optional(message->company_id, 0), db_text(message->to_address), db_text(message->to_name),
	       db_text(message->subject), db_text(message->body_text), db_text(message->body_html),
	       db_text(message->message_id), db_text(message->stop_link), db_int(message->secret),
	       db_text(message->error), db_int(message->try_count), db_int(message->created_at),
	       db_optional(message->expires_at, NO_INSTANT), db_optional(message->sent_at, NO_INSTANT),
	       db_optional(message->delivered_at, NO_INSTANT));
}

struct message *
message_itself(struct tx *tx, int64_t id)
{
	return db_find(tx, &shape, "select " COLUMNS " from message where id = $1", db_int(id));
}

struct message *
message_find(struct tx *tx, const struct viewer *viewer, int64_t id)
{
	return db_find(tx, &shape, access_sql(viewer, "select " COLUMNS " from message where {message} and id = $2"),
		       access_client(viewer), db_int(id));
}

#define LIST(filters) "select " COLUMNS " from message where {message} " filters "and id < $2 order by id desc limit $3"

/* By whether a state and a channel are asked for: each reads an index in the order of the list. */
static const char *const list_sql[2][2] = {
	{LIST(""), LIST("and channel = $5 ")},
	{LIST("and state = $4 "), LIST("and state = $4 and channel = $5 ")},
};

struct message *
message_list(struct tx *tx, const struct viewer *viewer, int state, int channel, int64_t before, size_t limit,
	     size_t *count)
{
	return db_list(tx, &shape, count, access_sql(viewer, list_sql[state >= 0][channel >= 0]), access_client(viewer),
		       db_int(before), db_int((int64_t)limit), db_text(state < 0 ? "" : message_state_names[state]),
		       db_text(channel < 0 ? "" : message_channel_names[channel]));
}

struct message *
message_list_all(struct tx *tx, size_t limit, size_t *count)
{
	return db_list(tx, &shape, count, "select " COLUMNS " from message order by id desc limit $1",
		       db_int((int64_t)limit));
}

void
message_record_sent(struct tx *tx, int64_t id, int64_t now)
{
	db_run(tx,
	       "update message set state = 'sent', error = null, sent_at = $2, try_count = try_count + 1, " BLANK
	       " where id = $1 and state = 'waiting'",
	       db_int(id), db_int(now));
}

void
message_record_error(struct tx *tx, int64_t id, enum message_state state, const char *error)
{
	db_run(tx,
	       "update message set state = $2, error = $3, try_count = try_count + 1 where id = $1 "
	       "and state = 'waiting'",
	       db_int(id), db_text(message_state_names[state]), db_text(error));
}

void
message_record_expired(struct tx *tx, int64_t id)
{
	db_run(tx, "update message set state = 'expired', " BLANK " where id = $1 and state = 'waiting'", db_int(id));
}

bool
message_record_delivered(struct tx *tx, int64_t id, int64_t now)
{
	return db_run(tx, "update message set state = 'delivered', delivered_at = $2 where id = $1 and state = 'sent'",
		      db_int(id), db_int(now)) == 1;
}

/* A server that put it into its box may be asked to hand it on, and fail: that counts more than the box. */
bool
message_record_bounced(struct tx *tx, int64_t id, const char *error)
{
	return db_run(tx,
		      "update message set state = 'failed', error = $2, delivered_at = null where id = $1 "
		      "and state in ('sent', 'delivered')",
		      db_int(id), db_text(error)) == 1;
}

/* A failed secret is of no more use after its time either, but it stays failed: somebody may look for the reason. */
void
message_expire_all(struct tx *tx, int64_t now)
{
	db_run(tx, "update message set state = 'expired', " BLANK " where state = 'waiting' and expires_at <= $1",
	       db_int(now));
	db_run(tx,
	       "update message set " BLANK " where state = 'failed' and secret = 1 and body_text <> '' "
	       "and expires_at <= $1",
	       db_int(now));
}

bool
message_wait_again(struct tx *tx, const struct viewer *viewer, int64_t id, int64_t now)
{
	return db_run(tx,
		      access_sql(
			      viewer,
			      "update message set state = 'waiting', error = null, sent_at = null where {message} "
			      "and id = $2 and state = 'failed' and (secret = 0 or body_text <> '') and (expires_at is null or expires_at > $3)"),
		      access_client(viewer), db_int(id), db_int(now)) == 1;
}

struct waiting {
	int64_t id;
};

static const struct db_column waiting_columns[] = {DB_COLUMN_INT64(struct waiting, id)};
static const struct db_shape waiting_shape = DB_SHAPE(struct waiting, waiting_columns);

int64_t *
message_waiting_after(struct tx *tx, enum message_channel channel, int64_t after, int64_t now, size_t limit,
		      size_t *count)
{
	const struct waiting *rows =
		db_list(tx, &waiting_shape, count,
			"select id from message where state = 'waiting' and channel = $1 "
			"and id > $2 and (expires_at is null or expires_at > $3) "
			"order by id limit $4",
			db_text(message_channel_names[channel]), db_int(after), db_int(now), db_int((int64_t)limit));
	int64_t *ids = arena_make_array(tx_arena(tx), int64_t, *count + 1);

	for (size_t i = 0; i < *count; i++)
		ids[i] = rows[i].id;
	return ids;
}

static const struct db_column sender_columns[] = {
	DB_COLUMN_TEXT(struct sender, name),
	DB_COLUMN_TEXT(struct sender, colour),
	DB_COLUMN_TEXT(struct sender, email),
	DB_COLUMN_TEXT(struct sender, phone),
	DB_COLUMN_TEXT(struct sender, website),
	DB_COLUMN_TEXT(struct sender, sender_name),
	DB_COLUMN_TEXT(struct sender, sender_address),
	DB_COLUMN_TEXT(struct sender, logo_blob),
	DB_COLUMN_INT64(struct sender, id),
	DB_COLUMN_INT64(struct sender, version),
};
static const struct db_shape sender_shape = DB_SHAPE(struct sender, sender_columns);

const struct sender *
sender_of_company(struct tx *tx, int64_t company)
{
	return db_find(tx, &sender_shape,
		       "select name, colour, email, phone, website, sender_name, sender_address, logo_blob, id, "
		       "version from company where id = $1",
		       db_int(company));
}

const char *
sender_footer(struct tx *tx, int64_t company, const char *language, const char *other)
{
	return db_get_text(tx,
			   "select text from company_text where company_id = $1 and name = 'mail_footer' "
			   "and language in ($2, $3) order by case when language = $2 then 0 else 1 end limit 1",
			   db_int(company), db_text(language), db_text(other));
}

void
message_export_person(struct tx *tx, int64_t contact, struct doc *person)
{
	struct doc *list = doc_set_list(person, "messages");
	size_t count;
	const struct message *messages =
		db_list(tx, &shape, &count, "select " COLUMNS " from message where contact_id = $1 order by id",
			db_int(contact));

	for (size_t i = 0; i < count; i++) {
		struct doc *doc = doc_add_object(list);

		doc_set_text(doc, "channel", message_channel_names[messages[i].channel]);
		doc_set_text(doc, "to", messages[i].to_address);
		doc_set_text(doc, "name", messages[i].to_name);
		doc_set_text(doc, "subject", messages[i].subject);
		doc_set_text(doc, "text", messages[i].secret ? NULL : messages[i].body_text);
		doc_set_instant(doc, "created_at", messages[i].created_at);
		doc_set_instant(doc, "sent_at", messages[i].sent_at);
		doc_set_instant(doc, "delivered_at", messages[i].delivered_at);
	}
}

void
message_erase_person(struct tx *tx, int64_t contact)
{
	db_run(tx, "delete from message where contact_id = $1", db_int(contact));
}
