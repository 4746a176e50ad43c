"""Invented testimonies from which the cases of `quotes` are made, French and English, of varied style.

Marks say what a person found when writing them: `⟦` quoting from here to the end of the sentence turns its meaning,
`⟧` quoting up to here does; `{…}` are words whose omission turns it, even marked, and `<…>` words whose marked omission
does not; at `^` an explanation in brackets may be put in. All people, places and organisations are invented.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple


class Told(NamedTuple):
    """A testimony with its marks: who, in which language, sentence by sentence."""

    person: str
    lang: str
    sentences: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The file's name."""
        return self.person.casefold().replace(" ", "-").replace("è", "e").replace("é", "e").replace("ï", "i")

    @property
    def words(self) -> str:
        """The words alone."""
        return " ".join(bare(sentence) for sentence in self.sentences)


def bare(sentence: str) -> str:
    """A sentence without its marks."""
    return re.sub(r"[⟦⟧{}<>^]", "", sentence)


def _told(person: str, lang: str, text: str) -> Told:
    return Told(person, lang, tuple(line.strip() for line in text.strip().splitlines()))


TESTIMONIES: Final = (
    _told("Odile Corbel", "fr", """
        J’ai poussé la porte de la Verrière en mars 2019, <un peu par hasard,> avec mon carton à dessins.
        Je ne dirais pas que ⟦l’endroit m’a plu tout de suite.
        Le bruit des machines^ me gênait, et l’odeur de colle {ne} me {quittait} pas le soir.
        Aujourd’hui, j’y viens <tous les matins,> parce que l’équipe^ connaît mon prénom.
        Je recommanderais l’atelier à mes amies⟧, si le chauffage fonctionnait l’hiver.
        Paul Delmas m’a prêté sa presse pendant trois semaines, sans rien demander.
        J’ai presque doublé mes commandes de reliure depuis janvier.
        Ce que j’aime, c’est… la lumière du fond, et le café <brûlant> de Paul.
    """),
    _told("Samir Quillon", "fr", """
        On m’avait dit que ⟦c’était réservé aux ingénieurs.
        Moi, je répare des vélos <cabossés> depuis l’âge de quinze ans, et j’ai appris <tranquillement> la soudure ici.
        Au début, personne ne me parlait, sauf Inès Tarn.
        Elle^ m’a montré comment brancher le poste, puis elle m’a laissé faire.
        L’abonnement est gratuit⟧ le premier mois, puis il coûte quarante euros.
        Je crois que ⟦cet endroit sauve des quartiers.
        On y mange <ensemble> le mardi, on y rit <beaucoup>, on y dort presque.
        J’ai failli ⟦abandonner en novembre 2021.
    """),
    _told("Inès Tarn", "fr", """
        Je suis trésorière de l’association^ depuis deux mandats, et je n’ai jamais vu les comptes dans le rouge.
        Nous avions douze adhérents en 2016 ; nous sommes aujourd’hui quatre-vingts.
        La subvention^ de la région nous aide <vraiment> à payer le loyer.
        Sans elle, ⟦nous fermerions demain.
        Il nous arrive {rarement} de refuser quelqu’un.
        Le bilan est bon⟧, mais il repose sur trois bénévoles épuisées.
        J’espère que ⟦la mairie tiendra parole au printemps.
        Ma fille <aînée> dit que je passe ma vie au local, et elle a raison.
    """),
    _told("Théo Vasseur", "fr", """
        C’est un lieu où l’on pose son sac <trempé>, où l’on respire.
        J’y ai écrit mon premier roman <en entier>, entre la machine à coudre et l’imprimante 3D.
        Est-ce que ⟦tout le monde s’y sent chez soi ?
        Je ne sais pas.
        Ce que je sais, c’est que la bibliothèque^ reste ouverte le dimanche et qu’on m’y a confié une clé.
        J’ai longtemps pensé que ⟦les tiers-lieux ne servaient à rien.
        Les voisins se plaignaient du bruit en septembre ; on a posé des rideaux <épais>, et tout s’est arrangé.
        Il faudrait peut-être ⟦agrandir la cour.
    """),
    _told("Camille Orme", "fr", """
        Architecte de formation, j’avais besoin de séparer ma maison de mon travail <de bureau>.
        Le prix du poste^ a baissé de dix pour cent en octobre.
        Nous partageons {parfois} nos clients, et souvent nos repas.
        Je n’ai pas trouvé d’associé ici, et je n’en cherchais pas.
        Je resterai⟧ tant que Léa Monnier dirigera la maison.
        Les échanges <du vendredi> m’ont permis de consolider mon projet.
        À peine ⟦la moitié des bureaux étaient occupés la première année.
        Quand on me demande pourquoi je reste, je montre la fenêtre <du nord>.
    """),
    _told("Léa Monnier", "fr", """
        Diriger ce lieu^, c’est apprendre à dire non <poliment>.
        En 2022, nous avons accueilli cinquante-deux ateliers et deux mille visiteurs.
        Je ne crois pas que ⟦la recette soit transposable ailleurs.
        Le jardin partagé^ a changé l’ambiance <de la rue> en une saison.
        Nous gardons le local⟧ jusqu’à la fin du bail, en juin.
        Une habitante <du bout de la rue> nous a offert son piano, et Samir Quillon l’a accordé.
        Les résultats sont encourageants⟧, d’après nos premiers calculs.
        J’ai douté cent fois ; je n’ai jamais regretté.
    """),
    _told("Youssef Amrani", "fr", """
        Moi, la menuiserie, j’y connaissais rien <du tout> avant d’arriver.
        On m’a mis une scie dans les mains un samedi d’avril, et j’ai plus lâché.
        Mon fils^ vient avec moi, il a neuf ans, il ponce <mieux que moi>.
        C’est dangereux⟧ seulement quand on ne range pas.
        Le bois, on le récupère <gratuitement> chez un scieur de Brézières.
        Si la mairie retire sa subvention, ⟦on arrêtera les cours du soir.
        J’ai fabriqué quatre chaises, une table <ronde> et un lit.
        Franchement, j’aurais ⟦dû pousser cette porte plus tôt.
    """),
    _told("Bérénice Astruc", "fr", """
        La première fois, j’ai attendu dehors vingt minutes sans oser entrer.
        Une dame <en salopette> m’a ouvert : elle s’appelait Odile.
        Depuis, je tiens l’accueil^ le jeudi, et je connais les prénoms de presque tout le monde.
        Il paraît que ⟦nous sommes trop bruyants pour la rue des Tanneurs.
        Je ne me suis sentie jugée par personne <dans cette maison>.
        L’entrée est libre⟧, à condition de laisser ses coordonnées.
        Le mercredi, les enfants^ envahissent la cour, et c’est très bien ainsi.
        J’étais timide ; je le suis moins.
    """),
    _told("Gaël Lestienne", "fr", """
        Notre coopérative de légumes^ a trouvé ici son premier entrepôt.
        Nous livrions trente paniers en 2020, nous en livrons deux cent dix aujourd’hui.
        Le loyer n’a pas augmenté depuis l’ouverture, ce qui est {assez} remarquable.
        Certains disent que ⟦les élus nous ont oubliés.
        La chambre froide <d’occasion> tient bon⟧, sauf en cas de canicule.
        On s’est serré les coudes <pendant le confinement>, avec Camille Orme et les autres.
        Je ne pense plus que ⟦vendre en ligne soit une solution.
        Ce projet^ nous a rendus plus forts, et un peu plus fatigués.
    """),
    _told("Rosalie Danjou", "fr", """
        À soixante-treize ans, je n’avais jamais touché un ordinateur <de ma vie>.
        Le jeune homme de l’accueil^ m’a expliqué la souris <avec douceur>, sans se moquer.
        J’envoie maintenant des photographies à ma sœur de Montfaucelle, chaque dimanche.
        Je viendrais plus souvent⟧ si l’autobus passait encore.
        On {ne} m’a {rien} vendu, et l’on m’a servi le thé.
        Certains jours, je me sens presque ⟦utile.
        Les cours ont lieu le lundi, de dix heures à midi, dans la salle <bleue>.
        C’est cher⟧ pour une petite retraite, du moins je le trouve.
    """),
    _told("Anaïs Rouvière", "fr", """
        Je couds des voiles <de bateau>, ce qui demande de la place et du silence.
        La grande halle^ offre la première, pas le second.
        En février 2023, une fuite a abîmé huit rouleaux de toile.
        L’assurance a tout remboursé⟧, après dix mois de lettres.
        J’aurais pu ⟦partir, et je suis restée.
        Nous avons signé la charte <sur un coin de table>, Gaël Lestienne et moi.
        Il semble que ⟦le quartier nous ait adoptés.
        Mes deux apprenties^ viennent de Saint-Orval, à vélo.
    """),
    _told("Marius Feld", "fr", """
        Comme éducateur, j’accompagne des adolescents^ qui ont quitté l’école.
        Ici, ils ne sont ni notés ni classés.
        Sur vingt jeunes <accueillis>, quatorze ont trouvé un stage avant l’été.
        Cela ne veut pas dire que ⟦la méthode est bonne.
        Le garage solidaire^ leur apprend la patience <et le cambouis>.
        Je parlerais d’une réussite⟧, avec beaucoup de prudence.
        Un garçon m’a écrit en décembre : « Je suis mécanicien, merci ».
        Nous {n’}avons perdu {aucun} outil depuis cinq ans.
    """),
    _told("Nora Lind", "en", """
        I came to Lantern House in May 2018 with a broken chair and no plan <at all>.
        The carpenter on duty^ showed me how to glue it, and I stayed for the evening.
        I wouldn’t say that ⟦everybody is welcome there.
        We have {never} turned anyone away on a Saturday.
        I’d move in tomorrow⟧ if they let me.
        My sister Edith thinks ⟦the place is a cult.
        There are twelve benches, two lathes and a <very> tired kettle.
        Some people say ⟦the rent will double.
        It taught me to measure twice, <slowly,> and to ask for help.
    """),
    _told("Basil Thorne", "en", """
        I run the print room^ on Tuesdays and Thursdays.
        When we opened in 2015, nobody had a key, and the roof <above the press> leaked.
        The council paid for half of the repairs <in the end>.
        I almost ⟦gave up in the second winter.
        The press is safe⟧ as long as someone is watching it.
        We printed nine hundred posters for the <street> festival in June.
        Is it true that ⟦the owners want us out?
        I trust Harriet Cole with the accounts^ and with my coffee.
    """),
    _told("Harriet Cole", "en", """
        As treasurer I see every receipt <that comes in>, and we have not missed a payment since 2019.
        Our reserves cover four months^ of rent.
        I doubt that ⟦the grant will be renewed.
        Membership is free⟧ for the first year only.
        Volunteers gave us six thousand hours <of their time> last year, which still astonishes me.
        Nothing here is perfect, and I would {not} change it.
        We may ⟦open a second house in Hollowbridge.
        The numbers look good⟧, according to our own spreadsheet.
    """),
    _told("Priya Nand", "en", """
        I teach sewing^ to people who swear they can’t thread a needle.
        Within three weeks they’re hemming curtains <for the whole street>.
        Most of my students are over sixty, and two are under ten.
        I used to think ⟦crafts were for the bored.
        The machines are old⟧, though they have been serviced in March.
        Nobody leaves hungry on a Wednesday, because Tom Weir cooks <for everyone>.
        I have kept every thank-you card^ in a biscuit tin.
        Perhaps ⟦we should charge for the thread.
    """),
    _told("Tom Weir", "en", """
        I cook. That’s it, that’s <honestly> the whole story.
        Forty plates on a quiet night^, ninety when it rains.
        We don’t serve meat⟧ except on the last Friday of the month.
        Priya Nand once told me that ⟦my soup had saved a marriage.
        The kitchen passed its inspection⟧, but the oven did not.
        I learned to bake bread here, <badly,> in the autumn of 2020.
        If the freezer dies, ⟦we close.
        People bring what they grow, and I turn it into supper.
    """),
    _told("Edith Marlowe", "en", """
        My doctor suggested^ that I find something to do with my hands.
        I was lonely, and I was {not} going to admit it.
        The first woman I met <at the door> was Harriet, who handed me a paintbrush.
        We painted the hall yellow in one weekend.
        I feel better⟧ on most days, not on all of them.
        They say ⟦it adds ten years to your life.
        I walk there every morning <with the dog>, come rain or shine.
        My daughter visits in August and barely ⟦recognises me.
    """),
    _told("Owen Pryce", "en", """
        We brought seventeen refugees’ families^ together around a repair table.
        Language was {never} the obstacle, bureaucracy was.
        I can’t claim that ⟦we changed their lives.
        They fixed forty-one bicycles <between them> and gave most of them away.
        The scheme works⟧ whenever the council answers the phone.
        On 14 February we celebrated <our> first year with a parade.
        I hope ⟦the funding survives the election.
        Ask Lena Brandt about the drums^; she remembers everything.
    """),
    _told("Lena Brandt", "en", """
        Every instrument in this room^ was somebody’s rubbish.
        I restored the <old> piano with a hairdryer and eleven volunteers.
        We played in Larkmouth, in the rain, for {about} a dozen cows.
        Supposedly ⟦the neighbours love us.
        Rehearsals end at nine⟧ unless the mayor drops by.
        I was told that ⟦I had no ear for music.
        The children^ count in German now, which makes me laugh.
        I don’t regret a single note.
    """),
    _told("Callum Reyes", "en", """
        I’m a locksmith, so they gave me the keys^ on day one.
        In ten years we have had one burglary, and they only took the biscuits.
        The back door is open⟧ until midnight.
        I fixed it for nothing⟧, or so my wife says.
        There’s a rumour that ⟦the building is haunted.
        Owen Pryce and I rebuilt the staircase <with borrowed oak> in July.
        You could ⟦hear a pin drop when the lights came on.
        I teach teenagers <how> to open doors that others have shut.
    """),
    _told("Mabel Sutter", "en", """
        I am eighty-one, and I learned to solder last spring.
        My hands shake <a good deal>, but the radio works.
        The young people^ never once laughed at me.
        I can’t remember when ⟦I had this much fun.
        I’d come daily⟧ if my knees agreed.
        Callum Reyes drives me home <on Fridays> and won’t take petrol money.
        They have asked me to run the Monday class^, and I said yes.
        It is almost ⟦like having a family again.
    """),
    _told("Gideon Vale", "en", """
        Our choir started with five people and a pitch pipe^ in January.
        We sing {without} a conductor, which terrifies visitors.
        The acoustics are wonderful⟧, provided that the heating is off.
        I seldom ⟦miss a rehearsal.
        Mabel Sutter wrote us a descant <in green ink>, and we have sung it ever since.
        The chapel seats two hundred, and we filled it twice <in one week>.
        It would be wrong to say that ⟦we practise enough.
        We lost our leader in 2021, and we went on singing.
    """),
    _told("Ingrid Sallow", "en", """
        I garden on the roof^, where the light is {almost} unreasonable.
        We grow thirty kinds of herb, and we sell none of them.
        The soil was tested in April 2022, and it is clean⟧ apart from the north bed.
        I didn’t expect the bees.
        Someone claims that ⟦we waste water.
        Gideon Vale carries the cans^ up four flights <every evening>.
        The roof will hold⟧, the engineer thinks.
        Come in September, when everything smells of basil.
    """),
)  # fmt: skip

