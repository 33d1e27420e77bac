from maillage.governance.urls.adherences import urlpatterns as adherences
from maillage.governance.urls.articles import urlpatterns as articles
from maillage.governance.urls.comments import urlpatterns as comments
from maillage.governance.urls.committees import urlpatterns as committees
from maillage.governance.urls.convocations import urlpatterns as convocations
from maillage.governance.urls.drafts import urlpatterns as drafts
from maillage.governance.urls.ethics import urlpatterns as ethics
from maillage.governance.urls.mandates import urlpatterns as mandates
from maillage.governance.urls.participation import urlpatterns as participation
from maillage.governance.urls.plans import urlpatterns as plans
from maillage.governance.urls.rounds import urlpatterns as rounds
from maillage.governance.urls.subscriptions import urlpatterns as subscriptions

app_name = "governance"
urlpatterns = [
    *articles,
    *adherences,
    *comments,
    *subscriptions,
    *committees,
    *convocations,
    *drafts,
    *ethics,
    *mandates,
    *participation,
    *plans,
    *rounds,
]
