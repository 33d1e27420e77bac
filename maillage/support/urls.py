from django.urls import path

from maillage.support.views import notes

app_name = "support"
urlpatterns = [
    path("<uuid:pk>/suivi/", notes.notes, name="notes"),
]
