/* people_routes: the one table of the feature's routes, and its permissions. */
#include "people/handlers.h"

#include "people/confirmation.h"

const struct permission staff_read = {"staff.read", FOR_ADMINISTRATOR, N_("See staff users")};
const struct permission staff_write = {"staff.write", FOR_ADMINISTRATOR, N_("Change staff users")};
const struct permission token_own = {"token.own", FOR_STAFF, N_("Have API tokens")};

/* Whoever holds a token must not reach what outlives it: accounts, passwords, other tokens. */
#define PERSONAL ROUTE_TOKENS

const struct route people_routes[PEOPLE_ROUTES] = {
	{HTTP_GET, "/console/sign-in", PUBLIC, &everybody, staff_sign_in_page, "The staff's sign-in"},
	{HTTP_POST, "/console/sign-in", PUBLIC, &everybody, staff_sign_in_post, "Signs a staff user in",
	 .fields = "email password next", .flags = ROUTE_SLOW, .prepare = staff_sign_in_prepare},
	{HTTP_GET, "/console/sign-in/code", STAFF, &any_staff, staff_code_page, "Asks for the second factor",
	 .flags = ROUTE_HALF_SIGNED},
	{HTTP_POST, "/console/sign-in/code", STAFF, &any_staff, staff_code_post,
	 "Takes a code of the second factor, or a recovery code", .fields = "code next", .flags = ROUTE_HALF_SIGNED},
	{HTTP_POST, "/console/sign-out", STAFF, &any_staff, staff_sign_out_post, "Signs out",
	 .flags = ROUTE_HALF_SIGNED | PERSONAL},

	{HTTP_GET, "/console/forgotten", PUBLIC, &everybody, forgotten_page, "Asks for a forgotten password's address"},
	{HTTP_POST, "/console/forgotten", PUBLIC, &everybody, forgotten_post,
	 "Mails a link to choose a new password, when the address has an account", .fields = "email"},
	{HTTP_GET, "/console/password/{token}", PUBLIC, &everybody, password_link_page,
	 "Where a staff user chooses a password"},
	{HTTP_POST, "/console/password/{token}", PUBLIC, &everybody, password_link_post,
	 "Sets the password and uses the link up", .fields = "new_password", .flags = ROUTE_SLOW,
	 .prepare = password_link_prepare},

	{HTTP_GET, "/console/account", STAFF, &any_staff, account_page, "One's own account and sessions",
	 .flags = PERSONAL},
	{HTTP_POST, "/console/account", STAFF, &any_staff, account_name_post, "Changes one's own name",
	 .fields = "name", .flags = PERSONAL},
	{HTTP_GET, "/console/account/password", STAFF, &any_staff, account_password_page, "The form of a new password",
	 .flags = PERSONAL},
	{HTTP_POST, "/console/account/password", STAFF, &any_staff, account_password_post,
	 "Changes one's own password and ends the other sessions", .fields = "password new_password",
	 .flags = ROUTE_SLOW | PERSONAL, .prepare = account_password_prepare},
	{HTTP_POST, "/console/account/sessions/{session}/end", STAFF, &any_staff, account_session_end_post,
	 "Ends one of one's own sessions", .flags = PERSONAL},
	{HTTP_POST, "/console/account/sessions/end", STAFF, &any_staff, account_others_end_post,
	 "Ends all of one's own sessions but this one", .flags = PERSONAL},

	{HTTP_GET, "/console/account/second-factor", STAFF, &any_staff, second_factor_page,
	 "The second factor: off, being set up, or on", .flags = PERSONAL},
	{HTTP_POST, "/console/account/second-factor", STAFF, &any_staff, second_factor_begin_post,
	 "Begins to set up a second factor", .fields = "password", .flags = ROUTE_SLOW | PERSONAL,
	 .prepare = confirmation_prepare},
	{HTTP_POST, "/console/account/second-factor/confirmation", STAFF, &any_staff, second_factor_confirm_post,
	 "Turns the second factor on; answers with recovery codes", .fields = "code", .flags = PERSONAL},
	{HTTP_POST, "/console/account/second-factor/recovery-codes", STAFF, &any_staff, second_factor_codes_post,
	 "Makes new recovery codes", .fields = "password code", .flags = ROUTE_SLOW | PERSONAL,
	 .prepare = confirmation_prepare_always},
	{HTTP_POST, "/console/account/second-factor/removal", STAFF, &any_staff, second_factor_remove_post,
	 "Turns the second factor off", .fields = "password code", .flags = ROUTE_SLOW | PERSONAL,
	 .prepare = confirmation_prepare_always},

	{HTTP_GET, "/console/staff", STAFF, &staff_read, staff_list_page, "The staff users, by name"},
	{HTTP_GET, "/console/staff/new", STAFF, &staff_write, staff_blank_page, "The form of a new staff user",
	 .flags = PERSONAL},
	{HTTP_POST, "/console/staff", STAFF, &staff_write, staff_create_post,
	 "Adds a staff user and mails them a link to choose a password", .fields = "name email profile role password",
	 .flags = ROUTE_SLOW | PERSONAL, .prepare = confirmation_prepare},
	{HTTP_GET, "/console/staff/{staff}", STAFF, &staff_read, staff_show_page, "One staff user"},
	{HTTP_POST, "/console/staff/{staff}", STAFF, &staff_write, staff_change_post,
	 "Changes a staff user; `successor` takes over the clients that nobody would keep in full",
	 .fields = "name email profile role password version successor", .flags = ROUTE_SLOW | PERSONAL,
	 .prepare = confirmation_prepare},
	{HTTP_POST, "/console/staff/{staff}/password-link", STAFF, &staff_write, staff_link_post,
	 "Mails a staff user a link to choose a password", .fields = "password", .flags = ROUTE_SLOW | PERSONAL,
	 .prepare = confirmation_prepare},
	{HTTP_POST, "/console/staff/{staff}/second-factor/removal", STAFF, &staff_write, staff_second_factor_post,
	 "Removes a staff user's second factor", .fields = "password", .flags = ROUTE_SLOW | PERSONAL,
	 .prepare = confirmation_prepare},
	{HTTP_POST, "/console/staff/{staff}/closing", STAFF, &staff_write, staff_closing_post,
	 "Closes a staff user's account, its sessions and tokens; `successor` takes their clients over",
	 .fields = "password successor", .flags = ROUTE_SLOW | PERSONAL, .prepare = confirmation_prepare},
	{HTTP_POST, "/console/staff/{staff}/opening", STAFF, &staff_write, staff_opening_post,
	 "Opens a closed account again", .fields = "password", .flags = ROUTE_SLOW | PERSONAL,
	 .prepare = confirmation_prepare},

	{HTTP_GET, "/console/tokens", STAFF, &token_own, token_list_page,
	 "One's own API tokens; for administrators everybody's", .flags = PERSONAL},
	{HTTP_GET, "/console/tokens/new", STAFF, &token_own, token_blank_page, "The form of a new API token",
	 .flags = PERSONAL},
	{HTTP_POST, "/console/tokens", STAFF, &token_own, token_create_post,
	 "Makes an API token, shown in this answer only", .fields = "name scope life password",
	 .flags = ROUTE_SLOW | PERSONAL, .prepare = confirmation_prepare},
	{HTTP_POST, "/console/tokens/{token}/revocation", STAFF, &token_own, token_revoke_post, "Revokes an API token",
	 .flags = PERSONAL},
};
