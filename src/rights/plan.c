/* plan: compiles what a viewer may see and do in a module into pieces of SQL. */
#include "rights/plan_input.h"

#include "base/arena.h"
#include "base/log.h"
#include "core/weakened.h"
#include "modules/module_belt.h"
#include "rights/hand.h"

#include <inttypes.h>
#include <string.h>

/* Of the places a statement has, the conditions of a plan take at most so many; the rest is for what people ask. */
enum { PLAN_VALUES = 200 };

/* Of a portal user's plan: the record they sign in by. */
#define THE_RECORD "$2"
/* Of a preview: the staff user who looks. */
#define THE_LOOKER "$3"

/* No staff user's id: while compiling it stands for whoever will look, whose place is $1. */
enum { WHO_LOOKS = -1 };

static const char nothing[] = "(1 = 0)";
static const char everything[] = "(1 = 1)";

struct compiling {
	struct arena *arena;
	const struct rights *rights;
	const struct plan_input *input;
	struct moment moment;
	struct sql sql;	     /* its values become the plan's; its text is one piece after the other */
	struct piece *first; /* conditions already compiled: each binds its values once */
	const char *staff;   /* the place of the staff user who looks */
	struct piece *other; /* `first` of the other viewer of a preview */
	bool walks;	     /* lookups that tie are only compared, not looked up */
};

struct piece {
	struct piece *next;
	const struct condition *condition;
	const char *text; /* NULL: it must not count */
};

/* What is asked about rows. */
enum ask { ASK_SEEN, ASK_EDITABLE, ASK_DELETABLE };

static bool
is_administrator(const struct plan_input *input)
{
	return input->profile != NULL && input->profile->id == profile_id_of(PROFILE_ADMINISTRATOR);
}

/* ---- expressions ---- */

static const char *
qualified(struct arena *arena, const struct module *module, const char *column)
{
	return arena_printf(arena, "%s.%s", module->table, column);
}

/* Texts that people write are compared by their folded companion; those that another feature made may have none. */
static const char *
compared(struct arena *arena, const struct field *field)
{
	enum field_type type = field_value_type(field);
	bool typed = field_kept_as(field) == DB_TEXT && type != FIELD_CHOICE && type != FIELD_CHOICES;

	if (field->column == NULL)
		return qualified(arena, field->module, "id");
	if (field->key != NULL)
		return qualified(arena, field->module, field->key);
	if (typed && field->theirs)
		return arena_printf(arena, "lower(%s.%s)", field->module->table, field->column);
	return qualified(arena, field->module, field->column);
}

/* Rules ask about what is stored, whatever the viewer sees of it; condition_sql itself lowers what has no key. */
static const char *
compared_by_rules(const void *context, const struct field *field)
{
	const struct compiling *compiling = context;

	return qualified(compiling->arena, field->module, field->key != NULL ? field->key : field->column);
}

/* How many values a condition binds, at most. */
static int
condition_weight(const struct condition *condition)
{
	int weight = 0;

	if (condition->kind == CONDITION_COMPARE)
		return (int)condition->value_count + 2;
	for (size_t i = 0; i < condition->part_count; i++)
		weight += condition_weight(&condition->parts[i]);
	return weight;
}

static const char *
compile_condition(struct compiling *compiling, const struct condition *condition, const char *name)
{
	if (compiling->sql.count + condition_weight(condition) > PLAN_VALUES) {
		log_warning("rights.rule", "the rules of a module have too many values; \"%s\" is not asked", name);
		return NULL;
	}
	compiling->sql.text = builder_new(compiling->arena, 0);
	condition_sql(&compiling->sql, condition, &compiling->moment, compared_by_rules, compiling);
	return builder_text(&compiling->sql.text);
}

/* NULL when the rule does not hold together, or there are too many: whoever asks then fails closed. */
static const char *
condition_text(struct compiling *compiling, const struct condition *condition, const char *name)
{
	struct piece *piece = compiling->first;

	if (condition == NULL)
		return NULL;
	while (piece != NULL && piece->condition != condition)
		piece = piece->next;
	if (piece == NULL) {
		piece = arena_make(compiling->arena, struct piece);
		*piece = (struct piece){compiling->first, condition, compile_condition(compiling, condition, name)};
		compiling->first = piece;
	}
	return piece->text;
}

