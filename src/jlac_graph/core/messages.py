"""The words that commands print around the data, in the languages of the labels."""

from __future__ import annotations

from .languages import digits

__all__ = ["count", "phrase"]

_PHRASES = {
    "stated in": {"ja": "出典", "es": "consta en", "pt": "consta em"},
    "statements": {"ja": "記述", "es": "afirmaciones", "pt": "afirmações"},
    "things that name it": {
        "ja": "これを参照する事物",
        "es": "entidades que lo mencionan",
        "pt": "entidades que o mencionam",
    },
    "figures": {"ja": "数値", "es": "cifras", "pt": "números"},
    "no source": {"ja": "出典なし", "es": "sin fuente", "pt": "sem fonte"},
    "unclassified": {"ja": "未分類", "es": "sin clasificar", "pt": "sem classificação"},
    "more than {limit}; --limit for others": {
        "ja": "{limit}件を超えています。続きは--limitで",
        "es": "más de {limit}; use --limit para ver otros",
        "pt": "mais de {limit}; use --limit para ver outros",
    },
    "{text} ({things})": {"ja": "{text}（{things}）"},
    "no path": {"ja": "経路なし", "es": "ningún camino", "pt": "nenhum caminho"},
    "paths {first} to {last} of {total}; --page for others": {
        "ja": "経路{total}本のうち{first}～{last}。続きは--pageで",
        "es": "caminos {first} a {last} de {total}; use --page para ver otros",
        "pt": "caminhos {first} a {last} de {total}; use --page para ver outros",
    },
    "{shown}.": {"ja": "{shown}。"},
    "no passage": {"ja": "該当箇所なし", "es": "ningún pasaje", "pt": "nenhuma passagem"},
    "{passages} of {documents}": {
        "ja": "{documents}の{passages}",
        "es": "{passages} de {documents}",
        "pt": "{passages} de {documents}",
    },
    "{links}, the weakest on {weakest}; cost {cost}": {
        "ja": "{links}、最も弱いつながりの裏付け：{weakest}、コスト{cost}",
        "es": "{links}; respaldo del más débil: {weakest}; costo {cost}",
        "pt": "{links}; respaldo da mais fraca: {weakest}; custo {cost}",
    },
    "meets in {label} ({many}): common ground, not a dealing between the two sides": {
        "ja": "「{label}」（{many}）で接点を持つ：共通の属性にすぎず、両者の間の取引・協力ではない",
        "es": "coinciden en {label} ({many}): rasgo común, no una relación directa entre ambas partes",
        "pt": "coincidem em {label} ({many}): traço comum, não uma relação direta entre as duas partes",
    },
    "between them, with the number of paths:": {
        "ja": "両者の間にあるもの（数字は経路の数）：",
        "es": "entre ambos extremos, con el número de caminos:",
        "pt": "entre as duas pontas, com o número de caminhos:",
    },
    "cost: 1 a link, more where few sources back it or it is only a plan, and for passing hubs": {
        "ja": "コスト：つながり1本につき1。裏付けが少ないとき、計画段階のとき、ハブを通るときは高くなる",
        "es": "costo: 1 por vínculo, más si pocas fuentes lo respaldan, si es solo un plan o si se pasa por "
        "nodos muy conectados",
        "pt": "custo: 1 por ligação, mais se poucas fontes a respaldam, se é apenas um plano ou se se passa "
        "por nós muito conectados",
    },
    "searched {links} between {things}, at most {most} a path": {
        "ja": "検索範囲：{things}の間の{links}、1経路あたり最大で{most}",
        "es": "búsqueda en {links} entre {things}, con un máximo de {most} por camino",
        "pt": "busca em {links} entre {things}, com no máximo {most} por caminho",
    },
    "left out for bearing no date: {links}": {
        "ja": "日付がないため除外：{links}",
        "es": "sin fecha y por eso fuera de la búsqueda: {links}",
        "pt": "sem data e por isso fora da busca: {links}",
    },
    "left out for going round within one fact: {paths}": {
        "ja": "一つの事実の中を回り道するため除外：{paths}",
        "es": "rodeos dentro de un mismo hecho, no incluidos: {paths}",
        "pt": "desvios dentro de um mesmo fato, não incluídos: {paths}",
    },
    "not passed through, with over {limit} neighbours: {hubs}": {
        "ja": "隣接する事物が{limit}件を超えるため通らなかったもの：{hubs}",
        "es": "nodos con más de {limit} vecinos, por los que no se pasó: {hubs}",
        "pt": "nós com mais de {limit} vizinhos, pelos quais não se passou: {hubs}",
    },
    "things within reach of either end: {near}": {
        "ja": "それぞれの端から届く事物の数：{near}",
        "es": "entidades al alcance de cada extremo: {near}",
        "pt": "entidades ao alcance de cada ponta: {near}",
    },
    "there would be a path without the wish '{wish}': {names}": {
        "ja": "条件「{wish}」を外せば経路がある：{names}",
        "es": "habría un camino sin la condición «{wish}»: {names}",
        "pt": "haveria um caminho sem a condição “{wish}”: {names}",
    },
    "at most {links}": {"ja": "最大で{links}", "es": "como máximo {links}", "pt": "no máximo {links}"},
    "avoiding {names}": {"ja": "{names}を避ける", "es": "evitar {names}", "pt": "evitar {names}"},
    "passing {names}": {"ja": "{names}を通る", "es": "pasar por {names}", "pt": "passar por {names}"},
    "the years asked for": {"ja": "指定した年", "es": "los años pedidos", "pt": "os anos pedidos"},
    "links of one time": {
        "ja": "同じ時期のつながりだけ",
        "es": "vínculos de una misma época",
        "pt": "ligações de uma mesma época",
    },
    "leaving out hubs": {
        "ja": "ハブを通らない",
        "es": "no pasar por nodos muy conectados",
        "pt": "não passar por nós muito conectados",
    },
    "all of this": {"ja": "すべての条件", "es": "todas las condiciones", "pt": "todas as condições"},
    "the sources cover: {gap}": {
        "ja": "資料の対象範囲：{gap}",
        "es": "las fuentes abarcan: {gap}",
        "pt": "as fontes abrangem: {gap}",
    },
    "{passages} are pictures whose values are lost": {
        "ja": "図の{passages}は数値が失われている",
        "es": "{passages}: figuras cuyos valores se perdieron",
        "pt": "{passages}: figuras cujos valores se perderam",
    },
    "from": {"ja": "起点", "es": "de", "pt": "de"},
    "to": {"ja": "終点", "es": "a", "pt": "a"},
    "statement": {"ja": "記述", "es": "afirmación", "pt": "afirmação"},
    "status": {"ja": "状態", "es": "estado", "pt": "situação"},
    "source": {"ja": "出典", "es": "fuente", "pt": "fonte"},
}

