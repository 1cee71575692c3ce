/* scan_reply: what clamd's one line means. */
#ifndef SCAN_REPLY_H
#define SCAN_REPLY_H

#include "base/str.h"
#include "scan/scan.h"

/* `sent`: the whole file went out before it was answered. Without that nothing is clean. */
struct scan scan_of_reply(struct arena *arena, struct str reply, bool sent);

#endif
