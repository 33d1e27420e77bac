"""Why a file is refused, and what to do instead."""

from maillage.permissions import Forbidden

ACCEPTED = "PDF, photo JPEG, PNG ou WebP, document Word (.docx), Excel (.xlsx) ou LibreOffice (.odt), texte"


class Refused(Forbidden):
    """A file that isn't kept; the message says why and what to do, in French."""

    field = "file"


EMPTY = "Ce fichier est vide. Choisissez-en un autre."
TOO_HEAVY = (
    "Ce fichier dépasse 10 Mo. Envoyez-le en plusieurs parties, ou numérisez-le avec une qualité plus basse."
)
PHOTO_TOO_HEAVY = (
    "Cette photo dépasse 30 Mo. Reprenez-la avec une qualité plus basse, ou envoyez-en une capture d’écran."
)
IMAGE_TOO_LARGE = "Cette image est trop grande (plus de 64 millions de points). Envoyez-en une version réduite ou une capture d’écran."
BROKEN_IMAGE = "Cette image est abîmée ou incomplète. Reprenez la photo, ou envoyez-en une capture d’écran."
HEIC = (
    "Cette photo est au format HEIC, que tout le monde ne peut pas ouvrir. Sur un iPhone : Réglages, Appareil photo, "
    "Formats, « Le plus compatible », puis reprenez la photo. Ou envoyez une capture d’écran de la photo."
)
OTHER_IMAGE = "Ce format d’image n’est pas accepté. Enregistrez l’image en JPEG ou en PNG, puis envoyez-la."
SVG = "Les dessins SVG ne sont pas acceptés, parce qu’ils peuvent contenir un programme. Enregistrez le dessin en PDF ou en PNG."
HTML = (
    "Les pages web et les fichiers XML ne sont pas acceptés, parce qu’ils peuvent contenir un programme. Ouvrez la page, "
    "imprimez-la « en PDF », puis envoyez le PDF."
)
PROGRAM = f"Ce fichier est un programme : il n’est pas accepté. Envoyez un document : {ACCEPTED}."
ARCHIVE = "Les archives (ZIP, RAR, 7z…) ne sont pas acceptées. Ouvrez l’archive, puis envoyez ses documents un par un."
LOCKED_PDF = (
    "Ce PDF est protégé par un mot de passe ou une interdiction de copier. Ouvrez-le, imprimez-le « en PDF », "
    "puis envoyez le nouveau fichier."
)
BROKEN_PDF = (
    "Ce PDF est abîmé ou incomplet. Ouvrez-le, imprimez-le « en PDF », puis envoyez le nouveau fichier."
)
OLD_OFFICE = (
    "Ce document est d’un ancien format (.doc, .xls) ou protégé par un mot de passe. Enregistrez-le en .docx, .xlsx "
    "ou PDF, sans mot de passe, puis envoyez-le."
)
OTHER_OFFICE = "Ce type de document (présentation, modèle, RTF…) n’est pas accepté. Enregistrez-le en PDF, puis envoyez le PDF."
LOCKED_OFFICE = (
    "Ce document est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis envoyez-le."
)
MACROS = (
    "Ce document contient des macros ou un fichier incorporé. Enregistrez-le en PDF, puis envoyez le PDF."
)
REMOTE = "Ce document va chercher quelque chose sur internet quand on l’ouvre. Enregistrez-le en PDF, puis envoyez le PDF."
BROKEN_OFFICE = (
    "Ce document est abîmé ou incomplet. Ouvrez-le, enregistrez-le de nouveau ou en PDF, puis envoyez-le."
)
SWOLLEN = "Ce document prend trop de place une fois ouvert. Enregistrez-le en PDF, puis envoyez le PDF."
TOO_COSTLY = (
    "Ce fichier n’a pas pu être vérifié : il demande trop de mémoire ou de temps. Enregistrez-le de nouveau, plus léger, "
    "ou en PDF, puis envoyez-le."
)
NOT_UTF8 = "Ce texte n’est pas enregistré en UTF-8. Ouvrez-le, enregistrez-le en « UTF-8 » ou en PDF, puis envoyez-le."
UNKNOWN = f"Ce type de fichier n’est pas accepté. Envoyez un document : {ACCEPTED}."
