"""How bad something is, in the words of ticket systems in other languages: hoch, élevée, 高.

Only whole values of a column are read so: in a typed sentence these words mean other things.
"""

from __future__ import annotations

import re

from handlers.front.imports import plain
from handlers.speech import levels

_WORDS: dict[str, str] = {
    **dict.fromkeys(
        (
            "crit", "immediate", "asap", "blocking", "stopper", "kritisch", "dringend", "sofort",
            "blockierend", "critique", "urgente", "urgentes", "bloquant", "bloquante", "crítica",
            "crítico", "critica", "critico", "bloqueante", "bloccante", "kritiek", "spoed",
            "krytyczny", "krytyczna", "pilne", "критический", "критичный", "срочный", "kritická",
            "kritický", "kritisk", "kritik", "acil", "緊急", "最高", "紧急", "严重", "긴급",
            "عاجل", "حرج",
        ),
        "critical",
    ),
    **dict.fromkeys(
        (
            "hoch", "wichtig", "haute", "haut", "élevée", "élevé", "elevee", "majeur", "majeure",
            "alta", "alto", "elevada", "elevata", "hoog", "wysoki", "wysoka", "высокий", "vysoká",
            "vysoký", "hög", "høj", "høy", "yüksek", "korkea", "高", "높음", "عالي", "عالية",
            "مرتفع",
        ),
        "high",
    ),
    **dict.fromkeys(
        (
            "med", "mittel", "moyenne", "moyen", "normale", "media", "medio", "média", "médio",
            "gemiddeld", "normaal", "średni", "średnia", "normalny", "средний", "обычный",
            "střední", "medel", "mellan", "mellem", "middels", "orta", "中", "보통", "متوسط",
            "متوسطة",
        ),
        "medium",
    ),
    **dict.fromkeys(
        (
            "planning", "enhancement", "improvement", "niedrig", "gering", "basse", "bas",
            "faible", "mineur", "mineure", "baja", "bajo", "baixa", "baixo", "bassa", "basso",
            "laag", "niski", "niska", "низкий", "nízká", "nízký", "låg", "lav", "düşük", "matala",
            "低", "낮음", "منخفض", "منخفضة",
        ),
        "low",
    ),
    **dict.fromkeys(
        ("level", "stufe", "priorität", "priorité", "prioridad", "prioridade", "priorità",
         "prioriteit", "issue", "bug"),
        "priority",
    ),
}  # fmt: skip
"""Words of other languages, and some short ones → the usual word of ours."""
_VERY = frozenset({"very", "sehr", "très", "tres", "muy", "muito", "molto", "zeer", "extremely"})
_NOT_SET = frozenset({
    "no priority", "no severity", "not set", "unset", "not prioritized", "unprioritized",
    "unprioritised", "not defined", "undefined", "keine", "aucune", "aucun", "ninguna", "nenhuma",
    "nessuna", "geen", "not priority", "未設定", "无", "なし",
})  # fmt: skip
_BESIDE = frozenset({"show"})
"""What stands before another word and says no more: show stopper."""
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")


def says_none(words: str) -> bool:
    """Whether these words say that nobody has said how bad something is."""
    return plain.undecorated(words) in _NOT_SET


def read(words: str, *, from_zero: bool = False) -> int | None:
    """A severity from 1 to 4 by these words, on one line; None where they say none.

    `from_zero` says that the worst is 0.
    """
    if (level := levels.severity(words, from_zero=from_zero)) is not None:
        return level
    said = [_WORDS.get(token, token) for token in _TOKEN.findall(plain.undecorated(words))]
    if any(token in levels.NAMES for token in said):
        # Beside a word a number counts for nothing: “5 - Planning”.
        said = [token for token in said if not token.isdecimal() and token not in _BESIDE]
    is_very = any(token in _VERY for token in said)
    said = [token for token in said if token not in _VERY]
    level = levels.severity(" ".join(said), from_zero=from_zero)
    return 1 if is_very and level == 2 else level
