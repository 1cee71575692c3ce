-- Inviting many people at once, how many may sign in, and what the operator's plan grants.

create table portal_plan ( -- What the operator grants: one row, changed by whoever adds portal users, so that one counts after the other.
	id INTEGER primary key, -- Always 1.
	name TEXT, -- What the plan is called; null: it has no name.
	included INTEGER not null, -- Portal users of all user types together.
	trial_ends_at INTEGER, -- Instant at which the trial ends; null: there is none.
	trial_end TEXT not null, -- What its end does: kept, read_only or deleted.
	trial_warned INTEGER not null, -- The last warning: 1 to 3 thirty, seven and one day before the end, 4 to 6 before the deletion; 0: none yet.
	closed_at INTEGER, -- Instant at which the portal’s data was deleted; null: it was not.
	counted INTEGER not null -- Grows with every count that somebody relies on.
) STRICT;
insert into portal_plan (id, included, trial_end, trial_warned, counted) values (1, 10000, 'kept', 0, 0);

create table portal_quota ( -- Portal users that a user type has beyond those included.
	user_type_id INTEGER primary key, -- Of which user type.
	further INTEGER not null -- So many more.
) STRICT;

create table invitation_rule ( -- How many are invited at once: one row.
	id INTEGER primary key, -- Always 1.
	per_minute INTEGER not null, -- Mails of invitations to many that are written in a minute, at most.
	blocked_domains TEXT not null, -- Mail domains nobody is invited at, one a line.
	allowed_domains TEXT not null, -- Mail domains that are good although the program would refuse them, one a line.
	version INTEGER not null -- Grows with every change.
) STRICT;
insert into invitation_rule (id, per_minute, blocked_domains, allowed_domains, version) values (1, 300, '', '', 1);

create table invitation_batch ( -- Many people who are invited together.
	id INTEGER primary key, -- Identifier.
	user_type_id INTEGER not null, -- To which user type.
	module_id INTEGER not null, -- Of which module their records are.
	staff_id INTEGER not null, -- Staff user who invites.
	state TEXT not null, -- checking, checked, sending, stopped, done or failed.
	language TEXT, -- Language of the mails; null: each person's own, else the organisation's.
	renews INTEGER not null, -- 1: who has an open invitation gets another one.
	request TEXT, -- What the list was filtered by (JSON); null: the records were ticked.
	request_key TEXT, -- What the form bore, so that it makes one batch however often it is sent; null: nothing.
	position INTEGER not null, -- Of a list: the record up to which it was gone through; 0: not begun.
	found_count INTEGER not null, -- Records looked at.
	sent_count INTEGER not null, -- Invitations written.
	problem TEXT, -- Why it failed, an English sentence; null: it did not.
	created_at INTEGER not null, -- Instant of creation.
	finished_at INTEGER -- Instant of its end; null: not yet.
) STRICT;
create index invitation_batch_by_staff on invitation_batch (staff_id, id);
create index invitation_batch_by_state on invitation_batch (state, id);
create unique index invitation_batch_once on invitation_batch (staff_id, request_key) where request_key is not null;

create table invitation_batch_row ( -- What became of one of them.
	batch_id INTEGER not null references invitation_batch (id), -- Of which batch.
	record_id INTEGER not null, -- Which record.
	state TEXT not null, -- chosen, ready, refused or sent.
	refusal TEXT, -- Why not, as the program names it; null: it was not refused.
	consent_state TEXT, -- How the consent stands that is missing; null: none is.
	consent_fr TEXT, -- Name of the consent that is missing, in French; null: none, or it has none.
	consent_en TEXT, -- The same in English.
	email_hash BLOB, -- SHA-256 of the address, so that one that occurs twice is seen; null: none.
	primary key (batch_id, record_id)
) STRICT;
create index invitation_batch_row_by_state on invitation_batch_row (batch_id, state, record_id);
create index invitation_batch_row_by_refusal on invitation_batch_row (batch_id, refusal, record_id) where refusal is not null;
create index invitation_batch_row_by_email on invitation_batch_row (batch_id, email_hash) where email_hash is not null;
create index invitation_batch_row_by_record on invitation_batch_row (record_id);

create index contact_by_entry on contact (id) where entered_at is not null;
create index contact_by_block on contact (id) where blocked_at is not null;
