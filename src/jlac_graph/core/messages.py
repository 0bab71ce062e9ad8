"""Phrases that the commands print with the data, in the languages of the labels."""

from __future__ import annotations

from .languages import digits

__all__ = ["count", "phrase"]

_PHRASES = {
    "stated in": {"ja": "出典", "es": "consta en", "pt": "consta em"},
    "statements": {"ja": "記述", "es": "afirmaciones", "pt": "afirmações"},
    "entities that refer to it": {
        "ja": "これを参照する事物",
        "es": "entidades que se refieren a ella",
        "pt": "entidades que se referem a ela",
    },
    "one of several accounts of": {
        "ja": "同じ出来事の複数の記録の一つ：",
        "es": "uno de varios relatos de",
        "pt": "um de vários relatos de",
    },
    "see also": {"ja": "関連項目", "es": "véase también", "pt": "ver também"},
    "may be the same or related: a remark of the curators": {
        "ja": "同一または関連の可能性（編者の注記）",
        "es": "posiblemente lo mismo o relacionado: observación de los curadores",
        "pt": "possivelmente o mesmo ou relacionado: observação dos curadores",
    },
    "{name}: {value}": {"ja": "{name}：{value}"},
    "{label} (not named by the source)": {
        "ja": "{label}（資料に名称なし）",
        "es": "{label} (la fuente no lo nombra)",
        "pt": "{label} (a fonte não o nomeia)",
    },
    "not yet realised: {what}": {
        "ja": "未実現：{what}",
        "es": "aún no realizado: {what}",
        "pt": "ainda não realizado: {what}",
    },
    "{member} is named among {group}": {
        "ja": "資料は{member}を{group}の一つに挙げている",
        "es": "la fuente cuenta a {member} entre {group}",
        "pt": "a fonte conta {member} entre {group}",
    },
    "{member} is named among {group}, of which the source says: {words}": {
        "ja": "資料は{member}を{group}の一つに挙げ、{group}について次のように述べている：{words}",
        "es": "la fuente cuenta a {member} entre {group}, de los que dice: {words}",
        "pt": "a fonte conta {member} entre {group}, dos quais diz: {words}",
    },
    "through the group {label}: what the source says of it is not said of each member": {
        "ja": "「{label}」という集団を経由する：資料がその集団について述べることは、"
        "個々の構成員については述べていない",
        "es": "pasa por el grupo {label}: lo que la fuente dice de él no lo dice de cada integrante",
        "pt": "passa pelo grupo {label}: o que a fonte diz dele não diz de cada integrante",
    },
    "statistics": {"ja": "数値", "es": "cifras", "pt": "estatísticas"},
    "no source": {"ja": "出典なし", "es": "sin fuente", "pt": "sem fonte"},
    "unclassified": {"ja": "未分類", "es": "sin clasificar", "pt": "sem classificação"},
    "more than {limit}; --limit shows more": {
        "ja": "{limit}件を超えています。続きは--limitで",
        "es": "más de {limit}; use --limit para ver otros",
        "pt": "mais de {limit}; use --limit para ver outros",
    },
    "{text} ({things})": {"ja": "{text}（{things}）"},
    "'{text}' was taken for {name}; other names begin with it: {others}; jlac search lists them": {
        "ja": "「{text}」を{name}とみなした。この語で始まる名前はほかにもある：{others}。一覧はjlac search",
        "es": "«{text}» se tomó por {name}; otros nombres empiezan así: {others}; jlac search los enumera",
        "pt": "“{text}” foi tomado por {name}; outros nomes começam assim: {others}; jlac search os enumera",
    },
    "{names} and {more} more": {
        "ja": "{names}、ほか{more}件",
        "es": "{names} y {more} más",
        "pt": "{names} e mais {more}",
    },
    "no path": {"ja": "経路なし", "es": "ningún camino", "pt": "nenhum caminho"},
    "paths {first} to {last} of {total}; --page shows others": {
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
    "{links}, stated in {weakest}; cost {cost}": {
        "ja": "{links}、裏付け：{weakest}、コスト{cost}",
        "es": "{links}; respaldo: {weakest}; costo {cost}",
        "pt": "{links}; respaldo: {weakest}; custo {cost}",
    },
    "{links}, the weakest stated in {weakest}; cost {cost}": {
        "ja": "{links}、最も弱いつながりの裏付け：{weakest}、コスト{cost}",
        "es": "{links}; respaldo del más débil: {weakest}; costo {cost}",
        "pt": "{links}; respaldo da mais fraca: {weakest}; custo {cost}",
    },
    "one fact names all {things}: {facts}": {
        "ja": "一つの事実が{things}すべてを挙げている：{facts}",
        "es": "un mismo hecho nombra las {things}: {facts}",
        "pt": "um mesmo fato nomeia as {things}: {facts}",
    },
    "the links of the first path hold in no common year; --overlap lists paths whose links do": {
        "ja": "最初の経路のつながりには共通の年がない。--overlapで同じ年に成り立つ経路だけを表示",
        "es": "los vínculos del primer camino no coinciden en ningún año; --overlap muestra los que sí",
        "pt": "as ligações do primeiro caminho não coincidem em nenhum ano; --overlap mostra os que sim",
    },
    "passing through {label} ({many})": {
        "ja": "{label}（{many}）を経由",
        "es": "pasar por {label} ({many})",
        "pt": "passar por {label} ({many})",
    },
    "link": {"ja": "つながり", "es": "vínculo", "pt": "ligação"},
    "documents": {"ja": "文書数", "es": "documentos", "pt": "documentos"},
    "passages": {"ja": "該当箇所数", "es": "pasajes", "pt": "passagens"},
    "unsourced": {"ja": "出典なし", "es": "sin fuente", "pt": "sem fonte"},
    "relation": {"ja": "関係", "es": "relación", "pt": "relação"},
    "membership": {"ja": "集団の構成員", "es": "miembro de un grupo", "pt": "membro de um grupo"},
    "precision": {"ja": "精度", "es": "precisión", "pt": "precisão"},
    "likelihood": {"ja": "確度", "es": "probabilidad", "pt": "probabilidade"},
    "neighbours": {"ja": "隣接する事物", "es": "vecinos", "pt": "vizinhos"},
    "attribute": {"ja": "共通の属性", "es": "rasgo común", "pt": "atributo em comum"},
    "collection {name}": {"ja": "コレクション{name}", "es": "colección {name}", "pt": "coleção {name}"},
    "connected only through {label} ({many}), a shared attribute, not a transaction": {
        "ja": "「{label}」（{many}）を介してのみつながる：共通の属性であり、取引ではない",
        "es": "conectados solo a través de {label} ({many}), un rasgo común, no una transacción",
        "pt": "conectados apenas por {label} ({many}), um atributo em comum, não uma transação",
    },
    "intermediaries, with the number of paths:": {
        "ja": "経由する事物（数字は経路の数）：",
        "es": "intermediarios, con el número de caminos:",
        "pt": "intermediários, com o número de caminhos:",
    },
    "cost: 1 per link, plus surcharges for few sources, doubt, plans, hubs, places and groups": {
        "ja": "コスト：つながり1本につき1。裏付けの少なさ、不確かさ、計画段階、"
        "ハブ・場所・集団の経由には加算がある",
        "es": "costo: 1 por vínculo, más recargos por pocas fuentes, dudas, planes, nodos muy conectados, "
        "lugares y grupos",
        "pt": "custo: 1 por ligação, mais acréscimos por poucas fontes, dúvidas, planos, nós muito "
        "conectados, lugares e grupos",
    },
    "searched {links} between {things}, at most {most} per path": {
        "ja": "検索範囲：{things}の間の{links}、1経路あたり最大で{most}",
        "es": "búsqueda en {links} entre {things}, con un máximo de {most} por camino",
        "pt": "busca em {links} entre {things}, com no máximo {most} por caminho",
    },
    "excluded because undated: {links}": {
        "ja": "日付がないため除外：{links}",
        "es": "excluidos por no tener fecha: {links}",
        "pt": "excluídas por não terem data: {links}",
    },
    "excluded because they are detours within a single fact: {paths}": {
        "ja": "一つの事実の中を回り道するため除外：{paths}",
        "es": "rodeos excluidos dentro de un mismo hecho: {paths}",
        "pt": "desvios excluídos dentro de um mesmo fato: {paths}",
    },
    "excluded because they have more than {limit} neighbours: {hubs}": {
        "ja": "隣接する事物が{limit}件を超えるため除外：{hubs}",
        "es": "nodos excluidos por tener más de {limit} vecinos: {hubs}",
        "pt": "nós excluídos por terem mais de {limit} vizinhos: {hubs}",
    },
    "entities reachable from the first end and from the second: {near}": {
        "ja": "それぞれの端から到達できる事物：{near}",
        "es": "entidades alcanzables desde el primer extremo y desde el segundo: {near}",
        "pt": "entidades alcançáveis a partir da primeira ponta e da segunda: {near}",
    },
    "dropping the condition '{wish}' would give a path: {names}": {
        "ja": "条件「{wish}」を外せば経路がある：{names}",
        "es": "quitar la condición «{wish}» daría un camino: {names}",
        "pt": "retirar a condição “{wish}” daria um caminho: {names}",
    },
    "at most {links}": {"ja": "最大で{links}", "es": "como máximo {links}", "pt": "no máximo {links}"},
    "avoiding {names}": {"ja": "{names}を避ける", "es": "evitar {names}", "pt": "evitar {names}"},
    "passing through {names}": {"ja": "{names}を通る", "es": "pasar por {names}", "pt": "passar por {names}"},
    "the requested years": {"ja": "指定した年", "es": "los años pedidos", "pt": "os anos pedidos"},
    "links that hold in the same year": {
        "ja": "同じ年に成り立つつながりだけ",
        "es": "vínculos vigentes en un mismo año",
        "pt": "ligações vigentes em um mesmo ano",
    },
    "excluding hubs": {
        "ja": "ハブを除外",
        "es": "excluir nodos muy conectados",
        "pt": "excluir nós muito conectados",
    },
    "all conditions": {"ja": "すべての条件", "es": "todas las condiciones", "pt": "todas as condições"},
    "the sources cover: {gap}": {
        "ja": "資料の対象範囲：{gap}",
        "es": "las fuentes abarcan: {gap}",
        "pt": "as fontes abrangem: {gap}",
    },
    "searched in these collections: {names}; jlac query collections says what each covers": {
        "ja": "検索したコレクション：{names}。それぞれの対象範囲はjlac query collectionsで",
        "es": "búsqueda en estas colecciones: {names}; jlac query collections indica qué abarca cada una",
        "pt": "busca nestas coleções: {names}; jlac query collections indica o que cada uma abrange",
    },
    "{passages} are figures whose values are not available as text": {
        "ja": "図の{passages}は数値が本文にない",
        "es": "{passages}: figuras cuyos valores no están en el texto",
        "pt": "{passages}: figuras cujos valores não estão no texto",
    },
    "from": {"ja": "起点", "es": "de", "pt": "de"},
    "to": {"ja": "終点", "es": "a", "pt": "a"},
    "statement": {"ja": "記述", "es": "afirmación", "pt": "afirmação"},
    "status": {"ja": "状態", "es": "estado", "pt": "situação"},
    "source": {"ja": "出典", "es": "fuente", "pt": "fonte"},
}

_PHRASES |= {
    "and {n} more": {"ja": "ほか{n}", "es": "y {n} más", "pt": "e mais {n}"},
    "{nodes} nodes, {links} links in {lines} lines": {
        "ja": "ノード{nodes}、つながり{links}（線{lines}本）",
        "es": "{nodes} nodos, {links} vínculos en {lines} líneas",
        "pt": "{nodes} nós, {links} ligações em {lines} linhas",
    },
    "; dashed: planned or agreed only": {
        "ja": "。破線：計画または合意のみ",
        "es": "; línea discontinua: solo planeado o acordado",
        "pt": "; linha tracejada: apenas planejado ou acordado",
    },
    "; labels of {n} nodes omitted for lack of room": {
        "ja": "。場所がないため{n}ノードの名称を省略",
        "es": "; se omiten por falta de espacio los nombres de {n} nodos",
        "pt": "; omitidos por falta de espaço os nomes de {n} nós",
    },
    "; the file formats list every link of a line": {
        "ja": "。線ごとのすべてのつながりはファイル形式にある",
        "es": "; los formatos de archivo dan todos los vínculos de cada línea",
        "pt": "; os formatos de arquivo dão todas as ligações de cada linha",
    },
    "; and {n} more, which the file formats of this network list": {
        "ja": "。ほか{n}件はこのネットワークのファイル形式にある",
        "es": "; y {n} más, que figuran en los formatos de archivo de esta red",
        "pt": "; e mais {n}, que constam nos formatos de arquivo desta rede",
    },
    "{size}. Sources: {list}.": {
        "ja": "{size}。出典：{list}。",
        "es": "{size}. Fuentes: {list}.",
        "pt": "{size}. Fontes: {list}.",
    },
    "none cited": {"ja": "なし", "es": "ninguna citada", "pt": "nenhuma citada"},
    "{program}; its data: CC BY 4.0.": {
        "ja": "{program}；データ：CC BY 4.0",
        "es": "{program}; sus datos: CC BY 4.0.",
        "pt": "{program}; seus dados: CC BY 4.0.",
    },
}
"""Phrases in figures."""

_COUNTED = {
    "link": {"ja": "つながり{n}本", "es": "vínculo vínculos", "pt": "ligação ligações"},
    "path": {"ja": "経路{n}本", "es": "camino caminos", "pt": "caminho caminhos"},
    "passage": {"ja": "{n}か所", "es": "pasaje pasajes", "pt": "passagem passagens"},
    "document": {"ja": "文書{n}件", "es": "documento documentos", "pt": "documento documentos"},
    "entity": {
        "en": "entity entities",
        "ja": "事物{n}件",
        "es": "entidad entidades",
        "pt": "entidade entidades",
    },
    "neighbour": {"ja": "隣接する事物{n}件", "es": "vecino vecinos", "pt": "vizinho vizinhos"},
}
"""Noun -> the pattern of a Japanese count; singular and plural in the other languages."""


def phrase(english: str, lang: str, **values: str) -> str:
    """Return a phrase of the commands in a language; the English text is the key.

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
    >>> phrase("statistics", "en"), phrase("statistics", "es")
    ('statistics', 'cifras')
    >>> phrase("the sources cover: {gap}", "pt", gap="2013")
    'as fontes abrangem: 2013'
    """
    return _PHRASES[english].get(lang, english).format(**values)


def count(number: int, noun: str, lang: str) -> str:
    """Return a number with its noun, such as ``2 paths``.

    Parameters
    ----------
    number : how many.
    noun : link, path, passage, document, entity or neighbour.
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
