-- Approval and review: which records wait for somebody, for whom, and what was decided.

create table approval_rule ( -- Records of a module that meet it wait for approval, and are locked meanwhile.
	id INTEGER primary key, -- Identifier.
	module_id INTEGER not null references module (id), -- Records of which module.
	position INTEGER not null, -- Its place: the first rule that a record meets is the one that holds.
	name TEXT not null, -- Name, shown on the records that wait.
	condition TEXT not null, -- Which records (JSON).
	on_create INTEGER not null, -- 1: records that are made.
	on_change INTEGER not null, -- 1: records that are changed.
	paused INTEGER not null, -- 1: it catches nothing for now.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
create index approval_rule_by_module on approval_rule (module_id);

create table approval_rule_step ( -- Who is asked by a rule, step after step.
	rule_id INTEGER not null references approval_rule (id), -- Of which rule.
	step INTEGER not null, -- 1, 2…
	everybody INTEGER not null, -- 1: all of them have to approve; 0: one of them does.
	kind TEXT not null, -- staff, role, or manager (of the record's owner).
	target_id INTEGER not null, -- The staff user or the role; 0 for manager.
	primary key (rule_id, step, kind, target_id)
) STRICT;

create table approval ( -- A record that waits, or waited, for approval.
	id INTEGER primary key, -- Identifier, in order of time.
	module_id INTEGER not null, -- Of which module.
	record_id INTEGER not null, -- Which record.
	rule_id INTEGER, -- By which rule; null: it was removed since.
	rule_name TEXT not null, -- How the rule was called then.
	step INTEGER not null, -- At which step it is.
	steps INTEGER not null, -- How many there are.
	state TEXT not null, -- waiting, approved, refused, withdrawn or released (the rule was removed).
	before TEXT not null, -- The state of the record before it waited.
	owner_id INTEGER, -- To whom the record belongs meanwhile; null: nobody.
	submitted_by INTEGER, -- The staff user whose change it was; null: not a staff user.
	submitted_at INTEGER not null, -- Instant since when it waits.
	step_at INTEGER not null, -- Instant since when this step waits.
	ended_at INTEGER, -- Instant of the end; null: it waits.
	told INTEGER not null, -- 1: those whom its present state concerns have had their mail.
	version INTEGER not null -- Grows with every decision.
) STRICT;
create unique index approval_of_record on approval (module_id, record_id) where state = 'waiting';
create index approval_by_record on approval (module_id, record_id, id);
create index approval_waiting on approval (module_id, id) where state = 'waiting';
create index approval_of_rule on approval (rule_id, id) where state = 'waiting';
create index approval_untold on approval (id) where told = 0;

create table approval_asked ( -- Whom a record waits for: as its rule said when it began to wait.
	approval_id INTEGER not null references approval (id), -- Which approval.
	step INTEGER not null, -- At which step.
	everybody INTEGER not null, -- 1: all of them have to approve; 0: one of them does.
	kind TEXT not null, -- staff, role or manager.
	target_id INTEGER not null, -- The staff user or the role; 0 for manager.
	primary key (approval_id, step, kind, target_id)
) STRICT;

create table approval_decision ( -- What somebody said about a record that waited.
	id INTEGER primary key, -- Identifier, in order of time.
	approval_id INTEGER not null references approval (id), -- About which approval.
	step INTEGER not null, -- At which step.
	decision TEXT not null, -- approve, reject, withdraw or release.
	staff_id INTEGER not null, -- Who.
	for_others INTEGER not null, -- 1: in place of those who were asked.
	reason TEXT, -- Why, in their words; null: they did not say.
	at INTEGER not null -- Instant.
) STRICT;
create index approval_decision_by_approval on approval_decision (approval_id, id);

create table review_rule ( -- Which new records of a module wait for review.
	module_id INTEGER primary key references module (id), -- Of which module.
	from_import INTEGER not null, -- 1: those that come out of files.
	from_api INTEGER not null, -- 1: those that programs make.
	from_portal INTEGER not null, -- 1: those that clients make.
	version INTEGER not null -- Grows with every change.
) STRICT;

create table review_reviewer ( -- Who may review; without any, whoever may change the record.
	module_id INTEGER not null references review_rule (module_id), -- Records of which module.
	kind TEXT not null, -- staff or role.
	target_id INTEGER not null, -- The staff user or the role.
	primary key (module_id, kind, target_id)
) STRICT;
