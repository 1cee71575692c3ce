/* module_store: makes and changes modules: their rows, and the tables they stand for. */
#include "modules/module_store.h"

void
catalogue_touch(struct tx *tx)
{
	db_run(tx, "update catalogue set version = version + 1 where id = 1");
}
