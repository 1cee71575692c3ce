-- Invitations to the portal, how long they hold and what their mails say.

create table invitation ( -- An invitation to the portal: at most one of a record, which is renewed.
	id INTEGER primary key, -- Identifier.
	portal_id INTEGER not null references portal (id), -- To which portal.
	user_type_id INTEGER not null references user_type (id), -- Under which user type they will sign in.
	module_id INTEGER not null references module (id), -- Of which module.
	record_id INTEGER not null, -- Which record.
	email TEXT not null, -- Address it went to, lower case: another one of the record's kills the link.
	name TEXT, -- What its mail calls them; null: by their address.
	language TEXT, -- Language of its mail; null: the organisation's.
	state TEXT not null, -- draft, queued, sent, delivered, bounced, opened, accepted, expired, revoked or declined.
	token_hash BLOB, -- SHA-256 of the token in the link; null: there is no link any more.
	send_count INTEGER not null, -- How often it was sent.
	invited_by INTEGER, -- Staff user who invited last; null: gone.
	batch_id INTEGER, -- The batch it was last sent with; null: on its own.
	message_id INTEGER, -- Message of the outbox that bears the link; null: none.
	reason TEXT, -- Why the mail server refused it, in its words; null: it did not.
	created_at INTEGER not null, -- Instant of the first one.
	drafted_at INTEGER, -- Instant at which it was kept as a draft; null: it is none.
	drafted_from TEXT, -- State it had before it became a draft; null: it is none, or there was nothing before.
	sent_at INTEGER, -- Instant at which it was last sent; null: never, it is a draft.
	expires_at INTEGER, -- Instant after which its link is dead; null: there is none yet.
	opened_at INTEGER, -- Instant at which its page was first asked for; null: not yet.
	ended_at INTEGER, -- Instant at which it was accepted, declined or revoked; null: it was not.
	asked_at INTEGER -- Instant at which they last asked for a new one; null: never.
) STRICT;
create unique index invitation_by_record on invitation (module_id, record_id);
create unique index invitation_by_token on invitation (token_hash) where token_hash is not null;
create index invitation_by_message on invitation (message_id) where message_id is not null;
create index invitation_by_state on invitation (state, expires_at, id);
create index invitation_by_type on invitation (user_type_id, id);
create index invitation_by_email on invitation (email);
create index invitation_by_batch on invitation (batch_id, id) where batch_id is not null;

create table invitation_setting ( -- How invitations are sent.
	id INTEGER primary key, -- Always 1.
	days INTEGER not null, -- Days for which they hold, besides the one they are sent on.
	version INTEGER not null -- Grows with every change of this and of the texts.
) STRICT;
insert into invitation_setting (id, days, version) values (1, 7, 1);

create table invitation_text ( -- What the mails of invitations say in a language, where it is not what the program says.
	language TEXT primary key, -- Language: fr, en.
	subject TEXT not null, -- The subject, with its variables.
	body TEXT not null -- The text, with its variables.
) STRICT;
