/* demo: a believable organisation to try Parvis with: companies, staff, clients, two years of invoices, records. */
#ifndef DEMO_DEMO_H
#define DEMO_DEMO_H

struct house;
struct tx;

extern const char demo_name[];	   /* the organisation's */
extern const char demo_address[];  /* the portal's: "demo" */
extern const char demo_password[]; /* of its staff users, and of Camille Durand on the portal */

/* Fills a new, empty database whose organisation exists, in one transaction. The same every time but for the days,
 * which end today. */
void demo_create(const struct house *house, struct tx *tx);

#endif
