"""The words of the plain pages in four languages."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["LANGUAGE_NAMES", "WORDS"]

LANGUAGE_NAMES = {"en": "English", "ja": "日本語", "es": "Español", "pt": "Português"}

WORDS: Mapping[str, Mapping[str, str]] = {
    "title": {
        "en": "Japan and Latin America: cooperation and investment",
        "ja": "日本と中南米：協力と投資",
        "es": "Japón y América Latina: cooperación e inversión",
        "pt": "Japão e América Latina: cooperação e investimento",
    },
    "lead": {
        "en": "A knowledge graph: each statement cites the passage of the source that states it.",
        "ja": "すべての記述に、それを述べる資料の該当箇所を示すナレッジグラフ。",
        "es": "Un grafo de conocimiento: cada afirmación cita el pasaje de la fuente que la contiene.",
        "pt": "Um grafo de conhecimento: cada afirmação cita a passagem da fonte que a contém.",
    },
    "entities": {"en": "Entities", "ja": "事物", "es": "Entidades", "pt": "Entidades"},
    "facts": {"en": "Facts", "ja": "事実", "es": "Hechos", "pt": "Fatos"},
    "statistics": {"en": "Statistics", "ja": "数値", "es": "Cifras", "pt": "Estatísticas"},
    "sources": {"en": "Sources", "ja": "資料", "es": "Fuentes", "pt": "Fontes"},
    "passages": {"en": "Passages", "ja": "該当箇所", "es": "Pasajes", "pt": "Passagens"},
    "names": {"en": "Names", "ja": "名称", "es": "Nombres", "pt": "Nomes"},
    "identifiers": {"en": "Identifiers", "ja": "識別子", "es": "Identificadores", "pt": "Identificadores"},
    "inward": {
        "en": "Entities that refer to it",
        "ja": "これを参照する事物",
        "es": "Entidades que la mencionan",
        "pt": "Entidades que a mencionam",
    },
    "cited_for": {"en": "Cited for", "ja": "引用元の記述", "es": "Citado para", "pt": "Citado para"},
    "queries": {
        "en": "The query library",
        "ja": "質問集",
        "es": "La biblioteca de consultas",
        "pt": "A biblioteca de consultas",
    },
    "script": {
        "en": "This view needs JavaScript. The pages of entities, facts and queries can be read without it.",
        "ja": "この画面にはJavaScriptが必要です。事物、事実、質問のページはなくても読めます。",
        "es": "Esta vista necesita JavaScript. Las páginas de entidades, hechos y consultas, no.",
        "pt": "Esta visualização precisa de JavaScript. As páginas de entidades, fatos e consultas, não.",
    },
    "search": {"en": "Search", "ja": "検索", "es": "Buscar", "pt": "Buscar"},
    "compare": {"en": "Compare", "ja": "比較", "es": "Comparar", "pt": "Comparar"},
    "saved": {
        "en": "Saved views",
        "ja": "保存した画面",
        "es": "Vistas guardadas",
        "pt": "Visualizações salvas",
    },
    "network": {"en": "Network", "ja": "ネットワーク", "es": "Red", "pt": "Rede"},
    "map": {"en": "Map and time", "ja": "地図と年表", "es": "Mapa y tiempo", "pt": "Mapa e tempo"},
    "sparql": {"en": "SPARQL", "ja": "SPARQL", "es": "SPARQL", "pt": "SPARQL"},
    "data": {"en": "Data", "ja": "データ", "es": "Datos", "pt": "Dados"},
    "story": {"en": "Story", "ja": "物語", "es": "Historia", "pt": "História"},
    "graph": {
        "en": "The whole graph (TriG, compressed), licence CC BY 4.0",
        "ja": "グラフ全体（TriG、圧縮）、ライセンスはCC BY 4.0",
        "es": "El grafo entero (TriG, comprimido), licencia CC BY 4.0",
        "pt": "O grafo inteiro (TriG, comprimido), licença CC BY 4.0",
    },
    "missing": {
        "en": "There is no page at this address",
        "ja": "このアドレスのページはありません",
        "es": "No hay ninguna página en esta dirección",
        "pt": "Não há página neste endereço",
    },
    "home": {
        "en": "To the start page",
        "ja": "最初のページへ",
        "es": "A la página de inicio",
        "pt": "Para a página inicial",
    },
}
