-- What keeps files as they are: locks of people and of their programs, legal holds, and how long files are kept.

drop table dav_lock; -- Programs lock again within the hour.
create table folder_lock ( -- That somebody works on a file or folder, by a program (WebDAV) or on its page: others wait.
	id INTEGER primary key, -- Identifier.
	token TEXT not null, -- What a program shows to go on, "urn:uuid:…".
	client_id INTEGER not null, -- In whose folders; it goes once the client is gone for good.
	folder_id INTEGER, -- The folder it is on (the client's id: the root); null: it is on a file.
	file_id INTEGER, -- The file it is on; null: it is on a folder.
	shared INTEGER not null, -- 1: several may have one at a time.
	deep INTEGER not null, -- 1: it holds for all below, too.
	password_id INTEGER references app_password (id), -- By which password a program made it; null: it was made on a page.
	staff INTEGER not null, -- 1: a staff user has it; 0: a contact.
	person_id INTEGER not null, -- Which one.
	holder TEXT not null, -- What that person was called then.
	owner TEXT not null, -- What the program says of its owner, as XML; may be empty.
	seconds INTEGER not null, -- For how long it was asked for each time.
	expires_at INTEGER not null -- Instant after which it holds no more.
) STRICT;
create unique index folder_lock_by_token on folder_lock (token);
create index folder_lock_by_client on folder_lock (client_id, expires_at);
create index folder_lock_by_password on folder_lock (password_id) where password_id is not null;
create index folder_lock_by_expiry on folder_lock (expires_at);

create table legal_hold ( -- That nothing of a client, a folder or a file may be lost until somebody says so.
	id INTEGER primary key, -- Identifier.
	client_id INTEGER not null, -- Whose it is; it goes once the client is gone for good.
	folder_id INTEGER, -- The folder with all below (the client's id: all of the client); null: it is on a file.
	file_id INTEGER, -- The file with its versions; null: it is on a folder.
	reason TEXT not null, -- Why, as it was typed.
	made_at INTEGER not null, -- Instant since when.
	made_by TEXT not null, -- By whom, by name.
	released_at INTEGER, -- Instant since when it holds no more; null: it holds.
	released_by TEXT, -- By whom, by name; null: it holds.
	release_reason TEXT -- Why, as it was typed; null: it holds.
) STRICT;
create index legal_hold_by_client on legal_hold (client_id) where released_at is null;
create index legal_hold_held on legal_hold (id) where released_at is null;
create index legal_hold_released on legal_hold (released_at, id) where released_at is not null;

create table folder_retention ( -- How long what is in a folder, and below it, is kept at least.
	folder_id INTEGER primary key, -- Which folder; the client's id: all of them.
	client_id INTEGER not null, -- Whose it is; it goes once the client is gone for good.
	months INTEGER not null -- For how many months after its newest version a file is not deleted for good; 0: none.
) STRICT;
create index folder_retention_by_client on folder_retention (client_id);

alter table organisation add column keep_months INTEGER not null default 0; -- For how many months after its newest version a file is not deleted for good, where its folders say nothing else.
create index file_by_age on file (changed_at, id) where deleted_at is null;
