"""Every form, filled in as it should be: what is wrong about a request is then something else."""

from __future__ import annotations

from handlers.speech.request import FieldValue
from tests.cast import MARIA, OMAR, SARA

FILLED: dict[str, dict[str, FieldValue]] = {
    "task.send": {"title": "A", "owner": SARA, "date": "2026-11-27"},
    "item.take.send": {"date": "2026-11-27"},
    "item.find.send": {"person": MARIA},
    "step.other.send": {"person": MARIA},
    "list.search": {"words": "refund"},
    "item.done.send": {"words": "Mail is live", "link": "https://acme.example/1"},
    "item.date.send": {"date": "2026-11-27", "reason": "why"},
    "item.snooze.send": {"date": "2026-11-24", "reason": "why"},
    "item.wait.send": {"until": "2026-11-24", "reason": "why"},
    "item.gives.send": {"words": "Signed by Mr Ito"},
    "item.cannot.send": {"reason": "why"},
    "item.no.send": {"reason": "why"},
    "item.back.send": {"reason": "why"},
    "item.handoff.send": {"reason": "why", "person": MARIA},
    "item.help.send": {"reason": "why"},
    "item.audience.send": {"audience": "private", "person": MARIA},
    "step.told.send": {"words": "The credit comes on Friday"},
    "step.prevented.send": {"reason": "Copied by hand", "words": "Read from the contract"},
    "cause.join.send": {"cause": "C-2"},
    "cause.send": {"cause_words": "Copied by hand", "kind": "process"},
    "step.verified.send": {"helped": "yes", "words": "They are glad"},
    "feeling.send": {"felt": "angry", "feels": "uneasy"},
    "item.note.send": {"which": "T-1", "words": "Legal agrees", "link": "https://acme.example/1"},
    "item.close.send": {},
    "item.owner.send": {"person": MARIA, "reason": "why"},
    "border.settle.send": {"home": "0" * 32, "reason": "why"},
    "border.hand.send": {"person": MARIA, "reason": "why"},
    "item.edit.send": {"title": "B", "severity": "2", "reason": "why"},
    "item.smaller.send": {"title": "Less", "date": "2026-11-27", "reason": "why"},
    "item.reopen.send": {"owner": SARA, "date": "2026-11-27", "reason": "why"},
    "offer.return.send": {"reason": "why"},
    "issue.route.send": {},
    "issue.merge.send": {"with": "I-2"},
    "issue.involve.send": {"departments": [], "reason": "why"},
    "concern.send": {"segments": ["strategic"], "customers": []},
    "concern.told.send": {"words": "It comes a week later"},
    "concern.spare.send": {"reason": "why"},
    "decision.answer.send": {"why": "w", "tiers": ["key"]},
    "decision.decide.send": {"words": "As proposed", "reason": "why"},
    "decision.withdraw.send": {"reason": "why"},
    "decision.owner.send": {"person": OMAR},
    "voice.send": {"line": "They want one invoice"},
    "voice.pass.send": {},
    "forecast.send": {"came_true": "worse", "words": "w"},
    "forecast.later.send": {"day": "2026-12-11"},
    "inquiry.send": {"words": "They heard it from me"},
    "score.dispute.send": {"measure": "kept_first", "reason": "why"},
    "dispute.correct.send": {"course": "met", "reason": "why"},
    "dispute.keep.send": {"reason": "why"},
    "setup.department.send": {"name": "Legal", "lead": MARIA},
    "setup.customer.send": {"name": "Umbrella", "tier": "key"},
    "away.save": {"what:task:1": "leave"},
    "bank.send": {"words": "Who pays more?"},
    "rules.try": {"snoozes": "3"},
    "rules.send": {"why": "People asked for it"},
    "file.send": {"kind": "issues", "more": '--map "title=Issue"'},
}
"""Forms that are about something, each filled in as it should be."""
REST: dict[str, dict[str, FieldValue]] = {
    **FILLED,
    "issue.send": {"title": "A", "severity": "2"},
    "bank.add.send": {"words": "Who pays less?", "topic": "pricing", "answers": "who"},
    "away.calendar.send": {"calendar": "https://a.example/basic.ics"},
    "away.send": {"from": "2026-11-23", "until": "2026-12-03", "deputy": MARIA, "why": "w"},
    "setup.company.send": {"ccos": [OMAR], "executives": []},
}
"""The same with the forms that are about nothing yet."""
SENT: dict[str, dict[str, FieldValue]] = {
    **REST,
    "decision.ask.send": {"decision": "Raise the standard plan"},
    "issue.route.send": {"department": "", "words": "refund"},
}
"""Every form filled in as it should be."""
