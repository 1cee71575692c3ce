/* qr_svg_test: the picture is a whole code with all that readers need around it. */
#include "base/arena.h"
#include "base/test.h"
#include "pdf/qr_svg.h"

#include <string.h>

TEST(a_qr_picture_has_its_quiet_zone_and_its_corner_marks)
{
	struct arena *arena = arena_new(0);
	const char *svg = qr_svg(arena, "otpauth://totp/Parvis");

	/* 21 characters of bytes need version 2: 25 modules, and four light ones on each side. */
	assert_non_null(strstr(svg, "viewBox=\"0 0 33 33\""));
	assert_non_null(strstr(svg, "d=\"M4 4h7v1h-7z"));
	assert_non_null(strstr(svg, "</svg>"));
	arena_free(arena);
}

TEST(no_qr_picture_of_nothing_or_of_too_much)
{
	struct arena *arena = arena_new(0);

	assert_null(qr_svg(arena, ""));
	assert_null(qr_svg(arena, arena_printf(arena, "%05000d", 1)));
	arena_free(arena);
}
