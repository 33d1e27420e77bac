from django.urls import path

from maillage.directory import views

app_name = "directory"
urlpatterns = [path("communes", views.communes, name="communes")]
