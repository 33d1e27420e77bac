from django.urls import path

from maillage.directory.views import communes

app_name = "directory"
urlpatterns = [path("communes", communes.communes, name="communes")]
