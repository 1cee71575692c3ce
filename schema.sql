-- The whole schema, as the migrations make it (bin/schema writes this file).
CREATE TABLE activity ( -- A row of the journal that tells of a client, with what it is looked for by.
	seq INTEGER primary key, -- Its position in the journal.
	client_id INTEGER not null, -- Of whom it tells: goes along when clients are merged, and goes once the client is gone for good.
	at INTEGER not null, -- Instant.
	actor_kind TEXT not null, -- As in the journal: staff, contact, portal_user, system or nobody.
	actor_id INTEGER, -- The staff user, or the record that signs in.
	action TEXT not null, -- What was done: "file.download".
	folder_id INTEGER, -- The folder it was done to, or in; the client's id: the top. Null: it is not about folders.
	file_id INTEGER, -- The file; null: none.
	name TEXT, -- How file or folder was called then.
	words_key TEXT, -- The words of that name, folded, each with a blank before it: what search looks at.
	kind TEXT, -- Of a file: picture, pdf, office, text, sound, video, archive or other.
	device TEXT -- Browser and system; null: not known.
) STRICT;
CREATE INDEX activity_by_action on activity (client_id, action, at, seq);
CREATE INDEX activity_by_actor on activity (actor_id, client_id, at, seq);
CREATE INDEX activity_by_client on activity (client_id, at, seq);
CREATE INDEX activity_by_file on activity (file_id, at, seq);
CREATE INDEX activity_by_folder on activity (folder_id, at, seq);

CREATE TABLE activity_name ( -- What the files and folders of a client were ever called, as its activities tell.
	client_id INTEGER not null, -- Whose it is, as in activity.
	subject_id INTEGER not null, -- The file; the folder, where the activity tells of no file.
	words_key TEXT not null, -- The words of the name, as in activity.
	primary key (client_id, subject_id, words_key)
) STRICT;

CREATE TABLE api_token ( -- A bearer token that acts for a staff user.
	id INTEGER primary key, -- Identifier.
	staff_id INTEGER not null references staff (id), -- For whom it acts.
	name TEXT not null, -- What it is for, as its maker wrote.
	token_hash BLOB not null, -- SHA-256 of the token.
	scope TEXT not null, -- read or write.
	hint TEXT not null, -- Last four characters, to recognise it.
	created_at INTEGER not null, -- Instant of creation.
	expires_at INTEGER, -- Instant after which it is dead; null: never.
	used_at INTEGER, -- Instant of the last use, to the minute.
	revoked_at INTEGER -- Instant of revocation; null: alive.
) STRICT;
CREATE INDEX api_token_by_staff on api_token (staff_id, id);
CREATE UNIQUE INDEX api_token_by_token on api_token (token_hash);

CREATE TABLE app_password ( -- A password that one program of a person opens folders with, and nothing else.
	id INTEGER primary key, -- Identifier.
	staff_id INTEGER references staff (id), -- Whose, of the staff; null: a contact's.
	contact_id INTEGER, -- Whose, of the portal: the contact; null: a staff user's.
	name TEXT not null, -- What its owner calls the program or device.
	secret_hash BLOB not null, -- SHA-256 of the password, which nobody can guess.
	hint TEXT not null, -- Its last four characters.
	created_at INTEGER not null, -- Instant of creation.
	used_at INTEGER -- Instant of its last use, to the minute; null: never yet.
) STRICT;
CREATE INDEX app_password_by_contact on app_password (contact_id, id) where contact_id is not null;
CREATE UNIQUE INDEX app_password_by_hash on app_password (secret_hash);
CREATE INDEX app_password_by_staff on app_password (staff_id, id) where staff_id is not null;

