# Two commands: `make` sets up and builds the site, `make test` sets up and runs every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: site test serve golden clean

site: $(VENV)/installed
	$(BIN)/broadsheet build

test: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/broadsheet build --offline
	$(BIN)/pytest -n 2

serve: $(VENV)/installed
	$(BIN)/broadsheet serve

# Accept what the golden site looks like now, after reviewing the difference.
golden: $(VENV)/installed-dev
	$(BIN)/pytest tests/test_golden.py --accept-golden

clean:
	rm -rf $(VENV) .cache dist

$(VENV)/installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/installed-dev: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(VENV)/installed
