/* Tests of content: what files are, look like and say, and that those made to hurt are only told apart from others.
 * This program is its own helper: the constructor below takes over when it is started as one. */
#include "content/content_test.h"
#include "content/content.h"

#include "base/arena.h"
#include "base/test.h"
#include "content/content_tasks.h"
#include "content/content_type.h"
#include "pdf/pdf.h"
#include "sys/file.h"

#include <fcntl.h>
#include <gdk-pixbuf/gdk-pixbuf.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

__attribute__((constructor)) static void
be_helper(int count, char **words)
{
	enum { TASK = 6 };

	if (count > TASK && strcmp(words[1], "helper") == 0 && strncmp(words[TASK], "try_", 4) != 0)
		content_helper(count - 2, words + 2);
}

int
content_file(struct str bytes)
{
	int file = memfd_create("test", MFD_CLOEXEC);

	assert_int_equal(write(file, bytes.at, bytes.length), (ssize_t)bytes.length);
	return file;
}

struct str
content_drawn(struct arena *arena, int width, int height, bool alpha, const char *type)
{
	GdkPixbuf *points = gdk_pixbuf_new(GDK_COLORSPACE_RGB, alpha, 8, width, height);
	gchar *buffer = NULL;
	gsize size = 0;
	struct str bytes;

	gdk_pixbuf_fill(points, 0x3366cc80);
	assert_true(gdk_pixbuf_save_to_buffer(points, &buffer, &size, type, NULL, NULL));
	bytes = str_slice(arena_text_of(arena, buffer, size), size);
	g_free(buffer);
	g_object_unref(points);
	return bytes;
}

static struct str
letter(struct arena *arena, int pages)
{
	struct pdf *pdf = pdf_new(arena, &(struct pdf_about){.title = "Lettre"});

	for (int page = 1; page <= pages; page++) {
		pdf_new_page(pdf);
		pdf_text(pdf, 20, 30, 150, &(struct pdf_style){.size = 12},
			 arena_printf(arena, "Page %d : l’été à Solaria", page));
	}
	return pdf_end(pdf);
}

static enum content_reason
look(struct arena *arena, struct str bytes, const char *name, struct content_look *found)
{
	int file = content_file(bytes);
	enum content_reason reason = content_look(arena, file, name, found);

	close(file);
	return reason;
}

static enum content_reason
draw(struct arena *arena, struct str bytes, const char *type, int page, struct content_picture *picture)
{
	int file = content_file(bytes);
	enum content_reason reason = content_picture(arena, file, type, page, 100, picture);

	close(file);
	return reason;
}

static const char *
said(struct arena *arena, struct str bytes, const char *type)
{
	int file = content_file(bytes);
	struct content_text text;
	enum content_reason reason = content_text(arena, file, type, &text);

	close(file);
	return reason == CONTENT_MADE ? text.text : content_reason_word(reason);
}

/* ---- good files ---- */

TEST(a_file_is_what_its_content_is)
{
	struct arena *arena = arena_new(0);
	struct content_look found;
	struct str program;

	assert_int_equal(look(arena, content_drawn(arena, 40, 30, false, "png"), "plan.PNG", &found), CONTENT_MADE);
	assert_string_equal(found.type, "image/png");
	assert_true(found.as_named && found.width == 40 && found.height == 30);
	assert_int_equal(look(arena, letter(arena, 3), "lettre.png", &found), CONTENT_MADE);
	assert_string_equal(found.type, "application/pdf");
	assert_true(!found.as_named && found.pages == 3 && found.width == 595 && found.height == 841);
	assert_int_equal(look(arena, STR(""), "vide.txt", &found), CONTENT_MADE);
	assert_string_equal(found.type, "application/x-empty");
	assert_int_equal(look(arena, STR("Bonjour,\nvoici\n"), "mot.txt", &found), CONTENT_MADE);
	assert_string_equal(found.type, "text/plain");
	assert_true(found.as_named);
	assert_true(file_read(arena, "/usr/bin/true", SIZE_MAX, &program));
	assert_int_equal(look(arena, program, "facture.txt", &found), CONTENT_MADE);
	assert_false(found.as_named);
	arena_free(arena);
}

