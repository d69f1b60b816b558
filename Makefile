# One entry point for whoever works on workflow. Every target can be run again at any time.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The versions that everybody works with; `make constraints` writes them anew.
PINNED := --constraint constraints.txt
# An environment with the newest of everything, made from nothing each time.
NEWEST := .venv-newest
WITH_NEWEST = rm -rf $(NEWEST) && $(MAKE) --no-print-directory VENV=$(NEWEST) PINNED=
# Where a fresh Debian keeps pip out of a new environment, scripts/venv mends it.
INSTALLED := $(VENV)/.installed
TESTABLE := $(VENV)/.testable

.PHONY: help demo test test-newest constraints lint docs generators corpus fuzz growth faults bench clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/'

demo: $(INSTALLED) ## the main job on articles/: extract, translate, check, approve, publish
	@scripts/system-packages "drafts French ↔ English offline" apertium apertium-fr-es apertium-eng-spa
	@PATH="$(abspath $(BIN)):$$PATH" scripts/demo

test: $(TESTABLE) lint ## everything that must hold (linter, types, layers, tests)
	@$(BIN)/python scripts/corpora spec
	@$(BIN)/python scripts/gettext-cases
	@scripts/nu-validator
	@$(BIN)/python -m pytest -n 2

test-newest: ## the same with the newest release of every library, in an environment apart
	@$(WITH_NEWEST) test

constraints: ## write constraints.txt: the newest releases, to be tested and committed
	@$(WITH_NEWEST) $(NEWEST)/.installed
	@$(NEWEST)/bin/python -m pip install --quiet --editable '.[test,postgresql]'
	@scripts/constraints $(NEWEST)/bin/python > constraints.txt.new
	@mv constraints.txt.new constraints.txt

lint: $(TESTABLE) ## style, types and the layers of the design
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports

generators: $(TESTABLE) ## the real site generators build what export writes (large downloads from npm)
	@scripts/generators "$(abspath $(BIN))/python"

corpus: $(TESTABLE) ## the proofs on thousands of documents that others wrote (fetched once)
	@$(BIN)/python scripts/corpora all
	@$(BIN)/python -m pytest tests/corpus

MINUTES ?= 10
fuzz: $(TESTABLE) ## MINUTES of fuzzing for each format
	@$(BIN)/python scripts/corpora all
	@$(BIN)/python -m pip install --quiet $(PINNED) --editable '.[fuzz]' || echo "Without atheris: hypothesis it is."
	@for format in markdown html text; do \
	    $(BIN)/python -m tests.corpus.fuzz_formats $$format --minutes $(MINUTES) || exit 1; done

growth: $(TESTABLE) ## pieces of input repeated twice as often must take no more than twice as long
	@$(BIN)/python -m tests.corpus.growth --minutes $(MINUTES)

faults: $(TESTABLE) ## kill -9 at 200 random instants of extract and translate, 100 of releases to each target
	@KILLS=200 KILLED_ARTICLES=200 $(BIN)/python -m pytest tests/test_kill.py
	@RELEASE_KILLS=100 $(BIN)/python -m pytest -s tests/test_release_kill.py

bench: $(TESTABLE) ## compare with peers, in one run
	@$(BIN)/python scripts/corpora all
	@$(BIN)/python bench/formats.py
	@$(BIN)/python bench/memory.py
	@$(BIN)/python bench/merge.py
	@$(BIN)/python bench/site.py
	@$(BIN)/python bench/translate.py
	@$(BIN)/python bench/checks.py

docs: $(INSTALLED) ## write what the documentation takes from the program: commands, checks, settings, tutorials
	@$(BIN)/python scripts/command_reference.py > docs/commands.md.new
	@mv docs/commands.md.new docs/commands.md
	@$(BIN)/python scripts/rules_reference.py > docs/checks.md.new
	@mv docs/checks.md.new docs/checks.md
	@$(BIN)/python scripts/settings_reference.py > docs/settings.md.new
	@mv docs/settings.md.new docs/settings.md
	@$(BIN)/python scripts/tutorials.py --write

clean: ## remove what was built
	rm -rf $(VENV) $(NEWEST) build dist *.egg-info .workflow .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(INSTALLED): setup.cfg pyproject.toml constraints.txt
	@PYTHON="$(PYTHON)" scripts/venv $(VENV)
	@$(BIN)/python -m pip install --quiet $(PINNED) --editable .
	@touch $@

$(TESTABLE): $(INSTALLED)
	@scripts/system-packages "tests of catalogues, drafts, pages, signatures and targets" openssh-client openssh-server rsync gettext apertium apertium-fr-es apertium-eng-spa chromium chromium-driver default-jre-headless fontconfig fonts-noto-cjk fonts-noto-core libpango-1.0-0 libpangoft2-1.0-0 postgresql hunspell-fr hunspell-en-us hunspell-en-gb apache2 nginx-light default-jre-headless
	@$(BIN)/python -m pip install --quiet $(PINNED) --editable '.[test]'
	@touch $@
