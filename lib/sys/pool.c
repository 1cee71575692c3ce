/* pool: a fixed number of threads that run what is handed to them, in order, from a bounded queue. */
#include "sys/pool.h"

#include "base/check.h"

#include <pthread.h>
#include <stdlib.h>

struct pool_work {
	void (*run)(void *data);
	void *data;
};

struct pool {
	pthread_mutex_t lock;
	pthread_cond_t changed; /* something was queued, or the pool is stopping */
	bool stopping;
	struct pool_work *ring; /* `waiting` entries from `first` on, round the end */
	size_t limit, first, waiting;
	unsigned thread_count;
	pthread_t threads[];
};

/* Waits for work; false when there is none left and the pool is stopping. */
static bool
pool_take(struct pool *pool, struct pool_work *work)
{
	bool found;

	pthread_mutex_lock(&pool->lock);
	while (pool->waiting == 0 && !pool->stopping)
		pthread_cond_wait(&pool->changed, &pool->lock);
	found = pool->waiting > 0;
	if (found) {
		*work = pool->ring[pool->first];
		pool->first = (pool->first + 1) % pool->limit;
		pool->waiting--;
	}
	pthread_mutex_unlock(&pool->lock);
	return found;
}

static void *
pool_thread(void *data)
{
	struct pool_work work;

	while (pool_take(data, &work))
		work.run(work.data);
	return NULL;
}

/* Too little memory, or no thread to be had: the process ends, as it does when an arena finds no memory. */
struct pool *
pool_new(const char *name, unsigned threads, size_t queue_limit)
{
	struct pool *pool = calloc(1, sizeof *pool + threads * sizeof(pthread_t));
	unsigned i;

	check(threads > 0 && queue_limit > 0);
	check(pool != NULL);
	pool->ring = calloc(queue_limit, sizeof *pool->ring);
	check(pool->ring != NULL);
	pool->limit = queue_limit;
	pool->thread_count = threads;
	pthread_mutex_init(&pool->lock, NULL);
	pthread_cond_init(&pool->changed, NULL);
	for (i = 0; i < threads; i++) {
		check(pthread_create(&pool->threads[i], NULL, pool_thread, pool) == 0);
		check(pthread_setname_np(pool->threads[i], name) == 0);
	}
	return pool;
}

bool
pool_add(struct pool *pool, void (*run)(void *data), void *data)
{
	bool taken;

	pthread_mutex_lock(&pool->lock);
	taken = !pool->stopping && pool->waiting < pool->limit;
	if (taken) {
		pool->ring[(pool->first + pool->waiting) % pool->limit] = (struct pool_work){run, data};
		pool->waiting++;
		pthread_cond_signal(&pool->changed);
	}
	pthread_mutex_unlock(&pool->lock);
	return taken;
}

size_t
pool_waiting(struct pool *pool)
{
	size_t waiting;

	pthread_mutex_lock(&pool->lock);
	waiting = pool->waiting;
	pthread_mutex_unlock(&pool->lock);
	return waiting;
}

void
pool_stop(struct pool *pool)
{
	unsigned i;

	pthread_mutex_lock(&pool->lock);
	pool->stopping = true;
	pthread_cond_broadcast(&pool->changed);
	pthread_mutex_unlock(&pool->lock);
	for (i = 0; i < pool->thread_count; i++)
		pthread_join(pool->threads[i], NULL);
	pthread_cond_destroy(&pool->changed);
	pthread_mutex_destroy(&pool->lock);
	free(pool->ring);
	free(pool);
}
