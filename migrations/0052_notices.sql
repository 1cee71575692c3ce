-- Mails that one press stops; and one mail a day of all clients together for those who want it so.

alter table message add column stop_link TEXT; -- Where one press stops such mails, without signing in; null: they are not to be stopped.

create table former_notice as select whose, who_id, way, case when way = 'daily' then coalesce((select min(since_at) - 1 from file_burst where way = 'daily'), (select max(latest_at) from file_burst), 0) end as told_at, case when way = 'daily' then 0 end as due_at from file_notice; -- Kept while the table is made anew.
drop table file_notice;
create table file_notice ( -- How somebody wants to be told of new files by mail; without a row: soon.
	whose TEXT not null, -- contact or staff.
	who_id INTEGER not null, -- Which contact or staff user.
	way TEXT not null, -- none, soon (together, at most once an hour) or daily.
	told_at INTEGER, -- Daily: they were told of what was put up to this instant; null: told otherwise.
	due_at INTEGER, -- Daily: instant at which their next mail is thought of; null: told otherwise.
	primary key (whose, who_id)
) STRICT;
create index file_notice_due on file_notice (due_at) where due_at is not null;
insert into file_notice (whose, who_id, way, told_at, due_at) select whose, who_id, way, told_at, due_at from former_notice;
drop table former_notice;

delete from file_burst where way = 'daily';
