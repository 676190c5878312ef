"""What is known of customers is found by its words, by those who may read it."""

from __future__ import annotations

from tests.cast import BEN, DIEGO, NORA, OMAR, SARA
from tests.rows import make_guest
from tests.stage import Stage
from tests.stories.test_contacts import lead, name
from tests.stories.test_initiatives import write
from tests.stories.test_losses import record
from tests.stories.test_roadmap import TITLE, taken
from tests.stories.test_sales import sells
from tests.stories.test_themes_heard import found as find_theme


def finds(stage: Stage, user: str, words: str) -> str:
    return stage.types(user, f"/cx search {words}")


def test_each_finds_what_they_may_read(stage: Stage) -> None:
    lead(stage, "Globex", BEN)
    name(stage, BEN, "Globex", name="Karim Haddad")
    stage.closes(BEN)
    taken(stage)
    write(stage, DIEGO)
    stage.closes(DIEGO)
    find_theme(stage)
    sells(stage)
    record(stage)
    stage.closes(BEN)
    stage.types(NORA, "/cx plan Globex 2027")
    stage.clicks_in_form(NORA, "Write it…")
    stage.fills_in(NORA, aim="Pay in three clicks")
    stage.closes(NORA)

    for who in (OMAR, NORA):
        assert "*L-1* Acme left" in finds(stage, who, "left")
        assert "*P-1* Karim Haddad" in finds(stage, who, "karim")
    assert "*S-1* " in finds(stage, BEN, "acme starts"), "he sold it"
    assert "S-1" not in finds(stage, SARA, "acme starts")
    for who in (OMAR, SARA):
        assert f"*O-1* {TITLE}" in finds(stage, who, "right the first time")
        assert "*N-1* " in finds(stage, who, "ninety")
        assert "*G-1* " in finds(stage, who, "three clicks"), "in the words of somebody"
        assert "*M-1* credit note, late, invoice" in finds(stage, who, "credit note")
    assert "*P-1*" in finds(stage, BEN, "karim"), "who leads the account"
    assert "Nothing found" in finds(stage, SARA, "karim"), "she owes Globex nothing"
    assert "L-1" not in finds(stage, SARA, "left")
    make_guest(stage, SARA)
    for words in ("right the first time", "ninety", "credit note", "clicks"):
        assert not {"O-1", "N-1", "M-1", "G-1"} & {
            *finds(stage, SARA, words).replace("*", "").split()
        }
