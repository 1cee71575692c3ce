/* design_store: one row for each portal; until it is written, the portal says nothing of its own. */
#include "design/design_store.h"

#include "base/arena.h"
#include "db/db.h"

static const struct db_column columns[] = {
	DB_COLUMN_TEXT(struct design_words, home_fr),  DB_COLUMN_TEXT(struct design_words, home_en),
	DB_COLUMN_TEXT(struct design_words, end_fr),   DB_COLUMN_TEXT(struct design_words, end_en),
	DB_COLUMN_INT64(struct design_words, version),
};
static const struct db_shape shape = DB_SHAPE(struct design_words, columns);

const struct design_words *
design_find(struct tx *tx, int64_t portal)
{
	const struct design_words *found = db_find(
		tx, &shape, "select home_fr, home_en, end_fr, end_en, version from portal_design where portal_id = $1",
		db_int(portal));

	return found != NULL ? found : arena_make(tx_arena(tx), struct design_words);
}

bool
design_save(struct tx *tx, int64_t portal, const struct design_words *words)
{
	db_run(tx, "insert into portal_design (portal_id, version) values ($1, 0) on conflict (portal_id) do nothing",
	       db_int(portal));
	return db_run(tx,
		      "update portal_design set home_fr = $1, home_en = $2, end_fr = $3, end_en = $4, "
		      "version = version + 1 where portal_id = $5 and version = $6",
		      db_text(words->home_fr), db_text(words->home_en), db_text(words->end_fr), db_text(words->end_en),
		      db_int(portal), db_int(words->version)) == 1;
}
