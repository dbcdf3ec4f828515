"""Django settings. What differs between installations comes from the environment; see docs/operations.md."""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from wuai.config import database
from wuai.config.static_version import version
from wuai.platform import keys
from wuai.platform.paths import FILES, OUTBOX, PROJECT, VAR


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0") not in {"", "0", "false", "no"}


DEBUG = False
TESTING = _flag("WUAI_TESTING")
HTTPS = _flag("WUAI_HTTPS")
SECRET_KEY = keys.django_secret()
SITE_URL = os.environ.get("WUAI_URL", f"http://localhost:{os.environ.get('PORT', '8000')}")
ALLOWED_HOSTS = os.environ.get("WUAI_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [SITE_URL]
ROOT_URLCONF = "wuai.config.urls"
WSGI_APPLICATION = "wuai.config.wsgi.application"
AUTH_USER_MODEL = "identity.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CONTEXTS = [
    "organisation",
    "identity",
    "parties",
    "ledger",
    "deadlines",
    "messages",
    "cases",
    "payments",
    "appointments",
    "notices",
    "referrals",
    "applications",
    "instalments",
    "objections",
    "petitions",
    "care",
    "auctions",
    "rewards",
    "audit",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "pgtrigger",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "wuai.platform",
    *(f"wuai.contexts.{name}" for name in CONTEXTS),
    "wuai.portals",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "wuai.platform.middleware.headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wuai.contexts.identity.web.middleware.acting",
    "wuai.platform.middleware.refusals",
    "axes.middleware.AxesMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "DIRS": [PROJECT / "src" / "wuai" / "platform" / "ui" / "templates"],
        "OPTIONS": {
            "libraries": {"ui": "wuai.platform.ui.templatetags.ui"},
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "wuai.portals.shell.context",
            ],
        },
    }
]

DATABASES = {
    "default": database.as_django(
        database.owner_url() if os.environ.get("WUAI_DB_ROLE") == "owner" else database.app_url()
    )
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "wuai_cache",
        # Django's 300 would throw counters of limits away as soon as a few hundred addresses come.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(FILES)},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_URL = f"/static/{version(PROJECT / 'src' / 'wuai', PROJECT / 'requirements.txt')}/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [PROJECT / "src" / "wuai" / "platform" / "ui" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_IMMUTABLE_FILE_TEST = "^/static/"

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", "中文"), ("en", "English")]
LOCALE_PATHS = [PROJECT / "src" / "wuai" / "platform" / "ui" / "locale"]
USE_I18N = True
TIME_ZONE = "Asia/Taipei"
USE_TZ = True

# Sessions: 15 minutes idle, 8 hours at most (identity.web.middleware keeps the second).
SESSION_COOKIE_AGE = 15 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "wuai_session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "wuai_csrf"
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 63072000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_TEMP_DIR = None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "report-uri": ["/csp-report"],
    }
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "wuai.contexts.identity.web.adapter.AccountBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "/login/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_CALLABLE = "wuai.contexts.identity.web.adapter.locked"
AXES_CLIENT_IP_CALLABLE = "wuai.platform.addresses.client_address"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "wuai.contexts.identity.web.adapter.ClosedAdapter"
MFA_ADAPTER = "wuai.contexts.identity.web.adapter.SealedAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Wuai"

EMAIL_BACKEND = os.environ.get(
    "WUAI_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = OUTBOX
EMAIL_HOST = os.environ.get("WUAI_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("WUAI_SMTP_PORT", "25"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("WUAI_MAIL_FROM", "no-reply@wuai.invalid")

# Text messages and LINE; without an address or a token they become files in the outbox folder.
SMS_URL = os.environ.get("WUAI_SMS_URL", "")
SMS_USER = os.environ.get("WUAI_SMS_USER", "")
SMS_PASSWORD = os.environ.get("WUAI_SMS_PASSWORD", "")
SMS_HOOK_SECRET = os.environ.get("WUAI_SMS_HOOK_SECRET", "")
LINE_URL = os.environ.get("WUAI_LINE_URL", "https://api.line.me")
LINE_TOKEN = os.environ.get("WUAI_LINE_TOKEN", "")
LINE_SECRET = os.environ.get("WUAI_LINE_SECRET", "")
# Pages of branches on a social network, "number:BRANCH,number:BRANCH"; who signs its calls.
PAGE_SECRET = os.environ.get("WUAI_PAGE_SECRET", "")
PAGE_VERIFY = os.environ.get("WUAI_PAGE_VERIFY", "")
PAGES = dict(
    one.strip().split(":", 1) for one in os.environ.get("WUAI_PAGES", "").split(",") if ":" in one
)
# Which mailboxes are read for letters (docs/formats/incoming-letters.md).
MAILBOXES_FILE = os.environ.get("WUAI_MAILBOXES", "")

# Whether a backup, or a backup with a drill, is promised every night: only then does the doctor miss
# one.
NIGHTLY_DRILL = _flag("WUAI_NIGHTLY_DRILL")
NIGHTLY_BACKUP = _flag("WUAI_NIGHTLY_BACKUP")

# The trusted proxies in front of us; 0 means that X-Forwarded-For is never believed.
PROXY_COUNT = int(os.environ.get("WUAI_PROXIES", "0"))

# Where the simulated card platforms of a demonstration answer; ``wuai serve`` starts them.
CARD_SIMULATOR = os.environ.get("WUAI_CARD_SIMULATOR", "")

# Citizens' certificates: where the local signing component answers (its own fixed address, except in
# a demonstration), and the folder with the authorities (PEM) that we believe.
SIGN_COMPONENT = os.environ.get("WUAI_SIGN_COMPONENT", "http://localhost:61161")
SIGN_DEMO = _flag("WUAI_SIGN_DEMO")
CITIZEN_TRUST = Path(os.environ.get("WUAI_CITIZEN_TRUST", VAR / "trust" / "citizens"))
# TW FidO: empty means that it is not offered. The key (64 hex digits) is shared with the ministry.
FIDO_URL = os.environ.get("WUAI_FIDO_URL", "")
FIDO_SERVICE = os.environ.get("WUAI_FIDO_SERVICE", "")
FIDO_KEY = os.environ.get("WUAI_FIDO_KEY", "")

# Requests a minute that the API takes of one token, one address, one address without valid token.
API_PER_TOKEN = int(os.environ.get("WUAI_API_PER_TOKEN", "600"))
API_PER_ADDRESS = int(os.environ.get("WUAI_API_PER_ADDRESS", "1200"))
API_PER_STRANGER = int(os.environ.get("WUAI_API_PER_STRANGER", "60"))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "wuai.platform.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("WUAI_LOG", "WARNING")},
}
PROCRASTINATE_ON_APP_READY = "wuai.platform.jobs.on_app_ready"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# Locking by address would lock a whole office behind one proxy; `identity` throttles addresses.
SILENCED_SYSTEM_CHECKS = ["axes.W006"]
