-- User types: what each kind of portal user sees and may do, and who is of which.

create table user_type ( -- A kind of portal user: clients, partners, suppliers.
	id INTEGER primary key, -- Identifier.
	portal_id INTEGER not null references portal (id), -- Of which portal.
	name TEXT, -- What it is called, by language (JSON); null: as the program calls the default one.
	main_module_id INTEGER not null references module (id), -- The module whose records sign in.
	position INTEGER not null, -- Order in lists.
	is_default INTEGER not null, -- 1: who was given no other is of this one; it cannot be deleted.
	draft TEXT not null, -- Tabs and fields as staff are setting them up (JSON).
	published TEXT, -- Tabs and fields as they hold (JSON); null: none yet.
	published_at INTEGER, -- Instant since when; null: not yet.
	published_by INTEGER, -- Staff user who published them; null: not yet.
	by_code INTEGER not null default 1, -- 1: codes always open; 0: only for who has none of the other ways yet.
	by_password INTEGER not null default 1, -- 1: a password opens.
	by_passkey INTEGER not null default 1, -- 1: a passkey opens.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
create index user_type_by_portal on user_type (portal_id, position);
create unique index user_type_default on user_type (portal_id) where is_default = 1;

create table user_type_version ( -- Tabs and fields as they were published once.
	user_type_id INTEGER not null references user_type (id), -- Of which user type.
	number INTEGER not null, -- 1, 2, 3…
	setup TEXT not null, -- Tabs and fields (JSON).
	published_at INTEGER not null, -- Instant of publication.
	published_by INTEGER not null, -- Staff user who did.
	primary key (user_type_id, number)
) STRICT;

create table portal_user ( -- A record that signs in to a portal, under one user type.
	id INTEGER primary key, -- Identifier.
	user_type_id INTEGER not null references user_type (id), -- Under which.
	module_id INTEGER not null references module (id), -- Of which module.
	record_id INTEGER not null, -- Which record.
	invited_by INTEGER, -- Staff user whose the records become that they make; null: the default owner's.
	email TEXT, -- Address they sign in with, lower case; null: a contact, who has one of their own.
	language TEXT, -- Chosen language; null: the organisation's, or a contact, who has one of their own.
	theme TEXT not null default '', -- light, dark, or empty for the device's; of a contact their own counts.
	zone TEXT, -- IANA time zone chosen; null: the organisation's.
	country TEXT, -- ISO 3166 country chosen; null: the organisation's.
	hours INTEGER, -- 12 or 24: how times are shown; null: as the language has it.
	settled_at INTEGER, -- Instant at which they confirmed these choices on their first entry; null: not yet.
	entered_at INTEGER, -- Instant of their first sign-in; null: never yet.
	blocked_at INTEGER, -- Instant since when they may not sign in; null: may.
	created_at INTEGER not null -- Instant since when.
) STRICT;
create unique index portal_user_by_record on portal_user (module_id, record_id);
create index portal_user_by_person on portal_user (record_id);
create index portal_user_by_type on portal_user (user_type_id, id);
create unique index portal_user_by_email on portal_user (email) where email is not null;
