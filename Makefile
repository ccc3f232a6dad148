# Two commands on a fresh machine with Python 3.11, git and make: `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Installed once for each state of the metadata; a change of setup.cfg installs again.
STAMP := $(VENV)/.installed
# What tests run and pip does not know. Made again while it is not there.
TOOLS := tests/workflows/node_modules/.package-lock.json
# Without compiled modules each of the many processes that tests start compiles all that it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test types suite bench mutants fuzz generate clean

demo: $(STAMP)
	$(BIN)/python examples/demo.py

test: $(STAMP) $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(MAKE) --jobs=2 types suite

# At the same time, so that no processor waits; either fails the whole.
types: $(STAMP)
	$(BIN)/mypy
	$(BIN)/python tools/generate.py --check

suite: $(STAMP) $(TOOLS)
	$(BIN)/python -m pytest -q -n 2 --dist worksteal

bench: $(STAMP)
	$(BIN)/python bench/run.py

mutants: $(STAMP)
	$(BIN)/mutmut run
	$(BIN)/python tools/mutants.py

# Bounded in time; prints the seed of each round and how to repeat what fails.
MINUTES ?= 5
fuzz: $(STAMP)
	$(BIN)/python tools/fuzz.py --minutes $(MINUTES)

generate: $(STAMP)
	$(BIN)/python tools/generate.py

$(STAMP): setup.cfg pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=24"
	$(BIN)/python -m pip install --quiet --editable ".[dev]"
	touch $(STAMP)

$(TOOLS): $(STAMP) tests/workflows/package-lock.json
	$(BIN)/python tools/install_test_tools.py

clean:
	rm -rf $(VENV) .demo build dist src/*.egg-info *.egg-info .mypy_cache .pytest_cache .ruff_cache
	rm -rf .hypothesis mutants tests/workflows/node_modules
