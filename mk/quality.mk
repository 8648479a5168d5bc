# Checks of what tests do not see, included by the top-level Makefile:
#   make instructions                     counts the instructions of the hot kernels and compares with the record
#   make instructions-update REASON='…'   writes the record anew

.PHONY: instructions instructions-update instructions-count

INSTRUCTIONS := $(CURDIR)/build/instructions

# A file of counts, or none where they cannot be had.
instructions-count: c-installed
	@mkdir -p $(INSTRUCTIONS); rm -f $(INSTRUCTIONS)/counts; set -e; \
	skip() { echo "instruction counts: $$1" | tee -a '$(or $(SKIPPED),/dev/null)'; }; \
	if ! command -v valgrind > /dev/null; then skip 'valgrind is not installed'; exit 0; fi; \
	if ! echo '#include <valgrind/callgrind.h>' | $(CC) -E - > /dev/null 2>&1; then skip "valgrind's header is missing"; exit 0; fi; \
	$(CC) -std=c99 $(C_WARNINGS) -I$(C_INSTALLED)/include benches/instructions.c -o $(INSTRUCTIONS)/workloads \
		-L$(C_INSTALLED)/lib -labicus -Wl,-rpath,$(C_INSTALLED)/lib; \
	status=0; ABICUS_CPU=avx2 valgrind -q --tool=callgrind --collect-atstart=no --combine-dumps=yes \
		--callgrind-out-file=$(INSTRUCTIONS)/counting $(INSTRUCTIONS)/workloads || status=$$?; \
	if [ $$status = 77 ]; then skip 'this CPU has no AVX2'; exit 0; fi; \
	[ $$status = 0 ] && mv $(INSTRUCTIONS)/counting $(INSTRUCTIONS)/counts

instructions: instructions-count
	@[ ! -f $(INSTRUCTIONS)/counts ] || $(PYTHON) scripts/instructions.py $(INSTRUCTIONS)/counts

instructions-update: instructions-count
	@$(PYTHON) scripts/instructions.py $(INSTRUCTIONS)/counts --update '$(REASON)'
