"""What the settings read while the tests run: nothing of the environment one works in.

pytest loads this module (`-p` in pyproject.toml) before Django's settings. DATABASE_URL is kept:
it says on which engine the suite runs. So is VAR_DIR, for those who run two suites at once.
"""

import os

KEPT_OUT = (
    "ALLOWED_HOSTS",
    "BEHIND_PROXY",
    "CACHE_URL",
    "CSRF_TRUSTED_ORIGINS",
    "DEFAULT_FROM_EMAIL",
    "EMAIL_URL",
    "HSTS_SECONDS",
    "HTTPS",
    "LOG_LEVEL",
    "SITE_URL",
    "MEDIA_ROOT",
    "SECOND_FACTOR_GROUPS",
    "STATIC_ROOT",
)

for name in KEPT_OUT:
    os.environ.pop(name, None)
os.environ["DEBUG"] = "1"  # plain HTTP and plain static files; Django's runner turns DEBUG off
os.environ["SECRET_KEY"] = "only for the tests, where it protects nothing"
