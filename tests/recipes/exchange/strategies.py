"""Cards nobody wrote, in the manner of those people write, for the property tests."""

from hypothesis import strategies as st

WORDINGS = [
    "En une phrase", "A quoi ça sert ?", "À quoi ça sert", "Objectif :", "I. Objectif :",
    "Présentation", "Matériel", "II. Matériel :", "Ingrédients (pour 4 personnes)", "Déroulement",
    "Procédure", "PRÉPARATION", "Étapes", "Avantages et limites", "Avantages", "Limites",
    "Points de vigilance", "Conseils", "Historique", "Informations pratiques", "Sources",
    "Pour aller plus loin", "Crédits", "Contributeurs", "Public", "Pourquoi",
    "Si c’était à refaire",
    "**Gras**", "*Un* _titre_ :", "[Lien](http://example.org)", "C#", "Étape 1 : ouvrir (5 min)",
    "La suite", "1. Un début", "Introduction", "Avant", "Après",
]  # fmt: skip
LINES = [
    "Une phrase simple.", "Une phrase **stressée** avec une note **[1](#note)**.", "* un point",
    "- un autre", "• un rond", "  * un point dessous", "1. premier", "> une citation", "---",
    "<a id=\"note\">", "</a>", "![photo](http://example.org/photo.jpg)", "```", "~~~", "# ", "##",
    "Photo par [Une personne](http://example.org), sous licence Creative Commons BY-NC",
    "Publié par [Une personne](mailto:une@example.org) sous licence Creative Commons BY-SA.",
    "Auteurs : Une personne ; Une autre", "http://example.org/page",
    "[Un titre](http://example.org/x)",
    "* [Un [titre]](http://example.org/x y)", "Durée : 2 h", "Lieu : une salle", "lieu: une salle",
    "**Nombre de participants** 8-50", "* **Coût** nul", "\\# pas un titre", "    du code",
    "| a | b |",
    "ligne coupée par", "    la suite de la ligne", "Licence [?]", "avec leur aimable autorisation",
    "#étiquette #autre", "Titre souligné", "=====", "-----", "  ", "\t* tabulé", "fin de ligne  ",
    "e\u0301te\u0301", "a\u2028b", "l’apostrophe: 'x' \"y\" #z", "* _x_*", "##Collé##",
    "## Fermé ##",
]  # fmt: skip
FRONT_MATTERS = [
    "", "---\n---\n", "---\ntitle: Contribution multiBàO\nauthor: \"\"\ntags: null\n---\n",
    "---\ntitle: Un titre\nauthor: Une; Autre\ntags:\n  - a\n  - b\ndate: 2015-01-02\n---\n",
    "---\ntitre: cassé: vraiment\n---\n", "---\nlicence: CC BY-SA 3.0\ndurée: 2 h\n---\n",
    "---\nune ligne\n---\n",
]  # fmt: skip

words = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), max_size=20
)  # fmt: skip
wording = st.sampled_from(WORDINGS) | words
headings = st.one_of(
    st.builds("{}{}{}".format, st.sampled_from(["#", "##", "###", "# ", "## ", "### "]), wording,
              st.sampled_from(["", " ##", "##", " "])),
    st.builds("\n{}\n{}".format, wording, st.sampled_from(["=====", "-----"])),
)  # fmt: skip
lines = st.sampled_from(LINES) | words
blocks = st.one_of(headings, lines, st.just(""))
bodies = st.lists(blocks, max_size=25).map("\n".join)
cards = st.builds(str.__add__, st.sampled_from(FRONT_MATTERS), bodies)