_COUNTED = {
    "link": {"ja": "つながり{n}本", "es": "vínculo vínculos", "pt": "ligação ligações"},
    "path": {"ja": "経路{n}本", "es": "camino caminos", "pt": "caminho caminhos"},
    "passage": {"ja": "{n}か所", "es": "pasaje pasajes", "pt": "passagem passagens"},
    "document": {"ja": "文書{n}件", "es": "documento documentos", "pt": "documento documentos"},
    "thing": {"ja": "事物{n}件", "es": "entidad entidades", "pt": "entidade entidades"},
    "neighbour": {"ja": "隣接する事物{n}件", "es": "vecino vecinos", "pt": "vizinho vizinhos"},
}
"""Noun -> the pattern of a Japanese count; the singular and the plural in the other languages."""


def phrase(english: str, lang: str, **values: str) -> str:
    """Say a phrase of the commands in a language; English is the key.

    Parameters
    ----------
    english : a phrase of the table, with the places of the values in braces.
    lang : en, ja, es or pt.
    values : what to put in the places.

    Raises
    ------
    KeyError : the table has no such phrase, or a place has no value.

    Examples
    --------
    >>> phrase("figures", "en"), phrase("figures", "es")
    ('figures', 'cifras')
    >>> phrase("the sources cover: {gap}", "pt", gap="2013")
    'as fontes abrangem: 2013'
    """
    return _PHRASES[english].get(lang, english).format(**values)


def count(number: int, noun: str, lang: str) -> str:
    """Say how many there are of a thing.

    Parameters
    ----------
    number : how many.
    noun : link, path, passage, document, thing or neighbour.
    lang : en, ja, es or pt.

    Raises
    ------
    KeyError : there is no such noun.

    Examples
    --------
    >>> count(1, "link", "en"), count(1522, "link", "en"), count(1522, "link", "pt")
    ('1 link', '1,522 links', '1.522 ligações')
    >>> count(2, "path", "ja")
    '経路2本'
    """
    words = _COUNTED[noun].get(lang, f"{noun} {noun}s")
    written = digits(number, lang)
    if lang == "ja":
        return words.format(n=written)
    one, many = words.split()
    return f"{written} {one if number == 1 else many}"
