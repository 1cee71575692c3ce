-- The buttons that clients find on the portal's home.

create table portal_button ( -- A call-to-action button of the portal.
	id INTEGER primary key, -- Identifier.
	position INTEGER not null, -- Its place in the list, from 1 on.
	text_fr TEXT, -- What it says in French; null: what it says in English.
	text_en TEXT, -- What it says in English; null: what it says in French.
	icon TEXT not null, -- Name in the sprite of icons.
	style TEXT not null, -- primary or plain.
	target TEXT not null, -- Where it leads: page, mail, call or web.
	page TEXT, -- page: path below the portal's home, "/records/tickets" for a tab; null: another target.
	url TEXT, -- web: the address; null: another target.
	types TEXT, -- Ids of the user types whose people see it, "|1|2|"; null: everybody's.
	shown INTEGER not null, -- 1: clients see it, as long as its target is there.
	created_at INTEGER not null, -- Instant of creation.
	version INTEGER not null -- Grows with every change of its form.
) STRICT;
create index portal_button_by_position on portal_button (position, id);

create table portal_button_list ( -- The list as a whole: one row, which two who change it at once take in turn.
	id INTEGER primary key, -- Always 1.
	version INTEGER not null -- Grows when buttons come, go or move.
) STRICT;

insert into portal_button_list (id, version) values (1, 1);
insert into portal_button (id, position, text_fr, text_en, icon, style, target, page, url, shown, created_at, version) values
	(1, 1, 'Voir mes factures', 'See my invoices', 'receipt', 'primary', 'page', '/invoices', null, 1, 0, 1),
	(2, 2, 'Nous écrire', 'Write to us', 'mail', 'plain', 'mail', null, null, 1, 0, 1),
	(3, 3, 'Appeler le {phone}', 'Call {phone}', 'phone', 'plain', 'call', null, null, 1, 0, 1),
	(4, 4, 'Mon compte', 'My account', 'user', 'plain', 'page', '/account', null, 1, 0, 1);
