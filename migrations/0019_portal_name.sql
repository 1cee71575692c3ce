-- The portal's name and address: what was typed before there is one, and the addresses it had.

create table portal_draft ( -- What administrators typed of a portal that is not made yet: one row, changed by whoever names a portal, so that one waits for the other.
	id INTEGER primary key, -- Always 1.
	name TEXT, -- Name typed; null: nothing is kept.
	address TEXT, -- Address typed; null: it is made from the name.
	company_id INTEGER, -- Company chosen; null: none yet.
	staff_id INTEGER, -- The staff user who typed it last; null: nobody.
	kept_at INTEGER, -- Instant at which it was kept; null: nothing is.
	version INTEGER not null -- Grows with every change.
) STRICT;
insert into portal_draft (id, version) values (1, 1);

create table former_address ( -- An address that a portal had: kept for ever, so that it never leads to somebody else.
	address TEXT primary key, -- The address.
	portal_id INTEGER not null references portal (id), -- Whose it was; only this portal may take it again.
	left_at INTEGER not null, -- Instant since when it only explains where the portal is.
	staff_id INTEGER -- The staff user who changed it; null: not a staff user.
) STRICT;
create index former_address_by_portal on former_address (portal_id, left_at);
