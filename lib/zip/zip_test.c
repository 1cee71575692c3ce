/* zip_test: archives that other programs read (unzip, Python's zipfile), of many entries and beyond four gigabytes,
 * made in pieces of any size. */
#include "zip/archive.h"

#include "base/arena.h"
#include "base/test.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MANY = 66000, SMALL_ROOM = 65536 };

/* 2026-02-03 04:05:06 */
static const int64_t some_time = 1770091506000;

struct entry {
	struct zip_file file;
	const char *bytes;
};

struct supply {
	const struct entry *entries;
	size_t count, next;
	size_t at;
	struct arena *arena;
	char path[40];
};

static int
next_entry(void *data, struct zip_file *file)
{
	struct supply *supply = data;

	if (supply->next == supply->count)
		return 0;
	*file = supply->entries[supply->next++].file;
	supply->at = 0;
	return 1;
}

static ptrdiff_t
read_entry(void *data, void *at, size_t room)
{
	struct supply *supply = data;
	const char *bytes = supply->entries[supply->next - 1].bytes;
	size_t left = strlen(bytes) - supply->at;
	size_t size = left < 7 ? left : 7;

	(void)room;
	memcpy(at, bytes + supply->at, size);
	supply->at += size;
	return (ptrdiff_t)size;
}

static int
file_with(struct arena *arena, const struct archive_supply *supply, const char *path, uint64_t *size, ptrdiff_t *last)
{
	struct archive *archive = archive_new(arena, supply, "/tmp");
	char *piece = arena_alloc(arena, SMALL_ROOM);
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	*size = 0;
	while ((*last = archive_make(archive, piece, *size % 3 == 0 ? 1000 : SMALL_ROOM)) > 0) {
		assert_int_equal(write(fd, piece, (size_t)*last), *last);
		*size += (uint64_t)*last;
	}
	return fd;
}

static const char *
path_for_test(struct arena *arena)
{
	return arena_printf(arena, "/tmp/parvis-zip-%d.zip", (int)getpid());
}

/* What a command says on its standard output; it must succeed. */
static const char *
said(struct arena *arena, const char *command)
{
	FILE *pipe = popen(command, "r");
	struct builder out = builder_new(arena, 0);
	char bytes[4096];
	size_t got;

	while ((got = fread(bytes, 1, sizeof bytes, pipe)) > 0)
		build_bytes(&out, bytes, got);
	if (pclose(pipe) != 0)
		fail_msg("%s: %s", command, builder_text(&out));
	return builder_text(&out);
}

TEST(other_programs_read_our_archives)
{
	static const struct entry entries[] = {
		{{"Été/", .modified = some_time}, ""},
		{{"Été/lettre à Zoë.txt", .modified = some_time, .most = 27}, "Chère Zoë, chère Zoë !\n"},
		{{"image.png", .modified = some_time, .stored = true, .most = 9}, "\x89PNG data"},
		{{"empty", .stored = true}, ""},
		{{"also empty", .modified = 1000}, ""},
	};
	struct arena *arena = arena_new(0);
	struct supply supply = {.entries = entries, .count = sizeof entries / sizeof entries[0]};
	const struct archive_supply from = {next_entry, read_entry, &supply};
	const char *path = path_for_test(arena);
	ptrdiff_t last;
	uint64_t size;
	int fd = file_with(arena, &from, path, &size, &last);
	struct zip *zip;
	char bytes[40];

	assert_int_equal(last, 0);
	said(arena, arena_printf(arena, "unzip -t -qq %s 2>&1", path));
	assert_string_equal(
		said(arena, arena_printf(arena,
					 "python3 -c 'import sys,zipfile\n"
					 "z=zipfile.ZipFile(sys.argv[1])\n"
					 "assert z.testzip() is None\n"
					 "for i in z.infolist(): print(i.filename.encode(),i.compress_type,i.file_size,"
					 "i.date_time,oct(i.external_attr>>16))' %s 2>&1",
					 path)),
		"b'\\xc3\\x89t\\xc3\\xa9/' 8 0 (2026, 2, 3, 4, 5, 6) 0o40755\n"
		"b'\\xc3\\x89t\\xc3\\xa9/lettre \\xc3\\xa0 Zo\\xc3\\xab.txt' 8 27 (2026, 2, 3, 4, 5, 6) 0o100644\n"
		"b'image.png' 0 9 (2026, 2, 3, 4, 5, 6) 0o100644\n"
		"b'empty' 0 0 (1980, 1, 1, 0, 0, 0) 0o100644\n"
		"b'also empty' 8 0 (1980, 1, 1, 0, 0, 0) 0o100644\n");
	zip = zip_open(arena, fd);
	assert_non_null(zip);
	assert_int_equal(zip_read(zip_entry(arena, zip, "image.png"), bytes, sizeof bytes), 9);
	assert_memory_equal(bytes, "\x89PNG data", 9);
	close(fd);
	unlink(path);
	arena_free(arena);
}

