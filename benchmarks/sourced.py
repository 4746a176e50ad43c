"""Sentences for `benchmarks.sources`: what an outline says, what a model made of it, and what it made up.

All written for this purpose, about invented places and people. One line a source: the source, two sentences that
say what it says, and one that denies it, with bars between.
"""

from __future__ import annotations

from typing import Final

FRENCH: Final = """
L’atelier ouvre ses portes à tous les habitants du quartier|Tous ceux qui vivent dans le quartier peuvent venir à l’atelier.|L’atelier est ouvert à l’ensemble des habitants du quartier.|L’atelier n’ouvre pas ses portes à tous les habitants du quartier.
La réparation est gratuite|Réparer un objet ne coûte rien.|On répare gratuitement, sans demander d’argent.|La réparation n’est pas gratuite.
On répare ensemble, chacun tient un tournevis|Chacun prend un tournevis et participe à la réparation.|Ici, la réparation se fait à plusieurs, tournevis en main.|On ne répare jamais ensemble.
Les retraités transmettent leurs savoir-faire aux plus jeunes|Les plus jeunes apprennent les gestes des retraités.|Les savoir-faire passent des retraités aux jeunes.|Les retraités ne transmettent pas leurs savoir-faire aux jeunes.
Le jardin partagé accueille des familles le dimanche|Le dimanche, des familles viennent au jardin partagé.|Le jardin partagé reçoit les familles chaque dimanche.|Le jardin partagé n’accueille aucune famille le dimanche.
Les outils sont prêtés aux membres pour une semaine|Les membres peuvent emprunter des outils pendant une semaine.|Chaque membre emprunte les outils pour une semaine.|Les outils ne sont pas prêtés aux membres.
La cuisine commune sert des repas faits de légumes invendus|Des légumes invendus deviennent des repas dans la cuisine commune.|La cuisine commune transforme en repas les légumes qui n’ont pas été vendus.|La cuisine commune ne sert plus de repas.
La bibliothèque d’objets évite d’acheter une perceuse|Grâce à la bibliothèque d’objets, inutile d’acheter une perceuse.|On emprunte une perceuse à la bibliothèque d’objets au lieu de l’acheter.|La bibliothèque d’objets n’évite pas d’acheter une perceuse.
Les décisions sont prises en assemblée par tous les membres|Tous les membres décident ensemble lors des assemblées.|C’est l’assemblée des membres qui prend les décisions.|Les décisions ne sont jamais prises en assemblée.
Le lieu manque de place pour les vélos|Il n’y a pas assez de place pour ranger les vélos.|Les vélos manquent de place dans le lieu.|Le lieu a bien assez de place pour les vélos.
Les enfants apprennent à souder avec un adulte|Un adulte apprend aux enfants à souder.|Accompagnés d’un adulte, les enfants découvrent la soudure.|Les enfants n’apprennent pas à souder.
La mairie soutient le projet en prêtant un local|La mairie prête un local pour soutenir le projet.|Le projet dispose d’un local que la mairie lui prête.|La mairie ne soutient pas le projet.
Les bénévoles tiennent une permanence d’écrivain public|Une permanence d’écrivain public est assurée par des bénévoles.|Des bénévoles aident à écrire des lettres lors d’une permanence.|Les bénévoles ne tiennent plus de permanence d’écrivain public.
Le café est un lieu de rencontre pour les personnes isolées|Les personnes isolées se retrouvent au café.|Au café, les personnes seules font des rencontres.|Le café n’est pas un lieu de rencontre pour les personnes isolées.
Les déchets verts deviennent du compost|On fait du compost avec les déchets verts.|Les déchets verts sont transformés en compost.|Les déchets verts ne deviennent jamais du compost.
Le four à pain du village a été restauré par les habitants|Les habitants ont remis en état le four à pain du village.|Le vieux four à pain a retrouvé vie grâce aux habitants.|Le four à pain du village n’a pas été restauré.
Les nouveaux venus sont accueillis autour d’un café|Un café attend les nouveaux venus pour leur souhaiter la bienvenue.|On accueille ceux qui arrivent en leur offrant un café.|Les nouveaux venus ne sont pas accueillis.
Le garage solidaire aide ceux qui ont besoin d’une voiture pour travailler|Ceux qui ont besoin d’une voiture pour leur travail trouvent de l’aide au garage solidaire.|Le garage solidaire vient en aide aux personnes qui doivent rouler pour travailler.|Le garage solidaire n’aide pas ceux qui ont besoin d’une voiture.
La chorale répète dans l’ancienne usine|L’ancienne usine accueille les répétitions de la chorale.|C’est dans l’ancienne usine que la chorale se retrouve pour répéter.|La chorale ne répète plus dans l’ancienne usine.
Les jeunes construisent des meubles avec des palettes|Avec des palettes, les jeunes fabriquent des meubles.|Des meubles en palettes naissent des mains des jeunes.|Les jeunes ne construisent aucun meuble.
Les artisans partagent leurs machines pour réduire les coûts|Partager les machines permet aux artisans de dépenser moins.|Les artisans mettent leurs machines en commun et réduisent leurs coûts.|Les artisans ne partagent pas leurs machines.
La friche est devenue un parc ouvert à tous|Un parc ouvert à tous a remplacé la friche.|L’ancienne friche est aujourd’hui un parc où chacun peut entrer.|La friche n’est pas devenue un parc.
Le journal de quartier est écrit par les habitants|Ce sont les habitants qui écrivent le journal de quartier.|Les habitants rédigent eux-mêmes le journal du quartier.|Le journal de quartier n’est pas écrit par les habitants.
Les producteurs vendent leurs légumes sans intermédiaire|Les légumes sont vendus directement par les producteurs.|Les producteurs vendent eux-mêmes leurs légumes, sans intermédiaire.|Les producteurs ne vendent pas leurs légumes sans intermédiaire.
Les parents se relaient pour garder les enfants|La garde des enfants est partagée entre les parents.|À tour de rôle, les parents gardent les enfants.|Les parents refusent de se relayer pour garder les enfants.
L’eau de pluie sert à arroser les bacs|On arrose les bacs avec l’eau de pluie.|Les bacs sont arrosés grâce à la pluie que l’on recueille.|L’eau de pluie ne sert pas à arroser les bacs.
Les cours de français sont donnés par des bénévoles|Des bénévoles donnent des cours de français.|Les bénévoles enseignent le français.|Les cours de français ne sont pas donnés par des bénévoles.
La salle commune est chauffée au bois|On chauffe la salle commune avec du bois.|Le bois sert à chauffer la salle commune.|La salle commune n’est pas chauffée.
Les voisins se prêtent une remorque|Une remorque passe d’un voisin à l’autre.|Entre voisins, on se prête la remorque.|Les voisins ne se prêtent pas de remorque.
Le spectacle a réuni des amateurs et des professionnels|Amateurs et professionnels ont joué ensemble dans le spectacle.|Le spectacle a mêlé des professionnels et des amateurs.|Le spectacle n’a réuni aucun amateur.
"""  # noqa: E501  one line a source

