# CI and people call the same targets. Everything installs itself into .venv from hashed lock files.
PY := .venv/bin/python
STAMP := .venv/.synced
export PYTHONPATH := src

.PHONY: run setup test test-database deep check bench fmt lock messages clean

$(STAMP): requirements-bootstrap.txt requirements-dev.txt
	@test -x $(PY) || python3 -m venv .venv
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bootstrap.txt
	@.venv/bin/uv pip sync --quiet --python $(PY) --require-hashes requirements-dev.txt
	@printf '#!/bin/sh\nPYTHONPATH="%s/src" exec "%s/.venv/bin/python" -m wuai.config.cli "$$@"\n' "$(CURDIR)" "$(CURDIR)" > .venv/bin/wuai
	@chmod +x .venv/bin/wuai
	@touch $(STAMP)

setup: $(STAMP)

run: setup
	@$(PY) -m wuai.config.cli serve

test: setup
	@$(PY) -m tests.ensure_chromium
	@$(PY) -m pytest -n 2 --dist loadfile

test-database: setup
	@$(PY) -m pytest -n 2 --dist loadfile -m "database and not browser"

check: setup
	@$(PY) -m ruff format --check -q src tests checks bench conftest.py
	@$(PY) -m ruff check -q src tests checks bench conftest.py
	@$(PY) -m mypy src/wuai
	@PYTHONPATH=src .venv/bin/lint-imports --no-cache
	@$(PY) -m pytest -n 2 --dist loadfile -m "not slow and not browser"

deep: setup
	@$(PY) -m tests.deep

bench: setup
	@$(PY) -m bench $(BENCH)

fmt: setup
	@$(PY) -m ruff format -q src tests checks bench conftest.py
	@$(PY) -m ruff check -q --fix src tests checks bench conftest.py

lock: setup
	@.venv/bin/uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --group dev -o requirements-dev.txt
	@.venv/bin/uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.11 -c requirements-dev.txt pyproject.toml -o requirements.txt

messages: setup
	@$(PY) -m wuai.platform.ui.messages

clean:
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis var-test
