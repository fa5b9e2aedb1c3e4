"""Take for confirmed the addresses of those who had a login before addresses were confirmed."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def vouch(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    address = apps.get_model("account", "EmailAddress").objects.using(schema_editor.connection.alias)
    users = apps.get_model("accounts", "User").objects.using(schema_editor.connection.alias)
    known = address.values("user")
    for user in users.exclude(pk__in=known).exclude(email=""):
        address.create(user=user, email=user.email.lower(), verified=True, primary=True)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0002_memberships_and_invitations"),
        ("account", "0009_emailaddress_unique_primary_email"),
    ]

    operations = [migrations.RunPython(vouch, migrations.RunPython.noop, elidable=True)]
