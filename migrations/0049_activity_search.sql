-- What very many activities of a client are found by, without going through all of them.

create table activity_name ( -- What the files and folders of a client were ever called, as its activities tell.
	client_id INTEGER not null, -- Whose it is, as in activity.
	subject_id INTEGER not null, -- The file; the folder, where the activity tells of no file.
	words_key TEXT not null, -- The words of the name, as in activity.
	primary key (client_id, subject_id, words_key)
) STRICT;
create index activity_by_file on activity (file_id, at, seq);
create index activity_by_folder on activity (folder_id, at, seq);
create index activity_by_action on activity (client_id, action, at, seq);

insert into activity_name (client_id, subject_id, words_key)
	select distinct client_id, coalesce(file_id, folder_id), words_key from activity where words_key is not null and coalesce(file_id, folder_id) is not null;
