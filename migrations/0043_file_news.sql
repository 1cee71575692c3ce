-- What is new for whom in the folders of clients, and who is told of it by mail.

alter table file add column put_whose TEXT; -- Who put its newest version: contact or staff; null: nobody knows, and so it is new for nobody.
alter table file add column put_who_id INTEGER; -- Which contact or staff user; null: nobody knows.
create index file_by_time on file (client_id, changed_at, id) where deleted_at is null;
create index file_of_contacts on file (changed_at, id) where deleted_at is null and put_whose = 'contact';

create table file_read ( -- That somebody opened a file that was new for them; what lies behind one of their marks needs no row.
	file_id INTEGER not null references file (id) on delete cascade, -- Which file.
	whose TEXT not null, -- contact or staff.
	who_id INTEGER not null, -- Which contact or staff user.
	version_at INTEGER not null, -- Instant of the version they opened: what was put later is new again.
	primary key (file_id, whose, who_id)
) STRICT;
create index file_read_by_person on file_read (whose, who_id, version_at);

create table file_mark ( -- That somebody has read all there was of a client's files.
	whose TEXT not null, -- contact or staff.
	who_id INTEGER not null, -- Which contact or staff user.
	client_id INTEGER not null, -- Whose files; 0: those of all clients.
	until_at INTEGER not null, -- What was put up to this instant is read.
	primary key (whose, who_id, client_id)
) STRICT;
create index file_mark_by_client on file_mark (client_id);

create table file_burst ( -- That something was put into a client's folders of which people are still to be told.
	client_id INTEGER primary key, -- Whose.
	since_at INTEGER not null, -- Instant of the first file of it.
	latest_at INTEGER not null, -- Instant of the last.
	due_at INTEGER not null -- Instant at which somebody may be to be told.
) STRICT;
create index file_burst_due on file_burst (due_at);

create table file_told ( -- Up to where somebody was told by mail of what was put into a client's folders; of staff: that they follow the client.
	client_id INTEGER not null, -- Whose folders.
	whose TEXT not null, -- contact or staff.
	who_id INTEGER not null, -- Which contact or staff user.
	told_at INTEGER not null, -- What was put up to this instant they were told of, or need not be.
	mailed_at INTEGER, -- Instant of the last mail; null: none yet.
	primary key (client_id, whose, who_id)
) STRICT;
create index file_told_by_person on file_told (whose, who_id);

create table file_notice ( -- How somebody wants to be told of new files, if not as everybody is.
	whose TEXT not null, -- contact or staff.
	who_id INTEGER not null, -- Which contact or staff user.
	way TEXT not null, -- none, soon or daily.
	primary key (whose, who_id)
) STRICT;