/* "a or b"; from "" it is b. */
static const char *
joined(struct arena *arena, const char *left, const char *word, const char *right)
{
	return left[0] == '\0' ? right : arena_printf(arena, "%s %s %s", left, word, right);
}

/* ---- state rules ---- */

/* While which condition the rules of that effect hold: "" when there are none. Of a rule that does not hold together
 * nobody knows the condition: it always holds. */
static const char *
state_text(struct compiling *compiling, const struct module *module, const struct field *field, bool hides)
{
	const char *text = "";

	for (size_t i = 0; i < compiling->rights->state_count; i++) {
		const struct state_rule *rule = &compiling->rights->states[i];
		const char *condition;

		if (rule->module != module || rule->field != field || rule->hides != hides)
			continue;
		condition = condition_text(compiling, rule->condition, rule->name);
		text = joined(compiling->arena, text, "or", condition == NULL ? everything : condition);
	}
	return text[0] == '\0' ? text : arena_printf(compiling->arena, "(%s)", text);
}

/* What holds for every row is not asked of each. */
static const char *
both(struct arena *arena, const char *rows, const char *condition)
{
	return rows == everything ? arena_printf(arena, "(%s)", condition)
				  : arena_printf(arena, "(%s and %s)", rows, condition);
}

static const char *
and_not(struct compiling *compiling, const char *rows, const char *state)
{
	struct arena *arena = compiling->arena;

	return state[0] == '\0' ? rows : both(arena, rows, arena_printf(arena, "%s is not true", state));
}

/* ---- rows ---- */

static unsigned
weakened_may(void)
{
	return (weakened(CHECK_VIEW) ? MAY_VIEW : 0) | (weakened(CHECK_CREATE) ? MAY_CREATE : 0) |
	       (weakened(CHECK_EDIT) ? MAY_EDIT : 0) | (weakened(CHECK_DELETE) ? MAY_DELETE : 0) |
	       (weakened(CHECK_IMPORT) ? MAY_IMPORT : 0);
}

/* What is granted, as far as the module goes along with it. */
static unsigned
granted(const struct module *module, unsigned may)
{
	if (module->made_elsewhere)
		may &= ~(unsigned)(MAY_CREATE | MAY_DELETE);
	may |= weakened_may();
	return may & MAY_VIEW ? may : 0;
}

unsigned
profile_may(const struct profile_rights *profile, const struct module *module)
{
	unsigned may;

	if (profile == NULL || module->retired)
		return 0;
	if (module->parent == NULL)
		may = profile->may[module->index];
	else {
		may = profile_may(profile, module->parent);
		may = (may & ~(unsigned)MAY_DELETE) | (may & MAY_EDIT ? MAY_CREATE | MAY_EDIT | MAY_DELETE : 0);
	}
	return granted(module, may);
}

const struct profile_rights *
plan_ceiling(const struct plan_input *input, const struct module *module)
{
	return input->type != NULL && module_has_ceiling(module) && !weakened(CHECK_CEILING) ? input->ceiling : NULL;
}

/* As the user type says, below the ceiling. */
static unsigned
type_may(const struct plan_input *input, const struct module *module)
{
	const struct profile_rights *ceiling = plan_ceiling(input, module);
	unsigned may = granted(module, input->type->may[module->index]);

	if (ceiling != NULL)
		may &= profile_may(ceiling, module);
	return may & MAY_VIEW ? may : 0;
}

static unsigned
may_of(const struct plan_input *input, const struct module *module)
{
	unsigned may = input->looker == NULL ? MAY_EVERYTHING : may_of(input->looker, module);

	if (input->kind == VIEWER_STAFF)
		return profile_may(input->profile, module);
	return input->type == NULL || module->retired ? 0 : may & type_may(input, module);
}

static const char *
shared_by_rules(struct compiling *compiling, const struct module *module, enum level least, const char *text)
{
	for (size_t i = 0; i < compiling->input->rule_count; i++) {
		const struct sharing_rule *rule = compiling->input->rules[i];
		const char *condition;

		if (rule->module != module || (rule->level < least && !weakened(CHECK_RULE_LEVEL)))
			continue;
		condition = weakened(CHECK_RULE_CONDITION) ? everything
							   : condition_text(compiling, rule->condition, rule->name);
		if (condition != NULL)
			text = joined(compiling->arena, text, "or", condition);
	}
	return text;
}

