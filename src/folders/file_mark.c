/* file_mark: who opens files is who sent the request. */
#include "folders/file_mark.h"

/* Nobody in a preview: whoever looks through somebody's eyes reads nothing for them. */
static struct folder_person
reader_of(const struct request *rq)
{
	const struct viewer *viewer = rq->viewer;

	if (viewer->kind == VIEWER_STAFF)
		return (struct folder_person){.staff = true, .id = viewer->staff};
	if (viewer->kind == VIEWER_CLIENT && !viewer->preview)
		return (struct folder_person){.id = viewer->record};
	return (struct folder_person){.id = 0};
}

void
file_opened(struct request *rq, const struct file *file)
{
	const struct folder_person person = reader_of(rq);

	file_read_by(rq->tx, &person, file);
}
