"""Words of acute danger: a second witness beside the classifier.

A missed emergency is worse than a false alarm, and both are bad. So a lower probability is
enough when such words are there, and a very high one is needed when they are not. The list is
wide on purpose: by itself it decides nothing.
"""

from __future__ import annotations

import re

_STEMS = {
    "suicide": "zelfmoord|zelf moord|su[iïí]ci|zelfdod|afscheidsbrief|doodwens|verhang|ophang|"
    "van kant maken|beroven|benemen|uitstappen|stap eruit|uit het leven|aan het leven|"
    "niet (?:meer|langer) wil(?:de|t)? (?:leven|zijn)|niet langer leven|leven (?:heeft )?geen zin|"
    "niet meer wakker|nooit meer wakker|niet meer (?:te )?leven?|nie meer leve|leven niet meer|"
    "zin meer om te leven|hoeft niet meer van|missen|niet bestond|"
    "er niet meer (?:[a-z]+ )?(?:ben|was|zijn)|"
    "(?:einde?|end) aan|springen|het dak|balkon|het spoor|de trein|tegen een boom|een touw",
    "death": r"dood|doodma|vermoord|sterven|sterf",
    "self-harm": "snij|snee|sneed|sneeën|sneeen|krast|krassen|scheermes|mesje|automutil|"
    "zelfbeschadig|zichzelf|mezelf|haarzelf|zig zelf|zelf wat aan|wat aan doen|iets aan|bloed",
    "poison": "overdos|pillen|paracetamol|slaappillen|geslikt|ingenomen|giftig|vergif|"
    "medicijnkast|strip ",
    "violence": "mishandel|kindermishandel|geschopt|slaat|sloeg|slaan|geslagen|schopt|klappen|wurg|"
    "keel|blauwe plek|striem|"
    "riem|houdgreep|pijn|geweld|stomp|opsluit|opgesloten|van de trap|dreigt|"
    r"bang voor (?:mijn|me|mn|m'n|hem|haar|papa|mama|pap|mam|vader|moeder)|bedreig",
    "abuse": "misbruik|verkracht|aangerand|aanrand|seksueel|sexueel|betast|raakt|aangeraakt|"
    r"zit aan|zat aan|gezeten|naakt|piemel|onderbroek|kamer|foto's|vieze film",
    "missing": "vermist|weggelopen|ontvoer|thuisgekomen|spoorloos|kwijt|is zoek|is weg|"
    "meegenomen|neemt ons|meeneemt",
    "weapons": r"\bmes\b|pistool|wapen|vuurwapen|\bbom\b|blazen|steken",
    "help now": r"\b112\b|ambulance|noodgeval|\bnood\b|\bsos\b|gevaar|niet veilig|politie|crisis|"
    "bewusteloos|ademt|lucht|gestikt|aanval",
    "other languages": r"\bdie\b|suicide|\bkill|self.?harm|hurt|beats|hits|missing|touched|pills|"
    "ölmek|zabić|umrzeć|أموت|انتحار|вмерти|померти|убити|morir|suicidar|mourir",
}
_DANGER = re.compile("|".join(rf"(?<!\w)(?:{stems})" for stems in _STEMS.values()), re.IGNORECASE)

_WHO = (
    r"(?:meester|juf|leraar|docent|mentor|conci[eë]rge|chauffeur|oom|opa|vader|stiefvader|"
    r"buurman|oppas)"
)
_TOUCHED = (
    r"(?:aangera+k\w*|aanraakt|betast\w*|aangerand|verkracht\w*|misbruik\w*|zit aan|zat aan|"
    r"in (?:haar|zijn|d'r|zn|z'n) (?:onder)?broek|piemel|naakt\w*)"
)
_MANY = r"(?:strip|doos\w*|pot\w*|\d+|heel veel|handvol|alle)"
_MEDICINE = r"(?:paracetamol\w*|pillen|slaappil\w*|medicijnen|tabletten|oxazepam|ritalin)"
_WANTS = r"(?:wil|wilt|wilde|willen|wou|hoeft)"
_GRAVE = (
    rf"\b{_MANY}\b.{{0,25}}\b{_MEDICINE}\b.{{0,30}}\b(?:genomen|ingenomen|geslikt|slikt|op)\b",
    rf"\b{_WHO}\b.{{0,60}}\b{_TOUCHED}",
    rf"\b{_TOUCHED}.{{0,40}}\bdoor\b.{{0,20}}\b{_WHO}\b",
    r"\b(?:niet|nie) thuisgekomen|\bniemand weet waar (?:ze|hij|zij)",
    r"\bvermist\b|\bspoorloos",
    r"\bwilt? (?:echt |liever )?(?:dood\b|niet meer leven)|\bzelfmoord|\bmaakt? .{0,10}van kant",
    # Dutch puts the verb elsewhere in a clause: "dat hij niet meer wil leven".
    rf"\b(?:niet|nie) (?:meer|langer) (?:{_WANTS} (?:te )?)?(?:leven|bestaan)\b",
    rf"\b(?:niet|nie) (?:meer|langer) leven {_WANTS}\b",
    rf"\ber (?:niet|nie) (?:meer|langer) {_WANTS} zijn\b|\ber (?:niet|nie) meer zijn {_WANTS}\b",
    r"\bleven (?:heeft )?geen (?:enkele )?zin\b|\bvan (?:het )?kant\b.{0,12}\bmaken\b",
    r"\b(?:zichzelf|mezelf|haarzelf|zich zelf) (?:iets|wat) aan",
)
_GRAVEST = re.compile("|".join(_GRAVE), re.IGNORECASE | re.DOTALL)


def mentions_danger(text: str) -> bool:
    """Whether `text` holds words of acute danger; whether it is meant so, the model says."""
    return bool(_DANGER.search(text))


def tells_of_danger(text: str) -> bool:
    """Whether `text` tells of an overdose, abuse, a missing child or a wish to die.

    Whole phrases, so that a mere suspicion of the classifier is enough beside them.
    """
    return bool(_GRAVEST.search(text))
