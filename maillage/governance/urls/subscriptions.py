from django.urls import path

from maillage.governance.views import subscriptions

urlpatterns = [
    path("abonnement/", subscriptions.subscribe, name="subscribe"),
    path("abonnement/confirmer/<str:token>/", subscriptions.confirm, name="confirm_subscription"),
    path("abonnement/fin/<str:token>/", subscriptions.end, name="end_subscription"),
]
