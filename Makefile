# Ouderwijzer: one word a task. `make` or `make help` lists them.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.ONESHELL:

PYTHON ?= python3
FRONT := .venv/bin/python
BRAIN := .venv-brain/bin/python
QUIET := -W ignore
BRAIN_TESTS := $(BRAIN) -m pytest -c tests/brain/pytest.ini --rootdir=. tests/brain
FRONT_TESTS := $(FRONT) -m pytest tests --ignore=tests/brain
CORES := $(shell getconf _NPROCESSORS_ONLN)
WORKERS ?= $(shell echo $$(($(CORES) < 8 ? $(CORES) : 8)))
SIDE_BY_SIDE := -n $(WORKERS) --dist loadfile --no-loadscope-reorder

.PHONY: help run setup train test test-all lint widget content classify evaluate bench shell lock clean

help: ## List the tasks
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):[^#]*## /  make \1|/' | column -t -s '|'

run: ## Set up what is missing, train if the data changed, start everything
	@$(PYTHON) scripts/setup.py
	exec $(FRONT) -m bot.launch

setup: ## Make both environments and node_modules, with what the tests need
	@$(PYTHON) scripts/setup.py --dev

train: ## Train the model if the data changed
	@$(PYTHON) scripts/setup.py
	$(BRAIN) $(QUIET) -m bot.nlu.train

test: setup ## Check the content, lint, and run all tests that this machine can run
	@$(FRONT) -m bot.content check
	$(MAKE) --no-print-directory lint
	$(FRONT) -m bot.launch --prepare
	$(BRAIN_TESTS)
	$(FRONT_TESTS) -m "not alone" $(SIDE_BY_SIDE)
	$(FRONT_TESTS) -m alone

test-all: ## The same with nothing skipped; may install Debian packages
	@scripts/install-services
	scripts/with-postgres $(MAKE) --no-print-directory test

lint: ## ruff and mypy; for the widget tsc, eslint and prettier
	@$(FRONT) -m ruff check .
	$(FRONT) -m ruff format --check .
	$(FRONT) -m mypy
	npm run --silent check

widget: ## Build bot/widget/v1.1/ouderwijzer.js from its source
	@$(PYTHON) scripts/setup.py npm
	npm run --silent build

content: ## Check answers, examples and test sentences; list what must be reviewed again
	@$(PYTHON) scripts/setup.py front --dev
	$(FRONT) -m bot.content check
	$(FRONT) -m bot.content due

classify: ## Lines on standard input, one JSON decision each on standard output
	@{ $(PYTHON) scripts/setup.py && $(BRAIN) $(QUIET) -m bot.nlu.train; } >&2
	$(BRAIN) $(QUIET) -m bot.nlu.classify

evaluate: ## How well parents are understood: own questions, or QUESTIONS=path.csv; FOLDS=5 too
	@{ $(PYTHON) scripts/setup.py && $(BRAIN) $(QUIET) -m bot.nlu.train; } >&2
	$(BRAIN) $(QUIET) -m bot.evaluation $(QUESTIONS) $(if $(FOLDS),--folds $(FOLDS))

bench: setup ## Time per message over the web API and memory of each process
	@$(FRONT) -m bot.launch --prepare
	$(FRONT) scripts/bench.py

shell: train ## Talk to the brain in the terminal, as Rasa developers do
	@$(BRAIN) $(QUIET) -m bot.nlu.serve --shell

lock: ## Lock both environments anew, after a change of pyproject.toml
	@scripts/lock.sh

clean: ## Remove environments, the trained model and the local database
	@rm -rf .venv .venv-brain node_modules var .pytest_cache .mypy_cache .ruff_cache
