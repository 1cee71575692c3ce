/* trial_store: the statements of a trial's end. */
#include "portal_users/trial_store.h"

int64_t
portal_accounts_delete(struct tx *tx, int64_t now)
{
	int64_t users;

	db_run(tx, "delete from session where kind = 'portal'");
	db_run(tx, "delete from sign_in");
	db_run(tx, "delete from device");
	db_run(tx, "delete from portal_password_link");
	db_run(tx, "delete from portal_password");
	db_run(tx, "delete from passkey where contact_id is not null");
	db_run(tx, "delete from invitation_batch_row");
	db_run(tx, "delete from invitation_batch");
	db_run(tx, "delete from invitation");
	db_run(tx, "delete from notification_read");
	users = db_run(tx, "delete from portal_user");
	db_run(tx, "update contact set entered_at = null, mobile_confirmed_at = null where entered_at is not null");
	db_run(tx, "update feature_switch set is_on = 0, changed_at = $1, version = version + 1 where name = 'portal'",
	       db_int(now));
	return users;
}
