/* portal_name_store: every statement about names and addresses of portals; there are few of both. */
#include "portals/portal_name_store.h"

#include "base/arena.h"
#include "base/instant.h"
#include "portals/sign_in.h"
#include "sys/clock.h"

/* ---- the draft ---- */

static const struct db_column draft_columns[] = {
	DB_COLUMN_TEXT(struct portal_draft, name),	  DB_COLUMN_TEXT(struct portal_draft, address),
	DB_COLUMN_INT64(struct portal_draft, company_id), DB_COLUMN_INT64(struct portal_draft, staff_id),
	DB_COLUMN_TEXT(struct portal_draft, staff_name),  DB_COLUMN_INSTANT(struct portal_draft, kept_at),
	DB_COLUMN_INT64(struct portal_draft, version),
};
static const struct db_shape draft_shape = DB_SHAPE(struct portal_draft, draft_columns);

const struct portal_draft *
portal_draft_find(struct tx *tx)
{
	static const struct portal_draft nothing = {.kept_at = NO_INSTANT};
	const struct portal_draft *draft = db_find(
		tx, &draft_shape,
		"select d.name, d.address, d.company_id, d.staff_id, staff.name as staff_name, d.kept_at, d.version "
		"from portal_draft d left join staff on staff.id = d.staff_id where d.id = 1");

	return draft == NULL ? &nothing : draft;
}

bool
portal_draft_keep(struct tx *tx, const struct portal_draft *draft)
{
	return db_run(tx,
		      "update portal_draft set name = $1, address = $2, company_id = $3, staff_id = $4, kept_at = $5, "
		      "version = version + 1 where id = 1 and version = $6",
		      db_text(draft->name), db_text(draft->address), db_optional(draft->company_id, 0),
		      db_optional(draft->staff_id, 0), db_int(clock_now()), db_int(draft->version)) == 1;
}

void
portal_draft_clear(struct tx *tx)
{
	db_run(tx, "update portal_draft set name = null, address = null, company_id = null, staff_id = null, "
		   "kept_at = null, version = version + 1 where id = 1");
}

/* ---- which addresses there are ---- */

struct known_address {
	const char *address;
	int64_t portal_id;
};

static const struct db_column known_columns[] = {
	DB_COLUMN_TEXT(struct known_address, address),
	DB_COLUMN_INT64(struct known_address, portal_id),
};
static const struct db_shape known_shape = DB_SHAPE(struct known_address, known_columns);

/* Those of other portals, now and before: all of them, for what looks alike is not told by an index. */
static const struct known_address *
addresses_of_others(struct tx *tx, int64_t portal, size_t *count)
{
	return db_list(tx, &known_shape, count,
		       "select address, id as portal_id from portal where id <> $1 "
		       "union all select address, portal_id from former_address where portal_id <> $1",
		       db_int(portal));
}

static enum address_problem
problem_among(const char *address, const struct known_address *others, size_t count)
{
	enum address_problem problem = address_problem(address);

	for (size_t i = 0; problem == ADDRESS_FINE && i < count; i++)
		if (text_equal(others[i].address, address))
			problem = ADDRESS_TAKEN;
	for (size_t i = 0; problem == ADDRESS_FINE && i < count; i++)
		if (address_is_alike(others[i].address, address))
			problem = ADDRESS_ALIKE;
	return problem;
}

enum address_problem
address_problem_for(struct tx *tx, const char *address, int64_t portal)
{
	size_t count;
	const struct known_address *others = addresses_of_others(tx, portal, &count);

	return problem_among(address, others, count);
}

size_t
address_ideas(struct tx *tx, const char *name, const char *city, int64_t portal, const char *ideas[ADDRESS_IDEAS])
{
	const char *candidates[ADDRESS_CANDIDATES];
	size_t known, found = 0, count = address_candidates(tx_arena(tx), name, city, candidates);
	const struct known_address *others = addresses_of_others(tx, portal, &known);

	for (size_t i = 0; i < count && found < ADDRESS_IDEAS; i++)
		if (problem_among(candidates[i], others, known) == ADDRESS_FINE)
			ideas[found++] = candidates[i];
	return found;
}

/* ---- former ones ---- */

static const struct db_column former_columns[] = {
	DB_COLUMN_TEXT(struct former_address, address),
	DB_COLUMN_INSTANT(struct former_address, left_at),
	DB_COLUMN_INT64(struct former_address, staff_id),
	DB_COLUMN_TEXT(struct former_address, staff_name),
};
static const struct db_shape former_shape = DB_SHAPE(struct former_address, former_columns);

struct former_address *
former_addresses(struct tx *tx, int64_t portal, size_t *count)
{
	return db_list(
		tx, &former_shape, count,
		"select f.address, f.left_at, f.staff_id, staff.name as staff_name from former_address f "
		"left join staff on staff.id = f.staff_id where f.portal_id = $1 order by f.left_at desc, f.address",
		db_int(portal));
}

const struct portal *
portal_of_former_address(struct tx *tx, const char *address)
{
	int64_t portal = db_get_int(tx, 0, "select portal_id from former_address where address = $1", db_text(address));

	return portal == 0 ? NULL : portal_itself(tx, portal);
}

bool
portal_address_change(struct tx *tx, int64_t portal, const char *from, const char *to, int64_t staff)
{
	if (db_run(tx, "update portal set address = $1 where id = $2 and address = $3", db_text(to), db_int(portal),
		   db_text(from)) != 1)
		return false;
	db_run(tx, "delete from former_address where address = $1 and portal_id = $2", db_text(to), db_int(portal));
	db_run(tx, "insert into former_address (address, portal_id, left_at, staff_id) values ($1, $2, $3, $4)",
	       db_text(from), db_int(portal), db_int(clock_now()), db_optional(staff, 0));
	/* Whoever is just signing in goes on at the portal's home, for the page they came for bears the old address. */
	db_run(tx, "update sign_in set next_path = null where portal_id = $1 and next_path is not null",
	       db_int(portal));
	return true;
}

/* The journal is read from its end, as far as that day. */
int64_t
people_signed_in_since(struct tx *tx, int64_t since)
{
	return db_get_int(tx, 0,
			  "select count(distinct object_id) from audit where action = 'portal.sign_in' and refused = 0 "
			  "and seq > coalesce((select seq from audit where action = 'portal.sign_in' and at < $1 "
			  "order by seq desc limit 1), 0)",
			  db_int(since));
}
