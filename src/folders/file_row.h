/* file_row: a file as statements select it. Internal to the stores of files. */
#ifndef FOLDERS_FILE_ROW_H
#define FOLDERS_FILE_ROW_H

#include "folders/file_store.h"

#include <stddef.h>

#define FILE_SELECTED                                                                                                  \
	"file.id, file.client_id, file.folder_id, file.name, file.name_key, file.number, file.size, file.type, "       \
	"file.sha256, case when file.scan = 'infected' then '' else file.blob end as blob, file.scan, "                \
	"file.changed_at, file.changed_by, file.created_at, file.created_by, coalesce((select file_look.picture "      \
	"from file_look where file_look.blob = file.blob), '') as picture, file.version"

#define FILE_CONTENT(member) offsetof(struct file, content.member)
#define FILE_COLUMNS                                                                                                   \
	DB_COLUMN_INT64(struct file, id), DB_COLUMN_INT64(struct file, client_id),                                     \
		DB_COLUMN_INT64(struct file, folder_id), DB_COLUMN_TEXT(struct file, name),                            \
		DB_COLUMN_TEXT(struct file, name_key), {"number", DB_M_INT64, FILE_CONTENT(number), 0, NULL},          \
		{"size", DB_M_INT64, FILE_CONTENT(size), 0, NULL}, {"type", DB_M_TEXT, FILE_CONTENT(type), 0, NULL},   \
		{"sha256", DB_M_TEXT, FILE_CONTENT(sha256), 0, NULL},                                                  \
		{"blob", DB_M_TEXT, FILE_CONTENT(blob), 0, NULL}, {"scan", DB_M_TEXT, FILE_CONTENT(scan), 0, NULL},    \
		{"changed_at", DB_M_INT64, FILE_CONTENT(created_at), 0, NULL},                                         \
		{"changed_by", DB_M_TEXT, FILE_CONTENT(created_by), 0, NULL},                                          \
		DB_COLUMN_INT64(struct file, created_at), DB_COLUMN_TEXT(struct file, created_by),                     \
		DB_COLUMN_TEXT(struct file, picture), DB_COLUMN_INT64(struct file, version)

extern const struct db_shape file_shape;

#endif
