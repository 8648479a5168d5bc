# The C side, included by the top-level Makefile:
#   make install [PREFIX=/usr/local] [DESTDIR=] [LIBDIR=] [INCLUDEDIR=]
#   make c        installs into build/c, then builds every example and the C test against that as C99 and C++17,
#                 shared and static, runs them, and compares what they print

CARGO ?= cargo
PYTHON ?= python3
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
TARGET_DIR := $(or $(CARGO_TARGET_DIR),target)

VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
MAJOR := $(word 1,$(subst ., ,$(VERSION)))
MINOR := $(word 2,$(subst ., ,$(VERSION)))
# What `rustc --print native-static-libs` names on Linux.
LIBS_PRIVATE := -lgcc_s -lutil -lrt -lpthread -lm -ldl -lc

.PHONY: library install c c-symbols c-valgrind c-python c-package

library:
	$(CARGO) build --release --locked

FILL = sed -e 's|@PREFIX@|$(PREFIX)|g' -e 's|@LIBDIR@|$(LIBDIR)|g' -e 's|@INCLUDEDIR@|$(INCLUDEDIR)|g' \
	-e 's|@VERSION@|$(VERSION)|g' -e 's|@MAJOR@|$(MAJOR)|g' -e 's|@MINOR@|$(MINOR)|g' \
	-e 's|@LIBS_PRIVATE@|$(LIBS_PRIVATE)|g' \
	-e "s|@INCLUDE_FROM_LIB@|$$(realpath -m --relative-to='$(LIBDIR)' '$(INCLUDEDIR)')|g"

install: library
	install -d '$(DESTDIR)$(INCLUDEDIR)' '$(DESTDIR)$(LIBDIR)/pkgconfig' '$(DESTDIR)$(LIBDIR)/cmake/abicus'
	install -m 644 include/abicus.h '$(DESTDIR)$(INCLUDEDIR)/abicus.h'
	install -m 755 $(TARGET_DIR)/release/libabicus.so '$(DESTDIR)$(LIBDIR)/libabicus.so.$(VERSION)'
	ln -sf libabicus.so.$(VERSION) '$(DESTDIR)$(LIBDIR)/libabicus.so.$(MAJOR)'
	ln -sf libabicus.so.$(MAJOR) '$(DESTDIR)$(LIBDIR)/libabicus.so'
	install -m 644 $(TARGET_DIR)/release/libabicus.a '$(DESTDIR)$(LIBDIR)/libabicus.a'
	$(FILL) abicus.pc.in > '$(DESTDIR)$(LIBDIR)/pkgconfig/abicus.pc'
	$(FILL) cmake/abicusConfig.cmake.in > '$(DESTDIR)$(LIBDIR)/cmake/abicus/abicusConfig.cmake'
	$(FILL) cmake/abicusConfigVersion.cmake.in > '$(DESTDIR)$(LIBDIR)/cmake/abicus/abicusConfigVersion.cmake'

# --- tests -----------------------------------------------------------------------------------------------------------

