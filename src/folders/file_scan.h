/* file_scan: files that nobody could look at for viruses when they came are looked at once somebody can. */
#ifndef FOLDERS_FILE_SCAN_H
#define FOLDERS_FILE_SCAN_H

#include "folders/file_store.h"
#include "job/job.h"
#include "scan/scan.h"

enum job_result file_scans_run(struct job *job); /* "file.scan", every hour: begins with the first */
/* "file.scan.part" {after}: some minutes of it, after that one; then the next part, until there is none any more. */
enum job_result file_scan_part_run(struct job *job);

/* ---- file_scan_store.c ---- */

/* The kept files that may be scanned another time, by name after `after` ("": from the first). */
struct unscanned {
	const char *blob;
};
struct unscanned *files_unscanned(struct tx *tx, const char *after, size_t limit, size_t *count);

/* Of whom a kept file is. */
struct scanned_file {
	int64_t id, client_id, folder_id;
	const char *name, *type;
};
/* Writes what came of it: to all versions of all files that have it, which are these. */
struct scanned_file *file_scan_keep(struct tx *tx, const char *blob, const struct scan *scan, size_t *count);

#endif
