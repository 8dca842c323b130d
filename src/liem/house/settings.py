"""Django's settings. What may be chosen stands in :mod:`liem.house.configuration`; this file only applies it."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from liem.base.sealing import Stretching
from liem.house.calendar import lay_over
from liem.house.configuration import read
from liem.house.logs import logging_settings
from liem.house.roles import MUST_HAVE_SECOND_FACTOR, PERMISSIONS
from liem.house.secret_key import intake_key, with_secret_key

CONFIGURATION = with_secret_key(read())
LIEM_HOME = CONFIGURATION.home
LIEM_CALENDAR = lay_over(CONFIGURATION.calendar)
BASE_FOLDER = Path(__file__).resolve().parent.parent

SECRET_KEY = CONFIGURATION.secret_key
LIEM_INTAKE_KEY = intake_key(CONFIGURATION)
DEBUG = False
ALLOWED_HOSTS = list(CONFIGURATION.allowed_hosts)
ROOT_URLCONF = "liem.house.urls"
WSGI_APPLICATION = "liem.house.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LIEM_PERMISSIONS = PERMISSIONS
LIEM_SECOND_FACTOR_ROLES = MUST_HAVE_SECOND_FACTOR[CONFIGURATION.second_factor]
LIEM_UNITS = "liem.house.units.known"
LIEM_REPORT_ROUTE = "intake:start"
LIEM_RESEALING_ROUTE = "intake:resealing"
LIEM_SELF_INSPECTION_DAYS = CONFIGURATION.self_inspection_days
LIEM_SIGN_DAYS = CONFIGURATION.sign_days
LIEM_AGENCY, LIEM_PLACE = CONFIGURATION.agency, CONFIGURATION.place

INSTALLED_APPS = [
    "liem.house",
    "liem.trail",
    "liem.people",
    "liem.jobs",
    "liem.imports",
    "liem.leads",
    "liem.agencies",
    "liem.intake",
    "liem.channels",
    "liem.sorting",
    "liem.cases",
    "liem.oversight",
    "liem.publication",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
]

MIDDLEWARE = [
    "liem.house.middleware.request_log",
    "django.middleware.security.SecurityMiddleware",
    "liem.house.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "liem.house.middleware.language",
    "liem.house.middleware.not_too_large",
    "liem.house.middleware.only_utf8",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "liem.house.middleware.OnlyMarkedViews",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "liem.house.navigation.shell",
            ],
            "builtins": ["liem.house.templatetags.shell"],
        },
    }
]


def database(dsn: str, **more: Any) -> dict[str, Any]:
    """A connection string as Django wants it; all that Django has no name for goes to the driver.

    A statement asked for the third time is prepared: planning the walls around rows takes longer than reading them.
    """
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = conninfo_to_dict(dsn)
    options = {key: value for key, value in given.items() if key not in names}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{django: str(given.get(libpq) or "") for libpq, django in names.items()},
        "OPTIONS": {**options, "server_side_binding": True, "prepare_threshold": 2},
        **more,
    }


_NOT_OPENED = "host=/nonexistent dbname=liem user=liem_web"
DATABASES = {
    "default": database(
        os.environ.get("LIEM_WEB_DSN", _NOT_OPENED), ATOMIC_REQUESTS=True, CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True
    ),
    "owner": database(os.environ.get("LIEM_OWNER_DSN", _NOT_OPENED)),
}

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["liem.people.sign_in.AccountBackend"]
LOGIN_URL = "people:sign_in"
LOGIN_REDIRECT_URL = "house:desk"
LOGOUT_REDIRECT_URL = "people:sign_in"
LIEM_PASSPHRASE_COST = Stretching()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["sign_in_name", "display_name"]},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]

LANGUAGE_CODE = CONFIGURATION.language
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "liem_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
USE_THOUSAND_SEPARATOR = False  # numbers to be read go through |number; a row's number in a form must stay as it is
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = CONFIGURATION.static
STATICFILES_DIRS = [("leads", BASE_FOLDER / "detection" / "charts" / "static")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SESSION_COOKIE_NAME = "liem_session"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "liem_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "liem.house.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = CONFIGURATION.https

SECURE_SSL_REDIRECT = CONFIGURATION.https
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIGURATION.https else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if CONFIGURATION.https else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LIEM_PUBLIC_ADDRESS = CONFIGURATION.public_address
LIEM_RESULTS = CONFIGURATION.results
LIEM_PLACEBO_SECONDS = CONFIGURATION.placebo_seconds
_SMTP = urlsplit(CONFIGURATION.smtp)
EMAIL_HOST, EMAIL_PORT = _SMTP.hostname or "", _SMTP.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_SMTP.username or ""), unquote(_SMTP.password or "")
EMAIL_USE_TLS, EMAIL_USE_SSL = _SMTP.scheme == "smtp+tls", _SMTP.scheme == "smtps"
DEFAULT_FROM_EMAIL = CONFIGURATION.mail_from or f"liem@{EMAIL_HOST or 'localhost'}"

LIEM_MAILBOXES = Path(CONFIGURATION.mailboxes) if CONFIGURATION.mailboxes else None
LIEM_UPLOAD_BYTES = CONFIGURATION.upload_mb * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["liem.intake.uploads.SealedUploadHandler", "liem.imports.uploads.RecordsUploadHandler"]
FILE_UPLOAD_TEMP_DIR = None
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # the handlers take fewer, and say of each other one that it was not taken

LOGGING = logging_settings(CONFIGURATION.log_level)
LOGGING_CONFIG = "logging.config.dictConfig"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
