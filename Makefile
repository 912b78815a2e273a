PY ?= python3.11
BIN := .venv/bin

.PHONY: run test check

run: .venv/.ok  ## the nightly job once, on the invented ward of sample_data/
	$(BIN)/landclean run sample_data --out output

test: .venv/.ok  ## every test; lint, types and import contracts are among them
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

check: .venv/.ok  ## what must hold before a commit
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

.venv/.ok: requirements.lock pyproject.toml
	@$(PY) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null \
		|| { echo "Python 3.11 is needed and '$(PY)' is not it; name one: make PY=/path/to/python3.11 ..." >&2; exit 1; }
	$(PY) -m venv .venv
	$(BIN)/pip install -q --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install -q --disable-pip-version-check --no-deps -e .
	$(BIN)/pip check
	@touch $@
