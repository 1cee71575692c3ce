/* inflow: a streamed body on its way from the network thread into its sink, through two buffers of fixed size. */
#ifndef HTTP_INFLOW_H
#define HTTP_INFLOW_H

#include "http/http.h"

struct http_connection;
struct inflow;

/* In the request's arena; from now on the sink's `end` will be called. */
struct inflow *inflow_new(struct http_connection *exchange, const struct http_sink *sink);

/* Network thread: copies what there is room for and says how much that was. *status: 0, or that of the refusal. */
size_t inflow_take(struct inflow *flow, struct str bytes, int *status);

/* Network thread, connection suspended: true when it will be resumed by exchange_wake once there is room; false: there
 * already is. */
bool inflow_wait(struct inflow *flow);

/* Network thread, connection suspended: the body is complete. Once all is durable, exchange_received is called. */
void inflow_end(struct inflow *flow);

/* Network thread, connection gone: what came is written, then exchange_end is called; nothing of the exchange may be
 * touched any more. False: the flow was at its end already, and nothing is called. */
bool inflow_leave(struct inflow *flow);

#endif
