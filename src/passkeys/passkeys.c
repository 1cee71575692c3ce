/* passkeys: what the feature offers to the house, with the table of its routes. */
#include "passkeys/passkeys.h"

#include "passkeys/handlers.h"
#include "passkeys/passkey.h"
#include "sys/clock.h"

/* Whoever holds an API token must not make a key that outlives it. */
#define PERSONAL ROUTE_TOKENS

#define ANSWER_FIELDS "credential client_data authenticator_data signature user_handle next"
#define NEW_FIELDS    "name client_data attestation transports"

enum { ANSWER_LIMIT = 48 << 10 /* bytes of fields */ };

static const struct route routes[] = {
	{HTTP_GET, "/p/{address}/account/passkeys", PORTAL, &portal_use, passkeys_page,
	 .about = "The signed-in person's passkeys.", .flags = ROUTE_NO_CLIENT | ROUTE_ANY_PERSON},
	{HTTP_POST, "/p/{address}/account/passkeys/options", PORTAL, &portal_use, passkey_options_post,
	 .about =
		 "What navigator.credentials.create is to be asked for (W3C Web Authentication); good for five minutes.",
	 .flags = ROUTE_NO_CLIENT | ROUTE_ANY_PERSON | ROUTE_HALF_SIGNED},
	{HTTP_POST, "/p/{address}/account/passkeys", PORTAL, &portal_use, passkey_create_post,
	 .about = "Adds a passkey: client_data, attestation in base64url, transports separated by blanks.",
	 .fields = NEW_FIELDS " next", .flags = ROUTE_NO_CLIENT | ROUTE_ANY_PERSON | ROUTE_HALF_SIGNED,
	 .body_limit = ANSWER_LIMIT},
	{HTTP_POST, "/p/{address}/account/passkeys/{passkey}/removal", PORTAL, &portal_use, passkey_removal_post,
	 .about = "Removes one of the person's passkeys.", .flags = ROUTE_NO_CLIENT | ROUTE_ANY_PERSON},
	{HTTP_POST, "/p/{address}/account/passkeys/proof", PORTAL, &portal_use, passkey_proof_post,
	 .about = "Ends the session and leads back through signing in, before passkeys are changed.",
	 .flags = ROUTE_NO_CLIENT | ROUTE_ANY_PERSON},
	{HTTP_POST, "/p/{address}/sign-in/passkey/options", PUBLIC, &everybody, passkey_entry_options_post,
	 .about = "What navigator.credentials.get is to be asked for; the same for everybody."},
	{HTTP_POST, "/p/{address}/sign-in/passkey", PUBLIC, &everybody, passkey_entry_post,
	 .about = "Signs in with a passkey: all fields but next in base64url.", .fields = ANSWER_FIELDS,
	 .body_limit = ANSWER_LIMIT},

	{HTTP_GET, "/console/account/passkeys", STAFF, &any_staff, passkeys_page, "One's own passkeys",
	 .flags = PERSONAL},
	{HTTP_POST, "/console/account/passkeys/options", STAFF, &any_staff, passkey_options_post,
	 "What navigator.credentials.create is to be asked for; good for five minutes", .flags = PERSONAL},
	{HTTP_POST, "/console/account/passkeys", STAFF, &any_staff, passkey_create_post,
	 "Adds a passkey: client_data, attestation in base64url", .fields = NEW_FIELDS, .flags = PERSONAL,
	 .body_limit = ANSWER_LIMIT},
	{HTTP_POST, "/console/account/passkeys/{passkey}/removal", STAFF, &any_staff, passkey_removal_post,
	 "Removes one of one's own passkeys", .flags = PERSONAL},
	{HTTP_POST, "/console/account/passkeys/proof", STAFF, &any_staff, passkey_proof_post,
	 "Ends the session and leads back through signing in, before passkeys are changed", .flags = PERSONAL},
	{HTTP_POST, "/console/sign-in/passkey/options", PUBLIC, &everybody, passkey_entry_options_post,
	 "What navigator.credentials.get is to be asked for; the same for everybody"},
	{HTTP_POST, "/console/sign-in/passkey", PUBLIC, &everybody, passkey_entry_post,
	 "Signs a staff user in with a passkey that verified them, in place of password and second factor",
	 .fields = ANSWER_FIELDS, .body_limit = ANSWER_LIMIT},
};

/* Nobody reaches these tables through a list or an id of somebody else; the rules only say so. */
static const struct access_rule access_rules[] = {
	{.table = "passkey", .staff = NULL, .client = NULL},
	{.table = "passkey_challenge", .staff = NULL, .client = NULL},
};

static void
sweep(struct tx *tx, void *data)
{
	(void)data;
	challenge_sweep(tx, clock_now());
}

static enum job_result
run_sweep(struct job *job)
{
	return job_write(job, sweep, NULL);
}

static const struct job_kind jobs[] = {
	{.name = "passkeys.sweep", .run = run_sweep, .every_ms = HOUR_MS},
};

const struct feature passkeys = {
	.name = "passkeys",
	.routes = routes,
	.route_count = sizeof routes / sizeof routes[0],
	.access = access_rules,
	.access_count = sizeof access_rules / sizeof access_rules[0],
	.jobs = jobs,
	.job_count = sizeof jobs / sizeof jobs[0],
	.export_person = passkey_export_person,
	.erase_person = passkey_erase_person,
};
