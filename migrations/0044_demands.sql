-- Document requests: what contacts of a client are asked to send, piece by piece, and what they sent.

create table demand ( -- A request of documents, made to contacts of a client.
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
create index demand_by_client on demand (client_id, id);
create index demand_open on demand (id) where state = 'open';

create table demand_contact ( -- A contact who is asked, where not all of them are.
	demand_id INTEGER not null references demand (id), -- The request.
	contact_id INTEGER not null, -- The contact.
	primary key (demand_id, contact_id)
) STRICT;
create index demand_contact_by_contact on demand_contact (contact_id);

create table demand_template ( -- A checklist that requests are begun with.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- Its name, and the title of requests begun with it.
	name_key TEXT not null, -- The same, folded: two templates differ in it.
	words TEXT not null, -- As of demand.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
create unique index demand_template_by_name on demand_template (name_key);

create table piece ( -- A line of a checklist: one thing that is asked for.
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
create index piece_by_owner on piece (owner_id, position, id);
create index piece_by_example on piece (example_blob) where example_blob is not null;

create table deposit ( -- A file that was sent for a piece.
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
create index deposit_by_piece on deposit (piece_id, id);
create index deposit_by_blob on deposit (blob);
create index deposit_by_contact on deposit (contact_id);

create table refusal_reason ( -- A reason for refusing a piece, kept to be used again.
	id INTEGER primary key, -- Identifier.
	words TEXT not null, -- The reason.
	words_key TEXT not null -- The same, folded: two reasons differ in it.
) STRICT;
create unique index refusal_reason_by_words on refusal_reason (words_key);
