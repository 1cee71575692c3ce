/* message_report: what mail servers report about mails they had taken, and what that changes. Internal to src/outbox.
 */
#ifndef OUTBOX_MESSAGE_REPORT_H
#define OUTBOX_MESSAGE_REPORT_H

#include "db/db.h"
#include "mail/report.h"

struct house;

enum report_outcome {
	OUTCOME_DELIVERED, /* the message arrived */
	OUTCOME_BOUNCED,   /* it came back */
	OUTCOME_NOTHING,   /* a report about a message of ours that changes nothing: a delay, or told before */
	OUTCOME_EARLY,	   /* the message is not known to be sent yet: ask again later */
	OUTCOME_DROPPED,   /* no report, or one whose identifier is not ours */
	REPORT_OUTCOMES,
};

/* Takes in what a report says, and tells the features that subscribed. NULL: the message was no report. */
enum report_outcome message_take_report(const struct house *house, struct tx *tx, const struct report *report);

/* Counts by outcome, for the log: no word of any report. */
void message_reports_log(const int counts[REPORT_OUTCOMES]);

#endif
