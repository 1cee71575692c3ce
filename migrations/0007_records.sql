-- Records: what every module's records have beside their own table.

create table change ( -- The history of a record: one row a field that changed, or one for an event.
	id INTEGER primary key, -- Identifier, in order of time.
	module_id INTEGER not null, -- Of which module.
	record_id INTEGER not null, -- Of which record.
	kind TEXT not null, -- created, changed, removed, restored, merged, approved, refused, accepted, commented…
	field_id INTEGER, -- Which field; null: the record as a whole.
	before TEXT, -- Its value before, as kept (JSON); null: empty.
	after TEXT, -- Its value after, as kept (JSON); null: empty.
	actor_kind TEXT not null, -- staff, contact, system.
	actor_id INTEGER, -- Who.
	at INTEGER not null, -- Instant.
	from_id INTEGER -- The record it happened to, when that was merged into this one; null: this one.
) STRICT;
create index change_by_record on change (module_id, record_id, id);

create table record_link ( -- A record's place in a lookup to many.
	field_id INTEGER not null, -- Which lookup.
	record_id INTEGER not null, -- Whose.
	target_id INTEGER not null, -- The record it leads to.
	primary key (field_id, record_id, target_id)
) STRICT;
create index record_link_by_target on record_link (field_id, target_id);

create table record_file ( -- A file kept in a field of a record, or attached to it.
	id INTEGER primary key, -- Identifier.
	module_id INTEGER not null, -- Of which module.
	record_id INTEGER not null, -- Of which record; 0 while its form is open.
	field_id INTEGER, -- In which field; null: attached to the record.
	blob TEXT not null, -- The kept file.
	name TEXT not null, -- Its name, as it was called by who sent it.
	type TEXT not null, -- What it is, by its content.
	size INTEGER not null, -- Bytes.
	hash TEXT, -- Its SHA-256, hexadecimal; null: not known.
	created_at INTEGER not null, -- Instant.
	created_by INTEGER, -- The staff user who sent it.
	sender_id INTEGER -- The record by which the portal user who sent it signs in; null: staff did.
) STRICT;
create index record_file_by_record on record_file (module_id, record_id);
create index record_file_by_blob on record_file (blob);

create table number_series ( -- Numbers that a field gives by itself.
	field_id INTEGER primary key, -- Which field.
	last INTEGER not null -- The last number given.
) STRICT;

create table search_text ( -- The words of one record, each behind its field's id, so that a search looks at visible fields only.
	id INTEGER primary key, -- Of which record.
	words TEXT not null -- Folded, separated by blanks.
) STRICT;
-- Both indexes have the beginnings of a word of one to eight, ten, twelve and sixteen letters, behind the thirteen
-- characters of its field: so a question is for whole entries, which come in portions, however many records have them.
-- PostgreSQL's also has to which parts of 512, 4,096, 32,768, 262,144 and 2,097,152 records, in the order they came, each belongs.
-- sqlite: create virtual table search_index using fts5(words, content='search_text', content_rowid='id', tokenize='ascii', detail=none, columnsize=0, prefix='14 15 16 17 18 19 20 21 23 25 29');
-- postgres: alter table search_text add column place bigint generated always as identity;
-- postgres: create function search_entries(words text, place bigint) returns tsvector language sql immutable parallel safe cost 10000 return array_to_tsvector(array(select left(word, letters) from unnest(string_to_array(words, ' ')) as word, unnest('{14,15,16,17,18,19,20,21,23,25,29}'::int[]) as letters) || array['a' || (place >> 9), 'b' || (place >> 12), 'c' || (place >> 15), 'd' || (place >> 18), 'e' || (place >> 21)]);
-- postgres: create index search_text_by_word on search_text using gin (search_entries(words, place));
create index client_by_email on client (email, id);

create table value_guard ( -- Lets writers of the same value of a field pass one after the other.
	field_id INTEGER not null, -- Which field.
	bucket INTEGER not null, -- Remainder of the value's hash.
	turns INTEGER not null, -- How many have passed.
	primary key (field_id, bucket)
) STRICT;

create table remark ( -- A comment of staff below a record.
	id INTEGER primary key, -- Identifier, in order of time.
	module_id INTEGER not null, -- Of which module.
	record_id INTEGER not null, -- Of which record.
	staff_id INTEGER not null, -- Whose.
	text TEXT not null, -- What they wrote.
	created_at INTEGER not null, -- Instant.
	edited_at INTEGER, -- Instant of the last change; null: never.
	deleted_at INTEGER -- Instant of removal; null: it stands.
) STRICT;
create index remark_by_record on remark (module_id, record_id, id);

create table created_once ( -- What an Idempotency-Key has already made, so that a repeated request makes nothing twice.
	key_hash BLOB primary key, -- SHA-256 of the token or session, the path and the key.
	body_hash BLOB not null, -- SHA-256 of the body it came with: another body with the same key is refused.
	module_id INTEGER not null, -- Of which module.
	record_id INTEGER not null, -- The record that was made.
	created_at INTEGER not null -- Instant; forgotten after a day.
) STRICT;
create index created_once_by_instant on created_once (created_at);
