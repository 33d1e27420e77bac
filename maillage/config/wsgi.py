import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "maillage.config.settings")
application = get_wsgi_application()

from maillage.vault.masters import masters  # noqa: E402

masters()  # Without them no sealed text opens: better not to serve at all, and to say why.