static const char *
owned(struct compiling *compiling, const struct module *module)
{
	const char *column = module->fields[SYSTEM_OWNER].column;
	const char *owner = column == NULL ? NULL : qualified(compiling->arena, module, column);
	bool top = compiling->input->top || weakened(CHECK_NOBODYS);

	if (owner == NULL)
		return nothing;
	if (weakened(CHECK_REACH))
		return arena_printf(compiling->arena, "%s is not null", owner);
	return arena_printf(compiling->arena,
			    "%s = %s or exists (select 1 from staff_reach where staff_reach.staff_id = %s and "
			    "staff_reach.owner_id = %s)%s%s%s",
			    owner, compiling->staff, compiling->staff, owner, top ? " or " : "", top ? owner : "",
			    top ? " is null" : "");
}

/* Rows that are the viewer's by sharing, by the tree of roles, or by rules. */
static const char *
shared_rows(struct compiling *compiling, const struct module *module, enum level least)
{
	enum sharing needed = least == LEVEL_WRITE && !weakened(CHECK_SHARING_LEVEL) ? SHARING_WRITE : SHARING_READ;

	if (may_of(compiling->input, module) & MAY_ALL_RECORDS || is_administrator(compiling->input) ||
	    module->sharing >= needed || weakened(CHECK_SHARING))
		return everything;
	return arena_printf(compiling->arena, "(%s)",
			    shared_by_rules(compiling, module, least, owned(compiling, module)));
}

static const char *row_text(struct compiling *compiling, const struct module *module, enum ask ask);

/* ---- rows of the portal ---- */

static const char *
led_to(struct compiling *compiling, const struct field *link, const char *place)
{
	const char *table = link->module->table;

	if (link->column != NULL)
		return arena_printf(compiling->arena, "%s%s.%s = %s", compiling->walks ? "+" : "", table, link->column,
				    place);
	return arena_printf(compiling->arena,
			    "exists (select 1 from record_link where record_link.field_id = %" PRId64
			    " and record_link.record_id = %s.id and record_link.target_id = %s)",
			    link->id, table, place);
}

/* What leads to a record that is seen. */
static const char *
through(struct compiling *compiling, const struct field *link)
{
	const struct module *target = link->target;

	return arena_printf(compiling->arena, "exists (select 1 from %s where %s and %s.deleted_at is null and %s)",
			    target->table, led_to(compiling, link, qualified(compiling->arena, target, "id")),
			    target->table, row_text(compiling, target, ASK_SEEN));
}

static const char *
tied(struct compiling *compiling, const struct portal_tab *tab)
{
	const char *id = qualified(compiling->arena, tab->module, "id");

	switch (tab->tie) {
	case TIE_SELF:
		return arena_printf(compiling->arena, "%s = " THE_RECORD, id);
	case TIE_RECORD:
		return led_to(compiling, tab->link, THE_RECORD);
	case TIE_CLIENT:
		return tab->link == NULL ? arena_printf(compiling->arena, "%s = $1", id)
					 : led_to(compiling, tab->link, "$1");
	case TIE_THROUGH:
		return through(compiling, tab->link);
	case TIE_PUBLIC:
		break;
	}
	return tab->module->sharing >= SHARING_READ || weakened(CHECK_PUBLIC) ? everything : nothing;
}

/* That a record is among those of somebody tells what the lookup says, and what narrows the tab asks. */
static bool
shows_asked(const struct plan_input *looker, const struct condition *condition)
{
	if (condition->kind == CONDITION_COMPARE)
		return level_of(looker, condition->field) != LEVEL_HIDDEN;
	for (size_t i = 0; i < condition->part_count; i++)
		if (!shows_asked(looker, &condition->parts[i]))
			return false;
	return true;
}

static bool
shows_tie(const struct plan_input *looker, const struct portal_tab *tab)
{
	if (looker == NULL)
		return true;
	return (tab->link == NULL || level_of(looker, tab->link) != LEVEL_HIDDEN) &&
	       (tab->narrowed == NULL || shows_asked(looker, tab->narrowed));
}