ENGLISH: Final = """
The workshop is open to everybody who lives nearby|Everybody who lives nearby can come to the workshop.|The workshop welcomes all the people of the area.|The workshop is not open to everybody who lives nearby.
Repairs are free of charge|Having something repaired costs nothing.|You do not pay for repairs.|Repairs are never free of charge.
Members lend each other tools|Tools are lent from one member to another.|Members borrow tools from each other.|Members do not lend each other tools.
Retired people teach young people how to sew|Young people learn sewing from retired people.|Sewing is taught to the young by those who have retired.|Retired people do not teach young people how to sew.
The shared garden welcomes families on Sundays|On Sundays, families come to the shared garden.|Families are welcome in the shared garden on Sundays.|The shared garden does not welcome families on Sundays.
The kitchen cooks meals from unsold vegetables|Unsold vegetables become meals in the kitchen.|Meals are cooked from vegetables that nobody bought.|The kitchen no longer cooks meals from unsold vegetables, not even soup.
Decisions are taken together at the monthly meeting|Members decide together at the meeting each month.|The monthly meeting is where decisions are taken together.|Decisions are never taken at the monthly meeting.
Children learn to solder with an adult|An adult teaches children how to solder.|With an adult beside them, children learn soldering.|Children do not learn to solder.
The council lends the project a room|The project uses a room lent by the council.|A room is lent to the project by the council.|The council does not lend the project a room.
Volunteers help people write letters|People get help from volunteers to write their letters.|Volunteers assist those who have a letter to write.|Volunteers do not help people write letters.
The café is a meeting place for people who live alone|People who live alone meet at the café.|At the café, those who live on their own find company.|The café is not a meeting place for people who live alone.
Green waste is turned into compost|Compost is made from green waste.|The garden’s waste becomes compost.|Green waste is never turned into compost.
Residents restored the old bread oven|The old bread oven was brought back to life by residents.|The residents have repaired the old bread oven.|Residents have not restored the old bread oven.
Newcomers are greeted with a cup of tea|A cup of tea awaits newcomers.|Those who arrive are welcomed with tea.|Newcomers are not greeted at all.
The garage helps people who need a car for work|People who need a car to work get help from the garage.|The garage supports those who must drive to their job.|The garage does not help people who need a car for work.
The choir rehearses in the old factory|The old factory hosts the choir’s rehearsals.|It is in the old factory that the choir practises.|The choir does not rehearse in the old factory.
Teenagers build furniture from pallets|From pallets, teenagers make furniture.|Furniture is built by teenagers out of pallets.|Teenagers build no furniture.
Craftspeople share machines to cut costs|By sharing machines, craftspeople spend less.|Machines are shared among craftspeople, which cuts costs.|Craftspeople refuse to share machines.
The wasteland has become a public park|A public park has replaced the wasteland.|What was wasteland is now a park for everybody.|The wasteland has not become a public park.
The neighbourhood paper is written by residents|Residents write the neighbourhood paper themselves.|It is the residents who write the local paper.|The neighbourhood paper is not written by residents.
Farmers sell their vegetables directly to customers|Customers buy vegetables directly from farmers.|Farmers sell vegetables to customers with nobody in between.|Farmers do not sell their vegetables directly to customers.
Parents take turns to look after the children|The parents share the care of the children in turns.|Looking after the children is shared among parents.|Parents do not take turns to look after the children.
Rainwater is used to water the beds|The beds are watered with rainwater.|We water the beds with rain that we collect.|Rainwater is not used to water the beds.
French lessons are given by volunteers|Volunteers give French lessons.|People learn French in lessons that volunteers give.|French lessons are not given by volunteers.
The hall is heated with wood|Wood heats the hall.|The hall gets its heat from wood.|The hall is not heated.
Neighbours share a trailer|A trailer is shared between neighbours.|The neighbours have one trailer in common.|Neighbours do not share a trailer.
The show brought amateurs and professionals together|Amateurs and professionals performed together in the show.|In the show, professionals played beside amateurs.|The show brought no amateurs and professionals together.
The boathouse teaches people how to mend nets|People learn to mend nets at the boathouse.|Mending nets is taught at the boathouse.|The boathouse does not teach people how to mend nets.
There is not enough room for bicycles|Bicycles lack room here.|The place is too small for all the bicycles.|There is enough room for bicycles.
Old phones are taken apart for spare parts|Spare parts come from old phones that are taken apart.|We dismantle old phones and keep the parts.|Old phones are not taken apart.
"""  # noqa: E501  one line a source

