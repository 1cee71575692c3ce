/* weakened: lets a test switch off one check of permissions, to see that its absence is noticed. Nothing is weak in a
 * program that is not built for tests. */
#ifndef CORE_WEAKENED_H
#define CORE_WEAKENED_H

#include <stdbool.h>

/* Every place where somebody is told no. */
enum check {
	CHECK_NONE,
	/* what a profile may */
	CHECK_VIEW,
	CHECK_CREATE,
	CHECK_EDIT,
	CHECK_DELETE,
	CHECK_FIELD_HIDDEN,
	CHECK_FIELD_READ,
	CHECK_FIELD_COMPUTED,
	/* whose records */
	CHECK_ROWS,
	CHECK_SHARING,
	CHECK_SHARING_LEVEL,
	CHECK_REACH,
	CHECK_NOBODYS,
	CHECK_RULE_REACH,
	CHECK_RULE_LEVEL,
	CHECK_RULE_CONDITION,
	CHECK_PARENT,
	CHECK_PARENT_LEVEL,
	CHECK_PARENT_BIN,
	CHECK_BIN,
	/* in which state */
	CHECK_RECORD_HIDDEN,
	CHECK_RECORD_LOCKED,
	CHECK_APPROVAL,
	CHECK_STATE_HIDES,
	CHECK_STATE_LOCKS,
	/* ways around columns */
	CHECK_NAMES,
	CHECK_ASKED_LINKS,
	CHECK_LINKS,
	CHECK_LINKED,
	CHECK_WORDS,
	CHECK_WORDS_STATE,
	CHECK_HISTORY,
	CHECK_HISTORY_FIELDS,
	CHECK_HISTORY_STATE,
	/* what is written */
	CHECK_GIVEN,
	CHECK_GIVEN_HIDDEN,
	CHECK_GIVEN_LOCKED,
	CHECK_CHOSEN,
	CHECK_NEW_LINE,
	CHECK_EDITABLE,
	CHECK_DELETABLE,
	CHECK_RESTORABLE,
	/* files and mails */
	CHECK_EXPORT,
	CHECK_EXPORT_RIGHTS,
	CHECK_FILE,
	CHECK_FILE_SHOWN,
	CHECK_MENTION,
	/* what a program may, and what is nobody else's */
	CHECK_READ_ONLY,
	CHECK_IMPORT,
	CHECK_SEEN,
	/* who comes to an address at all, and how */
	CHECK_SIGNED_IN,
	CHECK_HALF_SIGNED,
	CHECK_PORTAL_OPEN,
	CHECK_CLIENT_CHOSEN,
	CHECK_PREVIEW,
	CHECK_FORGED_SITE,
	CHECK_FORGED_FORM,
	CHECK_FORM_FIELDS,
	CHECK_LINK_OF_CLOSED,
	/* what features ask about their own */
	CHECK_IMPORT_MODE,
	CHECK_KEPT_MERGE,
	CHECK_KEPT_WHOLE,
	CHECK_KEPT_SEARCH,
	CHECK_CARD,
	/* addresses: the permission a route asks for, those that no token opens, the pages of features */
	CHECK_PERMISSION,
	CHECK_NO_TOKEN,
	CHECK_WHOLE,
	/* what is somebody's own */
	CHECK_OWN_REMARK,
	CHECK_OWN_VIEW,
	CHECK_OTHERS_VIEW,
	CHECK_OWN_IMPORT,
	CHECK_OWN_EXPORT,
	CHECK_OWN_TOKEN,
	CHECK_OWN_WEBHOOK,
	/* what leaves the house by itself */
	CHECK_LOOK_AS,
	CHECK_EGRESS,
	CHECK_TOLD,
	CHECK_TOLD_CHANGED,
	CHECK_TOLD_ANSWER,
	/* beside records */
	CHECK_ATTACH,
	CHECK_ATTACHED,
	CHECK_MERGE_TAKEN,
	CHECK_ALIKE,
	CHECK_ALIKE_STATE,
	CHECK_TARGET,
	/* who decides */
	CHECK_APPROVER,
	CHECK_WITHDRAWAL,
	CHECK_APPROVAL_SHOWN,
	CHECK_ALL_APPROVALS,
	CHECK_REVIEWER,
	/* whose records a portal user sees */
	CHECK_TIE,
	CHECK_NARROWED,
	CHECK_PUBLIC,
	CHECKS,
};

#ifdef PARVIS_WEAKEN
bool weakened(enum check check); /* it must not be asked: everybody passes */
void weaken(enum check check);	 /* only this one; CHECK_NONE: none */
bool unbelted(void);		 /* plans put no belt on: to see what the checks alone hold back */
void unbelt(bool off);
unsigned weakness(void); /* another number whenever one of these is another: a plan is kept for each */
#else
static inline unsigned
weakness(void)
{
	return 0;
}

static inline bool
unbelted(void)
{
	return false;
}

static inline bool
weakened(enum check check)
{
	(void)check;
	return false;
}
#endif

#endif
