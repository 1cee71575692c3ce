/* server: libmicrohttpd behind our own interface; the only file that includes its header.
 *
 * What its version 0.9.75 (Debian 12) would let through, and how it is seen here all the same:
 * - It cuts the header in place: every CR LF, every bare LF and every first colon of a line became NUL bytes, but the
 *   pointers it hands out point into the buffer that was received. So the bytes are counted: method, blank, target,
 *   blank, version, CR LF, then for each field name, colon, white space, value, CR LF, and CR LF. Whatever does not add
 *   up (a NUL that hides the rest of a value, a bare LF, a folded line, a second blank) is `torn` and refused. Only
 *   NUL LF cannot be told from CR LF there; both end the line for every reader.
 * - It parses the query and the path itself, both wrongly for us: URI_LOG_CALLBACK gives the raw target; the query is
 *   cut off its copy, as more arguments than fit its memory would leave the connection hanging.
 * - A malformed Content-Length, a line without colon or blank and a header beyond its memory never get to the guard:
 * the library answers 400, 413, 414 or 431 itself, or closes, and reads nothing more.
 * - An answer can be queued in the first call (then it closes the connection) or after the last byte of the body, not
 *   in between. A refusal in between is written to the socket directly. */
#include "http/server.h"

#include "base/arena.h"
#include "base/check.h"
#include "base/log.h"
#include "http/exchange.h"
#include "http/inflow.h"
#include "http/listen.h"
#include "sys/clock.h"
#include "sys/pool.h"

#include <errno.h>
#include <fcntl.h>
#include <gnutls/gnutls.h>
#include <inttypes.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* From this version on the library's own parser is strict, and its buffer is nobody else's business. */
#define STRICT_LIBRARY (MHD_VERSION >= 0x01000000)

enum {
	CONNECTION_MEMORY = 64 * 1024,
	WAIT_MS = 20,
	ARRIVAL_BLOCK = 128 * 1024,
	SPARE_FILES = 512,  /* descriptors beside the connections': database, uploads, downloads */
	STREAM_WORKERS = 4, /* they wait for the disk, not for clients */
};

/* TLS 1.2 and 1.3 with forward secrecy and authenticated encryption only. */
static const char tls_priorities[] =
	"NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-DHE-RSA:-CIPHER-ALL:+AES-256-GCM:+CHACHA20-POLY1305:+AES-128-GCM:"
	"-MAC-ALL:+AEAD:%SERVER_PRECEDENCE";

static struct seat *
seat_of(struct MHD_Connection *library)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(library, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

	return info->socket_context;
}