TEST(names_promise_types)
{
	static const struct {
		const char *name, *type;
		bool as_named;
	} files[] = {
		{"a.jpeg", "image/jpeg", true},
		{"a.jpg", "image/png", false},
		{"a.pdf", "application/x-dosexec", false},
		{"a.exe", "application/x-dosexec", true},
		{"a", "application/x-sharedlib", true},
		{"a.doc", "text/rtf", true},
		{"a.doc", "application/zip", false},
		{"a.mp4", "video/x-m4v", true},
		{"a.whatever", "text/html", true},
		{"a.pdf", "application/x-empty", true},
		{"a.md", "application/x-executable", false},
	};

	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		if (type_as_named(files[i].type, files[i].name) != files[i].as_named)
			fail_msg("%s as %s", files[i].type, files[i].name);
	assert_true(type_is_well_formed(STR("image/svg+xml")));
	assert_false(type_is_well_formed(STR("text/html\r\nX: y")) || type_is_well_formed(STR("text")) ||
		     type_is_well_formed(STR("a/b/c")) || type_is_well_formed(STR("text/")) ||
		     type_is_well_formed(STR("")));
	for (int reason = 0; reason < CONTENT_REASONS; reason++)
		assert_int_equal(content_reason_of(content_reason_word((enum content_reason)reason)), reason);
	assert_int_equal(content_reason_of("fine"), CONTENT_REASONS);
}

TEST(pictures_and_pages_are_drawn_anew)
{
	struct arena *arena = arena_new(0);
	struct content_picture picture;

	assert_int_equal(draw(arena, content_drawn(arena, 400, 200, true, "png"), "image/png", 1, &picture),
			 CONTENT_MADE);
	assert_string_equal(picture.type, "image/png"); /* something shows through */
	assert_true(picture.width == 100 && picture.height == 50);
	assert_int_equal(draw(arena, content_drawn(arena, 850, 425, false, "jpeg"), "image/jpeg", 1, &picture),
			 CONTENT_MADE);
	assert_string_equal(picture.type, "image/jpeg");
	assert_true(picture.width == 100 && picture.height == 50);
	assert_int_equal(draw(arena, letter(arena, 2), "application/pdf", 2, &picture), CONTENT_MADE);
	assert_string_equal(picture.type, "image/jpeg");
	assert_true(picture.height == 100 && picture.width > 60 && picture.width < 80);
	assert_int_equal(draw(arena, letter(arena, 2), "application/pdf", 3, &picture), CONTENT_UNSUPPORTED);
	assert_int_equal(draw(arena, STR("bonjour"), "text/plain", 1, &picture), CONTENT_UNSUPPORTED);
	arena_free(arena);
}

TEST(a_logo_is_kept_as_a_png)
{
	struct arena *arena = arena_new(0);
	struct content_picture picture;
	int jpeg = content_file(content_drawn(arena, 200, 100, false, "jpeg"));
	int gif = content_file(
		STR("GIF89a\x01\0\x01\0\x80\0\0\xff\0\0\0\0\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0;"));

	assert_int_equal(content_clean(arena, jpeg, 50, &picture), CONTENT_MADE);
	assert_string_equal(picture.type, "image/png");
	assert_true(picture.width == 50 && picture.height == 25);
	assert_int_equal(content_clean(arena, gif, 50, &picture), CONTENT_BROKEN);
	close(jpeg);
	close(gif);
	arena_free(arena);
}

