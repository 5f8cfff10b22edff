# make plan   — size the Double 11 day and print the answer (needs only Python 3.11+)
# make test   — everything a change has to pass
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
WORKERS ?= 2
PO := $(wildcard sops/locale/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)
HOUSE := pyproject.toml constraints.txt hatch_build.py
# A stamp says: this .venv has what these files ask for.
RUN := $(VENV)/.ready-to-run
DEV := $(VENV)/.ready-to-develop
BENCHES := $(filter-out %_worker.py,$(shell grep -ls __main__ benchmarks/*.py))

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup plan test lint bench soak messages clean

help:
	@sed -n '1,2s/^# //p' Makefile
	@echo "make bench  — the figures of benchmarks/"
	@echo "make soak   — tests that take too long for every change"
	@echo "make setup messages clean"

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "找不到 Python 3.11+ / no Python 3.11+ found" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "需要 Python 3.11+ / Python 3.11+ needed: make PYTHON=…" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(RUN): $(HOUSE) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(DEV): $(HOUSE) | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@ $(RUN)

# Babel compiles the catalogues where it is installed; elsewhere the build hook does, at install.
%.mo: %.po | $(RUN)
	@if $(BIN)/python -c "import babel, hatchling" 2>/dev/null; then $(BIN)/python hatch_build.py; \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps -e .; fi
	@touch $@

setup: $(DEV) $(MO)

plan: $(RUN) $(MO)
	@$(BIN)/shapan plan double11

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The kernel is compiled once, before several test processes would each do it.
test: lint
	$(BIN)/python -c "from simulator.peak.warm import compile_all; compile_all()"
	$(BIN)/python -m pytest -n $(WORKERS) -q

bench: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[bench]"
	@set -e; for script in $(BENCHES); do echo "== $$script"; $(BIN)/python $$script; done

soak: setup
	$(BIN)/python -m pytest -m soak -q
	SHAPAN_PLAYER_SEEDS=20 SHAPAN_MUTATION_SEEDS=20 SHAPAN_GAMING_SEEDS=5 SHAPAN_QUESTIONS=200 $(BIN)/python -m pytest -q \
		-n $(WORKERS) tests/property/test_known_players.py tests/property/test_mutations.py \
		tests/property/test_gaming.py tests/property/test_no_contradiction.py

messages: setup
	$(BIN)/python tools/messages.py
	$(BIN)/python hatch_build.py

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	rm -f sops/locale/*/LC_MESSAGES/*.mo
	find sops scenarios simulator tui tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
