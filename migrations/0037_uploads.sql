-- Files that come in pieces: what is known of them until all of it is there.

create table upload ( -- A file on its way into a folder; its bytes lie among the parts of the kept files.
	id INTEGER primary key, -- Identifier.
	client_id INTEGER not null, -- Whose folder.
	folder_id INTEGER not null, -- Where it is sent to; the client's id: the top.
	staff INTEGER not null, -- 1: a staff user sends it; 0: a contact.
	person_id INTEGER not null, -- Who began it: nobody else goes on.
	metadata TEXT not null, -- What its sender said of it: name, sub-folders, what becomes of a name that is taken.
	length INTEGER not null, -- Bytes of all of it.
	part TEXT, -- What has come of it, among the parts; null: all of it is in its folder.
	created_at INTEGER not null, -- Instant it was begun.
	expires_at INTEGER not null -- Instant from which on nobody waits for the rest.
) STRICT;
create index upload_by_expiry on upload (expires_at, id);
create index upload_by_part on upload (part) where part is not null;