/* 64 by 48 points of a brick's colour, as phones write them (libheif). */
TEST(photographs_of_phones_are_drawn)
{
	static const char heic[] =
		"\x00\x00\x00\x1c\x66typheic\x00\x00\x00\x00mif1heicmiaf\x00\x00\x01\xadmeta\x00\x00\x00\x00\x00\x00\x00!h"
		"dlr\x00\x00\x00\x00\x00\x00\x00\x00pict\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		"\x0epitm\x00\x00\x00\x00\x00\x02\x00\x00\x00\x10idat\x00\x00\x00\x00\x00@\x00\x30\x00\x00\x00\x38iloc\x01"
		"\x00\x00\x00\x44@\x00\x02\x00\x01\x00\x00\x00\x00\x00\x00\x01\xd1\x00\x01\x00\x00\x00\x00\x00\x00\x00\x19"
		"\x00\x02\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x08\x00\x00\x00\x38iinf\x00"
		"\x00\x00\x00\x00\x02\x00\x00\x00\x15infe\x02\x00\x00\x01\x00\x01\x00\x00hvc1\x00\x00\x00\x00\x15infe\x02"
		"\x00\x00\x00\x00\x02\x00\x00grid\x00\x00\x00\x00\xd8iprp\x00\x00\x00\xb6ipco\x00\x00\x00vhvcC\x01\x03p"
		"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x1e\xf0\x00\xfc\xfd\xf8\xf8\x00\x00\x0f\x03 \x00\x01\x00\x18@\x01"
		"\x0c\x01\xff\xff\x03p\x00\x00\x03\x00\x90\x00\x00\x03\x00\x00\x03\x00\x1e\xba\x02@!\x00\x01\x00*B\x01\x01"
		"\x03p\x00\x00\x03\x00\x90\x00\x00\x03\x00\x00\x03\x00\x1e\xa0 \x81\x05\x96\xea\xe4\xa6\xb9\xb8\x10\x10"
		"\x30 \x00\x00\x03\x00 \x00\x00\x03\x00!\x22\x00\x01\x00\x06\x44\x01\xc1s\xc0\x89\x00\x00\x00\x14ispe\x00"
		"\x00\x00\x00\x00\x00\x00@\x00\x00\x00@\x00\x00\x00\x14ispe\x00\x00\x00\x00\x00\x00\x00@\x00\x00\x00\x30"
		"\x00\x00\x00\x10pixi\x00\x00\x00\x00\x03\x08\x08\x08\x00\x00\x00\x1aipma\x00\x00\x00\x00\x00\x00\x00\x02"
		"\x00\x01\x02\x81\x02\x00\x02\x02\x03\x84\x00\x00\x00\x1airef\x00\x00\x00\x00\x00\x00\x00\x0e\x64img\x00"
		"\x02\x00\x01\x00\x01\x00\x00\x00!mdat\x00\x00\x00\x15(\x01\xaf\x0b`\xf5\xe5\x83\xaf\xff\xeb\xdd\xdf\xc2"
		"\xf8\x83\x96\x11O\xf5\x0e";
	static const char avif[] =
		"\x00\x00\x00\x1c\x66typavif\x00\x00\x00\x00\x61vifmif1miaf\x00\x00\x00\xeameta\x00\x00\x00\x00\x00\x00"
		"\x00!hdlr\x00\x00\x00\x00\x00\x00\x00\x00pict\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
		"\x00\x0epitm\x00\x00\x00\x00\x00\x01\x00\x00\x00\x22iloc\x00\x00\x00\x00\x44@\x00\x01\x00\x01\x00\x00\x00"
		"\x00\x01\x0e\x00\x01\x00\x00\x00\x00\x00\x00\x00 \x00\x00\x00#iinf\x00\x00\x00\x00\x00\x01\x00\x00\x00"
		"\x15infe\x02\x00\x00\x00\x00\x01\x00\x00\x61v01\x00\x00\x00\x00jiprp\x00\x00\x00Kipco\x00\x00\x00\x13\x63"
		"olrnclx\x00\x02\x00\x02\x00\x06\x80\x00\x00\x00\x0c\x61v1C\x81\x00\x0c\x00\x00\x00\x00\x14ispe\x00\x00"
		"\x00\x00\x00\x00\x00@\x00\x00\x00\x30\x00\x00\x00\x10pixi\x00\x00\x00\x00\x03\x08\x08\x08\x00\x00\x00\x17"
		"ipma\x00\x00\x00\x00\x00\x00\x00\x01\x00\x01\x04\x81\x82\x03\x84\x00\x00\x00(mdat\x12\x00\x0a\x09\x18\x15"
		"\x7f\xbd\x82\x04\x04\x0d\x08\x32\x11\x1e@\x3f\xff\xff\xc4\x00\xb4\xdbW#\xc3z\xc9JC]";
	const struct str photographs[] = {str_slice(heic, sizeof heic - 1), str_slice(avif, sizeof avif - 1)};
	static const char *const types[] = {"image/heic", "image/avif"};
	struct arena *arena = arena_new(0);
	struct content_look found;
	struct content_picture picture;

	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(look(arena, photographs[i], "a.heic", &found), CONTENT_MADE);
		assert_string_equal(found.type, types[i]);
		assert_int_equal(found.as_named, i == 0);
		assert_int_equal(draw(arena, photographs[i], types[i], 1, &picture), CONTENT_MADE);
		assert_string_equal(picture.type, "image/jpeg");
		assert_int_equal(picture.width * 3, picture.height * 4);
	}
	assert_int_equal(draw(arena, str_slice(heic, 300), "image/heic", 1, &picture), CONTENT_BROKEN);
	arena_free(arena);
}