static int
socket_of(struct MHD_Connection *library)
{
	return MHD_get_connection_info(library, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

static void
library_panic(__attribute__((unused)) void *data, const char *file, unsigned line, const char *reason)
{
	log_error("http.library", "%s:%u: %s", file, line, reason == NULL ? "panic" : reason);
	abort();
}

static size_t
leave_escaped(__attribute__((unused)) void *data, __attribute__((unused)) struct MHD_Connection *library, char *text)
{
	return strlen(text);
}

/* ---- what the library rejects by itself ---- */

/* Requests whose header is not complete, on this network thread: it alone touches them. */
static _Thread_local struct http_connection *new_exchanges;

static void
enlist(struct http_connection *exchange)
{
	exchange->next_new = new_exchanges;
	if (new_exchanges != NULL)
		new_exchanges->previous_new = exchange;
	new_exchanges = exchange;
}

static void
delist(struct http_connection *exchange)
{
	if (exchange->next_new != NULL)
		exchange->next_new->previous_new = exchange->previous_new;
	if (exchange->previous_new != NULL)
		exchange->previous_new->next_new = exchange->next_new;
	else
		new_exchanges = exchange->next_new;
}

/* The library would take no answer here. Nothing else is being written: the request is still coming in. */
static enum MHD_Result
write_farewell(struct http_connection *exchange)
{
	struct str text = exchange_farewell(exchange);
	const union MHD_ConnectionInfo *tls =
		MHD_get_connection_info(exchange->library, MHD_CONNECTION_INFO_GNUTLS_SESSION);
	ssize_t sent;

	if (tls != NULL && tls->tls_session != NULL)
		sent = gnutls_record_send(tls->tls_session, text.at, text.length);
	else
		sent = send(socket_of(exchange->library), text.at, text.length, MSG_DONTWAIT | MSG_NOSIGNAL);
	if (sent < 0)
		log_debug("http.farewell", "request %" PRIu64 ": the refusal could not be written",
			  exchange->request.number);
	return MHD_NO;
}

/* Version 0.9.75 sends the header of its answer twice when it rejects a Content-Length (a client could take that for
 * two answers). It says so in its log just before: then our answer goes out first, and the socket takes nothing more.
 * The request is the only new one on this thread whose header is complete. */
static void
answer_rejected(unsigned status)
{
	for (struct http_connection *exchange = new_exchanges; exchange != NULL; exchange = exchange->next_new) {
		const union MHD_ConnectionInfo *info =
			MHD_get_connection_info(exchange->library, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

		if (info == NULL || info->header_size == 0)
			continue;
		delist(exchange);
		exchange_reject(exchange, (int)status);
		write_farewell(exchange);
		shutdown(socket_of(exchange->library), SHUT_WR);
		return;
	}
}

__attribute__((format(printf, 2, 0))) static void
library_log(void *data, const char *format, va_list arguments)
{
	static const char rejecting[] = "Error processing request (HTTP response code is %u";
	char line[300];
	va_list again;
	int length;

	va_copy(again, arguments);
	length = vsnprintf(line, sizeof line, format, arguments);
	if (length > 0 && (size_t)length < sizeof line && line[length - 1] == '\n')
		line[length - 1] = '\0';
	/* Before it runs it says why it cannot; later, only what clients do. */
	log_line(atomic_load(&((struct http_server *)data)->started) ? LOG_DEBUG : LOG_WARNING, "http.library", "%s",
		 line);
	if (strncmp(format, rejecting, sizeof rejecting - 1) == 0)
		answer_rejected(va_arg(again, unsigned));
	va_end(again);
}

/* ---- connections ---- */

static enum MHD_Result
admit(void *data, const struct sockaddr *peer, __attribute__((unused)) socklen_t length)
{
	struct http_server *server = data;
	struct address address = address_of(peer);

	return register_admits(server->all, &address, networks_trust(&server->proxies, &address)) ? MHD_YES : MHD_NO;
}

static void
note_connection(void *data, struct MHD_Connection *library, void **seat, enum MHD_ConnectionNotificationCode code)
{
	struct http_server *server = data;

	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *info =
			MHD_get_connection_info(library, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
		struct address address = address_of(info->client_addr);

		*seat = register_enter(server->all, socket_of(library), &address,
				       networks_trust(&server->proxies, &address));
	} else if (*seat != NULL) {
		register_leave(server->all, *seat);
		*seat = NULL;
	}
}

/* ---- the header ---- */

/* The request line was read: keep the target as it came. What is returned is the request's context from now on. */
static void *
note_target(void *data, const char *target, struct MHD_Connection *library)
{
	size_t length = target == NULL ? 0 : strlen(target);
	size_t kept = length <= GUARD_TARGET_SIZE ? length : GUARD_TARGET_SIZE + 1;
	struct http_connection *exchange = exchange_new(data, seat_of(library), str_slice(target, kept));

	exchange->library = library;
	exchange->line_target = target;
	exchange->line_length = length;
	enlist(exchange);
#if !STRICT_LIBRARY
	if (target != NULL && strchr(target, '?') != NULL)
		((char *)(uintptr_t)strchr(target, '?'))[1] = '\0';
#endif
	return exchange;
}

struct field_walk {
	struct guard_field fields[GUARD_HEADERS + 1];
	size_t count;
	const char *next; /* where the next field must begin */
	bool torn;
};

static enum MHD_Result
note_field(void *data, __attribute__((unused)) enum MHD_ValueKind kind, const char *name, size_t name_length,
	   const char *value, size_t value_length)
{
	struct field_walk *walk = data;

	if (walk->count > GUARD_HEADERS)
		return MHD_NO;
	walk->fields[walk->count].name = str_slice(name, name_length);
	walk->fields[walk->count].value = str_slice(value == NULL ? "" : value, value_length);
	walk->count++;
#if !STRICT_LIBRARY
	if (name != walk->next || value == NULL || value <= name + name_length) {
		walk->torn = true;
		return MHD_NO;
	}
	for (const char *at = name + name_length + 1; at < value; at++)
		walk->torn = walk->torn || (*at != ' ' && *at != '\t');
	walk->next = value + value_length + 2;
#endif
	return MHD_YES;
}

static bool
line_is_whole(const struct http_connection *exchange, const char *method, const char *version)
{
#if STRICT_LIBRARY
	return true;
#endif
	return exchange->line_target == method + strlen(method) + 1 &&
	       version == exchange->line_target + exchange->line_length + 1;
}

static enum exchange_next
open_exchange(struct http_connection *exchange, const char *method, const char *version)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(exchange->library, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	const char *end = method + (info == NULL ? 0 : info->header_size);
	struct field_walk walk = {.next = version + strlen(version) + 2};
	struct guard_request header = {
		.method = str_of(method),
		.target = exchange->target,
		.version = str_of(version),
		.header_size = (size_t)(end - walk.next),
	};

	if (walk.next > end)
		header.header_size = 0;
	MHD_get_connection_values_n(exchange->library, MHD_HEADER_KIND, note_field, &walk);
	header.fields = walk.fields;
	header.field_count = walk.count;
	header.torn = walk.torn || !line_is_whole(exchange, method, version);
#if !STRICT_LIBRARY
	header.torn = header.torn || walk.next + 2 != end;
#endif
	return exchange_open(exchange, &header);
}

/* ---- the answer ---- */

/* A body that comes while it is sent; the library asks for it on the network thread. */
struct arrival {
	struct http_source source;
	struct http_connection *exchange;
	uint64_t first, end;
	bool waited; /* the client could not be slow meanwhile: what it takes is measured anew */
};

static void
arrival_wake(void *data)
{
	MHD_resume_connection(((struct http_connection *)data)->library);
}

static void
arrival_phase(struct arrival *arrival, bool waits)
{
	struct http_connection *exchange = arrival->exchange;

	if (arrival->waited != waits)
		register_set_phase(exchange->server->all, exchange->seat, waits ? PHASE_WORKING : PHASE_WRITING);
	arrival->waited = waits;
}

/* Told of the error, the library would keep a connection that has slept until something else happens on its thread.
 * It puts it away at once when it cannot write; what was written before still arrives, this byte does not. */
static ssize_t
break_off(struct http_connection *exchange, char *at)
{
	shutdown(socket_of(exchange->library), SHUT_RDWR);
	at[0] = '\0';
	return 1;
}

/* The connection sleeps while the next bytes are on their way: it is put to sleep before the source may wake it. */
static ssize_t
arrival_read(void *data, uint64_t position, char *at, size_t room)
{
	struct arrival *arrival = data;
	struct http_connection *exchange = arrival->exchange;
	const struct http_source *source = &arrival->source;
	uint64_t offset = arrival->first + position;
	ssize_t got = source->read(source->data, offset, arrival->end, at, room, NULL, NULL);

	if (got == 0) {
		arrival_phase(arrival, true);
		MHD_suspend_connection(exchange->library);
		got = source->read(source->data, offset, arrival->end, at, room, arrival_wake, exchange);
		if (got != 0)
			MHD_resume_connection(exchange->library);
		/* An end told while it sleeps would keep the connection for ever: the source says it again. */
		if (got <= 0)
			return 0;
	}
	arrival_phase(arrival, false);
	if (got == SOURCE_ENDED)
		return MHD_CONTENT_READER_END_OF_STREAM;
	return got < 0 ? break_off(exchange, at) : got;
}

/* May come after the exchange is gone. */
static void
arrival_end(void *data)
{
	struct arrival *arrival = data;

	arrival->source.close(arrival->source.data);
	free(arrival);
}

static struct MHD_Response *
make_arrival(struct http_connection *exchange)
{
	struct delivery *delivery = &exchange->delivery;
	struct arrival *arrival = calloc(1, sizeof *arrival);
	struct MHD_Response *response;

	check(arrival != NULL); /* out of memory */
	*arrival = (struct arrival){delivery->source, exchange, delivery->offset, delivery->offset + delivery->size,
				    false};
	response = MHD_create_response_from_callback(delivery->size, ARRIVAL_BLOCK, arrival_read, arrival, arrival_end);
	if (response == NULL)
		free(arrival);
	return response;
}

static struct MHD_Response *
make_body(struct http_connection *exchange)
{
	struct delivery *delivery = &exchange->delivery;
	struct MHD_Response *response;

	if (delivery->body == HTTP_BODY_SOURCE)
		return make_arrival(exchange);

	if (delivery->body == HTTP_BODY_FILE) {
		response = MHD_create_response_from_fd_at_offset64(delivery->size, delivery->fd, delivery->offset);
		if (response != NULL)
			delivery->fd = -1; /* the library closes it now */
		return response;
	}
	return MHD_create_response_from_buffer(delivery->bytes.length, (void *)(uintptr_t)delivery->bytes.at,
					       MHD_RESPMEM_PERSISTENT);
}

static bool
add_headers(struct MHD_Response *response, const struct delivery *delivery)
{
	for (size_t i = 0; i < delivery->header_count; i++) {
		const struct http_field *header = &delivery->headers[i];

		if (header->value[0] == '\0')
			continue; /* the library takes no empty value */
		if (MHD_add_response_header(response, header->name, header->value) != MHD_YES) {
			log_error("http.header", "the library refused the header %s", header->name);
			return false;
		}
	}
	return !delivery->close || MHD_add_response_header(response, "Connection", "close") == MHD_YES;
}

/* MHD_NO cuts the connection: an answer without one of its headers could be a dangerous one. */
static enum MHD_Result
queue_answer(struct http_connection *exchange)
{
	struct delivery *delivery = &exchange->delivery;
	struct MHD_Response *response;
	enum MHD_Result result = MHD_NO;

	if (atomic_load(&exchange->server->stopping))
		delivery->close = true;
	response = make_body(exchange);
	if (response == NULL) {
		log_error("http.answer", "no memory or no file for an answer");
		return MHD_NO;
	}
	exchange->state = EXCHANGE_SENT;
	register_set_phase(exchange->server->all, exchange->seat, PHASE_WRITING);
	if (add_headers(response, delivery))
		result = MHD_queue_response(exchange->library, (unsigned)delivery->status, response);
	MHD_destroy_response(response);
	return result;
}

/* Suspended first: the answer may come before serve returns. */
static enum MHD_Result
serve(struct http_connection *exchange)
{
	const struct http_application *application = &exchange->server->application;

	exchange->state = EXCHANGE_SERVED;
	MHD_suspend_connection(exchange->library);
	application->serve(&exchange->request, application->data);
	return MHD_YES;
}

static enum MHD_Result
admit_first(struct http_connection *exchange)
{
	const struct http_application *application = &exchange->server->application;

	MHD_suspend_connection(exchange->library);
	application->admit(&exchange->request, application->data);
	return MHD_YES;
}

/* Suspended first: the last byte may be durable before inflow_end returns. */
static enum MHD_Result
wait_until_durable(struct http_connection *exchange)
{
	MHD_suspend_connection(exchange->library);
	inflow_end(exchange->inflow);
	return MHD_YES;
}

static enum MHD_Result
follow(struct http_connection *exchange, enum exchange_next next)
{
	switch (next) {
	case NEXT_ADMIT:
		return admit_first(exchange);
	case NEXT_WAIT:
		return wait_until_durable(exchange);
	case NEXT_ANSWER:
		return queue_answer(exchange);
	case NEXT_ABORT:
		return write_farewell(exchange);
	default:
		return MHD_YES; /* NEXT_SERVE too: the next call is the one */
	}
}

void
exchange_wake(struct http_connection *exchange)
{
	MHD_resume_connection(exchange->library);
}

/* While there is no room the client is not the one who is slow. */
static enum MHD_Result
stream_in(struct http_connection *exchange, const char *bytes, size_t *size)
{
	size_t used;
	enum exchange_next next = exchange_stream(exchange, str_slice(bytes, *size), &used);

	if (next == NEXT_READ && used < *size) {
		MHD_suspend_connection(exchange->library);
		if (exchange_has_room(exchange))
			exchange_wake(exchange);
	}
	*size -= used;
	return follow(exchange, next);
}

/* Called once when the header is complete (and once more when it was suspended there), then for each piece of the body,
 * then when the request is complete, each turn until the connection is suspended, and when it was resumed. */
static enum MHD_Result
handle(__attribute__((unused)) void *data, __attribute__((unused)) struct MHD_Connection *library,
       __attribute__((unused)) const char *url, const char *method, const char *version, const char *bytes,
       size_t *size, void **context)
{
	struct http_connection *exchange = *context;
	size_t taken = *size;

	if (exchange->state == EXCHANGE_NEW) {
		delist(exchange);
		return follow(exchange, open_exchange(exchange, method, version));
	}
	if (exchange->state == EXCHANGE_ADMITTED || exchange->state == EXCHANGE_DECLINED)
		return follow(exchange, exchange_go_on(exchange));
	if (taken > 0 && exchange->state == EXCHANGE_STREAMING)
		return stream_in(exchange, bytes, size);
	if (taken > 0) {
		*size = 0;
		return follow(exchange, exchange_receive(exchange, str_slice(bytes, taken)));
	}
	if (exchange->state == EXCHANGE_COMPLETE)
		return serve(exchange);
	if (exchange->state == EXCHANGE_ANSWERED)
		return queue_answer(exchange);
	if (exchange->state == EXCHANGE_SERVED || exchange->state == EXCHANGE_SENT ||
	    exchange->state == EXCHANGE_ADMITTING)
		return MHD_YES;
	return follow(exchange, exchange_complete(exchange));
}

/* Nothing of the exchange may be touched afterwards. */
static void
complete(__attribute__((unused)) void *data, __attribute__((unused)) struct MHD_Connection *library, void **context,
	 enum MHD_RequestTerminationCode code)
{
	struct http_connection *exchange = *context;
	bool whole = code == MHD_REQUEST_TERMINATED_COMPLETED_OK;

	if (exchange == NULL)
		return;
	*context = NULL;
	if (exchange->state == EXCHANGE_NEW)
		delist(exchange);
	/* Otherwise the connection ends in the phase it is in, which says whether the client may still be sending. */
	if (whole)
		register_set_phase(exchange->server->all, exchange->seat, PHASE_IDLE);
	exchange_leave(exchange, whole);
}

void
http_answer(struct http_request *request, const struct http_reply *reply)
{
	struct http_connection *exchange = request->connection;

	exchange_answer(exchange, reply);
	exchange_wake(exchange);
}

void
http_receive(struct http_request *request, const struct http_sink *sink)
{
	struct http_connection *exchange = request->connection;

	exchange_accept(exchange, sink);
	exchange_wake(exchange);
}

/* ---- start and stop ---- */

static void
set_defaults(struct http_options *options)
{
	options->threads = options->threads == 0 ? 2 : options->threads;
	options->connections = options->connections == 0 ? 4096 : options->connections;
	if (options->connections_per_address == 0)
		options->connections_per_address = 64;
	options->header_seconds = options->header_seconds == 0 ? 10 : options->header_seconds;
	options->idle_seconds = options->idle_seconds == 0 ? 30 : options->idle_seconds;
	options->body_grace_seconds = options->body_grace_seconds == 0 ? 30 : options->body_grace_seconds;
	options->request_memory = options->request_memory == 0 ? 32u << 20 : options->request_memory;
}

/* The usual soft limit of 1,024 descriptors is less than the connections we promise. */
static void
raise_file_limit(unsigned connections)
{
	struct rlimit limit;
	rlim_t wanted = (rlim_t)connections + SPARE_FILES;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= wanted)
		return;
	limit.rlim_cur = wanted < limit.rlim_max ? wanted : limit.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur < wanted)
		log_warning("http.start", "only %llu files may be open: fewer than %u connections fit",
			    (unsigned long long)limit.rlim_cur, connections);
}

static bool
start_library(struct http_server *server)
{
	const struct http_options *options = &server->options;
	unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
	struct MHD_OptionItem items[8] = {{MHD_OPTION_END, 0, NULL}};
	size_t count = 0;

	if (options->threads > 1)
		items[count++] = (struct MHD_OptionItem){MHD_OPTION_THREAD_POOL_SIZE, (intptr_t)options->threads, NULL};
	if (options->tls_cert != NULL) {
		flags |= MHD_USE_TLS;
		items[count++] =
			(struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)options->tls_cert};
		items[count++] =
			(struct MHD_OptionItem){MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)options->tls_key};
		items[count++] =
			(struct MHD_OptionItem){MHD_OPTION_HTTPS_PRIORITIES, 0, (void *)(uintptr_t)tls_priorities};
	}
