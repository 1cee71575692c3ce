-- Numbers of clients by which their list is sorted, and whom a folder is closed to, found without looking at all folders.

create table client_tally ( -- What the list of clients is sorted by besides their fields; a row for each client, kept with every change.
	client_id INTEGER primary key, -- Whose; it goes once the client is gone for good.
	member_count INTEGER not null, -- Its contacts who are not in the recycle bin, and the staff users who were given it and may sign in.
	folder_count INTEGER not null, -- Its folders that are not in the recycle bin, whoever sees them.
	space_used INTEGER not null -- Bytes its files take, as in client_space.
) STRICT;
create index client_tally_by_members on client_tally (member_count, client_id);
create index client_tally_by_folders on client_tally (folder_count, client_id);
create index client_tally_by_space on client_tally (space_used, client_id);
create index folder_right_closed on folder_right (whose, who_id, client_id) where level = 0;

insert into client_tally (client_id, member_count, folder_count, space_used)
	select client.id,
		(select count(*) from client_contact join contact on contact.id = client_contact.contact_id where client_contact.client_id = client.id and contact.deleted_at is null)
		+ (select count(*) from staff where staff.disabled_at is null and coalesce(
			(select client_staff.level from client_staff where client_staff.client_id = client.id and client_staff.staff_id = staff.id),
			(select min(client_group_staff.level) from client_group_member join client_group_staff on client_group_staff.group_id = client_group_member.group_id where client_group_member.client_id = client.id and client_group_staff.staff_id = staff.id)) >= 1),
		(select count(*) from folder where folder.client_id = client.id and folder.deleted_at is null),
		coalesce((select client_space.used from client_space where client_space.client_id = client.id), 0)
	from client;
