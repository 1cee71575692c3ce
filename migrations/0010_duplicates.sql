-- Duplicates: by what records are found to be alike, and where those went that were merged.

create table match_key ( -- A value of a record, made alike so that the same person or company has the same one.
	field_id INTEGER not null, -- Of which field it is.
	key TEXT not null, -- The address, the number, or one of the keys of a name.
	record_id INTEGER not null, -- Of which record.
	primary key (field_id, key, record_id)
) STRICT;
create index match_key_by_record on match_key (record_id);

create table match_group ( -- A key that several records have, or had.
	id INTEGER primary key, -- Identifier, in order of discovery.
	field_id INTEGER not null, -- Of which field it is.
	key TEXT not null -- The key.
) STRICT;
create unique index match_group_by_key on match_group (field_id, key);
create index match_group_by_field on match_group (field_id, id);

create table match_apart ( -- Two records that somebody said are not the same.
	first_id INTEGER not null, -- The one with the lesser identifier.
	second_id INTEGER not null, -- The other.
	staff_id INTEGER, -- The staff user who said so.
	created_at INTEGER not null, -- Instant.
	primary key (first_id, second_id)
) STRICT;
create index match_apart_by_second on match_apart (second_id, first_id);

create table record_merge ( -- Where a record is to be found that was merged into another.
	record_id INTEGER primary key, -- The one that went.
	module_id INTEGER not null, -- Of which module both are.
	survivor_id INTEGER not null, -- The one that stayed.
	merged_at INTEGER not null, -- Instant.
	merged_by INTEGER -- The staff user who did it.
) STRICT;
create index record_merge_by_survivor on record_merge (survivor_id);
