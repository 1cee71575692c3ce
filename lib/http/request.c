/* request: what the application may ask a request. */
#include "http/exchange.h"

const char *
http_header(const struct http_request *request, const char *name)
{
	const struct http_connection *exchange = request->connection;

	return guard_find(exchange->verdict.headers, exchange->verdict.header_count, name);
}
