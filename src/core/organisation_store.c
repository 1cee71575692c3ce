/* organisation_store: the single row of the organisation. */
#include "core/organisation.h"

#include "db/db.h"

#include <stddef.h>

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct organisation, id),	  DB_COLUMN_TEXT(struct organisation, name),
	DB_COLUMN_TEXT(struct organisation, language),	  DB_COLUMN_TEXT(struct organisation, country),
	DB_COLUMN_TEXT(struct organisation, zone),	  DB_COLUMN_TEXT(struct organisation, currency),
	DB_COLUMN_INT64(struct organisation, created_at),
};
static const struct db_shape shape = DB_SHAPE(struct organisation, columns);

const struct organisation *
organisation_find(struct tx *tx)
{
	return db_find(tx, &shape,
		       "select id, name, language, country, zone, currency, created_at from organisation "
		       "order by id limit 1");
}

void
organisation_create(struct tx *tx, const struct organisation *organisation)
{
	db_run(tx,
	       "insert into organisation (id, name, language, country, zone, currency, created_at) "
	       "values ($1, $2, $3, $4, $5, $6, $7)",
	       db_int(organisation->id), db_text(organisation->name), db_text(organisation->language),
	       db_text(organisation->country), db_text(organisation->zone), db_text(organisation->currency),
	       db_int(organisation->created_at));
}

int
organisation_bin_days(struct tx *tx)
{
	enum { USUAL_DAYS = 30 };

	return (int)db_get_int(tx, USUAL_DAYS, "select bin_days from organisation order by id limit 1");
}

void
organisation_keep_bin_days(struct tx *tx, int days)
{
	db_run(tx, "update organisation set bin_days = $1", db_int(days));
}
