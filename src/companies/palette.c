/* palette: one colour becomes five that stay readable, by moving towards black or white in steps of 2 %. */
#include "companies/company.h"

#include "base/arena.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The grounds of web/css/tokens.css. */
#define LIGHT_SURFACE	 "#ffffff"
#define LIGHT_BACKGROUND "#f6f7f9"
#define LIGHT_SURFACE_2	 "#f1f3f5"
#define DARK_SURFACE	 "#171e26"
#define DARK_SURFACE_2	 "#1f2833"
#define INK		 "#101418"
#define BLACK		 "#000000"
#define WHITE		 "#ffffff"

enum { STEPS = 50 };

struct colour {
	char hex[8];
};

static struct colour
colour_of(const char *hex)
{
	struct colour colour;

	snprintf(colour.hex, sizeof colour.hex, "%.7s", hex);
	return colour;
}

static int
channel(const char *hex, int index)
{
	const char digits[] = {hex[1 + index * 2], hex[2 + index * 2], '\0'};

	return (int)strtol(digits, NULL, 16);
}

static double
linear(int value)
{
	double v = value / 255.0;

	return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

/* Relative luminance, WCAG 2.2. */
static double
luminance(const char *hex)
{
	return 0.2126 * linear(channel(hex, 0)) + 0.7152 * linear(channel(hex, 1)) + 0.0722 * linear(channel(hex, 2));
}

double
colour_contrast(const char *a, const char *b)
{
	double one = luminance(a), other = luminance(b);

	return one > other ? (one + 0.05) / (other + 0.05) : (other + 0.05) / (one + 0.05);
}

static struct colour
mix(const char *from, const char *to, double share)
{
	int mixed[3];
	struct colour colour;

	for (int i = 0; i < 3; i++)
		mixed[i] = (int)lround(channel(from, i) + (channel(to, i) - channel(from, i)) * share) & 255;
	snprintf(colour.hex, sizeof colour.hex, "#%02x%02x%02x", (unsigned)mixed[0] & 255u, (unsigned)mixed[1] & 255u,
		 (unsigned)mixed[2] & 255u);
	return colour;
}

/* Moves `from` towards `to` until its contrast with every ground is at least `wanted`. */
static struct colour
until(const char *from, const char *to, double wanted, const char *const *grounds)
{
	for (int step = 0; step <= STEPS; step++) {
		struct colour colour = mix(from, to, (double)step / STEPS);
		bool enough = true;

		for (const char *const *ground = grounds; *ground != NULL; ground++)
			enough = enough && colour_contrast(colour.hex, *ground) >= wanted;
		if (enough)
			return colour;
	}
	return colour_of(to);
}

/* What is written on the colour. */
static const char *
ink_on(const char *colour)
{
	return colour_contrast(colour, WHITE) >= 4.5 ? WHITE : INK;
}

static struct palette
palette_of(struct colour accent, const char *on, struct colour hover, struct colour text, struct colour soft)
{
	struct palette palette;

	memcpy(palette.accent, accent.hex, sizeof palette.accent);
	memcpy(palette.hover, hover.hex, sizeof palette.hover);
	memcpy(palette.on, on, sizeof palette.on);
	memcpy(palette.text, text.hex, sizeof palette.text);
	memcpy(palette.soft, soft.hex, sizeof palette.soft);
	return palette;
}

struct palette
palette_light(const char *colour)
{
	struct colour soft = mix(colour, WHITE, 0.88);
	struct colour accent = until(colour, BLACK, 3, (const char *const[]){LIGHT_SURFACE, NULL});
	const char *on = ink_on(accent.hex), *away = on[1] == 'f' ? BLACK : WHITE;
	struct colour hover;

	accent = until(accent.hex, away, 4.5, (const char *const[]){on, NULL});
	on = ink_on(accent.hex);
	away = on[1] == 'f' ? BLACK : WHITE;
	hover = until(mix(accent.hex, away, 0.14).hex, away, 4.5, (const char *const[]){on, NULL});
	return palette_of(
		accent, on, hover,
		until(colour, BLACK, 4.6, (const char *const[]){soft.hex, LIGHT_BACKGROUND, LIGHT_SURFACE_2, NULL}),
		soft);
}

struct palette
palette_dark(const char *colour)
{
	struct colour soft = mix(DARK_SURFACE, colour, 0.22);
	struct colour accent = until(colour, WHITE, 3.2, (const char *const[]){DARK_SURFACE, NULL});
	const char *on = ink_on(accent.hex);

	if (colour_contrast(accent.hex, on) < 4.5)
		accent = until(accent.hex, WHITE, 4.5, (const char *const[]){on, NULL});
	return palette_of(
		accent, on, mix(accent.hex, on[1] == 'f' ? BLACK : WHITE, 0.14),
		until(colour, WHITE, 4.6, (const char *const[]){soft.hex, DARK_SURFACE, DARK_SURFACE_2, NULL}), soft);
}

static void
print_palette(struct builder *out, const struct palette *palette)
{
	build_printf(out, "{--accent:%s;--accent-hover:%s;--on-accent:%s;--accent-text:%s;--accent-soft:%s}",
		     palette->accent, palette->hover, palette->on, palette->text, palette->soft);
}

const char *
brand_css(struct arena *arena, const char *colour)
{
	struct palette light = palette_light(colour), dark = palette_dark(colour);
	struct builder out = builder_new(arena, 0);

	build_text(&out, ":root");
	print_palette(&out, &light);
	build_text(&out, "@media (prefers-color-scheme:dark){:root:not([data-theme=light])");
	print_palette(&out, &dark);
	build_text(&out, "}:root[data-theme=dark]");
	print_palette(&out, &dark);
	return builder_text(&out);
}

const char *
brand_css_within(struct arena *arena, const char *colour, const char *light, const char *dark)
{
	struct palette light_palette = palette_light(colour), dark_palette = palette_dark(colour);
	struct builder out = builder_new(arena, 0);

	build_text(&out, light);
	print_palette(&out, &light_palette);
	build_text(&out, dark);
	print_palette(&out, &dark_palette);
	return builder_text(&out);
}
