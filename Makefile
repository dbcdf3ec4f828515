# CI and people call the same targets. Everything installs itself into .venv from hashed lock files.
PY := .venv/bin/python
RUN_READY := .venv/.ready-to-run
DEV_READY := .venv/.ready-to-develop
# The long files (whole servers, browsers) come first, so that both processes end together.
TESTS := $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder
SOURCES := src tests checks bench conftest.py
export PYTHONPATH := src
export PYTHONUNBUFFERED := 1

.PHONY: run setup test test-database deep check bench fmt lock messages clean

.venv/.bootstrapped: requirements-bootstrap.txt
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "需要 Python 3.11 以上 / Python 3.11 or newer is needed"; exit 1; }
	@test -x $(PY) || python3 -m venv .venv || { rm -rf .venv; echo "缺少 venv，請先執行 apt-get install python3-venv / venv is missing: apt-get install python3-venv"; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bootstrap.txt
	@printf '#!/bin/sh\nPYTHONPATH="%s/src" exec "%s/.venv/bin/python" -m wuai.config.cli "$$@"\n' "$(CURDIR)" "$(CURDIR)" > .venv/bin/wuai
	@chmod +x .venv/bin/wuai
	@touch $@

# What a running branch needs; never takes away what developing needs.
$(RUN_READY): .venv/.bootstrapped requirements.txt
	@.venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements.txt
	@touch $@

$(DEV_READY): .venv/.bootstrapped requirements-bootstrap.txt requirements-dev.txt
	@.venv/bin/uv pip install --quiet --python $(PY) --require-hashes -r requirements-dev.txt
	@touch $(RUN_READY) $@

setup: $(DEV_READY)

run: $(RUN_READY)
	@exec $(PY) -m wuai.config.cli serve

test: setup
	@$(PY) -m tests.ensure_chromium
	@$(TESTS)

# The tests that touch the database, once more: against the server that DATABASE_OWNER_URL names.
test-database: setup
	@$(TESTS) -m "database and not browser"

# The inner loop, under two minutes; `make check ONLY=src/wuai/contexts/cases` also asks the database there.
check: setup
	@$(PY) -m ruff format --check -q $(SOURCES)
	@$(PY) -m ruff check -q $(SOURCES)
	@$(PY) -m mypy src/wuai
	@.venv/bin/lint-imports --no-cache
	@$(TESTS) -q -m "not slow and not browser and not database"
	@test -z "$(ONLY)" || $(TESTS) -q -m "not slow and not browser" $(ONLY)

deep: setup
	@$(PY) -m tests.deep

bench: setup
	@$(PY) -m bench $(BENCH)

fmt: setup
	@$(PY) -m ruff format -q $(SOURCES)
	@$(PY) -m ruff check -q --fix $(SOURCES)

lock: setup
	@.venv/bin/uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.11 pyproject.toml --group dev -o requirements-dev.txt
	@.venv/bin/uv pip compile -q --generate-hashes --no-header --no-annotate --python-version 3.11 -c requirements-dev.txt pyproject.toml -o requirements.txt

messages: setup
	@$(PY) -m wuai.platform.ui.messages

clean:
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis var-test
