/* value_pattern: patterns of texts: which may be given, and whether a text is written so. */
#include "base/check.h"
#include "base/str.h"
#include "modules/value_parts.h"

#include <locale.h>
#include <pthread.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	PATTERN_LENGTH = 200,
	PATTERN_COUNT = 100,  /* of one quantifier, "{1,100}" */
	PATTERN_WEIGHT = 300, /* signs, each as often as it is counted: the matcher makes a state of each */
	PATTERN_GROUPS = 20,  /* within each other */
	PATTERNS_KEPT = 32,
	PATTERN_READS = 16384, /* bytes: the matcher remembers a state for each, maybe, and is then made anew */
};

/* ---- which fit ---- */

/* What a quantifier would repeat: a sign, or a group of them. */
struct atom {
	int weight;
	bool exists;
	bool repeats;	 /* has a quantifier somewhere, other than "{3}" */
	bool quantified; /* is followed by one */
};

struct scan {
	const char *at;
	struct atom groups[PATTERN_GROUPS]; /* the ones that are open */
	size_t open;
	struct atom last;
};

/* The last atom is part of its group for good. */
static void
settle(struct scan *scan)
{
	struct atom *group = &scan->groups[scan->open];

	group->weight += scan->last.weight;
	group->repeats = group->repeats || scan->last.repeats;
	scan->last = (struct atom){0};
}

/* Behind "[", up to its "]": the first sign in it may be a "]", and "[:alpha:]" has one of its own. */
static bool
skip_bracket(struct scan *scan)
{
	const char *at = scan->at;

	at += *at == '^';
	at += *at == ']';
	for (; *at != '\0' && *at != ']'; at++) {
		const char *end;

		if (*at != '[' || at[1] == '\0' || strchr(":.=", at[1]) == NULL)
			continue;
		end = strstr(at + 2, (const char[]){at[1], ']', '\0'});
		if (end == NULL)
			return false;
		at = end + 1;
	}
	scan->at = at + (*at == ']');
	return *at == ']';
}

/* Behind "{": "3}", "3,}", "3,5}". */
static bool
read_count(struct scan *scan, int *most, bool *exact)
{
	char *end;
	long least = strtol(scan->at, &end, 10), count = least;

	if (*scan->at < '0' || *scan->at > '9')
		return false;
	*exact = *end == '}' && least > 0;
	if (*end == ',' && end[1] >= '0' && end[1] <= '9')
		count = strtol(end + 1, &end, 10);
	else if (*end == ',')
		end++;
	scan->at = end + 1;
	*most = count < 1 ? 1 : (int)count;
	return *end == '}' && least <= PATTERN_COUNT && count <= PATTERN_COUNT;
}

/* A quantifier on a group that has one makes the matcher's work grow beyond all bounds; "maybe" does not, nor a plain
 * count within. */
static bool
quantify(struct scan *scan, char quantifier)
{
	struct atom *last = &scan->last;
	bool exact = false;
	int most = 1;

	if (!last->exists || last->quantified || (last->repeats && quantifier != '?'))
		return false;
	if (quantifier == '{' && !read_count(scan, &most, &exact))
		return false;
	last->weight *= most;
	last->repeats = last->repeats || !exact;
	last->quantified = true;
	return last->weight <= PATTERN_WEIGHT;
}

static bool
open_group(struct scan *scan)
{
	settle(scan);
	if (++scan->open == PATTERN_GROUPS)
		return false;
	scan->groups[scan->open] = (struct atom){0};
	return true;
}

static bool
close_group(struct scan *scan)
{
	settle(scan);
	if (scan->open == 0)
		return false;
	scan->last = scan->groups[scan->open--];
	scan->last.exists = true;
	return true;
}

/* The sign that begins at `scan->at`, which goes behind it. */
static bool
scan_sign(struct scan *scan)
{
	char sign = *scan->at++;

	switch (sign) {
	case '(':
		return open_group(scan);
	case ')':
		return close_group(scan);
	case '*':
	case '+':
	case '?':
	case '{':
		return quantify(scan, sign);
	case '|':
		settle(scan);
		return true;
	default:
		settle(scan);
		scan->last = (struct atom){.exists = sign != '^' && sign != '$', .weight = 1};
	}
	if (sign == '[')
		return skip_bracket(scan);
	if (sign == '\\')
		return *scan->at != '\0' && (*scan->at < '1' || *scan->at > '9') && scan->at++ != NULL;
	while (((unsigned char)*scan->at & 0xC0) == 0x80) /* a letter beyond ASCII is one sign */
		scan->at++;
	return true;
}

static bool
is_light(const char *pattern)
{
	struct scan scan = {.at = pattern};

	while (*scan.at != '\0')
		if (!scan_sign(&scan))
			return false;
	settle(&scan);
	return scan.open == 0 && scan.groups[0].weight <= PATTERN_WEIGHT;
}

/* ---- matching ---- */

struct kept_pattern {
	char text[PATTERN_LENGTH + 8]; /* "": free */
	regex_t regex;
	size_t read; /* bytes of texts */
};

/* Compiling takes far longer than matching, and an import matches one pattern thousands of times. Safe from every
 * thread: whoever matches holds the lock. */
static struct {
	pthread_mutex_t lock;
	locale_t utf8;
	struct kept_pattern patterns[PATTERNS_KEPT];
	size_t next; /* the one that makes room */
} kept = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* NULL: it is none. */
static struct kept_pattern *
keep_pattern(const char *whole)
{
	struct kept_pattern *place = NULL;

	for (size_t i = 0; i < PATTERNS_KEPT && place == NULL; i++)
		if (strcmp(kept.patterns[i].text, whole) == 0)
			place = &kept.patterns[i];
	if (place != NULL && place->read < PATTERN_READS)
		return place;
	if (place == NULL) {
		place = &kept.patterns[kept.next];
		kept.next = (kept.next + 1) % PATTERNS_KEPT;
	}
	if (*place->text != '\0')
		regfree(&place->regex);
	*place = (struct kept_pattern){.read = 0};
	if (regcomp(&place->regex, whole, REG_EXTENDED | REG_NOSUB) != 0)
		return NULL;
	snprintf(place->text, sizeof place->text, "%s", whole);
	return place;
}

/* Whether the whole text matches; NULL: whether the pattern is one. Letters beyond ASCII are one character whatever the
 * locale of the process. */
static bool
match(const char *pattern, const char *text)
{
	struct kept_pattern *found;
	char whole[PATTERN_LENGTH + 8];
	locale_t before;
	bool matches;

	snprintf(whole, sizeof whole, "^(%s)$", pattern);
	pthread_mutex_lock(&kept.lock);
	if (kept.utf8 == (locale_t)0)
		kept.utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
	check(kept.utf8 != (locale_t)0);
	before = uselocale(kept.utf8);
	found = keep_pattern(whole);
	matches = found != NULL && (text == NULL || regexec(&found->regex, text, 0, NULL, 0) == 0);
	if (found != NULL)
		found->read += text == NULL ? 0 : strlen(text);
	uselocale(before);
	pthread_mutex_unlock(&kept.lock);
	return matches;
}

bool
value_pattern_fits(const char *pattern)
{
	return strlen(pattern) <= PATTERN_LENGTH && is_light(pattern) && match(pattern, NULL);
}

bool
value_matches(const char *pattern, const char *text)
{
	return strlen(pattern) <= PATTERN_LENGTH && match(pattern, text);
}
