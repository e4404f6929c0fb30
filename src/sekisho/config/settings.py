"""Settings: read from the environment once; docs/reference/settings.md lists every name."""

import os
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from sekisho.config.database import database
from sekisho.config.secrets import secret_key

DATA = Path(os.environ.get("SEKISHO_DATA", "sekisho-data")).resolve()
DEBUG = os.environ.get("SEKISHO_DEBUG") == "1"
SECRET_KEY = secret_key(DATA)
BASE_URL = os.environ.get("SEKISHO_URL", "http://localhost:8000")
ALLOWED_HOSTS = [
    urlsplit(BASE_URL).hostname or "localhost",
    *filter(None, os.environ.get("SEKISHO_HOSTS", "").split(",")),
    "localhost",
    "127.0.0.1",
    "[::1]",
]
HTTPS = BASE_URL.startswith("https://")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []

DATABASES = {"default": database(DATA, os.environ.get("SEKISHO_DATABASE_URL", ""))}
if origin := os.environ.get("SEKISHO_LEDGER_ORIGIN"):
    SEKISHO_LEDGER_ORIGIN = origin
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "sekisho.ledger.apps.Ledger",
    "sekisho.jobs.apps.Jobs",
    "sekisho.connectors.apps.Connectors",
    "sekisho.registers.apps.Registers",
    "sekisho.domains.people.apps.People",
    "sekisho.domains.documents.apps.Documents",
    "sekisho.domains.assets.apps.Assets",
    "sekisho.domains.incidents.apps.Incidents",
    "sekisho.domains.suppliers.apps.Suppliers",
    "sekisho.domains.assurance.apps.Assurance",
    "sekisho.domains.access.apps.Access",
    "sekisho.domains.risk.apps.Risk",
    "sekisho.domains.safeguards.apps.Safeguards",
    "sekisho.domains.education.apps.Education",
    "sekisho.domains.threats.apps.Threats",
    "sekisho.obligations.apps.Obligations",
    "sekisho.findings.apps.Findings",
    "sekisho.notices.apps.Notices",
    "sekisho.checkpoint.apps.Checkpoint",
    "sekisho.web.apps.Web",
    "sekisho.api.apps.Api",
    "sekisho.config.apps.Config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sekisho.web.middleware.Headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sekisho.web.middleware.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "sekisho.web.middleware.Seen",
    "sekisho.web.middleware.SignedIn",
]
ROOT_URLCONF = "sekisho.config.urls"
WSGI_APPLICATION = "sekisho.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).resolve().parent.parent / "web" / "templates"],  # before allauth's
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "sekisho.web.shell.shell",
            ],
        },
    },
]

LANGUAGE_CODE = os.environ.get("SEKISHO_LANG", "ja")
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
LOCALE_PATHS = [Path(__file__).resolve().parent.parent / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("SEKISHO_TIME_ZONE", "Asia/Tokyo")

STATIC_URL = "/static/"
STATIC_ROOT = None  # served from the package itself
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20

AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {"reset_password": "sekisho.web.forms.ResetPasswordForm"}
ACCOUNT_ADAPTER = "sekisho.web.signin.AccountAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator gave the address; nobody signs up
MFA_TOTP_ISSUER = "Sekisho"
MFA_TOTP_TOLERANCE = 1
MFA_ADAPTER = "sekisho.web.signin.MFAAdapter"
USERSESSIONS_TRACK_ACTIVITY = True

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sekisho" if HTTPS else "sekisho"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "sekisho.web.errors.csrf"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
if not os.environ.get("SEKISHO_SMTP_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
EMAIL_HOST = os.environ.get("SEKISHO_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("SEKISHO_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("SEKISHO_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("SEKISHO_SMTP_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT != 25
SEKISHO_IMAP_HOST = os.environ.get("SEKISHO_IMAP_HOST", "")
SEKISHO_IMAP_PORT = int(os.environ.get("SEKISHO_IMAP_PORT", "993"))
SEKISHO_IMAP_USER = os.environ.get("SEKISHO_IMAP_USER", "")
SEKISHO_IMAP_PASSWORD = os.environ.get("SEKISHO_IMAP_PASSWORD", "")
SEKISHO_IMAP_FOLDER = os.environ.get("SEKISHO_IMAP_FOLDER", "INBOX")
DEFAULT_FROM_EMAIL = os.environ.get("SEKISHO_MAIL_FROM", "sekisho@localhost")

OUTBOUND_INTERNAL = [*filter(None, os.environ.get("SEKISHO_OUTBOUND_INTERNAL", "").split(","))]
OUTBOUND_ONLY = [*filter(None, os.environ.get("SEKISHO_OUTBOUND_ONLY", "").split(","))]

SEKISHO_METRICS_TOKEN = os.environ.get("SEKISHO_METRICS_TOKEN", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("SEKISHO_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS = [
    "fields.W344",
    "security.W002",  # web.middleware.Headers says who may frame a page
    "security.W005",  # other hosts of the domain are not ours to decide about
    "security.W008",  # the proxy that ends TLS redirects
    "security.W021",
]
