/* portal_store: every statement about portals. */
#include "portals/portals.h"

#include "base/arena.h"
#include "base/id.h"
#include "portals/sign_in.h"
#include "sys/clock.h"

#include <stddef.h>

static const struct db_column columns[] = {
	DB_COLUMN_INT64(struct portal, id),	DB_COLUMN_TEXT(struct portal, address),
	DB_COLUMN_TEXT(struct portal, name),	DB_COLUMN_INT64(struct portal, company_id),
	DB_COLUMN_BOOL(struct portal, enabled),
};
static const struct db_shape shape = DB_SHAPE(struct portal, columns);

/* Whether portals are open is said once for all of them, by the switch of the features page (src/switches). */
#define SELECT                                                                                                         \
	"select id, address, name, company_id, "                                                                       \
	"(select is_on from feature_switch where feature_switch.name = 'portal') as enabled from portal "

static const struct portal *
with_company(struct tx *tx, struct portal *portal, const struct company *company)
{
	if (portal == NULL)
		return NULL;
	portal->company = company != NULL ? company : company_public(tx, portal->company_id);
	return portal->company == NULL ? NULL : portal;
}

const struct portal *
portal_of_address(struct tx *tx, const char *address, const char *host)
{
	struct portal *portal = db_find(tx, &shape, SELECT "where address = $1", db_text(address));

	return with_company(tx, portal, portal == NULL ? NULL : company_of_host_or(tx, host, portal->company_id));
}

const struct portal *
portal_itself(struct tx *tx, int64_t id)
{
	return with_company(tx, db_find(tx, &shape, SELECT "where id = $1", db_int(id)), NULL);
}

const struct portal *
portal_of_host(struct tx *tx, const char *host)
{
	const struct company *company = company_of_host(tx, host);

	if (company == NULL)
		return NULL;
	return with_company(
		tx, db_find(tx, &shape, SELECT "where company_id = $1 order by id limit 1", db_int(company->id)),
		company);
}

const struct portal *
portal_first(struct tx *tx)
{
	return with_company(tx, db_find(tx, &shape, SELECT "order by id limit 1"), NULL);
}

int64_t
portal_create(struct tx *tx, const char *address, const char *name, int64_t company)
{
	int64_t id = id_new();

	db_run(tx, "insert into portal (id, address, name, company_id, created_at) values ($1, $2, $3, $4, $5)",
	       db_int(id), db_text(address), db_text(name), db_int(company), db_int(clock_now()));
	return id;
}

bool
portal_set_company(struct tx *tx, int64_t portal, int64_t company, int64_t seen)
{
	return db_run(tx, "update portal set company_id = $1 where id = $2 and company_id = $3", db_int(company),
		      db_int(portal), db_int(seen)) == 1;
}
