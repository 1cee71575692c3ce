/* client_group_form: the groups of a client as its form reads and shows them. */
#ifndef CLIENTS_CLIENT_GROUP_FORM_H
#define CLIENTS_CLIENT_GROUP_FORM_H

#include "clients/client_group_store.h"
#include "core/request.h"

/* "/console/client-groups/{id}" and what stands `below` it. */
const char *client_group_path(struct request *rq, int64_t group, const char *below);
/* Sets "groups": those the client is in, {id, name, href}. */
void client_groups_show(struct request *rq, struct doc *page, int64_t client);
/* Sets "groups": all there are, {id, name, input, member}; as typed, else as they are. `client` 0: a new one. */
void client_groups_choose(struct request *rq, struct doc *page, int64_t client);
/* Puts the client into the groups typed, and out of others. An error beside the field: a group that is not there, or
 * nobody would keep full access. */
void client_groups_read(struct request *rq, int64_t client);

/* Adds {"value", "label"} of every group. */
void client_group_options(struct request *rq, struct doc *list);
/* A line of the journal: the client is in the group, or not any more. */
void client_group_note(struct request *rq, int64_t group, int64_t client, bool member);

#endif
