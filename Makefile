PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test lint bench lock clean
run: $(VENV)/.ready
	$(BIN)/jlac build
	$(BIN)/jlac query agencies-behind-investment
	$(BIN)/jlac trace mitsui jbic

test: $(VENV)/.ready-dev lint
	$(BIN)/python -m pytest -n auto

lint: $(VENV)/.ready-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

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
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
