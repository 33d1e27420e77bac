from maillage.governance.urls.committees import urlpatterns as committees

app_name = "governance"
urlpatterns = [*committees]
