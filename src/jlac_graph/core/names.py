"""Names within a sentence: their article, their number and their first letter, in the four languages.

English, Spanish and Portuguese put articles before some names and join them with prepositions ("no Japão").
Japanese needs none of it. The lists hold words of the languages, not names of this project's entities,
except for places whose article is a matter of usage.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from .languages import and_list

__all__ = ["contract", "describes", "is_plural", "is_title", "name_list", "within_sentence"]

_ARTICLES = {
    "en": {
        "the": "United States|United Kingdom|world|Americas|Caribbean|Bahamas|Dominican Republic"
        "|Middle East"
        "|European Union|United Nations|World Bank|Uyuni salt flats|Amazon|Andes|Cerrado"
        "|British Virgin Islands|Cayman Islands"
    },
    "es": {
        "el": "mundo|Caribe|Cerrado|Sudeste Asiático|Sudeste asiático|Medio Oriente|Oriente Medio"
        "|Norte de México",
        "la": "Amazonia",
        "las": "Américas|Bahamas|Islas Caimán|Islas Vírgenes Británicas",
    },
    "pt": {
        "o": "Brasil|Canadá|Caribe|Chile|Equador|Haiti|Japão|México|Panamá|Paraguai|Peru|Reino Unido"
        "|Suriname"
        "|Mercosul|Uruguai|Vietnã|mundo|Cerrado|Oriente Médio|Sudeste Asiático|Norte do México",
        "a": "Alemanha|Amazônia|América Central|América do Sul|América Latina e Caribe|América Setentrional"
        "|Argentina|Ásia|Ásia Oriental|Austrália|Bolívia|China|Colômbia|Coreia do Sul|Costa Rica"
        "|Espanha|Europa|França|Guatemala"
        "|Guiana|Itália|Jamaica|Malásia|Nicarágua|Nova Zelândia|República Dominicana|Suíça|União Europeia"
        "|Venezuela|Índia",
        "os": "Estados Unidos",
        "as": "Américas|Bahamas|Ilhas Cayman|Ilhas Virgens Britânicas",
    },
}
"""Names of places that take an article; Spanish omits it before countries."""
_ENGLISH_HEADS = re.compile(
    r"^(?:Government|Bank|Ministry|Embassy|Office|University|Chamber|Secretariat"
    r"|State|Agriculture|Economy|(?:\w+ ){0,2}industry|Boom|Fall"
    r"|Rise|(?:First |Second )?[Ss]urge|Return|Removal|Smelter|Promotion|Campaign|Outbreak|(?:\w+ )*[Ss]ector"
    r"|(?:Transport )?[Ii]nfrastructure|Fund manager|Free trade agreement|(?:\S+ )*fund|Initiative|Founding"
    r"|\S+ framework agreement|APEC leaders' summit|IDB annual meeting|Power plant|Production platform"
    r"|Semiconductor facility|Study|Trial extraction|State visit|Opening|Meeting|Start|Commercial launch"
    r"|Deposit and remittance business|\S+ ministerial working group) (?:of|in|on|for|around)\b"
    r"|^Programme that\b|^National (?:\w+ ){1,3}(?:of|for)\b"
    r"|^(?:(?:[A-Z]\w+|and) )+Institute\b(?! of Technology)"
    r"|^(?:[A-Z]\w+ )+(?:University|Company|Service|Center|Centre) (?:of|for)\b"
    r"|\b(?:Agency|Bank (?:for|of)|(?:Development|European Investment|Norinchukin) Bank|Agreement|Alliance"
    r"|Association|Organization|Program|Committee|Earthquake|Commission"
    r"|Forum for|Forum \d{4}|Fund|Partnership|Group|Conference|metro|Convention|Treaty|Memorandum|Document"
    r"|Scheme|Waiver|Revision|Framework|Mechanism|Visit|Tour)\b"
    r"|(?: mine| complex| venture| refinery in \w+| firm| power station| wind farm| oil field| [Tt]erminal"
    r"| pipeline| project| refinery| (?:plant|mill|line|factory)(?: in .+)?)$"
)
_COMMON_NOUNS = re.compile(
    r"^(?:Bridges|Capacity building|Component factories|Desalination works|Founding|Free trade agreements?"
    r"|(?:Transport i|I)nfrastructure|(?:Hydrop|P)ower plant|Production platform|Roads and bridges"
    r"|Semiconductor facility|Smelter|Study|Trial extraction|Natural resource projects|Fund manager"
    r"|Loan-for-resource deals|Deposit and remittance business|Two(?: \w+)*)"
    r" (?:of|in|on|for|around|damaged)\b"
)
"""What a name begins with that describes an asset, project or agreement, rather than naming it."""
_HEADS = {
    "es": {
        "el": "Banco|Gobierno|Ministerio|Fondo|Acuerdo|Tratado|Comité|Instituto|Programa|Foro|Complejo"
        "|Grupo"
        "|Auge|Brote|Cofinanciamiento|Comercio|Crecimiento|Descenso|Estancamiento|Estudio|Lanzamiento"
        "|Litio|Metro|Parque"
        "|Gran|Paso|Primer|Sector|Convenio|Marco de|Mecanismo|Memorando|Protocolo de|Trabajo|Puerto de"
        "|Campo petrolífero|Campo petrolero|Gasoducto|Centro|Sistema|Proyecto"
        "|Aeropuerto|Alto|Baipás|Contrato|Corredor|Diálogo|Documento|Ferrocarril|Negocio|Puente|Servicio"
        "|Segundo|Simposio|Vertedero|Sexto|Séptimo|Noveno",
        "la": "Agencia|Ayuda|Organización|Alianza|Asociación|Comisión|Unión|Universidad|Mina|Planta"
        "|Embajada"
        "|Oficina|Secretaría|Empresa|Agricultura|Asamblea|Asistencia|Campaña|Caída|Central|Compensación"
        "|Convocatoria"
        "|Cooperación|Creación|Cumbre|Economía|Eliminación|Emigración|Extracción|Fundición|Fábrica"
        "|Industria"
        "|Infraestructura|Iniciativa|Plataforma|Primera|Promoción|Refinería|Reunión|Segunda|Tercera"
        "|Vuelta|Gestora"
        "|Terminal de|Línea|Subsidiaria|Filial|Declaración"
        "|Acería|Ampliación|Antigua|Apertura|Autoridad|Comunidad|Corporación|Cruz|Exención|Hacienda|Hoja"
        "|Modificación|Quinta|Revisión|Visita",
    },
    "pt": {
        "o": "Banco|Escritório|Governo|Ministério|Fundo|Acordo|Tratado|Comitê|Instituto|Programa|Fórum"
        "|Complexo|Grupo|Boom|Empreendimento|Cofinanciamento|Comércio|Crescimento|Estudo|Lançamento"
        "|Lítio|Metrô|Parque|Primeiro|Retorno|Salto|Setor"
        "|Grande|Surto|Trabalho"
        "|Porto da|Porto de|Porto do|Campo petrolífero|Gasoduto|Centro|Sistema|Projeto"
        "|Terminal da|Terminal de|Terminal do|Contrato|Mecanismo|Memorando|Protocolo de"
        "|Acordo-quadro|Aeroporto|Alto|Aterro|Contorno|Corredor|Diálogo|Documento|Marco|Negócio|Serviço"
        "|Segundo|Simpósio|Termo|Sexto|Sétimo|Nono",
        "a": "Agência|Organização|Aliança|Associação|Comissão|União|Universidade|Mina|Planta|Embaixada"
        "|Empresa|Agricultura|Ajuda|Assembleia|Assistência|Ascensão|Campanha|Chamada|Compensação"
        "|Cooperação|Criação|Cúpula"
        "|Economia|Eliminação|Emigração|Estagnação|Extração|Fundição|Fábrica|Indústria|Infraestrutura"
        "|Iniciativa|Plataforma|Primeira|Promoção|Queda|Refinaria|Reunião|Segunda|Terceira|Transição"
        "|Usina|Gestora"
        "|Fazenda|Secretaria|Linha|Subsidiária|Declaração|Parceria|Central|central"
        "|Abertura|Alteração|Ampliação|Antiga|Autoridade|Comunidade|Convenção|Corporação|Ferrovia|Isenção"
        "|Ponte|Quinta|Revisão|Siderúrgica|Termelétrica|Visita",
    },
}
"""What a name begins with that takes an article."""
_ARTICLE_OF, _ARTICLE_BEFORE = (
    {
        lang: {word: article for article, words in of.items() for word in words.split("|")}
        for lang, of in table.items()
    }
    for table in (_ARTICLES, _HEADS)
)
_ONE_CRISIS = "Crisis de "
"""A Spanish noun that is the same in the plural: one crisis, as in "Crisis de la deuda"."""
_COUNT = re.compile(r"(?:Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten|Eleven|Twelve|Small) ")
_NUMBERS = {
    "es": ("Cuatro", "Cinco", "Siete", "Ocho", "Nueve", "Diez", "Once", "Doce"),
    "pt": ("Quatro", "Cinco", "Sete", "Oito", "Nove", "Dez", "Onze", "Doze"),
}
"""Spanish and Portuguese numbers that do not end in s."""
_PROPER = re.compile(
    r"(?:Japan|Latin|Peru|Brazil|Mexic|Sumitomo|European|North|South|Central|Asia|Chil|Nissan|[A-Z]{2}|\w+'s\b)"
)
"""English adjectives and names that keep their capital at the head of a descriptive name."""
_CONTRACTIONS = {
    "es": {"el": {"de": "del", "a": "al"}},
    "pt": {
        "o": {"de": "do", "em": "no", "a": "ao", "por": "pelo"},
        "a": {"de": "da", "em": "na", "a": "à", "por": "pela"},
        "os": {"de": "dos", "em": "nos", "a": "aos", "por": "pelos"},
        "as": {"de": "das", "em": "nas", "a": "às", "por": "pelas"},
    },
}
_PAIR = re.compile(r"\b(de|em|por|a) ([oa]s? (?:(?! entre )[^,;()])*?) e (?=[oa]s? )")
_JOINING = {
    lang: re.compile(rf"\b({'|'.join(next(iter(forms.values())))}) ({'|'.join(forms)}) (?=\w)")
    for lang, forms in _CONTRACTIONS.items()
}
"""A preposition and the article after it, with which it makes one word."""
_START, _NEXT, _END = "\x02\x1f\x03"
"""What encloses and parts a list of names until `contract` knows the preposition before it."""
_LISTS = {
    lang: re.compile(rf"(?:\b({'|'.join(next(iter(forms.values())))}) )?{_START}([^{_START}]*?){_END}")
    for lang, forms in _CONTRACTIONS.items()
}
_HEAD_ENDS = {
    "en": re.compile(
        r",| \(| (?:of|in|on|by|for|with|under|to|from|at|as|that|who|between|behind|around|based|led|sent"
        r"|trained|investing|together|damaged)\b"
    ),
    "es": re.compile(r",| \(| (?:de|del|en|que|con|entre|para|sobre)\b"),
    "pt": re.compile(r",| \(| (?:de|do|da|dos|das|no|na|nos|nas|em|que|com|entre|para|sobre)\b"),
}
_TITLE_ENDS = re.compile(r",| \(|: ")
_SMALL_WORDS = frozenset(
    ["a", "after", "an", "and", "at", "for", "from", "in", "of", "on", "the", "to", "with"]
)
_LONG_TITLE = 5
"""Words with a capital letter that are more than a noun and the places after it."""
_JOINED = re.compile(r"^[A-ZÁÉÍÓÚ]\w+(?:, [A-Z]\w+)* (?:and|y|e) [A-Z](?![^(]* (?:of|for|Agreement)\b)")

_BOTH = re.compile(r"[A-ZÁÉÍÓÚ]\w+(?:, [A-Z]\w+)* (?:and|y|e) [A-Z]\w+")


@lru_cache(maxsize=4096)
def within_sentence(name: str, lang: str, *, descriptive: bool = False) -> str:
    """Return a name as it is written within a sentence.

    Parameters
    ----------
    name : the name.
    lang : en, ja, es or pt.
    descriptive : the name describes what it names ("Exporters of Chile"), and begins with a small letter.

    Examples
    --------
    >>> within_sentence("United States", "en"), within_sentence("Codelco", "en")
    ('the United States', 'Codelco')
    >>> within_sentence("European Investment Bank", "en"), within_sentence("Mizuho Bank", "en")
    ('the European Investment Bank', 'Mizuho Bank')
    >>> within_sentence("National Institute of Civil Defence", "en")
    'the National Institute of Civil Defence'
    >>> within_sentence("Tokyo Institute of Technology", "en")
    'Tokyo Institute of Technology'
    >>> within_sentence("Japão", "pt"), within_sentence("Banco Mundial", "es")
    ('o Japão', 'el Banco Mundial')
    >>> within_sentence("Hoja de términos", "es"), within_sentence("Convenção tributária", "pt")
    ('la Hoja de términos', 'a Convenção tributária')
    >>> within_sentence("Porto de La Unión", "pt"), within_sentence("Porto Alegre", "pt")
    ('o Porto de La Unión', 'Porto Alegre')
    >>> within_sentence("Industria salmonera de Chile", "es", descriptive=True)
    'la industria salmonera de Chile'
    >>> within_sentence("Crisis de la deuda", "es", descriptive=True)
    'la crisis de la deuda'
    """
    if lang == "ja":
        return name
    if name == "Mundo":
        name = "mundo"
    article = _article(name, lang)
    if descriptive and not _is_proper(name, lang):
        name = name[:1].lower() + name[1:]
    return f"{article} {name}" if article else name


@lru_cache(maxsize=4096)
def describes(name: str) -> bool:
    """Return whether an English name of an asset, project or agreement is a description of it.

    >>> describes("Power plant for Sierra Gorda"), describes("Caserones copper mine")
    (True, False)
    """
    return _COMMON_NOUNS.match(name) is not None


def is_title(name: str) -> bool:
    """Return whether an English name of a programme is written as a title, up to a bracket or comma.

    >>> is_title("Economic and Social Development Programme (health), Paraguay"), is_title("Loans to Peru")
    (True, False)
    >>> is_title("Cooperation for Economic Recovery and Social Inclusion")
    True
    """
    words = [word for word in _TITLE_ENDS.split(name)[0].split() if word not in _SMALL_WORDS]
    long = len(words) >= _LONG_TITLE and all(word[:1].isupper() for word in words)
    return long or _is_titled(name.partition(" ")[2])


@lru_cache(maxsize=4096)
def is_plural(name: str, lang: str) -> bool:
    """Return whether a descriptive name takes a verb in the plural, by its head noun.

    Examples
    --------
    >>> is_plural("Exporters of Chile", "en"), is_plural("Pork industry of Mexico", "en")
    (True, False)
    >>> is_plural("Empresas japonesas", "es"), is_plural("Economia do Japão", "pt")
    (True, False)
    >>> is_plural("Doce países de Asia-Pacífico", "es"), is_plural("Sete bancos japoneses", "pt")
    (True, True)
    >>> is_plural("Brazil and Mexico together", "en"), is_plural("Economic and Social Programme", "en")
    (True, False)
    """
    if lang == "ja":
        return False
    head = _HEAD_ENDS[lang].split(name, maxsplit=1)[0]
    if _BOTH.fullmatch(head):
        return True
    if lang == "en":
        return head.endswith("s") and not head.endswith(("ss", "is", "us", "'s"))
    first = head.split(" ")[0]
    return first in _NUMBERS[lang] or (first.endswith("s") and not name.startswith(_ONE_CRISIS))


def name_list(names: Sequence[str], lang: str) -> str:
    """List names as they stand within a sentence; `contract` has yet to write the list out.

    In Spanish and Portuguese a preposition is repeated if a later name has an article.

    >>> contract("a " + name_list(["SANAA", "el Gobierno"], "es"), "es")
    'a SANAA y al Gobierno'
    >>> name_list(["JICA", "NEXI"], "es")
    'JICA y NEXI'
    """
    articles = _CONTRACTIONS.get(lang, {}) | ({"la": {}, "los": {}, "las": {}} if lang == "es" else {})
    if not any(name.partition(" ")[0] in articles for name in names[1:]):
        return and_list(names, lang)
    return f"{_START}{_NEXT.join(names)}{_END}"


def contract(text: str, lang: str) -> str:
    """Join prepositions with the articles after them, and write out the lists of `name_list`.

    >>> contract("investiu em o Japão e o Peru", "pt"), contract("datos de el Banco Mundial", "es")
    ('investiu no Japão e no Peru', 'datos del Banco Mundial')
    """
    if lang == "pt" and " e " in text:  # "de o Japão e o Peru" repeats its preposition; names have theirs
        text = _PAIR.sub(r"\1 \2 e \1 ", text)
    if _START in text:
        text = _LISTS[lang].sub(lambda found: _written_out(found[2].split(_NEXT), found[1], lang), text)
    if lang not in _JOINING:
        return text
    return _JOINING[lang].sub(lambda found: f"{_CONTRACTIONS[lang][found[2]][found[1]]} ", text)


def _written_out(names: Sequence[str], preposition: str | None, lang: str) -> str:
    return and_list([f"{preposition} {name}" for name in names] if preposition else names, lang)


def _article(name: str, lang: str) -> str:
    if article := _ARTICLE_OF[lang].get(name):
        return article
    if lang == "en":
        takes = _ENGLISH_HEADS.search(name) and not re.match(r"The |Japan-IDB|(?:(?! of ).)*'s ", name)
        return "the" if takes and not is_plural(name, "en") else ""
    if lang == "es" and name.startswith(_ONE_CRISIS):
        return "la"
    first, _, rest = name.partition(" ")
    found = {_ARTICLE_BEFORE[lang].get(start) for start in (first, f"{first} {rest.partition(' ')[0]}")}
    return next((article for article in _HEADS[lang] if article in found), "") if rest else ""


def _is_proper(name: str, lang: str) -> bool:
    proper = _PROPER.match(name) is not None if lang == "en" else name[1:2].isupper()
    first, _, rest = name.partition(" ")
    titled = lang == "en" and _is_titled(rest)
    if lang == "en" and _COUNT.match(name):
        return False
    return (
        proper or titled or not rest[:1].islower() or first.endswith(",") or _JOINED.match(name) is not None
    )


def _is_titled(rest: str) -> bool:
    """Return whether what follows the first word is written as a title, up to the first preposition.

    >>> _is_titled("and Technology Research Partnership for Growth"), _is_titled("of Latin America")
    (True, False)
    """
    words = [word for word in _HEAD_ENDS["en"].split(f" {rest}")[0].split() if word != "and"]
    return len(words) > 1 and all(word[:1].isupper() for word in words)
