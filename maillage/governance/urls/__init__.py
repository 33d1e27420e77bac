from maillage.governance.urls.committees import urlpatterns as committees
from maillage.governance.urls.drafts import urlpatterns as drafts
from maillage.governance.urls.ethics import urlpatterns as ethics
from maillage.governance.urls.mandates import urlpatterns as mandates
from maillage.governance.urls.plans import urlpatterns as plans

app_name = "governance"
urlpatterns = [*committees, *drafts, *ethics, *mandates, *plans]
