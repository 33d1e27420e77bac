"""The least that the demonstration can serve: one page that writes, and the queue."""

import os

from maillage.config.database import database

SECRET_KEY = os.environ["MAILLAGE_SECRET_KEY"]
MAILLAGE_MASTER_KEYS = os.environ["MAILLAGE_MASTER_KEYS"]
ALLOWED_HOSTS = ["127.0.0.1"]
DATABASES = {
    "default": database(os.environ["DATABASE_URL"]),
    "owner": database(os.environ["DATABASE_OWNER_URL"]),
}
DATABASE_ROUTERS = ["maillage.config.router.OwnerMigrates"]
INSTALLED_APPS = [
    "maillage.config.tests.small_site",
    "django.contrib.contenttypes",
    "procrastinate.contrib.django",
]
MIDDLEWARE = []
ROOT_URLCONF = "maillage.config.tests.small_urls"
USE_TZ = True
METRICS_TOKEN, METRICS_FROM = "", []
