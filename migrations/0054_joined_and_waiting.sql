-- Where the folders of a merged client went, what waits to be accepted, and what comes while people are told of files.

alter table folder add column joined_from_id INTEGER; -- The client whose top it became when that was merged into this one; null: it is no such folder.
create index folder_joined on folder (joined_from_id) where joined_from_id is not null;

alter table file_burst add column next_at INTEGER; -- As since_at, of what came while people are being told: it is told to them next; null: nothing did.
update file_burst set next_at = until_at + 1 where until_at is not null and latest_at > until_at;

-- What contacts did who were merged is told of those who stayed.
update activity set actor_id = (select survivor_id from record_merge where record_merge.record_id = activity.actor_id)
	where actor_kind = 'contact' and actor_id in (select record_id from record_merge);

-- What was sent and not accepted takes space, and is looked at.
create index deposit_waiting on deposit (piece_id) where file_id is null;
insert into client_space (client_id, used, reserved)
	select demand.client_id, sum(deposit.size), 0 from deposit join piece on piece.id = deposit.piece_id join demand on demand.id = piece.owner_id where deposit.file_id is null group by demand.client_id
	on conflict (client_id) do update set used = client_space.used + excluded.used;
update space_total set used = used + (select coalesce(sum(size), 0) from deposit where file_id is null);
insert into file_look (id, client_id, blob, type, picture, pages, said, tries)
	select min(deposit.id), min(demand.client_id), deposit.blob, min(deposit.type), 'waiting', 0, 'waiting', 0 from deposit join piece on piece.id = deposit.piece_id join demand on demand.id = piece.owner_id where deposit.size > 0 group by deposit.blob
	on conflict (blob) do nothing;

-- What waits counts where clients are sorted by their space, too.
update client_tally set space_used = coalesce((select client_space.used from client_space where client_space.client_id = client_tally.client_id), 0);
