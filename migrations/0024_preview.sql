-- Previews: what a staff user looks at while they see the portal through somebody else's eyes.

create table preview ( -- What a session of kind preview shows.
	session_id INTEGER primary key references session (id) on delete cascade, -- The preview's own session.
	opened_by INTEGER not null references session (id) on delete cascade, -- The staff user's session it was opened from; it ends with it.
	user_type_id INTEGER, -- The user type looked at: with made-up records, or through record_id instead of its own; null: its own.
	draft INTEGER not null, -- 1: the user type as it is being set up, not as it is published.
	module_id INTEGER, -- The module of the record; null: a client, whoever acts for it, or a user type.
	record_id INTEGER, -- The record that signs in; null: as above.
	language TEXT, -- Language it is read in; null: as the browser asks.
	theme TEXT not null -- light, dark, or empty for the device's.
) STRICT;
create index preview_by_opener on preview (opened_by);
