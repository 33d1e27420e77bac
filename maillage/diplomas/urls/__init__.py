from django.urls import path

from maillage.diplomas.views import paths, reference, simulator, vae

app_name = "diplomas"
A_PATH = "diplomes/parcours/<uuid:public_id>/"
A_VAE = "diplomes/vae/<uuid:public_id>/"
REFERENCE = [
    path("diplomes/", reference.diplomas, name="diplomas"),
    path("diplomes/metiers.json", reference.trades_json, name="trades_json"),
    path("diplomes/passerelles/", reference.bridges, name="bridges"),
    path("diplomes/simulateur/", simulator.simulator, name="simulator"),
    path("diplomes/simulateur.pdf", simulator.simulator_pdf, name="simulator_pdf"),
    path("diplomes/repertoire/", reference.register, name="register"),
    path("diplomes/repertoire/lire/", reference.read_file, name="read_file"),
    path("diplomes/fiches/<slug:code>/", reference.diploma, name="diploma"),
]
PATHS = [
    path("diplomes/mes-parcours/", paths.mine, name="mine"),
    path("diplomes/equipe/", paths.team, name="team"),
    path("diplomes/equipe/ouvrir/", paths.open_path, name="open_path"),
    path(A_PATH, paths.path, name="path"),
    path(A_PATH + "tenir/", paths.edit_path, name="edit_path"),
    path(A_PATH + "terminer/", paths.end_path, name="end_path"),
    path(A_PATH + "etapes/", paths.add_milestone, name="add_milestone"),
    path("diplomes/etapes/<uuid:public_id>/faite/", paths.tell_milestone, name="tell_milestone"),
]
VAE = [
    path("diplomes/vae/commencer/", vae.start, name="start_vae"),
    path(A_VAE, vae.vae, name="vae"),
    path(A_VAE + "etapes/<slug:stage>/", vae.tell_stage, name="tell_stage"),
    path(A_VAE + "suivi/", vae.follow, name="follow_vae"),
    path(A_VAE + "resultats/", vae.results, name="tell_results"),
    path(A_VAE + "experiences/", vae.add_experience, name="add_experience"),
    path(A_VAE + "lecteurs/", vae.share, name="share_vae"),
    path(A_VAE + "terminer/", vae.end, name="end_vae"),
]
urlpatterns = [*REFERENCE, *PATHS, *VAE]
