# Two commands do everything: `make run` opens the board, `make test` runs every check.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --quiet --disable-pip-version-check

.DEFAULT_GOAL := help
.PHONY: help run pdf test soak bench lock catalogues clean

help:        ## what there is
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

# The virtual environments are made from hashed locks; a changed lock makes them anew.
$(VENV)/.run: requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

run: $(VENV)/.run ## install and open the board
	@$(BIN)/floorboard

pdf: $(VENV)/.run ## install what writes handovers as PDF
	@$(PIP) install --require-hashes -r requirements-pdf.lock

test: $(VENV)/.dev ## install and run every check (short form of the long trials)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest

soak: $(VENV)/.dev ## the long trials with their full counts
	@FLOORBOARD_SOAK=1 $(BIN)/python -m pytest -n 0 -m soak -rP

bench: $(VENV)/.dev ## speed as ratios against floors measured in the same run
	@$(BIN)/python tests/bench/run.py

lock: $(VENV)/.dev ## pin every version with its hashes, without index addresses
	@$(PIP) install uv
	@$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate -q --extra build pyproject.toml -o requirements.lock
	@$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate -q --extra build --extra dev --extra solver -c requirements.lock pyproject.toml -o requirements-dev.lock
	@$(BIN)/uv pip compile --universal --generate-hashes --no-header --no-annotate -q --extra pdf -c requirements-dev.lock pyproject.toml -o requirements-pdf.lock

catalogues: $(VENV)/.dev ## collect the strings and compile the translations
	@$(BIN)/python tests/catalogues.py --write

clean:       ## remove what was installed
	rm -rf $(VENV)
