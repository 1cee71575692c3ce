-- How much space the files in clients' folders take, how much they may, and who put files into the recycle bin.

create table space_total ( -- One row: what the files of all clients take together.
	id INTEGER primary key, -- 1.
	used INTEGER not null, -- Bytes of every kept version of every file, the recycle bin included.
	reserved INTEGER not null, -- Bytes of files on their way, as they were announced.
	quota INTEGER not null, -- Bytes they may take; -1: any number.
	client_quota INTEGER not null, -- Bytes a client's files may take unless said of itself; -1: any number.
	warned INTEGER not null -- 1: administrators were told that little is left; 0: they were not, or there is enough again.
) STRICT;

create table client_space ( -- What the files of one client take; no row: nothing, and nothing is said.
	client_id INTEGER primary key, -- Whose; it goes once the client is gone for good.
	used INTEGER not null, -- Bytes of every kept version of every file, the recycle bin included.
	reserved INTEGER not null, -- Bytes of files on their way, as they were announced.
	quota INTEGER, -- Bytes they may take; -1: any number; null: as all clients.
	warned INTEGER not null default 0 -- 1: administrators were told that little is left; 0: they were not, or there is enough again.
) STRICT;
create index client_space_by_use on client_space (used, client_id);

insert into client_space (client_id, used, reserved)
	select client_id, sum(used), sum(reserved) from (
		select file.client_id as client_id, file_version.size as used, 0 as reserved from file join file_version on file_version.file_id = file.id
		union all select client_id, 0, length from upload where part is not null) as taken group by client_id;
insert into space_total (id, used, reserved, quota, client_quota, warned)
	select 1, coalesce(sum(used), 0), coalesce(sum(reserved), 0), -1, -1, 0 from client_space;

alter table file add column deleted_by TEXT; -- Who put it into the recycle bin, by name; null: nobody did, or it is not known.
alter table file add column deleted_contact_id INTEGER; -- The contact who did; null: a staff user, or nobody.
alter table folder add column deleted_by TEXT; -- Who put it into the recycle bin, by name; null: nobody did, or it is not known.
alter table folder add column deleted_contact_id INTEGER; -- The contact who did; null: a staff user, or nobody.
create index file_in_bin_by_name on file (client_id, name_key, id) where deleted_at is not null;
create index upload_by_client on upload (client_id);
