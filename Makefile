# Zhitong 直通. `make run` serves a working office, `make test` runs the tests; the rest is for developers.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: help run test test-offline check lint messages lock torture clean

help: ## What there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/.run: requirements.txt pyproject.toml scripts/setup
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh scripts/setup requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt pyproject.toml scripts/setup
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh scripts/setup requirements-dev.txt
	@touch $@ $(VENV)/.run

run: $(VENV)/.run ## Set up and serve the demo office on this machine
	@ZHITONG_DEMO=1 $(BIN)/zhitong serve --prepare --with-worker

test: $(VENV)/.dev ## Set up and run all tests: on SQLite, and on PostgreSQL when there is one
	@$(BIN)/python scripts/test.py $(TESTS)

test-offline: $(VENV)/.dev ## The same, SQLite with no network but the loopback: the program asks no other host (needs unshare and ip)
	@ZHITONG_TEST_OFFLINE=1 $(BIN)/python scripts/test.py $(TESTS)

lint: $(VENV)/.dev ## Style, import order of the rooms, migrations, messages
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports && $(BIN)/zhitong makemigrations --check --dry-run

messages: $(VENV)/.dev ## Collect and compile the rooms' messages (needs Debian's gettext)
	@$(BIN)/python scripts/messages.py

lock: ## Lock requirements with hashes and without any address (needs uv)
	@for name in requirements requirements-dev; do \
	  uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate $$name.in -o $$name.txt; done

torture: $(VENV)/.dev ## Kill the server 200 times while clients submit; every receipt must be found
	@$(BIN)/python benchmarks/torture.py --kills 200

clean: ## Take away what can be made again (never the office's data in var/)
	@rm -rf $(VENV) .pytest_cache .ruff_cache .hypothesis
