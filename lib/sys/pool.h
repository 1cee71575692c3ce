/* pool: a fixed number of threads that run what is handed to them, in order, from a bounded queue. */
#ifndef SYS_POOL_H
#define SYS_POOL_H

#include <stdbool.h>
#include <stddef.h>

struct pool;

/* `name` is at most 15 characters (the threads bear it). */
struct pool *pool_new(const char *name, unsigned threads, size_t queue_limit);

/* False when the queue is full or the pool is stopping: nothing was taken. */
bool pool_add(struct pool *pool, void (*run)(void *data), void *data);
size_t pool_waiting(struct pool *pool);

/* Runs what is queued, then ends the threads and frees the pool. */
void pool_stop(struct pool *pool);

#endif
