"""Settings, all read from the environment, safe when it is empty.

Nothing has to be set to try the site on one's own machine (`make run` asks for DEBUG);
production sets ALLOWED_HOSTS, and SECRET_KEY where several machines serve the site.
README.md lists the variables.
"""

from pathlib import Path
from typing import Any

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from config.environment import (
    database,
    email,
    env,
    flag,
    secret_key,
    site_url,
    whole_number,
    words,
)

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
VAR_DIR.mkdir(parents=True, exist_ok=True)

# What differs between one's own machine and production

DEBUG = flag("DEBUG", default=False)
SECRET_KEY = secret_key(VAR_DIR / "secret-key")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", default=[])
DATABASES = {"default": database(f"sqlite:///{VAR_DIR / 'catalogue.sqlite3'}")}
CACHES: dict[str, Any] = {"default": env.cache("CACHE_URL", default="locmemcache://")}

# HTTPS: on unless asked otherwise, because a session cookie in clear is a session given away.
HTTPS = flag("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = whole_number("HSTS_SECONDS", default=31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if flag("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # limits count the reader's address, not the proxy's
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "recipes.rescue.csrf_failure"  # shows what was typed

# No inline script or style, nothing from elsewhere. Covers are inline SVG, not images.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

# The rooms

INSTALLED_APPS = [
    "licences",
    "territories",
    "accounts",
    "recipes",
    "taggit",
    "django_filters",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Fragments drawn often (recipes/templating.py).
TEMPLATES.append(
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja2"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "recipes.templating.environment"},
    }
)

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "recipes:home"

# Signing in (django-allauth). Codes typed in the same browser rather than links opened elsewhere:
# what somebody wrote before having an account is then still in their session.
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]  # without a password: codes by e-mail
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = str
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # e-mail may take its time
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Recettes libres : "
ACCOUNT_FORMS = {
    "login": "accounts.forms.entrance.LoginForm",
    "signup": "accounts.forms.entrance.SignupForm",
    "request_login_code": "accounts.forms.entrance.RequestLoginCodeForm",
    "confirm_login_code": "accounts.forms.entrance.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "accounts.forms.entrance.ConfirmAddressForm",
    "add_email": "accounts.forms.entrance.NewAddressForm",
    "reset_password": "accounts.forms.entrance.ResetPasswordForm",
    "confirm_password_reset_code": "accounts.forms.entrance.ConfirmResetForm",
    "reset_password_from_key": "accounts.forms.entrance.ChooseNewPasswordForm",
    "change_password": "accounts.forms.entrance.ChangePasswordForm",
    "set_password": "accounts.forms.entrance.SetPasswordForm",
    "reauthenticate": "accounts.forms.entrance.ReauthenticateForm",
}
# Beside allauth's own limits: invitations send e-mails to people who did not ask for any, reading
# documents takes the machine's time, and what people without an account propose takes its room
# (recipes/pending.py). Who types wrong codes asks for others at once: allauth's one in ten seconds
# for an address would stop them.
ACCOUNT_RATE_LIMITS = {
    "invite": "20/d/user",
    "convert": "30/m/ip",
    "propose": "30/m/ip",
    "confirm_email": "4/m/key",
}
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Recettes libres"
MFA_FORMS = {
    "authenticate": "accounts.forms.entrance.SecondFactorForm",
    "reauthenticate": "accounts.forms.entrance.SecondFactorAgainForm",
    "activate_totp": "accounts.forms.entrance.ActivateTOTPForm",
}
# Members of these groups enter the administration only with a second factor.
SECOND_FACTOR_GROUPS = words("SECOND_FACTOR_GROUPS", default=[])

# E-mail: written on the standard output until a server is given, on one's own machine.
vars().update(email("consolemail://" if DEBUG else "smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Recettes libres <noreply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
SITE_URL = site_url(https=HTTPS, hosts=ALLOWED_HOSTS)  # for links in e-mails that nobody asked for

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Words, dates, files

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Paris"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "static-collected"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# Files people give: kept by Django's default storage, handed out by recipes/views/media.py, which
# asks who may see them; so no MEDIA_URL. No more of them are received than could be taken.
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
FILE_UPLOAD_HANDLERS = ["recipes.media.receiving.BoundedUploadHandler"]
# The handler leaves out what is too much, and takes the rest. Passing over a file costs time, and
# nobody chooses as many as this: a form that brings more is refused (413.html).
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000

# The longest recipe that may be published has some 5,000 fields in the editor; one that is too long
# is kept all the same, and says so. Reading 25,000 takes a second: more is refused (413.html).
DATA_UPLOAD_MAX_NUMBER_FIELDS = 25_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024

# The catalogue

# The tag relation is projected from the accepted revision, in the case its author typed.
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = True

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
}
