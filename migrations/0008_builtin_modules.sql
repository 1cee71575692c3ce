-- The tables of the modules that come with the program and that the engine of records keeps (src/modules/builtin*.c).
-- Every module has the same columns at the end of its table; what people sort and filter by has an index with the id,
-- and with what is in the recycle bin, so that a list is counted without a look at its table.

create table lead ( -- Somebody who may become a client.
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
create index lead_name on lead (name_key, id, deleted_at);
create index lead_company on lead (company_key, id, deleted_at);
create index lead_email on lead (email_key, id, deleted_at);
create index lead_phone on lead (phone, id, deleted_at);
create index lead_origin on lead (origin, id, deleted_at);
create index lead_state on lead (state, id, deleted_at);
create index lead_amount on lead (amount, id, deleted_at);
create index lead_owner_id on lead (owner_id, id, deleted_at);
create index lead_owned on lead (owner_id, name_key, id, deleted_at);
create index lead_created_at on lead (created_at, id, deleted_at);
create index lead_modified_at on lead (modified_at, id, deleted_at);
create index lead_bin on lead (deleted_at, id) where deleted_at is not null;
create index lead_review on lead (id) where review = 'waiting';

create table vendor ( -- Somebody the organisation buys from.
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
create index vendor_name on vendor (name_key, id, deleted_at);
create index vendor_email on vendor (email_key, id, deleted_at);
create index vendor_phone on vendor (phone, id, deleted_at);
create index vendor_website on vendor (website_key, id, deleted_at);
create index vendor_siret on vendor (siret_key, id, deleted_at);
create index vendor_vat_number on vendor (vat_number_key, id, deleted_at);
create index vendor_owner_id on vendor (owner_id, id, deleted_at);
create index vendor_owned on vendor (owner_id, name_key, id, deleted_at);
create index vendor_created_at on vendor (created_at, id, deleted_at);
create index vendor_modified_at on vendor (modified_at, id, deleted_at);
create index vendor_bin on vendor (deleted_at, id) where deleted_at is not null;
create index vendor_review on vendor (id) where review = 'waiting';

create table product ( -- Something the organisation sells.
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
create index product_name on product (name_key, id, deleted_at);
create index product_code on product (code_key, id, deleted_at);
create index product_kind on product (kind, id, deleted_at);
create index product_unit on product (unit_key, id, deleted_at);
create index product_unit_price on product (unit_price, id, deleted_at);
create index product_vat_rate on product (vat_rate, id, deleted_at);
create index product_active on product (active, id, deleted_at);
create index product_owner_id on product (owner_id, id, deleted_at);
create index product_owned on product (owner_id, name_key, id, deleted_at);
create index product_created_at on product (created_at, id, deleted_at);
create index product_modified_at on product (modified_at, id, deleted_at);
create index product_bin on product (deleted_at, id) where deleted_at is not null;
create index product_review on product (id) where review = 'waiting';

create table opportunity ( -- A sale that may come about.
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
create index opportunity_name on opportunity (name_key, id, deleted_at);
create index opportunity_client_id on opportunity (client_id, id, deleted_at);
create index opportunity_contact_id on opportunity (contact_id, id, deleted_at);
create index opportunity_state on opportunity (state, id, deleted_at);
create index opportunity_amount on opportunity (amount, id, deleted_at);
create index opportunity_probability on opportunity (probability, id, deleted_at);
create index opportunity_weighted on opportunity (weighted, id, deleted_at);
create index opportunity_expected_on on opportunity (expected_on, id, deleted_at);
create index opportunity_origin on opportunity (origin, id, deleted_at);
create index opportunity_owner_id on opportunity (owner_id, id, deleted_at);
create index opportunity_owned on opportunity (owner_id, name_key, id, deleted_at);
create index opportunity_created_at on opportunity (created_at, id, deleted_at);
create index opportunity_modified_at on opportunity (modified_at, id, deleted_at);
create index opportunity_bin on opportunity (deleted_at, id) where deleted_at is not null;
create index opportunity_review on opportunity (id) where review = 'waiting';

create table offer ( -- A proposal of prices to a client.
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
create index offer_subject on offer (subject_key, id, deleted_at);
create index offer_number on offer (number, id, deleted_at);
create index offer_client_id on offer (client_id, id, deleted_at);
create index offer_contact_id on offer (contact_id, id, deleted_at);
create index offer_opportunity_id on offer (opportunity_id, id, deleted_at);
create index offer_state on offer (state, id, deleted_at);
create index offer_issued_on on offer (issued_on, id, deleted_at);
create index offer_valid_until on offer (valid_until, id, deleted_at);
create index offer_net on offer (net, id, deleted_at);
create index offer_tax on offer (tax, id, deleted_at);
create index offer_total on offer (total, id, deleted_at);
create index offer_owner_id on offer (owner_id, id, deleted_at);
create index offer_owned on offer (owner_id, subject_key, id, deleted_at);
create index offer_created_at on offer (created_at, id, deleted_at);
create index offer_modified_at on offer (modified_at, id, deleted_at);
create index offer_bin on offer (deleted_at, id) where deleted_at is not null;
create index offer_review on offer (id) where review = 'waiting';

create table offer_line ( -- A line of an offer.
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
create index offer_line_line on offer_line (parent_id, position, id);
create index offer_line_label on offer_line (label_key, id, deleted_at);
create index offer_line_product_id on offer_line (product_id, id, deleted_at);
create index offer_line_quantity on offer_line (quantity, id, deleted_at);
create index offer_line_unit on offer_line (unit_key, id, deleted_at);
create index offer_line_unit_price on offer_line (unit_price, id, deleted_at);
create index offer_line_discount on offer_line (discount, id, deleted_at);
create index offer_line_vat_rate on offer_line (vat_rate, id, deleted_at);
create index offer_line_net on offer_line (net, id, deleted_at);
create index offer_line_tax on offer_line (tax, id, deleted_at);
create index offer_line_owner_id on offer_line (owner_id, id, deleted_at);
create index offer_line_created_at on offer_line (created_at, id, deleted_at);
create index offer_line_modified_at on offer_line (modified_at, id, deleted_at);
create index offer_line_bin on offer_line (deleted_at, id) where deleted_at is not null;
create index offer_line_review on offer_line (id) where review = 'waiting';

create table contract ( -- What was agreed with a client for some time.
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
create index contract_name on contract (name_key, id, deleted_at);
create index contract_number on contract (number, id, deleted_at);
create index contract_client_id on contract (client_id, id, deleted_at);
create index contract_state on contract (state, id, deleted_at);
create index contract_starts_on on contract (starts_on, id, deleted_at);
create index contract_ends_on on contract (ends_on, id, deleted_at);
create index contract_amount on contract (amount, id, deleted_at);
create index contract_renewed on contract (renewed, id, deleted_at);
create index contract_owner_id on contract (owner_id, id, deleted_at);
create index contract_owned on contract (owner_id, name_key, id, deleted_at);
create index contract_created_at on contract (created_at, id, deleted_at);
create index contract_modified_at on contract (modified_at, id, deleted_at);
create index contract_bin on contract (deleted_at, id) where deleted_at is not null;
create index contract_review on contract (id) where review = 'waiting';

create table ticket ( -- A question or a complaint, and what became of it.
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
create index ticket_subject on ticket (subject_key, id, deleted_at);
create index ticket_number on ticket (number, id, deleted_at);
create index ticket_client_id on ticket (client_id, id, deleted_at);
create index ticket_contact_id on ticket (contact_id, id, deleted_at);
create index ticket_state on ticket (state, id, deleted_at);
create index ticket_priority on ticket (priority, id, deleted_at);
create index ticket_channel on ticket (channel, id, deleted_at);
create index ticket_owner_id on ticket (owner_id, id, deleted_at);
create index ticket_owned on ticket (owner_id, subject_key, id, deleted_at);
create index ticket_created_at on ticket (created_at, id, deleted_at);
create index ticket_modified_at on ticket (modified_at, id, deleted_at);
create index ticket_bin on ticket (deleted_at, id) where deleted_at is not null;
create index ticket_review on ticket (id) where review = 'waiting';

create table comment ( -- A word about a ticket.
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
create index comment_ticket_id on comment (ticket_id, id, deleted_at);
create index comment_internal on comment (internal, id, deleted_at);
create index comment_owner_id on comment (owner_id, id, deleted_at);
create index comment_created_at on comment (created_at, id, deleted_at);
create index comment_modified_at on comment (modified_at, id, deleted_at);
create index comment_bin on comment (deleted_at, id) where deleted_at is not null;
create index comment_review on comment (id) where review = 'waiting';

create table appointment ( -- A time at which people meet.
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
create index appointment_subject on appointment (subject_key, id, deleted_at);
create index appointment_starts_at on appointment (starts_at, id, deleted_at);
create index appointment_ends_at on appointment (ends_at, id, deleted_at);
create index appointment_client_id on appointment (client_id, id, deleted_at);
create index appointment_contact_id on appointment (contact_id, id, deleted_at);
create index appointment_place on appointment (place_key, id, deleted_at);
create index appointment_state on appointment (state, id, deleted_at);
create index appointment_owner_id on appointment (owner_id, id, deleted_at);
create index appointment_owned on appointment (owner_id, subject_key, id, deleted_at);
create index appointment_created_at on appointment (created_at, id, deleted_at);
create index appointment_modified_at on appointment (modified_at, id, deleted_at);
create index appointment_bin on appointment (deleted_at, id) where deleted_at is not null;
create index appointment_review on appointment (id) where review = 'waiting';

create table task ( -- Something to be done.
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
create index task_subject on task (subject_key, id, deleted_at);
create index task_due_on on task (due_on, id, deleted_at);
create index task_state on task (state, id, deleted_at);
create index task_priority on task (priority, id, deleted_at);
create index task_assigned_id on task (assigned_id, id, deleted_at);
create index task_client_id on task (client_id, id, deleted_at);
create index task_contact_id on task (contact_id, id, deleted_at);
create index task_owner_id on task (owner_id, id, deleted_at);
create index task_owned on task (owner_id, subject_key, id, deleted_at);
create index task_created_at on task (created_at, id, deleted_at);
create index task_modified_at on task (modified_at, id, deleted_at);
create index task_bin on task (deleted_at, id) where deleted_at is not null;
create index task_review on task (id) where review = 'waiting';
