-- What an organisation says in its own words on its portal.

create table portal_design ( -- The texts of a portal: one row once somebody has written them.
	portal_id INTEGER primary key references portal (id), -- Of which portal.
	home_fr TEXT, -- Welcome on its home, in French; null: none, or only in English.
	home_en TEXT, -- The same in English.
	end_fr TEXT, -- What people read once they have sent something, in French; null: the usual sentence.
	end_en TEXT, -- The same in English.
	version INTEGER not null -- Grows with every change.
) STRICT;