TEST(a_mail_says_who_wrote_what)
{
	static const char heads[] =
		"From: =?iso-8859-1?Q?H=E9l=E8ne?= <helene@solaria.example>\r\nTo: camille@exemple.example\r\nDate: Mon, 9 Mar "
		"2026 10:05:00 +0100\r\nSubject: =?utf-8?B?UG9zZSBkw6lwbGFjw6ll?=\r\nMIME-Version: 1.0\r\n";
	static const char parts[] =
		"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=iso-8859-1\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n\r\nLa pose est d=E9plac=E9e.\r\n--b\r\nContent-Type: "
		"application/pdf\r\nContent-Disposition: attachment; filename=Plan.pdf\r\n\r\nx\r\n--b--\r\n";
	static const char page[] =
		"Content-Type: text/html\r\n\r\n<style>p{}</style><p>Bon<b>jour</b></p><script>x<y</script>";
	struct arena *arena = arena_new(0);
	struct content_look found;
	const char *words;
	struct str mail = str_of(arena_printf(arena, "%s%s", heads, parts));

	assert_int_equal(look(arena, mail, "a.eml", &found), CONTENT_MADE);
	assert_string_equal(found.type, "message/rfc822");
	assert_string_equal(
		said(arena, mail, found.type),
		"From: Hélène <helene@solaria.example>\nTo: camille@exemple.example\nDate: 2026-03-09 10:05 "
		"+01:00\nSubject: Pose déplacée\nWith: Plan.pdf\n\nLa pose est déplacée.");
	words = said(arena, str_of(arena_printf(arena, "%s%s", heads, page)), "message/rfc822");
	assert_non_null(strstr(words, "\n\nBonjour\n"));
	assert_null(strstr(words, "p{}"));
	assert_null(strstr(words, "x<y"));
	arena_free(arena);
}

TEST(a_mail_is_read_in_the_letters_it_was_written_in)
{
	static const struct {
		const char *type, *body, *says;
	} mails[] = {
		{"text/plain; charset=iso-8859-2",
		 "\xBE\xE1"
		 "ba",
		 "žába"},
		{"text/plain; charset=koi8-r", "\xC4\xCF\xCD", "дом"},
		{"text/plain; charset=ISO-2022-JP", "\x1B$B@5\x1B(B", "正"},
		{"text/plain; charset=utf-8", "été", "été"},
		{"text/plain; charset=x-nobody", "\xE9t\xE9", "été"},
		{"text/html; charset=us-ascii", "<p>L&rsquo;&eacute;t&#233; &#xC0; &amp;lt; R&D; &;&",
		 "L’été À &lt; R&D; &;&"},
	};
	struct arena *arena = arena_new(0);

	for (size_t i = 0; i < sizeof mails / sizeof mails[0]; i++) {
		const char *mail = arena_printf(arena, "From: a@exemple.example\r\nContent-Type: %s\r\n\r\n%s",
						mails[i].type, mails[i].body);
		const char *words = said(arena, str_of(mail), "message/rfc822");

		assert_string_equal(strstr(words, "\n\n") + 2, mails[i].says);
	}
	arena_free(arena);
}

TEST(a_gif_and_a_webp_are_drawn)
{
	static const char gif[] = "GIF89a\x02\0\x01\0\x80\0\0\xff\0\0\0\0\xff,\0\0\0\0\x02\0\x01\0\0\x02\x02\x44\n\0;";
	static const char webp[] =
		"RIFF\x24\0\0\0WEBPVP8 \x18\0\0\0\x30\x01\0\x9d\x01\x2a\x01\0\x01\0\x02\0\x34\x25\xa4\0\x03\x70"
		"\0\xfe\xfb\x94\0\0";
	struct arena *arena = arena_new(0);
	struct content_picture picture;
	struct content_look found;

	assert_int_equal(draw(arena, str_slice(gif, sizeof gif - 1), "image/gif", 1, &picture), CONTENT_MADE);
	assert_true(picture.width == 2 && picture.height == 1);
	assert_int_equal(look(arena, str_slice(webp, sizeof webp - 1), "a.webp", &found), CONTENT_MADE);
	assert_string_equal(found.type, "image/webp");
	assert_true(found.width == 1 && found.height == 1);
	assert_int_equal(draw(arena, str_slice(webp, sizeof webp - 1), "image/webp", 1, &picture), CONTENT_MADE);
	arena_free(arena);
}

