from maillage.governance.urls.committees import urlpatterns as committees
from maillage.governance.urls.mandates import urlpatterns as mandates

app_name = "governance"
urlpatterns = [*committees, *mandates]
