-- Records come in and go out as files.

create table record_export ( -- Records of a module as a file, made for one staff user.
	id INTEGER primary key, -- Identifier.
	module_id INTEGER not null references module (id), -- Records of which module.
	staff_id INTEGER not null references staff (id), -- For whom: nobody else gets it.
	format TEXT not null, -- csv or xlsx.
	request TEXT not null, -- What was asked: filter, words, order, fields, language (JSON).
	state TEXT not null, -- waiting, running, done or failed.
	problem TEXT, -- Why it failed, for people; null: it did not.
	row_count INTEGER not null, -- Records written so far.
	file_name TEXT not null, -- Name of the file.
	blob TEXT, -- The kept file; null: not there yet, or no more.
	size INTEGER not null, -- Its bytes.
	created_at INTEGER not null, -- Instant it was asked for; a day later it goes.
	finished_at INTEGER -- Instant of its end; null: not yet.
) STRICT;
create index record_export_by_staff on record_export (staff_id, id);
create index record_export_by_age on record_export (created_at);

create table record_import ( -- A file that becomes records of a module.
	id INTEGER primary key, -- Identifier.
	module_id INTEGER not null references module (id), -- Records of which module.
	staff_id INTEGER not null references staff (id), -- Whose: nobody else sees it.
	state TEXT not null, -- mapping, checking, checked, running, telling, done, failed, undoing, undone.
	file_name TEXT not null, -- As it was called by who sent it.
	blob TEXT not null, -- The kept file.
	sample TEXT not null, -- Its headings and first rows (JSON).
	line_count INTEGER not null, -- Rows in the file.
	mapping TEXT not null, -- Which column is which field, and how rows find their record (JSON).
	position INTEGER not null, -- Rows done so far in this step.
	created_count INTEGER not null, -- Records to be made, or made.
	changed_count INTEGER not null, -- Records to be changed, or changed.
	same_count INTEGER not null, -- Rows whose record has all of it already.
	bad_count INTEGER not null, -- Rows that cannot be taken; of an undone import, records that stayed.
	problem TEXT, -- Why it failed, for people; null: it did not.
	created_at INTEGER not null, -- Instant the file came.
	finished_at INTEGER, -- Instant of the end of the last step; null: not yet.
	version INTEGER not null -- Grows with every step.
) STRICT;
create index record_import_by_staff on record_import (staff_id, module_id, id);
create index record_import_by_age on record_import (created_at);

create table record_import_problem ( -- Why a row of a file cannot be taken, or a record could not be put back.
	import_id INTEGER not null references record_import (id), -- Of which import.
	position INTEGER not null, -- Order.
	line INTEGER not null, -- Line of the file.
	heading TEXT, -- Of which column; null: the row as a whole.
	value TEXT, -- What stood there; null: nothing to show.
	reason TEXT not null, -- Why, in English.
	primary key (import_id, position)
) STRICT;

create table record_import_row ( -- What an import did to a record, so that it can be undone.
	import_id INTEGER not null references record_import (id), -- Which import.
	record_id INTEGER not null, -- Which record.
	line INTEGER not null, -- Line of the file.
	version INTEGER not null, -- The record's version afterwards.
	before TEXT, -- What its fields had, by field (JSON); null: the import made the record.
	told INTEGER not null, -- 1: sums above it know of it, and who listens.
	primary key (import_id, record_id)
) STRICT;