CREATE TABLE appointment ( -- A time at which people meet.
	id INTEGER primary key, -- Identifier.
	subject TEXT, -- What it is about.
	subject_key TEXT, -- The same, folded.
	starts_at INTEGER, -- Instant of its beginning.
	ends_at INTEGER, -- Instant of its end.
	client_id INTEGER, -- Whose people come.
	contact_id INTEGER, -- Who comes.
	place TEXT, -- Where.
	place_key TEXT, -- The same, folded.
	state TEXT, -- planned, held or cancelled.
	description TEXT, -- What is to be said there.
	description_key TEXT, -- The same, folded.
	owner_id INTEGER, -- The staff user it belongs to; null: nobody.
	created_at INTEGER not null, -- Instant of creation.
	created_by INTEGER, -- Staff user who made it; null: not a staff user.
	modified_at INTEGER, -- Instant of the last change; null: never changed.
	modified_by INTEGER, -- Staff user who changed it last.
	approval TEXT not null default 'none', -- none, waiting, approved, refused or withdrawn.
	review TEXT not null default 'none', -- none, waiting, accepted or refused.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_by INTEGER, -- Staff user who put it there.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX appointment_bin on appointment (deleted_at, id) where deleted_at is not null;
CREATE INDEX appointment_client_id on appointment (client_id, id, deleted_at);
CREATE INDEX appointment_contact_id on appointment (contact_id, id, deleted_at);
CREATE INDEX appointment_created_at on appointment (created_at, id, deleted_at);
CREATE INDEX appointment_ends_at on appointment (ends_at, id, deleted_at);
CREATE INDEX appointment_modified_at on appointment (modified_at, id, deleted_at);
CREATE INDEX appointment_owned on appointment (owner_id, subject_key, id, deleted_at);
CREATE INDEX appointment_owner_id on appointment (owner_id, id, deleted_at);
CREATE INDEX appointment_place on appointment (place_key, id, deleted_at);
CREATE INDEX appointment_review on appointment (id) where review = 'waiting';
CREATE INDEX appointment_starts_at on appointment (starts_at, id, deleted_at);
CREATE INDEX appointment_state on appointment (state, id, deleted_at);
CREATE INDEX appointment_subject on appointment (subject_key, id, deleted_at);

CREATE TABLE approval ( -- A record that waits, or waited, for approval.
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
CREATE INDEX approval_by_record on approval (module_id, record_id, id);
CREATE UNIQUE INDEX approval_of_record on approval (module_id, record_id) where state = 'waiting';
CREATE INDEX approval_of_rule on approval (rule_id, id) where state = 'waiting';
CREATE INDEX approval_untold on approval (id) where told = 0;
CREATE INDEX approval_waiting on approval (module_id, id) where state = 'waiting';

CREATE TABLE approval_asked ( -- Whom a record waits for: as its rule said when it began to wait.
	approval_id INTEGER not null references approval (id), -- Which approval.
	step INTEGER not null, -- At which step.
	everybody INTEGER not null, -- 1: all of them have to approve; 0: one of them does.
	kind TEXT not null, -- staff, role or manager.
	target_id INTEGER not null, -- The staff user or the role; 0 for manager.
	primary key (approval_id, step, kind, target_id)
) STRICT;

CREATE TABLE approval_decision ( -- What somebody said about a record that waited.
	id INTEGER primary key, -- Identifier, in order of time.
	approval_id INTEGER not null references approval (id), -- About which approval.
	step INTEGER not null, -- At which step.
	decision TEXT not null, -- approve, reject, withdraw or release.
	staff_id INTEGER not null, -- Who.
	for_others INTEGER not null, -- 1: in place of those who were asked.
	reason TEXT, -- Why, in their words; null: they did not say.
	at INTEGER not null -- Instant.
) STRICT;
CREATE INDEX approval_decision_by_approval on approval_decision (approval_id, id);

CREATE TABLE approval_rule ( -- Records of a module that meet it wait for approval, and are locked meanwhile.
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
CREATE INDEX approval_rule_by_module on approval_rule (module_id);

CREATE TABLE approval_rule_step ( -- Who is asked by a rule, step after step.
	rule_id INTEGER not null references approval_rule (id), -- Of which rule.
	step INTEGER not null, -- 1, 2…
	everybody INTEGER not null, -- 1: all of them have to approve; 0: one of them does.
	kind TEXT not null, -- staff, role, or manager (of the record's owner).
	target_id INTEGER not null, -- The staff user or the role; 0 for manager.
	primary key (rule_id, step, kind, target_id)
) STRICT;

CREATE TABLE audit ( -- The journal: a keyed hash chain.
	seq INTEGER primary key, -- Position in the chain, from 1 without gaps.
	at INTEGER not null, -- Instant.
	actor_kind TEXT not null, -- staff, contact, portal_user, system or nobody.
	actor_id INTEGER, -- The staff user, or the record that signs in.
	client_id INTEGER, -- The client acted for, or seen in a preview.
	trace TEXT, -- Keyed hash of the network address.
	action TEXT not null, -- What was done: "invoice.download".
	object_kind TEXT, -- Kind of what it was done to.
	object_id INTEGER, -- Identifier of what it was done to.
	refused INTEGER not null, -- 1 when it was refused.
	detail TEXT, -- More, as canonical JSON.
	hash BLOB not null -- BLAKE2b-256, keyed, of the previous hash and this row.
) STRICT;
CREATE INDEX audit_by_action on audit (action, seq);

CREATE TABLE audit_head ( -- The end of the journal's chain: one row, locked by whoever appends.
	id INTEGER primary key, -- Always 1.
	seq INTEGER not null, -- Position of the last row; 0 before the first.
	hash BLOB -- Its hash; null before the first.
) STRICT;

CREATE TABLE catalogue ( -- What modules and rights there are, as a whole: one row.
	id INTEGER primary key, -- Always 1.
	version INTEGER not null -- Grows with every change of modules, fields, layouts, profiles, roles, groups and sharing.
) STRICT;

CREATE TABLE change ( -- The history of a record: one row a field that changed, or one for an event.
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
CREATE INDEX change_by_record on change (module_id, record_id, id);

CREATE TABLE client ( -- A customer: a company or a household.
	id INTEGER primary key, -- Identifier.
	number TEXT not null, -- Client number, as staff know it ("C-00042").
	kind TEXT not null, -- company or household.
	name TEXT not null, -- Name.
	name_key TEXT not null, -- Name folded (lower case, no accents) for order and search.
	company_id INTEGER not null references company (id), -- Company that serves it.
	siret TEXT, -- French establishment number, 14 digits.
	vat_number TEXT, -- VAT identification number.
	street TEXT, -- Billing address: lines before the town.
	postal_code TEXT, -- Billing address: postal code.
	city TEXT, -- Billing address: town.
	country TEXT not null, -- Billing address: ISO 3166 country.
	email TEXT, -- Billing e-mail address.
	phone TEXT, -- Telephone.
	test INTEGER not null, -- 1: the test client ("you as a client").
	created_at INTEGER not null, -- Instant of creation.
	owner_id INTEGER, -- The staff user it belongs to; null: nobody.
	created_by INTEGER, -- Staff user who made it; null: not a staff user.
	modified_at INTEGER, -- Instant of the last change; null: not known.
	modified_by INTEGER, -- Staff user who changed it last; null: not known.
	approval TEXT not null default 'none', -- none, waiting, approved or refused.
	review TEXT not null default 'none', -- none, waiting, accepted or refused.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_by INTEGER, -- Staff user who put it there.
	version INTEGER not null -- Grows with every change.
, archived_at INTEGER) STRICT;
CREATE INDEX client_archived on client (archived_at) where archived_at is not null;
CREATE INDEX client_by_email on client (email, id);
CREATE INDEX client_by_name on client (name_key, id);
CREATE UNIQUE INDEX client_by_number on client (number);
CREATE INDEX client_by_owner on client (owner_id, id);
CREATE UNIQUE INDEX client_for_test on client (test) where test = 1;

CREATE TABLE client_contact ( -- A contact's place at a client.
	client_id INTEGER not null references client (id), -- The client.
	contact_id INTEGER not null references contact (id), -- The contact.
	role TEXT, -- What they do there ("Gérante").
	created_at INTEGER not null, -- Instant since when.
	primary key (client_id, contact_id)
) STRICT;
CREATE INDEX client_contact_by_contact on client_contact (contact_id);

CREATE TABLE client_draft ( -- A client that a staff user is about to make: nobody else sees anything of it.
	id INTEGER primary key, -- Identifier.
	staff_id INTEGER not null references staff (id), -- Whose it is.
	client_id INTEGER, -- The client that was made of it, so that pressing twice makes one; null: none yet.
	created_at INTEGER not null, -- Instant of creation.
	changed_at INTEGER not null, -- Instant at which something was last typed; 30 days later it goes.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX client_draft_by_age on client_draft (changed_at);
CREATE INDEX client_draft_open on client_draft (staff_id, changed_at, id) where client_id is null;

CREATE TABLE client_draft_step ( -- What was typed in one step, right or wrong; it goes once the client is made.
	draft_id INTEGER not null references client_draft (id), -- Of which draft.
	step TEXT not null, -- Which step: information, contacts, staff…
	value TEXT not null, -- The fields of its form: JSON, an object of texts.
	primary key (draft_id, step)
) STRICT;

CREATE TABLE client_due ( -- What a client owes: kept with every change of an invoice, since a sum over all would grow with them.
	client_id INTEGER not null references client (id), -- Who is to pay.
	currency TEXT not null, -- ISO 4217 currency.
	rest INTEGER not null, -- Sum of the rests above 0 of the client's invoices, minor units.
	invoice_count INTEGER not null, -- How many invoices those are.
	primary key (client_id, currency)
) STRICT;

CREATE TABLE client_due_day ( -- The same by the day it is due: what is overdue today is the whole without the days to come.
	client_id INTEGER not null references client (id), -- Who is to pay.
	currency TEXT not null, -- ISO 4217 currency.
	due_on INTEGER not null, -- Day until which it is to be paid.
	rest INTEGER not null, -- Sum of the rests above 0, minor units.
	invoice_count INTEGER not null, -- How many invoices those are.
	primary key (client_id, currency, due_on)
) STRICT;

CREATE TABLE client_group ( -- Clients that belong together; a client may be in several groups.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- Its name.
	name_key TEXT not null, -- The same, folded, for order.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE UNIQUE INDEX client_group_by_name on client_group (name_key);

CREATE TABLE client_group_member ( -- That a client is in a group.
	client_id INTEGER not null, -- The client.
	group_id INTEGER not null references client_group (id), -- The group.
	primary key (client_id, group_id)
) STRICT;
CREATE INDEX client_group_member_by_group on client_group_member (group_id, client_id);

CREATE TABLE client_group_staff ( -- What a staff user may do with the clients of a group, unless said of a client itself.
	group_id INTEGER not null references client_group (id), -- The group.
	staff_id INTEGER not null references staff (id), -- The staff user.
	level INTEGER not null, -- As of client_staff; where several groups speak, the least counts.
	primary key (group_id, staff_id)
) STRICT;
CREATE INDEX client_group_staff_by_staff on client_group_staff (staff_id, group_id);

CREATE TABLE client_series ( -- Numbers that clients get by themselves ("C-00042"): one row.
	id INTEGER primary key, -- Always 1.
	last INTEGER not null -- The last number given, or met in a client that came with its own.
) STRICT;

CREATE TABLE client_space ( -- What the files of one client take; no row: nothing, and nothing is said.
	client_id INTEGER primary key, -- Whose; it goes once the client is gone for good.
	used INTEGER not null, -- Bytes of every kept version of every file, the recycle bin included.
	reserved INTEGER not null, -- Bytes of files on their way, as they were announced.
	quota INTEGER, -- Bytes they may take; -1: any number; null: as all clients.
	warned INTEGER not null default 0 -- 1: administrators were told that little is left; 0: they were not, or there is enough again.
) STRICT;
CREATE INDEX client_space_by_use on client_space (used, client_id);

CREATE TABLE client_staff ( -- What a staff user may do with one client, whatever their profile, role and sharing say.
	client_id INTEGER not null, -- The client.
	staff_id INTEGER not null references staff (id), -- The staff user.
	level INTEGER not null, -- 0: none, it does not exist for them; 1: read; 2: full.
	given_at INTEGER not null, -- Instant since when.
	given_by INTEGER, -- The staff user who gave it; null: the program, to whoever made the client.
	primary key (client_id, staff_id)
) STRICT;
CREATE INDEX client_staff_by_staff on client_staff (staff_id, client_id);

CREATE TABLE client_tally ( -- What the list of clients is sorted by besides their fields; a row for each client, kept with every change.
	client_id INTEGER primary key, -- Whose; it goes once the client is gone for good.
	member_count INTEGER not null, -- Its contacts who are not in the recycle bin, and the staff users who were given it and may sign in.
	folder_count INTEGER not null, -- Its folders that are not in the recycle bin, whoever sees them.
	space_used INTEGER not null -- Bytes its files take, as in client_space.
) STRICT;
CREATE INDEX client_tally_by_folders on client_tally (folder_count, client_id);
CREATE INDEX client_tally_by_members on client_tally (member_count, client_id);
CREATE INDEX client_tally_by_space on client_tally (space_used, client_id);

CREATE TABLE comment ( -- A word about a ticket.
	id INTEGER primary key, -- Identifier.
	text TEXT, -- What was said.
	text_key TEXT, -- The same, folded.
	ticket_id INTEGER, -- About which ticket.
	internal INTEGER, -- 1: the client does not see it.
	owner_id INTEGER, -- The staff user it belongs to; null: nobody.
	created_at INTEGER not null, -- Instant of creation.
	created_by INTEGER, -- Staff user who made it; null: not a staff user.
	modified_at INTEGER, -- Instant of the last change; null: never changed.
	modified_by INTEGER, -- Staff user who changed it last.
	approval TEXT not null default 'none', -- none, waiting, approved, refused or withdrawn.
	review TEXT not null default 'none', -- none, waiting, accepted or refused.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_by INTEGER, -- Staff user who put it there.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX comment_bin on comment (deleted_at, id) where deleted_at is not null;
CREATE INDEX comment_created_at on comment (created_at, id, deleted_at);
CREATE INDEX comment_internal on comment (internal, id, deleted_at);
CREATE INDEX comment_modified_at on comment (modified_at, id, deleted_at);
CREATE INDEX comment_owner_id on comment (owner_id, id, deleted_at);
CREATE INDEX comment_review on comment (id) where review = 'waiting';
CREATE INDEX comment_ticket_id on comment (ticket_id, id, deleted_at);

CREATE TABLE company ( -- A legal entity or brand of the organisation.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- Name shown to clients.
	legal_name TEXT not null, -- Name in the register.
	legal_form TEXT, -- "SAS", "SARL"…
	capital TEXT, -- Share capital, as printed on invoices ("10 000 €").
	siret TEXT, -- French establishment number, 14 digits.
	register TEXT, -- "RCS Nantes 812 345 678".
	vat_number TEXT, -- VAT identification number.
	street TEXT, -- Address: lines before the town, separated by newlines.
	postal_code TEXT, -- Address: postal code.
	city TEXT, -- Address: town.
	country TEXT not null, -- Address: ISO 3166 country.
	phone TEXT, -- Telephone shown to clients.
	email TEXT, -- E-mail address shown to clients.
	website TEXT, -- Web address shown to clients.
	bank_name TEXT, -- Bank, as printed on invoices.
	iban TEXT, -- IBAN without blanks.
	bic TEXT, -- BIC.
	colour TEXT not null, -- Brand colour "#rrggbb".
	logo_blob TEXT, -- Kept file of the logo (PNG, re-encoded); null: initials.
	logo_width INTEGER, -- Its width in pixels.
	logo_height INTEGER, -- Its height in pixels.
	host TEXT, -- Own host name that leads to the portal; null: none.
	sender_name TEXT, -- Name mails come from; null: the company's.
	sender_address TEXT, -- Address mails come from; null: the program's.
	invoice_prefix TEXT not null, -- Before invoice numbers ("F").
	credit_prefix TEXT not null, -- Before credit note numbers ("A").
	payment_days INTEGER not null, -- Days until an invoice is due, proposed.
	invoice_footer TEXT, -- Legal text under the company's invoices (penalties, discount).
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE UNIQUE INDEX company_by_host on company (host) where host is not null;

CREATE TABLE company_host ( -- What was seen the last time a company's own host name was looked at.
	company_id INTEGER primary key references company (id), -- Whose name.
	host TEXT not null, -- The name that was looked at.
	asked_at INTEGER not null, -- Instant somebody asked for it.
	checked_at INTEGER, -- Instant it was done; null: not yet.
	dns TEXT, -- found, absent or private; null: not yet.
	addresses TEXT, -- Where the name leads, separated by blanks.
	ours INTEGER, -- 1: there where the program's own name leads, 0: elsewhere; null: not known.
	tls TEXT, -- valid, other_name, expired, untrusted, none or unchecked.
	issuer TEXT, -- Who signed the certificate.
	valid_until INTEGER -- Instant at which it ends.
) STRICT;

CREATE TABLE company_page ( -- The public page of a company: one row once somebody has written it.
	company_id INTEGER primary key references company (id), -- Whose it is.
	icon_blob TEXT, -- Kept file of its own small icon (PNG, re-encoded); null: made of the logo or the initials.
	icon_version INTEGER not null, -- Grows with every change of the icon.
	mail_version INTEGER not null, -- Grows with every change of the text under mails.
	version INTEGER not null -- Grows with every change of hours, services and texts.
) STRICT;

CREATE TABLE company_service ( -- Something a company offers, as its public page says it in one language.
	company_id INTEGER not null references company (id), -- Who offers it.
	place INTEGER not null, -- Its place in the list, from 0.
	language TEXT not null, -- "fr".
	name TEXT not null, -- What it is called.
	about TEXT, -- One sentence.
	price TEXT, -- What it costs, in words ("from 90 €").
	primary key (company_id, place, language)
) STRICT;

CREATE TABLE company_span ( -- When a company is open on a day of the week.
	company_id INTEGER not null references company (id), -- Whose hours.
	weekday INTEGER not null, -- 0 Monday to 6 Sunday.
	opens INTEGER not null, -- Minutes since midnight, on the clocks there.
	closes INTEGER not null, -- The same, after it; 1440: at midnight.
	primary key (company_id, weekday, opens)
) STRICT;

CREATE TABLE company_text ( -- A text of a company in one language.
	company_id INTEGER not null references company (id), -- Whose text.
	name TEXT not null, -- welcome, hours_note or mail_footer.
	language TEXT not null, -- "fr".
	text TEXT not null, -- What it says.
	primary key (company_id, name, language)
) STRICT;

CREATE TABLE consent ( -- Something people are asked to agree to.
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

CREATE TABLE consent_answer ( -- What a person answered: only ever added; an erased person keeps it without what names them.
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
CREATE INDEX consent_answer_by_consent on consent_answer (consent_id, module_id, record_id, id);
CREATE INDEX consent_answer_by_record on consent_answer (module_id, record_id, consent_id, id);

CREATE TABLE consent_text ( -- A text that people were asked, word for word: never changed, never removed.
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
CREATE INDEX consent_text_by_consent on consent_text (consent_id, id);

CREATE TABLE contact ( -- A person; belongs to any number of clients.
	id INTEGER primary key, -- Identifier.
	first_name TEXT not null, -- First name; may be empty.
	last_name TEXT not null, -- Last name.
	full_name TEXT not null generated always as (trim(last_name || ' ' || first_name)) stored, -- Both, as lists order them.
	name_key TEXT not null, -- Last and first name folded, for order and search.
	email TEXT, -- Address they sign in with, lower case; null: cannot sign in.
	mobile TEXT, -- Mobile number, E.164; null: none.
	mobile_confirmed_at INTEGER, -- Instant at which the person confirmed it by a code; null: codes go by mail.
	language TEXT, -- Chosen language; null: the organisation's.
	theme TEXT not null, -- light, dark, or empty for the device's.
	blocked_at INTEGER, -- Instant since when they may not sign in; null: may.
	entered_at INTEGER, -- Instant of their first sign-in; null: never yet, so not while they wait for approval or review.
	created_at INTEGER not null, -- Instant of creation.
	owner_id INTEGER, -- The staff user it belongs to; null: nobody.
	created_by INTEGER, -- Staff user who made it; null: not a staff user.
	modified_at INTEGER, -- Instant of the last change; null: not known.
	modified_by INTEGER, -- Staff user who changed it last; null: not known.
	approval TEXT not null default 'none', -- none, waiting, approved or refused.
	review TEXT not null default 'none', -- none, waiting, accepted or refused.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_by INTEGER, -- Staff user who put it there.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX contact_by_block on contact (id) where blocked_at is not null;
CREATE UNIQUE INDEX contact_by_email on contact (email) where email is not null;
CREATE INDEX contact_by_entry on contact (id) where entered_at is not null;
CREATE INDEX contact_by_name on contact (name_key, id);
CREATE INDEX contact_by_owner on contact (owner_id, id);

CREATE TABLE contract ( -- What was agreed with a client for some time.
	id INTEGER primary key, -- Identifier.
	name TEXT, -- What it is called.
	name_key TEXT, -- The same, folded.
	number TEXT, -- Given in order.
	client_id INTEGER, -- With whom.
	state TEXT, -- draft, active, ended or cancelled.
	starts_on INTEGER, -- First day.
	ends_on INTEGER, -- Last day.
	amount INTEGER, -- What it is worth, minor units.
	renewed INTEGER, -- 1 when it goes on without a word.
	document INTEGER, -- The signed text.
	description TEXT, -- What else is known.
	description_key TEXT, -- The same, folded.
	owner_id INTEGER, -- The staff user it belongs to; null: nobody.
	created_at INTEGER not null, -- Instant of creation.
	created_by INTEGER, -- Staff user who made it; null: not a staff user.
	modified_at INTEGER, -- Instant of the last change; null: never changed.
	modified_by INTEGER, -- Staff user who changed it last.
	approval TEXT not null default 'none', -- none, waiting, approved, refused or withdrawn.
	review TEXT not null default 'none', -- none, waiting, accepted or refused.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_by INTEGER, -- Staff user who put it there.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX contract_amount on contract (amount, id, deleted_at);
CREATE INDEX contract_bin on contract (deleted_at, id) where deleted_at is not null;
CREATE INDEX contract_client_id on contract (client_id, id, deleted_at);
CREATE INDEX contract_created_at on contract (created_at, id, deleted_at);
CREATE INDEX contract_ends_on on contract (ends_on, id, deleted_at);
CREATE INDEX contract_modified_at on contract (modified_at, id, deleted_at);
CREATE INDEX contract_name on contract (name_key, id, deleted_at);
CREATE INDEX contract_number on contract (number, id, deleted_at);
CREATE INDEX contract_owned on contract (owner_id, name_key, id, deleted_at);
CREATE INDEX contract_owner_id on contract (owner_id, id, deleted_at);
CREATE INDEX contract_renewed on contract (renewed, id, deleted_at);
CREATE INDEX contract_review on contract (id) where review = 'waiting';
CREATE INDEX contract_starts_on on contract (starts_on, id, deleted_at);
CREATE INDEX contract_state on contract (state, id, deleted_at);

CREATE TABLE created_once ( -- What an Idempotency-Key has already made, so that a repeated request makes nothing twice.
	key_hash BLOB primary key, -- SHA-256 of the token or session, the path and the key.
	body_hash BLOB not null, -- SHA-256 of the body it came with: another body with the same key is refused.
	module_id INTEGER not null, -- Of which module.
	record_id INTEGER not null, -- The record that was made.
	created_at INTEGER not null -- Instant; forgotten after a day.
) STRICT;
CREATE INDEX created_once_by_instant on created_once (created_at);

CREATE TABLE crew ( -- A group of staff users, to share records with.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- Name.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;

CREATE TABLE crew_member ( -- A staff user's place in a group.
	crew_id INTEGER not null references crew (id), -- Which group.
	staff_id INTEGER not null references staff (id), -- Who.
	primary key (crew_id, staff_id)
) STRICT;
CREATE INDEX crew_member_by_staff on crew_member (staff_id);

CREATE TABLE dav_property ( -- What programs keep beside a file or folder, without meaning to us.
	resource_id INTEGER not null, -- The file or folder (a client's id: its root); once that is gone, it goes too.
	space TEXT not null, -- Namespace of its name.
	name TEXT not null, -- Its name there.
	value TEXT not null, -- Its element, as XML that needs nothing around it.
	primary key (resource_id, space, name)
) STRICT;

CREATE TABLE demand ( -- A request of documents, made to contacts of a client.
	id INTEGER primary key, -- Identifier.
	client_id INTEGER not null, -- The client; the row goes once it is gone for good.
	folder_id INTEGER not null, -- Where accepted files go: a folder of the client; the client's id: the top.
	title TEXT not null, -- What it is called.
	words TEXT not null, -- What is said to those who are asked; empty: nothing.
	due_on INTEGER, -- Day until which all should be there; null: none.
	state TEXT not null, -- draft, open, complete, cancelled.
	by_piece INTEGER not null, -- 1: accepted files are named after their piece.
	everybody INTEGER not null, -- 1: all contacts of the client are asked; 0: those of demand_contact.
	staff_id INTEGER not null, -- Who asked, and is told what came in.
	news TEXT not null, -- What those who are asked have still to be told: none, asked, complete.
	created_at INTEGER not null, -- Instant of creation.
	sent_at INTEGER, -- Instant it was sent; null: it is a draft.
	closed_at INTEGER, -- Instant it became complete or was cancelled; null: it is neither.
	version INTEGER not null -- Grows with every change but those of its pieces.
) STRICT;
CREATE INDEX demand_by_client on demand (client_id, id);
CREATE INDEX demand_open on demand (id) where state = 'open';

CREATE TABLE demand_contact ( -- A contact who is asked, where not all of them are.
	demand_id INTEGER not null references demand (id), -- The request.
	contact_id INTEGER not null, -- The contact.
	primary key (demand_id, contact_id)
) STRICT;
CREATE INDEX demand_contact_by_contact on demand_contact (contact_id);

CREATE TABLE demand_template ( -- A checklist that requests are begun with.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- Its name, and the title of requests begun with it.
	name_key TEXT not null, -- The same, folded: two templates differ in it.
	words TEXT not null, -- As of demand.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE UNIQUE INDEX demand_template_by_name on demand_template (name_key);

CREATE TABLE deposit ( -- A file that was sent for a piece.
	id INTEGER primary key, -- Identifier.
	piece_id INTEGER not null references piece (id), -- For which one.
	name TEXT not null, -- Its name, made safe.
	size INTEGER not null, -- Bytes.
	type TEXT not null, -- Media type, by its content.
	sha256 TEXT not null, -- SHA-256, hexadecimal.
	blob TEXT not null, -- The kept file.
	scan TEXT not null, -- As of file_version.
	contact_id INTEGER not null, -- Who sent it.
	sent_by TEXT not null, -- How they were called then.
	sent_at INTEGER not null, -- When it was there.
	refused INTEGER not null, -- 1: it was refused; another one is expected.
	file_id INTEGER -- The file it became in its folder; null: it was not accepted.
) STRICT;
CREATE INDEX deposit_by_blob on deposit (blob);
CREATE INDEX deposit_by_contact on deposit (contact_id);
CREATE INDEX deposit_by_piece on deposit (piece_id, id);
CREATE INDEX deposit_waiting on deposit (piece_id) where file_id is null;

CREATE TABLE device ( -- A browser a person has signed in with: it keeps its own limits.
	id INTEGER primary key, -- Identifier.
	contact_id INTEGER not null, -- Whose: the record that signs in.
	token_hash BLOB not null, -- SHA-256 of the device cookie.
	created_at INTEGER not null, -- Instant of the first sign-in.
	seen_at INTEGER not null, -- Instant of the last sign-in.
	expires_at INTEGER not null -- Instant after which it is unknown again.
) STRICT;
CREATE INDEX device_by_contact on device (contact_id);
CREATE UNIQUE INDEX device_by_token on device (token_hash);

CREATE TABLE egress_host ( -- A server that data may be sent to.
	id INTEGER primary key, -- Identifier.
	host TEXT not null, -- Its name or address, lower case.
	created_at INTEGER not null, -- Instant it was allowed.
	created_by INTEGER not null references staff (id) -- Who allowed it.
) STRICT;
CREATE UNIQUE INDEX egress_host_by_host on egress_host (host);

CREATE TABLE feature_switch ( -- Whether a feature is on; which there are says src/switches/switches.c.
	name TEXT primary key, -- "privacy", "portal".
	is_on INTEGER not null, -- 1: the feature is on.
	changed_at INTEGER, -- Instant of the last change; null: as it was at the beginning.
	version INTEGER not null -- Grows with every change, and where a change looks at several of them.
) STRICT;

CREATE TABLE field ( -- An attribute of a module's records: a column of its table.
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
CREATE UNIQUE INDEX field_by_column on field (module_id, column_name);
CREATE UNIQUE INDEX field_by_name on field (module_id, name);

CREATE TABLE file ( -- A file in a folder: who may do what in the folder, may do it with the file.
	id INTEGER primary key, -- Identifier.
	client_id INTEGER not null, -- Whose it is; it goes once the client is gone for good.
	folder_id INTEGER not null, -- The folder it lies in; the client's id: at the top.
	name TEXT not null, -- Name, made safe for every system.
	name_key TEXT not null, -- Name folded, a tab, name without case: two files of one folder differ in it.
	words_key TEXT not null, -- The words of its name, folded, each with a blank before it: what search looks at.
	number INTEGER not null, -- Of its newest version, from 1; what follows up to scan is that version's.
	size INTEGER not null, -- Bytes.
	type TEXT not null, -- Media type, by content.
	sha256 TEXT not null, -- Of its content, hexadecimal.
	blob TEXT not null, -- The kept file.
	scan TEXT not null, -- "done": looked at for viruses, none found; otherwise why nobody did.
	created_at INTEGER not null, -- Instant it was put there.
	created_by TEXT not null, -- By whom, by name.
	changed_at INTEGER not null, -- Instant of its newest version.
	changed_by TEXT not null, -- Whose that is, by name.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_with_id INTEGER, -- The folder that was put there and took it along; null: none did.
	version INTEGER not null -- Grows with every change.
, put_whose TEXT, put_who_id INTEGER, deleted_by TEXT, deleted_contact_id INTEGER, keep_months INTEGER, left_until INTEGER) STRICT;
CREATE INDEX file_by_age on file (changed_at, id) where deleted_at is null;
CREATE INDEX file_by_bin_time on file (deleted_at) where deleted_at is not null;
CREATE INDEX file_by_blob on file (blob);
CREATE INDEX file_by_client on file (client_id, name_key, id) where deleted_at is null;
CREATE UNIQUE INDEX file_by_name on file (folder_id, name_key) where deleted_at is null;
CREATE INDEX file_by_place on file (folder_id);
CREATE INDEX file_by_time on file (client_id, changed_at, id) where deleted_at is null;
CREATE INDEX file_by_words on file (client_id, words_key) where deleted_at is null;
CREATE INDEX file_deleted_with on file (deleted_with_id) where deleted_with_id is not null;
CREATE INDEX file_in_bin on file (client_id, deleted_at, id) where deleted_at is not null;
CREATE INDEX file_in_bin_by_name on file (client_id, name_key, id) where deleted_at is not null;
CREATE INDEX file_of_contacts on file (changed_at, id) where deleted_at is null and put_whose = 'contact';

CREATE TABLE file_burst ( -- Files that were put into a client's folders one after the other, of which people are told together.
	client_id INTEGER not null, -- Whose folders.
	way TEXT not null, -- Whom it is for: those who want to be told soon, or daily.
	since_at INTEGER, -- Instant of the first file they are still to be told of; null: there is none.
	latest_at INTEGER not null, -- Instant of the last file.
	due_at INTEGER, -- Instant at which it is looked at next; null: nothing waits.
	until_at INTEGER, -- They are being told of what was put up to this instant; null: nobody is just now.
	after_whose TEXT not null, -- The last of whom that was done: contact or staff; empty: of nobody yet.
	after_id INTEGER not null, -- Which contact or staff user; 0: nobody yet.
	told_at INTEGER, next_at INTEGER, -- Instant at which they were told the last time; null: never yet.
	primary key (client_id, way)
) STRICT;
CREATE INDEX file_burst_due on file_burst (due_at) where due_at is not null;

CREATE TABLE file_follow ( -- That a staff user wants to be told of new files of a client.
	staff_id INTEGER not null references staff (id), -- Who.
	client_id INTEGER not null, -- Which client.
	since_at INTEGER not null, -- Instant since when: of what was put before they are not told.
	primary key (staff_id, client_id)
) STRICT;
CREATE INDEX file_follow_by_client on file_follow (client_id, staff_id);

CREATE TABLE file_look ( -- What was made of a kept file; versions and copies that share it share this.
	id INTEGER primary key, -- Identifier.
	client_id INTEGER not null, -- Whose file it is.
	blob TEXT not null unique, -- The kept file, as of file_version.
	type TEXT not null, -- Its media type, by content.
	picture TEXT not null, -- "waiting", "made", or why there is no picture of it ("too_big", "no_tool"…).
	picture_blob TEXT, -- The small picture, a kept file; null: none.
	picture_type TEXT, -- Its media type; null: none.
	pdf_blob TEXT, -- An office document as PDF, a kept file; null: none, or it is no office document.
	pages INTEGER not null, -- How many pages can be drawn: 1 of a picture; 0: none.
	said TEXT not null, -- "waiting", "made", or why its words are not known.
	virus TEXT, -- What a scan found in it after it was kept; null: nothing.
	tries INTEGER not null -- How often it was tried again for want of a tool.
) STRICT;
CREATE INDEX file_look_by_client on file_look (client_id);
CREATE INDEX file_look_by_pdf on file_look (pdf_blob) where pdf_blob is not null;
CREATE INDEX file_look_by_picture on file_look (picture_blob) where picture_blob is not null;
CREATE INDEX file_look_unavailable on file_look (id) where picture in ('unavailable', 'no_tool') or said = 'unavailable';
CREATE INDEX file_look_waiting on file_look (id) where picture = 'waiting';

CREATE TABLE file_mark ( -- That somebody has read all there was of a client's files.
	whose TEXT not null, -- contact or staff.
	who_id INTEGER not null, -- Which contact or staff user.
	client_id INTEGER not null, -- Whose files; 0: those of all clients.
	until_at INTEGER not null, -- What was put up to this instant is read.
	primary key (whose, who_id, client_id)
) STRICT;
CREATE INDEX file_mark_by_client on file_mark (client_id);

CREATE TABLE file_notice ( -- How somebody wants to be told of new files by mail; without a row: soon.
	whose TEXT not null, -- contact or staff.
	who_id INTEGER not null, -- Which contact or staff user.
	way TEXT not null, -- none, soon (together, at most once an hour) or daily.
	told_at INTEGER, -- Daily: they were told of what was put up to this instant; null: told otherwise.
	due_at INTEGER, -- Daily: instant at which their next mail is thought of; null: told otherwise.
	primary key (whose, who_id)
) STRICT;
CREATE INDEX file_notice_due on file_notice (due_at) where due_at is not null;

CREATE TABLE file_page ( -- A page that somebody looked at, as a large picture: kept for a while.
	look_id INTEGER not null references file_look (id), -- Of which file.
	page INTEGER not null, -- From 1.
	picture TEXT not null, -- "made", or why there is none.
	blob TEXT, -- The picture, a kept file; null: none.
	type TEXT, -- Its media type; null: none.
	made_at INTEGER not null, -- Instant.
	primary key (look_id, page)
) STRICT;
CREATE INDEX file_page_by_age on file_page (made_at);
CREATE INDEX file_page_by_blob on file_page (blob) where blob is not null;

CREATE TABLE file_read ( -- That somebody opened a file that was new for them; what lies behind one of their marks needs no row.
	file_id INTEGER not null references file (id) on delete cascade, -- Which file.
	whose TEXT not null, -- contact or staff.
	who_id INTEGER not null, -- Which contact or staff user.
	version_at INTEGER not null, -- Instant of the version they opened: what was put later is new again.
	primary key (file_id, whose, who_id)
) STRICT;
CREATE INDEX file_read_by_person on file_read (whose, who_id, version_at);

CREATE TABLE file_text ( -- What a file says: its beginning, and the words of that for the search.
	id INTEGER primary key references file_look (id), -- Of which file.
	cut INTEGER not null, -- 1: it says more.
	words TEXT not null, -- Its words, folded, each once and behind its client's id, separated by blanks.
	text TEXT not null -- As it stands in it.
) STRICT;
CREATE VIRTUAL TABLE file_text_index using fts5(words, content='file_text', content_rowid='id', tokenize='ascii', detail=none, columnsize=0, prefix='14 15 16');

CREATE TABLE file_version ( -- What a file was and is: each content that was put under its name.
	file_id INTEGER not null references file (id), -- Of which file.
	number INTEGER not null, -- From 1; the newest is the file's.
	size INTEGER not null, -- Bytes.
	type TEXT not null, -- Media type, by content.
	sha256 TEXT not null, -- Of its content, hexadecimal.
	blob TEXT not null, -- The kept file; copies of a file share it.
	scan TEXT not null, -- "done": looked at for viruses, none found; otherwise why nobody did.
	created_at INTEGER not null, -- Instant it was put there.
	created_by TEXT not null, -- By whom, by name.
	primary key (file_id, number)
) STRICT;
CREATE INDEX file_version_by_blob on file_version (blob);
CREATE INDEX file_version_unscanned on file_version (blob) where scan in ('no_server', 'too_late', 'odd');

CREATE TABLE folder ( -- A folder in a client's tree; the client itself is the root, and bears the client's id.
	id INTEGER primary key, -- Identifier.
	client_id INTEGER not null, -- Whose it is; it goes once the client is gone for good.
	parent_id INTEGER not null, -- The folder it lies in; the client's id: at the top.
	path TEXT not null, -- "/", then the printed ids of the folders it lies in and its own, each with a "/" behind it.
	name TEXT not null, -- Name.
	name_key TEXT not null, -- Name folded, a tab, name without case: two folders side by side that one person sees differ in it.
	twin_id INTEGER not null, -- 0; its own id where a namesake lies beside it that whoever named it does not see.
	rights_id INTEGER not null, -- The nearest folder that has rights of its own, itself included; the client's id: none has.
	rights_above_id INTEGER, -- With rights of its own: what rights_id was without them; null: it has none.
	created_at INTEGER not null, -- Instant of creation.
	created_by TEXT not null, -- Who made it, by name.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_with_id INTEGER, -- The folder that was put there and took this one along; null: none did.
	version INTEGER not null -- Grows with every change.
, deleted_by TEXT, deleted_contact_id INTEGER, joined_from_id INTEGER) STRICT;
CREATE INDEX folder_by_bin_time on folder (deleted_at) where deleted_at is not null;
CREATE UNIQUE INDEX folder_by_name on folder (parent_id, name_key, twin_id) where deleted_at is null;
CREATE UNIQUE INDEX folder_by_path on folder (client_id, path);
CREATE INDEX folder_by_place on folder (parent_id, name_key, id) where deleted_at is null;
CREATE INDEX folder_by_rights on folder (rights_id) where deleted_at is null;
CREATE INDEX folder_by_rights_above on folder (rights_above_id, path) where rights_above_id is not null;
CREATE INDEX folder_deleted_with on folder (deleted_with_id) where deleted_with_id is not null;
CREATE INDEX folder_in_bin on folder (client_id, deleted_at, id) where deleted_at is not null;
CREATE INDEX folder_joined on folder (joined_from_id) where joined_from_id is not null;

CREATE TABLE folder_cascade ( -- A right given to one person or group on a folder and what lies below it.
	id INTEGER primary key, -- Identifier.
	client_id INTEGER not null, -- Whose folders.
	folder_id INTEGER not null, -- From which folder on; the client's id: from the top.
	whose TEXT not null, -- As of folder_right.
	who_id INTEGER not null, -- As of folder_right.
	everywhere INTEGER not null, -- 1: what was said of them below was taken back; 0: it stayed.
	made_at INTEGER not null, -- Instant at which.
	made_by TEXT not null, -- By whom, by name.
	undone_at INTEGER -- Instant at which it was undone; null: it was not.
) STRICT;
CREATE INDEX folder_cascade_by_whom on folder_cascade (client_id, whose, who_id, id);

CREATE TABLE folder_cascade_right ( -- One folder of which something else was said by it.
	cascade_id INTEGER not null references folder_cascade (id), -- By which.
	folder_id INTEGER not null, -- Which folder.
	level_before INTEGER, -- What was said before; null: nothing.
	level_after INTEGER, -- What was said then; null: nothing.
	primary key (cascade_id, folder_id)
) STRICT;

CREATE TABLE folder_lock ( -- That somebody works on a file or folder, by a program (WebDAV) or on its page: others wait.
	id INTEGER primary key, -- Identifier.
	token TEXT not null, -- What a program shows to go on, "urn:uuid:…".
	client_id INTEGER not null, -- In whose folders; it goes once the client is gone for good.
	folder_id INTEGER, -- The folder it is on (the client's id: the root); null: it is on a file.
	file_id INTEGER, -- The file it is on; null: it is on a folder.
	shared INTEGER not null, -- 1: several may have one at a time.
	deep INTEGER not null, -- 1: it holds for all below, too.
	password_id INTEGER references app_password (id), -- By which password a program made it; null: it was made on a page.
	staff INTEGER not null, -- 1: a staff user has it; 0: a contact.
	person_id INTEGER not null, -- Which one.
	holder TEXT not null, -- What that person was called then.
	owner TEXT not null, -- What the program says of its owner, as XML; may be empty.
	seconds INTEGER not null, -- For how long it was asked for each time.
	expires_at INTEGER not null -- Instant after which it holds no more.
) STRICT;
CREATE INDEX folder_lock_by_client on folder_lock (client_id, expires_at);
CREATE INDEX folder_lock_by_expiry on folder_lock (expires_at);
CREATE INDEX folder_lock_by_password on folder_lock (password_id) where password_id is not null;
CREATE UNIQUE INDEX folder_lock_by_token on folder_lock (token);

CREATE TABLE folder_retention ( -- How long what is in a folder, and below it, is kept at least.
	folder_id INTEGER primary key, -- Which folder; the client's id: all of them.
	client_id INTEGER not null, -- Whose it is; it goes once the client is gone for good.
	months INTEGER not null -- For how many months after its newest version a file is not deleted for good; 0: none.
, reason TEXT not null default '', carried INTEGER not null default 0) STRICT;
CREATE INDEX folder_retention_by_client on folder_retention (client_id);

CREATE TABLE folder_right ( -- What somebody may in a folder and in all below it, until one of them says something else.
	folder_id INTEGER not null, -- Which folder; the client's id: all of them.
	client_id INTEGER not null, -- Whose it is; it goes once the client is gone for good.
	whose TEXT not null, -- contact, staff (one person); user_type, crew (a group); contacts, colleagues (everybody).
	who_id INTEGER not null, -- Which person or group; 0: everybody.
	level INTEGER not null, -- 0: it does not exist for them; 1: they read; 2: they may do everything.
	primary key (folder_id, whose, who_id)
) STRICT;
CREATE INDEX folder_right_by_client on folder_right (client_id, whose, who_id);
CREATE INDEX folder_right_closed on folder_right (whose, who_id, client_id) where level = 0;

CREATE TABLE former_address ( -- An address that a portal had: kept for ever, so that it never leads to somebody else.
	address TEXT primary key, -- The address.
	portal_id INTEGER not null references portal (id), -- Whose it was; only this portal may take it again.
	left_at INTEGER not null, -- Instant since when it only explains where the portal is.
	staff_id INTEGER -- The staff user who changed it; null: not a staff user.
) STRICT;
CREATE INDEX former_address_by_portal on former_address (portal_id, left_at);

CREATE TABLE invitation ( -- An invitation to the portal: at most one of a record, which is renewed.
	id INTEGER primary key, -- Identifier.
	portal_id INTEGER not null references portal (id), -- To which portal.
	user_type_id INTEGER not null references user_type (id), -- Under which user type they will sign in.
	module_id INTEGER not null references module (id), -- Of which module.
	record_id INTEGER not null, -- Which record.
	email TEXT not null, -- Address it went to, lower case: another one of the record's kills the link.
	name TEXT, -- What its mail calls them; null: by their address.
	language TEXT, -- Language of its mail; null: the organisation's.
	state TEXT not null, -- draft, queued, sent, delivered, bounced, opened, accepted, expired, revoked or declined.
	token_hash BLOB, -- SHA-256 of the token in the link; null: there is no link any more.
	send_count INTEGER not null, -- How often it was sent.
	invited_by INTEGER, -- Staff user who invited last; null: gone.
	batch_id INTEGER, -- The batch it was last sent with; null: on its own.
	message_id INTEGER, -- Message of the outbox that bears the link; null: none.
	reason TEXT, -- Why the mail server refused it, in its words; null: it did not.
	created_at INTEGER not null, -- Instant of the first one.
	drafted_at INTEGER, -- Instant at which it was kept as a draft; null: it is none.
	drafted_from TEXT, -- State it had before it became a draft; null: it is none, or there was nothing before.
	sent_at INTEGER, -- Instant at which it was last sent; null: never, it is a draft.
	expires_at INTEGER, -- Instant after which its link is dead; null: there is none yet.
	opened_at INTEGER, -- Instant at which its page was first asked for; null: not yet.
	ended_at INTEGER, -- Instant at which it was accepted, declined or revoked; null: it was not.
	asked_at INTEGER -- Instant at which they last asked for a new one; null: never.
) STRICT;
CREATE INDEX invitation_by_batch on invitation (batch_id, id) where batch_id is not null;
CREATE INDEX invitation_by_email on invitation (email);
CREATE INDEX invitation_by_message on invitation (message_id) where message_id is not null;
CREATE UNIQUE INDEX invitation_by_record on invitation (module_id, record_id);
CREATE INDEX invitation_by_state on invitation (state, expires_at, id);
CREATE UNIQUE INDEX invitation_by_token on invitation (token_hash) where token_hash is not null;
CREATE INDEX invitation_by_type on invitation (user_type_id, id);

CREATE TABLE invitation_batch ( -- Many people who are invited together.
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
CREATE INDEX invitation_batch_by_staff on invitation_batch (staff_id, id);
CREATE INDEX invitation_batch_by_state on invitation_batch (state, id);
CREATE UNIQUE INDEX invitation_batch_once on invitation_batch (staff_id, request_key) where request_key is not null;

CREATE TABLE invitation_batch_row ( -- What became of one of them.
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
CREATE INDEX invitation_batch_row_by_email on invitation_batch_row (batch_id, email_hash) where email_hash is not null;
CREATE INDEX invitation_batch_row_by_record on invitation_batch_row (record_id);
CREATE INDEX invitation_batch_row_by_refusal on invitation_batch_row (batch_id, refusal, record_id) where refusal is not null;
CREATE INDEX invitation_batch_row_by_state on invitation_batch_row (batch_id, state, record_id);

CREATE TABLE invitation_rule ( -- How many are invited at once: one row.
	id INTEGER primary key, -- Always 1.
	per_minute INTEGER not null, -- Mails of invitations to many that are written in a minute, at most.
	blocked_domains TEXT not null, -- Mail domains nobody is invited at, one a line.
	allowed_domains TEXT not null, -- Mail domains that are good although the program would refuse them, one a line.
	version INTEGER not null -- Grows with every change.
) STRICT;

CREATE TABLE invitation_setting ( -- How invitations are sent.
	id INTEGER primary key, -- Always 1.
	days INTEGER not null, -- Days for which they hold, besides the one they are sent on.
	version INTEGER not null -- Grows with every change of this and of the texts.
) STRICT;

CREATE TABLE invitation_text ( -- What the mails of invitations say in a language, where it is not what the program says.
	language TEXT primary key, -- Language: fr, en.
	subject TEXT not null, -- The subject, with its variables.
	body TEXT not null -- The text, with its variables.
) STRICT;

CREATE TABLE invoice ( -- An invoice or a credit note.
	id INTEGER primary key, -- Identifier.
	company_id INTEGER not null references company (id), -- Who bills.
	client_id INTEGER not null references client (id), -- Who is billed.
	kind TEXT not null, -- invoice or credit_note.
	state TEXT not null, -- draft, issued, paid, or cancelled (by a credit note of the whole).
	number TEXT, -- Number without gaps; null while a draft.
	credited_id INTEGER references invoice (id), -- The invoice that a credit note corrects.
	issued_on INTEGER, -- Day of issue; null while a draft.
	due_on INTEGER, -- Day until which it is to be paid.
	supplied_on INTEGER, -- Day of the supply, when it is not the day of issue.
	currency TEXT not null, -- ISO 4217 currency of all its amounts.
	net INTEGER not null, -- Sum without tax, minor units; negative for a credit note.
	tax INTEGER not null, -- Tax.
	total INTEGER not null, -- Sum with tax.
	paid INTEGER not null, -- Payments received.
	credited INTEGER not null, -- Total of issued credit notes for it, positive.
	rest INTEGER not null, -- To be paid: total - credited - paid; below 0 to be sent back; 0 for a credit note or draft.
	reference TEXT, -- The client's order reference.
	note TEXT, -- Text for the client above the lines.
	tax_note TEXT, -- Legal mention when no tax is charged ("TVA non applicable, art. 293 B du CGI").
	billed_name TEXT, -- Client's name as it was at issue.
	billed_address TEXT, -- Client's address as it was at issue.
	billed_vat_number TEXT, -- Client's VAT number as it was at issue.
	pdf_blob TEXT, -- Kept PDF, made once after issue; null: not made yet.
	pdf_hash TEXT, -- Its SHA-256, hexadecimal.
	pdf_size INTEGER, -- Its size in bytes.
	created_by INTEGER, -- Staff user who made it; null: an import.
	created_at INTEGER not null, -- Instant of creation.
	owner_id INTEGER, -- The staff user it belongs to; null: nobody.
	modified_at INTEGER, -- Instant of the last change; null: not known.
	modified_by INTEGER, -- Staff user who changed it last; null: not known.
	approval TEXT not null default 'none', -- none, waiting, approved or refused.
	review TEXT not null default 'none', -- none, waiting, accepted or refused.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_by INTEGER, -- Staff user who put it there.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX invoice_by_client_number on invoice (client_id, number) where number is not null;
CREATE INDEX invoice_by_client_reference on invoice (client_id, reference) where reference is not null;
CREATE UNIQUE INDEX invoice_by_number on invoice (company_id, number) where number is not null;
CREATE INDEX invoice_by_number_alone on invoice (number) where number is not null;
CREATE INDEX invoice_by_owner on invoice (owner_id, id);
CREATE INDEX invoice_by_pdf on invoice (pdf_blob) where pdf_blob is not null;
CREATE INDEX invoice_by_reference on invoice (reference) where reference is not null;
CREATE INDEX invoice_credit on invoice (issued_on, id) where kind = 'credit_note' and state <> 'draft';
CREATE INDEX invoice_credit_by_client on invoice (client_id, issued_on, id)
	where kind = 'credit_note' and state <> 'draft';
CREATE INDEX invoice_credit_by_company on invoice (company_id, issued_on, id)
	where kind = 'credit_note' and state <> 'draft';
CREATE INDEX invoice_credit_notes on invoice (credited_id) where credited_id is not null;
CREATE INDEX invoice_draft on invoice (id) where state = 'draft';
CREATE INDEX invoice_draft_by_client on invoice (client_id, id) where state = 'draft';
CREATE INDEX invoice_draft_by_company on invoice (company_id, id) where state = 'draft';
CREATE INDEX invoice_due on invoice (due_on, id) where rest > 0;
CREATE INDEX invoice_due_by_client on invoice (client_id, due_on, id) where rest > 0;
CREATE INDEX invoice_due_by_company on invoice (company_id, due_on, id) where rest > 0;
CREATE INDEX invoice_due_sum on invoice (currency, due_on, rest) where rest > 0;
CREATE INDEX invoice_issued on invoice (issued_on, id) where issued_on is not null;
CREATE INDEX invoice_issued_by_client on invoice (client_id, issued_on, id) where issued_on is not null;
CREATE INDEX invoice_issued_by_company on invoice (company_id, issued_on, id) where issued_on is not null;
CREATE INDEX invoice_issued_sum on invoice (currency, issued_on, total) where issued_on is not null;
CREATE INDEX invoice_paid on invoice (issued_on, id) where state = 'paid';
CREATE INDEX invoice_paid_by_client on invoice (client_id, issued_on, id) where state = 'paid';
CREATE INDEX invoice_paid_by_company on invoice (company_id, issued_on, id) where state = 'paid';
CREATE INDEX invoice_unpaid on invoice (issued_on, id) where rest > 0;
CREATE INDEX invoice_unpaid_by_client on invoice (client_id, issued_on, id) where rest > 0;
CREATE INDEX invoice_unpaid_by_company on invoice (company_id, issued_on, id) where rest > 0;

CREATE TABLE invoice_line ( -- A line of an invoice.
	invoice_id INTEGER not null references invoice (id), -- Of which invoice.
	position INTEGER not null, -- Order, from 1.
	label TEXT not null, -- What was supplied.
	quantity INTEGER not null, -- Thousandths.
	unit TEXT, -- "h", "m²"…
	unit_price INTEGER not null, -- Without tax, in hundredths of the minor unit.
	tax_rate INTEGER not null, -- Hundredths of a per cent: 2000 is 20 %.
	net INTEGER not null, -- Without tax, minor units.
	primary key (invoice_id, position)
) STRICT;

CREATE TABLE invoice_series ( -- The next number of a series: numbers have no gaps.
	company_id INTEGER not null references company (id), -- Of which company.
	kind TEXT not null, -- invoice or credit_note.
	year INTEGER not null, -- Of which year.
	next INTEGER not null, -- Number the next one gets.
	last_issued_on INTEGER not null, -- Day of the last one: the next is not older.
	primary key (company_id, kind, year)
) STRICT;

CREATE TABLE invoice_tax ( -- The tax of an invoice at one rate: the VAT table.
	invoice_id INTEGER not null references invoice (id), -- Of which invoice.
	tax_rate INTEGER not null, -- Hundredths of a per cent.
	net INTEGER not null, -- Base, minor units.
	tax INTEGER not null, -- Tax, minor units.
	primary key (invoice_id, tax_rate)
) STRICT;

CREATE TABLE job (
	id INTEGER primary key, -- Ordered by time.
	kind TEXT not null, -- Which code runs it; processes leave kinds they do not know alone.
	payload TEXT not null, -- What it is about: a JSON object.
	unique_key TEXT, -- Only one job that is not dead bears it; null: any number. "every:KIND" is the row of a recurring kind.
	attempts INTEGER not null default 0, -- How many runs were begun.
	run_at INTEGER not null, -- Due from this instant on.
	locked_until INTEGER, -- While it runs: when others may take it for lost; null: nobody runs it.
	locked_by TEXT, -- While it runs: host, process and a random word of this run alone.
	error TEXT, -- Why the last run failed, a sentence for the console; null: never failed.
	dead INTEGER not null default 0 check (dead in (0, 1)), -- 1: given up, kept for the console.
	added_at INTEGER not null -- When it was asked for.
) STRICT;
CREATE INDEX job_dead on job (id) where dead = 1;
CREATE INDEX job_running on job (locked_until) where locked_until is not null;
CREATE UNIQUE INDEX job_unique on job (unique_key) where dead = 0;
CREATE INDEX job_waiting on job (run_at, id) where dead = 0 and locked_until is null;

CREATE TABLE layout ( -- An ordered arrangement of a module's fields in sections.
	id INTEGER primary key, -- Identifier.
	module_id INTEGER not null references module (id), -- Of which module.
	name TEXT not null, -- Name.
	definition TEXT not null, -- Sections, their columns and fields (JSON).
	position INTEGER not null, -- Order; the first is used by profiles that name none.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX layout_by_module on layout (module_id, position);

CREATE TABLE lead ( -- Somebody who may become a client.
	id INTEGER primary key, -- Identifier.
	name TEXT, -- Who they are.
	name_key TEXT, -- The same, folded.
	company TEXT, -- Where they work.
	company_key TEXT, -- The same, folded.
	email TEXT, -- Their address.
	email_key TEXT, -- The same, folded.
	phone TEXT, -- Their number, E.164.
	origin TEXT, -- How they came: website, phone, referral, event or other.
	state TEXT, -- new, contacted, qualified, converted or lost.
	amount INTEGER, -- What they may spend, minor units.
	address TEXT, -- Street, postal code, town, country, a line each.
	address_key TEXT, -- The same, folded.
	description TEXT, -- What else is known.
	description_key TEXT, -- The same, folded.
	owner_id INTEGER, -- The staff user it belongs to; null: nobody.
	created_at INTEGER not null, -- Instant of creation.
	created_by INTEGER, -- Staff user who made it; null: not a staff user.
	modified_at INTEGER, -- Instant of the last change; null: never changed.
	modified_by INTEGER, -- Staff user who changed it last.
	approval TEXT not null default 'none', -- none, waiting, approved, refused or withdrawn.
	review TEXT not null default 'none', -- none, waiting, accepted or refused.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_by INTEGER, -- Staff user who put it there.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX lead_amount on lead (amount, id, deleted_at);
CREATE INDEX lead_bin on lead (deleted_at, id) where deleted_at is not null;
CREATE INDEX lead_company on lead (company_key, id, deleted_at);
CREATE INDEX lead_created_at on lead (created_at, id, deleted_at);
CREATE INDEX lead_email on lead (email_key, id, deleted_at);
CREATE INDEX lead_modified_at on lead (modified_at, id, deleted_at);
CREATE INDEX lead_name on lead (name_key, id, deleted_at);
CREATE INDEX lead_origin on lead (origin, id, deleted_at);
CREATE INDEX lead_owned on lead (owner_id, name_key, id, deleted_at);
CREATE INDEX lead_owner_id on lead (owner_id, id, deleted_at);
CREATE INDEX lead_phone on lead (phone, id, deleted_at);
CREATE INDEX lead_review on lead (id) where review = 'waiting';
CREATE INDEX lead_state on lead (state, id, deleted_at);

CREATE TABLE legal_hold ( -- That nothing of a client, a folder or a file may be lost until somebody says so.
	id INTEGER primary key, -- Identifier.
	client_id INTEGER not null, -- Whose it is; it goes once the client is gone for good.
	folder_id INTEGER, -- The folder with all below (the client's id: all of the client); null: it is on a file.
	file_id INTEGER, -- The file with its versions; null: it is on a folder.
	reason TEXT not null, -- Why, as it was typed.
	made_at INTEGER not null, -- Instant since when.
	made_by TEXT not null, -- By whom, by name.
	released_at INTEGER, -- Instant since when it holds no more; null: it holds.
	released_by TEXT, -- By whom, by name; null: it holds.
	release_reason TEXT -- Why, as it was typed; null: it holds.
) STRICT;
CREATE INDEX legal_hold_by_client on legal_hold (client_id) where released_at is null;
CREATE INDEX legal_hold_held on legal_hold (id) where released_at is null;
CREATE INDEX legal_hold_released on legal_hold (released_at, id) where released_at is not null;

CREATE TABLE match_apart ( -- Two records that somebody said are not the same.
	first_id INTEGER not null, -- The one with the lesser identifier.
	second_id INTEGER not null, -- The other.
	staff_id INTEGER, -- The staff user who said so.
	created_at INTEGER not null, -- Instant.
	primary key (first_id, second_id)
) STRICT;
CREATE INDEX match_apart_by_second on match_apart (second_id, first_id);

CREATE TABLE match_group ( -- A key that several records have, or had.
	id INTEGER primary key, -- Identifier, in order of discovery.
	field_id INTEGER not null, -- Of which field it is.
	key TEXT not null -- The key.
) STRICT;
CREATE INDEX match_group_by_field on match_group (field_id, id);
CREATE UNIQUE INDEX match_group_by_key on match_group (field_id, key);

CREATE TABLE match_key ( -- A value of a record, made alike so that the same person or company has the same one.
	field_id INTEGER not null, -- Of which field it is.
	key TEXT not null, -- The address, the number, or one of the keys of a name.
	record_id INTEGER not null, -- Of which record.
	primary key (field_id, key, record_id)
) STRICT;
CREATE INDEX match_key_by_record on match_key (record_id);

CREATE TABLE message ( -- The outbox: a mail or an SMS, waiting, sent or failed.
	id INTEGER primary key, -- Identifier.
	channel TEXT not null, -- mail or sms.
	state TEXT not null, -- waiting, sent, delivered, failed, expired.
	kind TEXT not null, -- What it is: "sign_in_code", "invoice_issued".
	contact_id INTEGER, -- The record that signs in it is for; null: a staff user or nobody.
	staff_id INTEGER, -- The staff user it is for.
	company_id INTEGER, -- In whose name it goes; null: the program's.
	to_address TEXT not null, -- E-mail address or E.164 number.
	to_name TEXT, -- Name of the recipient.
	subject TEXT, -- Subject of a mail.
	body_text TEXT not null, -- Plain text.
	body_html TEXT, -- HTML of a mail.
	message_id TEXT not null, -- Message-ID, the same for all tries.
	secret INTEGER not null, -- 1: the body holds a code; it is blanked once sent or expired.
	error TEXT, -- Why the last try failed.
	try_count INTEGER not null, -- Tries so far.
	created_at INTEGER not null, -- Instant of creation.
	expires_at INTEGER, -- Not to be sent after this instant; null: no limit.
	sent_at INTEGER, -- Instant at which the server took it.
	delivered_at INTEGER -- Instant at which a report that it arrived was read; null: none was.
, stop_link TEXT) STRICT;
CREATE INDEX message_by_channel on message (channel, id);
CREATE INDEX message_by_contact on message (contact_id) where contact_id is not null;
CREATE INDEX message_by_state on message (state, id);

CREATE TABLE migration ( -- Which steps made this database what it is.
	name TEXT not null primary key, -- Of the step: its file's, without .sql.
	applied_at INTEGER not null -- Instant it was run.
) STRICT;

CREATE TABLE module ( -- A kind of record.
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
CREATE UNIQUE INDEX module_by_name on module (name);
CREATE UNIQUE INDEX module_by_table on module (table_name);

CREATE TABLE notification ( -- Something a client is told on the portal.
	id INTEGER primary key, -- Identifier.
	client_id INTEGER not null references client (id), -- Whom it concerns.
	kind TEXT not null, -- "invoice.issued"…
	object_id INTEGER, -- What it is about.
	title TEXT, -- Short text about the object ("F-2026-0187").
	created_at INTEGER not null -- Instant.
) STRICT;
CREATE INDEX notification_by_client on notification (client_id, id);

CREATE TABLE notification_read ( -- Up to where a contact has read a client's notifications.
	contact_id INTEGER not null references contact (id), -- Who.
	client_id INTEGER not null references client (id), -- Of which client.
	upto_id INTEGER not null, -- Identifier of the newest one read.
	primary key (contact_id, client_id)
) STRICT;

CREATE TABLE number_series ( -- Numbers that a field gives by itself.
	field_id INTEGER primary key, -- Which field.
	last INTEGER not null -- The last number given.
) STRICT;

CREATE TABLE offer ( -- A proposal of prices to a client.
	id INTEGER primary key, -- Identifier.
	subject TEXT, -- What it is about.
	subject_key TEXT, -- The same, folded.
	number TEXT, -- Given in order.
	client_id INTEGER, -- Who it is made to.
	contact_id INTEGER, -- Who receives it.
	opportunity_id INTEGER, -- The sale it belongs to.
	state TEXT, -- draft, sent, accepted, refused or expired.
	issued_on INTEGER, -- Day it was made.
	valid_until INTEGER, -- Last day on which it may be accepted.
	net INTEGER, -- Sum of its lines without tax, minor units.
	tax INTEGER, -- Sum of the tax of its lines, minor units.
	total INTEGER, -- With tax, minor units.
	terms TEXT, -- What else is agreed.
	terms_key TEXT, -- The same, folded.
	owner_id INTEGER, -- The staff user it belongs to; null: nobody.
	created_at INTEGER not null, -- Instant of creation.
	created_by INTEGER, -- Staff user who made it; null: not a staff user.
	modified_at INTEGER, -- Instant of the last change; null: never changed.
	modified_by INTEGER, -- Staff user who changed it last.
	approval TEXT not null default 'none', -- none, waiting, approved, refused or withdrawn.
	review TEXT not null default 'none', -- none, waiting, accepted or refused.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_by INTEGER, -- Staff user who put it there.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX offer_bin on offer (deleted_at, id) where deleted_at is not null;
CREATE INDEX offer_client_id on offer (client_id, id, deleted_at);
CREATE INDEX offer_contact_id on offer (contact_id, id, deleted_at);
CREATE INDEX offer_created_at on offer (created_at, id, deleted_at);
CREATE INDEX offer_issued_on on offer (issued_on, id, deleted_at);
CREATE INDEX offer_modified_at on offer (modified_at, id, deleted_at);
CREATE INDEX offer_net on offer (net, id, deleted_at);
CREATE INDEX offer_number on offer (number, id, deleted_at);
CREATE INDEX offer_opportunity_id on offer (opportunity_id, id, deleted_at);
CREATE INDEX offer_owned on offer (owner_id, subject_key, id, deleted_at);
CREATE INDEX offer_owner_id on offer (owner_id, id, deleted_at);
CREATE INDEX offer_review on offer (id) where review = 'waiting';
CREATE INDEX offer_state on offer (state, id, deleted_at);
CREATE INDEX offer_subject on offer (subject_key, id, deleted_at);
CREATE INDEX offer_tax on offer (tax, id, deleted_at);
CREATE INDEX offer_total on offer (total, id, deleted_at);
CREATE INDEX offer_valid_until on offer (valid_until, id, deleted_at);

CREATE TABLE offer_line ( -- A line of an offer.
	id INTEGER primary key, -- Identifier.
	parent_id INTEGER not null, -- Of which offer.
	position INTEGER not null, -- Order, from 1.
	label TEXT, -- What is offered.
	label_key TEXT, -- The same, folded.
	product_id INTEGER, -- The product it stands for.
	quantity INTEGER, -- Thousandths.
	unit TEXT, -- What is counted: "h", "m²"…
	unit_key TEXT, -- The same, folded.
	unit_price INTEGER, -- Without tax, minor units.
	discount INTEGER, -- Hundredths of a per cent.
	vat_rate INTEGER, -- Hundredths of a per cent.
	net INTEGER, -- Without tax, minor units.
	tax INTEGER, -- Tax of the line, minor units.
	owner_id INTEGER, -- The staff user it belongs to; null: nobody.
	created_at INTEGER not null, -- Instant of creation.
	created_by INTEGER, -- Staff user who made it; null: not a staff user.
	modified_at INTEGER, -- Instant of the last change; null: never changed.
	modified_by INTEGER, -- Staff user who changed it last.
	approval TEXT not null default 'none', -- none, waiting, approved, refused or withdrawn.
	review TEXT not null default 'none', -- none, waiting, accepted or refused.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_by INTEGER, -- Staff user who put it there.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX offer_line_bin on offer_line (deleted_at, id) where deleted_at is not null;
CREATE INDEX offer_line_created_at on offer_line (created_at, id, deleted_at);
CREATE INDEX offer_line_discount on offer_line (discount, id, deleted_at);
CREATE INDEX offer_line_label on offer_line (label_key, id, deleted_at);
CREATE INDEX offer_line_line on offer_line (parent_id, position, id);
CREATE INDEX offer_line_modified_at on offer_line (modified_at, id, deleted_at);
CREATE INDEX offer_line_net on offer_line (net, id, deleted_at);
CREATE INDEX offer_line_owner_id on offer_line (owner_id, id, deleted_at);
CREATE INDEX offer_line_product_id on offer_line (product_id, id, deleted_at);
CREATE INDEX offer_line_quantity on offer_line (quantity, id, deleted_at);
CREATE INDEX offer_line_review on offer_line (id) where review = 'waiting';
CREATE INDEX offer_line_tax on offer_line (tax, id, deleted_at);
CREATE INDEX offer_line_unit on offer_line (unit_key, id, deleted_at);
CREATE INDEX offer_line_unit_price on offer_line (unit_price, id, deleted_at);
CREATE INDEX offer_line_vat_rate on offer_line (vat_rate, id, deleted_at);

CREATE TABLE opportunity ( -- A sale that may come about.
	id INTEGER primary key, -- Identifier.
	name TEXT, -- What it is called.
	name_key TEXT, -- The same, folded.
	client_id INTEGER, -- Who may buy.
	contact_id INTEGER, -- Who decides there.
	state TEXT, -- new, proposal, negotiation, won or lost.
	amount INTEGER, -- What it may bring, minor units.
	probability INTEGER, -- How likely, hundredths of a per cent.
	weighted INTEGER, -- The amount by its probability, minor units.
	expected_on INTEGER, -- Day on which it should be decided.
	origin TEXT, -- How it came: website, phone, referral, event or other.
	description TEXT, -- What else is known.
	description_key TEXT, -- The same, folded.
	owner_id INTEGER, -- The staff user it belongs to; null: nobody.
	created_at INTEGER not null, -- Instant of creation.
	created_by INTEGER, -- Staff user who made it; null: not a staff user.
	modified_at INTEGER, -- Instant of the last change; null: never changed.
	modified_by INTEGER, -- Staff user who changed it last.
	approval TEXT not null default 'none', -- none, waiting, approved, refused or withdrawn.
	review TEXT not null default 'none', -- none, waiting, accepted or refused.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_by INTEGER, -- Staff user who put it there.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX opportunity_amount on opportunity (amount, id, deleted_at);
CREATE INDEX opportunity_bin on opportunity (deleted_at, id) where deleted_at is not null;
CREATE INDEX opportunity_client_id on opportunity (client_id, id, deleted_at);
CREATE INDEX opportunity_contact_id on opportunity (contact_id, id, deleted_at);
CREATE INDEX opportunity_created_at on opportunity (created_at, id, deleted_at);
CREATE INDEX opportunity_expected_on on opportunity (expected_on, id, deleted_at);
CREATE INDEX opportunity_modified_at on opportunity (modified_at, id, deleted_at);
CREATE INDEX opportunity_name on opportunity (name_key, id, deleted_at);
CREATE INDEX opportunity_origin on opportunity (origin, id, deleted_at);
CREATE INDEX opportunity_owned on opportunity (owner_id, name_key, id, deleted_at);
CREATE INDEX opportunity_owner_id on opportunity (owner_id, id, deleted_at);
CREATE INDEX opportunity_probability on opportunity (probability, id, deleted_at);
CREATE INDEX opportunity_review on opportunity (id) where review = 'waiting';
CREATE INDEX opportunity_state on opportunity (state, id, deleted_at);
CREATE INDEX opportunity_weighted on opportunity (weighted, id, deleted_at);

CREATE TABLE organisation ( -- The one organisation whose database this is: a single row.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- Name shown to staff and, without company, to clients.
	language TEXT not null, -- Language of those who have not chosen ("fr").
	country TEXT not null, -- ISO 3166 country, for numbers and formats ("FR").
	zone TEXT not null, -- IANA time zone ("Europe/Paris").
	currency TEXT not null, -- ISO 4217 currency proposed for new invoices.
	created_at INTEGER not null -- Instant of creation.
, bin_days INTEGER not null default 30, keep_months INTEGER not null default 0) STRICT;

CREATE TABLE passkey ( -- A key that a person's device or password manager keeps; we know its public half.
	id INTEGER primary key, -- Identifier.
	staff_id INTEGER references staff (id), -- Whose, on the console; null: a client's person.
	contact_id INTEGER, -- Whose, on the portal: the record that signs in; null: a staff user.
	user_handle BLOB not null, -- Random bytes that stand for the person; the same for all their passkeys.
	rp_id TEXT not null, -- Host name it belongs to: it signs nothing for another one.
	credential BLOB not null, -- What the authenticator calls it.
	public_key BLOB not null, -- COSE_Key (RFC 9052): ES256, EdDSA or RS256.
	sign_count INTEGER not null, -- Signatures its authenticator has counted; 0: it does not count.
	name TEXT not null, -- What its owner calls it.
	transports TEXT not null, -- How the browser reaches it: usb, nfc, ble, hybrid, internal, separated by blanks.
	backup_eligible INTEGER not null, -- 1: it may be copied to other devices of its owner.
	backed_up INTEGER not null, -- 1: it was, when it signed last.
	created_at INTEGER not null, -- Instant of creation.
	used_at INTEGER, -- Instant of the last sign-in; null: never yet.
	blocked_at INTEGER -- Instant since when it opens nothing, because its counter went back: somebody may have copied it.
) STRICT;
CREATE INDEX passkey_by_contact on passkey (contact_id, id) where contact_id is not null;
CREATE UNIQUE INDEX passkey_by_credential on passkey (credential);
CREATE INDEX passkey_by_staff on passkey (staff_id, id) where staff_id is not null;

CREATE TABLE passkey_challenge ( -- Random bytes that an authenticator is to sign, once, within five minutes.
	id INTEGER primary key, -- Identifier.
	challenge_hash BLOB not null, -- SHA-256 of the bytes.
	browser_hash BLOB not null, -- SHA-256 of what only the browser that asked has: its session, or a cookie.
	purpose TEXT not null, -- register, enter_portal or enter_console.
	user_handle BLOB, -- register: what will stand for the person.
	expires_at INTEGER not null -- Instant after which it is dead.
) STRICT;
CREATE INDEX passkey_challenge_by_expiry on passkey_challenge (expires_at);
CREATE UNIQUE INDEX passkey_challenge_by_hash on passkey_challenge (challenge_hash);

CREATE TABLE password_link ( -- A single-use link by which a staff user chooses a password.
	id INTEGER primary key, -- Identifier.
	staff_id INTEGER not null references staff (id), -- Whose.
	token_hash BLOB not null, -- SHA-256 of the link's token.
	created_at INTEGER not null, -- Instant of creation.
	expires_at INTEGER not null -- Instant after which it is dead.
) STRICT;
CREATE UNIQUE INDEX password_link_by_token on password_link (token_hash);

CREATE TABLE payment ( -- Money received for an invoice, recorded by hand.
	id INTEGER primary key, -- Identifier.
	invoice_id INTEGER not null references invoice (id), -- For which invoice.
	paid_on INTEGER not null, -- Day of receipt.
	amount INTEGER not null, -- Minor units of the invoice's currency; never 0; negative: sent back.
	method TEXT not null, -- transfer, card, cheque, cash, debit or other.
	reference TEXT, -- Reference of the bank or the cheque.
	recorded_by INTEGER, -- Staff user; null: an import.
	created_at INTEGER not null -- Instant of recording.
) STRICT;
CREATE INDEX payment_by_invoice on payment (invoice_id, paid_on, id);

CREATE TABLE piece ( -- A line of a checklist: one thing that is asked for.
	id INTEGER primary key, -- Identifier.
	owner_id INTEGER not null, -- The request, or the template.
	position INTEGER not null, -- Its place in the list, from 1.
	name TEXT not null, -- What it is called.
	words TEXT not null, -- What is expected; empty: nothing is said.
	example TEXT not null, -- An example in words; empty: none.
	required INTEGER not null, -- 1: the request is not complete without it.
	formats TEXT not null, -- Which files are taken: any, pdf, picture, document, office.
	files_most INTEGER not null, -- How many files at most.
	state TEXT not null, -- asked, received, absent, accepted, refused, not_needed.
	reason TEXT, -- Why it was refused; null: it was not.
	absence TEXT, -- What a contact said who does not have it; null: nobody did.
	absence_by INTEGER, -- The contact who said so; null: nobody did.
	news TEXT not null, -- Who has still to be told what became of it: none, contacts, staff.
	example_blob TEXT, -- The kept file that shows an example; null: none.
	example_name TEXT, -- Its name.
	example_type TEXT, -- Its media type.
	example_sha256 TEXT, -- Its SHA-256, hexadecimal.
	example_size INTEGER, -- Its bytes.
	version INTEGER not null -- Grows with every change of it, and with what is sent for it.
) STRICT;
CREATE INDEX piece_by_example on piece (example_blob) where example_blob is not null;
CREATE INDEX piece_by_owner on piece (owner_id, position, id);

CREATE TABLE portal ( -- A site that clients sign in to.
	id INTEGER primary key, -- Identifier.
	address TEXT not null, -- In its URL: /p/{address}/.
	name TEXT not null, -- Name shown on the landing page.
	company_id INTEGER not null references company (id), -- Whose brand it bears.
	created_at INTEGER not null -- Instant of creation.
) STRICT;
CREATE UNIQUE INDEX portal_by_address on portal (address);

CREATE TABLE portal_button ( -- A call-to-action button of the portal.
	id INTEGER primary key, -- Identifier.
	position INTEGER not null, -- Its place in the list, from 1 on.
	text_fr TEXT, -- What it says in French; null: what it says in English.
	text_en TEXT, -- What it says in English; null: what it says in French.
	icon TEXT not null, -- Name in the sprite of icons.
	style TEXT not null, -- primary or plain.
	target TEXT not null, -- Where it leads: page, mail, call or web.
	page TEXT, -- page: path below the portal's home, "/records/tickets" for a tab; null: another target.
	url TEXT, -- web: the address; null: another target.
	types TEXT, -- Ids of the user types whose people see it, "|1|2|"; null: everybody's.
	shown INTEGER not null, -- 1: clients see it, as long as its target is there.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change of its form.
) STRICT;
CREATE INDEX portal_button_by_position on portal_button (position, id);

CREATE TABLE portal_button_list ( -- The list as a whole: one row, which two who change it at once take in turn.
	id INTEGER primary key, -- Always 1.
	version INTEGER not null -- Grows when buttons come, go or move.
) STRICT;

CREATE TABLE portal_design ( -- The texts of a portal: one row once somebody has written them.
	portal_id INTEGER primary key references portal (id), -- Of which portal.
	home_fr TEXT, -- Welcome on its home, in French; null: none, or only in English.
	home_en TEXT, -- The same in English.
	end_fr TEXT, -- What people read once they have sent something, in French; null: the usual sentence.
	end_en TEXT, -- The same in English.
	version INTEGER not null -- Grows with every change.
) STRICT;

CREATE TABLE portal_draft ( -- What administrators typed of a portal that is not made yet: one row, changed by whoever names a portal, so that one waits for the other.
	id INTEGER primary key, -- Always 1.
	name TEXT, -- Name typed; null: nothing is kept.
	address TEXT, -- Address typed; null: it is made from the name.
	company_id INTEGER, -- Company chosen; null: none yet.
	staff_id INTEGER, -- The staff user who typed it last; null: nobody.
	kept_at INTEGER, -- Instant at which it was kept; null: nothing is.
	version INTEGER not null -- Grows with every change.
) STRICT;

CREATE TABLE portal_password ( -- The password a contact chose for the portal; no row: they sign in with codes only.
	contact_id INTEGER primary key, -- Whose: the record that signs in.
	hash TEXT not null, -- Argon2id, with its salt and cost.
	chosen_at INTEGER not null -- Instant at which it was chosen.
) STRICT;

CREATE TABLE portal_password_link ( -- A mailed link to choose a password: works once, within the hour.
	id INTEGER primary key, -- Identifier.
	contact_id INTEGER not null, -- Whose password: the record that signs in.
	portal_id INTEGER not null, -- On which portal it was asked for.
	token_hash BLOB not null, -- SHA-256 of the token in the link.
	created_at INTEGER not null, -- Instant at which it was made.
	expires_at INTEGER not null -- Instant after which it no longer works.
) STRICT;
CREATE INDEX portal_password_link_by_contact on portal_password_link (contact_id);
CREATE INDEX portal_password_link_by_expiry on portal_password_link (expires_at);
CREATE UNIQUE INDEX portal_password_link_by_token on portal_password_link (token_hash);

CREATE TABLE portal_plan ( -- What the operator grants: one row, changed by whoever adds portal users, so that one counts after the other.
	id INTEGER primary key, -- Always 1.
	name TEXT, -- What the plan is called; null: it has no name.
	included INTEGER not null, -- Portal users of all user types together.
	trial_ends_at INTEGER, -- Instant at which the trial ends; null: there is none.
	trial_end TEXT not null, -- What its end does: kept, read_only or deleted.
	trial_warned INTEGER not null, -- The last warning: 1 to 3 thirty, seven and one day before the end, 4 to 6 before the deletion; 0: none yet.
	closed_at INTEGER, -- Instant at which the portal’s data was deleted; null: it was not.
	counted INTEGER not null -- Grows with every count that somebody relies on.
) STRICT;

CREATE TABLE portal_quota ( -- Portal users that a user type has beyond those included.
	user_type_id INTEGER primary key, -- Of which user type.
	further INTEGER not null -- So many more.
) STRICT;

CREATE TABLE portal_user ( -- A record that signs in to a portal, under one user type.
	id INTEGER primary key, -- Identifier.
	user_type_id INTEGER not null references user_type (id), -- Under which.
	module_id INTEGER not null references module (id), -- Of which module.
	record_id INTEGER not null, -- Which record.
	invited_by INTEGER, -- Staff user whose the records become that they make; null: the default owner's.
	email TEXT, -- Address they sign in with, lower case; null: a contact, who has one of their own.
	language TEXT, -- Chosen language; null: the organisation's, or a contact, who has one of their own.
	theme TEXT not null default '', -- light, dark, or empty for the device's; of a contact their own counts.
	zone TEXT, -- IANA time zone chosen; null: the organisation's.
	country TEXT, -- ISO 3166 country chosen; null: the organisation's.
	hours INTEGER, -- 12 or 24: how times are shown; null: as the language has it.
	settled_at INTEGER, -- Instant at which they confirmed these choices on their first entry; null: not yet.
	entered_at INTEGER, -- Instant of their first sign-in; null: never yet.
	blocked_at INTEGER, -- Instant since when they may not sign in; null: may.
	created_at INTEGER not null -- Instant since when.
) STRICT;
CREATE UNIQUE INDEX portal_user_by_email on portal_user (email) where email is not null;
CREATE INDEX portal_user_by_person on portal_user (record_id);
CREATE UNIQUE INDEX portal_user_by_record on portal_user (module_id, record_id);
CREATE INDEX portal_user_by_type on portal_user (user_type_id, id);

CREATE TABLE preview ( -- What a session of kind preview shows.
	session_id INTEGER primary key references session (id) on delete cascade, -- The preview's own session.
	opened_by INTEGER not null references session (id) on delete cascade, -- The staff user's session it was opened from; it ends with it.
	user_type_id INTEGER, -- The user type looked at: with made-up records, or through record_id instead of its own; null: its own.
	draft INTEGER not null, -- 1: the user type as it is being set up, not as it is published.
	module_id INTEGER, -- The module of the record; null: a client, whoever acts for it, or a user type.
	record_id INTEGER, -- The record that signs in; null: as above.
	language TEXT, -- Language it is read in; null: as the browser asks.
	theme TEXT not null -- light, dark, or empty for the device's.
) STRICT;
CREATE INDEX preview_by_opener on preview (opened_by);

CREATE TABLE privacy ( -- How the organisation deals with personal data: one row.
	id INTEGER primary key, -- Always 1.
	dpo_email TEXT, -- E-mail address of the data protection officer; null: not told.
	message_fr TEXT, -- What people are told when they sign in, in French; null: nothing.
	message_en TEXT, -- The same in English.
	message_number INTEGER not null, -- Which version of the message it is: a new one is shown to everybody again.
	version INTEGER not null -- Grows with every change.
) STRICT;

CREATE TABLE privacy_read ( -- That a person has read the message.
	id INTEGER primary key, -- Identifier.
	module_id INTEGER not null, -- Of which module the person is a record.
	record_id INTEGER not null, -- Who.
	number INTEGER not null, -- Which version of the message.
	read_at INTEGER not null -- Instant.
) STRICT;
CREATE INDEX privacy_read_by_record on privacy_read (module_id, record_id, number);

CREATE TABLE product ( -- Something the organisation sells.
	id INTEGER primary key, -- Identifier.
	name TEXT, -- What it is called.
	name_key TEXT, -- The same, folded.
	code TEXT, -- How it is found in a catalogue.
	code_key TEXT, -- The same, folded.
	kind TEXT, -- goods or service.
	unit TEXT, -- What is counted: "h", "m²"…
	unit_key TEXT, -- The same, folded.
	unit_price INTEGER, -- Without tax, minor units.
	vat_rate INTEGER, -- Hundredths of a per cent.
	active INTEGER, -- 1 while it is sold.
	image INTEGER, -- A picture of it.
	description TEXT, -- What else is known.
	description_key TEXT, -- The same, folded.
	owner_id INTEGER, -- The staff user it belongs to; null: nobody.
	created_at INTEGER not null, -- Instant of creation.
	created_by INTEGER, -- Staff user who made it; null: not a staff user.
	modified_at INTEGER, -- Instant of the last change; null: never changed.
	modified_by INTEGER, -- Staff user who changed it last.
	approval TEXT not null default 'none', -- none, waiting, approved, refused or withdrawn.
	review TEXT not null default 'none', -- none, waiting, accepted or refused.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_by INTEGER, -- Staff user who put it there.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX product_active on product (active, id, deleted_at);
CREATE INDEX product_bin on product (deleted_at, id) where deleted_at is not null;
CREATE INDEX product_code on product (code_key, id, deleted_at);
CREATE INDEX product_created_at on product (created_at, id, deleted_at);
CREATE INDEX product_kind on product (kind, id, deleted_at);
CREATE INDEX product_modified_at on product (modified_at, id, deleted_at);
CREATE INDEX product_name on product (name_key, id, deleted_at);
CREATE INDEX product_owned on product (owner_id, name_key, id, deleted_at);
CREATE INDEX product_owner_id on product (owner_id, id, deleted_at);
CREATE INDEX product_review on product (id) where review = 'waiting';
CREATE INDEX product_unit on product (unit_key, id, deleted_at);
CREATE INDEX product_unit_price on product (unit_price, id, deleted_at);
CREATE INDEX product_vat_rate on product (vat_rate, id, deleted_at);

CREATE TABLE profile ( -- A named set of permissions that staff users hold; 1 to 3 are built in.
	id INTEGER primary key, -- Identifier: 1 administrator, 2 manager, 3 reader.
	name TEXT, -- Name; null: as the program calls it.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;

CREATE TABLE profile_field ( -- What a profile sees of a field; without a row: nothing.
	profile_id INTEGER not null references profile (id), -- Which profile.
	field_id INTEGER not null references field (id), -- Of which field.
	level TEXT not null, -- hidden, read or write.
	primary key (profile_id, field_id)
) STRICT;

CREATE TABLE profile_module ( -- What a profile may do in a module; without a row: nothing.
	profile_id INTEGER not null references profile (id), -- Which profile.
	module_id INTEGER not null references module (id), -- In which module.
	may INTEGER not null, -- Sum of 1 view, 2 create, 4 edit, 8 delete, 16 import, 32 export, 64 records of everybody.
	layout_id INTEGER references layout (id), -- Layout of its forms; null: the module's first.
	primary key (profile_id, module_id)
) STRICT;

CREATE TABLE profile_permission ( -- A special permission of a profile that was made here.
	profile_id INTEGER not null references profile (id), -- Which profile.
	permission TEXT not null, -- Name of the permission: "invoice.write".
	primary key (profile_id, permission)
) STRICT;

CREATE TABLE rate ( -- How often something was tried (GCRA: one theoretical arrival time a key).
	key TEXT primary key, -- What is limited: "sign_in:account:…".
	arrival_at INTEGER not null -- Theoretical arrival time of the next allowed use.
) STRICT;
CREATE INDEX rate_by_arrival on rate (arrival_at);

CREATE TABLE record_export ( -- Records of a module as a file, made for one staff user.
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
CREATE INDEX record_export_by_age on record_export (created_at);
CREATE INDEX record_export_by_staff on record_export (staff_id, id);

CREATE TABLE record_file ( -- A file kept in a field of a record, or attached to it.
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
CREATE INDEX record_file_by_blob on record_file (blob);
CREATE INDEX record_file_by_record on record_file (module_id, record_id);

CREATE TABLE record_import ( -- A file that becomes records of a module.
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
CREATE INDEX record_import_by_age on record_import (created_at);
CREATE INDEX record_import_by_staff on record_import (staff_id, module_id, id);

CREATE TABLE record_import_problem ( -- Why a row of a file cannot be taken, or a record could not be put back.
	import_id INTEGER not null references record_import (id), -- Of which import.
	position INTEGER not null, -- Order.
	line INTEGER not null, -- Line of the file.
	heading TEXT, -- Of which column; null: the row as a whole.
	value TEXT, -- What stood there; null: nothing to show.
	reason TEXT not null, -- Why, in English.
	primary key (import_id, position)
) STRICT;

CREATE TABLE record_import_row ( -- What an import did to a record, so that it can be undone.
	import_id INTEGER not null references record_import (id), -- Which import.
	record_id INTEGER not null, -- Which record.
	line INTEGER not null, -- Line of the file.
	version INTEGER not null, -- The record's version afterwards.
	before TEXT, -- What its fields had, by field (JSON); null: the import made the record.
	told INTEGER not null, -- 1: sums above it know of it, and who listens.
	primary key (import_id, record_id)
) STRICT;

CREATE TABLE record_link ( -- A record's place in a lookup to many.
	field_id INTEGER not null, -- Which lookup.
	record_id INTEGER not null, -- Whose.
	target_id INTEGER not null, -- The record it leads to.
	primary key (field_id, record_id, target_id)
) STRICT;
CREATE INDEX record_link_by_target on record_link (field_id, target_id);

CREATE TABLE record_merge ( -- Where a record is to be found that was merged into another.
	record_id INTEGER primary key, -- The one that went.
	module_id INTEGER not null, -- Of which module both are.
	survivor_id INTEGER not null, -- The one that stayed.
	merged_at INTEGER not null, -- Instant.
	merged_by INTEGER -- The staff user who did it.
) STRICT;
CREATE INDEX record_merge_by_survivor on record_merge (survivor_id);

CREATE TABLE recovery_code ( -- A single-use code for when the second factor is lost.
	id INTEGER primary key, -- Identifier.
	staff_id INTEGER not null references staff (id), -- Whose.
	code_hash BLOB not null, -- Keyed hash of the code.
	used_at INTEGER -- Instant of use; null: still good.
) STRICT;
CREATE INDEX recovery_code_by_staff on recovery_code (staff_id);

CREATE TABLE refusal_reason ( -- A reason for refusing a piece, kept to be used again.
	id INTEGER primary key, -- Identifier.
	words TEXT not null, -- The reason.
	words_key TEXT not null -- The same, folded: two reasons differ in it.
) STRICT;
CREATE UNIQUE INDEX refusal_reason_by_words on refusal_reason (words_key);

CREATE TABLE remark ( -- A comment of staff below a record.
	id INTEGER primary key, -- Identifier, in order of time.
	module_id INTEGER not null, -- Of which module.
	record_id INTEGER not null, -- Of which record.
	staff_id INTEGER not null, -- Whose.
	text TEXT not null, -- What they wrote.
	created_at INTEGER not null, -- Instant.
	edited_at INTEGER, -- Instant of the last change; null: never.
	deleted_at INTEGER -- Instant of removal; null: it stands.
) STRICT;
CREATE INDEX remark_by_record on remark (module_id, record_id, id);

CREATE TABLE review_reviewer ( -- Who may review; without any, whoever may change the record.
	module_id INTEGER not null references review_rule (module_id), -- Records of which module.
	kind TEXT not null, -- staff or role.
	target_id INTEGER not null, -- The staff user or the role.
	primary key (module_id, kind, target_id)
) STRICT;

CREATE TABLE review_rule ( -- Which new records of a module wait for review.
	module_id INTEGER primary key references module (id), -- Of which module.
	from_import INTEGER not null, -- 1: those that come out of files.
	from_api INTEGER not null, -- 1: those that programs make.
	from_portal INTEGER not null, -- 1: those that clients make.
	version INTEGER not null -- Grows with every change.
) STRICT;

CREATE TABLE role ( -- A place in the tree of staff: those above see what those below own.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- Name.
	parent_id INTEGER references role (id), -- The place above; null: at the top.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE VIRTUAL TABLE search_index using fts5(words, content='search_text', content_rowid='id', tokenize='ascii', detail=none, columnsize=0, prefix='14 15 16 17 18 19 20 21 23 25 29');

CREATE TABLE search_text ( -- The words of one record, each behind its field's id, so that a search looks at visible fields only.
	id INTEGER primary key, -- Of which record.
	words TEXT not null -- Folded, separated by blanks.
) STRICT;

CREATE TABLE session ( -- A signed-in browser.
	id INTEGER primary key, -- Identifier, shown in the person's list of sessions.
	kind TEXT not null, -- staff, portal, or preview (a staff user sees the portal as a client).
	token_hash BLOB not null, -- SHA-256 of the cookie's token.
	staff_id INTEGER, -- The staff user (staff, preview).
	contact_id INTEGER, -- The record that signs in (portal): a contact, or what portal_user says.
	client_id INTEGER, -- The client they act for; null until chosen.
	half INTEGER not null, -- 1 while the second factor is missing; on the portal: a password or passkey that must be made.
	remember INTEGER not null, -- 1 when the device is remembered: no idle limit.
	created_at INTEGER not null, -- Instant of sign-in.
	seen_at INTEGER not null, -- Instant of the last request, to the minute.
	expires_at INTEGER not null, -- Instant after which it is dead whatever happens.
	address TEXT, -- Network address it was last seen from, for its owner's list.
	agent TEXT -- User-Agent, cut to 200 characters, for its owner's list.
) STRICT;
CREATE INDEX session_by_contact on session (contact_id) where contact_id is not null;
CREATE INDEX session_by_expiry on session (expires_at);
CREATE INDEX session_by_staff on session (staff_id) where staff_id is not null;
CREATE UNIQUE INDEX session_by_token on session (token_hash);

CREATE TABLE sharing_rule ( -- Shares the records of a module that meet a condition with a role or a group.
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
CREATE INDEX sharing_rule_by_module on sharing_rule (module_id);

CREATE TABLE sheet_attribute ( -- An attribute of one client, with what is filled in, or of a template.
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
CREATE UNIQUE INDEX sheet_attribute_by_label on sheet_attribute (sheet_id, label_key);
CREATE INDEX sheet_attribute_by_value on sheet_attribute (value_key, sheet_id) where value_key is not null;
CREATE INDEX sheet_attribute_in_order on sheet_attribute (sheet_id, position, id);

CREATE TABLE sheet_template ( -- Attributes that are put onto a client together.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- Its name.
	name_key TEXT not null, -- The same, folded, for order; no two templates have it.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE UNIQUE INDEX sheet_template_by_name on sheet_template (name_key);

CREATE TABLE sign_in ( -- A client's attempt to sign in, from the typed address to the right code.
	id INTEGER primary key, -- Identifier.
	browser_hash BLOB not null, -- SHA-256 of the cookie of the browser that asked.
	link_hash BLOB, -- SHA-256 of the token in the mail's link; null: no mail.
	purpose TEXT not null, -- sign_in, or confirm_mobile.
	portal_id INTEGER not null, -- On which portal: whose name the messages bear, where their links lead.
	email TEXT not null, -- Address as typed, lower case: shown again, and what limits count by, known or not.
	contact_id INTEGER, -- The record that signs in; null: the address is unknown (the answers are the same).
	channel TEXT not null, -- mail or sms.
	target TEXT, -- Where the code went: the number to confirm, else null.
	code_hash BLOB, -- Keyed hash of the code; null once used or burnt.
	tries INTEGER not null, -- Wrong codes typed so far.
	sent_count INTEGER not null, -- Codes sent so far.
	sent_at INTEGER not null, -- Instant of the last one.
	expires_at INTEGER not null, -- Instant after which the code is dead.
	remember INTEGER not null, -- 1 when the device is to be remembered.
	next_path TEXT, -- Page of the portal to open afterwards; null: its home.
	invitation_id INTEGER, -- The invitation that the right code accepts; null: none.
	created_at INTEGER not null -- Instant of the first.
) STRICT;
CREATE UNIQUE INDEX sign_in_by_browser on sign_in (browser_hash);
CREATE INDEX sign_in_by_contact on sign_in (contact_id) where contact_id is not null;
CREATE INDEX sign_in_by_expiry on sign_in (expires_at);
CREATE UNIQUE INDEX sign_in_by_link on sign_in (link_hash) where link_hash is not null;

CREATE TABLE sms_failure ( -- A wrong code typed for one sent by SMS, kept a day: six digits bear few guesses.
	id INTEGER primary key, -- Identifier.
	at INTEGER not null, -- Instant.
	tripped INTEGER not null -- 1 when the breaker was or became open: codes go by mail until an hour without failure.
) STRICT;
CREATE INDEX sms_failure_by_instant on sms_failure (at);

CREATE TABLE space_total ( -- One row: what the files of all clients take together.
	id INTEGER primary key, -- 1.
	used INTEGER not null, -- Bytes of every kept version of every file, the recycle bin included.
	reserved INTEGER not null, -- Bytes of files on their way, as they were announced.
	quota INTEGER not null, -- Bytes they may take; -1: any number.
	client_quota INTEGER not null, -- Bytes a client's files may take unless said of itself; -1: any number.
	warned INTEGER not null -- 1: administrators were told that little is left; 0: they were not, or there is enough again.
) STRICT;

CREATE TABLE staff ( -- Somebody who works for the organisation.
	id INTEGER primary key, -- Identifier.
	email TEXT not null, -- Address they sign in with, lower case; of one that is no person a word that is no address.
	name TEXT not null, -- Name shown.
	profile_id INTEGER not null references profile (id), -- What they may do.
	role_id INTEGER references role (id), -- Their place in the tree of roles; null: none.
	password_hash TEXT, -- Argon2id; null until they have chosen one.
	totp_secret BLOB, -- Sealed secret of the second factor; null: none.
	totp_step INTEGER, -- Last time step a code was accepted for, so that none is used twice.
	totp_on INTEGER not null, -- 1 when the second factor was confirmed.
	language TEXT, -- Chosen language; null: the organisation's.
	theme TEXT not null, -- light, dark, or empty for the device's.
	disabled_at INTEGER, -- Instant since when they may not sign in; null: active.
	acts_for TEXT, -- What it acts for ("portal"): it is no person and never signs in; null: a person.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE UNIQUE INDEX staff_by_email on staff (email);
CREATE INDEX staff_by_role on staff (role_id);
CREATE UNIQUE INDEX staff_by_what_it_acts_for on staff (acts_for) where acts_for is not null;

CREATE TABLE staff_reach ( -- Whose records a staff user sees through the tree of roles, themselves included.
	staff_id INTEGER not null references staff (id), -- Who sees.
	owner_id INTEGER not null references staff (id), -- Whose records.
	primary key (staff_id, owner_id)
) STRICT;

CREATE TABLE state_rule ( -- What becomes read-only or hidden while a record meets a condition.
	id INTEGER primary key, -- Identifier.
	module_id INTEGER not null references module (id), -- Records of which module.
	field_id INTEGER references field (id), -- Which field; null: the whole record.
	effect TEXT not null, -- locked or hidden.
	name TEXT not null, -- Name, shown to who meets it.
	condition TEXT not null, -- While what holds (JSON).
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX state_rule_by_module on state_rule (module_id);

CREATE TABLE task ( -- Something to be done.
	id INTEGER primary key, -- Identifier.
	subject TEXT, -- What it is about.
	subject_key TEXT, -- The same, folded.
	due_on INTEGER, -- Day by which it should be done.
	state TEXT, -- open, doing or done.
	priority TEXT, -- low, normal, high or urgent.
	assigned_id INTEGER, -- Who does it.
	client_id INTEGER, -- For whom.
	contact_id INTEGER, -- About whom.
	description TEXT, -- What is to be done.
	description_key TEXT, -- The same, folded.
	owner_id INTEGER, -- The staff user it belongs to; null: nobody.
	created_at INTEGER not null, -- Instant of creation.
	created_by INTEGER, -- Staff user who made it; null: not a staff user.
	modified_at INTEGER, -- Instant of the last change; null: never changed.
	modified_by INTEGER, -- Staff user who changed it last.
	approval TEXT not null default 'none', -- none, waiting, approved, refused or withdrawn.
	review TEXT not null default 'none', -- none, waiting, accepted or refused.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_by INTEGER, -- Staff user who put it there.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX task_assigned_id on task (assigned_id, id, deleted_at);
CREATE INDEX task_bin on task (deleted_at, id) where deleted_at is not null;
CREATE INDEX task_client_id on task (client_id, id, deleted_at);
CREATE INDEX task_contact_id on task (contact_id, id, deleted_at);
CREATE INDEX task_created_at on task (created_at, id, deleted_at);
CREATE INDEX task_due_on on task (due_on, id, deleted_at);
CREATE INDEX task_modified_at on task (modified_at, id, deleted_at);
CREATE INDEX task_owned on task (owner_id, subject_key, id, deleted_at);
CREATE INDEX task_owner_id on task (owner_id, id, deleted_at);
CREATE INDEX task_priority on task (priority, id, deleted_at);
CREATE INDEX task_review on task (id) where review = 'waiting';
CREATE INDEX task_state on task (state, id, deleted_at);
CREATE INDEX task_subject on task (subject_key, id, deleted_at);

CREATE TABLE ticket ( -- A question or a complaint, and what became of it.
	id INTEGER primary key, -- Identifier.
	subject TEXT, -- What it is about.
	subject_key TEXT, -- The same, folded.
	number TEXT, -- Given in order.
	client_id INTEGER, -- Whose it is.
	contact_id INTEGER, -- Who asked.
	state TEXT, -- new, open, waiting, solved or closed.
	priority TEXT, -- low, normal, high or urgent.
	channel TEXT, -- How it came: portal, email, phone or other.
	description TEXT, -- What was asked.
	description_key TEXT, -- The same, folded.
	owner_id INTEGER, -- The staff user it belongs to; null: nobody.
	created_at INTEGER not null, -- Instant of creation.
	created_by INTEGER, -- Staff user who made it; null: not a staff user.
	modified_at INTEGER, -- Instant of the last change; null: never changed.
	modified_by INTEGER, -- Staff user who changed it last.
	approval TEXT not null default 'none', -- none, waiting, approved, refused or withdrawn.
	review TEXT not null default 'none', -- none, waiting, accepted or refused.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_by INTEGER, -- Staff user who put it there.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX ticket_bin on ticket (deleted_at, id) where deleted_at is not null;
CREATE INDEX ticket_channel on ticket (channel, id, deleted_at);
CREATE INDEX ticket_client_id on ticket (client_id, id, deleted_at);
CREATE INDEX ticket_contact_id on ticket (contact_id, id, deleted_at);
CREATE INDEX ticket_created_at on ticket (created_at, id, deleted_at);
CREATE INDEX ticket_modified_at on ticket (modified_at, id, deleted_at);
CREATE INDEX ticket_number on ticket (number, id, deleted_at);
CREATE INDEX ticket_owned on ticket (owner_id, subject_key, id, deleted_at);
CREATE INDEX ticket_owner_id on ticket (owner_id, id, deleted_at);
CREATE INDEX ticket_priority on ticket (priority, id, deleted_at);
CREATE INDEX ticket_review on ticket (id) where review = 'waiting';
CREATE INDEX ticket_state on ticket (state, id, deleted_at);
CREATE INDEX ticket_subject on ticket (subject_key, id, deleted_at);

CREATE TABLE tree ( -- A folder-tree template.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- Its name.
	name_key TEXT not null, -- The same, folded: two templates differ in it.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change of the template or of a folder in it.
) STRICT;
CREATE UNIQUE INDEX tree_by_name on tree (name_key);

CREATE TABLE tree_folder ( -- A folder of a template.
	id INTEGER primary key, -- Identifier.
	tree_id INTEGER not null references tree (id), -- The template.
	parent_id INTEGER not null, -- The folder it lies in; the template's id: at the top.
	name TEXT not null, -- Name.
	name_key TEXT not null -- As of folder: two that lie side by side differ in it.
) STRICT;
CREATE UNIQUE INDEX tree_folder_by_name on tree_folder (tree_id, parent_id, name_key);

CREATE TABLE tree_right ( -- What contacts may in a folder that is made after the template, and in all below it.
	tree_folder_id INTEGER not null references tree_folder (id), -- Which folder.
	whose TEXT not null, -- contacts: all of them; user_type: those of one.
	who_id INTEGER not null, -- The user type; 0: all contacts.
	level INTEGER not null, -- As of folder_right.
	primary key (tree_folder_id, whose, who_id)
) STRICT;

CREATE TABLE tree_use ( -- That folders of a client were made after a template.
	tree_id INTEGER not null references tree (id), -- The template.
	client_id INTEGER not null, -- The client; the row goes once it is gone for good.
	used_at INTEGER not null, -- Instant of the last time.
	primary key (tree_id, client_id)
) STRICT;
CREATE INDEX tree_use_by_client on tree_use (client_id);

CREATE TABLE upload ( -- A file on its way into a folder; its bytes lie among the parts of the kept files.
	id INTEGER primary key, -- Identifier.
	client_id INTEGER not null, -- Whose folder.
	folder_id INTEGER not null, -- Where it is sent to; the client's id: the top.
	staff INTEGER not null, -- 1: a staff user sends it; 0: a contact.
	person_id INTEGER not null, -- Who began it: nobody else goes on.
	metadata TEXT not null, -- What its sender said of it: name, sub-folders, what becomes of a name that is taken.
	length INTEGER not null, -- Bytes of all of it.
	part TEXT, -- What has come of it, among the parts; null: all of it is in its folder.
	created_at INTEGER not null, -- Instant it was begun.
	expires_at INTEGER not null -- Instant from which on nobody waits for the rest.
) STRICT;
CREATE INDEX upload_by_client on upload (client_id);
CREATE INDEX upload_by_expiry on upload (expires_at, id);
CREATE INDEX upload_by_part on upload (part) where part is not null;

CREATE TABLE user_type ( -- A kind of portal user: clients, partners, suppliers.
	id INTEGER primary key, -- Identifier.
	portal_id INTEGER not null references portal (id), -- Of which portal.
	name TEXT, -- What it is called, by language (JSON); null: as the program calls the default one.
	main_module_id INTEGER not null references module (id), -- The module whose records sign in.
	position INTEGER not null, -- Order in lists.
	is_default INTEGER not null, -- 1: who was given no other is of this one; it cannot be deleted.
	draft TEXT not null, -- Tabs and fields as staff are setting them up (JSON).
	published TEXT, -- Tabs and fields as they hold (JSON); null: none yet.
	published_at INTEGER, -- Instant since when; null: not yet.
	published_by INTEGER, -- Staff user who published them; null: not yet.
	by_code INTEGER not null default 1, -- 1: codes always open; 0: only for who has none of the other ways yet.
	by_password INTEGER not null default 1, -- 1: a password opens.
	by_passkey INTEGER not null default 1, -- 1: a passkey opens.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX user_type_by_portal on user_type (portal_id, position);
CREATE UNIQUE INDEX user_type_default on user_type (portal_id) where is_default = 1;

CREATE TABLE user_type_version ( -- Tabs and fields as they were published once.
	user_type_id INTEGER not null references user_type (id), -- Of which user type.
	number INTEGER not null, -- 1, 2, 3…
	setup TEXT not null, -- Tabs and fields (JSON).
	published_at INTEGER not null, -- Instant of publication.
	published_by INTEGER not null, -- Staff user who did.
	primary key (user_type_id, number)
) STRICT;

CREATE TABLE value_guard ( -- Lets writers of the same value of a field pass one after the other.
	field_id INTEGER not null, -- Which field.
	bucket INTEGER not null, -- Remainder of the value's hash.
	turns INTEGER not null, -- How many have passed.
	primary key (field_id, bucket)
) STRICT;

CREATE TABLE vendor ( -- Somebody the organisation buys from.
	id INTEGER primary key, -- Identifier.
	name TEXT, -- Who they are.
	name_key TEXT, -- The same, folded.
	email TEXT, -- Their address.
	email_key TEXT, -- The same, folded.
	phone TEXT, -- Their number, E.164.
	website TEXT, -- Their site.
	website_key TEXT, -- The same, folded.
	siret TEXT, -- French establishment number.
	siret_key TEXT, -- The same, folded.
	vat_number TEXT, -- VAT identification number.
	vat_number_key TEXT, -- The same, folded.
	address TEXT, -- Street, postal code, town, country, a line each.
	address_key TEXT, -- The same, folded.
	description TEXT, -- What else is known.
	description_key TEXT, -- The same, folded.
	owner_id INTEGER, -- The staff user it belongs to; null: nobody.
	created_at INTEGER not null, -- Instant of creation.
	created_by INTEGER, -- Staff user who made it; null: not a staff user.
	modified_at INTEGER, -- Instant of the last change; null: never changed.
	modified_by INTEGER, -- Staff user who changed it last.
	approval TEXT not null default 'none', -- none, waiting, approved, refused or withdrawn.
	review TEXT not null default 'none', -- none, waiting, accepted or refused.
	deleted_at INTEGER, -- Instant since when it is in the recycle bin; null: it is not.
	deleted_by INTEGER, -- Staff user who put it there.
	version INTEGER not null -- Grows with every change.
) STRICT;
CREATE INDEX vendor_bin on vendor (deleted_at, id) where deleted_at is not null;
CREATE INDEX vendor_created_at on vendor (created_at, id, deleted_at);
CREATE INDEX vendor_email on vendor (email_key, id, deleted_at);
CREATE INDEX vendor_modified_at on vendor (modified_at, id, deleted_at);
CREATE INDEX vendor_name on vendor (name_key, id, deleted_at);
CREATE INDEX vendor_owned on vendor (owner_id, name_key, id, deleted_at);
CREATE INDEX vendor_owner_id on vendor (owner_id, id, deleted_at);
CREATE INDEX vendor_phone on vendor (phone, id, deleted_at);
CREATE INDEX vendor_review on vendor (id) where review = 'waiting';
CREATE INDEX vendor_siret on vendor (siret_key, id, deleted_at);
CREATE INDEX vendor_vat_number on vendor (vat_number_key, id, deleted_at);
CREATE INDEX vendor_website on vendor (website_key, id, deleted_at);

CREATE TABLE view ( -- A saved way to look at a module's records.
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
CREATE INDEX view_by_module on view (module_id, name);

CREATE TABLE web_server ( -- A server whose pages may be tabs of user types.
	name TEXT primary key, -- As addresses name it, in lower case, with its port if it has one: agenda.example.
	created_at INTEGER not null, -- Instant since when it is allowed.
	created_by INTEGER -- The staff user who allowed it; null: no staff user.
) STRICT;

CREATE TABLE webhook ( -- An address that is told what happens to records.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- What it is for, as people wrote.
	url TEXT not null, -- Where requests go.
	staff_id INTEGER not null references staff (id), -- In whose name it looks: what they may not see is not sent.
	modules TEXT not null, -- Names of modules between bars, "|leads|tickets|"; empty: all.
	events TEXT not null, -- What it is told: created, changed, deleted, restored, between bars.
	state TEXT not null, -- active, paused (by people) or stopped (by the program).
	stop_reason TEXT, -- Why it was stopped, a sentence in English; null: it was not.
	secret BLOB not null, -- Sealed secret that signs its requests.
	old_secret BLOB, -- Sealed secret before the last change; null: none.
	old_until INTEGER, -- Instant until which the old one signs, too; null: none.
	failing_since INTEGER, -- Instant of the first failure since the last success; null: it works.
	failure_count INTEGER not null, -- Failures since the last success.
	rest_until INTEGER not null, -- After failures: nothing is sent before this instant.
	busy_until INTEGER not null, -- While something is sent: until when no other is.
	created_at INTEGER not null, -- Instant of creation.
	created_by INTEGER not null references staff (id), -- Who made it.
	version INTEGER not null -- Grows with every change of its form.
) STRICT;
CREATE INDEX webhook_by_staff on webhook (staff_id);

CREATE TABLE webhook_delivery ( -- Something that a webhook is told: waiting, on its way, or done with.
	id INTEGER primary key, -- Ordered by time.
	webhook_id INTEGER not null references webhook (id), -- To whom.
	message_id INTEGER not null, -- What the receiver knows it by; a replay has the same.
	kind TEXT not null, -- created, changed, deleted, restored, or test.
	module TEXT, -- Name of the module; null: a test.
	record_id INTEGER, -- Which record; null: a test.
	changed TEXT, -- changed: names of fields, separated by blanks; null: not known.
	staff_id INTEGER, -- Who did it; null: the program, or no staff user.
	happened_at INTEGER not null, -- Instant it happened.
	state TEXT not null, -- waiting, failed (will be tried again), delivered, skipped (nothing to tell) or given_up.
	urgent INTEGER not null, -- 1: sent although the webhook rests or is paused: tests.
	attempt_count INTEGER not null, -- Requests begun.
	next_at INTEGER not null, -- Due from this instant on; while it is being sent: when it counts as lost.
	tried_at INTEGER, -- Instant of the last request; null: none yet.
	ended_at INTEGER, -- Instant since which it is done with; null: it is not.
	error TEXT, -- Why the last request failed, a sentence in English; null: it did not.
	status INTEGER, -- Status code of the last answer; null: none.
	duration_ms INTEGER, -- How long the last request took.
	answer TEXT, -- How the last answer begins; null: none.
	body_size INTEGER, -- Bytes of the last request.
	body_hash TEXT, -- SHA-256 of the last request's body.
	sent_version INTEGER -- Version of the record in the last request; null: it was not in it.
) STRICT;
CREATE INDEX webhook_delivery_by_record on webhook_delivery (record_id, webhook_id);
CREATE INDEX webhook_delivery_by_webhook on webhook_delivery (webhook_id, id);
CREATE INDEX webhook_delivery_due on webhook_delivery (webhook_id, next_at, id) where ended_at is null;
CREATE INDEX webhook_delivery_ended on webhook_delivery (ended_at) where ended_at is not null;
