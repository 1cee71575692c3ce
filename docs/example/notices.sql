-- Notices.

create table notice ( -- A text that staff show to all clients.
	id INTEGER primary key, -- Identifier.
	title TEXT not null, -- What lists show.
	body TEXT not null, -- What it says.
	shown INTEGER not null, -- 1: clients see it.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change.
) STRICT;
create index notice_shown on notice (id) where shown = 1;
