-- Rights that were given to a folder and all below it at once, so that this can be undone.

create table folder_cascade ( -- A right given to one person or group on a folder and what lies below it.
	id INTEGER primary key, -- Identifier.
	client_id INTEGER not null, -- Whose folders.
	folder_id INTEGER not null, -- From which folder on; the client's id: from the top.
	whose TEXT not null, -- As of folder_right.
	who_id INTEGER not null, -- As of folder_right.
	everywhere INTEGER not null, -- 1: what was said of them below was taken back; 0: it stayed.
	made_at INTEGER not null, -- Instant at which.
	made_by TEXT not null, -- By whom, by name.
	undone_at INTEGER -- Instant at which it was undone; null: it was not.
) STRICT;
create index folder_cascade_by_whom on folder_cascade (client_id, whose, who_id, id);

create table folder_cascade_right ( -- One folder of which something else was said by it.
	cascade_id INTEGER not null references folder_cascade (id), -- By which.
	folder_id INTEGER not null, -- Which folder.
	level_before INTEGER, -- What was said before; null: nothing.
	level_after INTEGER, -- What was said then; null: nothing.
	primary key (cascade_id, folder_id)
) STRICT;
