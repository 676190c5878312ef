"""Every table that Duly has, in one place for the migrations to compare with."""

from __future__ import annotations

from sqlmodel import SQLModel

from storage import (
    asks,
    audits,
    bundles,
    cards,
    counters,
    customers,
    decisions,
    departments,
    digests,
    handoffs,
    history,
    issues,
    nudges,
    outbox,
    paces,
    people,
    policies,
    receipts,
    schedules,
    tasks,
    workspaces,
)

MODULES = (
    workspaces, departments, people, customers, tasks, issues, decisions, handoffs, asks, nudges,
    cards, schedules, outbox, paces, receipts, history, audits,
    bundles, policies, digests, counters,
)  # fmt: skip

metadata = SQLModel.metadata
