"""Closed lists of facts; the codes are those of docs/reference/household-facts.md."""

from maillage.imports.enums import ImportState as ImportState  # as the first migrations name it
from maillage.permissions.choices import Choices


class Activity(Choices):
    EMPLOYED = "employed", "salarié"
    SELF_EMPLOYED = "self_employed", "indépendant"
    UNEMPLOYED = "unemployed", "au chômage"
    STUDENT = "student", "étudiant"
    APPRENTICE = "apprentice", "apprenti"
    RETIRED = "retired", "retraité"
    INACTIVE = "inactive", "sans activité"


class Nationality(Choices):
    FRENCH = "french", "française"
    EUROPEAN = "european", "européenne (EEE ou Suisse)"
    OTHER = "other", "autre"


class Housing(Choices):
    HOMELESS = "homeless", "sans domicile"
    HOSTED = "hosted", "hébergé gratuitement"
    SOCIAL_TENANT = "social_tenant", "locataire HLM"
    PRIVATE_TENANT = "private_tenant", "locataire du privé"
    FURNISHED_TENANT = "furnished_tenant", "locataire d’un meublé"
    RESIDENCE = "residence", "foyer ou résidence sociale"
    OWNER = "owner", "propriétaire"
    BUYER = "buyer", "propriétaire qui rembourse un prêt"


class Union(Choices):
    MARRIED = "married", "mariage"
    CIVIL_UNION = "civil_union", "pacs"
    COHABITING = "cohabiting", "concubinage"


class MemberRole(Choices):
    APPLICANT = "applicant", "demandeur"
    PARTNER = "partner", "conjoint"
    CHILD = "child", "enfant"
    OTHER = "other", "autre personne"


class Certainty(Choices):
    KNOWN = "known", "connu"
    ESTIMATED = "estimated", "estimé"
    UNKNOWN = "unknown", "on ne sait pas"


class Source(Choices):
    DECLARED = "declared", "dit par la personne"
    PAYSLIP = "payslip", "fiche de paie"
    BANK = "bank", "relevé de compte"
    CAF = "caf", "CAF ou MSA"
    EMPLOYMENT_AGENCY = "employment_agency", "France Travail"
    TAX_NOTICE = "tax_notice", "avis d’impôt"
    IMPORT = "import", "fichier importé"


class BudgetKind(Choices):
    WAGE = "wage", "salaire net"
    SELF_EMPLOYMENT = "self_employment", "revenu d’indépendant"
    UNEMPLOYMENT = "unemployment", "allocation chômage"
    SICKNESS = "sickness", "indemnités journalières"
    PENSION = "pension", "retraite (brut)"
    DISABILITY_PENSION = "disability_pension", "pension d’invalidité"
    ALIMONY_RECEIVED = "alimony_received", "pension alimentaire reçue"
    ALIMONY_PAID = "alimony_paid", "pension alimentaire versée"
    CAPITAL = "capital", "revenus de placements"
    RENTAL = "rental", "loyers perçus"
    OTHER_INCOME = "other_income", "autres revenus"
    RSA = "rsa", "RSA perçu"
    PPA = "ppa", "prime d’activité perçue"
    AAH = "aah", "AAH perçue"
    MVA = "mva", "majoration pour la vie autonome perçue"
    ASI = "asi", "ASI perçue"
    ASPA = "aspa", "ASPA (minimum vieillesse) perçue"
    ASS = "ass", "ASS perçue"
    HOUSING_AID = "housing_aid", "aide au logement perçue"
    AF = "af", "allocations familiales perçues"
    CF = "cf", "complément familial perçu"
    ASF = "asf", "allocation de soutien familial perçue"
    PAJE = "paje", "allocation de base de la PAJE perçue"
    APA = "apa", "APA perçue"
    CSS = "css", "complémentaire santé solidaire ouverte"
    RENT = "rent", "loyer"
    ENERGY = "energy", "énergie"
    DEBT = "debt", "remboursements de dettes"
    OTHER_CHARGE = "other_charge", "autres charges"


CHARGES = (
    BudgetKind.ALIMONY_PAID,
    BudgetKind.RENT,
    BudgetKind.ENERGY,
    BudgetKind.DEBT,
    BudgetKind.OTHER_CHARGE,
)


class ChannelKind(Choices):
    PHONE = "phone", "téléphone"
    EMAIL = "email", "e-mail"
    POST = "post", "courrier"


class RequestState(Choices):
    PENDING = "pending", "en attente"
    ACCEPTED = "accepted", "acceptée"
    REFUSED = "refused", "refusée"


class Part(Choices):
    """Parts of a file that a consent opens one by one; a note kept for the circle bears one."""

    HOUSING = "housing", "logement"
    HEALTH = "health", "santé"
    FAMILY = "family", "famille et enfants"
    WORK = "work", "emploi et formation"
    HOME = "home", "foyer, budget et droits"


class ConsentWay(Choices):
    """How a consent was given, or withdrawn. By law: nobody was asked, a text allows it."""

    ORAL = "oral", "de vive voix"
    PAPER = "paper", "sur papier"
    SELF = "self", "par la personne elle-même"
    LAW = "law", "par la loi"


class CircleRole(Choices):
    """What somebody is in a person's circle."""

    SOCIAL_WORKER = "social_worker", "travailleur social"
    RECEPTION = "reception", "accueil"
    PARTNER = "partner", "partenaire"
    PEER_WORKER = "peer_worker", "pair-aidant"
    MEDIATOR = "mediator", "médiateur"
    VOLUNTEER = "volunteer", "bénévole"
    SUBSTITUTE = "substitute", "remplaçant"
    EXCEPTIONAL = "exceptional", "accès exceptionnel"
