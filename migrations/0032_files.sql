-- Files in the folders of clients, and their versions.

create table file ( -- A file in a folder: who may do what in the folder, may do it with the file.
	id INTEGER primary key, -- Identifier.
	client_id INTEGER not null, -- Whose it is; it goes once the client is gone for good.
	folder_id INTEGER not null, -- The folder it lies in; the client's id: at the top.
	name TEXT not null, -- Name, made safe for every system.
	name_key TEXT not null, -- Name folded, a tab, name without case: two files of one folder differ in it.
	words_key TEXT not null, -- The words of its name, folded, each with a blank before it: what search looks at.
	number INTEGER not null, -- Of its newest version, from 1; what follows up to scan is that version's.
	size INTEGER not null, -- Bytes.
	type TEXT not null, -- Media type, by content.
	sha256 TEXT not null, -- Of its content, hexadecimal.
	blob TEXT not null, -- The kept file.
	scan TEXT not null, -- "done": looked at for viruses, none found; otherwise why nobody did.
	created_at INTEGER not null, -- Instant it was put there.
	created_by TEXT not null, -- By whom, by name.
	changed_at INTEGER not null, -- Instant of its newest version.
	changed_by TEXT not null, -- Whose that is, by name.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_with_id INTEGER, -- The folder that was put there and took it along; null: none did.
	version INTEGER not null -- Grows with every change.
) STRICT;
create unique index file_by_name on file (folder_id, name_key) where deleted_at is null;
create index file_by_place on file (folder_id);
create index file_by_client on file (client_id, name_key, id) where deleted_at is null;
create index file_in_bin on file (client_id, deleted_at, id) where deleted_at is not null;
create index file_deleted_with on file (deleted_with_id) where deleted_with_id is not null;
create index file_by_bin_time on file (deleted_at) where deleted_at is not null;

create table file_version ( -- What a file was and is: each content that was put under its name.
	file_id INTEGER not null references file (id), -- Of which file.
	number INTEGER not null, -- From 1; the newest is the file's.
	size INTEGER not null, -- Bytes.
	type TEXT not null, -- Media type, by content.
	sha256 TEXT not null, -- Of its content, hexadecimal.
	blob TEXT not null, -- The kept file; copies of a file share it.
	scan TEXT not null, -- "done": looked at for viruses, none found; otherwise why nobody did.
	created_at INTEGER not null, -- Instant it was put there.
	created_by TEXT not null, -- By whom, by name.
	primary key (file_id, number)
) STRICT;
create index file_version_by_blob on file_version (blob);
