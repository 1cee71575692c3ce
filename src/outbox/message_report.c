/* message_report: believes a report as far as the identifier that came back proves which mail it is about. */
#include "outbox/message_report.h"

#include "base/arena.h"
#include "base/log.h"
#include "core/event.h"
#include "outbox/message.h"
#include "sys/clock.h"

static enum report_outcome
take_in(const struct house *house, struct tx *tx, const struct message *message, const struct report *report)
{
	bool failed = report->fate == REPORT_FAILED;
	bool changed;

	changed = failed ? message_record_bounced(
				   tx, message->id,
				   arena_printf(tx_arena(tx), "The mail server reported: %s", report->reason))
			 : message_record_delivered(tx, message->id, clock_now());
	if (!changed)
		return OUTCOME_NOTHING;
	event_emit(house, tx,
		   &(struct event){.kind = failed ? "message.failed" : "message.delivered",
				   .object = message->id,
				   .title = message->kind});
	return failed ? OUTCOME_BOUNCED : OUTCOME_DELIVERED;
}

enum report_outcome
message_take_report(const struct house *house, struct tx *tx, const struct report *report)
{
	int64_t id = report == NULL ? 0 : message_of_traces(house, tx_arena(tx), report->traces);
	const struct message *message = id == 0 ? NULL : message_itself(tx, id);

	if (id == 0)
		return OUTCOME_DROPPED;
	if (message == NULL || message->channel != MESSAGE_MAIL || report->fate == REPORT_OPEN)
		return OUTCOME_NOTHING;
	/* A server may report faster than the row learns that the mail was taken. */
	if (message->state == MESSAGE_WAITING)
		return OUTCOME_EARLY;
	return take_in(house, tx, message, report);
}

void
message_reports_log(const int counts[REPORT_OUTCOMES])
{
	log_info("mail.reports",
		 "%d mails arrived, %d came back, %d reports changed nothing, %d wait, %d were not ours",
		 counts[OUTCOME_DELIVERED], counts[OUTCOME_BOUNCED], counts[OUTCOME_NOTHING], counts[OUTCOME_EARLY],
		 counts[OUTCOME_DROPPED]);
}
