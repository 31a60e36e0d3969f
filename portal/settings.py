"""Settings, all from the environment; `.env.example` documents each variable. Starts nothing."""

from pathlib import Path

import environ
import structlog

from accounts.signin.providers import school_providers

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="")
GALLERY = env.bool("GALLERY", default=DEBUG)
TESTING = env.bool("TESTING", default=False)
_INSECURE_KEY = "development-only-key-never-used-where-DEMO-is-off"
SECRET_KEY = env.str("SECRET_KEY", default=_INSECURE_KEY if DEBUG or DEMO or TESTING else "")
_LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]", *(["testserver"] if TESTING else [])]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=_LOCAL_HOSTS)
CSRF_FAILURE_VIEW = "portal.pages.errors.refused_post"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")
SITE_NAME = "Waymark"

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "pathways",
    "lmi",
    "evidence",
    "accounts",
    "foundation",
    "wagtail.snippets",
    "wagtail.users",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.embeds",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "employers",  # after Wagtail's desk, whose own mails about moderation it disconnects
    "ambassadors",
    "modelsearch",
    "modelcluster",
    "taggit",
    "django_cotton.apps.SimpleAppConfig",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "corsheaders",
    "csp",
    "django_structlog",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.postgres",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.gzip.GZipMiddleware",  # outside the ETag: its random padding would change it every time
    "foundation.middleware.PublicCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "foundation.middleware.AccessMiddleware",
    "accounts.audit.AuditMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.pages.account.middleware.BusyMiddleware",
    "foundation.middleware.RequestLogMiddleware",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
COTTON_DIR = "components"
_LOADERS = ["portal.loaders.OwnTemplatesLoader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": _LOADERS if DEBUG else [("django.template.loaders.cached.Loader", _LOADERS)],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "portal.templatetags.waymark",
            ],
            "context_processors": ["portal.context.site", "portal.pages.account.context.reader"],
        },
    },
    {
        # Wagtail's own templates need the request, user and messages; ours must not.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "NAME": "staff",
        "OPTIONS": {
            "loaders": ["portal.loaders.StaffTemplatesLoader"]
            if DEBUG
            else [("django.template.loaders.cached.Loader", ["portal.loaders.StaffTemplatesLoader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default="postgres://localhost/waymark")}
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["ATOMIC_REQUESTS"] = False
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c timezone=UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": env.str("CACHE_PREFIX", default="waymark"),
    }
}
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/London"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "accounts.backends.RoleBackend",
    "accounts.backends.SignInBackend",
]
PASSWORD_HASHERS = [
    "accounts.signin.hashing.GatedArgon2PasswordHasher",
]
# Tests hash cheaply: they make thousands of users.
PASSWORD_HASH_KIB = env.int("PASSWORD_HASH_KIB", default=1024 if TESTING else 65536)
PASSWORD_HASH_PASSES = env.int("PASSWORD_HASH_PASSES", default=1 if TESTING else 3)
# Of a process: hashed together, waiting for that, and for how long; together fewer than its threads.
PASSWORD_HASHES_AT_ONCE = env.int("PASSWORD_HASHES_AT_ONCE", default=2)
PASSWORD_HASHES_WAITING = env.int("PASSWORD_HASHES_WAITING", default=1)
PASSWORD_HASH_WAIT_SECONDS = env.float("PASSWORD_HASH_WAIT_SECONDS", default=3.0)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accounts.signin.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "accounts.signin.passwords.NotWellKnown"},
]
ACCESS_PREFIXES = "portal.access.PREFIXES"
TWO_STEP_GATE = "accounts.two_step.gate"
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False  # readers, many of them children, leave no address in the log
DJANGO_STRUCTLOG_USER_ID_FIELD = None  # reading the user would open the session of public pages
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account:home"
ACCOUNT_ADAPTER = "accounts.signin.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.signin.forms.SignUpExtras"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True  # by code: scanners of mail open links, and links open elsewhere
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = 5
ACCOUNT_PREVENT_ENUMERATION = True
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if env.bool("SECURE_HTTPS", default=False) else "http"
# Why so: accounts/signin/limits.py. A school of a thousand has one address.
ACCOUNT_RATE_LIMITS = {
    "login": "600/m/ip",
    "login_failed": "5/5m/key",
    "login_failed_account": "30/15m/key",
    "login_failed_address": "200/5m/ip",
    "signup": "120/m/ip",
    "reset_password": "60/m/ip,5/h/key",
    "reset_password_from_key": "60/m/ip",
    "confirm_email": "1/10s/key",
    # Mails that anybody can cause by typing in somebody's address; without these a form would fill their mailbox.
    "mail_account_exists": "3/h/key",
    "mail_account_confirm": "12/h/key",
}
MFA_ADAPTER = "accounts.signin.two_step.TwoStepAdapter"
# A new address is kept only once it is confirmed, so nothing unconfirmed can stand beside a second step.
MFA_ALLOW_UNVERIFIED_EMAIL = True
SOCIALACCOUNT_ADAPTER = "accounts.signin.social.SchoolSignInAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False  # newcomers say who they are, as everybody does
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address alone opens no account that exists
SOCIALACCOUNT_STORE_TOKENS = False
# By a link, not a form: the content security policy would hold a form's redirect to another site back.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = "school"
_SCHOOLS = school_providers(env.list("OIDC_PROVIDERS", default=[]), env)
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": _SCHOOLS}}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
_PLAIN_STATIC = DEBUG or TESTING
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if _PLAIN_STATIC
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = _PLAIN_STATIC
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(BASE_DIR / (".local/test-media" if TESTING else "media"))))
MEDIA_URL = "/media/"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_HTTPS = env.bool("SECURE_HTTPS", default=False)
SECURE_SSL_REDIRECT = SECURE_HTTPS
SECURE_HSTS_SECONDS = 31536000 if SECURE_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HTTPS
SECURE_HSTS_PRELOAD = SECURE_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/cms/"],
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    },
}
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS"]
CORS_ALLOW_HEADERS = ["accept", "content-type", "if-none-match"]  # no token from a browser on another site
CORS_URLS_REGEX = r"^/api/"
CORS_EXPOSE_HEADERS = ["Content-Disposition", "ETag", "Link", "Repr-Digest", "Retry-After", "X-Checksum-SHA256"]

