/* access: compiles statements once per kind of viewer; the compiled texts live as long as the program. */
#include "core/access.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/str.h"
#include "core/weakened.h"

#include <pthread.h>
#include <stdint.h>
#include <string.h>

enum { BUCKETS = 1024, LISTS_LIMIT = 64 };

/* Staff who see but what is theirs are a kind of viewer besides. */
enum { KIND_GIVEN = VIEWER_CLIENT + 1, KINDS };

struct compiled {
	struct compiled *next;
	const char *source;
	const char *text[KINDS];
};

/* Written once at the start (rules), then only under the lock (compiled): the same answer for every caller. */
static const struct access_rule *rule_lists[LISTS_LIMIT];
static size_t rule_counts[LISTS_LIMIT];
static size_t rule_list_count;
static struct compiled *buckets[BUCKETS];
static struct arena *texts;
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;

void
access_start(const struct access_rule *const *rules, const size_t *counts, size_t lists)
{
	check(lists <= LISTS_LIMIT);
	for (size_t i = 0; i < lists; i++) {
		rule_lists[i] = rules[i];
		rule_counts[i] = counts[i];
	}
	rule_list_count = lists;
	if (texts == NULL)
		texts = arena_new(0);
}

static int
kind_of(const struct viewer *viewer)
{
	if (viewer->kind == VIEWER_CLIENT && viewer->client == 0)
		return VIEWER_NOBODY;
	return viewer->kind == VIEWER_STAFF && viewer->given_only && !weakened(CHECK_HAND_GIVEN) ? KIND_GIVEN
												 : (int)viewer->kind;
}

static const char *
rule_text(const struct access_rule *rule, int kind)
{
	switch (kind) {
	case KIND_GIVEN:
		return rule->given == NULL ? rule->staff : rule->given;
	case VIEWER_STAFF:
		return rule->staff;
	case VIEWER_CLIENT:
		return rule->client;
	default:
		return NULL;
	}
}

static const char *
condition(int kind, struct str table)
{
	for (size_t list = 0; list < rule_list_count; list++)
		for (size_t i = 0; i < rule_counts[list]; i++) {
			const struct access_rule *rule = &rule_lists[list][i];
			const char *sql = rule_text(rule, kind);

			if (str_equal(str_of(rule->table), table))
				return sql == NULL ? "1 = 0" : sql;
		}
	check(!"a table without an access rule");
	return NULL;
}

static const char *
compile(int kind, const char *sql)
{
	struct builder out = builder_new(texts, 0);
	const char *open;

	while ((open = strchr(sql, '{')) != NULL) {
		const char *close = strchr(open, '}');

		check(close != NULL);
		build_bytes(&out, sql, (size_t)(open - sql));
		build_char(&out, '(');
		build_text(&out, condition(kind, str_slice(open + 1, (size_t)(close - open - 1))));
		build_char(&out, ')');
		sql = close + 1;
	}
	build_text(&out, sql);
	return builder_text(&out);
}

static struct compiled **
bucket_of(const char *sql)
{
	return &buckets[((uintptr_t)sql >> 4) * 2654435761u % BUCKETS];
}

static struct compiled *
find(const char *sql)
{
	for (struct compiled *compiled = *bucket_of(sql); compiled != NULL; compiled = compiled->next)
		if (compiled->source == sql)
			return compiled;
	return NULL;
}

static const char *
compile_and_keep(int kind, const char *sql)
{
	struct compiled *compiled = find(sql);

	if (compiled == NULL) {
		compiled = arena_make(texts, struct compiled);
		compiled->source = sql;
		compiled->next = *bucket_of(sql);
		*bucket_of(sql) = compiled;
	}
	if (compiled->text[kind] == NULL)
		compiled->text[kind] = compile(kind, sql);
	return compiled->text[kind];
}

const char *
access_sql(const struct viewer *viewer, const char *sql)
{
	int kind = kind_of(viewer);
	const struct compiled *compiled;
	const char *text;

	pthread_rwlock_rdlock(&lock);
	compiled = find(sql);
	text = compiled == NULL ? NULL : compiled->text[kind];
	pthread_rwlock_unlock(&lock);
	if (text != NULL)
		return text;
	pthread_rwlock_wrlock(&lock);
	text = compile_and_keep(kind, sql);
	pthread_rwlock_unlock(&lock);
	return text;
}
