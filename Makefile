# The targets a person and CI use alike. `make demo` and `make test` need only Python 3.11 and make.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test test-all lint types format bench docs samples schema clean packages

$(STAMP): pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/python -m compileall -q briefing
	touch $@

demo: $(STAMP)  ## build the sample company's briefings and say where they are
	$(BIN)/briefing demo demo

packages:  ## system packages that tests need: Chromium, LibreOffice, poppler
	sh tests/install_packages.sh

test: $(STAMP) packages lint types  ## everything that must hold at every commit
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m 'not full' -q

test-all: $(STAMP) packages lint types  ## with load, fuzz, kill and LibreOffice tests
	$(BIN)/python -m pytest -n 2 --dist loadgroup -q

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache

types: $(STAMP)
	$(BIN)/mypy

format: $(STAMP)
	$(BIN)/ruff check --fix .

bench: $(STAMP) packages  ## a cold build by stages, the exposure, and the peers; fails where a gate is missed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m compileall -q briefing
	$(BIN)/python benchmarks/cold_build.py
	$(BIN)/python benchmarks/exposure.py
	$(BIN)/python benchmarks/peers.py

docs: $(STAMP)  ## what is generated from the code
	$(BIN)/python -m briefing.workbook.contract_docs > docs/contract.md
	$(BIN)/python -m briefing.document.schema > docs/briefing.schema.json

samples: $(STAMP)  ## the sample company, from its tables
	$(BIN)/python sample_data/make_samples.py

clean:
	rm -rf $(VENV) build dist demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
