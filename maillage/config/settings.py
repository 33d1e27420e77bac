"""One settings file; what differs between machines comes from the environment (docs/guides/installation.md)."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from maillage.config.database import database

BASE_DIR = Path(__file__).resolve().parents[2]


def flag(name: str, default: bool) -> bool:
    return os.environ.get(name, "oui" if default else "non").lower() in ("oui", "1", "true", "yes")


def networks(name: str) -> list[IPv4Network | IPv6Network]:
    told = [one.strip() for one in os.environ.get(name, "").split(",") if one.strip()]
    try:
        return [ip_network(one, strict=False) for one in told]
    except ValueError as error:
        raise ImproperlyConfigured(
            f"{name}={','.join(told)}\u00a0: des adresses ou des réseaux sont attendus, séparés par des virgules (10.0.0.0/8,127.0.0.1)."
        ) from error


DEBUG = False
SECRET_KEY = os.environ.get("MAILLAGE_SECRET_KEY", "")
ALLOWED_HOSTS = os.environ.get("MAILLAGE_HOSTS", "127.0.0.1,localhost").split(",")
HTTPS = flag("MAILLAGE_HTTPS", default=True)
# Whoever opens the page becomes anybody: on one's own machine alone, set by `maillage demo`, refused wherever else.
DEMONSTRATION = flag("MAILLAGE_DEMONSTRATION", default=False)
if DEMONSTRATION and (HTTPS or not {"127.0.0.1", "localhost"}.issuperset(ALLOWED_HOSTS)):
    raise ImproperlyConfigured(
        "MAILLAGE_DEMONSTRATION is for one's own machine: without HTTPS, under its local names."
    )
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and "*" not in host]

APP_URL = os.environ.get("DATABASE_URL", "postgres:///maillage")
DATABASES = {
    "default": database(APP_URL, os.environ.get("DATABASE_ASSUME_ROLE", "")),
    "owner": database(os.environ.get("DATABASE_OWNER_URL", APP_URL)),
    "maintenance": database(os.environ.get("DATABASE_MAINTENANCE_URL", APP_URL)),
}
BACKUP_URL = os.environ.get("DATABASE_BACKUP_URL", "")
DATABASE_ROUTERS = ["maillage.config.router.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "maillage.permissions",
    "maillage.vault",
    "maillage.files",
    "maillage.audit",
    "maillage.jobs",
    "maillage.web",
    "maillage.imports",
    "maillage.directory",
    "maillage.accounts",
    "maillage.governance",
    "maillage.diplomas",
    "maillage.training",
    "maillage.conventions",
    "maillage.events",
    "maillage.contributions",
    "maillage.counts",
    "maillage.consultations",
    "maillage.calls",
    "maillage.practices",
    "maillage.schemes",
    "maillage.conditions",
    "maillage.placements",
    "maillage.people",
    "maillage.support",
    "maillage.rights",
    "maillage.referrals",
    "maillage.reception",
    "maillage.observatory",
    "maillage.pages",
    "maillage.api",
    "maillage.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "maillage.config.monitoring.requests.Watched",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "maillage.config.monitoring.probes.Probes",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "maillage.accounts.middleware.SessionAge",
    "maillage.accounts.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "maillage.web.middleware.NoStore",
    "maillage.accounts.middleware.ActorMiddleware",
    "maillage.accounts.middleware.SecondFactor",
    "maillage.audit.middleware.once",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "maillage.config.urls"
WSGI_APPLICATION = "maillage.config.wsgi.application"
FORM_RENDERER = "maillage.web.rendering.FormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "maillage.pages.context.layout",
                "maillage.demo.context.banner",
            ]
        },
    }
]

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("MAILLAGE_STATIC", BASE_DIR / "var" / "static"))
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
MAILLAGE_DATA = Path(os.environ.get("MAILLAGE_DATA", BASE_DIR / "var"))
MAILLAGE_FILES = MAILLAGE_DATA / "files"
MAILLAGE_MASTER_KEYS = Path(os.environ.get("MAILLAGE_MASTER_KEYS", MAILLAGE_DATA / "master-keys"))
MAILLAGE_BACKUP_KEYS = Path(os.environ.get("MAILLAGE_BACKUP_KEYS", MAILLAGE_DATA / "backup-keys"))
MAILLAGE_ERASURES = Path(os.environ.get("MAILLAGE_ERASURES", MAILLAGE_DATA / "erasures"))
BACKUPS = Path(os.environ["MAILLAGE_BACKUPS"]) if os.environ.get("MAILLAGE_BACKUPS") else None
ARCHIVE_EVERY_NIGHT = flag("MAILLAGE_ARCHIVE", default=False)
# A folder of one's own declaration.md and plan.md (accessibility), read in place of those that are shipped.
MAILLAGE_TEXTS = Path(os.environ["MAILLAGE_TEXTS"]) if os.environ.get("MAILLAGE_TEXTS") else None
IMPORT_MEGABYTES = int(os.environ.get("MAILLAGE_IMPORT_MEGABYTES", "50"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "demo:choose" if DEMONSTRATION else "account_login"
LOGIN_REDIRECT_URL = "/"
BEHIND_PROXY = flag("MAILLAGE_PROXY", default=False)
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
ACCOUNT_ADAPTER = "maillage.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Maillage : "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# A whole office shares one address; codes (second factor) are counted per person, passwords by axes.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "reset_password": "20/m/ip,5/m/key", "login_failed": "5/300s/key"}
ACCOUNT_FORMS = {
    "login": "maillage.accounts.forms.LoginForm",
    "reset_password": "maillage.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "maillage.accounts.forms.ResetPasswordKeyForm",
    "change_password": "maillage.accounts.forms.ChangePasswordForm",
    "reauthenticate": "maillage.accounts.forms.ReauthenticateForm",
}
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600
MFA_ADAPTER = "maillage.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Maillage"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator typed the address, the invitation proved it
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_FORMS = {
    "authenticate": "maillage.accounts.forms.CodeForm",
    "reauthenticate": "maillage.accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "maillage.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "maillage.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "maillage.accounts.forms.RenamePasskeyForm",
    "authenticate_webauthn": "maillage.accounts.forms.PasskeyForm",
    "login_webauthn": "maillage.accounts.forms.PasskeySignInForm",
    "reauthenticate_webauthn": "maillage.accounts.forms.ReauthenticatePasskeyForm",
}
SECOND_FACTOR_REQUIRED = flag("MAILLAGE_SECOND_FACTOR", default=True)
# ProConnect: off unless the first three are told (maillage/accounts/proconnect).
PROCONNECT_ISSUER = os.environ.get("MAILLAGE_PROCONNECT_ISSUER", "").strip()
PROCONNECT_CLIENT_ID = os.environ.get("MAILLAGE_PROCONNECT_CLIENT_ID", "").strip()
PROCONNECT_SECRET_FILE = os.environ.get("MAILLAGE_PROCONNECT_SECRET_FILE", "").strip()
PROCONNECT_ALGORITHM = os.environ.get("MAILLAGE_PROCONNECT_ALGORITHM", "RS256").strip()
PROCONNECT_PKCE = flag("MAILLAGE_PROCONNECT_PKCE", default=True)
PROCONNECT_ENDPOINTS = {
    name: os.environ.get(f"MAILLAGE_PROCONNECT_{name.upper()}", "").strip()
    for name in ("authorization", "token", "userinfo", "jwks", "end_session")
}
OIDC_MAX_STATES = 10
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "maillage.accounts.sessions.tried_name"
AXES_CLIENT_IP_CALLABLE = "maillage.accounts.sessions.client_ip"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "maillage.web.errors.locked_out"
AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # the journal says who signed in, and how; nobody reads addresses and browsers
AXES_VERBOSE = False
# Shared by every process: tries counted per address or person, codes that have already served.
CACHES = {"default": {"BACKEND": "maillage.web.json_cache.JsonCache", "LOCATION": "accounts_cache"}}

SESSION_COOKIE_AGE = 15 * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_ENGINE = "maillage.accounts.session_store"
SESSION_ABSOLUTE_AGE = 10 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "maillage.web.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Messages name people: in the session, not in a cookie that stays on a shared computer.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}

EMAIL_HOST = os.environ.get("MAILLAGE_SMTP_HOST", "")
EMAIL_PORT = int(os.environ.get("MAILLAGE_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("MAILLAGE_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MAILLAGE_SMTP_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT != 25
EMAIL_FILE_PATH = os.environ.get("MAILLAGE_MAILS", "")
_POSTED = "smtp" if EMAIL_HOST else "filebased" if EMAIL_FILE_PATH else "console"
EMAIL_BACKEND = f"django.core.mail.backends.{_POSTED}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("MAILLAGE_EMAIL_FROM", "maillage@localhost")
# Who is told that a task of the night failed (maillage/config/monitoring/alert.py).
ALERTS = [one.strip() for one in os.environ.get("MAILLAGE_ALERTS", "").split(",") if one.strip()]
MAILLAGE_SENDERS = {
    "email": os.environ.get("MAILLAGE_SENDER_EMAIL", "maillage.web.senders.MailSender"),
    "sms": os.environ.get("MAILLAGE_SENDER_SMS", "maillage.web.senders.ConsoleSender"),
    "post": os.environ.get("MAILLAGE_SENDER_POST", "maillage.web.senders.FileSender"),
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
# Arguments may name somebody, or hold an address: what succeeded leaves the queue at once, the rest a week after (jobs.actions).
PROCRASTINATE_WORKER_DEFAULTS = {"delete_jobs": "successful"}
# Who may read /sante/mesures: a token, networks; nobody while neither is told (maillage/config/monitoring).
METRICS_TOKEN = os.environ.get("MAILLAGE_METRICS_TOKEN", "").strip()
METRICS_FROM = networks("MAILLAGE_METRICS_FROM")
REQUEST_LOG = flag("MAILLAGE_REQUEST_LOG", default=False)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"discreet": {"()": "maillage.config.monitoring.logs.Discreet"}},
    "formatters": {
        "plain": {"()": "maillage.config.monitoring.logs.Plain"},
        "lines": {"()": "maillage.config.monitoring.logs.Lines"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "lines" if REQUEST_LOG else "plain",
            "filters": ["discreet"],
        }
    },
    "root": {"handlers": ["console"], "level": os.environ.get("MAILLAGE_LOG", "WARNING")},
    "loggers": {"maillage.requests": {"level": "INFO"}},
}
# W042: identifiers follow DEFAULT_AUTO_FIELD. W008: the proxy sends HTTP to HTTPS. W021: preloading is the domain's choice.
SILENCED_SYSTEM_CHECKS = ["models.W042", "security.W008", "security.W021"]
