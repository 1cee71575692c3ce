-- Modules, their fields, layouts and views; profiles, roles, groups and sharing.

create table catalogue ( -- What modules and rights there are, as a whole: one row.
	id INTEGER primary key, -- Always 1.
	version INTEGER not null -- Grows with every change of modules, fields, layouts, profiles, roles, groups and sharing.
) STRICT;
insert into catalogue (id, version) values (1, 1);

create table module ( -- A kind of record.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- In paths and in the API: "vehicles".
	table_name TEXT not null, -- Where its records are: "x_vehicles"; those built in have a plain name.
	singular TEXT, -- What one is called, by language (JSON); null: as the program calls it.
	plural TEXT, -- What many are called, by language (JSON); null: as the program calls it.
	icon TEXT not null, -- Name of its icon.
	naming_field TEXT not null, -- Name of the field that names a record.
	parent_id INTEGER references module (id), -- The module whose sub-form it is; null: a module of its own.
	kept_by TEXT, -- The feature whose own pages write its records; null: the pages of all modules.
	builtin INTEGER not null, -- 1: it comes with the program and cannot be retired.
	sharing TEXT not null, -- Who sees records of others: private, read, or write (which includes deleting).
	by_hand INTEGER not null default 0, -- 1: rights on its single records are given by hand, too (client_staff).
	position INTEGER not null, -- Order in menus.
	retired_at INTEGER, -- Instant since when it is out of use; its records are kept.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
create unique index module_by_name on module (name);
create unique index module_by_table on module (table_name);

create table field ( -- An attribute of a module's records: a column of its table.
	id INTEGER primary key, -- Identifier.
	module_id INTEGER not null references module (id), -- Of which module.
	name TEXT not null, -- In forms and in the API: "plate".
	column_name TEXT not null, -- Column: "x_plate"; those built in have a plain name.
	type TEXT not null, -- text, money, lookup… (see src/modules/catalogue.h).
	label TEXT, -- What it is called, by language (JSON); null: as the program calls it.
	help TEXT, -- A sentence below it in forms, by language (JSON); null: none.
	position INTEGER not null, -- Order among the module's fields.
	required INTEGER not null, -- 1: it may not be left empty.
	distinct_value INTEGER not null, -- 1: no two records may have the same value.
	default_value TEXT, -- What a new record has, as typed; null: nothing.
	settings TEXT, -- What its type needs more (JSON): limits, choices, target, formula; null: nothing.
	builtin INTEGER not null, -- 1: it comes with the program and cannot be retired.
	retired_at INTEGER, -- Instant since when it is out of use; its values are kept.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
create unique index field_by_name on field (module_id, name);
create unique index field_by_column on field (module_id, column_name);

create table layout ( -- An ordered arrangement of a module's fields in sections.
	id INTEGER primary key, -- Identifier.
	module_id INTEGER not null references module (id), -- Of which module.
	name TEXT not null, -- Name.
	definition TEXT not null, -- Sections, their columns and fields (JSON).
	position INTEGER not null, -- Order; the first is used by profiles that name none.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
create index layout_by_module on layout (module_id, position);

create table view ( -- A saved way to look at a module's records.
	id INTEGER primary key, -- Identifier.
	module_id INTEGER not null references module (id), -- Of which module.
	name TEXT not null, -- Name.
	kind TEXT not null, -- list, board, calendar or canvas.
	staff_id INTEGER not null references staff (id), -- Whose.
	shared INTEGER not null, -- 1: everybody who sees the module may use it.
	preferred INTEGER not null, -- 1: the module opens with it (shared: for everybody without their own).
	definition TEXT not null, -- Columns, filters, order, card (JSON).
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
create index view_by_module on view (module_id, name);

create table profile_permission ( -- A special permission of a profile that was made here.
	profile_id INTEGER not null references profile (id), -- Which profile.
	permission TEXT not null, -- Name of the permission: "invoice.write".
	primary key (profile_id, permission)
) STRICT;

create table profile_module ( -- What a profile may do in a module; without a row: nothing.
	profile_id INTEGER not null references profile (id), -- Which profile.
	module_id INTEGER not null references module (id), -- In which module.
	may INTEGER not null, -- Sum of 1 view, 2 create, 4 edit, 8 delete, 16 import, 32 export, 64 records of everybody.
	layout_id INTEGER references layout (id), -- Layout of its forms; null: the module's first.
	primary key (profile_id, module_id)
) STRICT;

create table profile_field ( -- What a profile sees of a field; without a row: nothing.
	profile_id INTEGER not null references profile (id), -- Which profile.
	field_id INTEGER not null references field (id), -- Of which field.
	level TEXT not null, -- hidden, read or write.
	primary key (profile_id, field_id)
) STRICT;

create table staff_reach ( -- Whose records a staff user sees through the tree of roles, themselves included.
	staff_id INTEGER not null references staff (id), -- Who sees.
	owner_id INTEGER not null references staff (id), -- Whose records.
	primary key (staff_id, owner_id)
) STRICT;

create table crew ( -- A group of staff users, to share records with.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- Name.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;

create table crew_member ( -- A staff user's place in a group.
	crew_id INTEGER not null references crew (id), -- Which group.
	staff_id INTEGER not null references staff (id), -- Who.
	primary key (crew_id, staff_id)
) STRICT;
create index crew_member_by_staff on crew_member (staff_id);

create table sharing_rule ( -- Shares the records of a module that meet a condition with a role or a group.
	id INTEGER primary key, -- Identifier.
	module_id INTEGER not null references module (id), -- Records of which module.
	name TEXT not null, -- Name, shown where somebody asks why they see a record.
	condition TEXT not null, -- Which of them (JSON).
	role_id INTEGER references role (id), -- With whom: the staff of this role and of those above it…
	crew_id INTEGER references crew (id), -- … or the members of this group; one of the two.
	level TEXT not null, -- read or write.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
create index sharing_rule_by_module on sharing_rule (module_id);

create table state_rule ( -- What becomes read-only or hidden while a record meets a condition.
	id INTEGER primary key, -- Identifier.
	module_id INTEGER not null references module (id), -- Records of which module.
	field_id INTEGER references field (id), -- Which field; null: the whole record.
	effect TEXT not null, -- locked or hidden.
	name TEXT not null, -- Name, shown to who meets it.
	condition TEXT not null, -- While what holds (JSON).
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
create index state_rule_by_module on state_rule (module_id);
