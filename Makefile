.DEFAULT_GOAL := help
PYTHON ?= python3
PORT ?= 8080
VENV := .venv
BIN := $(VENV)/bin
DATA ?=
BASE ?=
NUMBA ?=
export PORT
ifneq ($(DATA),)
export WINNOW_DATA_DIR := $(abspath $(DATA))
endif

help:  ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.installed  ## Create .venv and install requirements.txt

run: install  ## Serve data/ (or DATA=folder-or-file) on PORT, 8080 by default
	@$(BIN)/gunicorn

test: $(VENV)/.installed-dev browser  ## Lint, types, unit tests and browser tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadgroup

explore: $(VENV)/.installed-dev  ## Unit tests with new random examples
	$(BIN)/pytest -n auto tests --hypothesis-profile explore

test-replicas: $(VENV)/.installed-dev browser  ## Browser tests against two servers behind Caddy, which must be installed
	$(BIN)/pytest -n auto --dist loadgroup e2e --replicas 2

browser: $(VENV)/.installed-dev  ## Find a Chromium for the browser tests, or install one
	@$(BIN)/python scripts/browser.py

docs: $(VENV)/.installed-dev  ## Write the generated pages of docs/ anew
	$(BIN)/python -m scripts.build_docs

bench: $(VENV)/.installed-dev browser  ## Measure: page weight, server time, memory, a million rows
	$(BIN)/python -m bench

image:  ## Build the container image winnow (BASE=debian: where no registry is reached; NUMBA=1: with numba)
	@$(PYTHON) -m scripts.image --base "$(BASE)" --numba "$(NUMBA)"

image-test:  ## Run that image with little memory and a root that can't be written, and ask it for pages
	@$(PYTHON) -m scripts.image_test $(if $(NUMBA),--most 600)

clean:  ## Remove what make made
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis test-results

$(VENV)/.installed: requirements.txt
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: requirements.txt requirements-dev.txt
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@ $(VENV)/.installed

.PHONY: help install run test explore test-replicas browser docs bench image image-test clean
