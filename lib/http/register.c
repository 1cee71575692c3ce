/* register: the library's own time-out begins anew with every byte, so a dripping client would stay for ever; here
 * every phase has a deadline or a minimum rate, kept by one thread that looks at all connections four times a second.
 */
#include "http/register.h"

#include "base/check.h"
#include "http/linger.h"
#include "sys/clock.h"
#include "sys/random.h"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <time.h>

enum {
	BUCKETS = 1024, /* a power of two */
	TICK_MS = 250,
	IDLE_LOOK_MS = 1000,	 /* idle connections are many and change little */
	LEAST_RATE = 1024,	 /* bytes per second */
	DRAIN_SILENCE_MS = 1000, /* a connection that has said nothing for so long is idle when we stop */
};

struct register_of_connections {
	struct register_limits limits;
	pthread_mutex_t lock;
	pthread_cond_t wake;
	pthread_t thread;
	bool ending, draining;
	struct seat *seats;
	struct seat *peers[BUCKETS]; /* by address; trusted proxies are not in it */
	uint64_t salt;		     /* so that nobody can choose addresses of one bucket */
	struct lingering linger;
	struct register_counts counts;
};

static bool
tcp_info_of(int fd, struct tcp_info *info)
{
	socklen_t size = sizeof *info;

	memset(info, 0, sizeof *info);
	return getsockopt(fd, IPPROTO_TCP, TCP_INFO, info, &size) == 0;
}

/* Bytes the other side has acknowledged. A local socket cannot say: its peer is a proxy of this machine. */
static uint64_t
acknowledged(int fd)
{
	struct tcp_info info;

	return tcp_info_of(fd, &info) ? info.tcpi_bytes_acked : 0;
}

static uint64_t
received(int fd)
{
	struct tcp_info info;

	return tcp_info_of(fd, &info) ? info.tcpi_bytes_received : 0;
}

static int
unread_bytes(int fd)
{
	int count = 0;

	return ioctl(fd, SIOCINQ, &count) == 0 ? count : 0;
}

static int
unsent_bytes(int fd)
{
	int count = 0;

	return ioctl(fd, SIOCOUTQ, &count) == 0 ? count : 0;
}

/* What is still unsent is of no use to anybody: a reset gives the kernel its memory back. */
static void
reset_on_close(int fd)
{
	const struct linger hard = {.l_onoff = 1, .l_linger = 0};

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
}

static void
say_timeout(int fd)
{
	static const char text[] = "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
	ssize_t sent = send(fd, text, sizeof text - 1, MSG_DONTWAIT | MSG_NOSIGNAL);

	(void)sent; /* a courtesy only */
}

/* The library sees the end of the connection and cleans up on its own thread. */
static void
cut(struct register_of_connections *all, struct seat *seat)
{
	bool speaking = seat->phase == PHASE_HEADER || seat->phase == PHASE_BODY;

	if (speaking && !all->limits.tls)
		say_timeout(seat->fd);
	if (seat->phase == PHASE_WRITING || (seat->phase == PHASE_IDLE && unsent_bytes(seat->fd) > 0))
		reset_on_close(seat->fd);
	seat->cut = true;
	shutdown(seat->fd, SHUT_RDWR);
}

/* An end that comes together with the last bytes before it is not told to the library a second time, and it does not
 * look by itself: it is woken. */
static void
tell_end(const struct seat *seat)
{
	struct pollfd look = {.fd = seat->fd, .events = POLLRDHUP};

	if (poll(&look, 1, 0) == 1 && (look.revents & POLLRDHUP) != 0 && unread_bytes(seat->fd) == 0)
		shutdown(seat->fd, SHUT_RD);
}

/* Measures windows of the grace's length, so that a quick beginning earns no right to drip later. */
static bool
is_too_slow(const struct register_of_connections *all, struct seat *seat, uint64_t count, int64_t now)
{
	int64_t window = (int64_t)all->limits.grace_seconds * 1000;
	uint64_t least = (uint64_t)all->limits.grace_seconds * LEAST_RATE;

	if (!seat->measured) {
		seat->measured = true;
		seat->window_since = now;
		seat->window_count = count;
		return false;
	}
	if (now - seat->window_since < window)
		return false;
	if (count - seat->window_count < least)
		return true;
	seat->window_since = now;
	seat->window_count = count;
	return false;
}

