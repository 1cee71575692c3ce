/* files_away: what is said when the place where files are kept does not answer. */
#include "core/files_away.h"

#include "core/request.h"

#include <errno.h>

const char files_away_sentence[] =
	N_("The place where files are kept does not answer just now. Nothing was changed; please try again in a few "
	   "minutes.");

const char *
file_refusal(struct request *rq)
{
	if (errno != EHOSTUNREACH && errno != EACCES && errno != EPROTO && errno != ENXIO)
		return N_("There is no room left to keep this file.");
	rq->files_away = true;
	return files_away_sentence;
}
