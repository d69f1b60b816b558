"""Words of French and English (``words-fr.txt``, ``words-en.txt``), and which of the two they
tell.

``scripts/vocabulary.py`` makes the tables, from simplemma's French and the English of SCOWL.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

VOCABULARIES: Final = frozenset({"fr", "en"})
"""Languages of which we know the words."""
_HEAD = 3
"""Letters that lines of the tables begin with."""
_MOSTLY: Final[Mapping[str, frozenset[str]]] = {
    "fr": frozenset(
        "acquit aider allée ami amie amis ans argent auteur avoir bain bains basses bateau "
        "bateaux beau beaux bonne bourg bruit bruits brume brutes calque calques canard "
        "canards cellule champ champs chasseur choc chute connexion couche couches coups "
        "courante couteau cuisine demander dents dieu dispose dit doit donnée dossier "
        "dossiers eau effacer encore est examiner femme femmes fer feu filet filets fils "
        "fines fou fruits fut gare gauche gel gens grands grosses haie haies hauteur huit "
        "jour jours lac lame langue lecture lent lien liens lieu lire livre livres longueur "
        "lune manger marchand marque marques matin matins mes mise mises modifier moine mon "
        "monde morceau mort morts mot mots moulin mouton moutons noire nos nous noyade nuage "
        "objet octet ombre pains par parole paroles pays paysan pendant perdu petit petite "
        "petites petits peu pied pieds piscine piste pistes plage plages plat pluie poire "
        "pomme pont ponts pour prise prises puissance quai quais quand quatre quelle rang "
        "retard rive réseau sable sables sac sacs sans sept sera soir soirs sol sortie sortir "
        "soupe sous sud surtout tableaux taille tante titre titres toile tout tranches "
        "travail triste utile utilisation utiliser vas venant verte vide vie vies vignettes "
        "vin vins visages voile voiles voyage voyages voyageur voyageurs vu".split()
    ),
    "en": frozenset(
        "able after animals are bodies body bread bricks bridge camera carry centuries chief "
        "chiefs come dark decision die digit dots enter exit farm farmer farmers fire fires "
        "for games gap gaps girl gone good goods group groups hand hands hard harder has have "
        "head heads high his houses hunter hunters king kings land lands latter lies line "
        "lines love made may miners month months more must new night nights of one pieces "
        "poor present queen rain remain river rivers road roads same share shares shorter "
        "shot small state states steps stone stones street streets sure swim system systems "
        "teams tell times town towns two users value values wall walls war warning warnings "
        "waters well wind window windows wood woods yard".split()
    ),
}
"""Words of a language that dictionaries of the other have as well, though hardly any text."""
_AT_HOME: Final[Mapping[str, frozenset[str]]] = {
    "en": frozenset(
        "apéritif arrondissement arrondissements auteur auteurs banlieue banlieues belote "
        "bouillabaisse boules brûlée café cafés calvados cassoulet château châteaux cliché "
        "clichés communiqué communiqués crème crêpe crêpes décor décors déjà département "
        "départements dérailleur exposé façade façades fiancé fiancée fiancés flâneur galette "
        "galettes garrigue laïcité lycée lycées maquis mélange métro naïve papier pastis "
        "première premières préfecture pétanque raclette rapport régime régimes résumé "
        "résumés terroir vigneron vignerons état".split()
    ),
    "fr": frozenset(
        "blog blogs bug bugs cookies coworking email emails freelance hashtag hashtags leader "
        "leaders newsletter newsletters open-source podcast podcasts release releases "
        "shilling shillings smartphone smartphones software startup startups streaming "
        "thriller thrillers web week-end weekend weekends workflow".split()
    ),
}
"""Words that a language has taken, whatever dictionaries say."""


def known(word: str, language: str) -> bool:
    """Whether a word (in lower case, of three letters or more) is one of a language of
    :data:`VOCABULARIES`."""
    rest = _table(language).get(word[:_HEAD])
    return rest is not None and f" {word[_HEAD:] or '_'} " in rest


@lru_cache(maxsize=16384)
def tells(word: str, language: str, other: str) -> bool:
    """Whether a word (in lower case) is of ``language`` and not of ``other``; both are of
    :data:`VOCABULARIES`."""
    if len(word) < _HEAD or word in _AT_HOME[other] or not known(word, language):
        return False
    return word in _MOSTLY[language] or not known(word, other)


@cache
def _table(language: str) -> Mapping[str, str]:
    """First letters → what follows them, each between blanks."""
    text = (files("workflow.inline") / f"words-{language}.txt").read_text("utf-8")
    return {line[:_HEAD]: f"{line[_HEAD:]} " for line in text.splitlines()}
