# On a fresh machine with Python 3.11, venv and make: `make demo` and `make test`.

PYTHON ?= python3
PORT ?= 8000
CROWD ?= 0
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

# The tests start dozens of servers, each of which would compile the forum anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test soak check dev bench pages picture screenshots icons permissions sentences migration audit locks

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

demo: .venv/forum ## Fill a demonstration and serve it; PORT=8000 CROWD=200
	@exec $(BIN)/forum demo --port $(PORT) --crowd $(CROWD)

test: .venv/tools ## Run the tests; TESTS=tests/rules for some of them
	@$(BIN)/python -m pytest -n 3 --maxschedchunk 4 $(TESTS)

soak: .venv/tools ## Run the tests that take many minutes: every act, cut off before every statement
	@$(BIN)/python -m pytest -n 3 --maxschedchunk 1 -m soak $(TESTS)

check: .venv/tools ## Everything that must pass before a change is merged
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory test

dev: .venv/tools ## Serve the demonstration with the details of every failure
	@FORUM_DEBUG=1 exec $(BIN)/forum demo --port $(PORT)

bench: .venv/tools ## Measure what has a limit
	@for file in bench/*.py; do echo "== $$file"; $(BIN)/python "$$file" || exit 1; done

pages: .venv/tools ## Bring every page before Nu, axe and Lighthouse; JUDGES="nu" for one of them
	@$(BIN)/python -m bench.pages $(JUDGES)

picture: .venv/tools ## Draw docs/house.svg from the imports
	$(BIN)/python docs/house.py

screenshots: .venv/tools ## Take the pictures in docs/screenshots; needs Chromium
	$(BIN)/python -m docs.screenshots

icons: .venv/tools ## Draw the icons and the card of a link; needs Chromium
	$(BIN)/python -m docs.icons

permissions: .venv/tools ## Write docs/permissions.md from the table
	$(BIN)/python -m docs.permissions

sentences: .venv/forum ## Bring new sentences into the Indonesian catalogue, and drop those that are gone
	@$(BIN)/pybabel --quiet extract --mapping-file pyproject.toml --no-location --no-wrap \
	  --sort-output --output-file .venv/sentences.pot .
	@$(BIN)/pybabel --quiet update --domain forum --input-file .venv/sentences.pot \
	  --output-dir forum/locale --locale id --no-wrap --no-fuzzy-matching --ignore-obsolete \
	  --ignore-pot-creation-date

migration: .venv/tools ## Write a migration from the models; NAME=what_it_does
	@test -n "$(NAME)" || { echo "Say what it does: make migration NAME=what_it_does"; exit 2; }
	$(BIN)/tortoise makemigrations -n $(NAME)
	@$(BIN)/ruff check --quiet --fix migrations && $(BIN)/ruff format --quiet migrations

audit: .venv/tools ## Ask for known holes in the packages, and look for some in the code
	$(BIN)/pip-audit --requirement requirements.txt --require-hashes --disable-pip
	$(BIN)/bandit --quiet --recursive forum

# --- What the above stand on ---

.venv/forum: requirements.txt pyproject.toml | .venv/bin/python
	@echo "Installing the forum into .venv"
	@$(PIP) install --require-hashes --requirement requirements.txt
	@$(PIP) install --no-index --no-deps --no-build-isolation --editable .
	@touch $@

.venv/tools: requirements-dev.txt .venv/forum
	@echo "Installing the tools into .venv"
	@$(PIP) install --require-hashes --requirement requirements-dev.txt
	@touch $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("The forum needs Python 3.11 or newer.")'
	@$(PYTHON) -m venv .venv || { echo "On Debian: sudo apt install python3-venv"; rm -rf .venv; exit 1; }

locks: ## Lock the packages anew after a change in pyproject.toml (needs uv)
	uv pip compile --universal --generate-hashes --no-header --no-annotate --quiet \
	  --group pyproject.toml:install pyproject.toml -o requirements.txt
	uv pip compile --universal --generate-hashes --no-header --no-annotate --quiet \
	  --group pyproject.toml:install --group pyproject.toml:dev -c requirements.txt \
	  pyproject.toml -o requirements-dev.txt
