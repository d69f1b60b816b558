"""French: headings that are capitalised as English ones are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from workflow.inline.corrections import Correction
from workflow.inline.prose import VEIL
from workflow.model import lazy_re as re

_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu)[’']", re.IGNORECASE)
_STRONG = frozenset(
    "Et Pour Dans Sur Avec Par Aux Contre Sans Une Un Notre Votre Nos Vos Qui Que Ou Vers Sous "
    "Entre Chez Leur Leurs Ses Son Sa Ce Cette Ces Est Sont Après Avant Pendant Depuis Comment "
    "Pourquoi Plus Il Elle Ils Elles Nous Vous On Ne Pas Se Tout Tous Toute Toutes Mais Ça".split()
)
"""Small words of which no name is made."""
_WEAK = frozenset("De Du Des La Le Les Au À En D L".split())
"""Small words of which names are made (``Le Havre``, ``De Gaulle``)."""
_SMALL = frozenset(word.lower() for word in _STRONG | _WEAK)
_NOUNS = """
abri accès accident accord accueil action activité actualité adresse affaire âge agence agent
agriculteur aide air aliment alphabet an animal année annonce annuaire appel apprentissage arbre
argent arme art article artisan assemblée association atelier attente aube auteur automne
autorité avenir aventure avis avocat bain balade bande banque bateau bâtiment bébé besoin bête
bibliothèque bien bilan blé bois boisson bonheur bord bourse branche bras bruit budget bureau
but cadeau cadre café calendrier camp campagne canal candidat carnet carrière carte cas
catalogue cause cellule centre chaîne chaleur chambre champ changement chanson chant chanteur
chapitre charge chasse chat château chaud chef chemin cheval cheveu chien chiffre choix chose
chronique ciel cinéma circulation citoyen classe clé client climat code cœur colère collecte
collection collège combat comité commande commerce commission commune compagnie compte concert
concours conflit conseil consigne contact conte contrat contrôle conversation corps costume côte
coton couleur coup cour courrier cours course coût coutume crise critique cuisine culture danger
danse date débat début décès décision déchet découverte défi défense défilé demain demande
démarche départ dessin dette développement devoir dialogue dictionnaire directeur direction
discours dispositif document domaine don donnée dossier douleur douane droit durée eau échange
école économie écran écriture éditeur édition éducation effet effort église égalité élection
électricité élève emploi employé encre énergie enfance enfant enjeu enquête enseignant
enseignement entreprise entrée entretien environnement équipe ère espace espèce espoir esprit
essai étape état été étoile étranger étude étudiant évaluation événement examen exemple exercice
exil exposition façon faim famille faute faveur femme fenêtre ferme fermier fête feu feuille
fiche fille film fils fin fleur fleuve foi foire fonction fonds fontaine force forêt formation
forme formulaire fort foule foyer frais frère froid fromage frontière fruit futur galerie garde
gare gens geste gestion glacier goût gouvernement grain graine grève groupe guerre guide
habitant habitat hausse herbe héritage héros heure histoire hiver homme hôpital horaire horloge
hôtel huile humain idée image immigration impact impôt incendie industrie information ingénieur
initiative inondation inscription insecte institut instruction invité jardin jeu jeune jeunesse
joie jour journal journaliste journée juge justice lait langue leçon lecteur lecture lettre
lever liberté librairie lien lieu ligne liste livre logement loi loisir lumière lune lutte lycée
machine magasin main maire mairie maison maître maladie manuel marche marché mari mariage marin
marque masque matériel matière matin mécanique médecin médecine média membre mémoire menace mer
mère message mesure météo méthode métier migrant mine ministre mission mode modèle moment monde
monnaie montagne mort mot moteur mouvement moyen musée musique naissance nature navire neige nom
nombre note nourriture nouvelle nuit numéro objet objectif œuvre office oiseau ombre opération
opinion orage ordinateur ordre origine outil ouverture ouvrier page paiement pain paix papier
parcours parent parole part partage partenaire parti partie passage passe passé passeport patient
patrimoine pauvreté pays paysage paysan peau pêche pêcheur peinture personne perte peuple peur
phare photo photographe pièce pied pierre place plage plaine plainte plaisir plan planète plante
plat pluie poème poésie poète poids point poisson police politique pollution pont population
port portail porte portrait poste pouvoir pratique présence presse prêt preuve principe
printemps prison prix problème procès produit professeur programme progrès projet promesse
promenade propos protection puits qualité quartier question quotidien race racine radio raison
rapport réalité recette recherche récit récolte réforme réfugié regard région règle règlement
relation religion remède rencontre rendez rentrée repas réponse repos réseau respect responsable
ressource reste résultat retard retour réunion rêve révolution richesse rire risque rivage
rivière riz robe roi rôle roman route rue ruine sable saison salaire salle sang santé savoir
savant scène science sécheresse secours secret secteur sécurité séisme séjour sel semaine sens
sentier sentiment série service siècle signe silence site situation société sœur soin soir
soleil solidarité solution sommeil sommet son sort sortie source souvenir spectacle sport stage
statistique structure succès sujet système table tableau tâche taille technique témoignage
témoin temps tempête terrain terre territoire test texte théâtre thème titre toit tour tourisme
tradition traducteur traduction trafic train traité transport travail travailleur traversée
trésor tri union usage usine utilisateur vacance vague valeur vallée vélo vendeur vent vente
verger vérité verre vers ville village vie vieillesse vigne vin virus visage visite visiteur
vitesse vœu voie voile voisin voiture voix vol volcan volontaire vote voyage voyageur vue zone
ami amour annuel ancien autre beau belle bleu blanc bon bonne bref brève calme central certain
cher clair commun complet court culturel dernier dernière deuxième différent difficile digital
doux douce dur économique étrange européen facile fier final franc fragile général gentil grand
gratuit gros grosse haut heureux humanitaire immense important inconnu intérieur international
interdit inutile jaune joli juste large léger légère libre local long longue lourd maritime
mauvais médical meilleur mobile moderne mondial muet municipal naturel neuf neuve noir nouveau
nouvel numérique officiel ouvert parfait pauvre perdu petit plein positif possible premier
première privé prochain profond propre public publique rapide rare rural rouge sacré sage sale
sauvage scolaire sec seul simple social solide sombre sûr tardif tendre total triste unique
urbain utile vaste vert vide vieux vieille vivant vrai acheter aimer aller apprendre arriver
attendre avoir changer chercher choisir commencer comprendre contacter contactez découvrir
découvrez demander devenir dire donner écrire être faire gagner gérer inscrire lire manger
mettre mourir naître ouvrir ouvre ouvrent parler partir payer perdre prendre préparer prépare
protéger retrouver revenir sauver savent sait trouver utiliser vendre venir vivre voir voyager
loup ours renard aigle piscine oublié panier connexion livraison boutique sortant stationnement
restauration règles
augmente augmentent baisse encore jamais toujours aujourd’hui bientôt déjà ici loin mieux moins
hier
"""
_NAMES = frozenset(
    "evolution gladiateurs libération marie fontaine rose claire pierre france française "
    "martin".split()
)
"""What is a name as well."""
_ENDINGS = re.compile(
    r"\w+(?:tions?|ments?|ités?|ances?|ences?|ismes?|istes?|trices?|iques?|ables?|aires?"
    r"|ages?|udes?|esses?|oires?|euses?|ières?|eurs?|ettes?|tés|ures?|iens|iennes?|eaux)"
)
_BREAKS = re.compile(
    rf"[.:;!?…«“(–—|/\"'‘=&~]\s*$|{VEIL}\s*$|^[\W_]*$|[-–—]\s$|[«“\"]\s?(?:L[ae’]|Les|Un|Une) ?$"
)


@cache
def _nouns() -> frozenset[str]:
    return frozenset(_NOUNS.split())


def is_common(word: str) -> bool:
    """Whether a word is an ordinary one of French, whatever its number or gender."""
    low = word.lower()
    if low in _NAMES:
        return False
    stems = {low, low.removesuffix("s"), low.removesuffix("x"), low.removesuffix("es")}
    stems |= {low.removesuffix("e"), low.removesuffix("ne"), low.removesuffix("nes")}
    if low.endswith(("aux", "ale", "ales", "elle", "elles", "enne", "ennes")):
        stems |= {low.removesuffix("ux") + "l", low.removesuffix("le"), low.removesuffix("les")}
    return not stems.isdisjoint(_nouns()) or bool(_ENDINGS.fullmatch(low))


_HEADS = frozenset(
    """
    ministère ministre conseil cour comité commission direction bureau fête journée journées musée
    prix place rue office agence institut secrétariat département service école université
    académie théâtre parc jardin tour pont palais maison opéra bibliothèque centre fonds banque
    caisse ordre parti ligue union fédération société association syndicat organisation
    programme observatoire chambre tribunal haut déclaration charte convention traité accord
    pacte protocole code loi guerre bataille révolution république royaume empire armée front
    mouvement coupe championnat jeux tournoi festival salon forum sommet mer mont lac col cap
    île pays côte val vallée ville port gare station fontaine porte château église cathédrale
    basilique abbaye chapelle hôtel avenue boulevard mémorial groupe compagnie éditions galerie
    hôpital lycée collège saint sainte dame notre cité quartier communauté canal radio bois
    forêt montagne massif golfe détroit baie désert plage route arc président présidente
    directeur directrice premier première roi reine heure heures équipe clan tribu filtrage
    théorème zone zones""".split()
)
"""What names of institutions, places and days begin with, whose later words may have capitals."""
_END = re.compile(r"[.!?…:;,][\s\u00a0»”)]*$|[.!?…;]\s")
_WORDS_OF_A_LABEL = 12
_INNER = re.compile(r"(?<!^)(?<![A-ZÀ-ÞŒ])[A-ZÀ-ÞŒ]")
"""A capital that is not the first letter: without one no word has one that is too much."""


_OPENING = frozenset("Nous Vous Se Nos Votre Vos Mon Mes Comment Pourquoi".split())
_JOINING = frozenset("de d du des à et".split())


def is_label(line: str) -> bool:
    """Whether a text is a heading's like: short, and without a mark at the end of a sentence."""
    return not _END.search(line) and line.count(" ") < _WORDS_OF_A_LABEL


