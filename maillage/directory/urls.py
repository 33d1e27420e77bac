from django.urls import path

from maillage.directory.communes import communes

app_name = "directory"
urlpatterns = [path("communes", communes, name="communes")]
