/* formula_exact: products and dividends take 256 bits on their way, so that only results have to fit. */
#include "modules/formula_exact.h"

#include "base/check.h"

#include <stdio.h>
#include <string.h>

#define EXACT_MOST ((exact_units)(~(exact_bits)0 >> 1))

struct twice { /* an unsigned number of 256 bits */
	exact_bits high, low;
};

static exact_bits
magnitude(exact_units units)
{
	return units < 0 ? -(exact_bits)units : (exact_bits)units;
}

/* 10^exponent; at most 10^38, the last that fits. */
static exact_bits
power(int exponent)
{
	exact_bits power = 1;

	check(exponent >= 0 && exponent <= 38);
	while (exponent-- > 0)
		power *= 10;
	return power;
}

static struct exact
tidy(exact_units units, int digits)
{
	while (digits > 0 && units % 10 == 0) {
		units /= 10;
		digits--;
	}
	return (struct exact){units, digits};
}

struct exact
exact_of(int64_t units, int digits)
{
	return tidy(units, digits);
}

/* The same number in units of 10^-digits, which are not larger than its own. */
static bool
with_digits(struct exact number, int digits, exact_units *units)
{
	return !__builtin_mul_overflow(number.units, (exact_units)power(digits - number.digits), units);
}

bool
exact_add(struct exact a, struct exact b, struct exact *sum)
{
	int digits = a.digits > b.digits ? a.digits : b.digits;
	exact_units one, other, units;

	if (!with_digits(a, digits, &one) || !with_digits(b, digits, &other) ||
	    __builtin_add_overflow(one, other, &units) || units < -EXACT_MOST)
		return false;
	*sum = tidy(units, digits);
	return true;
}

static struct twice
multiply(exact_bits a, exact_bits b)
{
	exact_bits a_low = (uint64_t)a, a_high = a >> 64, b_low = (uint64_t)b, b_high = b >> 64;
	exact_bits low = a_low * b_low;
	exact_bits middle = a_high * b_low + (low >> 64); /* cannot overflow: (2^64 - 1)² + 2^64 - 1 < 2^128 */
	exact_bits other = a_low * b_high + (uint64_t)middle;

	return (struct twice){a_high * b_high + (middle >> 64) + (other >> 64), (other << 64) | (uint64_t)low};
}

/* Long division, bit by bit, rounded half up; false when the quotient is too large. The divisor is below 2^127. */
static bool
divide(struct twice dividend, exact_bits divisor, exact_bits *quotient)
{
	exact_bits rest = 0, result = 0;

	if (dividend.high >= divisor)
		return false;
	if (dividend.high == 0) {
		result = dividend.low / divisor;
		rest = dividend.low % divisor;
	} else {
		rest = dividend.high; /* its own quotient is nought */
		for (int bit = 127; bit >= 0; bit--) {
			rest = (rest << 1) | ((dividend.low >> bit) & 1);
			result <<= 1;
			if (rest >= divisor) {
				rest -= divisor;
				result |= 1;
			}
		}
	}
	if (result >= (exact_bits)EXACT_MOST)
		return false;
	*quotient = result + (rest >= divisor - rest);
	return true;
}

static struct exact
with_sign(exact_bits units, bool negative, int digits)
{
	return tidy(negative ? -(exact_units)units : (exact_units)units, digits);
}

bool
exact_multiply(struct exact a, struct exact b, struct exact *product)
{
	struct twice all = multiply(magnitude(a.units), magnitude(b.units));
	int sum = a.digits + b.digits;
	int digits = sum < EXACT_DIGITS ? sum : EXACT_DIGITS;
	exact_bits units;

	/* A large product with many decimals gives some of them up. */
	while (!divide(all, power(sum - digits), &units))
		if (digits-- == 0)
			return false;
	*product = with_sign(units, (a.units < 0) != (b.units < 0), digits);
	return true;
}

bool
exact_divide(struct exact a, struct exact b, struct exact *quotient)
{
	int digits = EXACT_DIGITS;
	exact_bits units;

	if (b.units == 0)
		return false;
	for (;; digits--) {
		int shift = digits - a.digits + b.digits;
		struct twice dividend = multiply(magnitude(a.units), power(shift > 0 ? shift : 0));

		if (shift < 0 || digits < 0)
			return false;
		if (divide(dividend, magnitude(b.units), &units))
			break;
	}
	*quotient = with_sign(units, (a.units < 0) != (b.units < 0), digits);
	return true;
}

/* units ÷ divisor. */
static exact_units
divide_rounding(exact_units units, exact_units divisor, enum exact_rounding rounding)
{
	exact_units quotient = units / divisor, rest = units % divisor;

	if (rounding == ROUND_DOWN)
		return quotient - (rest < 0);
	if (rounding == ROUND_UP)
		return quotient + (rest > 0);
	if (rest >= divisor - rest)
		return quotient + 1;
	return -rest >= divisor + rest ? quotient - 1 : quotient;
}

bool
exact_round(struct exact number, int64_t digits, enum exact_rounding rounding, struct exact *rounded)
{
	exact_units units;
	int drop;

	if (digits >= number.digits) {
		*rounded = number;
		return true;
	}
	if (digits < -EXACT_DIGITS)
		return false;
	drop = number.digits - (int)digits;
	units = divide_rounding(number.units, (exact_units)power(drop), rounding);
	if (digits < 0 && __builtin_mul_overflow(units, (exact_units)power((int)-digits), &units))
		return false;
	*rounded = tidy(units, digits < 0 ? 0 : (int)digits);
	return true;
}

bool
exact_compare(struct exact a, struct exact b, int *order)
{
	int digits = a.digits > b.digits ? a.digits : b.digits;
	exact_units one, other;

	if (!with_digits(a, digits, &one) || !with_digits(b, digits, &other))
		return false;
	*order = (one > other) - (one < other);
	return true;
}

bool
exact_units_of(struct exact number, int digits, int64_t *units)
{
	struct exact rounded;
	exact_units wide;

	if (!exact_round(number, digits, ROUND_HALF_AWAY, &rounded) || !with_digits(rounded, digits, &wide) ||
	    wide > INT64_MAX || wide < INT64_MIN)
		return false;
	*units = (int64_t)wide;
	return true;
}

int64_t
exact_whole(struct exact number)
{
	exact_units whole = number.units / (exact_units)power(number.digits);

	if (whole > INT64_MAX)
		return INT64_MAX;
	return whole < INT64_MIN ? INT64_MIN : (int64_t)whole;
}

void
exact_print(char text[64], struct exact number, int least)
{
	char reversed[64];
	exact_bits rest = magnitude(number.units);
	int digits = number.digits, length = 0, at = 0;

	for (int i = digits; i < least; i++)
		reversed[length++] = '0';
	for (int i = 0; i <= digits || rest > 0; i++, rest /= 10) {
		if (i == digits && length > 0)
			reversed[length++] = '.';
		reversed[length++] = (char)('0' + (int)(rest % 10));
	}
	if (number.units < 0)
		text[at++] = '-';
	while (length > 0)
		text[at++] = reversed[--length];
	text[at] = '\0';
}
