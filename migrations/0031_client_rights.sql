-- Rights on single clients, given by hand to single staff users, and groups of clients.

create table client_staff ( -- What a staff user may do with one client, whatever their profile, role and sharing say.
	client_id INTEGER not null, -- The client.
	staff_id INTEGER not null references staff (id), -- The staff user.
	level INTEGER not null, -- 0: none, it does not exist for them; 1: read; 2: full.
	given_at INTEGER not null, -- Instant since when.
	given_by INTEGER, -- The staff user who gave it; null: the program, to whoever made the client.
	primary key (client_id, staff_id)
) STRICT;
create index client_staff_by_staff on client_staff (staff_id, client_id);

create table client_group ( -- Clients that belong together; a client may be in several groups.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- Its name.
	name_key TEXT not null, -- The same, folded, for order.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
create unique index client_group_by_name on client_group (name_key);

create table client_group_member ( -- That a client is in a group.
	client_id INTEGER not null, -- The client.
	group_id INTEGER not null references client_group (id), -- The group.
	primary key (client_id, group_id)
) STRICT;
create index client_group_member_by_group on client_group_member (group_id, client_id);

create table client_group_staff ( -- What a staff user may do with the clients of a group, unless said of a client itself.
	group_id INTEGER not null references client_group (id), -- The group.
	staff_id INTEGER not null references staff (id), -- The staff user.
	level INTEGER not null, -- As of client_staff; where several groups speak, the least counts.
	primary key (group_id, staff_id)
) STRICT;
create index client_group_staff_by_staff on client_group_staff (staff_id, group_id);
