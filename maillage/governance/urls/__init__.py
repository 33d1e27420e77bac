from maillage.governance.urls.committees import urlpatterns as committees
from maillage.governance.urls.convocations import urlpatterns as convocations
from maillage.governance.urls.mandates import urlpatterns as mandates
from maillage.governance.urls.plans import urlpatterns as plans
from maillage.governance.urls.rounds import urlpatterns as rounds

app_name = "governance"
urlpatterns = [*committees, *convocations, *mandates, *plans, *rounds]
