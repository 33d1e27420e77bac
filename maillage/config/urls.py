from django.urls import include, path

urlpatterns = [
    path("", include("maillage.pages.urls")),
    path("", include("maillage.web.urls")),
    path("compte/", include("maillage.accounts.urls")),
    path("", include("maillage.directory.urls")),
    path("", include("maillage.governance.urls")),
    path("", include("maillage.events.urls")),
    path("", include("maillage.contributions.urls")),
    path("", include("maillage.consultations.urls")),
    path("", include("maillage.calls.urls")),
    path("", include("maillage.practices.urls")),
    path("", include("maillage.schemes.urls")),
    path("", include("maillage.counts.urls")),
    path("", include("maillage.diplomas.urls")),
    path("", include("maillage.training.urls")),
    path("", include("maillage.conventions.urls")),
    path("", include("maillage.conditions.urls")),
    path("", include("maillage.placements.urls")),
    path("", include("maillage.observatory.urls")),
    path("api/", include("maillage.api.urls")),
    path("travaux/", include("maillage.jobs.urls")),
    path("", include("maillage.people.urls")),
    path("", include("maillage.support.urls")),
    path("", include("maillage.referrals.urls")),
    path("", include("maillage.reception.urls")),
    path("", include("maillage.rights.urls")),
    path("demonstration/", include("maillage.demo.urls")),
]

handler400 = "maillage.web.errors.bad_request"
handler403 = "maillage.web.errors.forbidden"
handler404 = "maillage.web.errors.not_found"
handler500 = "maillage.web.errors.server_error"
