-- Clients that are being made, step by step, and may be left and taken up again.

create table client_draft ( -- A client that a staff user is about to make: nobody else sees anything of it.
	id INTEGER primary key, -- Identifier.
	staff_id INTEGER not null references staff (id), -- Whose it is.
	client_id INTEGER, -- The client that was made of it, so that pressing twice makes one; null: none yet.
	created_at INTEGER not null, -- Instant of creation.
	changed_at INTEGER not null, -- Instant at which something was last typed; 30 days later it goes.
	version INTEGER not null -- Grows with every change.
) STRICT;
create index client_draft_open on client_draft (staff_id, changed_at, id) where client_id is null;
create index client_draft_by_age on client_draft (changed_at);

create table client_draft_step ( -- What was typed in one step, right or wrong; it goes once the client is made.
	draft_id INTEGER not null references client_draft (id), -- Of which draft.
	step TEXT not null, -- Which step: information, contacts, staff…
	value TEXT not null, -- The fields of its form: JSON, an object of texts.
	primary key (draft_id, step)
) STRICT;
