PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NODE := scripts/with-node
PYTEST := $(NODE) $(BIN)/python -m pytest -n auto --dist worksteal
export PYTHON
# what the tests start is compiled once, not by each process
test test-fast: export PYTHONDONTWRITEBYTECODE =

.DELETE_ON_ERROR:
.PHONY: run test test-fast lint web types explorer docs site bench lock clean env env-dev tools
.NOTPARALLEL:

run: env explorer
	$(BIN)/jlac build
	$(BIN)/jlac query agencies-behind-investment
	$(BIN)/jlac trace mitsui jbic
	@echo
	@echo "Next:"
	@echo "  $(BIN)/jlac serve                                   the explorer and a SPARQL endpoint on this machine"
	@echo "  $(BIN)/jlac query investments-in -p country=Mexico  a query of the library; 'jlac queries' lists them all"
	@echo "  $(BIN)/jlac trace Hitachi BNDES                     how two names are connected, with the evidence"

test: env-dev tools lint explorer tests/export/node_modules/.package-lock.json
	$(PYTEST)

# the inner loop: what needs no browser, server or wheel, and not the graph of all data (tests/conftest.py)
test-fast: env-dev
	$(PYTEST) -m "not slow"

lint: env-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

web: web/dist/index.html

# the explorer is left out, with a word, where Node cannot be had; never in continuous integration
explorer: env
	@$(MAKE) --no-print-directory web || { test -z "$$CI" && \
	echo "the explorer is not built: the service runs without it, and its tests are skipped (it needs Node 20.19 with npm)"; }

%/node_modules/.package-lock.json: %/package-lock.json | env
	$(NODE) npm ci --prefix $* --loglevel=error --no-audit --no-fund --no-update-notifier
	touch $@

web/dist/index.html: web/node_modules/.package-lock.json web/index.html web/vite.config.ts web/tsconfig.json $(shell find web/src web/public -type f)
	$(NODE) npm run --prefix web --silent build
	touch $@

# the front end's types, made from the service's OpenAPI document; a test fails where they are out of date
types: env web/node_modules/.package-lock.json
	$(BIN)/python -c "import json, jlac_graph.web.openapi as o; print(json.dumps(o.openapi((), api_only=True)))" > web/types/openapi.tmp
	$(NODE) npm run --prefix web --silent types < web/types/openapi.tmp > web/types/types.tmp
	mv web/types/types.tmp web/src/core/types.ts && rm web/types/openapi.tmp

# the documentation, in build/docs/site; a broken link stops it
docs: env-dev
	$(BIN)/python -m docs.generate

# the explorer and the documentation as files for any static host, in build/site
site: docs explorer
	$(BIN)/jlac publish build/site --docs build/docs/site $(if $(SITE_URL),--url $(SITE_URL))

bench: env-dev
	$(BIN)/python -m pip install --quiet -r requirements-bench.lock
	$(BIN)/python -m benchmarks

env:
	@scripts/python-env run

env-dev:
	@scripts/python-env dev

tools:
	@scripts/test-tools

lock:
	$(PYTHON) -m uv pip compile -q --no-header --no-annotate --no-emit-index-url --no-emit-find-links --extra mcp pyproject.toml -o requirements.lock
	$(PYTHON) -m uv pip compile -q --no-header --no-annotate --no-emit-index-url --no-emit-find-links -c requirements.lock --group dev -o requirements-dev.lock
	$(PYTHON) -m uv pip compile -q --no-header --no-annotate --no-emit-index-url --no-emit-find-links -c requirements.lock -c requirements-dev.lock --group bench -o requirements-bench.lock

clean:
	rm -rf $(VENV) web/dist web/node_modules web/types/node_modules tests/export/node_modules dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