#if STRICT_LIBRARY
	items[count++] = (struct MHD_OptionItem){MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1, NULL};
#endif
	items[count] = (struct MHD_OptionItem){MHD_OPTION_END, 0, NULL};
	/* The library splits its limit evenly among its threads; ours, kept in `admit`, is the one that holds. */
	server->library = MHD_start_daemon(
		flags, 0, admit, server, handle, server, MHD_OPTION_EXTERNAL_LOGGER, library_log, server,
		MHD_OPTION_LISTEN_SOCKET, server->listen_fd, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
		(size_t)CONNECTION_MEMORY, MHD_OPTION_CONNECTION_LIMIT,
		(options->connections + SPARE_FILES) * options->threads, MHD_OPTION_CONNECTION_TIMEOUT, 0u,
		MHD_OPTION_NOTIFY_CONNECTION, note_connection, server, MHD_OPTION_NOTIFY_COMPLETED, complete, server,
		MHD_OPTION_URI_LOG_CALLBACK, note_target, server, MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, NULL,
		MHD_OPTION_ARRAY, items, MHD_OPTION_END);
	atomic_store(&server->started, server->library != NULL);
	return server->library != NULL;
}

struct http_server *
http_start(struct arena *arena, const struct http_options *options, const struct http_application *application,
	   const char **error)
{
	struct http_server *server = arena_make(arena, struct http_server);
	struct register_limits limits;

	server->application = *application;
	server->options = *options;
	set_defaults(&server->options);
	options = &server->options;
	if (!networks_parse(arena, options->proxies, &server->proxies, error))
		return NULL;
	server->listen_fd = listen_on(arena, options->listen, &server->port, error);
	if (server->listen_fd < 0)
		return NULL;
	raise_file_limit(options->connections);
	limits = (struct register_limits){
		.connections = options->connections,
		.per_address = options->connections_per_address,
		.header_seconds = options->header_seconds,
		.idle_seconds = options->idle_seconds,
		.grace_seconds = options->body_grace_seconds,
		.tls = options->tls_cert != NULL,
	};
	server->all = register_new(&limits);
	server->streams = pool_new("http-stream", STREAM_WORKERS, options->connections + SPARE_FILES);
	MHD_set_panic_func(library_panic, NULL);
	if (!start_library(server)) {
		*error = options->tls_cert == NULL
				 ? "The HTTP library could not be started."
				 : "The HTTP library could not be started: are the TLS certificate and its key right?";
		register_free(server->all);
		pool_stop(server->streams);
		close(server->listen_fd);
		return NULL;
	}
	log_info("http.start", "listening on %s", options->listen);
	return server;
}

