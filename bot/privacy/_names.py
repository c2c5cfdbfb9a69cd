"""Names of people leave a text that is kept only to learn from.

Never a text that must be answered: without a list of all names, only the way a name is written
tells, and that also takes "Veilig Thuis". In a list of questions that were not understood, one
name too many that is hidden costs little; a child's name that stays costs more.
"""

from __future__ import annotations

import re

PLACEHOLDER = "<NAAM>"

_WORD = r"[^\W\d_][\w'’-]*"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ](?=[^\W\d_]*[^\W\d_A-ZÀ-ÖØ-Þ])[\w'’-]*"
"""Not OPP or TLV."""
_BETWEEN = r"(?:van|de|der|den|ten|ter|van der|van den|van de|el|al|von|da|dos|['’]t)"
_NAME = rf"{_CAPITAL}(?:\s+(?:{_BETWEEN}\s+)?{_CAPITAL})*"
_KNOWN = (
    "Nederlands Nederlandse Nederland Engels Engelse Duits Frans Arabisch Turks Pools Oekraïens "
    "Leerplicht Jeugdzorg Jeugdwet Jeugdarts Wijkteam Cito Inspectie Onderwijsinspectie Onderwijs "
    "Gemeente School Basisschool Samenwerkingsverband Geschillencommissie Onderwijsconsulent "
    "Onderwijsconsulenten Ouders Steunpunt Veilig Thuis College Rechten Mens Landelijke "
    "Klachtencommissie Whatsapp Google Ouderwijzer Corona Ik Hij Zij Ze We Wij U Uw Je Jij Mijn "
    "Onze Ons Hun Haar Hem De Het Een En Of Maar Want Dus Dan Als Wat Wie Waar Wanneer Waarom Hoe "
    "Welke Kan Kunnen Mag Moet Moeten Is Zijn Heeft Heb Hebben Wil Gaat Krijgt Krijg Wordt Zit "
    "Doet Zegt Met Voor Van Naar In Op Bij Niet Geen Nu Ook Nog Er Kind Kinderen Zoon Dochter Juf "
    "Meester Leraar Mentor Directeur Alvast Groet Groetjes Bedankt"
)
_KEPT = frozenset(word.lower() for word in _KNOWN.split())
_NO_NAME = _KEPT | frozenset(
    "dat dit die deze zo eigenlijk jullie hier daar wel heel weer opp tlv swv so sbo vso zoiets "
    "iets vast officieel allemaal precies vroeger zogenaamd "
    "tegenwoordig anders gewoon passend ontwikkelingsperspectief".split()
)

# "heet Daan", "mijn naam is fatima", "genaamd Noor": whatever the capitals.
_TOLD = re.compile(
    rf"\b((?:hee?tte|heten|heet|hete|genaamd|naam (?:is|was))\s+)"
    rf"({_NAME}|{_WORD})"
)
_TITLED = re.compile(
    rf"\b((?i:juf|juffrouw|meester|mevrouw|mevr\.?|mw\.?|meneer|mijnheer|dhr\.?|dokter|dr\.?)\s+)"
    rf"((?:{_BETWEEN}\s+)?{_NAME})"
)
# A capital inside a sentence; at its beginning every word has one.
_INSIDE = re.compile(rf"(?<=[^\s.!?:\n])([ \t]+)({_NAME})")


def without_names(text: str) -> str:
    """`text` with what looks like people's names replaced by `<NAAM>`.

    A name at the beginning of a sentence, or in small letters without "heet" or "naam is" before
    it, is not seen.
    """
    for pattern in (_TOLD, _TITLED, _INSIDE):
        text = pattern.sub(_hide, text)
    return text


def _hide(found: re.Match[str]) -> str:
    before, name = found[1], found[2]
    words = name.split()
    if len(words) == 1:
        keep = _NO_NAME if name[:1].islower() else _KEPT
        return found[0] if name.lower() in keep else before + PLACEHOLDER
    # "Ik Ben Sanne": known words stay, what is between them goes.
    hidden: list[str] = []
    for word in words:
        kept = word.lower() in _KEPT and word[:1].isupper()
        if kept or not hidden or hidden[-1] != PLACEHOLDER:
            hidden.append(word if kept else PLACEHOLDER)
    return before + " ".join(hidden)
