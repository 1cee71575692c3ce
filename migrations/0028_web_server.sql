-- Servers whose pages the portal may show in frames.

create table web_server ( -- A server whose pages may be tabs of user types.
	name TEXT primary key, -- As addresses name it, in lower case, with its port if it has one: agenda.example.
	created_at INTEGER not null, -- Instant since when it is allowed.
	created_by INTEGER -- The staff user who allowed it; null: no staff user.
) STRICT;
