from django.urls import path

from maillage.directory.views import export, imports

urlpatterns = [
    path("annuaire/imports/", imports.imports, name="imports"),
    path("annuaire/imports/<uuid:pk>/", imports.show, name="import"),
    path("annuaire/imports/<uuid:pk>/colonnes/", imports.columns, name="import_columns"),
    path("annuaire/imports/<uuid:pk>/compte-rendu.csv", imports.report, name="import_report"),
    path("annuaire/imports/<uuid:pk>/importer/", imports.write, name="import_write"),
    path("annuaire/imports/<uuid:pk>/reprendre/", imports.resume, name="import_resume"),
    path("annuaire/imports/<uuid:pk>/annuler/", imports.undo, name="import_undo"),
    path("annuaire/imports/<uuid:pk>/effacer/", imports.give_up, name="import_give_up"),
    path("annuaire/export/", export.export, name="export"),
    path("annuaire/export/<slug:name>.<slug:shape>", export.export_file, name="export_file"),
]
