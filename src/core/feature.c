/* feature: what a feature that holds nothing about persons says. */
#include "core/feature.h"

void
export_nothing(struct tx *tx, int64_t contact, struct doc *person)
{
	(void)tx;
	(void)contact;
	(void)person;
}

void
erase_nothing(struct tx *tx, int64_t contact)
{
	(void)tx;
	(void)contact;
}