# A site on one's own machine is there to be measured; a public one shares itself out.
_API_RATE = "30000/min" if DEBUG or DEMO else "1200/min"
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["foundation.access.DeclaredAccess"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["foundation.throttling.AddressThrottle"],
    "DEFAULT_THROTTLE_RATES": {"address": env.str("API_RATE", default=_API_RATE)},
    "EXCEPTION_HANDLER": "foundation.problems.problem_handler",
    "UNAUTHENTICATED_USER": None,
    "NUM_PROXIES": env.int("NUM_PROXIES", default=0),
}
ALLAUTH_TRUSTED_PROXY_COUNT = REST_FRAMEWORK["NUM_PROXIES"]
SPECTACULAR_SETTINGS = {
    "TITLE": "Waymark API",
    "DESCRIPTION": "Labour-market facts with a source under every figure, and what employers state of themselves. "
    "What is public is keyless and open to other sites. Employers write with a token "
    "(`Authorization: Bearer`), which acts for its person; operations by token are for programs, and scripts of other "
    "sites are not let to them by browsers.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SERVE_PERMISSIONS": ["foundation.access.DeclaredAccess"],
    "SERVE_AUTHENTICATION": [],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "PREPROCESSING_HOOKS": ["portal.api.only_our_operations"],
    "POSTPROCESSING_HOOKS": [],  # words stay beside their field: `kind` or `status` are other words elsewhere
}

WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_FINISH_WORKFLOW_ACTION = "employers.workflow.publish_reviewed"
# Signing in, passwords and addresses are the account pages' business: the desk must be no way round the second step.
WAGTAILADMIN_LOGIN_URL = "/account/sign-in/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# A function that gives the texts of a domain's TXT records; without one, organisations prove their domain by mail.
DOMAIN_TXT_RESOLVER = env.str("DOMAIN_TXT_RESOLVER", default="")
EMAIL_BACKEND = env.str("EMAIL_BACKEND", default="django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", default=20)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Waymark <hello@waymark.example>")

# Where publishers' raw files lie in development; the site itself never needs them.
RAW_DATA_DIR = Path(env.str("RAW_DATA_DIR", default=str(BASE_DIR.parent / "shared" / "data")))
# Downloads made by the source checks, waiting for a data steward's decision.
DOWNLOAD_DIR = Path(env.str("DOWNLOAD_DIR", default=str(BASE_DIR / ".local" / "downloads")))
SOURCE_CHECK_MAX_BYTES = env.int("SOURCE_CHECK_MAX_BYTES", default=64 * 1024 * 1024)
SOURCE_CHECK_TIMEOUT = env.float("SOURCE_CHECK_TIMEOUT", default=30.0)
SOURCE_CHECK_ENABLED = env.bool("SOURCE_CHECK_ENABLED", default=False)
# The nightly look at the addresses of other sites that our pages link to.
LINK_CHECK_ENABLED = env.bool("LINK_CHECK_ENABLED", default=False)
LINK_CHECK_MOST = env.int("LINK_CHECK_MOST", default=1500)

SILENCED_SYSTEM_CHECKS = ["pghistory.W001"]

structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "structlog.stdlib.ProcessorFormatter", "processor": structlog.processors.JSONRenderer()},
        "plain": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processor": structlog.dev.ConsoleRenderer(colors=False),
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain" if DEBUG or DEMO or TESTING else "json"}
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
