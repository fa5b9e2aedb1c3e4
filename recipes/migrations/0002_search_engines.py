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
# sqlite.org, "FTS5 extension", 4.4.3 "External content tables". It knows in which columns of which
# documents a word is, not where (`detail`): phrases are looked for in the text. The second table
# shows its inverted index as rows.
SQLITE = (
    f"CREATE VIRTUAL TABLE recipes_search_fts USING fts5({NAMES}, content='{TABLE}',"
    " content_rowid='recipe_id', tokenize='ascii', detail='column')",
    "CREATE VIRTUAL TABLE recipes_search_words USING fts5vocab(recipes_search_fts, 'instance')",
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
    "DROP TABLE recipes_search_words",
    "DROP TABLE recipes_search_fts",
)

# Without `fastupdate`, a word is looked for in the index only, never in a list of what is still to
# be indexed: recipes are read far more often than published. With a low `toast_tuple_target`, texts
# lie beside the rows, so that the rows an index points to are few pages.
POSTGRESQL = (
    f"ALTER TABLE {TABLE} SET (toast_tuple_target = 128)",
    *(
        f"CREATE INDEX recipes_search_{column} ON {TABLE}"
        f" USING gin (to_tsvector('simple'::regconfig, {column})) WITH (fastupdate = off)"
        for column in COLUMNS
    ),
)
POSTGRESQL_BACK = (
    *(f"DROP INDEX recipes_search_{column}" for column in COLUMNS),
    f"ALTER TABLE {TABLE} RESET (toast_tuple_target)",
)


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
