/* folders: the front door: the folder trees of clients, and who sees and fills which. */
#ifndef FOLDERS_FOLDERS_H
#define FOLDERS_FOLDERS_H

#include "core/feature.h"
#include "folders/activity.h"
#include "folders/file_mark.h" /* what is new for whom */
#include "folders/file_note.h"
#include "folders/file_page.h" /* how files and folders are shown */
#include "folders/file_preview.h"
#include "folders/file_store.h"
#include "folders/file_upload.h"
#include "folders/folder_client.h"
#include "folders/folder_copy.h"
#include "folders/folder_grow.h" /* whose eyes folders are seen through, and many made at once */
#include "folders/folder_hold.h" /* what stands in the way of changes */
#include "folders/folder_retention.h"
#include "folders/folder_whom.h" /* of whom rights are told */
#include "folders/upload_web.h"	 /* files in pieces, that go elsewhere too */

/* Other features come to folders and files as its own pages do: folder_access_of says through whose eyes (NULL: the
 * client is not theirs), folder_find, folder_named, file_named… what is there for them, and what changes something asks
 * again whether they may. */
extern const struct feature folders;

#endif
