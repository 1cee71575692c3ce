-- What is told to programs of others, and where it may go.

create table egress_host ( -- A server that data may be sent to.
	id INTEGER primary key, -- Identifier.
	host TEXT not null, -- Its name or address, lower case.
	created_at INTEGER not null, -- Instant it was allowed.
	created_by INTEGER not null references staff (id) -- Who allowed it.
) STRICT;
create unique index egress_host_by_host on egress_host (host);

create table webhook ( -- An address that is told what happens to records.
	id INTEGER primary key, -- Identifier.
	name TEXT not null, -- What it is for, as people wrote.
	url TEXT not null, -- Where requests go.
	staff_id INTEGER not null references staff (id), -- In whose name it looks: what they may not see is not sent.
	modules TEXT not null, -- Names of modules between bars, "|leads|tickets|"; empty: all.
	events TEXT not null, -- What it is told: created, changed, deleted, restored, between bars.
	state TEXT not null, -- active, paused (by people) or stopped (by the program).
	stop_reason TEXT, -- Why it was stopped, a sentence in English; null: it was not.
	secret BLOB not null, -- Sealed secret that signs its requests.
	old_secret BLOB, -- Sealed secret before the last change; null: none.
	old_until INTEGER, -- Instant until which the old one signs, too; null: none.
	failing_since INTEGER, -- Instant of the first failure since the last success; null: it works.
	failure_count INTEGER not null, -- Failures since the last success.
	rest_until INTEGER not null, -- After failures: nothing is sent before this instant.
	busy_until INTEGER not null, -- While something is sent: until when no other is.
	created_at INTEGER not null, -- Instant of creation.
	created_by INTEGER not null references staff (id), -- Who made it.
	version INTEGER not null -- Grows with every change of its form.
) STRICT;
create index webhook_by_staff on webhook (staff_id);

create table webhook_delivery ( -- Something that a webhook is told: waiting, on its way, or done with.
	id INTEGER primary key, -- Ordered by time.
	webhook_id INTEGER not null references webhook (id), -- To whom.
	message_id INTEGER not null, -- What the receiver knows it by; a replay has the same.
	kind TEXT not null, -- created, changed, deleted, restored, or test.
	module TEXT, -- Name of the module; null: a test.
	record_id INTEGER, -- Which record; null: a test.
	changed TEXT, -- changed: names of fields, separated by blanks; null: not known.
	staff_id INTEGER, -- Who did it; null: the program, or no staff user.
	happened_at INTEGER not null, -- Instant it happened.
	state TEXT not null, -- waiting, failed (will be tried again), delivered, skipped (nothing to tell) or given_up.
	urgent INTEGER not null, -- 1: sent although the webhook rests or is paused: tests.
	attempt_count INTEGER not null, -- Requests begun.
	next_at INTEGER not null, -- Due from this instant on; while it is being sent: when it counts as lost.
	tried_at INTEGER, -- Instant of the last request; null: none yet.
	ended_at INTEGER, -- Instant since which it is done with; null: it is not.
	error TEXT, -- Why the last request failed, a sentence in English; null: it did not.
	status INTEGER, -- Status code of the last answer; null: none.
	duration_ms INTEGER, -- How long the last request took.
	answer TEXT, -- How the last answer begins; null: none.
	body_size INTEGER, -- Bytes of the last request.
	body_hash TEXT, -- SHA-256 of the last request's body.
	sent_version INTEGER -- Version of the record in the last request; null: it was not in it.
) STRICT;
create index webhook_delivery_due on webhook_delivery (webhook_id, next_at, id) where ended_at is null;
create index webhook_delivery_by_webhook on webhook_delivery (webhook_id, id);
create index webhook_delivery_by_record on webhook_delivery (record_id, webhook_id);
create index webhook_delivery_ended on webhook_delivery (ended_at) where ended_at is not null;
