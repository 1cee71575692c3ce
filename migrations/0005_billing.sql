-- Invoices, credit notes, their lines, payments and numbers.

create table invoice ( -- An invoice or a credit note.
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
create index invoice_by_owner on invoice (owner_id, id);
-- The lists of invoices: for every filter (all, unpaid, overdue, paid, credit notes, drafts) and every scope (everybody,
-- one company, one client) an index in the order of the list, so that a page costs the same among ten and ten million.
create unique index invoice_by_number on invoice (company_id, number) where number is not null;
create index invoice_issued on invoice (issued_on, id) where issued_on is not null;
create index invoice_issued_by_company on invoice (company_id, issued_on, id) where issued_on is not null;
create index invoice_issued_by_client on invoice (client_id, issued_on, id) where issued_on is not null;
create index invoice_unpaid on invoice (issued_on, id) where rest > 0;
create index invoice_unpaid_by_company on invoice (company_id, issued_on, id) where rest > 0;
create index invoice_unpaid_by_client on invoice (client_id, issued_on, id) where rest > 0;
create index invoice_due on invoice (due_on, id) where rest > 0;
create index invoice_due_by_company on invoice (company_id, due_on, id) where rest > 0;
create index invoice_due_by_client on invoice (client_id, due_on, id) where rest > 0;
create index invoice_paid on invoice (issued_on, id) where state = 'paid';
create index invoice_paid_by_company on invoice (company_id, issued_on, id) where state = 'paid';
create index invoice_paid_by_client on invoice (client_id, issued_on, id) where state = 'paid';
create index invoice_credit on invoice (issued_on, id) where kind = 'credit_note' and state <> 'draft';
create index invoice_credit_by_company on invoice (company_id, issued_on, id)
	where kind = 'credit_note' and state <> 'draft';
create index invoice_credit_by_client on invoice (client_id, issued_on, id)
	where kind = 'credit_note' and state <> 'draft';
create index invoice_draft on invoice (id) where state = 'draft';
create index invoice_draft_by_company on invoice (company_id, id) where state = 'draft';
create index invoice_draft_by_client on invoice (client_id, id) where state = 'draft';
-- The sums of the staff's home, read from the index alone.
create index invoice_issued_sum on invoice (currency, issued_on, total) where issued_on is not null;
create index invoice_due_sum on invoice (currency, due_on, rest) where rest > 0;
-- The search: what a number or a reference begins with, of everybody or of a client.
create index invoice_by_number_alone on invoice (number) where number is not null;
create index invoice_by_client_number on invoice (client_id, number) where number is not null;
create index invoice_by_reference on invoice (reference) where reference is not null;
create index invoice_by_client_reference on invoice (client_id, reference) where reference is not null;
create index invoice_credit_notes on invoice (credited_id) where credited_id is not null;
-- Which files are owned, for the sweeper.
create index invoice_by_pdf on invoice (pdf_blob) where pdf_blob is not null;

create table invoice_line ( -- A line of an invoice.
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

create table invoice_tax ( -- The tax of an invoice at one rate: the VAT table.
	invoice_id INTEGER not null references invoice (id), -- Of which invoice.
	tax_rate INTEGER not null, -- Hundredths of a per cent.
	net INTEGER not null, -- Base, minor units.
	tax INTEGER not null, -- Tax, minor units.
	primary key (invoice_id, tax_rate)
) STRICT;

create table payment ( -- Money received for an invoice, recorded by hand.
	id INTEGER primary key, -- Identifier.
	invoice_id INTEGER not null references invoice (id), -- For which invoice.
	paid_on INTEGER not null, -- Day of receipt.
	amount INTEGER not null, -- Minor units of the invoice's currency; never 0; negative: sent back.
	method TEXT not null, -- transfer, card, cheque, cash, debit or other.
	reference TEXT, -- Reference of the bank or the cheque.
	recorded_by INTEGER, -- Staff user; null: an import.
	created_at INTEGER not null -- Instant of recording.
) STRICT;
create index payment_by_invoice on payment (invoice_id, paid_on, id);

create table client_due ( -- What a client owes: kept with every change of an invoice, since a sum over all would grow with them.
	client_id INTEGER not null references client (id), -- Who is to pay.
	currency TEXT not null, -- ISO 4217 currency.
	rest INTEGER not null, -- Sum of the rests above 0 of the client's invoices, minor units.
	invoice_count INTEGER not null, -- How many invoices those are.
	primary key (client_id, currency)
) STRICT;

create table client_due_day ( -- The same by the day it is due: what is overdue today is the whole without the days to come.
	client_id INTEGER not null references client (id), -- Who is to pay.
	currency TEXT not null, -- ISO 4217 currency.
	due_on INTEGER not null, -- Day until which it is to be paid.
	rest INTEGER not null, -- Sum of the rests above 0, minor units.
	invoice_count INTEGER not null, -- How many invoices those are.
	primary key (client_id, currency, due_on)
) STRICT;

create table invoice_series ( -- The next number of a series: numbers have no gaps.
	company_id INTEGER not null references company (id), -- Of which company.
	kind TEXT not null, -- invoice or credit_note.
	year INTEGER not null, -- Of which year.
	next INTEGER not null, -- Number the next one gets.
	last_issued_on INTEGER not null, -- Day of the last one: the next is not older.
	primary key (company_id, kind, year)
) STRICT;
