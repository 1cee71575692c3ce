/* content_ask: what the parent's files of lib/content share: running a job, and what its end means. */
#ifndef CONTENT_ASK_H
#define CONTENT_ASK_H

#include "content/content.h"

struct sandbox_job;
struct sandbox_result;

enum content_reason content_ask(struct arena *arena, const struct sandbox_job *job, struct sandbox_result *result);

#endif
