from django.urls import path

from maillage.governance.views import plan_files, plans, raisings, recommendations

CATALOGUE = [
    path("recommandations/", recommendations.recommendations, name="recommendations"),
    path("recommandations/adopter/", recommendations.adopt, name="adopt"),
    path("recommandations/avancement/", recommendations.roll_up, name="roll_up"),
    path("recommandations/avancement/avancement.csv", plan_files.roll_up_csv, name="roll_up_csv"),
    path("recommandations/<int:number>/", recommendations.recommendation, name="recommendation"),
    path("recommandations/actions/<str:code>/remonter/", raisings.raise_action, name="raise_action"),
]
PLANS = [
    path("plans/", plans.plans, name="plans"),
    path("plans/nouveau/", plans.new_plan, name="new_plan"),
    path("plans/<uuid:public_id>/", plans.plan, name="plan"),
    path("plans/<uuid:public_id>/plan.pdf", plan_files.plan_pdf, name="plan_pdf"),
    path("plans/<uuid:public_id>/corriger/", plans.correct_plan, name="correct_plan"),
    path("plans/<uuid:public_id>/publier/", plans.publish_plan, name="publish_plan"),
    path("plans/<uuid:public_id>/mesures/nouvelle/", plans.new_measure, name="new_measure"),
    path("mesures/<uuid:public_id>/corriger/", plans.correct_measure, name="correct_measure"),
    path("mesures/<uuid:public_id>/preuves/nouvelle/", plans.new_evidence, name="new_evidence"),
    path("mesures/<uuid:public_id>/abandonner/", plans.drop_measure, name="drop_measure"),
    path("mesures/<uuid:public_id>/reprendre/", plans.take_up_measure, name="take_up_measure"),
    path("mesures/<uuid:public_id>/remonter/", raisings.raise_measure, name="raise_measure"),
    path("preuves/<int:evidence>/retirer/", plans.withdraw_evidence, name="withdraw_evidence"),
]
RAISINGS = [
    path("remontees/", raisings.raisings, name="raisings"),
    path("remontees/<uuid:public_id>/repondre/", raisings.reply, name="reply"),
]
urlpatterns = [*CATALOGUE, *PLANS, *RAISINGS]
