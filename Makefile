# The project's habits, one command each. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help test test-all lint format types docs schema digest bench picture check-all people screens mutants ci

bin := .venv/bin
python := $(bin)/python

help:  ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile

$(bin)/pytest:
	python3 -m venv .venv
	$(python) -m pip install -q -e '.[dev]'

test: $(bin)/pytest  ## run the fast tests
	$(python) -m pytest

test-all: $(bin)/pytest  ## run all tests, the slow ones too
	$(python) -m pytest -m ''

lint: $(bin)/pytest  ## check form and style
	$(bin)/ruff format --check .
	$(bin)/ruff check .

format: $(bin)/pytest  ## put the code into form
	$(bin)/ruff format .
	$(bin)/ruff check --fix .

types: $(bin)/pytest  ## check the types
	$(bin)/mypy

docs: schema digest  ## write the pages that are made from the program
	$(python) scripts/reference.py

schema: $(bin)/pytest  ## write docs/schema
	$(python) scripts/schema.py

digest: $(bin)/pytest  ## check catalog.json, and write by what it is known
	$(python) scripts/digest.py

bench: $(bin)/pytest  ## measure how long the program takes
	$(python) scripts/bench.py

picture: $(bin)/pytest  ## draw the picture in the README with the program
	$(python) scripts/picture.py

check-all: $(bin)/pytest  ## try the whole answer space, some minutes on every core
	$(python) scripts/check_all.py

people: $(bin)/pytest  ## write tests/people.txt anew, to be read
	PYTHONPATH=tests:tests/oracle $(python) tests/advice/test_people.py

screens: $(bin)/pytest  ## write tests/screens anew, to be read
	PYTHONPATH=tests:tests/oracle $(python) tests/show/test_people_on_screens.py

mutants: $(bin)/pytest  ## change the core in one place at a time: do the tests notice? an hour
	$(python) scripts/mutate.py

ci:  ## everything, from a clean copy, as in .github/workflows/ci.yml
	.ci/run
