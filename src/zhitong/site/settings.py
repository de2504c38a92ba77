"""Django's settings, read top to bottom. What an installation may change is listed in ``variables.py``."""

from __future__ import annotations

import hashlib
from pathlib import Path

import dj_database_url

from zhitong.ops import sqlite
from zhitong.site import variables

sqlite.use_mended_sqlite()
SETTINGS_FILE = variables.read_file()

# Mode
MODE = variables.text("ZHITONG_MODE")
DEBUG = variables.flag("ZHITONG_DEBUG")
DEMO = variables.flag("ZHITONG_DEMO")
ALLOWED_HOSTS = variables.names("ZHITONG_ALLOWED_HOSTS")
SECRET_KEY = variables.text("ZHITONG_SECRET_KEY")
JOURNAL_KEY = variables.text("ZHITONG_JOURNAL_KEY")
variables.refuse_unsafe_production(
    mode=MODE, secret_key=SECRET_KEY, journal_key=JOURNAL_KEY, debug=DEBUG, demo=DEMO, hosts=ALLOWED_HOSTS
)
if MODE == "development":
    # A checkout starts without any variable. The keys only need to outlive a restart on the same machine.
    SECRET_KEY = SECRET_KEY or hashlib.sha256(f"development {Path(__file__).resolve()}".encode()).hexdigest()
    JOURNAL_KEY = JOURNAL_KEY or hashlib.sha256(b"development journal").hexdigest()

# Where things lie
HOME = Path(variables.text("ZHITONG_HOME")).resolve()
FILES_ROOT = HOME / "files"
BACKUP_ROOT = HOME / "backups"
FIGURES_ROOT = HOME / "figures"  # derived: may be emptied at any time
VAULT_PUBLIC = variables.text("ZHITONG_VAULT_PUBLIC")
VAULT_KEYS = Path(variables.text("ZHITONG_VAULT_KEYS") or HOME / "vault.keys")

# Rooms, in the order of the house: a room imports only from rooms above it (pyproject.toml, importlinter)
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "django_htmx",
    "django_tasks",
    "zhitong.web",
    "zhitong.paper",
    "zhitong.jobs",
    "zhitong.journal",
    "zhitong.network",
    "zhitong.files",
    "zhitong.vault",
    "zhitong.search",
    "zhitong.notices",
    "zhitong.keeping",
    "zhitong.intake",
    "zhitong.stations",
    "zhitong.assessment",
    "zhitong.desk",
    "zhitong.dispatch",
    "zhitong.outcomes",
    "zhitong.figures",
    "zhitong.reports",
    "zhitong.matters",
    "zhitong.ops",
    "zhitong.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhitong.web.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "zhitong.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhitong.network.middleware.actor",
    "zhitong.network.middleware.FirstThings",
    "zhitong.intake.restricted.readings.middleware",
    "zhitong.web.middleware.Door",
]
# The process that serves residents alone (``zhitong serve --public``): no session, no account, no address but theirs
PUBLIC_SIDE = variables.flag("ZHITONG_PUBLIC_SIDE")
PUBLIC_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "zhitong.web.middleware.headers",
    "zhitong.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "zhitong.web.middleware.ResidentsDoor",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
if PUBLIC_SIDE:
    MIDDLEWARE = PUBLIC_MIDDLEWARE
ROOT_URLCONF = "zhitong.site.urls"
WSGI_APPLICATION = "zhitong.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "zhitong.web.frame.context",
            ],
            "builtins": ["zhitong.web.templatetags.parts"],
        },
    }
]
FORM_RENDERER = "zhitong.web.forms.Renderer"

# Database
_DATABASE_URL = variables.text("ZHITONG_DATABASE_URL")
if _DATABASE_URL:
    DATABASES = {"default": dj_database_url.parse(_DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
    # Statements here take milliseconds; to compile one takes a second. What is prepared (the search's question) is planned once.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c jit=off -c plan_cache_mode=force_generic_plan"
    )
    # Test databases begin from the empty template: the default one may have another encoding.
    DATABASES["default"]["TEST"] = {"TEMPLATE": "template0", "CHARSET": "UTF8"}
    # What a receipt code shows to the residents' database user is shown until the transaction ends: see public_side.py.
    DATABASES["default"]["ATOMIC_REQUESTS"] = PUBLIC_SIDE
else:
    DATABASES = {
        "default": {
            "ENGINE": "zhitong.ops.sqlite",
            "NAME": HOME / "zhitong.sqlite3",
            "CONN_MAX_AGE": 60,
            "OPTIONS": sqlite.options(variables.text("ZHITONG_SQLITE_JOURNAL")),
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Jobs: rows in the same database, so that a job and its cause are one transaction
TASKS = {"default": {"BACKEND": "zhitong.jobs.backend.TableBackend", "QUEUES": []}}

# Sign-in
AUTH_USER_MODEL = "network.Account"
AUTHENTICATION_BACKENDS = ["zhitong.network.accounts.backend.Accounts"]
LOGIN_URL = "network:sign_in"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "zhitong.network.accounts.profiles.ProfileValidator"},
]
PASSWORD_PROFILE = variables.one_of("ZHITONG_PASSWORD_PROFILE", ("asvs", "dengbao3"))
SESSION_ENGINE = "zhitong.network.accounts.sessions"
SESSION_MINUTES = variables.number("ZHITONG_SESSION_MINUTES")
SESSION_COOKIE_AGE = min(SESSION_MINUTES, {"dengbao3": 30}.get(PASSWORD_PROFILE, SESSION_MINUTES)) * 60
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "zhitong.web.views.csrf_failed"

# The office's own sign-in provider (OpenID Connect); off while no issuer is named
OIDC = {
    "issuer": variables.text("ZHITONG_OIDC_ISSUER"),
    "client_id": variables.text("ZHITONG_OIDC_CLIENT_ID"),
    "client_secret": variables.text("ZHITONG_OIDC_CLIENT_SECRET"),
    "name": variables.text("ZHITONG_OIDC_NAME"),
}

# The wire
HTTPS = variables.flag("ZHITONG_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
if variables.flag("ZHITONG_TRUST_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# What a request may weigh
UPLOAD_MAX_BYTES = variables.number("ZHITONG_UPLOAD_MB") * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o600
CLAMAV = variables.text("ZHITONG_CLAMAV")

# Language, time, numbers
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]  # each in its own words
TIME_ZONE = variables.text("ZHITONG_TIME_ZONE")
USE_TZ = True
USE_I18N = True

# Static files, served by the program itself. `zhitong serve` collects them under names that hold a digest of their content,
# which a browser may keep for ever; everything else (tests, single commands) finds them in the rooms and in packages.
STATIC_URL = "/static/"
WHITENOISE_MAX_AGE = 3600
WHITENOISE_USE_FINDERS = variables.text("ZHITONG_STATIC") != "collected" or DEBUG
STATIC_ROOT = None if WHITENOISE_USE_FINDERS else HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if WHITENOISE_USE_FINDERS
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# Mail leaves only when the office configured it
SMTP_URL = variables.text("ZHITONG_SMTP_URL")
DEFAULT_FROM_EMAIL = variables.text("ZHITONG_MAIL_FROM") or "zhitong@localhost"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": variables.text("ZHITONG_LOG_LEVEL")},
    # Django would mail a traceback with the request's words in it; the log keeps the place, never the text.
    "loggers": {"django.request": {"level": "ERROR"}, "django.server": {"level": "WARNING"}},
}
