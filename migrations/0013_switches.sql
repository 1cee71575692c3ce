-- Features that an organisation switches on and off.

create table feature_switch ( -- Whether a feature is on; which there are says src/switches/switches.c.
	name TEXT primary key, -- "privacy", "portal".
	is_on INTEGER not null, -- 1: the feature is on.
	changed_at INTEGER, -- Instant of the last change; null: as it was at the beginning.
	version INTEGER not null -- Grows with every change, and where a change looks at several of them.
) STRICT;
insert into feature_switch (name, is_on, version) values ('privacy', 1, 1), ('portal', 1, 1);
