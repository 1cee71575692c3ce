/* handlers: the pages of the feature, for its one table of routes (folders_routes.c). */
#ifndef FOLDERS_HANDLERS_H
#define FOLDERS_HANDLERS_H

#include "core/request.h"

/* folder_web.c: the same in the console and in the portal */
struct reply folder_show(struct request *rq);
struct reply folder_new(struct request *rq);
struct reply folder_change(struct request *rq);
struct reply folder_place_form(struct request *rq);
struct reply folder_place(struct request *rq);
struct reply folder_removal(struct request *rq);
struct reply folder_download(struct request *rq);

/* bin_web.c: what was removed, brought back */
struct reply folder_bin(struct request *rq);
struct reply folder_return(struct request *rq);
struct reply file_return(struct request *rq);
/* bin_files_web.c: several at once */
struct reply bin_files(struct request *rq);

/* rights_web.c: who may what in which folder */
struct reply folder_rights(struct request *rq);
struct reply folder_rights_change(struct request *rq);
struct reply folder_rights_eye(struct request *rq);

/* file_web.c, file_place_web.c: the same in both */
struct reply file_new(struct request *rq);
struct reply file_show(struct request *rq);
struct reply file_change(struct request *rq);
struct reply file_version_new(struct request *rq);
struct reply file_current(struct request *rq);
struct reply file_removal(struct request *rq);
struct reply file_download(struct request *rq);
struct reply file_view(struct request *rq);
struct reply file_place_form(struct request *rq);
struct reply file_place(struct request *rq);
struct reply file_copy_new(struct request *rq);
struct reply files_found(struct request *rq);

/* selection_web.c: several at once, the same in both */
struct reply selection_show(struct request *rq);
struct reply selection_download(struct request *rq);
struct reply selection_place(struct request *rq);
struct reply selection_copies(struct request *rq);
struct reply selection_removal(struct request *rq);

/* file_look_web.c: the same in both */
struct reply file_thumbnail(struct request *rq);
void file_picture_prepare(struct request *rq);
struct reply file_picture(struct request *rq);

/* cascade_web.c: a right for a folder and all below it */
struct reply folder_cascade_form(struct request *rq);
struct reply folder_cascade(struct request *rq);
struct reply folder_cascade_removal(struct request *rq);

/* activity_web.c: what was done about a client */
struct reply activities_show(struct request *rq);
struct reply activities_own(struct request *rq);
struct reply activities_export(struct request *rq);

/* folder_people_web.c: who sees a folder */
struct reply folder_people_show(struct request *rq);

enum { FOLDER_ROUTES = 85 };
extern const struct route folder_routes[FOLDER_ROUTES];

#endif
