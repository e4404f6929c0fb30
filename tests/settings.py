"""The product's own settings, with a test database in the data folder and a quick password hash."""

from sekisho.config.settings import *  # noqa: F403
from sekisho.config.settings import DATA, DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "test.sqlite3")}
