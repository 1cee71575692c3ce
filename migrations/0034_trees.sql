-- Folder-tree templates: the folders, with rights of contacts, that a client's tree is begun with.

create table tree ( -- A folder-tree template.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- Its name.
	name_key TEXT not null, -- The same, folded: two templates differ in it.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change of the template or of a folder in it.
) STRICT;
create unique index tree_by_name on tree (name_key);

create table tree_folder ( -- A folder of a template.
	id INTEGER primary key, -- Identifier.
	tree_id INTEGER not null references tree (id), -- The template.
	parent_id INTEGER not null, -- The folder it lies in; the template's id: at the top.
	name TEXT not null, -- Name.
	name_key TEXT not null -- As of folder: two that lie side by side differ in it.
) STRICT;
create unique index tree_folder_by_name on tree_folder (tree_id, parent_id, name_key);

create table tree_right ( -- What contacts may in a folder that is made after the template, and in all below it.
	tree_folder_id INTEGER not null references tree_folder (id), -- Which folder.
	whose TEXT not null, -- contacts: all of them; user_type: those of one.
	who_id INTEGER not null, -- The user type; 0: all contacts.
	level INTEGER not null, -- As of folder_right.
	primary key (tree_folder_id, whose, who_id)
) STRICT;

create table tree_use ( -- That folders of a client were made after a template.
	tree_id INTEGER not null references tree (id), -- The template.
	client_id INTEGER not null, -- The client; the row goes once it is gone for good.
	used_at INTEGER not null, -- Instant of the last time.
	primary key (tree_id, client_id)
) STRICT;
create index tree_use_by_client on tree_use (client_id);
