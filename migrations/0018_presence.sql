-- What the public page of a company says, how its mails end, and what is known of its own host name.

create table company_page ( -- The public page of a company: one row once somebody has written it.
	company_id INTEGER primary key references company (id), -- Whose it is.
	icon_blob TEXT, -- Kept file of its own small icon (PNG, re-encoded); null: made of the logo or the initials.
	icon_version INTEGER not null, -- Grows with every change of the icon.
	mail_version INTEGER not null, -- Grows with every change of the text under mails.
	version INTEGER not null -- Grows with every change of hours, services and texts.
) STRICT;

create table company_span ( -- When a company is open on a day of the week.
	company_id INTEGER not null references company (id), -- Whose hours.
	weekday INTEGER not null, -- 0 Monday to 6 Sunday.
	opens INTEGER not null, -- Minutes since midnight, on the clocks there.
	closes INTEGER not null, -- The same, after it; 1440: at midnight.
	primary key (company_id, weekday, opens)
) STRICT;

create table company_text ( -- A text of a company in one language.
	company_id INTEGER not null references company (id), -- Whose text.
	name TEXT not null, -- welcome, hours_note or mail_footer.
	language TEXT not null, -- "fr".
	text TEXT not null, -- What it says.
	primary key (company_id, name, language)
) STRICT;

create table company_service ( -- Something a company offers, as its public page says it in one language.
	company_id INTEGER not null references company (id), -- Who offers it.
	place INTEGER not null, -- Its place in the list, from 0.
	language TEXT not null, -- "fr".
	name TEXT not null, -- What it is called.
	about TEXT, -- One sentence.
	price TEXT, -- What it costs, in words ("from 90 €").
	primary key (company_id, place, language)
) STRICT;

create table company_host ( -- What was seen the last time a company's own host name was looked at.
	company_id INTEGER primary key references company (id), -- Whose name.
	host TEXT not null, -- The name that was looked at.
	asked_at INTEGER not null, -- Instant somebody asked for it.
	checked_at INTEGER, -- Instant it was done; null: not yet.
	dns TEXT, -- found, absent or private; null: not yet.
	addresses TEXT, -- Where the name leads, separated by blanks.
	ours INTEGER, -- 1: there where the program's own name leads, 0: elsewhere; null: not known.
	tls TEXT, -- valid, other_name, expired, untrusted, none or unchecked.
	issuer TEXT, -- Who signed the certificate.
	valid_until INTEGER -- Instant at which it ends.
) STRICT;
