/* write_queue: the writes that wait for a thread which runs several of them in one transaction. Internal to lib/db. */
#ifndef DB_WRITE_QUEUE_H
#define DB_WRITE_QUEUE_H

#include "db/engine.h"

#include <pthread.h>

/* Writes in order. A zeroed one is empty. */
struct write_list {
	struct write *first, *last;
	unsigned count;
};

void write_list_add(struct write_list *list, struct write *write);
struct write *write_list_take(struct write_list *list);		      /* the first; NULL: none */
void write_list_move(struct write_list *to, struct write_list *from); /* all of them, to its end */

/* Tells each its trouble. They are not touched afterwards, so the list is empty. */
void write_list_deliver(struct write_list *list);

/* A zeroed one is opened; its members are read and written under the lock only. */
struct write_queue {
	pthread_mutex_t lock;
	pthread_cond_t added; /* one thread waits for it: the one that takes next */
	struct write_list waiting;
	bool stopping;
};

void write_queue_open(struct write_queue *queue);
void write_queue_close(struct write_queue *queue);

void write_queue_add(struct write_queue *queue, struct write *write);
struct write *write_queue_take(struct write_queue *queue);		       /* NULL: none */
void write_queue_put_back(struct write_queue *queue, struct write_list *list); /* before all others; empties `list` */

/* Waits until there is one; false when there is none and there will be none. */
bool write_queue_wait(struct write_queue *queue);
bool write_queue_wait_locked(struct write_queue *queue); /* the same for one who holds the lock */

/* From now on nothing may be added, but put back. */
void write_queue_stop(struct write_queue *queue);

#endif