static const char *
tied_rows(struct compiling *compiling, const struct module *module)
{
	const struct portal_tab *tab = compiling->input->type->by_module[module->index];
	const char *rows, *narrowed;

	if (tab == NULL || !shows_tie(compiling->input->looker, tab))
		return nothing;
	rows = weakened(CHECK_TIE) ? everything : tied(compiling, tab);
	if (tab->narrowed == NULL || weakened(CHECK_NARROWED))
		return rows == everything ? rows : arena_printf(compiling->arena, "(%s)", rows);
	narrowed = condition_text(compiling, tab->narrowed, module->name);
	return narrowed == NULL ? nothing : both(compiling->arena, rows, narrowed);
}

/* The tables between the viewer and their records, from the viewer on. */
struct chain {
	struct builder from, where;
	int links;
};

static void
chain_table(struct chain *chain, const char *table, const char *id, const char *column, const char *above)
{
	build_printf(&chain->from, "%s%s", chain->from.length == 0 ? "" : " cross join ", table);
	build_printf(&chain->where, "%s%s.%s = %s", chain->where.length == 0 ? "" : " and ", id, column, above);
}

/* What the ids of a tab's records are, once it is chained; NULL: they may be any. */
static const char *
chain_tab(struct compiling *compiling, struct chain *chain, const struct portal_tab *tab)
{
	const struct field *link = tab->link;
	const char *above = tab->tie == TIE_SELF || tab->tie == TIE_RECORD ? THE_RECORD : "$1";
	const char *name;

	if (tab->tie == TIE_SELF || (tab->tie == TIE_CLIENT && link == NULL))
		return above;
	if (tab->tie == TIE_THROUGH)
		above = chain_tab(compiling, chain, compiling->input->type->by_module[link->target->index]);
	if (above == NULL || tab->tie == TIE_PUBLIC)
		return NULL;
	if (link->column != NULL) {
		chain_table(chain, link->module->table, link->module->table, link->column, above);
		return qualified(compiling->arena, link->module, "id");
	}
	name = arena_printf(compiling->arena, "tie%d", chain->links++);
	chain_table(chain, arena_printf(compiling->arena, "record_link as %s", name), name, "target_id", above);
	build_printf(&chain->where, " and %s.field_id = %" PRId64, name, link->id);
	return arena_printf(compiling->arena, "%s.record_id", name);
}

/* The ids that indexes have together behind the lookups of the tab, for reading few among many: SQLite joins in this
 * order. */
static const char *
tied_ids(struct compiling *compiling, const struct portal_tab *tab)
{
	struct chain chain = {builder_new(compiling->arena, 0), builder_new(compiling->arena, 0), 0};
	const char *ids = tab->link == NULL || tab->tie == TIE_SELF ? NULL : chain_tab(compiling, &chain, tab);

	return ids == NULL ? NULL
			   : arena_printf(compiling->arena, "(select %s as id from %s where %s)", ids,
					  builder_text(&chain.from), builder_text(&chain.where));
}

static void
compile_tied(struct compiling *compiling, struct plan *plan)
{
	const struct user_type *type = compiling->input->type;
	const struct portal_tab *tab = type == NULL ? NULL : type->by_module[plan->module->index];

	if (tab == NULL || tab->module != plan->module || plan->rows == nothing || weakened(CHECK_TIE) ||
	    weakened(CHECK_ROWS))
		return;
	plan->tied = tied_ids(compiling, tab);
	if (plan->tied == NULL)
		return;
	plan->tied_by = tab->link;
	compiling->walks = true;
	plan->walked = row_text(compiling, plan->module, ASK_SEEN);
	compiling->walks = false;
}

/* Whether nothing but owners tells which rows are seen; records without one are not among them. */
static bool
is_by_owner(const struct compiling *compiling, const struct module *module)
{
	unsigned may = may_of(compiling->input, module);

	if (compiling->input->kind != VIEWER_STAFF)
		return false;
	if (weakened(CHECK_ROWS) || weakened(CHECK_SHARING) || weakened(CHECK_REACH) || weakened(CHECK_NOBODYS))
		return false;
	if (!(may & MAY_VIEW) || may & MAY_ALL_RECORDS || is_administrator(compiling->input) || compiling->input->top ||
	    module->parent != NULL || module->by_hand || module->sharing != SHARING_PRIVATE ||
	    module->fields[SYSTEM_OWNER].column == NULL)
		return false;
	for (size_t i = 0; i < compiling->input->rule_count; i++)
		if (compiling->input->rules[i]->module == module)
			return false;
	return true;
}

