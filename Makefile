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
#   make deps          Debian packages that build and tests need
#   make install       DESTDIR, PREFIX, PROGRAM_PREFIX
#   SAN=address,undefined   sanitizers        DEV=1   warnings are errors

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
ISAL    ?= $(shell $(CC) -E -include isa-l.h -x c /dev/null >/dev/null 2>&1 && echo 1)

XML_CFLAGS := $(shell xml2-config --cflags 2>/dev/null || echo -I/usr/include/libxml2)
OURS     = -std=c11 -D_GNU_SOURCE -pthread -I. -Ilib $(XML_CFLAGS) $(WARN) \
           $(HARDEN) $(if $(DEV),-Werror) -MMD -MP $(SANFLAGS) \
           -include lib/base/banned.h -DAIRBOM_VERSION='"$(VERSION)"' \
           $(if $(ISAL),-DHAVE_ISAL)
LINK     = -pthread -pie -Wl,-z,relro,-z,now,--as-needed $(SANFLAGS) $(LDFLAGS)

# What each tool may need; `make check` compares with what it does need.
LIBS_sbom  = -larchive -lz $(if $(ISAL),-lisal) -lzstd -lcrypto -ljansson \
             -lsqlite3 -lseccomp
LIBS_feeds = -larchive -lz $(if $(ISAL),-lisal) -lzstd -lcrypto -ljansson \
             -lsqlite3
LIBS_match = -lcrypto -ljansson -lsqlite3 -lseccomp -lm
LIBS_tests = -larchive -lz $(if $(ISAL),-lisal) -lzstd -lcrypto -ljansson \
             -lsqlite3 -lseccomp -lxml2 -lyaml -lm

find = $(sort $(wildcard $(1)/*.c $(1)/*/*.c $(1)/*/*/*.c))
obj  = $(patsubst %.c,$(B)/%.o,$(call find,$(1)))
# A tool's own objects but its main: what unit tests and fuzzers link.
own  = $(filter-out $(B)/$(1)/main.o,$(call obj,$(1)))

UNITS = $(patsubst %.c,$(B)/%,$(sort $(wildcard tests/unit/*_test.c)))

all: $(TOOLS:%=$(B)/bin/%)

.SECONDEXPANSION:
$(TOOLS:%=$(B)/bin/%): $(B)/bin/%: $(B)/%/main.o $(B)/lib%.a $(B)/liball.a
	@mkdir -p $(@D)
	$(CC) $(LINK) -o $@ $^ $(LIBS_$*)

$(TOOLS:%=$(B)/lib%.a): $(B)/lib%.a: $$(call own,$$*)
	@mkdir -p $(@D)
	@rm -f $@
	$(AR) rcs $@ $^

$(B)/liball.a: $(call obj,lib)
	@mkdir -p $(@D)
	@rm -f $@
	$(AR) rcs $@ $^

$(UNITS): $(B)/%: $(B)/%.o $(TOOLS:%=$(B)/lib%.a) $(B)/liball.a
	$(CC) $(LINK) -o $@ $^ -lcmocka $(LIBS_tests)

$(B)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(OURS) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

units: $(UNITS)

clean:
	rm -rf $(B)

.PHONY: all units clean
.SECONDARY:

-include $(shell find $(B) -name '*.d' 2>/dev/null)
