/* id: milliseconds first so that indexes grow at their end, chance after so that processes do not meet. */
#include "base/id.h"

#include <stdatomic.h>
#include <sys/random.h>
#include <time.h>

#include "base/check.h"

enum { CHANCE_BITS = 22, DIGIT_BITS = 5 };

static const int64_t epoch_ms = 1704067200000; /* 2024-01-01T00:00:00Z */
static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

static int64_t
candidate(void)
{
	struct timespec now;
	uint32_t chance;

	clock_gettime(CLOCK_REALTIME, &now);
	check(getrandom(&chance, sizeof chance, 0) == sizeof chance);
	return ((int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000 - epoch_ms) << CHANCE_BITS |
	       (chance & ((1u << CHANCE_BITS) - 1));
}

int64_t
id_new(void)
{
	static _Atomic int64_t last;
	int64_t fresh = candidate();
	int64_t before = atomic_load(&last);

	for (;;) {
		int64_t next = fresh > before ? fresh : before + 1;

		if (atomic_compare_exchange_weak(&last, &before, next))
			return next;
	}
}

void
id_print(char text[ID_LENGTH + 1], int64_t id)
{
	uint64_t rest = (uint64_t)id;

	for (int i = ID_LENGTH - 1; i >= 0; i--) {
		text[i] = digits[rest & 31];
		rest >>= DIGIT_BITS;
	}
	text[ID_LENGTH] = '\0';
}

static int
digit_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		c = (char)(c + ('a' - 'A'));
	for (int i = 0; i < 32; i++)
		if (digits[i] == c)
			return i;
	return -1;
}

bool
id_parse(struct str text, int64_t *id)
{
	uint64_t value = 0;

	if (text.length != ID_LENGTH)
		return false;
	for (int i = 0; i < ID_LENGTH; i++) {
		int digit = digit_value(text.at[i]);

		if (digit < 0 || value > (uint64_t)INT64_MAX >> DIGIT_BITS)
			return false;
		value = value << DIGIT_BITS | (uint64_t)digit;
	}
	*id = (int64_t)value;
	return value > 0;
}

bool
id_is_among(const int64_t *ids, size_t count, int64_t id)
{
	for (size_t i = 0; i < count; i++)
		if (ids[i] == id)
			return true;
	return false;
}