FABRICATED: Final = {
    "fr": (
        "Ce lieu a changé ma vie du jour au lendemain.", "Je n’ai jamais rencontré une équipe aussi généreuse.",
        "Sans la Verrière, mon entreprise n’existerait plus.", "L’ambiance est tout simplement extraordinaire.",
        "Nous formons une grande famille, soudée et créative.", "Chaque jour y est une aventure nouvelle.",
        "On y entre avec une idée, on en sort avec un projet.", "Ici, la solidarité n’est pas un vain mot.",
        "Je conseille cette adresse à tous les entrepreneurs.", "Le télétravail m’isolait, et j’étouffais.",
        "Grâce au réseau, j’ai trouvé mes premiers clients.", "C’est bien plus qu’un espace de travail.",
    ),
    "en": (
        "This place changed my life overnight.", "I have never met such a generous team.",
        "Without Lantern House my business would be gone.", "The atmosphere is simply extraordinary.",
        "We are one big family, united and creative.", "Every day here is a new adventure.",
        "You walk in with an idea and leave with a project.", "Solidarity is not an empty word in this house.",
        "I recommend it to every entrepreneur I know.", "Working from home had left me isolated.",
        "Thanks to the network I found my first clients.", "It is so much more than a workspace.",
    ),
}  # fmt: skip

