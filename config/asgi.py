"""The ASGI door, for a production server."""

import os

from django.core.asgi import get_asgi_application

from config.memory import settle

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

application = get_asgi_application()
settle()
