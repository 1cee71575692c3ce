/* intake_page: the document of an import, whatever its state. Internal to src/exchange. */
#ifndef EXCHANGE_INTAKE_PAGE_H
#define EXCHANGE_INTAKE_PAGE_H

#include "core/request.h"
#include "exchange/intake.h"
#include "exchange/mapping.h"
#include "exchange/sample.h"

const char *intake_path(struct request *rq, int64_t id, const char *rest);

/* "import" and "module"; with `mapping` what is said of its columns and how the first lines would be; what is wrong. */
struct doc *intake_document(struct request *rq, const struct access *access, const struct intake *intake,
			    const struct mapping *mapping);
/* A line in the list of one's imports. */
void intake_set(struct request *rq, struct doc *shown, const struct intake *intake);

#endif