static int
next_of_many(void *data, struct zip_file *file)
{
	struct supply *supply = data;

	if (supply->next == supply->count)
		return 0;
	snprintf(supply->path, sizeof supply->path, "folder/%zu.txt", supply->next++);
	*file = (struct zip_file){.path = supply->path, .modified = some_time, .stored = true, .most = 5};
	supply->at = 0;
	return 1;
}

static ptrdiff_t
read_five(void *data, void *at, size_t room)
{
	struct supply *supply = data;

	(void)room;
	memcpy(at, "five\n", 5);
	return supply->at++ == 0 ? 5 : 0;
}

TEST(an_archive_of_very_many_entries_has_the_size_that_was_foretold_and_no_more_memory)
{
	struct arena *arena = arena_new(4u << 20);
	struct supply supply = {.count = MANY};
	const struct archive_supply from = {next_of_many, read_five, &supply};
	const char *path = path_for_test(arena);
	struct zip_size foretold = {0};
	struct zip_file file;
	ptrdiff_t last;
	uint64_t size;
	int fd;

	while (next_of_many(&supply, &file) > 0)
		zip_size_add(&foretold, &file);
	supply.next = 0;
	fd = file_with(arena, &from, path, &size, &last);
	assert_int_equal(last, 0);
	assert_int_equal(size, zip_size_total(&foretold));
	assert_string_equal(said(arena, arena_printf(arena,
						     "python3 -c 'import sys,zipfile\n"
						     "z=zipfile.ZipFile(sys.argv[1])\n"
						     "print(len(z.infolist()),z.read(\"folder/65999.txt\"))' %s 2>&1",
						     path)),
			    "66000 b'five\\n'\n");
	close(fd);
	unlink(path);
	arena_free(arena);
}

/* A file that begins with a hole. */
struct hole {
	int fd;
	off_t at;
};

static bool
write_behind(void *data, const void *bytes, size_t size)
{
	struct hole *hole = data;
	bool written = pwrite(hole->fd, bytes, size, hole->at) == (ssize_t)size;

	hole->at += (off_t)size;
	return written;
}

TEST(what_lies_beyond_four_gigabytes_is_found)
{
	struct arena *arena = arena_new(0);
	const char *path = path_for_test(arena);
	struct hole hole = {.fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), .at = (off_t)5 << 30};
	struct zip_writer *writer = zip_writer(arena, (struct zip_sink){write_behind, &hole}, NULL);

	zip_leave_gap(writer, (uint64_t)hole.at);
	zip_begin_file(writer, &(struct zip_file){.path = "unknown", .most = UINT64_MAX, .modified = some_time});
	zip_write(writer, STR("perhaps very long"));
	zip_close(writer);
	zip_begin(writer, "behind.txt");
	zip_write(writer, STR("found"));
	zip_close(writer);
	assert_true(zip_end(writer));
	assert_string_equal(said(arena, arena_printf(arena,
						     "python3 -c 'import sys,zipfile\n"
						     "z=zipfile.ZipFile(sys.argv[1])\n"
						     "print(z.infolist()[0].header_offset,z.read(\"unknown\"),"
						     "z.read(\"behind.txt\"))' %s 2>&1",
						     path)),
			    "5368709120 b'perhaps very long' b'found'\n");
	close(hole.fd);
	unlink(path);
	arena_free(arena);
}

TEST(an_entry_that_is_not_what_was_announced_breaks_the_archive_off)
{
	static const struct entry entries[2] = {{{"short", .stored = true, .most = 4}, "abc"},
						{{"long", .most = 2}, "abc"}};
	struct arena *arena = arena_new(0);
	const char *path = path_for_test(arena);

	for (size_t i = 0; i < 2; i++) {
		struct supply supply = {.entries = &entries[i], .count = 1};
		const struct archive_supply from = {next_entry, read_entry, &supply};
		ptrdiff_t last;
		uint64_t size;

		close(file_with(arena, &from, path, &size, &last));
		assert_int_equal(last, -1);
	}
	unlink(path);
	arena_free(arena);
}

TEST(what_is_compressed_already_is_stored)
{
	assert_true(archive_stores("Photo.JPG"));
	assert_true(archive_stores("a.tar.gz"));
	assert_false(archive_stores("notes.txt"));
	assert_false(archive_stores(".png"));
	assert_false(archive_stores("jpg"));
}
