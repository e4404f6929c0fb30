"""The web application, for granian or any WSGI server: the checkpoint, and Django behind it."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sekisho.config.settings")
behind: Any = get_wsgi_application()

from sekisho.checkpoint import pulse  # noqa: E402 - needs the apps to be there
from sekisho.checkpoint.front import front  # noqa: E402

pulse.start("web")
application = front(behind)
