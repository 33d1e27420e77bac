from django.urls import path

from maillage.jobs import views

app_name = "jobs"
urlpatterns = [
    path("<uuid:job_id>/", views.show, name="show"),
    path("<uuid:job_id>/arreter/", views.cancel, name="cancel"),
]
