"""Words of acute danger: a second witness beside the classifier.

A missed emergency is worse than a false alarm, and both are bad. So a lower probability is
enough when the words are there, and a high one is needed when they are not.
"""

from __future__ import annotations

import re

_DANGER = re.compile(
    r"""
    zelfmoord | suicid | su[iï]cide | zelfdoding | afscheidsbrief
    | (?:niet|nie) \s meer \s (?:leven|verder|wakker) | dood \s* (?:wil|willen|zijn|gaan|maken|wou|wens)
    | (?:wil|wou|wilt|liever) \s (?:\w+\s){0,2} dood | (?:er|hier) \s niet \s meer \s (?:te \s)? zijn
    | maak \w* \s (?:\w+\s){0,3} (?:einde|eind) \s aan | (?:einde|eind) \s (?:\w+\s)? aan \s \w+ \s leven
    | van \s het \s (?:dak|balkon|flat) | voor \s de \s trein | springen | ophangen | opgehangen
    | (?:zich(?:zelf)?|haarzelf|hemzelf|zelf) \s (?:\w+\s){0,3} (?:snij|snee|kras|pijn \s doe|brand|bezeer)
    | snij(?:dt|d|den)? \s (?:zich|haar|zijn|in) | automutil | zelfbeschadig | scheermes | krassen
    | overdos | (?:pillen|paracetamol|medicijnen|strip) \s .{0,40} (?:geslikt|genomen|ingenomen|op)\b
    | (?:geslikt|ingenomen) | vergift
    | mishandel | misbruik | verkracht | aangerand | aanrand | seksueel | gezeten \b | betast
    | (?:slaat|sloeg|slaan|geslagen|schopt|geschopt|wurg\w*|bont \s en \s blauw) | huiselijk \s geweld
    | vermist | weggelopen | ontvoer | niet \s thuisgekomen | spoorloos
    | \b(?:mes|pistool|wapen|vuurwapen|bom|steek\w*)\b | bedreig | vermoord | doodmaken | dood \s ga
    | bewusteloos | ademt \s niet | bloedt | noodgeval | \b112\b | ambulance
    | suicide | kill (?:\s|ing) | want \s to \s die | hurt \s (?:himself|herself|myself) | self.?harm
    """,
    re.IGNORECASE | re.VERBOSE,
)


def mentions_danger(text: str) -> bool:
    """Whether `text` holds words of acute danger; whether it is meant so, the model says."""
    return bool(_DANGER.search(text))