# Written when the cues of `authoring.sourcing.quotations.cuts` stood, and never used to choose any. Marks as above.
TURNED: Final = (
    ("fr", "Les gens répètent que ⟦le wifi tombe tous les jours."),
    ("fr", "Nous serons prêts⟧ le jour où la peinture sèchera."),
    ("fr", "À supposer que ⟦le bail soit signé, tout ira bien."),
    ("fr", "Loin de moi l’idée que ⟦les bénévoles travaillent mal."),
    ("fr", "Il s’en est fallu de peu que ⟦la chaudière explose."),
    ("fr", "Ma voisine soutient que ⟦la cour est dangereuse."),
    ("fr", "La direction nous écoute⟧ une fois sur dix."),
    ("fr", "Le lieu est accessible⟧ en théorie."),
    ("fr", "C’est une réussite⟧, paraît-il."),
    ("fr", "Tout le monde est payé⟧, hormis les apprentis."),
    ("fr", "L’atelier est sûr⟧ depuis que le vieux poêle a été retiré."),
    ("fr", "Sans les subventions, ⟦nous aurions fermé."),
    ("fr", "J’y croyais⟧ à l’époque."),
    ("fr", "Rien ne prouve que ⟦l’eau soit potable."),
    ("fr", "Je refuse de dire que ⟦nous avons échoué."),
    ("fr", "Imaginons que ⟦la mairie vende le bâtiment."),
    ("fr", "Le prix est juste⟧ pour qui gagne bien sa vie."),
    ("fr", "On ne peut pas prétendre que ⟦tout va bien."),
    ("fr", "Elle m’a {à moitié} convaincu."),
    ("fr", "Nous avons {quasiment} fini les travaux."),
    ("en", "The neighbours keep repeating that ⟦the roof is about to fall."),
    ("en", "We will be ready⟧ the day the paint dries."),
    ("en", "Assuming ⟦the lease is signed, all will be well."),
    ("en", "Far be it from me to say that ⟦the volunteers are lazy."),
    ("en", "It came close to ⟦burning down."),
    ("en", "My landlord insists that ⟦the yard is dangerous."),
    ("en", "Management listens⟧ one time in ten."),
    ("en", "The place is accessible⟧ on paper."),
    ("en", "It was a success⟧, apparently."),
    ("en", "Everybody is paid⟧, the apprentices excepted."),
    ("en", "The workshop is safe⟧ now that the old stove is gone."),
    ("en", "Without the grants ⟦we closed our doors."),
    ("en", "I believed in it⟧ back then."),
    ("en", "Nothing proves that ⟦the water is clean."),
    ("en", "I refuse to say that ⟦we failed."),
    ("en", "Imagine ⟦the council sells the building."),
    ("en", "The price is fair⟧ for those with a good salary."),
    ("en", "You can hardly pretend that ⟦all is well."),
    ("en", "She {half} convinced me."),
    ("en", "We have {virtually} finished the works."),
)
# Fair fragments of sentences: what stands between the marks, quoted alone, says what the sentence says.
FAIR: Final = (
    ("fr", "Quand je suis arrivée, ⟦la cour était pleine de ronces⟧."),
    ("fr", "Le samedi, ⟦on répare des grille-pain⟧, et le dimanche on se repose."),
    ("fr", "Avec mon frère, ⟦nous avons monté une troupe de théâtre⟧ au fond du jardin."),
    ("fr", "C’est un endroit étrange, ⟦un ancien lavoir en briques rouges⟧."),
    ("fr", "Chaque matin, Lucie ouvre les volets et ⟦elle met de la musique⟧."),
    ("fr", "Mon travail consiste à ⟦accueillir les nouveaux⟧."),
    ("fr", "À l’accueil, on m’a donné ⟦un badge, une carte et un sourire⟧."),
    ("fr", "Ma grand-mère m’a appris à ⟦repriser les chaussettes⟧, et je l’enseigne à mon tour."),
    ("fr", "Le toit fuit toujours, et ⟦on met des seaux en riant⟧."),
    ("fr", "⟦Nous avons repeint la façade⟧ avec les enfants du quartier."),
    ("fr", "J’ai rencontré ici ⟦mon associée, mon comptable et mon mari⟧."),
    ("fr", "Le vendredi soir, ⟦tout le monde apporte un plat⟧."),
    ("fr", "Je sais que ⟦la maison tiendra⟧."),
    ("fr", "Grâce au prêt de la banque, ⟦nous avons acheté un four⟧."),
    ("fr", "Depuis le printemps, ⟦les cours affichent complet⟧."),
    ("fr", "Il y a ⟦un piano désaccordé dans le couloir⟧."),
    ("fr", "Ce qui compte, c’est ⟦la patience des anciens⟧."),
    ("fr", "Je viens ici pour ⟦travailler au calme⟧, loin de ma cuisine."),
    ("fr", "Mon fils dessine, ma fille chante, ⟦moi je cuisine pour tous⟧."),
    ("fr", "Nous avons commencé dans un garage, puis ⟦nous avons loué l’usine⟧."),
    ("en", "When I arrived, ⟦the yard was full of brambles⟧."),
    ("en", "On Saturdays ⟦we mend toasters⟧, and on Sundays we rest."),
    ("en", "With my brother ⟦we started a theatre company⟧ at the end of the garden."),
    ("en", "It is a strange place, ⟦an old wash house of red brick⟧."),
    ("en", "Every morning Lucy opens the shutters and ⟦she puts some music on⟧."),
    ("en", "My work is to ⟦welcome the newcomers⟧."),
    ("en", "At the desk they gave me ⟦a badge, a map and a smile⟧."),
    ("en", "My grandmother taught me to ⟦darn socks⟧, and I teach it in turn."),
    ("en", "The roof still leaks, and ⟦we put out buckets and laugh⟧."),
    ("en", "⟦We repainted the front⟧ with the children of the street."),
    ("en", "I met ⟦my partner, my accountant and my husband⟧ here."),
    ("en", "On Friday nights ⟦everybody brings a dish⟧."),
    ("en", "I know that ⟦the house will stand⟧."),
    ("en", "Thanks to the loan from the bank, ⟦we bought an oven⟧."),
    ("en", "Since spring ⟦the classes have been full⟧."),
    ("en", "There is ⟦a piano in the corridor, out of tune⟧."),
    ("en", "What counts is ⟦the patience of the old hands⟧."),
    ("en", "I come here to ⟦work in peace⟧, far from my kitchen."),
    ("en", "My son draws, my daughter sings, ⟦I cook for everyone⟧."),
    ("en", "We began in a garage, then ⟦we rented the factory⟧."),
)
