from django.urls import path

from maillage.pages import views

app_name = "pages"
urlpatterns = [
    path("", views.home, name="home"),
    path("metier/", views.profession, name="profession"),
    path("aide/", views.help_index, name="help"),
    path("aide/<slug:area>/", views.help_page, name="help-page"),
    path("aide/guides/<slug:name>/", views.guide, name="guide"),
    path("plan-du-site/", views.site_map, name="site-map"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("accessibilite/plan/", views.accessibility_plan, name="accessibility-plan"),
    path("mon-espace/simplement/", views.simple, name="simple"),
]
