# The commands for working on the project. Each runs on a fresh machine: it sets up the environment if it is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

# Real pages for tests and measurements: a folder of *.wikitext. Without it, tests of real pages are skipped.
INFOBOX_PAGES ?= $(wildcard ../shared/corpus)
export INFOBOX_PAGES

.DEFAULT_GOAL := help
# What only `make test-ecosystem` needs: packages of Python, and of Node where npm is there.
ECOSYSTEM := $(VENV)/ecosystem
SITE := $(VENV)/site
NODE := tests/ecosystem/node_modules/.package-lock.json
PAGE := web/node_modules/.package-lock.json
NPM := $(shell command -v npm)

.PHONY: help demo test test-ecosystem test-compiled wheel wheel-fast wheel-compiled check bench site schema rules manual page calendars lexicon clean

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1	/p' $(MAKEFILE_LIST)

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; name one with: make PYTHON=python3.12 ..."; exit 2; }
	@echo "Setting up $(VENV) with $$($(PYTHON) --version) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dump,parquet,completion,live,plot,web,remote,lsp]' --group dev
	@touch $@

demo: $(READY) ## one infobox: the tree, the JSON, the way back
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh docs/demo.sh

test: $(READY) ## run the tests
	@echo "Running the tests ..."
	@$(BIN)/python -m pytest -q

$(ECOSYSTEM): $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group ecosystem
	@touch $@

$(NODE): tests/ecosystem/package-lock.json
	@cd tests/ecosystem && npm ci --loglevel=error --no-audit --no-fund || echo "npm could not fetch its packages: what needs them is left out"

test-ecosystem: $(ECOSYSTEM) $(if $(NPM),$(NODE) $(PAGE)) ## run the tests that need more: Node.js, generators of types ...; says what is missing
	@echo "Running the tests with other tools ..."
	@INFOBOX_ECOSYSTEM=1 $(BIN)/python -m pytest -q tests/ecosystem

wheel: $(READY) ## a wheel in plain Python, in dist/
	@INFOBOX_COMPILE=0 $(BIN)/python -m build --quiet --wheel --outdir dist .

wheel-fast: $(READY) ## a wheel for this kind of machine with the decoder that makes dumps fast, in dist/; needs a C compiler
	@$(BIN)/python -m build --quiet --wheel --outdir dist .

wheel-compiled: $(READY) ## such a wheel whose reading is compiled, too, in dist/; takes minutes
	@INFOBOX_COMPILE=1 $(BIN)/python -m build --quiet --wheel --outdir dist .

COMPILED := build/compiled
# The tests of what is compiled and of what stands on it.
COMPILED_TESTS ?= $(addprefix tests/,values display markup conclusions test_api.py test_box.py test_damaged.py test_mwparserfromhell.py \
	test_places.py test_reading.py test_wikicode.py)

# It counts the calls of a text's own method, which compiled code does not ask.
NOT_COMPILED := tests/markup/test_scan.py::test_the_end_of_an_opening_tag_that_is_missing_is_looked_for_once

test-compiled: $(READY) ## run the tests of reading on a compiled wheel, installed in an environment of its own
	@rm -rf $(COMPILED)
	@echo "Compiling ..."
	@INFOBOX_COMPILE=1 $(BIN)/python -m build --quiet --wheel --outdir $(COMPILED)/dist .
	@$(PYTHON) -m venv $(COMPILED)/venv
	@$(COMPILED)/venv/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@$(COMPILED)/venv/bin/python -m pip install --quiet --disable-pip-version-check "$$(echo $(COMPILED)/dist/*.whl)[dump,parquet]" --group test
	@cp -R tests fixtures schemas bench tools docs README.md CHANGELOG.md $(COMPILED)/  # beside no `infobox`: the installed one is tested
	@cd $(COMPILED) && venv/bin/infobox --version | grep '(compiled, fast bzip2)'
	@cd $(COMPILED) && INFOBOX_PAGES= venv/bin/python -m pytest -q -p no:cacheprovider -c /dev/null --rootdir . --deselect $(NOT_COMPILED) $(COMPILED_TESTS)

check: $(READY) ## ruff, formatting, mypy
	@echo "ruff ..." && $(BIN)/ruff check .
	@echo "formatting ..." && $(BIN)/ruff format --check --quiet .
	@echo "mypy ..." && $(BIN)/mypy

bench: $(READY) ## the measurements of the README
	@$(BIN)/python -m bench.startup
	@$(BIN)/python -m bench.reading
	@$(BIN)/python -m bench.linear
	@$(BIN)/python -m bench.pages
	@$(BIN)/python -m bench.extract --doubled
	@$(BIN)/python -m bench.wikis
	@$(BIN)/python -m bench.serve

$(SITE): $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --group docs
	@touch $@

site: $(SITE) ## the documentation as a site, in the folder site/
	@$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going --conf-dir docs . site
	@echo "The site is in site/; open site/index.html."

schema: $(READY) $(if $(NPM),$(NODE)) ## renew schemas/, docs/fields.md and docs/validity.md from the record's types and the list of checks
	@$(BIN)/python -m infobox.schema > schemas/military-conflict.schema.json.new
	@mv schemas/military-conflict.schema.json.new schemas/military-conflict.schema.json
ifdef NPM
	@node tests/ecosystem/declarations.mjs < schemas/military-conflict.schema.json > schemas/military-conflict.d.ts.new
	@mv schemas/military-conflict.d.ts.new schemas/military-conflict.d.ts
else
	@echo "npm is missing: schemas/military-conflict.d.ts was not renewed"
endif
	@$(BIN)/python -m infobox.validity > docs/validity.md.new
	@mv docs/validity.md.new docs/validity.md
	@$(BIN)/python -m tools.field_reference > docs/fields.md.new
	@mv docs/fields.md.new docs/fields.md

rules: $(READY) ## renew docs/rules/ from the rules' docstrings
	@$(BIN)/python -m infobox.checks.documentation docs/rules

manual: $(READY) ## renew docs/infobox.1 from the help of the command line
	@$(BIN)/python -m infobox.manual > docs/infobox.1.new
	@mv docs/infobox.1.new docs/infobox.1

page: $(PAGE) ## renew what the page of `infobox serve` takes from npm: infobox/web/static/codemirror.js
	@cd web && npm run --silent build > codemirror.js.new
	@mv web/codemirror.js.new infobox/web/static/codemirror.js

$(PAGE): web/package-lock.json
	@cd web && npm ci --loglevel=error --no-audit --no-fund || echo "npm could not fetch its packages: what needs them is left out"

calendars: $(READY) ## renew infobox/language/*/calendar.toml and infobox/templates/country_names.tsv from CLDR
	@$(BIN)/python -m tools.calendars
	@$(BIN)/python -m tools.country_names

lexicon: $(READY) ## renew docs/lexicon.md from infobox/language/reference.toml and the lexicons
	@$(BIN)/python -m tools.lexicon_reference > docs/lexicon.md.new
	@mv docs/lexicon.md.new docs/lexicon.md

clean: ## remove what was set up
	rm -rf $(VENV) tests/ecosystem/node_modules web/node_modules dist build site .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
