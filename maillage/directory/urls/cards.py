from django.urls import path

from maillage.directory.views import communes

urlpatterns = [path("territoires/communes", communes.communes, name="communes")]