/* MHD_quiesce_daemon may abort the process when a network thread looks at the listening socket in the same moment.
 * Putting a silent descriptor in its place closes it in one step that no thread can notice half-way. */
static void
stop_listening(struct http_server *server)
{
	int silent = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

	listen_clean(server->options.listen);
	if (silent < 0 || dup3(silent, server->listen_fd, O_CLOEXEC) < 0)
		log_error("http.stop", "cannot close the listening socket: %s", strerror(errno));
	if (silent >= 0)
		close(silent);
}

static bool
wait_until_empty(struct http_server *server, int64_t until)
{
	const struct timespec pause = {0, WAIT_MS * 1000000L};

	/* A request may outlive its connection: what came of a body is still being written. */
	while (register_counted(server->all).open > 0 || atomic_load(&server->in_flight) > 0) {
		if (clock_monotonic() >= until)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

bool
http_stop(struct http_server *server, unsigned seconds)
{
	bool drained;

	atomic_store(&server->stopping, true);
	stop_listening(server);
	register_drain(server->all);
	drained = wait_until_empty(server, clock_monotonic() + (int64_t)seconds * 1000);
	if (!drained) {
		log_warning("http.stop", "%u connections are cut", register_counted(server->all).open);
		register_cut_all(server->all);
		/* What the application still works on cannot be taken from under it: then all of it stays. */
		if (!wait_until_empty(server, clock_monotonic() + 1000))
			return false;
	}
	MHD_stop_daemon(server->library);
	pool_stop(server->streams);
	register_free(server->all);
	log_info("http.stop", "stopped after %" PRIu64 " requests", atomic_load(&server->requests));
	return drained;
}

unsigned
http_port(const struct http_server *server)
{
	return server->port;
}

struct http_counts
http_counted(const struct http_server *server)
{
	struct register_counts connections = register_counted(server->all);

	return (struct http_counts){
		.connections = connections.connections,
		.requests = atomic_load(&server->requests),
		.refused = atomic_load(&server->refused),
		.overdue = connections.overdue,
		.open = connections.open,
		.in_flight = atomic_load(&server->in_flight),
	};
}
