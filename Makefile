PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint web types bench lock clean
run: $(VENV)/.ready web-if-node
	$(BIN)/jlac build
	$(BIN)/jlac query agencies-behind-investment
	$(BIN)/jlac trace mitsui jbic

test: $(VENV)/.ready-dev lint web
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

web: web/dist/index.html

# the explorer is left out, with a word, where there is no node to build it
.PHONY: web-if-node
web-if-node:
	@if command -v npm > /dev/null; then $(MAKE) --no-print-directory web; \
	else echo "no npm here: the service runs without the explorer; install Node 20 and run 'make web'"; fi

web/node_modules/.package-lock.json: web/package-lock.json
	@command -v npm > /dev/null || { echo "the explorer and its tests need Node 20 with npm" >&2; exit 1; }
	npm ci --prefix web --silent --no-audit --no-fund
	touch $@

web/dist/index.html: web/node_modules/.package-lock.json web/index.html web/vite.config.ts web/tsconfig.json $(shell find web/src web/public -type f)
	npm run --prefix web --silent build
	touch $@

# the front end's types, made from the service's OpenAPI document; a test fails where they are out of date
types: $(VENV)/.ready web/node_modules/.package-lock.json
	$(BIN)/python -c "import json, jlac_graph.web.openapi as o; print(json.dumps(o.openapi(())))" > web/types/openapi.tmp
	npm run --prefix web --silent types < web/types/openapi.tmp > web/types/types.tmp
	mv web/types/types.tmp web/src/core/types.ts && rm web/types/openapi.tmp

bench: $(VENV)/.ready-dev
	$(BIN)/python -m pip install --quiet -r requirements-bench.lock
	$(BIN)/python -m benchmarks

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: $(VENV)/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --require-virtualenv -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps -e .
	touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.lock
	$(BIN)/python -m pip install --quiet -r requirements-dev.lock
	touch $@

lock:
	$(PYTHON) -m uv pip compile -q --no-header --no-annotate --no-emit-index-url --no-emit-find-links pyproject.toml -o requirements.lock
	$(PYTHON) -m uv pip compile -q --no-header --no-annotate --no-emit-index-url --no-emit-find-links -c requirements.lock --group dev -o requirements-dev.lock
	$(PYTHON) -m uv pip compile -q --no-header --no-annotate --no-emit-index-url --no-emit-find-links -c requirements.lock -c requirements-dev.lock --group bench -o requirements-bench.lock

clean:
	rm -rf $(VENV) web/dist web/node_modules web/types/node_modules dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
