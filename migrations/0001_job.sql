-- Work that leaves the request: written in its transaction, run later by a job thread of any process.
create table job (
	id INTEGER primary key, -- Ordered by time.
	kind TEXT not null, -- Which code runs it; processes leave kinds they do not know alone.
	payload TEXT not null, -- What it is about: a JSON object.
	unique_key TEXT, -- Only one job that is not dead bears it; null: any number. "every:KIND" is the row of a recurring kind.
	attempts INTEGER not null default 0, -- How many runs were begun.
	run_at INTEGER not null, -- Due from this instant on.
	locked_until INTEGER, -- While it runs: when others may take it for lost; null: nobody runs it.
	locked_by TEXT, -- While it runs: host, process and a random word of this run alone.
	error TEXT, -- Why the last run failed, a sentence for the console; null: never failed.
	dead INTEGER not null default 0 check (dead in (0, 1)), -- 1: given up, kept for the console.
	added_at INTEGER not null -- When it was asked for.
) STRICT;

-- Claiming reads the front of this one.
create index job_waiting on job (run_at, id) where dead = 0 and locked_until is null;

-- The few that run now, to find those whose process is gone.
create index job_running on job (locked_until) where locked_until is not null;

-- The console's list.
create index job_dead on job (id) where dead = 1;

create unique index job_unique on job (unique_key) where dead = 0;
