/* stock: a stack of idle connections under a lock. */
#include "db/stock.h"

#include "base/check.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

void
stock_open(struct stock *stock, size_t limit)
{
	pthread_condattr_t attributes;

	*stock = (struct stock){.limit = limit, .idle = calloc(limit, sizeof(void *))};
	check(stock->idle != NULL);
	pthread_mutex_init(&stock->lock, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&stock->given, &attributes);
	pthread_condattr_destroy(&attributes);
}

static struct timespec
time_after(unsigned ms)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	time.tv_sec += ms / 1000;
	time.tv_nsec += (long)(ms % 1000) * 1000000;
	if (time.tv_nsec >= 1000000000) {
		time.tv_sec++;
		time.tv_nsec -= 1000000000;
	}
	return time;
}

bool
stock_take(struct stock *stock, unsigned wait_ms, void **connection)
{
	struct timespec until = time_after(wait_ms);
	bool free_place;
	int waited = 0;

	*connection = NULL;
	pthread_mutex_lock(&stock->lock);
	while (stock->taken == stock->limit && waited != ETIMEDOUT)
		waited = pthread_cond_timedwait(&stock->given, &stock->lock, &until);
	free_place = stock->taken < stock->limit;
	if (free_place) {
		stock->taken++;
		if (stock->idle_count > 0)
			*connection = stock->idle[--stock->idle_count];
	}
	pthread_mutex_unlock(&stock->lock);
	return free_place;
}

void
stock_give(struct stock *stock, void *connection)
{
	pthread_mutex_lock(&stock->lock);
	stock->taken--;
	if (connection != NULL)
		stock->idle[stock->idle_count++] = connection;
	pthread_cond_signal(&stock->given);
	pthread_mutex_unlock(&stock->lock);
}

void
stock_close(struct stock *stock, void (*close)(void *connection))
{
	check(stock->taken == 0);
	while (stock->idle_count > 0)
		close(stock->idle[--stock->idle_count]);
	free(stock->idle);
	pthread_cond_destroy(&stock->given);
	pthread_mutex_destroy(&stock->lock);
}
