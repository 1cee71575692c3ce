-- Profiles and roles, staff users, their second factor, and tokens of the API.

create table profile ( -- A named set of permissions that staff users hold; 1 to 3 are built in.
	id INTEGER primary key, -- Identifier: 1 administrator, 2 manager, 3 reader.
	name TEXT, -- Name; null: as the program calls it.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
insert into profile (id, created_at, version) values (1, 0, 1), (2, 0, 1), (3, 0, 1);

create table role ( -- A place in the tree of staff: those above see what those below own.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- Name.
	parent_id INTEGER references role (id), -- The place above; null: at the top.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;

create table staff ( -- Somebody who works for the organisation.
	id INTEGER primary key, -- Identifier.
	email TEXT not null, -- Address they sign in with, lower case; of one that is no person a word that is no address.
	name TEXT not null, -- Name shown.
	profile_id INTEGER not null references profile (id), -- What they may do.
	role_id INTEGER references role (id), -- Their place in the tree of roles; null: none.
	password_hash TEXT, -- Argon2id; null until they have chosen one.
	totp_secret BLOB, -- Sealed secret of the second factor; null: none.
	totp_step INTEGER, -- Last time step a code was accepted for, so that none is used twice.
	totp_on INTEGER not null, -- 1 when the second factor was confirmed.
	language TEXT, -- Chosen language; null: the organisation's.
	theme TEXT not null, -- light, dark, or empty for the device's.
	disabled_at INTEGER, -- Instant since when they may not sign in; null: active.
	acts_for TEXT, -- What it acts for ("portal"): it is no person and never signs in; null: a person.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
create unique index staff_by_email on staff (email);
create unique index staff_by_what_it_acts_for on staff (acts_for) where acts_for is not null;
create index staff_by_role on staff (role_id);

create table recovery_code ( -- A single-use code for when the second factor is lost.
	id INTEGER primary key, -- Identifier.
	staff_id INTEGER not null references staff (id), -- Whose.
	code_hash BLOB not null, -- Keyed hash of the code.
	used_at INTEGER -- Instant of use; null: still good.
) STRICT;
create index recovery_code_by_staff on recovery_code (staff_id);

create table password_link ( -- A single-use link by which a staff user chooses a password.
	id INTEGER primary key, -- Identifier.
	staff_id INTEGER not null references staff (id), -- Whose.
	token_hash BLOB not null, -- SHA-256 of the link's token.
	created_at INTEGER not null, -- Instant of creation.
	expires_at INTEGER not null -- Instant after which it is dead.
) STRICT;
create unique index password_link_by_token on password_link (token_hash);

create table api_token ( -- A bearer token that acts for a staff user.
	id INTEGER primary key, -- Identifier.
	staff_id INTEGER not null references staff (id), -- For whom it acts.
	name TEXT not null, -- What it is for, as its maker wrote.
	token_hash BLOB not null, -- SHA-256 of the token.
	scope TEXT not null, -- read or write.
	hint TEXT not null, -- Last four characters, to recognise it.
	created_at INTEGER not null, -- Instant of creation.
	expires_at INTEGER, -- Instant after which it is dead; null: never.
	used_at INTEGER, -- Instant of the last use, to the minute.
	revoked_at INTEGER -- Instant of revocation; null: alive.
) STRICT;
create unique index api_token_by_token on api_token (token_hash);
create index api_token_by_staff on api_token (staff_id, id);
