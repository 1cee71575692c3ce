-- Folders as a drive of one's computer (WebDAV, RFC 4918): passwords of programs, locks, properties that programs leave.

create table app_password ( -- A password that one program of a person opens folders with, and nothing else.
	id INTEGER primary key, -- Identifier.
	staff_id INTEGER references staff (id), -- Whose, of the staff; null: a contact's.
	contact_id INTEGER, -- Whose, of the portal: the contact; null: a staff user's.
	name TEXT not null, -- What its owner calls the program or device.
	secret_hash BLOB not null, -- SHA-256 of the password, which nobody can guess.
	hint TEXT not null, -- Its last four characters.
	created_at INTEGER not null, -- Instant of creation.
	used_at INTEGER -- Instant of its last use, to the minute; null: never yet.
) STRICT;
create unique index app_password_by_hash on app_password (secret_hash);
create index app_password_by_staff on app_password (staff_id, id) where staff_id is not null;
create index app_password_by_contact on app_password (contact_id, id) where contact_id is not null;

create table dav_lock ( -- That somebody's program works on a file or folder: others wait.
	id INTEGER primary key, -- Identifier.
	token TEXT not null, -- What the program shows to go on, "urn:uuid:…".
	client_id INTEGER not null, -- In whose folders; it goes once the client is gone for good.
	folder_id INTEGER, -- The folder it is on (the client's id: the root); null: it is on a file.
	file_id INTEGER, -- The file it is on; null: it is on a folder.
	shared INTEGER not null, -- 1: several may have one at a time.
	deep INTEGER not null, -- 1: it holds for all below, too.
	password_id INTEGER not null references app_password (id), -- By which password it was made.
	holder TEXT not null, -- Whose it is, by name.
	owner TEXT not null, -- What the program says of its owner, as XML; may be empty.
	seconds INTEGER not null, -- For how long it was asked for each time.
	expires_at INTEGER not null -- Instant after which it holds no more.
) STRICT;
create unique index dav_lock_by_token on dav_lock (token);
create index dav_lock_by_client on dav_lock (client_id, expires_at);
create index dav_lock_by_password on dav_lock (password_id);
create index dav_lock_by_expiry on dav_lock (expires_at);

create table dav_property ( -- What programs keep beside a file or folder, without meaning to us.
	resource_id INTEGER not null, -- The file or folder (a client's id: its root); once that is gone, it goes too.
	space TEXT not null, -- Namespace of its name.
	name TEXT not null, -- Its name there.
	value TEXT not null, -- Its element, as XML that needs nothing around it.
	primary key (resource_id, space, name)
) STRICT;
