-- Passkeys: keys by which people sign in without typing anything (W3C Web Authentication).

create table passkey ( -- A key that a person's device or password manager keeps; we know its public half.
	id INTEGER primary key, -- Identifier.
	staff_id INTEGER references staff (id), -- Whose, on the console; null: a client's person.
	contact_id INTEGER, -- Whose, on the portal: the record that signs in; null: a staff user.
	user_handle BLOB not null, -- Random bytes that stand for the person; the same for all their passkeys.
	rp_id TEXT not null, -- Host name it belongs to: it signs nothing for another one.
	credential BLOB not null, -- What the authenticator calls it.
	public_key BLOB not null, -- COSE_Key (RFC 9052): ES256, EdDSA or RS256.
	sign_count INTEGER not null, -- Signatures its authenticator has counted; 0: it does not count.
	name TEXT not null, -- What its owner calls it.
	transports TEXT not null, -- How the browser reaches it: usb, nfc, ble, hybrid, internal, separated by blanks.
	backup_eligible INTEGER not null, -- 1: it may be copied to other devices of its owner.
	backed_up INTEGER not null, -- 1: it was, when it signed last.
	created_at INTEGER not null, -- Instant of creation.
	used_at INTEGER, -- Instant of the last sign-in; null: never yet.
	blocked_at INTEGER -- Instant since when it opens nothing, because its counter went back: somebody may have copied it.
) STRICT;
create unique index passkey_by_credential on passkey (credential);
create index passkey_by_staff on passkey (staff_id, id) where staff_id is not null;
create index passkey_by_contact on passkey (contact_id, id) where contact_id is not null;

create table passkey_challenge ( -- Random bytes that an authenticator is to sign, once, within five minutes.
	id INTEGER primary key, -- Identifier.
	challenge_hash BLOB not null, -- SHA-256 of the bytes.
	browser_hash BLOB not null, -- SHA-256 of what only the browser that asked has: its session, or a cookie.
	purpose TEXT not null, -- register, enter_portal or enter_console.
	user_handle BLOB, -- register: what will stand for the person.
	expires_at INTEGER not null -- Instant after which it is dead.
) STRICT;
create unique index passkey_challenge_by_hash on passkey_challenge (challenge_hash);
create index passkey_challenge_by_expiry on passkey_challenge (expires_at);
