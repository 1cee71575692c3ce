/* invitation_setting_store: how long invitations hold, and what was written for their mails, as rows. */
#include "invitations/invitation_store.h"

#include <stddef.h>

static const struct db_column setting_columns[] = {
	DB_COLUMN_INT(struct invitation_setting, days),
	DB_COLUMN_INT64(struct invitation_setting, version),
};
static const struct db_shape setting_shape = DB_SHAPE(struct invitation_setting, setting_columns);

static const struct db_column text_columns[] = {
	DB_COLUMN_TEXT(struct invitation_text, language),
	DB_COLUMN_TEXT(struct invitation_text, subject),
	DB_COLUMN_TEXT(struct invitation_text, body),
};
static const struct db_shape text_shape = DB_SHAPE(struct invitation_text, text_columns);

struct invitation_setting
invitation_setting(struct tx *tx)
{
	const struct invitation_setting *found =
		db_find(tx, &setting_shape, "select days, version from invitation_setting where id = 1");

	return found == NULL ? (struct invitation_setting){.days = 7} : *found;
}

int
invitation_days(struct tx *tx)
{
	return invitation_setting(tx).days;
}

struct invitation_text *
invitation_text_find(struct tx *tx, const char *language)
{
	return db_find(tx, &text_shape, "select language, subject, body from invitation_text where language = $1",
		       db_text(language));
}

static void
save_text(struct tx *tx, const struct invitation_text *text)
{
	if (text->subject == NULL) {
		db_run(tx, "delete from invitation_text where language = $1", db_text(text->language));
		return;
	}
	db_run(tx,
	       "insert into invitation_text (language, subject, body) values ($1, $2, $3) on conflict (language) "
	       "do update set subject = excluded.subject, body = excluded.body",
	       db_text(text->language), db_text(text->subject), db_text(text->body));
}

bool
invitation_setting_save(struct tx *tx, const struct invitation_setting *setting, const struct invitation_text *texts,
			size_t count)
{
	if (db_run(tx, "update invitation_setting set days = $1, version = version + 1 where id = 1 and version = $2",
		   db_int(setting->days), db_int(setting->version)) != 1)
		return false;
	for (size_t i = 0; i < count; i++)
		save_text(tx, &texts[i]);
	return true;
}