C_ROOT := $(CURDIR)/build/c
C_INSTALLED := $(C_ROOT)/installed
C_EXAMPLES := $(basename $(notdir $(wildcard examples/*.c)))
C_VARIANTS := c99-shared c99-static c++17-shared c++17-static
C_WARNINGS := -O2 -Wall -Wextra -Wpedantic -Werror

compiler-c99 := $(CC) -std=c99
compiler-c++17 := $(CXX) -x c++ -std=c++17
link-shared := -L$(C_INSTALLED)/lib -labicus -Wl,-rpath,$(C_INSTALLED)/lib -lm
link-static := $(C_INSTALLED)/lib/libabicus.a $(LIBS_PRIVATE)

.PHONY: c-installed $(C_VARIANTS:%=c-run-%)

c: $(C_VARIANTS:%=c-run-%) c-symbols c-valgrind c-python c-package

c-installed:
	@$(MAKE) --silent --no-print-directory -f '$(firstword $(MAKEFILE_LIST))' install PREFIX='$(C_INSTALLED)' LIBDIR='$(C_INSTALLED)/lib' \
		INCLUDEDIR='$(C_INSTALLED)/include' DESTDIR=

# Builds and runs every program as one language, linked in one way. `-x none`: what follows is no source.
define c-variant
c-run-$(1)-$(2): c-installed
	@mkdir -p $(C_ROOT)/$(1)-$(2)
	@set -e; cd $(C_ROOT)/$(1)-$(2); \
	for name in $(C_EXAMPLES); do \
		$(compiler-$(1)) $(C_WARNINGS) -I$(C_INSTALLED)/include $(CURDIR)/examples/$$$$name.c -o $$$$name -x none $(link-$(2)); \
		./$$$$name > $$$$name.txt; \
		diff $(CURDIR)/examples/expected/$$$$name.txt $$$$name.txt; \
	done; \
	$(compiler-$(1)) $(C_WARNINGS) -I$(C_INSTALLED)/include $(CURDIR)/tests/c/*.c -o abi -x none $(link-$(2)); \
	for level in portable avx2 avx512; do ABICUS_CPU=$$$$level ./abi > /dev/null; done
	@echo 'C: examples and test, $(1), $(2): ok'
endef
$(foreach language,c99 c++17,$(foreach linking,shared static,$(eval $(call c-variant,$(language),$(linking)))))

# What the library exports is what the header declares is what the C test calls.
c-symbols: c-run-c99-shared
	@nm -D --defined-only $(C_INSTALLED)/lib/libabicus.so | sed -n 's/.* T \(abicus_.*\)/\1/p' \
		| grep -v '^abicus_python_' | sort > $(C_ROOT)/exported
	@sed 's|//.*||' include/abicus.h | grep -o '\<abicus_[a-z0-9_]*(' | tr -d '(' | sort > $(C_ROOT)/declared
	@nm -u $(C_ROOT)/c99-shared/abi | sed -n 's/.* U \(abicus_[a-z0-9_]*\).*/\1/p' | sort > $(C_ROOT)/called
	@diff $(C_ROOT)/exported $(C_ROOT)/declared
	@diff $(C_ROOT)/exported $(C_ROOT)/called
	@! nm -D --undefined-only $(C_INSTALLED)/lib/libabicus.so | grep ' Py\| _Py'
	@readelf -d $(C_INSTALLED)/lib/libabicus.so | grep -q 'SONAME.*\[libabicus.so.$(MAJOR)\]'
	@echo "C: $$(wc -l < $(C_ROOT)/exported) symbols exported, declared and called: ok"

# Valgrind knows neither AVX-512 nor the floating-point modes. What Rust keeps of a thread that has started others is held by
# a pointer into it, and so only possibly lost.
c-valgrind: c-run-c99-shared
	@set -e; cd $(C_ROOT)/c99-shared; export ABICUS_CPU=avx2; \
	if ! command -v valgrind > /dev/null; then echo 'C: valgrind: skipped, it is not installed' | tee -a '$(or $(SKIPPED),/dev/null)'; exit 0; fi; \
	for program in $(C_EXAMPLES) 'abi --no-float-mode'; do \
		valgrind -q --error-exitcode=9 --leak-check=full --errors-for-leak-kinds=definite --show-leak-kinds=definite ./$$program > valgrind.txt; \
		name=$${program%% *}; [ $$name = abi ] || diff $(CURDIR)/examples/expected/$$name.txt valgrind.txt; \
	done; \
	echo 'C: valgrind: ok'

# Python with nothing but the header and the library.
c-python: c-installed
	@set -e; for name in raw_ctypes raw_cffi; do \
		if [ $$name = raw_cffi ] && ! $(PYTHON) -c 'import cffi' 2> /dev/null; then \
			echo 'C: raw_cffi.py: skipped, cffi is not installed' | tee -a '$(or $(SKIPPED),/dev/null)'; continue; \
		fi; \
		$(PYTHON) examples/$$name.py $(C_INSTALLED)/lib/libabicus.so > $(C_ROOT)/$$name.txt; \
		diff examples/expected/$$name.txt $(C_ROOT)/$$name.txt; \
		echo "C: $$name.py: ok"; \
	done

# The example as a stranger builds it, by pkg-config and by CMake.
c-package: c-installed
	@set -e; export PKG_CONFIG_PATH=$(C_INSTALLED)/lib/pkgconfig; mkdir -p $(C_ROOT)/package; \
	if ! command -v pkg-config > /dev/null; then echo 'C: pkg-config: skipped, it is not installed' | tee -a '$(or $(SKIPPED),/dev/null)'; else \
		[ "$$(pkg-config --modversion abicus)" = $(VERSION) ]; \
		$(CC) -std=c99 $$(pkg-config --cflags abicus) examples/sums.c -o $(C_ROOT)/package/sums $$(pkg-config --libs abicus); \
		LD_LIBRARY_PATH=$(C_INSTALLED)/lib $(C_ROOT)/package/sums | diff examples/expected/sums.txt -; \
		echo 'C: pkg-config: ok'; \
	fi; \
	if ! command -v cmake > /dev/null; then echo 'C: CMake: skipped, it is not installed' | tee -a '$(or $(SKIPPED),/dev/null)'; else \
		cmake -S tests/c/cmake -B $(C_ROOT)/package/cmake -DCMAKE_PREFIX_PATH=$(C_INSTALLED) > $(C_ROOT)/package/cmake.txt; \
		cmake --build $(C_ROOT)/package/cmake >> $(C_ROOT)/package/cmake.txt; \
		for linking in shared static; do $(C_ROOT)/package/cmake/sums_$$linking | diff examples/expected/sums.txt -; done; \
		echo 'C: CMake: ok'; \
	fi
