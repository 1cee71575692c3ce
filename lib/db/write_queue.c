/* write_queue: a list under a lock. */
#include "db/write_queue.h"

#include "base/check.h"

/* ---- lists ---- */

void
write_list_add(struct write_list *list, struct write *write)
{
	write->next = NULL;
	if (list->last == NULL)
		list->first = write;
	else
		list->last->next = write;
	list->last = write;
	list->count++;
}

struct write *
write_list_take(struct write_list *list)
{
	struct write *write = list->first;

	if (write == NULL)
		return NULL;
	list->first = write->next;
	if (list->first == NULL)
		list->last = NULL;
	list->count--;
	return write;
}

void
write_list_move(struct write_list *to, struct write_list *from)
{
	if (from->count == 0)
		return;
	if (to->last == NULL)
		to->first = from->first;
	else
		to->last->next = from->first;
	to->last = from->last;
	to->count += from->count;
	*from = (struct write_list){.count = 0};
}

void
write_list_deliver(struct write_list *list)
{
	struct write *write;

	while ((write = write_list_take(list)) != NULL)
		write->done(write->trouble, write->done_data);
}

/* ---- the queue ---- */

void
write_queue_open(struct write_queue *queue)
{
	pthread_mutex_init(&queue->lock, NULL);
	pthread_cond_init(&queue->added, NULL);
}

void
write_queue_close(struct write_queue *queue)
{
	check(queue->waiting.count == 0);
	pthread_cond_destroy(&queue->added);
	pthread_mutex_destroy(&queue->lock);
}

void
write_queue_add(struct write_queue *queue, struct write *write)
{
	pthread_mutex_lock(&queue->lock);
	check(!queue->stopping);
	write_list_add(&queue->waiting, write);
	pthread_cond_signal(&queue->added);
	pthread_mutex_unlock(&queue->lock);
}

struct write *
write_queue_take(struct write_queue *queue)
{
	struct write *write;

	pthread_mutex_lock(&queue->lock);
	write = write_list_take(&queue->waiting);
	pthread_mutex_unlock(&queue->lock);
	return write;
}

void
write_queue_put_back(struct write_queue *queue, struct write_list *list)
{
	if (list->count == 0)
		return;
	pthread_mutex_lock(&queue->lock);
	write_list_move(list, &queue->waiting);
	queue->waiting = *list;
	pthread_cond_signal(&queue->added);
	pthread_mutex_unlock(&queue->lock);
	*list = (struct write_list){.count = 0};
}

bool
write_queue_wait_locked(struct write_queue *queue)
{
	while (queue->waiting.count == 0 && !queue->stopping)
		pthread_cond_wait(&queue->added, &queue->lock);
	return queue->waiting.count > 0;
}

bool
write_queue_wait(struct write_queue *queue)
{
	bool found;

	pthread_mutex_lock(&queue->lock);
	found = write_queue_wait_locked(queue);
	pthread_mutex_unlock(&queue->lock);
	return found;
}

void
write_queue_stop(struct write_queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->stopping = true;
	pthread_cond_broadcast(&queue->added);
	pthread_mutex_unlock(&queue->lock);
}
