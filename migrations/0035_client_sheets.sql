-- Templates of client sheets, and the attributes that single clients have beyond the fields of all clients.

create table sheet_template ( -- Attributes that are put onto a client together.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- Its name.
	name_key TEXT not null, -- The same, folded, for order; no two templates have it.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
create unique index sheet_template_by_name on sheet_template (name_key);

create table sheet_attribute ( -- An attribute of one client, with what is filled in, or of a template.
	id INTEGER primary key, -- Identifier.
	sheet_id INTEGER not null, -- Whose it is: the client, or the template.
	position INTEGER not null, -- Its place among those of the sheet, ascending.
	label TEXT not null, -- What it is called.
	label_key TEXT not null, -- The same, folded: a sheet has it once.
	type TEXT not null, -- What may be filled in, as field.type: text, long_text, decimal, day, choice, yes_no, email, phone, link.
	choices TEXT, -- The answers of a choice, one a line; null: it is no choice.
	required INTEGER not null, -- 1: may not be left empty when the sheet is filled in.
	in_portal INTEGER not null, -- 1: the client’s contacts see it in the portal.
	value TEXT, -- What is filled in, as people would type it; null: nothing, and of templates.
	value_key TEXT, -- The beginning of it, folded, by which searches find the client; null: nothing is searched.
	version INTEGER not null -- Grows with every change.
) STRICT;
create unique index sheet_attribute_by_label on sheet_attribute (sheet_id, label_key);
create index sheet_attribute_in_order on sheet_attribute (sheet_id, position, id);
create index sheet_attribute_by_value on sheet_attribute (value_key, sheet_id) where value_key is not null;
