-- Periods that folders set, and what keeps its period when it moves; what somebody looked through and left.

alter table folder_retention add column reason TEXT not null default ''; -- Why, for staff; empty: nobody said.
alter table folder_retention add column carried INTEGER not null default 0; -- 1: set by nobody; what lay above said so before the folder was moved.

alter table file add column keep_months INTEGER; -- For how many months it is kept because of where it lay before it was moved; null: only as its folder says.
alter table file add column left_until INTEGER; -- The day from which it may be suggested for deletion again, as somebody left it; null: none.
