-- The organisation, sessions, limits and the journal.

create table organisation ( -- The one organisation whose database this is: a single row.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- Name shown to staff and, without company, to clients.
	language TEXT not null, -- Language of those who have not chosen ("fr").
	country TEXT not null, -- ISO 3166 country, for numbers and formats ("FR").
	zone TEXT not null, -- IANA time zone ("Europe/Paris").
	currency TEXT not null, -- ISO 4217 currency proposed for new invoices.
	created_at INTEGER not null -- Instant of creation.
) STRICT;

create table session ( -- A signed-in browser.
	id INTEGER primary key, -- Identifier, shown in the person's list of sessions.
	kind TEXT not null, -- staff, portal, or preview (a staff user sees the portal as a client).
	token_hash BLOB not null, -- SHA-256 of the cookie's token.
	staff_id INTEGER, -- The staff user (staff, preview).
	contact_id INTEGER, -- The record that signs in (portal): a contact, or what portal_user says.
	client_id INTEGER, -- The client they act for; null until chosen.
	half INTEGER not null, -- 1 while the second factor is missing; on the portal: a password or passkey that must be made.
	remember INTEGER not null, -- 1 when the device is remembered: no idle limit.
	created_at INTEGER not null, -- Instant of sign-in.
	seen_at INTEGER not null, -- Instant of the last request, to the minute.
	expires_at INTEGER not null, -- Instant after which it is dead whatever happens.
	address TEXT, -- Network address it was last seen from, for its owner's list.
	agent TEXT -- User-Agent, cut to 200 characters, for its owner's list.
) STRICT;
create unique index session_by_token on session (token_hash);
create index session_by_staff on session (staff_id) where staff_id is not null;
create index session_by_contact on session (contact_id) where contact_id is not null;
create index session_by_expiry on session (expires_at);

create table rate ( -- How often something was tried (GCRA: one theoretical arrival time a key).
	key TEXT primary key, -- What is limited: "sign_in:account:…".
	arrival_at INTEGER not null -- Theoretical arrival time of the next allowed use.
) STRICT;
create index rate_by_arrival on rate (arrival_at);

create table audit ( -- The journal: a keyed hash chain.
	seq INTEGER primary key, -- Position in the chain, from 1 without gaps.
	at INTEGER not null, -- Instant.
	actor_kind TEXT not null, -- staff, contact, portal_user, system or nobody.
	actor_id INTEGER, -- The staff user, or the record that signs in.
	client_id INTEGER, -- The client acted for, or seen in a preview.
	trace TEXT, -- Keyed hash of the network address.
	action TEXT not null, -- What was done: "invoice.download".
	object_kind TEXT, -- Kind of what it was done to.
	object_id INTEGER, -- Identifier of what it was done to.
	refused INTEGER not null, -- 1 when it was refused.
	detail TEXT, -- More, as canonical JSON.
	hash BLOB not null -- BLAKE2b-256, keyed, of the previous hash and this row.
) STRICT;
create index audit_by_action on audit (action, seq);

create table audit_head ( -- The end of the journal's chain: one row, locked by whoever appends.
	id INTEGER primary key, -- Always 1.
	seq INTEGER not null, -- Position of the last row; 0 before the first.
	hash BLOB -- Its hash; null before the first.
) STRICT;
insert into audit_head (id, seq) values (1, 0);