def label_case(line: str) -> Iterator[Correction]:
    """As :func:`title_case`, of a text that is no heading but may be one's like."""
    if not _INNER.search(line) or not is_label(line):
        return
    first = _WORD.search(line)
    if first is None or not first[0][0].isupper():
        return
    if first[0].lower() in _HEADS or line.isupper():
        return
    yield from title_case(line)


def title_case(line: str) -> Iterator[Correction]:
    """Capitals of words that have none in French; ``line`` is a heading or a title."""
    inner: list[tuple[int, str]] = []
    for found in _WORD.finditer(line):
        at, word = found.start(), found[0]
        begins = _BREAKS.search(line[: found.start()])
        if elided := _ELIDED.match(word):
            if not begins:
                inner.append((at, word[:1]))
            at, word = at + elided.end(), word[elided.end() :]
        if word and not begins:
            inner.append((at, word))
    content = [word for _, word in inner if word.lower() not in _SMALL and len(word) > 2]
    grand = [(at, word) for at, word in inner if word[0].isupper() and not word[1:].isupper()]
    strong = [each for each in grand if each[1] in _STRONG]
    weak = [each for each in grand if each[1] in _WEAK]
    ordinary = [each for each in grand if len(each[1]) > 2 and is_common(each[1])]
    first = _WORD.search(line)
    if first and first[0] in {"Le", "La", "Les", "L"} and not strong and len(weak) < 2:
        ordinary = _beyond_noun(inner, ordinary)  # Le Petit Prince, La Belle et la Bête
    every = all(word[0].isupper() for word in content)
    one = (
        len(ordinary) == len(content) == 1
        and first is not None
        and first[0].lower() not in _HEADS
        and (first[0] in _OPENING or is_common(first[0]))
        and (first[0] in _OPENING or any(word in _JOINING for _, word in inner))
        and not re.search(r"\b(?:la|l’)", line)
    )
    parts = any(word in _SMALL for _, word in inner) or (len(ordinary) > 2 and "," not in line)
    told = (
        (strong and (ordinary or len(strong) > 1))
        or (len(weak) > 1 and ordinary)
        or (weak and len(ordinary) > 1 and every)
        or (len(ordinary) > 1 and every and parts and 3 * len(ordinary) >= len(content))
        or (every and ordinary and not {"Du", "Des"}.isdisjoint(word for _, word in weak)
            and first is not None and (first[0] in _WEAK or is_common(first[0])))
        or one
    )  # fmt: skip
    for at, word in sorted({*strong, *weak, *ordinary}) if told else ():
        small = word[0].lower() + word[1:]
        yield Correction(at, at + len(word), small, "fr-title-case", "capital")


def _beyond_noun(
    inner: list[tuple[int, str]], ordinary: list[tuple[int, str]]
) -> list[tuple[int, str]]:
    """Words after the first noun of a title that begins with an article, a second one apart."""
    lawful: set[tuple[int, str]] = set()
    ahead = True
    for each in inner:
        if ahead and each[1][0].isupper() and each[1] not in _WEAK:
            lawful.add(each)
        else:
            ahead = each[1] in {"et", "ou", "la", "le", "les"}
    return [each for each in ordinary if each not in lawful]
