# The developer's path: every target installs what it needs into .venv and runs one thing.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: practice tour test test-all quick check screenshot bench hostile chaos walk migration lock clean

practice: .venv/runtime   ## a pretend Slack with a sample company, in the browser
	$(BIN)/duly practice

tour: .venv/runtime       ## a scripted fortnight as a transcript; a quarter with ARGS=--quarter
	$(BIN)/duly practice --tour $(ARGS)

test: .venv/dev check     ## every check and every test; on PostgreSQL what depends on it, and a part of the stories
	$(TEST)

test-all: .venv/dev check ## the same, with every story on SQLite and on PostgreSQL
	$(TEST) --everything

quick: .venv/dev          ## while you write: all without a database, and the first story of each file
	$(TEST) --quick

TEST = env -u PYTHONDONTWRITEBYTECODE PYTEST_DEBUG_TEMPROOT=$(SCRATCH) \
	$(BIN)/python -m pytest -n 3 --dist worksteal
# The longest tests mostly wait for a pretend clock: three at a time keep two processors busy.
# They start some hundred processes, which all load the same: what Python makes of it is kept.
# Hundreds of databases that wait for a disk take a third longer: memory serves where there is room.
SCRATCH = $(shell [ -w /dev/shm ] && [ $$(df -Pk /dev/shm | awk 'NR == 2 {print $$4}') -gt 2000000 ] \
	&& echo /dev/shm || echo $${TMPDIR:-/tmp})

check: .venv/dev          ## style, types and the direction of imports
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

screenshot: .venv/dev     ## refresh the README's picture, docs/practice.png, with Chromium
	$(BIN)/python -m tests.screenshot

bench: .venv/dev          ## ratios against the floor of this machine, as JSON
	$(BIN)/python -m tests.benchmarks

hostile: .venv/dev        ## send what nobody should send, and count what should not come of it
	$(BIN)/python -m tests.hostile --inputs 20000
	$(BIN)/python -m tests.hostile --inputs 5000 --database postgresql

chaos: .venv/dev          ## kill, cut and repeat at random, then count what was lost or doubled
	$(BIN)/python -m tests.chaos --kills 200 --database sqlite
	$(BIN)/python -m tests.chaos --kills 200 --database postgresql --web 2 --workers 3

walk: .venv/dev           ## lead issues through whatever people may do, in orders that nobody thought of
	WALKS=400 $(BIN)/python -m pytest tests/test_walks.py

migration: .venv/dev     ## write a migration for changed tables: make migration WORDS="Add thanks"
	$(BIN)/python -m storage.migrations "$(WORDS)"

lock: .venv/dev           ## refresh the lock files: versions and hashes, no addresses
	$(BIN)/uv pip compile -q pyproject.toml --extra build $(LOCK) -o requirements.lock
	$(BIN)/uv pip compile -q pyproject.toml --extra build --extra dev $(LOCK) -o requirements-dev.lock
LOCK := --upgrade --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	--no-emit-index-url --no-emit-find-links

.venv/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Duly needs Python 3.11 or newer: make PYTHON=/path/to/python3.11"; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/runtime: .venv/python requirements.lock pyproject.toml
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev: .venv/runtime requirements-dev.lock
	$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