/* Lines are their record's: seen with it, written where it may be edited. */
static const char *
rows_of_parent(struct compiling *compiling, const struct module *module, enum ask ask)
{
	const struct module *parent = module->parent;
	const char *rows;

	if (ask == ASK_DELETABLE)
		ask = ASK_EDITABLE;
	if (weakened(CHECK_PARENT_LEVEL))
		ask = ASK_SEEN;
	rows = weakened(CHECK_PARENT) ? everything : row_text(compiling, parent, ask);
	if (weakened(CHECK_PARENT_BIN))
		return arena_printf(compiling->arena, "exists (select 1 from %s where %s.id = %s.parent_id and %s)",
				    parent->table, parent->table, module->table, rows);
	return arena_printf(compiling->arena,
			    "exists (select 1 from %s where %s.id = %s.parent_id and %s.deleted_at is null and %s)",
			    parent->table, parent->table, module->table, parent->table, rows);
}

static const char *
unlocked(struct compiling *compiling, const struct module *module, const char *rows)
{
	const char *approval = module->fields[SYSTEM_APPROVAL].column;

	if (approval != NULL && !weakened(CHECK_APPROVAL))
		rows = both(compiling->arena, rows,
			    arena_printf(compiling->arena, "coalesce(%s.%s, 'none') <> 'waiting'", module->table,
					 approval));
	return weakened(CHECK_RECORD_LOCKED) ? rows
					     : and_not(compiling, rows, state_text(compiling, module, NULL, false));
}

/* What was given by hand stands before what profile, role and sharing say. */
static const char *
staff_rows(struct compiling *compiling, const struct module *module, enum level least)
{
	const char *shared = shared_rows(compiling, module, least);

	if (!module->by_hand)
		return shared;
	return hand_rows(compiling->arena, module, compiling->staff, least == LEVEL_WRITE ? HAND_FULL : HAND_READ,
			 shared);
}

static const char *
own_rows(struct compiling *compiling, const struct module *module, enum ask ask)
{
	static const unsigned needed[] = {
		[ASK_SEEN] = MAY_VIEW, [ASK_EDITABLE] = MAY_EDIT, [ASK_DELETABLE] = MAY_DELETE};
	enum level least = ask == ASK_SEEN ? LEVEL_READ : LEVEL_WRITE;
	const char *rows;

	if (!(may_of(compiling->input, module) & needed[ask]))
		return nothing;
	if (module->parent != NULL)
		rows = rows_of_parent(compiling, module, ask);
	else
		rows = compiling->input->kind == VIEWER_STAFF ? staff_rows(compiling, module, least)
							      : tied_rows(compiling, module);
	if (ask != ASK_SEEN)
		rows = unlocked(compiling, module, rows);
	if (!is_administrator(compiling->input) && !weakened(CHECK_RECORD_HIDDEN))
		rows = and_not(compiling, rows, state_text(compiling, module, NULL, true));
	return rows;
}

/* ---- through somebody else's eyes ---- */

/* Goes on as the staff user who looks, whose "me" is another: conditions are compiled for each of the two. */
static struct plan_input const *
be_looker(struct compiling *compiling)
{
	const struct plan_input *input = compiling->input;
	struct piece *first = compiling->first;

	compiling->input = input->looker;
	compiling->staff = THE_LOOKER;
	compiling->moment.staff = input->looker->staff;
	compiling->first = compiling->other;
	compiling->other = first;
	return input;
}

static void
be_portal_user(struct compiling *compiling, const struct plan_input *input)
{
	struct piece *first = compiling->first;

	compiling->input = input;
	compiling->staff = "$1";
	compiling->moment.staff = 0;
	compiling->first = compiling->other;
	compiling->other = first;
}

static const char *
row_text(struct compiling *compiling, const struct module *module, enum ask ask)
{
	const char *rows = own_rows(compiling, module, ask), *seen;
	const struct plan_input *input;

	if (compiling->input->looker == NULL || rows == nothing)
		return rows;
	input = be_looker(compiling);
	seen = own_rows(compiling, module, ask);
	be_portal_user(compiling, input);
	if (seen == nothing || seen == everything)
		return seen == nothing ? nothing : rows;
	return both(compiling->arena, rows, seen);
}

