from maillage.calls.urls.calls import urlpatterns as calls
from maillage.calls.urls.files import urlpatterns as files

app_name = "calls"
urlpatterns = [*calls, *files]