UNSOURCED_FRENCH: Final = """
Des études montrent que le bonheur au travail améliore la productivité.
Les réseaux sociaux ont changé notre façon de voyager.
La biodiversité marine est menacée par le plastique.
Nous préparons une application mobile pour suivre vos progrès.
Le changement climatique oblige les villes à repenser leurs transports.
Les entreprises cherchent des candidats motivés et dynamiques.
Un partenariat avec une grande banque permettra d’ouvrir une école.
La fréquentation a fortement augmenté depuis la rénovation de la gare.
Notre équipe de football a remporté le championnat régional.
Les participants repartent avec un diplôme reconnu par l’État.
Le yoga réduit le stress et favorise le sommeil.
Une exposition de peinture rend hommage aux impressionnistes.
L’intelligence artificielle transformera bientôt la médecine.
Les prix de l’immobilier ont baissé dans la région.
Un festival de cinéma attire chaque été des vedettes étrangères.
La découverte du site remonte à l’époque romaine.
Les visiteurs peuvent réserver une chambre avec vue sur la mer.
Le restaurant a obtenu une étoile pour sa cuisine raffinée.
Ce succès inspire désormais de nombreux entrepreneurs à l’étranger.
Les animaux abandonnés trouvent refuge dans notre ferme pédagogique.
La police a renforcé les patrouilles de nuit.
Le taux de chômage diminue grâce aux nouvelles formations.
Un médecin consulte gratuitement les patients sans assurance.
Des chercheurs étudient le comportement des abeilles sur le toit.
La construction d’une piscine commencera au printemps prochain.
Les touristes apprécient particulièrement la plage et ses parasols.
Le tribunal a rendu une décision favorable aux riverains.
Une ligne de train à grande vitesse reliera bientôt les deux capitales.
Les investisseurs sont très confiants pour la suite.
Le musée conserve une collection rare de montres anciennes.
"""

