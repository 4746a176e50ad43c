"""The words that sample texts are made of, in lists whose members can take each other's place in a sentence.

Every noun, adjective and verb begins with a consonant that is heard, so that no article before it needs an elision.
The towns and the family names are put together from syllables: there are no such places and no such people.
"""

from __future__ import annotations

from typing import Final

MASCULINE: Final = """
balai bateau bocal bouquet bouton buffet cadre cageot cahier canapé carnet carton casier châssis chariot chiffon
ciseau clavier clou compost coussin couteau cuivre dessin drap fauteuil fer feutre filet four fumoir galet gradin
grenier gué jardin jeu jouet lampadaire levain lit livre lustre manteau marché marteau métier meuble miel moulin mur
noyer panier parasol pavé perron peuplier piano pinceau placard plan plâtre pont potager poulailler préau projet puits
rabot rayon récit réchaud registre rideau roseau ruban sac saladier seau semoir séchoir sentier séjour store tablier
tambour tapis tilleul tiroir toit tonneau torchon tour tricot tuyau vélo verger verre vestiaire violon volet
""".split()
FEMININE: Final = """
bâche balançoire banquette barque bassine bibliothèque bobine boîte borne boussole brique brouette buanderie cabane
caisse carte casserole cave chaise chambre charpente chaudière chemise chorale cisaille clé cloche clôture commode
corbeille corde couture couverture cuisine cuve dalle dentelle fanfare fenêtre ferme ficelle fontaine forge friche
gare gazette grange grille guirlande guitare lampe laine lanterne lessive ludothèque lunette malle manivelle marelle
marmite mosaïque navette pancarte passerelle peinture pelle pelouse pendule pépinière perceuse pergola pompe porte
poterie poulie prairie presse radio rampe recette remise rivière roue roulotte ruche salle scie selle serre serrure
table théière toile trousse truelle tuile vaisselle valise vannerie veste vitrine voile
""".split()
MASCULINE_ADJECTIVES: Final = """
bancal blanc bleu bruyant carré chaud clair collectif commun court creux discret doux fendu fidèle fleuri frais froid
gris large léger lent long lourd mobile modeste neuf partagé patient pliant pointu provisoire rare récent robuste rond
rouge rouillé sec silencieux simple solide tardif tiède tranquille vaste vert verni vieux vivant voisin
""".split()
FEMININE_ADJECTIVES: Final = """
bancale blanche bleue bruyante carrée chaude claire collective commune courte creuse discrète douce fendue fidèle
fleurie fraîche froide grise large légère lente longue lourde mobile modeste neuve partagée patiente pliante pointue
provisoire rare récente robuste ronde rouge rouillée sèche silencieuse simple solide tardive tiède tranquille vaste
verte vernie vieille vivante voisine
""".split()
VERBS: Final = """
balaie bricole brosse cache catalogue change charge cherche choisit classe cloue colle commande compare complète
confie construit conte coud coupe creuse cultive déballe découvre décrit défend démonte déplace dépoussière dessine
distribue donne fabrique ferme filme fixe garde garnit goûte grave gratte grimpe guide jardine lave lime livre loue
mesure monte montre nettoie numérote partage peint photographie pèse pique place plante polit ponce porte prépare
présente prête protège rabote raconte ramène range raccommode recopie récolte regarde remplace rénove répare restaure
retourne retrouve sable scie sème soude soulève suspend taille teint tisse tourne transporte transforme tresse trie
trouve vend ventile vernit verse vide visite vitrifie
""".split()
PEOPLE: Final = """
cordonnier menuisier boulanger facteur libraire jardinier maçon musicien peintre potier relieur serrurier soudeur
tapissier tonnelier vannier voisin bénévole comptable cuisinier géographe luthier mécanicien meunier pâtissier
plombier régisseur retraité sculpteur styliste
""".split()
TRADES: Final = """
cordonnière menuisière boulangère factrice bibliothécaire jardinière maçonne musicienne peintre potière relieuse
serrurière soudeuse tapissière tonnelière vannière voisine bénévole comptable cuisinière géographe luthière
mécanicienne meunière pâtissière plombière régisseuse retraitée sculptrice styliste
""".split()
FIRST_NAMES: Final = """
Basile Bastien Bérénice Blanche Bruno Camille Capucine Célia Clément Clotilde Colette Corentin Damien Denise Diane
Fanny Faustine Félix Firmin Flora Florent Gabin Gaspard Ginette Judith Jules Justine Lazare Léa Lise Louison Lucie
Lucien Maël Malika Margot Marin Maxime Mélina Nadia Nina Noé Pauline Perrine Quentin Rachid Rémi Rosalie Sacha Salomé
Samba Sidonie Solène Suzanne Tanguy Tiphaine Valentin Victor Violette Zoé
""".split()
ONSETS: Final = "B Br C Cr D Dr F G Gr J L M N P Pl Pr R S T Tr V".split()
VOWELS: Final = "a e i o u é".split()
MIDDLES: Final = "b br c d g l ll m n nn p r rr s t v z".split()
TOWN_ENDINGS: Final = "ac ange ay ebourg emont eville ieu ignan igny oire ouges ousson".split()
FAMILY_ENDINGS: Final = "ac aud ault eau el ier in ois on ot oux uc".split()
TAGS: Final = """
atelier bricolage cuisine culture énergie fête jardinage jeunesse mémoire mobilité musique réemploi réparation
solidarité transmission voisinage
""".split()
PREPOSITIONS: Final = "avec contre dans derrière devant par pour sans selon sous sur vers".split()
HEADINGS: Final = (
    "D’où vient {masculine} {masculine_adjective}",
    "Autour de {feminine} {feminine_adjective}",
    "Ce que {trade} transmet",
    "Une journée avec {person}",
    "Ce que l’on attend de {masculine}",
    "Quand {feminine} change de mains",
    "Les habitudes de {town}",
    "Ce qui reste à construire à {town}",
)
TITLES: Final = (
    "À {town}, {masculine} {masculine_adjective} trouve une place",
    "Comment {feminine} {feminine_adjective} a rassemblé {town}",
    "{trade} de {town} raconte {masculine} {masculine_adjective}",
    "À {town}, {person} et {feminine} {feminine_adjective}",
    "Ce que {masculine} {masculine_adjective} apprend à {town}",
)
