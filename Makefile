# Everything one does with Parley, as verbs. Each recipe can be typed by hand, line by line.
# Needs Python 3.11 or newer and make; the rest is installed into .venv from requirements/*.txt.

PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes

# Files of tests side by side; half of the time a test waits for a disk, a clock or a browser.
PARALLEL := -n 3 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help install demo run doctor test check format lint types bench lock

help: ## list these verbs
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile

install: .venv/dev ## create .venv with everything needed to run, test and change Parley

demo: .venv/runtime ## play the whole walk in a browser: no Slack, no token, no network
	$(BIN)/python -m bot demo

run: .venv/runtime ## run the bot in your workspace, with the settings in .env
	$(BIN)/python -m bot run

doctor: .venv/runtime ## check tokens, scopes, clock, database and key, and say what to do
	$(BIN)/python -m bot doctor

test: .venv/dev ## run all tests (the browser tests need Chromium)
	$(BIN)/python -m pytest $(PARALLEL)

check: .venv/dev ## what CI checks: format, lint, types, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest $(PARALLEL)

format: .venv/dev ## lay out the code and sort the imports
	$(BIN)/ruff check --select I --fix .
	$(BIN)/ruff format .

lint: .venv/dev ## look for mistakes
	$(BIN)/ruff check .

types: .venv/dev ## check the types, strictly
	$(BIN)/mypy

bench: .venv/dev ## time Parley beside its peers and its limits (about four minutes)
	$(BIN)/python -m benchmarks

# `make lock UPGRADE=--upgrade` takes the newest of everything; plain `make lock` adds what is new.
COMPILE = .venv/lock/bin/uv --no-config pip compile --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-emit-find-links \
	--custom-compile-command "make lock" $(UPGRADE)

lock: ## pin every dependency again, with hashes, for all platforms
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip --disable-pip-version-check install --quiet uv
	$(COMPILE) pyproject.toml --output-file requirements/runtime.txt
	$(COMPILE) pyproject.toml --extra dev --constraints requirements/runtime.txt \
		--output-file requirements/dev.txt
	rm -r .venv/lock

# Empty files that say what was installed, and when.

TOO_OLD := "Parley needs Python 3.11 or newer. If you have one: make PYTHON=python3.12 install"

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and $(TOO_OLD))'
	$(PYTHON) -m venv .venv

.venv/runtime: requirements/runtime.txt | .venv/bin/python
	$(PIP) --requirement requirements/runtime.txt
	touch .venv/runtime

.venv/dev: requirements/dev.txt | .venv/bin/python
	$(PIP) --requirement requirements/dev.txt
	touch .venv/runtime .venv/dev
