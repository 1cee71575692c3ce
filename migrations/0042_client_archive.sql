-- Clients that are done with: archived, and how long what was deleted lies in the recycle bin.

alter table client add column archived_at INTEGER; -- Instant since when it is archived: in no list unless asked for, and nobody comes in for it; null: it is not.
create index client_archived on client (archived_at) where archived_at is not null;
alter table organisation add column bin_days INTEGER not null default 30; -- How many days what was deleted lies in the recycle bin before it goes for good.
