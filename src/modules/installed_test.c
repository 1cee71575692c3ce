/* installed_test: installs the modules for tests. */
#include "modules/installed_test.h"

#include "base/check.h"
#include "core/house_test.h"
#include "db/db_testing.h"
#include "modules/modules.h"

static void
install(struct tx *tx, void *data)
{
	(void)data;
	modules_install(tx);
}

static void
migrate_and_install(struct db *db, struct arena *arena)
{
	house_migrate(db, arena);
	check(db_write(db, arena, install, NULL) == DB_FINE);
}

void
house_with_modules(struct db *db, struct arena *arena)
{
	db_prepare_once(db, arena, migrate_and_install);
}

const struct catalogue *
catalogue_now(struct db *db, struct arena *arena)
{
	struct tx *tx = db_read(db, arena);
	const struct catalogue *catalogue = catalogue_load(tx, arena);

	check(tx_trouble(tx) == DB_FINE);
	db_read_end(tx);
	return catalogue;
}
