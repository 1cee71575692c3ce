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

create table file_burst ( -- Files that were put into a client's folders one after the other, of which people are told together.
	client_id INTEGER not null, -- Whose folders.
	way TEXT not null, -- Whom it is for: those who want to be told soon, or daily.
	since_at INTEGER, -- Instant of the first file they are still to be told of; null: there is none.
	latest_at INTEGER not null, -- Instant of the last file.
	due_at INTEGER, -- Instant at which it is looked at next; null: nothing waits.
	until_at INTEGER, -- They are being told of what was put up to this instant; null: nobody is just now.
	after_whose TEXT not null, -- The last of whom that was done: contact or staff; empty: of nobody yet.
	after_id INTEGER not null, -- Which contact or staff user; 0: nobody yet.
	told_at INTEGER, -- Instant at which they were told the last time; null: never yet.
	primary key (client_id, way)
) STRICT;
create index file_burst_due on file_burst (due_at) where due_at is not null;

create table file_follow ( -- That a staff user wants to be told of new files of a client.
	staff_id INTEGER not null references staff (id), -- Who.
	client_id INTEGER not null, -- Which client.
	since_at INTEGER not null, -- Instant since when: of what was put before they are not told.
	primary key (staff_id, client_id)
) STRICT;
create index file_follow_by_client on file_follow (client_id, staff_id);

create table file_notice ( -- How somebody wants to be told of new files by mail; without a row: soon.
	whose TEXT not null, -- contact or staff.
	who_id INTEGER not null, -- Which contact or staff user.
	way TEXT not null, -- none, soon (together, at most once an hour) or daily.
	primary key (whose, who_id)
) STRICT;
