# SPDX-License-Identifier: Apache-2.0
#
# airbom: sbom, feeds, match. One non-recursive makefile.
#
#   make               three tools in build/bin/
#   make demo          install what is missing, build, scan a small real image
#   make test          build and run all tests; ends with "N passed, N failed"
#   make check         layering, doors, headers, NEEDED, format, analysis
#   make fuzz          FUZZ_SECONDS=600 over all parsers, with coverage
#   make bench         ratios against floors and peers
#   make deps          what build and tests need: Debian's packages, validators
#   make install       DESTDIR, PREFIX, PROGRAM_PREFIX
#   SAN=address,undefined  sanitizers   DEV=1  warnings are errors   V=1  loud

B       ?= build
CFLAGS  ?= -O2 -g
PREFIX  ?= /usr/local
VERSION  = 0.1.0

TOOLS    = sbom feeds match
WARN     = -Wall -Wextra -Wshadow -Wconversion -Wvla -Wformat=2 \
           -Wmissing-prototypes -Wstrict-prototypes
HARDEN   = -fstack-protector-strong -fPIE \
           $(if $(SAN),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3)
SANFLAGS = $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all \
           -fno-omit-frame-pointer)

# Optional: ISA-L inflates twice as fast as zlib. make ISAL= builds without.
ifeq ($(origin ISAL),undefined)
ISAL    := $(shell $(CC) -E -include isa-l.h -x c /dev/null >/dev/null 2>&1 && echo 1)
endif

XML_CFLAGS := $(shell xml2-config --cflags 2>/dev/null || echo -I/usr/include/libxml2)
OURS     = -std=c11 -D_GNU_SOURCE -pthread -I. -Ilib -I$(B)/gen $(XML_CFLAGS) $(WARN) \
           $(HARDEN) $(if $(DEV),-Werror) -MMD -MP $(SANFLAGS) \
           -include lib/base/banned.h -DAIRBOM_VERSION='"$(VERSION)"' \
           $(if $(ISAL),-DHAVE_ISAL)
LINK     = -pthread -pie -Wl,-z,relro,-z,now,--as-needed $(SANFLAGS) $(LDFLAGS)

# What each tool may need; `make check` compares with what it does need.
LIBS_sbom  = -larchive -lz $(if $(ISAL),-lisal) -lzstd -lcrypto -ljansson \
             -lsqlite3 -lseccomp -lxml2 -lyaml
LIBS_feeds = -larchive -lz $(if $(ISAL),-lisal) -lzstd -lcrypto -ljansson \
             -lsqlite3 -lxml2 -lyaml
LIBS_match = -lz $(if $(ISAL),-lisal) -lzstd -lcrypto -lsqlite3 -lseccomp -lm
LIBS_tests = -larchive -lz $(if $(ISAL),-lisal) -lzstd -lcrypto -ljansson \
             -lsqlite3 -lseccomp -lxml2 -lyaml -lm

# make V=1 shows whole commands.
run  = $(if $(V),,@echo '  $(1) $@';)

# One word for the shell: the version's definition has quotes of its own.
quoted = '$(subst ','\'',$(1))'

find = $(sort $(wildcard $(1)/*.c $(1)/*/*.c $(1)/*/*/*.c))
obj  = $(patsubst %.c,$(B)/%.o,$(call find,$(1)))
# A tool's own objects but its main: what unit tests and fuzzers link.
own  = $(filter-out $(B)/$(1)/main.o,$(call obj,$(1)))

