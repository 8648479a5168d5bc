# `make demo` runs the main job, `make test` all tests. Both do their own set-up.
PYTHON ?= python3
VENV := .venv
SKIPPED := $(CURDIR)/build/skipped.txt
export SKIPPED PYTHON

.PHONY: demo test test-rust test-c test-python header wheel bench bench-python clean

demo: wheel
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps dist/abicus-*.whl
	@# Peers to be measured beside abicus, which needs none of them.
	-@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: numpy cffi
	$(VENV)/bin/python -m abicus info
	$(VENV)/bin/python -m abicus bench
	$(VENV)/bin/python examples/python_files.py

wheel:
	@mkdir -p build dist
	sh scripts/make_venv.sh $(PYTHON) $(VENV)
	rm -f dist/abicus-*.whl
	$(VENV)/bin/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .
	@ls dist/abicus-*.whl

test:
	@mkdir -p build && rm -f $(SKIPPED) && touch $(SKIPPED)
	$(MAKE) test-rust
	$(MAKE) test-c
	$(MAKE) instructions
	$(MAKE) test-python
	@if [ -s $(SKIPPED) ]; then echo; echo "Skipped:"; sort -u $(SKIPPED); fi
	@echo; echo "All tests passed."

test-c: c

test-rust:
	@mkdir -p build
	@if cargo fmt --version >/dev/null 2>&1; then cargo fmt --check; \
	else echo "cargo fmt: rustfmt is not installed" >>$(SKIPPED); fi
	@if cargo clippy --version >/dev/null 2>&1; then \
	  cargo clippy --locked --release --all-targets --features test-hooks --quiet -- -D warnings; \
	else echo "cargo clippy: clippy is not installed" >>$(SKIPPED); fi
	cargo test --locked --profile tests --quiet

test-python: wheel
	cargo build --locked --profile tests --quiet --lib --features test-hooks --target-dir target/test-hooks
	sh scripts/make_venv.sh $(PYTHON) $(VENV) cffi mypy types-cffi typing-extensions hatchling
	$(VENV)/bin/python scripts/generate_signatures.py --check
	$(VENV)/bin/python -m mypy
	sh scripts/test_python.sh
	build/venv-$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])')/bin/python -m doctest README.md

# Writes include/abicus.h and what is generated from it anew.
header:
	ABICUS_UPDATE=1 cargo test --quiet --test header
	sh scripts/make_venv.sh $(PYTHON) $(VENV) cffi
	$(VENV)/bin/python scripts/generate_signatures.py

bench:
	cargo bench

# Calls, conversions and exact sums from Python, beside pinned peers and a PyO3 extension, with the targets.
bench-python: wheel
	sh scripts/make_venv.sh $(PYTHON) build/venv-bench --only-binary :all: -r benches/requirements.txt
	build/venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps dist/abicus-*.whl
	build/venv-bench/bin/python benches/python_calls.py

clean:
	rm -rf build dist target $(VENV)

-include mk/c.mk mk/quality.mk
