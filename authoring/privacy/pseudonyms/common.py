"""Words that are also names: they count as a name only with a capital, and the smallest never alone."""

from __future__ import annotations

from typing import Final

# what stands between or before the parts of a name, and can stand for nobody by itself
PARTICLES: Final = frozenset(
    "a al an and au aux ben bin d da das de del della den der des di do docteur dos dr du e el en et i ibn in l "
    "la lady las le les lo los m madame mademoiselle maitre miss mlle mm mme monsieur mr mrs ms o of on ou par "
    "pour pr prof professeur saint sainte san santa sir st ste sur the to un une van vom von y zu zum zur".split()
)

# nouns, adjectives, verbs and months, French and English, that people are also called; without accents
WORDS: Final = frozenset(
    "abbe abbey aime aimee alder amber ami ange angel anges arch archer argent art ash ashes aube auger august "
    "autumn avril azur baker ball banks barber barley barn baron barre bass bay beach bean bear beau beaux beck "
    "bel bell belle berger bergere berry best bill bird bishop black blake blanc blanche bleu bliss blond bloom "
    "blue bois boisson bon bond bonne bonnet book booth bordes bouche boucher boulanger bourg bourgeois bow "
    "bowman branch brave bread bridge bridges brook brooks brown brun brune buck bull burns bush butler cage "
    "candy cardinal carol carpe carpenter carpentier carre carrier carter cash castle cave celeste cerf chance "
    "chapelle charbonnier charity charpentier chase chasse chat chaton chauve chene cher cherry chevalier chevre "
    "chip christian church clair claire clay clemence clement clerc cliff clos cloud cochet collet colline "
    "colombe come comte constant cook cooper coq corail coral corbeau cordier corneille cotton couture couturier "
    "craft crane cream crew croix cross crystal cuisinier dale dame dawn day dean deer desire destiny diamond "
    "dick dieu dolly doux drake drew droit drum duc duke earl early east ecuyer eden ember english ermite espoir "
    "etang etoile eve faith falcon fall farmer faucon fauvel fer ferme fern ferry fevre fidele field fields finch "
    "fish fisher fleur flint flore flower fontaine ford forest forestier foret forgeron fort forte fortune foster "
    "fountain fournier fox franc franche francois frank free freed french frere frost gale gallois garde garden "
    "gardener gardien garland gay gene gentil germain gilet ginger glass glen gold good grace grand grande "
    "granger grant gras grass gray green grey gris gros grove guerrier guest guide haie hale hall hand harbor "
    "harbour hardy harmony harper hart harvest haven hawk hay hazel heart heath heather heaven herb herbe heros "
    "hill hills hiver holly honey honore hood hope house huguenot hunt hunter ice iris iron isle ivoire ivory ivy "
    "jacinthe jack jade jardin jardinier jasmin jay jean jet jeudi jeune jewel joie joli jolie joly jour jouvence "
    "joy judge juge juillet juin june juste justice kay keen king knight lac lake lamb lame lance land lane lark "
    "lash laurel laurier law leaf lee lemon lever life light lilas lily link lion lis little lock long lord loup "
    "louve love low luck lumiere lundi lune lys mace mai maire maison maitresse major manche manoir maple march "
    "marchand marche mardi marguerite marie marin marine mark marks mars marsh martin mason masse mauve may "
    "meadow melodie melody menuisier mer mercer mercier mercy merle merry meunier mieux mike mild mile miles mill "
    "mille miller mills mint misty moine monday mont montagne moon moss moulin mount mouton muguet myrtle nation "
    "neige nick night noble noel noir noire nord north nuit oak ocean octave odeur olive olivier opal or orme "
    "ours page painter paix palmer palmier papillon parent park parker parsons pascal patience pays peach pearl "
    "pelletier penny pepper perle peter petit petite picard pierre pigeon pike pin piper plaisance plante plum "
    "poet poirier pole pommier pond pont pool poppy porte porter portier post potier potter poulain poulet power "
    "precious premier prevot price pride priest prieur prince princesse printemps prosper providence prudence "
    "prune puits purple quill rain raison raven ray read red reed reeves reine renard rich ridge ring rive river "
    "rivers riviere road rob robin roche rocher rock rod roi roman romarin rond ronde root rose rosee rosier "
    "rossignol rouge rousseau roux royal ruby rue rush rusty sabine sable sage sailor salomon samedi sand sandy "
    "sapin saule savage savoie sea seal serenity serge serrurier shade shell shepherd short silver singer skinner "
    "sky small smart smith snow soleil sommet source south sparrow spring spruce star steel stone storm story "
    "street strong sue summer summers sun sunday sunny swan sweet tailleur tanner temple terre thorn tide tiger "
    "timber tisserand tour tournier trace treasure trinity true turner unity vaillant vale valentin vallee "
    "verdier verger verite vermeil vert victor vigne vigneron ville violet violette vivien voisin volant wade "
    "walker wall walls ward warden water waters weaver wells west wheeler white wild will willow wills winter "
    "wise wolf wood woods wren wright yeux young zephyr".split()
)
