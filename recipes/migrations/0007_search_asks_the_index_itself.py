"""On SQLite, words are looked for in the FTS5 table itself: the list of its words goes."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def drop(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Drop what nothing reads any more; it held no data of its own."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE recipes_search_words")


def make(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make it again, as migration 0002 did."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE VIRTUAL TABLE recipes_search_words"
            " USING fts5vocab(recipes_search_fts, 'instance')"
        )


class Migration(migrations.Migration):
    dependencies = [("recipes", "0006_deleting_recipes_naming_themes")]
    operations = [migrations.RunPython(drop, make)]
