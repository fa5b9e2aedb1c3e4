# Everything starts here; `make` alone says what there is.

PYTHON ?= python3
PORT ?= 8000
python = .venv/bin/python
compile = .venv/bin/uv pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --no-header

.PHONY: help run install test check format bench screenshots messages requirements clean

help:
	@echo "make run           try the site on http://127.0.0.1:$(PORT) (PORT=… to change)"
	@echo "make install       prepare a site for others, or upgrade it (README.md, Production)"
	@echo "make test          the whole suite, on SQLite and on PostgreSQL, and what it covers"
	@echo "make check         lint, format, types, templates, imports, migrations, settings"
	@echo "make format        put the code in its form"
	@echo "make bench         how many requests a second, with 1,000 and 10,000 recipes"
	@echo "make screenshots   take the pictures of docs/screenshots anew (needs Chromium)"
	@echo "make messages      collect what is to be translated, compile what is (needs gettext)"
	@echo "make requirements  pin the dependencies of pyproject.toml again"
	@echo "make clean         remove what tools left; the catalogue in var/ stays"

run:
	@$(PYTHON) bootstrap.py
	@DEBUG=1 SITE_URL=http://127.0.0.1:$(PORT) PYTHONUNBUFFERED=1 $(python) manage.py run_here --port $(PORT)

install:
	@$(PYTHON) bootstrap.py
	$(python) manage.py migrate --verbosity 0
	$(python) manage.py load_licences
	$(python) manage.py load_territories
	$(python) manage.py collectstatic --no-input --verbosity 0

test: dev
	@$(python) tests/on_both.py

check: dev
	$(python) -m pip check --disable-pip-version-check
	$(python) -m ruff check .
	$(python) -m ruff format --check .
	$(python) -m mypy .
	$(python) -m djlint --quiet --lint templates
	$(python) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"
	DEBUG=1 $(python) manage.py makemigrations --check --dry-run
	DEBUG=0 ALLOWED_HOSTS=recettes.example.org $(python) manage.py check --deploy --fail-level WARNING
	$(python) -m pytest -q tests/config/test_translations.py

format: dev
	$(python) -m ruff check --fix-only .
	$(python) -m ruff format .

bench: dev
	@$(python) -m benchmarks.run

screenshots: dev
	@$(python) docs/take_screenshots.py

messages: dev
	$(python) manage.py makemessages --locale fr --no-location --no-obsolete --ignore .venv --ignore var
	$(python) manage.py compilemessages --locale fr --ignore .venv

requirements: dev
	$(python) -m pip install --quiet uv
	$(compile) --output-file requirements.txt
	$(compile) --extra dev --constraint requirements.txt --output-file requirements-dev.txt

clean:
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache static-collected .coverage*
	find . -name __pycache__ -not -path "./.venv/*" -prune -exec rm -rf {} +

.PHONY: dev
dev:
	@$(PYTHON) bootstrap.py requirements-dev.txt
