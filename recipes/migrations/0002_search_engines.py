"""The structures of the two search engines, over the columns of SearchDocument."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "recipes_searchdocument"
COLUMNS = ("title", "summary", "parts", "body")

NAMES = ", ".join(COLUMNS)
NEW = ", ".join(f"new.{column}" for column in COLUMNS)
OLD = ", ".join(f"old.{column}" for column in COLUMNS)

# An FTS5 table that reads its text from the model's own table and is kept by triggers, after
# sqlite.org, "FTS5 extension", 4.4.3 "External content tables".
SQLITE = (
    f"CREATE VIRTUAL TABLE recipes_search_fts USING fts5({NAMES}, content='{TABLE}',"
    " content_rowid='recipe_id', tokenize='ascii')",
    f"CREATE TRIGGER recipes_search_insert AFTER INSERT ON {TABLE} BEGIN"
    f" INSERT INTO recipes_search_fts(rowid, {NAMES}) VALUES (new.recipe_id, {NEW}); END",
    f"CREATE TRIGGER recipes_search_delete AFTER DELETE ON {TABLE} BEGIN"
    f" INSERT INTO recipes_search_fts(recipes_search_fts, rowid, {NAMES})"
    f" VALUES ('delete', old.recipe_id, {OLD}); END",
    f"CREATE TRIGGER recipes_search_update AFTER UPDATE ON {TABLE} BEGIN"
    f" INSERT INTO recipes_search_fts(recipes_search_fts, rowid, {NAMES})"
    f" VALUES ('delete', old.recipe_id, {OLD});"
    f" INSERT INTO recipes_search_fts(rowid, {NAMES}) VALUES (new.recipe_id, {NEW}); END",
)
SQLITE_BACK = (
    "DROP TRIGGER recipes_search_insert",
    "DROP TRIGGER recipes_search_delete",
    "DROP TRIGGER recipes_search_update",
    "DROP TABLE recipes_search_fts",
)
POSTGRESQL = tuple(
    f"CREATE INDEX recipes_search_{column} ON {TABLE}"
    f" USING gin (to_tsvector('simple'::regconfig, {column}))"
    for column in COLUMNS
)
POSTGRESQL_BACK = tuple(f"DROP INDEX recipes_search_{column}" for column in COLUMNS)


def create(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make what the engine of this database needs; another database is refused by name."""
    for statement in {"sqlite": SQLITE, "postgresql": POSTGRESQL}[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Undo `create`."""
    back = {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}
    for statement in back[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("recipes", "0001_recipes_revisions_reproductions")]
    operations = [migrations.RunPython(create, remove)]
