-- Passwords of those who sign in to a portal: beside their codes, chosen by themselves. In columns called contact_id is
-- the record that signs in: a contact, or what portal_user says.

create table portal_password ( -- The password a contact chose for the portal; no row: they sign in with codes only.
	contact_id INTEGER primary key, -- Whose: the record that signs in.
	hash TEXT not null, -- Argon2id, with its salt and cost.
	chosen_at INTEGER not null -- Instant at which it was chosen.
) STRICT;

create table portal_password_link ( -- A mailed link to choose a password: works once, within the hour.
	id INTEGER primary key, -- Identifier.
	contact_id INTEGER not null, -- Whose password: the record that signs in.
	portal_id INTEGER not null, -- On which portal it was asked for.
	token_hash BLOB not null, -- SHA-256 of the token in the link.
	created_at INTEGER not null, -- Instant at which it was made.
	expires_at INTEGER not null -- Instant after which it no longer works.
) STRICT;
create unique index portal_password_link_by_token on portal_password_link (token_hash);
create index portal_password_link_by_contact on portal_password_link (contact_id);
create index portal_password_link_by_expiry on portal_password_link (expires_at);
