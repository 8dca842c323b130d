# Two commands do everything: `make run` and `make test`. Both set up what they need first.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
LIEM := $(VENV)/bin/liem
PORT ?= 8000
export PORT

.DEFAULT_GOAL := help
.PHONY: help run test check setup setup-dev lock clean

help: ## what can be asked of make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: setup ## set up and start the platform with its demo province (PORT=8000, LIEM_HOME=./var)
	@exec $(LIEM) start

test: setup-dev ## set up and pass every test
	@$(VENV)/bin/python -m tests.house.gate all

check: setup-dev ## the fast subset, about a minute: style, directions, types, what needs no database
	@$(VENV)/bin/python -m tests.house.gate fast

setup: ## leave the command at .venv/bin/liem
	@PYTHON="$(PYTHON)" sh scripts/setup.sh core

setup-dev:
	@PYTHON="$(PYTHON)" sh scripts/setup.sh dev

lock: setup-dev ## renew the locked dependencies (hashes, no index address)
	@sh scripts/lock.sh

clean: ## remove the virtual environment and caches, never the data under LIEM_HOME
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .import_linter_cache