/* The kernel may still be sending what the library has handed over; only then does silence count. The next request may
 * have begun, too. */
static bool
is_idle_too_long(const struct register_of_connections *all, struct seat *seat, int64_t now)
{
	uint64_t heard;

	if (!all->draining && now - seat->looked_at < IDLE_LOOK_MS)
		return false;
	seat->looked_at = now;
	heard = received(seat->fd);
	if (!seat->measured)
		seat->heard = heard;
	if (!seat->address.local && unsent_bytes(seat->fd) > 0) {
		seat->since = now;
		return is_too_slow(all, seat, acknowledged(seat->fd), now);
	}
	if (heard != seat->heard) {
		seat->phase = PHASE_HEADER;
		seat->since = now;
		return false;
	}
	seat->measured = true;
	if (all->draining)
		return unread_bytes(seat->fd) == 0;
	return now - seat->since >= (int64_t)all->limits.idle_seconds * 1000;
}

static bool
is_overdue(const struct register_of_connections *all, struct seat *seat, int64_t now)
{
	int64_t header = (int64_t)all->limits.header_seconds * 1000;

	switch (seat->phase) {
	case PHASE_ACCEPTED:
		if (received(seat->fd) > 0) {
			seat->phase = PHASE_HEADER;
			seat->since = now;
			return false;
		}
		return now - seat->since >= (all->draining ? DRAIN_SILENCE_MS : header);
	case PHASE_HEADER:
		return now - seat->since >= header;
	case PHASE_BODY:
		return is_too_slow(all, seat, atomic_load(&seat->body_bytes), now);
	case PHASE_WRITING:
		return !seat->address.local && is_too_slow(all, seat, acknowledged(seat->fd), now);
	case PHASE_IDLE:
		return is_idle_too_long(all, seat, now);
	default:
		return false;
	}
}

static void
tick(struct register_of_connections *all)
{
	int64_t now = clock_monotonic();

	for (struct seat *seat = all->seats; seat != NULL; seat = seat->next) {
		if (seat->cut)
			continue;
		if (seat->phase == PHASE_BODY)
			tell_end(seat);
		if (!is_overdue(all, seat, now))
			continue;
		if (seat->phase != PHASE_IDLE)
			all->counts.overdue++;
		cut(all, seat);
	}
	linger_tick(&all->linger, now);
}

static void *
watch(void *data)
{
	struct register_of_connections *all = data;

	pthread_mutex_lock(&all->lock);
	while (!all->ending) {
		struct timespec until;

		clock_gettime(CLOCK_MONOTONIC, &until);
		until.tv_nsec += TICK_MS * 1000000L;
		if (until.tv_nsec >= 1000000000L) {
			until.tv_sec++;
			until.tv_nsec -= 1000000000L;
		}
		pthread_cond_timedwait(&all->wake, &all->lock, &until);
		tick(all);
	}
	pthread_mutex_unlock(&all->lock);
	return NULL;
}

struct register_of_connections *
register_new(const struct register_limits *limits)
{
	struct register_of_connections *all = calloc(1, sizeof *all);
	pthread_condattr_t attributes;

	check(all != NULL);
	all->limits = *limits;
	random_bytes(&all->salt, sizeof all->salt);
	pthread_mutex_init(&all->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&all->wake, &attributes);
	pthread_condattr_destroy(&attributes);
	check(pthread_create(&all->thread, NULL, watch, all) == 0);
	pthread_setname_np(all->thread, "http-register");
	return all;
}

void
register_free(struct register_of_connections *all)
{
	pthread_mutex_lock(&all->lock);
	all->ending = true;
	pthread_cond_signal(&all->wake);
	pthread_mutex_unlock(&all->lock);
	pthread_join(all->thread, NULL);
	check(all->seats == NULL);
	linger_end(&all->linger);
	pthread_cond_destroy(&all->wake);
	pthread_mutex_destroy(&all->lock);
	free(all);
}

/* FNV-1a over what makes a client: 64 bits of an IPv6 address, all of an IPv4 one. */
static struct seat **
bucket_of(struct register_of_connections *all, const struct address *address)
{
	uint64_t hash = all->salt;

	for (size_t i = 0; i < address_client_size(address); i++)
		hash = (hash ^ address->bytes[i]) * 1099511628211u;
	return &all->peers[(hash >> 32) & (BUCKETS - 1)];
}

