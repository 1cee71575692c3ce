-- How the files of clients look and what they say, made once of each kept file.

create table file_look ( -- What was made of a kept file; versions and copies that share it share this.
	id INTEGER primary key, -- Identifier.
	client_id INTEGER not null, -- Whose file it is.
	blob TEXT not null unique, -- The kept file, as of file_version.
	type TEXT not null, -- Its media type, by content.
	picture TEXT not null, -- "waiting", "made", or why there is no picture of it ("too_big", "no_tool"…).
	picture_blob TEXT, -- The small picture, a kept file; null: none.
	picture_type TEXT, -- Its media type; null: none.
	pdf_blob TEXT, -- An office document as PDF, a kept file; null: none, or it is no office document.
	pages INTEGER not null, -- How many pages can be drawn: 1 of a picture; 0: none.
	said TEXT not null, -- "waiting", "made", or why its words are not known.
	virus TEXT, -- What a scan found in it after it was kept; null: nothing.
	tries INTEGER not null -- How often it was tried again for want of a tool.
) STRICT;
create index file_look_waiting on file_look (id) where picture = 'waiting';
create index file_look_unavailable on file_look (id) where picture in ('unavailable', 'no_tool') or said = 'unavailable';
create index file_look_by_client on file_look (client_id);
create index file_look_by_picture on file_look (picture_blob) where picture_blob is not null;
create index file_look_by_pdf on file_look (pdf_blob) where pdf_blob is not null;

create table file_page ( -- A page that somebody looked at, as a large picture: kept for a while.
	look_id INTEGER not null references file_look (id), -- Of which file.
	page INTEGER not null, -- From 1.
	picture TEXT not null, -- "made", or why there is none.
	blob TEXT, -- The picture, a kept file; null: none.
	type TEXT, -- Its media type; null: none.
	made_at INTEGER not null, -- Instant.
	primary key (look_id, page)
) STRICT;
create index file_page_by_age on file_page (made_at);
create index file_page_by_blob on file_page (blob) where blob is not null;

create table file_text ( -- What a file says: its beginning, and the words of that for the search.
	id INTEGER primary key references file_look (id), -- Of which file.
	cut INTEGER not null, -- 1: it says more.
	words TEXT not null, -- Its words, folded, each once and behind its client's id, separated by blanks.
	text TEXT not null -- As it stands in it.
) STRICT;
-- Words stand behind their client's id, so that a search costs what is found in one client's files, whatever others
-- have. Beginnings of one to three letters are entries of their own.
-- sqlite: create virtual table file_text_index using fts5(words, content='file_text', content_rowid='id', tokenize='ascii', detail=none, columnsize=0, prefix='14 15 16');
-- postgres: create function file_text_entries(words text) returns tsvector language sql immutable parallel safe cost 10000 return array_to_tsvector(array(select word from unnest(string_to_array(words, ' ')) as word union select left(word, letters) from unnest(string_to_array(words, ' ')) as word, unnest('{14,15,16}'::int[]) as letters));
-- postgres: create index file_text_by_word on file_text using gin (file_text_entries(words));

create index file_by_blob on file (blob);
create index file_by_words on file (client_id, words_key) where deleted_at is null;
create index file_version_unscanned on file_version (blob) where scan in ('no_server', 'too_late', 'odd');

-- What is kept already: its newest versions wait to be looked at.
insert into file_look (id, client_id, blob, type, picture, pages, said, tries)
select min(id), min(client_id), blob, min(type), 'waiting', 0, 'waiting', 0 from file group by blob;