/* When a state rule hides the field, from the portal user or from who looks. */
static const char *
hiding(struct compiling *compiling, const struct field *field)
{
	bool shown = is_administrator(compiling->input) || weakened(CHECK_STATE_HIDES);
	const char *hides = shown ? "" : state_text(compiling, field->module, field, true), *others;
	const struct plan_input *input;

	if (compiling->input->looker == NULL)
		return hides;
	input = be_looker(compiling);
	others = hiding(compiling, field);
	be_portal_user(compiling, input);
	return others[0] == '\0'
		       ? hides
		       : arena_printf(compiling->arena, "(%s)", joined(compiling->arena, hides, "or", others));
}

/* ---- fields ---- */

static bool
is_computed(const struct field *field)
{
	return field->type == FIELD_FORMULA || field->type == FIELD_ROLLUP || field->type == FIELD_NUMBER;
}

/* Without the rule of prices, when a test has switched it off: what the layouts say. */
static enum level
shown_level(const struct plan_input *input, const struct field *field)
{
	enum level level = level_of(input, field);

	if (weakened(CHECK_PRICE) && input->type != NULL && !field->retired)
		level = input->type->levels[field->module->index][field->index];
	return level == LEVEL_HIDDEN && weakened(CHECK_FIELD_HIDDEN) ? LEVEL_READ : level;
}

static bool
is_writable(const struct plan *plan, const struct field *field)
{
	bool given = !is_computed(field) && (!field->system || field->index == SYSTEM_OWNER);

	return (plan->levels[field->index] == LEVEL_WRITE || weakened(CHECK_FIELD_READ)) &&
	       plan->may & (MAY_CREATE | MAY_EDIT) && !field->kept && (given || weakened(CHECK_FIELD_COMPUTED));
}

static const char *
unless(struct arena *arena, const char *hidden, const char *expression)
{
	return hidden == NULL ? expression
			      : arena_printf(arena, "case when %s then null else %s end", hidden, expression);
}

static void
compile_field(struct compiling *compiling, struct plan *plan, const struct field *field)
{
	struct arena *arena = compiling->arena;
	const char *hides = hiding(compiling, field);
	const char *locks = weakened(CHECK_STATE_LOCKS) ? "" : state_text(compiling, field->module, field, false);
	const char *hidden = hides[0] == '\0' ? NULL : hides;

	plan->hidden[field->index] = hidden;
	if (hidden != NULL || locks[0] != '\0')
		plan->locked[field->index] = hidden == NULL	? locks
					     : locks[0] == '\0' ? hidden
								: arena_printf(arena, "(%s or %s)", locks, hides);
	plan->compared[field->index] = unless(arena, hidden, compared(arena, field));
	if (field->column != NULL)
		plan->columns[field->index] = unless(arena, hidden, qualified(arena, field->module, field->column));
	if (field->key != NULL)
		plan->keys[field->index] = unless(arena, hidden, qualified(arena, field->module, field->key));
}

static void
compile_fields(struct compiling *compiling, struct plan *plan)
{
	const struct module *module = plan->module;
	enum level *levels = arena_make_array(compiling->arena, enum level, module->field_count);
	bool *writable = arena_make_array(compiling->arena, bool, module->field_count);

	plan->levels = levels;
	plan->writable = writable;
	plan->columns = arena_make_array(compiling->arena, const char *, module->field_count);
	plan->keys = arena_make_array(compiling->arena, const char *, module->field_count);
	plan->hidden = arena_make_array(compiling->arena, const char *, module->field_count);
	plan->compared = arena_make_array(compiling->arena, const char *, module->field_count);
	plan->locked = arena_make_array(compiling->arena, const char *, module->field_count);
	for (size_t i = 0; i < module->field_count && plan->may != 0; i++) {
		const struct field *field = &module->fields[i];

		levels[i] = shown_level(compiling->input, field);
		writable[i] = is_writable(plan, field);
		if (levels[i] != LEVEL_HIDDEN)
			compile_field(compiling, plan, field);
	}
}

/* ---- rights by hand ---- */

/* Whether every row would be seen if nothing were given by hand. */
static bool
is_whole(struct compiling *compiling, const struct module *module, const char *rows)
{
	if (!module->by_hand || compiling->input->kind != VIEWER_STAFF || rows == nothing)
		return rows == everything;
	return shared_rows(compiling, module, LEVEL_READ) == everything &&
	       (is_administrator(compiling->input) || state_text(compiling, module, NULL, true)[0] == '\0');
}

