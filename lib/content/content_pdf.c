/* content_pdf: documents of office programs as a PDF, made by LibreOffice in a folder that is thrown away at once. */
#include "content/content.h"
#include "content/content_ask.h"

#include "base/arena.h"
#include "content/content_type.h"
#include "sandbox/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum {
	DOCUMENT_BYTES = 64 * 1024 * 1024,
	PIECE_BYTES = 64 * 1024,
	MAKING_S = 30,
	MAKING_MS = 60 * 1000,
	START_AGAIN = 81,
	LEFT_S = 600, /* longer than any document takes */
	DEPTH = 16,   /* descriptors while a folder is removed */
};
#define OFFICE_MEMORY ((size_t)1200 * 1024 * 1024) /* of addresses: its libraries alone are several hundred */

#define FOLDERS "/tmp/parvis-document-"

static const char office[] = "/usr/lib/libreoffice/program/soffice.bin";

/* ---- the folder ---- */

static int
remove_one(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status, (void)kind, (void)place;
	return remove(path);
}

static void
remove_folder(const char *folder)
{
	nftw(folder, remove_one, DEPTH, FTW_DEPTH | FTW_PHYS);
}

/* Locked as long as its process lives, however that ends; -1: it is not ours, or another process has it. */
static int
lock_folder(const char *folder)
{
	int held = open(folder, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat status;

	if (held >= 0 && fstat(held, &status) == 0 && status.st_uid == geteuid() && flock(held, LOCK_EX | LOCK_NB) == 0)
		return held;
	if (held >= 0)
		close(held);
	return -1;
}

/* Not those of this minute: another process may be about to lock its own. */
static bool
sweep_folder(const char *folder)
{
	int held = lock_folder(folder);
	struct stat status;
	bool left = held >= 0 && fstat(held, &status) == 0 && status.st_mtime < time(NULL) - LEFT_S;

	if (left)
		remove_folder(folder);
	if (held >= 0)
		close(held);
	return left;
}

int
content_sweep(void)
{
	glob_t found;
	int count = 0;

	if (glob(FOLDERS "*", GLOB_NOSORT, NULL, &found) != 0)
		return 0;
	for (size_t i = 0; i < found.gl_pathc; i++)
		count += sweep_folder(found.gl_pathv[i]);
	globfree(&found);
	return count;
}

static bool
copy_piece(int from, int to, off_t *at, char *bytes)
{
	ssize_t got = pread(from, bytes, PIECE_BYTES, *at);

	if (got <= 0 || write(to, bytes, (size_t)got) != got)
		return false;
	*at += got;
	return true;
}

/* A copy of its own, with the ending LibreOffice goes by: it would not find a nameless file. */
static bool
copy_file(struct arena *arena, int file, off_t size, const char *path)
{
	int copy = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	char *bytes = arena_alloc(arena, PIECE_BYTES);
	off_t at = 0;

	if (copy < 0)
		return false;
	while (at < size && copy_piece(file, copy, &at, bytes))
		;
	return close(copy) == 0 && at >= size;
}

/* ---- the program ---- */

static enum content_reason
make(struct arena *arena, const char *folder, const char *document)
{
	const char *profile = arena_printf(arena, "-env:UserInstallation=file://%s/profile", folder);
	const char *socket = arena_printf(arena, "-env:OSL_SOCKET_PATH=%s", folder);
	const char *const words[] = {"--headless",
				     "--norestore",
				     "--nolockcheck",
				     "--nodefault",
				     "--nofirststartwizard",
				     profile,
				     socket,
				     "--convert-to",
				     "pdf",
				     "--outdir",
				     folder,
				     document,
				     NULL};
	const struct sandbox_job job = {
		.task = office,
		.words = words,
		.file = -1,
		.limits = {.memory = OFFICE_MEMORY, .output = DOCUMENT_BYTES, .cpu_s = MAKING_S, .wall_ms = MAKING_MS},
		.folder = folder};
	struct sandbox_result result;
	enum content_reason reason = content_ask(arena, &job, &result);

	/* The first start makes a profile, and asks to be started again. */
	return result.end == SANDBOX_ENDED && result.code == START_AGAIN ? content_ask(arena, &job, &result) : reason;
}

/* It exits with 0 whether there is a PDF or not. */
static enum content_reason
open_made(const char *path, int *pdf)
{
	struct stat status;

	*pdf = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (*pdf >= 0 && fstat(*pdf, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0 &&
	    status.st_size <= DOCUMENT_BYTES)
		return CONTENT_MADE;
	if (*pdf >= 0)
		close(*pdf);
	*pdf = -1;
	return CONTENT_BROKEN;
}

static enum content_reason
make_in(struct arena *arena, const char *folder, int file, const char *ending, int *pdf)
{
	const char *document = arena_printf(arena, "%s/document.%s", folder, ending);
	enum content_reason reason;
	struct stat status;

	if (fstat(file, &status) != 0)
		return CONTENT_BROKEN;
	if (status.st_size > DOCUMENT_BYTES)
		return CONTENT_TOO_BIG;
	if (!copy_file(arena, file, status.st_size, document))
		return CONTENT_UNAVAILABLE;
	reason = make(arena, folder, document);
	return reason == CONTENT_MADE ? open_made(arena_printf(arena, "%s/document.pdf", folder), pdf) : reason;
}

bool
content_draws_documents(void)
{
	return sandbox_has_tool(office);
}

enum content_reason
content_pdf(struct arena *arena, int file, const char *type, int *pdf)
{
	const char *ending = type_office_ending(type);
	enum content_reason reason;
	char *folder;
	int held;

	*pdf = -1;
	if (ending == NULL || !content_draws_documents())
		return CONTENT_UNSUPPORTED;
	folder = mkdtemp(arena_text(arena, FOLDERS "XXXXXX"));
	held = folder == NULL ? -1 : lock_folder(folder);
	if (held < 0) {
		if (folder != NULL)
			rmdir(folder);
		return CONTENT_UNAVAILABLE;
	}
	reason = make_in(arena, folder, file, ending, pdf);
	remove_folder(folder);
	close(held);
	return reason;
}
