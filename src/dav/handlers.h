/* handlers: the methods of WebDAV and the pages of app passwords, for the one table of routes; and what they share. */
#ifndef DAV_HANDLERS_H
#define DAV_HANDLERS_H

#include "dav/place.h"

struct xml_node;

/* ---- answers: answer_web.c ---- */

/* A sentence for people (English, N_), as plain text: no file manager shows a page. */
struct reply dav_refusal(struct request *rq, int status, const char *english);
struct reply dav_not_found(struct request *rq);
/* 404, 403, 409, 423 or 507 (RFC 4331 §6); never for FOLDER_DONE. */
struct reply dav_outcome(struct request *rq, enum folder_outcome outcome);
/* With the condition that did not hold (RFC 4918 §16); `of`: whose address it names, NULL: none. */
struct reply dav_error(struct request *rq, int status, const char *condition, const struct place *of);
/* XML, and all that stands before its root. */
#define DAV_XML_TYPE "application/xml; charset=utf-8"
#define DAV_XML_HEAD "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
/* XML with all that stands in `out`. */
struct reply dav_xml(struct request *rq, int status, const struct builder *out);
/* What stands in it has the prefix D for WebDAV's own names: some programs know no other. */
void dav_build_href(struct builder *out, const char *href);
/* 429: a contact has put too much there in a while. */
struct reply dav_too_fast(struct request *rq, int64_t wait_ms);
/* 405 where nothing but lists can be done. */
struct reply dav_not_allowed(struct request *rq);
/* ---- what stands in the way: guard_web.c ---- */

/* The headers If, If-Match and If-None-Match, asked of the place. False: *refusal is 400 or 412. */
bool dav_conditions_hold(struct request *rq, const struct place *place, struct reply *refusal);
/* What locks are asked about a place. */
struct lock_spot dav_spot(const struct place *place);
/* Those of the place's client, as the viewer may know them; what they locked on its page keeps no program of theirs
 * from it, and is none here. */
const struct folder_lock *dav_locks(struct request *rq, const struct place *place, size_t *count);
/* Locks of others. False: *refusal is 423. */
bool dav_is_free(struct request *rq, const struct place *place, enum lock_deed deed, struct reply *refusal);
/* Whether a file or folder may be put at the place, which is NONE: that its folder is there (409) and theirs to fill
 * (403), that its name can be kept, and that nobody has locked what is around it. */
bool dav_may_make(struct request *rq, const struct place *place, struct reply *refusal);
/* Whether what is there may be changed by them (403), and is not a list of clients (405) or a client's root. */
bool dav_may_change(struct request *rq, const struct place *place, struct reply *refusal);
/* Whether the token is shown by the header If and is one of the viewer's own password. */
bool dav_is_held(struct request *rq, const struct folder_lock *lock);

/* ---- properties: propfind_web.c ---- */

/* The property lockdiscovery: of these locks those that hold at the place. */
void dav_build_locks(struct builder *out, const struct place *place, const struct folder_lock *locks, size_t count);

/* ---- methods ---- */

struct reply dav_options(struct request *rq);
struct reply dav_propfind(struct request *rq);
struct reply dav_proppatch(struct request *rq);
struct reply dav_get(struct request *rq);
bool dav_put_receive(struct request *rq, struct http_sink *sink, struct reply *refusal);
void dav_put_prepare(struct request *rq);
struct reply dav_put(struct request *rq);
/* At a place that is NONE the file that dav_lock_prepare kept; then *place is that file. False: *reply says why not. */
bool dav_put_empty(struct request *rq, struct place *place, struct reply *reply);
struct reply dav_mkcol(struct request *rq);
struct reply dav_delete(struct request *rq);
struct reply dav_copy(struct request *rq);
struct reply dav_move(struct request *rq);
void dav_lock_prepare(struct request *rq);
struct reply dav_lock(struct request *rq);
struct reply dav_unlock(struct request *rq);

/* ---- app_password_web.c: one's own, on the portal and on the console ---- */

struct reply drive_page(struct request *rq);
struct reply drive_password_post(struct request *rq);
struct reply drive_proof_post(struct request *rq);
struct reply drive_removal_post(struct request *rq);

enum { DAV_ROUTES = 22 };
extern const struct route dav_routes[DAV_ROUTES];

#endif
