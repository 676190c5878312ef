"""How a thing stands, in the words of ticket systems: Closed, Won't do, In progress."""

from __future__ import annotations

import re

from handlers.front.imports import plain
from storage.items import CLOSED_STATES, State

LEFT_OUT = "left out"
"""What is said of rows that are not to come in."""
NAMES: dict[str, State] = {
    **dict.fromkeys(
        (
            "open", "new", "to do", "todo", "backlog", "reopened", "re-opened", "pending",
            "on hold", "on-hold", "hold", "waiting", "waiting on contact", "waiting on us",
            "waiting for customer", "waiting for support", "assigned", "unassigned",
            "not started", "not yet started", "planned", "ready", "queued", "triage", "blocked",
            "deferred", "false", "no", "0", "incomplete", "selected for development",
            "open issue",
            "snoozed", "parked", "paused", "submitted", "received", "stuck", "next up",
            "unchecked",
            "customer responded", "draft", "icebox", "to-do", "n",
            "offen", "neu", "zu erledigen", "wartend", "wartet", "zurückgestellt", "blockiert",
            "ouvert", "ouverte", "nouveau", "nouvelle", "à faire", "en attente", "bloqué",
            "abierto", "abierta", "nuevo", "nueva", "por hacer", "pendiente", "en espera",
            "aberto", "aberta", "novo", "nova", "a fazer", "pendente", "em espera",
            "aperto", "aperta", "nuovo", "nuova", "da fare", "in attesa", "in sospeso",
            "nieuw", "te doen", "in de wacht", "in afwachting",
            "otwarte", "otwarty", "nowe", "nowy", "do zrobienia", "oczekujące",
            "открыт", "открыта", "открыто", "новый", "новая", "ожидает", "в ожидании",
            "otevřený", "otevřeno", "nový", "öppen", "åben", "åpen", "ventende", "väntar",
            "açık", "yeni", "beklemede", "未対応", "未着手", "新規", "保留", "オープン",
            "未处理", "新建",
            "待处理", "打开", "开放", "挂起", "열림", "신규", "대기", "مفتوح", "جديد", "باز",
            "جدید", "معلق",
        ),
        State.OPEN,
    ),
    **dict.fromkeys(
        (
            "acknowledged", "taken", "in progress", "in-progress", "inprogress", "started",
            "doing", "working", "work in progress", "wip", "active", "accepted",
            "investigating", "under investigation", "in review", "review", "in testing",
            "escalated", "ongoing", "working on it", "qa", "in qa", "testing", "code review",
            "dev",
            "in development", "developing", "in process", "processing", "under review",
            "in bearbeitung", "in arbeit", "begonnen", "angenommen", "zugewiesen", "in prüfung",
            "en cours", "en traitement", "en curso", "en progreso", "en proceso", "em andamento",
            "em progresso", "em curso", "em atendimento", "in corso", "in lavorazione",
            "in behandeling", "mee bezig", "bezig", "w toku", "w trakcie", "в работе",
            "в процессе", "probíhá", "pågående", "pågår", "i gang", "devam ediyor", "対応中",
            "処理中", "進行中", "作業中", "处理中", "进行中", "진행 중", "진행중",
            "قيد التنفيذ", "در حال انجام",
        ),
        State.ACKNOWLEDGED,
    ),
    **dict.fromkeys(
        (
            "done", "corrected", "closed", "resolved", "solved", "fixed", "complete", "completed",
            "finished", "shipped", "released", "merged", "deployed", "answered", "true", "yes",
            "1", "verified", "checked", "auto-closed", "autoclosed", "y", "✓", "✔", "☑", "✅",
            "closed permanently", "solved permanently", "closed with explanation",
            "geschlossen", "erledigt", "gelöst", "fertig", "abgeschlossen", "behoben", "beendet",
            "ja", "wahr", "fermé", "fermée", "résolu", "résolue", "terminé", "terminée", "clos",
            "clôturé", "fait", "oui", "vrai", "cerrado", "cerrada", "resuelto", "resuelta",
            "terminado", "completado", "completada", "hecho", "finalizado", "solucionado", "sí",
            "verdadero", "fechado", "fechada", "resolvido", "resolvida", "concluído", "concluída",
            "concluido", "feito", "encerrado", "sim", "verdadeiro", "chiuso", "chiusa", "risolto",
            "risolta", "completato", "fatto", "vero", "gesloten", "opgelost", "afgerond", "klaar",
            "voltooid", "gereed", "waar", "zamknięte", "zamknięty", "rozwiązane", "zakończone",
            "gotowe", "tak", "закрыт", "закрыта", "закрыто", "решен", "решён", "решено",
            "выполнен",
            "выполнено", "готово", "завершено", "завершен", "да", "uzavřeno", "uzavřený",
            "vyřešeno", "hotovo", "stängd", "stängt", "löst", "klar", "avslutad", "lukket",
            "løst",
            "færdig", "ferdig", "kapalı", "kapatıldı", "çözüldü", "tamamlandı", "完了",
            "対応済み",
            "解決済み", "解決", "クローズ", "已关闭", "已解决", "已完成", "关闭", "完成",
            "解决", "닫힘", "해결됨",
            "완료", "مغلق", "تم الحل", "منجز", "مكتمل", "بسته", "بسته شده", "انجام شده",
        ),
        State.DONE,
    ),
    **dict.fromkeys(
        (
            "declined", "rejected", "won't do", "wont do", "won't fix", "wontfix", "not planned",
            "closed as not planned", "invalid", "duplicate", "spam", "cannot reproduce",
            "won’t do", "not reproducible", "not a bug", "works as designed", "by design",
            "no action needed", "no action required", "out of scope", "obsolete",
            "abgelehnt", "duplikat", "rejeté", "rejetée", "refusé", "rechazado", "rechazada",
            "duplicado", "rejeitado", "recusado", "rifiutato", "respinto", "duplicato",
            "afgewezen", "odrzucone", "отклонен", "отклонён", "отклонено", "zamítnuto", "avvisad",
            "avvist", "afvist", "reddedildi", "却下", "已拒绝", "拒绝", "거부됨", "مرفوض",
            "رد شده",
        ),
        State.DECLINED,
    ),
    **dict.fromkeys(
        (
            "withdrawn", "cancelled", "canceled", "abandoned", "deleted", "archived", "removed",
            "expired", "voided", "abgebrochen", "storniert", "zurückgezogen", "annulé", "annulée",
            "abandonné", "cancelado", "cancelada", "anulado", "annullato", "annullata",
            "geannuleerd", "anulowane", "отменен", "отменён", "отменено", "zrušeno", "avbruten",
            "avbrutt", "annulleret", "iptal", "iptal edildi", "キャンセル", "取消", "已取消",
            "취소됨",
            "ملغى", "لغو شده",
        ),
        State.WITHDRAWN,
    ),
}  # fmt: skip
"""Usual words, in the languages of those who use such systems; all else is said with `--value`."""
_WAITING = re.compile(
    r"(?:waiting|awaiting|pending|on[ -]hold|hold|blocked|ready|deferred|reopened)"
    r"(?: (?:on|for|to|by|with|in)\b.*|(?: -|:).*| [^\W\d_]+(?: [^\W\d_]+)?)"
    r"|en attente .*|wart(?:et|en) auf .*"
)
"""Nobody works on what waits, whoever it waits for."""
_ENDED = re.compile(
    r"(?P<end>closed|resolved|solved|completed?|done|cancell?ed|rejected|declined)"
    r"(?: ?[-–—:/|,] ?| (?:as|by|with|because|due to) | \()(?P<how>[^()]*)\)?"
)
"""“Closed - Fixed”, “Closed (duplicate)”, “Cancelled by customer”."""


def read(words: str) -> State | None:
    """The state of these words, on one line; None where they say none that is known."""
    said = plain.undecorated(words).replace("’", "'")
    # A mark alone, such as a tick, is all there is.
    said = said or words.strip()
    # Some name the list that it stands in behind it: “Closed (Support Pipeline)”.
    whole = NAMES.get(said)
    if whole:
        return whole
    if ended := _ENDED.fullmatch(said):
        how = ended["how"].strip()
        return None if how.startswith("not ") else _ended(NAMES[ended["end"]], read(how))
    if _WAITING.fullmatch(said):
        return State.OPEN
    return NAMES.get(said.partition(" (")[0])


def _ended(state: State, how: State | None) -> State | None:
    """What “Closed - Duplicate” is: how it was closed says more, unless the two disagree."""
    if how is None or how == state:
        return state
    if how in CLOSED_STATES:
        return how if state == State.DONE else state
    return None