UNSOURCED_ENGLISH: Final = """
Studies show that happiness at work improves productivity.
Social networks have changed the way we travel.
Marine life is threatened by plastic.
We are preparing a mobile app to follow your progress.
Climate change forces cities to rethink their transport.
Companies are looking for motivated candidates.
A partnership with a large bank will open a school.
Attendance has risen sharply since the station was renovated.
Our football team won the regional championship.
Participants leave with a diploma recognised by the state.
Yoga reduces stress and helps people sleep.
An exhibition of paintings pays tribute to the impressionists.
Artificial intelligence will soon transform medicine.
House prices have fallen in the region.
A film festival attracts foreign stars every summer.
The site was discovered in Roman times.
Visitors can book a bedroom with a view of the sea.
The restaurant was given a star for its refined cooking.
This success now inspires many entrepreneurs abroad.
Abandoned animals find shelter on our farm.
The police have stepped up their night patrols.
Unemployment is falling thanks to new training.
A doctor sees patients without insurance for free.
Researchers study the behaviour of bees on the roof.
The construction of a swimming pool will begin next spring.
Tourists especially enjoy the beach and its parasols.
The court ruled in favour of the local residents.
A high-speed railway will soon link the two capitals.
Investors are very confident about the future.
The museum keeps a rare collection of antique watches.
"""

# Source, a sentence with the same literal in another form, and one with another literal; a class at the beginning.
LITERALS: Final = """
number|{n} membres viennent à l’atelier|{nw} membres viennent à l’atelier.|{m} membres viennent à l’atelier.
number|L’atelier a reçu {nw} lampes|À l’atelier, on a reçu {n} lampes.|L’atelier a reçu {mw} lampes.
number|The workshop has {n} members|There are {ne} members in the workshop.|The workshop has {me} members.
number|{ne} chairs were mended|They mended {n} chairs.|They mended {m} chairs.
percent|{n} % des objets repartent réparés|{nw} pour cent des objets repartent réparés.|{m} % des objets repartent réparés.
percent|{n}% of things leave in working order|{ne} percent of things leave in working order.|{m}% of things leave in working order.
unit|Le lieu a reçu {n} % de dons|Les dons ont atteint {n} % pour le lieu.|Le lieu a reçu {n} euros de dons.
money|L’adhésion coûte {n} euros|Pour adhérer, on paie {nw} euros.|L’adhésion coûte {m} €.
money|Membership costs €{n}|You pay {ne} euros for membership.|Membership costs €{m}.
range|Des enfants de {n} à {k} ans viennent|Les enfants, de {nw} à {kw} ans, viennent ici.|Des enfants de {n} à {j} ans viennent.
range|Children aged {n} to {k} come|Children from {ne} to {ke} come here.|Children aged {m} to {k} come.
ordinal|C’est la {o}e rencontre|La {ow} rencontre a lieu ici.|C’est la {p}e rencontre.
ordinal|This is the {oe} meeting|The meeting is the {oe} one.|This is the {pe} meeting.
time|L’atelier ouvre à {h} h {mi}|À {h}h{mi}, l’atelier ouvre.|L’atelier ouvre à {g} h {mi}.
time|The workshop opens at {h}:{mi}|At {h}:{mi}, the workshop opens.|The workshop opens at {g}:{mi}.
date|Le marché a lieu le {d} {mf}|Le {d} {mf}, on se retrouve au marché.|Le marché a lieu le {e} {mf}.
date|The market is on {d} {men}|On {men} {d}, people come to the market.|The market is on {d} {men2}.
month|Le jardin rouvre en {mf}|En {mf}, le jardin rouvre.|Le jardin rouvre en {mf2}.
month|The garden opens again in {men}|In {men}, the garden opens again.|The garden opens again in {men2}.
weekday|On répare le {wf}|Le {wf}, on répare.|On répare le {wf2}.
weekday|Repairs are done on {wen}|Every {wen}, repairs are done.|Repairs are done on {wen2}.
year|Le lieu est né en {y}|C’est en {y} que le lieu est né.|Le lieu est né en {z}.
year|The place began in {y}|It was in {y} that the place began.|The place began in {z}.
person|{pa} {fa} anime la soirée|La soirée est animée par {pa} {fa}.|La soirée est animée par {pb} {fa}.
person|{pa} {fa} mends radios|Radios are mended by {pa} {fa}.|Radios are mended by {pa} {fb}.
first name|{pa} {fa} anime la soirée|{pa} anime la soirée.|{pb} anime la soirée.
place|Le lieu se trouve à {ta}|C’est à {ta} que se trouve le lieu.|Le lieu se trouve à {tb}.
place|The place is in {ta}|In {ta}, you will find the place.|The place is in {tb}.
organisation|L’association {oa} prête la salle|La salle est prêtée par {oa}.|La salle est prêtée par {ob}.
organisation|{oa} lends the hall|The hall is lent by {oa}.|The hall is lent by {ob}.
role|{pa} {fa}, {rf}, ouvre la séance|{pa} {fa}, {rf2}, ouvre la séance.|{pa} {fa}, {rf3}, ouvre la séance.
role|{pa} {fa}, the {ren}, opens the meeting|The {ren}, {pa} {fa}, opens the meeting.|{pa} {fa}, the {ren3}, opens the meeting.
"""  # noqa: E501  one line a source
