/* translation: PO files are read by libgettextpo into one hash table a language. */
#include "html/translation.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/doc.h"
#include "html/plural.h"

#include <gettext-po.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#define LEAKS_ALLOWED() __lsan_disable()
#define LEAKS_TOLD()	__lsan_enable()
#else
#define LEAKS_ALLOWED() ((void)0)
#define LEAKS_TOLD()	((void)0)
#endif

struct entry {
	const char *english; /* NULL: an empty place */
	uint32_t hash;
	const char **forms; /* as many as the language has; a plain sentence has only the first */
	bool plural;
};

struct language {
	const char *code;
	const struct plural_rule *rule;
	struct entry *entries;
	size_t capacity; /* a power of two, at most half full; 0: English */
};

struct translations {
	uint64_t serial;
	size_t count;
	struct language *languages;
};

/* libgettextpo has state of its own and tells errors without a context: one file at a time, at the start. */
static pthread_mutex_t reading = PTHREAD_MUTEX_INITIALIZER;

static struct {
	struct arena *arena;
	const char *code;
	const char *error; /* the first; it is the one that matters */
	jmp_buf stop;
} complaint;

static void
complain(int severity, size_t line, const char *text)
{
	if (severity != PO_SEVERITY_WARNING && complaint.error == NULL) {
		struct str sentence = str_trim(str_of(text));

		complaint.error = arena_printf(complaint.arena, "%s.po:%zu: %.*s", complaint.code, line,
					       (int)sentence.length, sentence.at);
	}
	/* The library does not expect to go on after a fatal error (too many of them). What it had read is lost: the
	 * process is about to end with the sentence. */
	if (severity == PO_SEVERITY_FATAL_ERROR)
		longjmp(complaint.stop, 1);
}

static void
on_error(int severity, po_message_t message, const char *file, size_t line, size_t column, int multiline,
	 const char *text)
{
	(void)message, (void)file, (void)column, (void)multiline;
	complain(severity, line, text);
}

static void
on_error_of_two(int severity, po_message_t message1, const char *file1, size_t line1, size_t column1, int multiline1,
		const char *text1, po_message_t message2, const char *file2, size_t line2, size_t column2,
		int multiline2, const char *text2)
{
	(void)message1, (void)file1, (void)column1, (void)multiline1;
	(void)message2, (void)file2, (void)line2, (void)column2, (void)multiline2, (void)text2;
	complain(severity, line1, text1);
}

static struct entry *
find_place(const struct language *language, const char *english, uint32_t hash)
{
	size_t at = hash & (language->capacity - 1);

	while (language->entries[at].english != NULL &&
	       (language->entries[at].hash != hash || strcmp(language->entries[at].english, english) != 0))
		at = (at + 1) & (language->capacity - 1);
	return &language->entries[at];
}

static const struct entry *
find_entry(const struct translations *translations, int language, const char *english)
{
	const struct language *in = &translations->languages[language];
	const struct entry *entry;

	check(language >= 0 && (size_t)language < translations->count);
	if (in->capacity == 0)
		return NULL;
	entry = find_place(in, english, doc_hash(str_of(english)));
	return entry->english == NULL ? NULL : entry;
}

/* The forms of a message; NULL when one of them is missing. */
static const char **
copy_forms(struct arena *arena, po_message_t message, bool plural, size_t count)
{
	const char **forms = arena_make_array(arena, const char *, count);

	if (!plural) {
		forms[0] = arena_text(arena, po_message_msgstr(message));
		return text_empty(forms[0]) ? NULL : forms;
	}
	for (size_t i = 0; i < count; i++) {
		forms[i] = arena_text(arena, po_message_msgstr_plural(message, (int)i));
		if (text_empty(forms[i]))
			return NULL;
	}
	return forms;
}

/* Entries that are obsolete, fuzzy or empty count as not translated; so do those with a context, which we do not use.
 */
static void
add_message(struct arena *arena, struct language *language, po_message_t message)
{
	const char *english = po_message_msgid(message);
	bool plural = po_message_msgid_plural(message) != NULL;
	uint32_t hash = doc_hash(str_of(english));
	const char **forms;

	if (english[0] == '\0' || po_message_is_obsolete(message) || po_message_is_fuzzy(message) ||
	    po_message_msgctxt(message) != NULL)
		return;
	forms = copy_forms(arena, message, plural, plural_forms(language->rule));
	if (forms != NULL)
		*find_place(language, english, hash) = (struct entry){
			.english = arena_text(arena, english), .hash = hash, .forms = forms, .plural = plural};
}

static size_t
count_messages(po_file_t file)
{
	po_message_iterator_t iterator = po_message_iterator(file, NULL);
	size_t count = 0;

	while (po_next_message(iterator) != NULL)
		count++;
	po_message_iterator_free(iterator);
	return count;
}

/* A field of the header, to be freed; NULL when there is none. The header is the message without English text. */
static char *
header_field(po_file_t file, const char *name)
{
	po_message_iterator_t iterator = po_message_iterator(file, NULL);
	po_message_t message;
	char *field = NULL;

	while (field == NULL && (message = po_next_message(iterator)) != NULL)
		if (po_message_msgid(message)[0] == '\0' && !po_message_is_obsolete(message))
			field = po_header_field(po_message_msgstr(message), name);
	po_message_iterator_free(iterator);
	return field;
}

