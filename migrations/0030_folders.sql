-- Folders of clients, and who may see and fill which.

create table folder ( -- A folder in a client's tree; the client itself is the root, and bears the client's id.
	id INTEGER primary key, -- Identifier.
	client_id INTEGER not null, -- Whose it is; it goes once the client is gone for good.
	parent_id INTEGER not null, -- The folder it lies in; the client's id: at the top.
	path TEXT not null, -- "/", then the printed ids of the folders it lies in and its own, each with a "/" behind it.
	name TEXT not null, -- Name.
	name_key TEXT not null, -- Name folded, a tab, name without case: two folders side by side that one person sees differ in it.
	twin_id INTEGER not null, -- 0; its own id where a namesake lies beside it that whoever named it does not see.
	rights_id INTEGER not null, -- The nearest folder that has rights of its own, itself included; the client's id: none has.
	rights_above_id INTEGER, -- With rights of its own: what rights_id was without them; null: it has none.
	created_at INTEGER not null, -- Instant of creation.
	created_by TEXT not null, -- Who made it, by name.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_with_id INTEGER, -- The folder that was put there and took this one along; null: none did.
	version INTEGER not null -- Grows with every change.
) STRICT;
create unique index folder_by_name on folder (parent_id, name_key, twin_id) where deleted_at is null;
create index folder_by_place on folder (parent_id, name_key, id) where deleted_at is null;
create unique index folder_by_path on folder (client_id, path);
create index folder_by_rights_above on folder (rights_above_id, path) where rights_above_id is not null;
create index folder_by_rights on folder (rights_id) where deleted_at is null;
create index folder_deleted_with on folder (deleted_with_id) where deleted_with_id is not null;
create index folder_by_bin_time on folder (deleted_at) where deleted_at is not null;
create index folder_in_bin on folder (client_id, deleted_at, id) where deleted_at is not null;

create table folder_right ( -- What somebody may in a folder and in all below it, until one of them says something else.
	folder_id INTEGER not null, -- Which folder; the client's id: all of them.
	client_id INTEGER not null, -- Whose it is; it goes once the client is gone for good.
	whose TEXT not null, -- contact, staff (one person); user_type, crew (a group); contacts, colleagues (everybody).
	who_id INTEGER not null, -- Which person or group; 0: everybody.
	level INTEGER not null, -- 0: it does not exist for them; 1: they read; 2: they may do everything.
	primary key (folder_id, whose, who_id)
) STRICT;
create index folder_right_by_client on folder_right (client_id, whose, who_id);