TEST(files_say_what_they_say_in_utf8)
{
	struct arena *arena = arena_new(0);
	struct builder much = builder_new(arena, 0);
	struct content_text text;
	int file;

	assert_non_null(strstr(said(arena, letter(arena, 2), "application/pdf"), "Page 2 : l’été à Solaria"));
	assert_string_equal(said(arena, STR("L\xE9on doit 12 \x80\r\n\x01"), "text/plain"), "Léon doit 12 €\n");
	assert_string_equal(said(arena, STR("\xFF\xFEL\0\xE9\0\x3D\xD8\x00\xDE"), "text/plain"), "Lé\U0001F600");
	assert_string_equal(said(arena, STR("\xFE\xFF\0L\0\xE9\xD8\x3D"), "text/plain"), "Lé");
	assert_string_equal(said(arena, STR("\xEF\xBB\xBFLéon\0\xE2\x80"), "text/plain"), "Léon");
	assert_string_equal(said(arena, STR(""), "text/plain"), "");
	assert_string_equal(said(arena, STR("PK"), "application/zip"), "unsupported");
	for (int i = 0; i < 300 * 1000; i++)
		build_text(&much, "é\n\xC3\xA0");
	file = content_file(builder_str(&much));
	assert_int_equal(content_text(arena, file, "text/csv", &text), CONTENT_MADE);
	assert_true(text.cut && strlen(text.text) <= CONTENT_TEXT_BYTES && strlen(text.text) > CONTENT_TEXT_BYTES - 8);
	assert_true(str_is_utf8(str_of(text.text)));
	close(file);
	arena_free(arena);
}

static char *
folder_of_yesterday(struct arena *arena, const char *form)
{
	const struct timespec yesterday[2] = {{.tv_sec = time(NULL) - 86400}, {.tv_sec = time(NULL) - 86400}};
	char *folder = mkdtemp(arena_text(arena, form));

	assert_non_null(folder);
	assert_int_equal(mkdir(arena_printf(arena, "%s/profile", folder), 0700), 0);
	assert_int_equal(utimensat(AT_FDCWD, folder, yesterday, 0), 0);
	return folder;
}

/* What a process that was killed left behind goes; what another one works in, and what only has the name, stays. */
TEST(folders_that_were_left_behind_are_swept)
{
	struct arena *arena = arena_new(0);
	const char *left = folder_of_yesterday(arena, "/tmp/parvis-document-XXXXXX");
	const char *used = folder_of_yesterday(arena, "/tmp/parvis-document-XXXXXX");
	const char *away = folder_of_yesterday(arena, "/tmp/parvis-content-XXXXXX");
	const char *fresh = mkdtemp(arena_text(arena, "/tmp/parvis-document-XXXXXX"));
	const char *link = arena_printf(arena, "/tmp/parvis-document-link-%d", getpid());
	int held = open(used, O_RDONLY | O_DIRECTORY);

	assert_int_equal(flock(held, LOCK_EX), 0);
	assert_int_equal(symlink(away, link) + symlink(away, arena_printf(arena, "%s/profile/out", left)), 0);
	assert_true(content_sweep() >= 1);
	assert_int_equal(access(left, F_OK), -1);
	assert_int_equal(access(used, F_OK) + access(fresh, F_OK) + access(link, F_OK), 0);
	assert_int_equal(access(arena_printf(arena, "%s/profile", away), F_OK), 0);
	close(held);
	assert_true(content_sweep() >= 1);
	assert_int_equal(access(used, F_OK), -1);
	assert_int_equal(unlink(link) + rmdir(fresh) + rmdir(arena_printf(arena, "%s/profile", away)) + rmdir(away), 0);
	arena_free(arena);
}
