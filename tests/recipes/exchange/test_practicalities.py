"""Facts that can be read plainly, and those that cannot."""

import pytest

from recipes.content import CostBand
from recipes.exchange.practicalities import facts_in


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("* **Nombre de participants** 8-50", {"participants_min": 8, "participants_max": 50}),
        ("Participants : de 4 à 12", {"participants_min": 4, "participants_max": 12}),
        ("Nombre de participants : à partir de 4 participants, pas plus", {"participants_min": 4}),
        ("• Nombre de participants 10 personnes et +", {"participants_min": 10}),
        ("Participants : jusqu’à 20", {"participants_max": 20}),
        ("Participants : 20 maximum", {"participants_max": 20}),
        ("Participants : 15", {"participants_min": 15, "participants_max": 15}),
        ("Nombre de participants : illimité", {}),
        ("**Durée préparation** 2 semaines", {"setup_minutes": 20160}),
        ("Durée préparation : très courte", {}),
        ("Durée évènement : 45 min.", {"minutes": 45}),
        ("Durée : 1h-2h", {}),
        ("Coût : gratuit", {"cost_band": CostBand.FREE}),
        ("Coût : 0 €", {"cost_band": CostBand.FREE}),
        ("Coût : faible **[2](#note)**", {"cost_note": "faible"}),
        ("Coût :", {}),
        ("Une autre ligne", {}),
    ],
)
def test_plain_facts_are_read_and_others_left(line, facts):
    assert facts_in(line) == facts


def test_first_of_two_facts_wins():
    assert facts_in("Durée : 2 h\nDurée : 3 h") == {"minutes": 120}
