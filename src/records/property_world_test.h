/* property_world_test: a house by chance: modules, profiles, roles, groups, rules and records; and in memory the same,
 * as it was drawn, for those who work out by themselves who sees what. */
#ifndef RECORDS_PROPERTY_WORLD_TEST_H
#define RECORDS_PROPERTY_WORLD_TEST_H

#include "records/property_spec_test.h"

struct chance {
	uint64_t state;
};
uint64_t draw(struct chance *chance, uint64_t below);
bool draw_once_in(struct chance *chance, uint64_t times);

struct property {
	struct db *db;
	struct arena *arena; /* of what is drawn */
	struct arena *copy;  /* of the copies, renewed when they are read again */
	struct world world;
	struct chance chance;
	struct sheet sheets[PROPERTY_MODULES];
	size_t sheet_count;
	struct profile_spec profiles[PROPERTY_PROFILES];
	struct role_spec roles[PROPERTY_ROLES];
	size_t role_count;
	struct staff_spec staff[PROPERTY_STAFF];
	struct crew_spec crews[PROPERTY_CREWS];
	int ceiling; /* the profile of whom the portal acts as, which holds for modules called tickets and leads; -1:
			none */
	struct type_spec types[PROPERTY_TYPES];
	size_t type_count;
	struct staff_spec people[PROPERTY_PEOPLE];
	size_t person_count; /* 0: nobody of the portal asks; else nobody of the staff does */
	struct rule_spec rules[PROPERTY_RULES];
	size_t rule_count;
	struct hand_spec hands[PROPERTY_HANDS];
	size_t hand_count;
	struct change_spec *changes;
	size_t change_count;
	size_t cases, mismatches;
	bool quiet; /* a mismatch is expected, and enough */
	bool brief; /* the first mismatch is enough */
	const struct staff_spec *only_staff,
		*wrong_staff;			      /* who asks (NULL: all), and to whom something wrong was said */
	const struct sheet *only_sheet, *wrong_sheet; /* the same of modules */
};

/* Whether this one asks about this module, and has not heard enough. */
bool property_asks(const struct property *property, const struct staff_spec *staff, size_t sheet);

/* In the module, rights on single records are given by hand; in others they do not count. */
bool sheet_is_by_hand(const struct property *property, size_t sheet);
/* Gives some, once there are rows, also where they do not count. */
void draw_hands(struct property *property);
/* What is said by hand of this staff user and this record: a level, or -1. */
int hand_said(const struct property *property, size_t staff, int64_t record);

/* PARVIS_SEED draws the same worlds again. */
uint64_t property_seed(void);
/* Draws a world into an empty database; of each module so many records at least. */
struct property *property_new(struct db *db, struct arena *arena, uint64_t seed, size_t least_rows);
/* The same, seen by people of the portal: records lead to contacts and clients, and user types are drawn as well. */
struct property *property_new_of_portal(struct db *db, struct arena *arena, uint64_t seed, size_t least_rows);
void property_free(struct property *property);

/* Writes the rules there are in memory beside those in the database. */
void property_save_rules(struct property *property);
/* Reads modules and rights anew, and the rules over them. */
void property_load(struct property *property);
/* Reads all rows and changes anew. */
void property_copy(struct property *property);

/* Whoever asks: all staff, or all people of the portal. */
const struct staff_spec *property_viewers(const struct property *property, size_t *count);

/* Any value that the field may have, often an empty one, often the same as others have. */
struct db_value draw_value(struct property *property, const struct field *field, struct arena *arena);
/* A condition over fields of the module that somebody could write. */
struct doc *draw_condition(struct property *property, const struct module *module, int levels, struct arena *arena);
/* A word that records have, or half of one. */
const char *draw_word(struct property *property, struct arena *arena);
/* Sometimes the words of a field that a rule hides in some records of the module. */
const char *draw_telling_word(struct property *property, const struct module *module, struct arena *arena);

/* One more answer was compared; when it is not the same it is told, with what was asked. */
void property_case(struct property *property, bool same, const struct staff_spec *staff, const struct sheet *sheet,
		   const char *format, ...) __attribute__((format(printf, 5, 6)));

#endif
