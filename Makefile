# Sekisho. `make demo` and `make test` need Python 3.11 or newer with pip and venv, make and git.
.DEFAULT_GOAL := help
.PHONY: help setup demo test static lint types layers migrations translations reference sqlite browser postgres docs \
        torture bench fix lock clean

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest
# The checks load the settings, which make a data folder: not the one of your own installation.
lint types layers migrations translations reference docs: export SEKISHO_DATA := $(CURDIR)/.cache/checks
export PYTHON

help: ## show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## */\1\t/' | expand -t 14

setup: ## make .venv with everything pinned; quick when nothing changed
	@$(if $(READY),:,sh tools/setup.sh dev)

demo: ## set up and open the demo company at http://localhost:8000 (data in ./sekisho-data)
	@sh tools/setup.sh runtime
	@exec $(BIN)/sekisho demo

test: setup ## run every check
	@$(MAKE) --no-print-directory READY=1 -j2 -O static
	@$(MAKE) --no-print-directory READY=1 sqlite
	@$(MAKE) --no-print-directory READY=1 browser
	@$(MAKE) --no-print-directory READY=1 postgres

static: types reference layers migrations translations lint ## every check that runs no test

lint: setup ## style and likely mistakes (ruff)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup ## types (mypy --strict)
	$(BIN)/mypy

layers: setup ## who may import whom (import-linter)
	$(BIN)/lint-imports

migrations: setup ## models and migrations agree
	$(BIN)/python tools/manage.py check --fail-level WARNING
	$(BIN)/python tools/manage.py makemigrations --check --dry-run

translations: setup ## every string has its Japanese
	$(BIN)/python tools/translations.py check

reference: setup ## the pages under docs/reference say what the source says
	$(BIN)/python tools/reference.py check

sqlite: setup ## tests on SQLite
	@sh tools/nginx.sh
	$(PYTEST) -n 2 -m "not browser"

browser: setup ## journeys in Chromium with axe, at 1440 and 390 px
	@sh tools/browser.sh
	$(PYTEST) -n 2 -m browser

postgres: setup ## tests on a throw-away PostgreSQL
	@sh tools/nginx.sh
	$(PYTEST) -n 2 -m "not browser" --postgres

torture: setup ## long rounds of kill -9, fuzzing and tampering; every test on PostgreSQL
	$(PYTEST) -n 2 -m "not browser" --timeout 3600 --torture
	$(PYTEST) -n 2 -m "not browser" --timeout 3600 --torture --postgres --whole
	$(PYTEST) -n 2 -m "not browser" --postgres --whole

bench: setup ## benchmarks: ratios against a floor or a peer in the same run
	@data=$$(mktemp -d); trap 'rm -rf "$$data"' EXIT; set -e; \
	for file in benchmarks/bench_*.py; do \
	    echo "== $$file"; SEKISHO_DATA="$$data/$$(basename $$file .py)" $(BIN)/python $$file; \
	done

docs: setup ## write the pages under docs/reference that follow from the source
	$(BIN)/python tools/reference.py write

fix: setup ## put style right where a tool can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: setup ## pin the requirements again (requirements/*.in to *.txt)
	sh tools/lock.sh

clean: ## remove .venv and caches, never your data
	rm -rf .venv .cache .mypy_cache .ruff_cache .hypothesis
