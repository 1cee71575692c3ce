-- Personal data: whom to write to, what people are told, what they agree to, and the proof of what they answered.

create table privacy ( -- How the organisation deals with personal data: one row.
	id INTEGER primary key, -- Always 1.
	dpo_email TEXT, -- E-mail address of the data protection officer; null: not told.
	message_fr TEXT, -- What people are told when they sign in, in French; null: nothing.
	message_en TEXT, -- The same in English.
	message_number INTEGER not null, -- Which version of the message it is: a new one is shown to everybody again.
	version INTEGER not null -- Grows with every change.
) STRICT;
insert into privacy (id, message_number, version) values (1, 0, 1);

create table privacy_read ( -- That a person has read the message.
	id INTEGER primary key, -- Identifier.
	module_id INTEGER not null, -- Of which module the person is a record.
	record_id INTEGER not null, -- Who.
	number INTEGER not null, -- Which version of the message.
	read_at INTEGER not null -- Instant.
) STRICT;
create index privacy_read_by_record on privacy_read (module_id, record_id, number);

create table consent ( -- Something people are asked to agree to.
	id INTEGER primary key, -- Identifier.
	position INTEGER not null, -- Its place in lists.
	required INTEGER not null, -- 1: nobody is invited to the portal without it.
	withdrawable INTEGER not null, -- 1: whoever gave it may withdraw it.
	number INTEGER not null, -- Which version of it is asked now: an answer is to one of them.
	text_id INTEGER not null, -- Its text now (consent_text).
	retired_at INTEGER, -- Instant since when it is not asked any more; null: it is.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change of its form.
) STRICT;

create table consent_text ( -- A text that people were asked, word for word: never changed, never removed.
	id INTEGER primary key, -- Identifier.
	consent_id INTEGER not null references consent (id), -- Of which consent.
	number INTEGER not null, -- Which version: texts of the same one are corrections that ask nobody again.
	name_fr TEXT, -- Its name in French; null: it has none.
	name_en TEXT, -- Its name in English; null: it has none.
	text_fr TEXT, -- What is asked, in French; null: only the other language has it.
	text_en TEXT, -- What is asked, in English.
	created_at INTEGER not null, -- Instant since when.
	created_by INTEGER -- The staff user who wrote it; null: none.
) STRICT;
create index consent_text_by_consent on consent_text (consent_id, id);

create table consent_answer ( -- What a person answered: only ever added; an erased person keeps it without what names them.
	id INTEGER primary key, -- Ordered by time: the last one counts.
	module_id INTEGER not null, -- Of which module the person is a record.
	record_id INTEGER not null, -- Who.
	from_id INTEGER, -- The record that answered, when it was merged into this one; null: this one.
	consent_id INTEGER not null references consent (id), -- To which consent.
	text_id INTEGER not null references consent_text (id), -- To which text.
	number INTEGER not null, -- To which version.
	answer TEXT not null, -- yes, no or withdrawn.
	at INTEGER not null, -- Instant.
	means TEXT not null, -- portal, staff (on the person's behalf) or import.
	language TEXT, -- In which language they read it; null: not on the portal.
	note TEXT, -- How staff received it; null: the person answered themselves, or was erased.
	staff_id INTEGER, -- The staff user who noted it; null: none.
	address TEXT, -- Network address the person answered from; null: they did not themselves, or were erased.
	session_id INTEGER -- Their session; null: the same.
) STRICT;
create index consent_answer_by_record on consent_answer (module_id, record_id, consent_id, id);
create index consent_answer_by_consent on consent_answer (consent_id, module_id, record_id, id);
