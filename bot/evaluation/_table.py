"""The figures as one table on the terminal."""

from __future__ import annotations

from collections.abc import Mapping

from bot.evaluation._measures import Report

_PAIRS = 15
_LOW = 0.6
_BARS = (
    ("first guess right", "first", ">=", 0.88),
    ("right answer given or offered", "offered", ">=", 0.96),
    ("wrong although confident", "wrong_but_sure", "<=", 0.04),
    ("out of scope: recall", "outside_recall", ">=", 0.93),
    ("out of scope: answered all the same", "outside_answered", "<=", 0.04),
    ("real questions refused", "refused", "<=", 0.04),
)


def render(report: Report, folds: Mapping[str, float]) -> str:
    """The report, with the F1 of each label in cross-validation when `folds` has it."""
    lines = [f"{report.questions} questions within scope, {report.outside} out of scope", ""]
    for name, field, sign, bar in _BARS:
        value = getattr(report, field)
        holds = value >= bar if sign == ">=" else value <= bar
        lines.append(f"{name:<38}{_percent(value)}   bar {sign} {bar:.0%}  {_mark(holds)}")
    lines.append(f"{'asked back':<38}{_percent(report.asked_back)}")
    lines.append(f"{'calibration error':<38}{_percent(report.calibration_error)}")
    lines += ["", "confidence   covered   right"]
    lines += [f"   >= {a:.1f}    {_percent(b)}   {_percent(c)}" for a, b, c in report.coverage]
    lines += ["", f"{'slice':<16}{'n':>5}  first  offered"]
    lines += [
        f"{style:<16}{count:>5} {_percent(first)}  {_percent(offered)}"
        for style, (count, first, offered) in report.slices.items()
    ]
    lines += ["", f"most frequent confusions (of {sum(n for *_, n in report.confusions)})"]
    lines += [f"{n:>4}  {a} -> {b}" for a, b, n in report.confusions[:_PAIRS]]
    lines += ["", "F1 per label on these questions (and in cross-validation)"]
    lines += [
        f"{label:<28}{value:>6.2f}" + (f"{folds[label]:>8.2f}" if label in folds else "")
        for label, value in sorted(report.f1.items(), key=lambda item: item[1])
    ]
    if folds:
        low = sorted(label for label, value in folds.items() if value < _LOW)
        lines += ["", f"labels below {_LOW} in cross-validation: {', '.join(low) or 'none'}"]
    return "\n".join(lines)


def _percent(share: float) -> str:
    return f"{100 * share:5.1f} %"


def _mark(holds: bool) -> str:
    return "holds" if holds else "FALLS SHORT"