UNITS = $(patsubst %.c,$(B)/%,$(sort $(wildcard tests/unit/*_test.c)))

all: $(TOOLS:%=$(B)/bin/%)

.SECONDEXPANSION:
$(TOOLS:%=$(B)/bin/%): $(B)/bin/%: $(B)/%/main.o $(B)/lib%.a $(B)/liball.a
	@mkdir -p $(@D)
	$(call run,LD) $(CC) $(LINK) -o $@ $^ $(LIBS_$*)

$(TOOLS:%=$(B)/lib%.a): $(B)/lib%.a: $$(call own,$$*)
	@mkdir -p $(@D)
	@rm -f $@
	$(call run,AR) $(AR) rcs $@ $^

$(B)/liball.a: $(call obj,lib)
	@mkdir -p $(@D)
	@rm -f $@
	$(call run,AR) $(AR) rcs $@ $^

$(UNITS): $(B)/%: $(B)/%.o $(TOOLS:%=$(B)/lib%.a) $(B)/liball.a
	$(call run,LD) $(CC) $(LINK) -o $@ $^ -lcmocka $(LIBS_tests)

BENCH = $(B)/tests/bench/unpack $(B)/tests/bench/pull $(B)/tests/bench/floor
$(BENCH): %: %.o $(B)/liball.a
	$(call run,LD) $(CC) $(LINK) -o $@ $^ $(LIBS_tests)

# The schema as string literals for lib/advisory/schema.c.
$(B)/gen/advisories_sql.h: schemas/advisories.sql
	@mkdir -p $(@D)
	$(call run,GEN) sed -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/' $< > $@
$(B)/lib/advisory/schema.o: $(B)/gen/advisories_sql.h

# The table of classifiers, likewise.
$(B)/gen/classifiers_txt.h: sbom/catalog/classifiers.txt
	@mkdir -p $(@D)
	$(call run,GEN) sed -e 's/[\\"]/\\&/g' -e 's/.*/"&\\n"/' $< > $@
$(B)/sbom/catalog/classify/table.o: $(B)/gen/classifiers_txt.h

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(call run,CC) $(CC) $(OURS) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

units: $(UNITS)

# ---- what people call ----

deps:
	@sh tests/tools/deps.sh all
	@sh tests/tools/validators.sh >/dev/null

demo:
	@sh tests/tools/deps.sh demo
	@$(MAKE) --no-print-directory -j2 all
	@B=$(B) sh tests/demo/demo.sh

test:
	@sh tests/tools/deps.sh test
	@$(MAKE) --no-print-directory -j2 all units
	@B=$(B) sh tests/run.sh $(or $(T),$(UNITS) $(sort $(wildcard tests/cli/*.t)))

check: all
	@B=$(B) CC="$(CC)" LIBS_sbom="$(LIBS_sbom)" \
	    CFLAGS_OURS=$(call quoted,$(filter-out -MMD -MP,$(OURS))) \
	    LIBS_feeds="$(LIBS_feeds)" LIBS_match="$(LIBS_match)" \
	    sh tests/check/check.sh $(ONLY)

fuzz: all
	@B=$(B) OURS=$(call quoted,$(filter-out -MMD -MP,$(OURS))) \
	    LIBS="$(LIBS_tests)" \
	    sh tests/fuzz/run.sh $(or $(FUZZ_SECONDS),600) $(T)

bench: all $(BENCH)
	@B=$(B) sh tests/bench/run.sh
	@B=$(B) sh tests/bench/match.sh
	@B=$(B) sh tests/bench/bom.sh
	@B=$(B) sh tests/bench/feeds.sh

fmt:
	clang-format -i $$(git ls-files '*.c' '*.h')

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
	    $(DESTDIR)$(PREFIX)/share/man/man5
	for t in $(TOOLS); do \
	    install -m 755 $(B)/bin/$$t \
	        $(DESTDIR)$(PREFIX)/bin/$(PROGRAM_PREFIX)$$t && \
	    install -m 644 docs/$$t.1 \
	        $(DESTDIR)$(PREFIX)/share/man/man1/$(PROGRAM_PREFIX)$$t.1 || \
	    exit 1; done
	install -m 644 docs/*.5 $(DESTDIR)$(PREFIX)/share/man/man5/
	install -d $(DESTDIR)$(PREFIX)/share/doc/airbom
	install -m 644 sbom/catalog/classifiers.txt \
	    $(DESTDIR)$(PREFIX)/share/doc/airbom/

clean:
	rm -rf $(B)

.PHONY: all units deps demo test check fuzz bench fmt install clean
.SECONDARY:

# Not in the images that tests unpack below $(B): they have files named so.
-include $(shell find $(addprefix $(B)/,lib $(TOOLS) tests) -name '*.d' \
    -type f 2>/dev/null)
