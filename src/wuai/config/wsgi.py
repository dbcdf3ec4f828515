"""The web application."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wuai.config.settings")

from django.core.wsgi import get_wsgi_application

from wuai.config.boot import importing

with importing():
    application = get_wsgi_application()
