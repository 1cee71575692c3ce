# Builds build/$(VARIANT)/parvis and its tests. VARIANT: release (default), asan (tests), coverage.
VARIANT ?= release
ifeq ($(origin CC),default)
CC := gcc
endif
B := build/$(VARIANT)

PACKAGES := libmicrohttpd sqlite3 libpq libsodium libcurl jansson icu-i18n icu-uc pangocairo cairo libqrencode gdk-pixbuf-2.0 zlib gnutls expat libcbor libseccomp libmagic gmime-3.0
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wformat=2 -Wvla -Wno-missing-braces -Wno-missing-field-initializers -Werror
HARDEN := -fstack-protector-strong -fPIE
LINK_HARDEN := -pie -Wl,-z,relro,-z,now,-z,noexecstack
MODE_release := -O2 -g -D_FORTIFY_SOURCE=2 -fno-strict-aliasing
MODE_asan := -O1 -g -fno-var-tracking -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -Wno-format-truncation -DPARVIS_WEAKEN
MODE_coverage := -O0 -g --coverage -DPARVIS_WEAKEN
LINK_asan := -fsanitize=address,undefined
LINK_coverage := --coverage
INCLUDES := -iquote lib -iquote src
CFLAGS_ALL := -std=c17 -D_GNU_SOURCE $(INCLUDES) $(WARNINGS) $(HARDEN) $(MODE_$(VARIANT)) \
	$(filter-out -I/usr/include,$(patsubst -I%,-isystem%,$(shell pkg-config --cflags $(PACKAGES)))) $(CFLAGS)
LIBS := $(shell pkg-config --libs $(PACKAGES)) -lgettextpo -lm -pthread

TEST_SOURCES := $(wildcard lib/*/*_test.c src/*/*_test.c) lib/base/test_main.c
PROGRAM_SOURCES := src/app/main.c
SOURCES := $(filter-out $(TEST_SOURCES) $(PROGRAM_SOURCES),$(wildcard lib/*/*.c src/*/*.c))
objects = $(patsubst %.c,$(B)/%.o,$(1))

MIGRATIONS := $(sort $(wildcard migrations/*.sql))
TEMPLATES := $(sort $(wildcard src/*/*.html src/*/*.txt))
LOCALES := $(sort $(wildcard locales/*.po))

.PHONY: all program tests mustache bench web clean
all: program
program: $(B)/parvis
tests: $(B)/unit $(B)/mustache
mustache: $(B)/mustache
bench: $(B)/parvis $(B)/bench_plan

$(B)/parvis: $(call objects,$(SOURCES) $(PROGRAM_SOURCES)) $(B)/embedded.o
	@echo "  LD $@"
	@$(CC) $(CFLAGS_ALL) $(LINK_HARDEN) $(LINK_$(VARIANT)) -o $@ $^ $(LIBS)

$(B)/unit: $(call objects,$(SOURCES) $(TEST_SOURCES)) $(B)/embedded.o
	@echo "  LD $@"
	@$(CC) $(CFLAGS_ALL) $(LINK_HARDEN) $(LINK_$(VARIANT)) -o $@ $^ $(LIBS) -lcmocka

$(B)/bench_plan: $(B)/tests/bench_plan.o $(call objects,$(SOURCES)) $(B)/embedded.o
	@echo "  LD $@"
	@$(CC) $(CFLAGS_ALL) $(LINK_HARDEN) $(LINK_$(VARIANT)) -o $@ $^ $(LIBS)

# The tests of one lib folder with only what it stands on: make VARIANT=asan unit-db
NEEDS_base :=
NEEDS_sys := base
NEEDS_db := base sys
NEEDS_http := base sys
NEEDS_html := base sys
NEEDS_mail := base sys
NEEDS_sms := base sys http
NEEDS_egress := base sys
NEEDS_bucket := base sys
NEEDS_blob := base sys bucket
NEEDS_job := base sys db
NEEDS_pdf := base sys
NEEDS_zip := base sys
NEEDS_sheet := base sys html zip
NEEDS_scan := base sys
NEEDS_sandbox := base sys
NEEDS_content := base sys html pdf sheet sandbox zip
folder_sources = $(filter-out %_test.c lib/base/test_main.c,$(wildcard lib/$(1)/*.c))
.SECONDEXPANSION:
unit-%: $$(call objects,$$(wildcard lib/$$*/*_test.c) lib/base/test_main.c $$(foreach f,$$(sort $$* $$(NEEDS_$$*)),$$(call folder_sources,$$(f))))
	@echo "  LD $@"
	@$(CC) $(CFLAGS_ALL) $(LINK_HARDEN) $(LINK_$(VARIANT)) -o $(B)/$@ $^ $(LIBS) -lcmocka

$(B)/mustache: $(B)/tests/mustache.o $(call objects,$(foreach f,base sys html,$(call folder_sources,$(f))))
	@echo "  LD $@"
	@$(CC) $(CFLAGS_ALL) $(LINK_HARDEN) $(LINK_$(VARIANT)) -o $@ $^ $(LIBS)

$(B)/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC $@"
	@$(CC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# Templates, assets, migrations and translations travel inside the program.
$(B)/embedded.c: tools/embed $(TEMPLATES) $(MIGRATIONS) $(LOCALES) build/web/manifest
	@mkdir -p $(@D)
	@tools/embed $@ $(TEMPLATES) $(MIGRATIONS) $(LOCALES)

$(B)/embedded.o: $(B)/embedded.c
	@$(CC) $(CFLAGS_ALL) -c -o $@ $<

# The tables of passwords are made with them; the assembler includes them, which the compiler does not tell make.
$(B)/src/core/common_passwords.o: build/web/manifest

build/web/manifest: bin/web $(wildcard web/*.mjs web/*.txt web/css/* web/js/* web/package-lock.json)
	bin/web

clean:
	rm -rf build

-include $(shell find $(B) -name '*.d' 2>/dev/null)
