-- Companies, portals, clients, contacts.

create table company ( -- A legal entity or brand of the organisation.
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
create unique index company_by_host on company (host) where host is not null;

create table portal ( -- A site that clients sign in to.
	id INTEGER primary key, -- Identifier.
	address TEXT not null, -- In its URL: /p/{address}/.
	name TEXT not null, -- Name shown on the landing page.
	company_id INTEGER not null references company (id), -- Whose brand it bears.
	created_at INTEGER not null -- Instant of creation.
) STRICT;
create unique index portal_by_address on portal (address);

create table client ( -- A customer: a company or a household.
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
) STRICT;
create index client_by_owner on client (owner_id, id);
create unique index client_by_number on client (number);
create index client_by_name on client (name_key, id);
create unique index client_for_test on client (test) where test = 1;

create table client_series ( -- Numbers that clients get by themselves ("C-00042"): one row.
	id INTEGER primary key, -- Always 1.
	last INTEGER not null -- The last number given, or met in a client that came with its own.
) STRICT;
insert into client_series (id, last) values (1, 0);

create table contact ( -- A person; belongs to any number of clients.
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
create index contact_by_owner on contact (owner_id, id);
create unique index contact_by_email on contact (email) where email is not null;
create index contact_by_name on contact (name_key, id);

create table client_contact ( -- A contact's place at a client.
	client_id INTEGER not null references client (id), -- The client.
	contact_id INTEGER not null references contact (id), -- The contact.
	role TEXT, -- What they do there ("Gérante").
	created_at INTEGER not null, -- Instant since when.
	primary key (client_id, contact_id)
) STRICT;
create index client_contact_by_contact on client_contact (contact_id);

create table sign_in ( -- A client's attempt to sign in, from the typed address to the right code.
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
create unique index sign_in_by_browser on sign_in (browser_hash);
create unique index sign_in_by_link on sign_in (link_hash) where link_hash is not null;
create index sign_in_by_contact on sign_in (contact_id) where contact_id is not null;
create index sign_in_by_expiry on sign_in (expires_at);

create table sms_failure ( -- A wrong code typed for one sent by SMS, kept a day: six digits bear few guesses.
	id INTEGER primary key, -- Identifier.
	at INTEGER not null, -- Instant.
	tripped INTEGER not null -- 1 when the breaker was or became open: codes go by mail until an hour without failure.
) STRICT;
create index sms_failure_by_instant on sms_failure (at);

create table device ( -- A browser a person has signed in with: it keeps its own limits.
	id INTEGER primary key, -- Identifier.
	contact_id INTEGER not null, -- Whose: the record that signs in.
	token_hash BLOB not null, -- SHA-256 of the device cookie.
	created_at INTEGER not null, -- Instant of the first sign-in.
	seen_at INTEGER not null, -- Instant of the last sign-in.
	expires_at INTEGER not null -- Instant after which it is unknown again.
) STRICT;
create unique index device_by_token on device (token_hash);
create index device_by_contact on device (contact_id);

create table notification ( -- Something a client is told on the portal.
	id INTEGER primary key, -- Identifier.
	client_id INTEGER not null references client (id), -- Whom it concerns.
	kind TEXT not null, -- "invoice.issued"…
	object_id INTEGER, -- What it is about.
	title TEXT, -- Short text about the object ("F-2026-0187").
	created_at INTEGER not null -- Instant.
) STRICT;
create index notification_by_client on notification (client_id, id);

create table notification_read ( -- Up to where a contact has read a client's notifications.
	contact_id INTEGER not null references contact (id), -- Who.
	client_id INTEGER not null references client (id), -- Of which client.
	upto_id INTEGER not null, -- Identifier of the newest one read.
	primary key (contact_id, client_id)
) STRICT;

create table message ( -- The outbox: a mail or an SMS, waiting, sent or failed.
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
) STRICT;
create index message_by_state on message (state, id);
create index message_by_channel on message (channel, id);
create index message_by_contact on message (contact_id) where contact_id is not null;
