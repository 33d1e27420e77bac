"""What each guide tells, done: one function for each role. A button that changes its name stops it."""

import re
from collections.abc import Callable

from tests.pictures.camera import PHONE, Person

Arrive = Callable[..., Person]
A_REQUEST = re.compile("^Demande [0-9a-f]{8}")


def reception(arrive: Arrive) -> None:
    nadege = arrive().sign_in("nadege").picture("accueil-aujourdhui")
    nadege.go("Recevoir quelqu’un")
    nadege.write("Comment l’appeler", "Monsieur André")
    nadege.write("Pourquoi cette personne vient", "Une facture d’eau qu’il ne comprend pas")
    nadege.picture("accueil-recevoir")
    nadege.press("Recevoir", exact=True)
    nadege.sees("Monsieur André")
    nadege.menu("Aujourd’hui")
    nadege.go("Accueil sans identité")
    nadege.go("Noter qui vient")
    nadege.tick("Logement et hébergement")
    nadege.tick("Orienté vers un service")
    nadege.at("Noter un accueil")
    nadege.picture("accueil-sans-identite")
    nadege.press("Noter cet accueil")
    nadege.tab.wait_for_load_state()
    nadege.picture("accueil-bon")
    nadege.menu("Aujourd’hui")
    nadege.go("Compter les passages")
    nadege.press("Logement et hébergement")
    nadege.tab.wait_for_load_state()
    nadege.picture("accueil-compter")
    nadege.menu("Aujourd’hui")
    nadege.go("Tâches confiées à l’accueil")
    nadege.go("Ouvrir")
    nadege.press("Je m’en occupe")
    nadege.tab.wait_for_load_state()
    nadege.picture("accueil-tache")


def social_worker(arrive: Arrive) -> None:
    claire = arrive().sign_in("claire").picture("travail-aujourdhui")
    claire.menu("Personnes")
    claire.opens("Nathalie BODIN", "travail-dossier")
    claire.go("Remplir le budget")
    claire.sees("Budget").picture("travail-budget")
    claire.tab.go_back()
    claire.press("Chercher les droits")
    claire.sees("Droits de Nathalie BODIN").at("Droits pas encore demandés").picture("travail-droits")
    claire.go("En parler avec la personne")
    claire.press("Noter", exact=True)
    claire.tab.wait_for_load_state()
    claire.picture("travail-demande")
    claire.menu("Personnes")
    claire.go("Nathalie BODIN")
    claire.go("Écrire une note")
    claire.write(
        "Ce qui a été dit et fait", "Point sur le budget ; la prime d’activité sera demandée ensemble."
    )
    claire.at("Écrire une note").picture("travail-note")
    claire.press("Enregistrer la note")
    claire.tab.wait_for_load_state()
    claire.menu("Personnes")
    claire.go("Samira BENALI")
    claire.opens("Qui lit quoi", "travail-accords")
    claire.menu("Personnes")
    claire.go("Nathalie BODIN")
    claire.go("Commencer un dossier unique")
    claire.tick("Épicerie solidaire du Véron")
    claire.picture("travail-dossier-unique")


def team_leader(arrive: Arrive) -> None:
    luc = arrive().sign_in("luc").picture("cadre-aujourdhui")
    luc.menu("Métier")
    luc.go("Ma semaine de travail")
    luc.opens("Temps de l’équipe", "cadre-temps")
    luc.menu("Métier")
    luc.go("Propositions de l’équipe")
    luc.go("Relevé mensuel d’activité")
    luc.tick("à l’essai")
    luc.write("Motif", "Trois mois sans ce relevé, puis nous en parlons en réunion d’équipe.")
    luc.picture("cadre-proposition")
    luc.press("Donner cette réponse")
    luc.menu("Métier")
    luc.opens("La formation de l’équipe", "cadre-formation")
    luc.go("À répondre")
    luc.sees("À répondre")


def accompanied_person(arrive: Arrive, code: str) -> None:
    samira = arrive(width=PHONE)
    samira.tab.goto("/mon-espace/entrer/")
    samira.picture("personne-entrer")
    samira.write("Votre code", code)
    samira.write("La date de naissance", "30/04/1992")
    samira.press("Ouvrir", exact=True)
    samira.sees("Votre espace")
    samira.at("Vos accords").picture("personne-accords")
    samira.go("Limiter ce que lit")
    samira.sees("Limiter un accord")
    samira.menu("Mon espace")
    samira.at("Qui a ouvert votre dossier").picture("personne-lectures")
    samira.press("Lire simplement")
    samira.tab.get_by_role("button", name="Lire la page complète").wait_for()
    samira.picture("personne-espace")
    samira.menu("Mes dossiers")
    samira.go("Lire et répondre")
    samira.tab.wait_for_load_state()
    samira.picture("personne-dossier")
    samira.menu("Mes données")
    samira.sees("Vos données").picture("personne-donnees")