static bool
read_rule(struct arena *arena, struct language *language, po_file_t file, const char **error)
{
	char *field = header_field(file, "Plural-Forms");

	language->rule = field == NULL ? plural_english(arena) : plural_parse(arena, str_of(field));
	if (language->rule == NULL)
		*error = arena_printf(arena, "%s.po: its Plural-Forms cannot be used: %s", language->code, field);
	free(field);
	return language->rule != NULL;
}

static bool
take_messages(struct arena *arena, struct language *language, po_file_t file, const char **error)
{
	po_message_iterator_t iterator;
	po_message_t message;
	size_t count = count_messages(file);

	if (!read_rule(arena, language, file, error))
		return false;
	language->capacity = 16;
	while (language->capacity < 2 * count)
		language->capacity *= 2;
	language->entries = arena_make_array(arena, struct entry, language->capacity);
	iterator = po_message_iterator(file, NULL);
	while ((message = po_next_message(iterator)) != NULL)
		add_message(arena, language, message);
	po_message_iterator_free(iterator);
	return true;
}

/* libgettextpo reads files by name only: the text goes to a file that exists in memory. */
static int
text_as_file(struct str text)
{
	int file = memfd_create("po", MFD_CLOEXEC);

	if (file < 0)
		return -1;
	while (text.length > 0) {
		ssize_t written = write(file, text.at, text.length);

		if (written <= 0) {
			close(file);
			return -1;
		}
		text = str_slice(text.at + written, text.length - (size_t)written);
	}
	return file;
}

static po_file_t
parse_po(const char *path)
{
	static const struct po_xerror_handler handler = {.xerror = on_error, .xerror2 = on_error_of_two};

	if (setjmp(complaint.stop) != 0)
		return NULL;
	return po_file_read(path, &handler);
}

static bool
read_po(struct arena *arena, struct language *language, int text, const char **error)
{
	char path[64];
	po_file_t file;
	bool good = false;

	snprintf(path, sizeof path, "/proc/self/fd/%d", text);
	pthread_mutex_lock(&reading);
	complaint.arena = arena;
	complaint.code = language->code;
	complaint.error = NULL;
	/* libgettextpo keeps the name of each file it reads, and loses what it has read of a malformed one: a few bytes
	 * once a start. */
	LEAKS_ALLOWED();
	file = parse_po(path);
	LEAKS_TOLD();
	*error = complaint.error;
	if (file != NULL) {
		good = *error == NULL && take_messages(arena, language, file, error);
		po_file_free(file);
	}
	pthread_mutex_unlock(&reading);
	return good;
}

static bool
load_language(struct arena *arena, struct language *language, const struct language_source *source, const char **error)
{
	int text;
	bool good;

	language->code = arena_text(arena, source->code);
	if (!str_is_utf8(source->po)) {
		*error = arena_printf(arena, "%s.po: it is not UTF-8", source->code);
		return false;
	}
	text = text_as_file(source->po);
	if (text < 0) {
		*error = arena_printf(arena, "%s.po: there is no memory to read it", source->code);
		return false;
	}
	good = read_po(arena, language, text, error);
	close(text);
	return good;
}

struct translations *
translations_load(struct arena *arena, const struct language_source *sources, size_t count, const char **error)
{
	static atomic_uint_fast64_t last_serial;
	struct translations *translations = arena_make(arena, struct translations);

	translations->serial = ++last_serial;
	translations->count = count + 1;
	translations->languages = arena_make_array(arena, struct language, count + 1);
	translations->languages[0].code = "en";
	translations->languages[0].rule = plural_english(arena);
	for (size_t i = 0; i < count; i++)
		if (!load_language(arena, &translations->languages[i + 1], &sources[i], error))
			return NULL;
	return translations;
}

uint64_t
translations_serial(const struct translations *translations)
{
	return translations->serial;
}

size_t
translations_count(const struct translations *translations)
{
	return translations->count;
}

const char *
translations_code(const struct translations *translations, size_t index)
{
	check(index < translations->count);
	return translations->languages[index].code;
}

int
translations_find(const struct translations *translations, const char *code)
{
	for (size_t i = 0; i < translations->count; i++)
		if (str_equal_nocase(str_of(translations->languages[i].code), str_of(code)))
			return (int)i;
	return -1;
}

const char *
translate(const struct translations *translations, int language, const char *english)
{
	const struct entry *entry = find_entry(translations, language, english);

	return entry == NULL ? english : entry->forms[0];
}

bool
translation_exists(const struct translations *translations, int language, const char *english)
{
	return find_entry(translations, language, english) != NULL;
}

size_t
translation_forms(const struct translations *translations, int language)
{
	check(language >= 0 && (size_t)language < translations->count);
	return plural_forms(translations->languages[language].rule);
}

size_t
translation_form(const struct translations *translations, int language, int64_t n)
{
	check(language >= 0 && (size_t)language < translations->count);
	return plural_form_of(translations->languages[language].rule, n);
}

const char *
translate_form(const struct translations *translations, int language, const char *singular, const char *plural,
	       size_t form)
{
	const struct entry *entry = find_entry(translations, language, singular);

	if (entry != NULL)
		return entry->forms[entry->plural ? form : 0];
	return form == 0 ? singular : plural;
}

const char *
translate_plural(const struct translations *translations, int language, const char *singular, const char *plural,
		 int64_t n)
{
	bool translated = translation_exists(translations, language, singular);
	int rule = translated ? language : 0;

	return translate_form(translations, language, singular, plural, translation_form(translations, rule, n));
}
