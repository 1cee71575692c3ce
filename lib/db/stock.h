/* stock: the connections of a database that wait to be used, and how many there may be. Internal to lib/db. */
#ifndef DB_STOCK_H
#define DB_STOCK_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

struct stock {
	pthread_mutex_t lock;
	pthread_cond_t given;
	void **idle; /* the last given is taken first: its caches are warm */
	size_t idle_count;
	size_t taken;
	size_t limit;
};

void stock_open(struct stock *stock, size_t limit);

/* Takes a place, waiting for one at most `wait_ms`; false when none came free. *connection gets an idle one, or NULL:
 * then the caller opens one. */
bool stock_take(struct stock *stock, unsigned wait_ms, void **connection);

/* Gives the place back, with the connection, or with NULL when it was closed. */
void stock_give(struct stock *stock, void *connection);

/* Closes the idle ones; every place must have been given back. */
void stock_close(struct stock *stock, void (*close)(void *connection));

#endif