def animator(arrive: Arrive) -> None:
    maud = arrive().sign_in("maud")
    maud.menu("Annuaire")
    maud.opens("Fiches à relire", "annuaire-a-relire")
    maud.press("Toujours vrai")
    maud.tab.wait_for_load_state()
    maud.menu("Annuaire")
    maud.go("Erreurs signalées")
    maud.go("Répondre")
    maud.tick("Vérifié")
    maud.write("Ce que vous répondez", "Nous avons appelé le CCAS ce matin : la fiche est juste.")
    maud.picture("annuaire-erreur")
    maud.press("Répondre", exact=True)
    maud.tab.wait_for_load_state()
    maud.menu("Annuaire")
    maud.opens("Doublons", "annuaire-doublons")
    maud.menu("Annuaire")
    maud.go("Couverture du territoire")
    maud.go("CC Chinon, Vienne et Loire")
    maud.sees("Couverture").picture("annuaire-couverture")
    maud.menu("Annuaire")
    maud.opens("Importer dans l’annuaire", "annuaire-importer")


def scheme_officer(arrive: Arrive) -> None:
    marc = arrive().sign_in("marc")
    marc.turns_to("Demandes reçues", "dispositif-demandes")
    marc.go(A_REQUEST)  # type: ignore[arg-type]
    marc.sees("Demande ").picture("dispositif-demande")
    marc.opens("Écrire la décision", "dispositif-decision")
    marc.menu("Aujourd’hui")
    marc.go("Ouvrir la séance Commission du mois")
    marc.go("Situations")
    marc.go("Lire l’engagement")
    marc.picture("dispositif-engagement")
    marc.menu("Dispositifs")
    marc.opens("Offre et demande de places", "dispositif-offre")


def placements(arrive: Arrive) -> None:
    lea = arrive().sign_in("lea")
    lea.menu("Métier")
    lea.go("Sessions de stage")
    lea.sees("Stages").picture("stages-etudiante")
    lea.go("Ouvrir ma liste")
    lea.press("Descendre")
    lea.sees("Vos vœux").picture("stages-voeux")
    lea.menu("Métier")
    lea.go("Sessions de stage")
    lea.go("Lire mon résultat")
    lea.sees("Votre résultat").picture("stages-resultat")
    brigitte = arrive().sign_in("brigitte")
    brigitte.opens("Vos étudiants", "stages-ecole")
    brigitte.menu("Aujourd’hui")
    brigitte.go("Lire et signer")
    brigitte.tab.wait_for_load_state()
    brigitte.picture("stages-convention")
    luc = arrive().sign_in("luc")
    luc.menu("Métier")
    luc.opens("Nos places de stage", "stages-terrain")


def committee_member(arrive: Arrive) -> None:
    claire = arrive().sign_in("claire")
    claire.turns_to("Instances", "instances-liste")
    claire.opens("Quatrième séance", "instances-seance")
    claire.go("Changer ma réponse")
    claire.tab.wait_for_load_state()
    claire.picture("instances-reponse")
    claire.menu("Instances")
    claire.opens("Suites à donner", "instances-suites")
    claire.menu("Instances")
    claire.opens("Puis-je partager", "instances-partager")


def territory(arrive: Arrive) -> None:
    gaelle = arrive().sign_in("gaelle")
    gaelle.menu("Métier")
    gaelle.opens("Observatoire", "territoire-observatoire")
    gaelle.opens("Entrées en formation", "territoire-indicateur")
    gaelle.menu("Aujourd’hui")
    gaelle.go("à relire et publier")
    gaelle.sees("En préparation").picture("territoire-preparation")
    gaelle.menu("Annuaire")
    gaelle.go("Diagnostics de territoire")
    gaelle.tab.get_by_role("link", name="version 1, ouverte").press("Enter")
    gaelle.tab.wait_for_load_state()
    gaelle.picture("territoire-diagnostic")


ACCOUNTS: tuple[Callable[[Arrive], None], ...] = (
    reception, social_worker, team_leader, animator, scheme_officer, placements, committee_member, territory,
)  # fmt: skip