bool
register_admits(struct register_of_connections *all, const struct address *address, bool trusted)
{
	unsigned same = 0;
	bool admits;

	pthread_mutex_lock(&all->lock);
	admits = all->counts.open < all->limits.connections && !all->draining;
	if (admits && !trusted)
		for (const struct seat *seat = *bucket_of(all, address); seat != NULL; seat = seat->peer_next)
			same += address_same_client(&seat->address, address);
	pthread_mutex_unlock(&all->lock);
	return admits && same < all->limits.per_address;
}

static void
link_seat(struct register_of_connections *all, struct seat *seat)
{
	struct seat **peers = bucket_of(all, &seat->address);

	seat->next = all->seats;
	seat->link = &all->seats;
	if (seat->next != NULL)
		seat->next->link = &seat->next;
	all->seats = seat;
	if (seat->trusted)
		return;
	seat->peer_next = *peers;
	seat->peer_link = peers;
	if (seat->peer_next != NULL)
		seat->peer_next->peer_link = &seat->peer_next;
	*peers = seat;
}

static void
unlink_seat(struct seat *seat)
{
	*seat->link = seat->next;
	if (seat->next != NULL)
		seat->next->link = seat->link;
	if (seat->trusted)
		return;
	*seat->peer_link = seat->peer_next;
	if (seat->peer_next != NULL)
		seat->peer_next->peer_link = seat->peer_link;
}

struct seat *
register_enter(struct register_of_connections *all, int fd, const struct address *address, bool trusted)
{
	struct seat *seat = calloc(1, sizeof *seat);

	check(seat != NULL);
	seat->fd = fd;
	seat->address = *address;
	seat->trusted = trusted;
	seat->since = clock_monotonic();
	pthread_mutex_lock(&all->lock);
	link_seat(all, seat);
	all->counts.open++;
	all->counts.connections++;
	pthread_mutex_unlock(&all->lock);
	return seat;
}

void
register_leave(struct register_of_connections *all, struct seat *seat)
{
	bool linger;

	pthread_mutex_lock(&all->lock);
	linger = seat->linger || seat->phase == PHASE_HEADER || seat->phase == PHASE_BODY ||
		 (seat->phase == PHASE_ACCEPTED && !seat->cut);
	unlink_seat(seat);
	all->counts.open--;
	if (linger || unread_bytes(seat->fd) > 0)
		linger_add(&all->linger, seat->fd, clock_monotonic());
	pthread_mutex_unlock(&all->lock);
	free(seat);
}

void
register_set_phase(struct register_of_connections *all, struct seat *seat, enum phase phase)
{
	pthread_mutex_lock(&all->lock);
	/* A header's time began with its first byte, before the library knew of it. */
	if (phase != PHASE_HEADER || seat->phase != PHASE_HEADER)
		seat->since = clock_monotonic();
	seat->phase = phase;
	seat->measured = false;
	if (phase == PHASE_BODY)
		atomic_store(&seat->body_bytes, 0);
	pthread_mutex_unlock(&all->lock);
}

void
register_expect_linger(struct seat *seat)
{
	seat->linger = true;
}

void
register_count_body(struct seat *seat, uint64_t bytes)
{
	atomic_fetch_add(&seat->body_bytes, bytes);
}

void
register_drain(struct register_of_connections *all)
{
	pthread_mutex_lock(&all->lock);
	all->draining = true;
	pthread_cond_signal(&all->wake);
	pthread_mutex_unlock(&all->lock);
}

void
register_cut_all(struct register_of_connections *all)
{
	pthread_mutex_lock(&all->lock);
	for (struct seat *seat = all->seats; seat != NULL; seat = seat->next) {
		seat->cut = true;
		reset_on_close(seat->fd);
		shutdown(seat->fd, SHUT_RDWR);
	}
	pthread_mutex_unlock(&all->lock);
}

struct register_counts
register_counted(struct register_of_connections *all)
{
	struct register_counts counts;

	pthread_mutex_lock(&all->lock);
	counts = all->counts;
	pthread_mutex_unlock(&all->lock);
	return counts;
}
