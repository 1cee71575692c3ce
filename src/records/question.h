/* question: what a list is asked beside the fields of its records, in the words of the feature that keeps them
 * (records/keeper.h): "?asked.in_group=ID". */
#ifndef RECORDS_QUESTION_H
#define RECORDS_QUESTION_H

#include "records/record.h"

enum { QUESTIONS = 3, ANSWER_LENGTH = 40 };

/* One answer for each question of a module, "" where none was given. */
struct answers {
	const struct access *access;
	const char *given[QUESTIONS];
};

/* Nothing was asked: what the feature leaves out of lists by itself is left out. */
struct answers answers_none(const struct access *access);
/* Those kept with a view or a file: {"in_group": "…"}. False: one of them is to a question that the viewer has not. */
bool answers_kept(struct answers *answers, const struct doc *kept);
/* Those in the address or the form stand in place of those there were. */
void answers_read(struct request *rq, struct answers *answers);
bool answers_are_given(const struct answers *answers);

/* As answers_kept reads it; NULL: nothing was asked. */
struct doc *answers_doc(struct arena *arena, const struct answers *answers);
/* Sets "questions": {name, label, all, options: [{value, label, selected}]} of each that the viewer may ask. */
void questions_fill(struct request *rq, struct doc *page, const struct answers *answers);
/* Adds those of the address: "&asked.in_group=…". */
void answers_link(struct request *rq, struct builder *link, const struct answers *answers);

/* The rows of the query are those that answer so; `answers` lives as long as the query. Nothing where the feature asks
 * nothing. */
void answers_narrow(struct record_query *query, const struct answers *answers);
/* The answers a query was narrowed by; NULL: none. */
const struct answers *answers_of(const struct record_query *query);
/* " and …" of them, for statements that are no query. */
void answers_sql(struct sql *sql, const struct module *module, const void *answers);

#endif
