# Every task by one word; continuous integration uses the same words. `make help` lists them.
PYTHON := .venv/bin/python
READY := .venv/.ready
SHARED := ../shared

# A window needs a screen. Without one, the demonstration drives itself and leaves its results in demo/.
ifeq ($(DISPLAY)$(WAYLAND_DISPLAY)$(filter Darwin,$(shell uname -s)),)
DEMO := --headless --output demo
endif

.PHONY: help run test test-data test-system check coverage bench bench-quick i18n package lock set-up clean

help:  ## list the tasks
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' Makefile

run: $(READY)  ## try the program with sample jobs (without a screen: a headless run into demo/)
	$(PYTHON) -m annotator demo $(DEMO)

test: $(READY)  ## run the tests; they need no privileges, screen or network
	$(PYTHON) -m pytest --numprocesses auto

test-data: $(READY)  ## run the tests on the shared reference data in ../shared
	$(PYTHON) -m pytest -m data tests/data

test-system: $(READY)  ## run the tests that build, install and start the program elsewhere (as root)
	@sh tests/system/set_up.sh
	$(PYTHON) -m pytest -m system -v tests/system

check: $(READY)  ## lint, format, types, arrows between the packages
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports --no-cache

coverage: $(READY)  ## run the tests and show the lines and branches they miss
	$(PYTHON) -m coverage run -m pytest -q
	$(PYTHON) -m coverage report

bench: $(READY)  ## measure speed and size against baselines of the same run
	$(PYTHON) -m tests.bench

bench-quick: $(READY)  ## the same with small numbers, in a few minutes
	$(PYTHON) -m tests.bench --quick

i18n: $(READY)  ## bring resources/i18n/*.po up to date with the program's texts and compile them
	$(PYTHON) packaging/catalogues.py

package: $(READY)  ## build the wheel, the program that needs no Python, and its installers into dist/
	$(PYTHON) packaging/build.py

lock: $(READY)  ## write the lock files anew with the newest versions that fit
	$(PYTHON) -m pip install --quiet uv
	sh packaging/lock.sh --upgrade

set-up: $(READY)  ## only install what the other tasks need

clean:  ## remove everything that a task made
	rm -rf .venv demo dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	find resources -name '*.mo' -delete

$(READY): requirements-dev.lock pyproject.toml packaging/set_up.sh
	@sh packaging/set_up.sh
	@touch $@
