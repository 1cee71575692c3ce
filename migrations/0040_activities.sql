-- What was done about each client, as its sheet lists it.

create table activity ( -- A row of the journal that tells of a client, with what it is looked for by.
	seq INTEGER primary key, -- Its position in the journal.
	client_id INTEGER not null, -- Of whom it tells: goes along when clients are merged, and goes once the client is gone for good.
	at INTEGER not null, -- Instant.
	actor_kind TEXT not null, -- As in the journal: staff, contact, portal_user, system or nobody.
	actor_id INTEGER, -- The staff user, or the record that signs in.
	action TEXT not null, -- What was done: "file.download".
	folder_id INTEGER, -- The folder it was done to, or in; the client's id: the top. Null: it is not about folders.
	file_id INTEGER, -- The file; null: none.
	name TEXT, -- How file or folder was called then.
	words_key TEXT, -- The words of that name, folded, each with a blank before it: what search looks at.
	kind TEXT, -- Of a file: picture, pdf, office, text, sound, video, archive or other.
	device TEXT -- Browser and system; null: not known.
) STRICT;
create index activity_by_client on activity (client_id, at, seq);
create index activity_by_actor on activity (actor_id, client_id, at, seq);

insert into activity (seq, client_id, at, actor_kind, actor_id, action)
	select seq, object_id, at, actor_kind, actor_id, action from audit where object_kind = 'client' and action not like 'file.%' and action not like 'folder.%';
insert into activity (seq, client_id, at, actor_kind, actor_id, action)
	select audit.seq, invoice.client_id, audit.at, audit.actor_kind, audit.actor_id, audit.action from audit join invoice on invoice.id = audit.object_id where audit.object_kind = 'invoice';