static const char *
full_rows(struct compiling *compiling, const struct module *module)
{
	if (!module->by_hand || compiling->input->kind != VIEWER_STAFF)
		return NULL;
	return may_of(compiling->input, module) & MAY_EDIT ? staff_rows(compiling, module, LEVEL_WRITE) : nothing;
}

/* ---- all of it ---- */

static const struct layout *
layout_for(const struct plan_input *input, const struct module *module)
{
	const struct portal_tab *tab = input->type == NULL ? NULL : input->type->by_module[module->index];

	if (tab != NULL && tab->module == module)
		return tab->layouts[0].layout;
	return input->profile == NULL ? &module->layouts[0] : input->profile->layouts[module->index];
}

const struct plan *
plan_compile(struct arena *arena, const struct rights *rights, const struct module *module,
	     const struct plan_input *input, const struct moment *moment)
{
	struct plan *plan = arena_make(arena, struct plan);
	struct compiling compiling = {arena, rights, input, *moment, sql_new(arena), NULL, "$1", NULL};

	sql_bind(&compiling.sql, db_int(WHO_LOOKS));
	if (input->kind == VIEWER_CLIENT)
		sql_bind(&compiling.sql, db_null()); /* THE_RECORD */
	if (input->looker != NULL)
		sql_bind(&compiling.sql, db_int(input->looker->staff)); /* THE_LOOKER */
	compiling.moment.staff = input->kind == VIEWER_STAFF ? WHO_LOOKS : 0;
	plan->rights = rights;
	plan->module = module;
	plan->may = may_of(input, module);
	plan->rows = row_text(&compiling, module, ASK_SEEN);
	plan->whole_rows = is_whole(&compiling, module, plan->rows);
	plan->hides_rows = !is_administrator(input) && state_text(&compiling, module, NULL, true)[0] != '\0';
	plan->full = full_rows(&compiling, module);
	plan->by_owner = is_by_owner(&compiling, module);
	compile_tied(&compiling, plan);
	plan->editable = row_text(&compiling, module, ASK_EDITABLE);
	plan->deletable = row_text(&compiling, module, ASK_DELETABLE);
	compile_fields(&compiling, plan);
	plan->layout = layout_for(input, module);
	plan->values = compiling.sql.values + 1;
	plan->value_count = compiling.sql.count - 1;
	plan->belt = plan_belt(arena, rights, module, input);
	plan->whole = plan_belt_whole(arena, rights, module, input);
	return plan;
}

/* ---- using one ---- */

struct sql
plan_sql_whole(struct arena *arena, const struct plan *plan, const struct viewer *viewer)
{
	struct sql sql = module_sql(arena, plan->module);

	if (plan->whole != NULL)
		sql.belt = plan->whole;
	sql_bind(&sql, db_int(viewer->kind == VIEWER_CLIENT ? viewer->client : viewer->staff));
	for (int i = 0; i < plan->value_count; i++)
		sql_bind(&sql, i == 0 && viewer->kind == VIEWER_CLIENT ? db_int(viewer->record) : plan->values[i]);
	return sql;
}

struct sql
plan_sql(struct arena *arena, const struct plan *plan, const struct viewer *viewer)
{
	struct sql sql = plan_sql_whole(arena, plan, viewer);

	sql.belt = unbelted() ? NULL : plan->belt;
	return sql;
}

const struct field *
plan_field(const struct plan *plan, const char *name)
{
	const struct field *field = field_named(plan->module, name);

	if (field == NULL || field->retired)
		return NULL;
	return plan->levels[field->index] == LEVEL_HIDDEN && !weakened(CHECK_NAMES) ? NULL : field;
}

/* Nobody may ask about links that are hidden in some records only: they are asked of another table, where the rule that
 * hides them does not reach. */
static const struct field *
find_in_plan(const struct field_scope *scope, const char *name)
{
	const struct plan *plan = scope->context;
	const struct field *field = plan_field(plan, name);

	if (field == NULL || field->type != FIELD_LOOKUPS || weakened(CHECK_ASKED_LINKS))
		return field;
	return plan->hidden[field->index] != NULL ? NULL : field;
}

struct field_scope
plan_scope(const struct plan *plan)
{
	return (struct field_scope){.module = plan->module, .find = find_in_plan, .context = plan};
}

const char *
plan_compared(const void *plan, const struct field *field)
{
	return ((const struct plan *)plan)->compared[field->index];
}
