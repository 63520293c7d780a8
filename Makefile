# make demo and make test need nothing before them but Python 3.11 or newer and make.  `make help` lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.ONESHELL:
.SUFFIXES:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# The first Python that runs and is new enough; a name alone proves nothing (shims of version managers).
ifndef PYTHON
PYTHON := $(shell for python in python3.13 python3.12 python3.11 python3; do \
	"$$python" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' >/dev/null 2>&1 \
	&& { echo "$$python"; break; }; done)
endif

VENV := .venv
PY := $(VENV)/bin/python
# What a caller's shell may bring along and an environment of one's own must not see.
unexport PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE PIP_USER PIP_TARGET PIP_PREFIX PIP_NO_COMPILE PIP_REQUIRE_VIRTUALENV
export PIP_DISABLE_PIP_VERSION_CHECK := 1
PIP_INSTALL := $(PY) -m pip install --quiet --quiet --no-input --no-deps

# A change of Python, of the place or of the locks makes the environment anew: the stamps carry a hash of them.
identity = $(shell { "$(PYTHON)" -c 'import sys; print(sys.version, sys.base_prefix)' || true; pwd; cat $(1); } 2>/dev/null | sha256sum | cut -c 1-16)
RUN_STAMP := $(VENV)/.run-$(call identity,requirements/run.txt requirements/build.txt)
DEV_STAMP := $(VENV)/.dev-$(call identity,requirements/run.txt requirements/build.txt requirements/dev.txt)
SELF_STAMP := $(VENV)/.self

.PHONY: help demo test snapshots pictures lint format types contracts check bench lock wheel wheelhouse tables clean ready ready-dev

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*  ## \(.*\)/\1|\2/p' $(MAKEFILE_LIST) | while IFS='|' read -r name text; do
		printf '  make %-10s %s\n' "$$name" "$$text"
	done

demo: ready  ## open the demo office
	@exec $(VENV)/bin/ehr-tui demo

test: ready-dev  ## run the tests; one file: make test T=tests/test_i18n.py
	@$(PY) -m pytest $(PYTEST_FLAGS) $(T)

snapshots: ready-dev  ## accept the screens as they are now; look at the differences first
	@$(PY) -m pytest --snapshot-update $(T)

pictures: ready-dev  ## draw the documentation's pictures anew from the real screens
	@$(PY) -m tests.pictures docs/pictures

lint: ready-dev  ## style and common mistakes
	@$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .

format: ready-dev  ## put the code into its standard form
	@$(VENV)/bin/ruff check --fix --exit-zero --quiet .
	$(VENV)/bin/ruff format .

types: ready-dev  ## mypy --strict
	@$(VENV)/bin/mypy

contracts: ready-dev  ## who may import whom
	@$(VENV)/bin/lint-imports --no-cache

check: lint types contracts test  ## all of these

bench: ready-dev  ## measure; one line of JSON per figure
	@$(PY) -m tests.bench $(BENCH)

wheel: ready-dev  ## build the packages for users into dist/
	@rm -rf dist
	$(PY) -m build --no-isolation --outdir dist . | tail -n 1

wheelhouse: wheel  ## build a folder that installs without any network, into dist/wheelhouse
	@$(PY) packaging/wheelhouse.py dist/wheelhouse

tables: ready-dev  ## make the tables of actions and of pinyin anew, after keys or Chinese words changed
	@$(PY) -m tests.key_table
	$(PY) -m tests.pinyin_table

lock:  ## pin the requirements anew; UPGRADE=--upgrade takes newer versions
	@test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet --quiet 'uv>=0.9,<1'; }
	cd requirements && ./lock ../.venv-lock/bin/uv $(UPGRADE)

clean:  ## remove everything that was made here
	@rm -rf $(VENV) .venv-lock dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ------------------------------------------------------------------------------------------ the environment

ready: $(RUN_STAMP) $(SELF_STAMP)
	@$(PY) -m compileall -q ehr_tui

ready-dev: $(DEV_STAMP) $(SELF_STAMP)
	@$(PY) -m compileall -q ehr_tui

$(RUN_STAMP):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found (make PYTHON=/path/to/python3)." >&2; exit 1; }
	"$(PYTHON)" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' \
		|| { echo "$(PYTHON) is older than Python 3.11 or does not run." >&2; exit 1; }
	echo "Setting up $(VENV) with $$("$(PYTHON)" -V) (once; about a minute) ..."
	rm -rf $(VENV)
	"$(PYTHON)" -m venv $(VENV) >$(VENV).log 2>&1 || {
		cat $(VENV).log >&2
		rm -rf $(VENV) $(VENV).log
		echo "This Python cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2
		exit 1
	}
	rm -f $(VENV).log
	$(PIP_INSTALL) --require-hashes -r requirements/run.txt -r requirements/build.txt
	touch $@

$(DEV_STAMP): $(RUN_STAMP)
	@echo "Adding what the tests need ..."
	$(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	touch $@

# The package itself, editable: a change of the source is in force at once.  Bytecode is written whatever the caller's
# settings are, since a start without it takes twice as long.
$(SELF_STAMP): $(RUN_STAMP) pyproject.toml ehr_tui/__init__.py
	@$(PIP_INSTALL) --no-build-isolation --editable .
	$(PY) -m compileall -q $(VENV)/lib || true
	touch $@
