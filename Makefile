# Everything the portal's developers and operators do, by one name each. `make help` lists it.

SHELL := /bin/sh
.DEFAULT_GOAL := install

VENV := .venv
BIN := $(VENV)/bin
# Written when the installation is complete; a change of the pins or of the installer renews it.
STAMP := $(VENV)/.installed
PYTEST := $(BIN)/python -m pytest
# Test processes side by side; a file of tests stays in one of them. Two more than the cores that
# they are meant for: many tests wait for a database, a process or a clock.
TEST_PROCESSES ?= 4

# Each test process and each process that a test starts would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help
help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^[a-z-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): requirements.txt setup.py scripts/find-python scripts/bootstrap
	@scripts/bootstrap "$(VENV)"
	@touch $@

.PHONY: install
install: $(STAMP) ## Install the pinned set into .venv (the other targets do it when needed)

.PHONY: demo
demo: $(STAMP) ## Install, load demo content and serve at http://localhost:8080/ until Ctrl-C
	@exec $(BIN)/thads serve --demo

.PHONY: run
run: $(STAMP) ## The same without demo content
	@exec $(BIN)/thads serve

.PHONY: test
test: $(STAMP) ## All tests
	@$(PYTEST) -n $(TEST_PROCESSES) --dist loadfile $(ARGS)

.PHONY: test-full
test-full: $(STAMP) ## All tests, their sweeps whole and more kills: for the night (half an hour and more)
	@THADS_TESTS=full THADS_KILLS=60 THADS_FUZZ=2000 $(PYTEST) -n $(TEST_PROCESSES) --dist loadfile $(ARGS)

.PHONY: test-times
test-times: ## The slowest files of the last run (KEEP=1: begin them in this order from now on)
	@$(BIN)/python -m tests.support.times $(if $(KEEP),--keep)

.PHONY: test-unit
test-unit: $(STAMP) ## The tests of the pure parts, a few seconds; without those marked slow
	@scripts/test-unit $(PYTEST) -q --hypothesis-profile=quick -m "not slow" $(ARGS)

.PHONY: round-trip
round-trip: $(STAMP) ## 20,000 public listings written into the Excel template and read again (3 minutes; COUNT=n)
	@THADS_ROUND_TRIP=$(or $(COUNT),20000) $(PYTEST) tests/unit/test_public_round_trip.py $(ARGS)

.PHONY: coverage
coverage: $(STAMP) ## What the tests run through, folder by folder; fails below the floor
	@# Counting lines takes time: what has a limit in seconds is left to `make test`.
	@rm -f .coverage .coverage.*
	@for part in $(or $(PARTS),unit integration functional browser); do \
	    $(PYTEST) -n $(TEST_PROCESSES) --dist loadfile --cov --cov-append --cov-report= \
	        --cov-fail-under=0 -k "not takes_long and not pattern_growth" tests/$$part $(ARGS) \
	        || exit 1; \
	done
	@$(BIN)/coverage report

.PHONY: lint
lint: $(STAMP) ## Style, layering, types, and that the lists of pins agree
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/mypy
	@$(BIN)/python scripts/versions.py --check

.PHONY: format
format: $(STAMP) ## Put the code into the agreed form
	@$(BIN)/ruff check --fix --exit-zero --quiet .
	@$(BIN)/ruff format .

.PHONY: benchmark
benchmark: $(STAMP) ## Measure against vanilla Plone in the same run (COUNT=20000; QUICK=1: five minutes)
	@$(BIN)/python -m tests.benchmarks $(if $(COUNT),--count $(COUNT)) $(if $(QUICK),--quick) $(ARGS)

.PHONY: search-quality
search-quality: $(STAMP) ## How well each way of writing finds a name (ARGS="--address URL" for a running portal, --json FILE)
	@$(BIN)/python -m tests.benchmarks.search_quality $(ARGS)

.PHONY: cluster-check
cluster-check: $(STAMP) ## Two databases, two portals, Varnish: the primary dies ten times (10 minutes; COUNT=2)
	@$(BIN)/python -m tests.cluster $(if $(COUNT),--count $(COUNT)) $(ARGS)

.PHONY: buildout-check
buildout-check: $(STAMP) ## Build with zc.buildout in a temporary folder and see it serve (4 minutes)
	@scripts/buildout-check "$(BIN)/python"

.PHONY: pins
pins: $(STAMP) ## Compute requirements.txt and versions.cfg from requirements.in
	@$(BIN)/python scripts/versions.py --upgrade

.PHONY: audit
audit: $(STAMP) ## Known vulnerabilities of the pins, from a local copy of advisories (THADS_ADVISORIES=folder, file or all.zip; OSV)
	@$(BIN)/python scripts/audit.py $(THADS_ADVISORIES)

.PHONY: wheelhouse
wheelhouse: $(STAMP) ## dist/wheelhouse: all that a server without a network installs from
	@scripts/wheelhouse dist/wheelhouse

.PHONY: changes
changes: $(STAMP) ## Put the fragments of news/ into CHANGES.md (VERSION=1.1.0; without: show them)
	@$(BIN)/towncrier build $(if $(VERSION),--yes --version $(VERSION),--draft --version next)

.PHONY: clean
clean: ## Remove what make built; the data in instance/var stays
	rm -rf $(VENV) build dist .coverage .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis src/*.egg-info
	find src tests scripts -name __pycache__ -type d -prune -exec rm -rf {} +
