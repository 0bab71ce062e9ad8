"""Ways out of a finding, in four languages: what would be right, and what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = ["NO_HINT", "Hint", "did_you_mean", "hint", "legal_values"]


@dataclass(frozen=True, slots=True)
class Hint:
    """A way out, in English, Japanese, Spanish and Portuguese; false if it is empty.

    Examples
    --------
    >>> found = hint("rename", name="loans.csv")
    >>> found.en, dict(found.others)["es"], bool(NO_HINT)
    ('rename it to loans.csv', 'cámbiele el nombre a loans.csv', False)
    >>> found.also(did_you_mean(["chile"])).en
    'rename it to loans.csv; did you mean chile?'
    """

    en: str = ""
    ja: str = ""
    es: str = ""
    pt: str = ""

    def __bool__(self) -> bool:
        return bool(self.en)

    @property
    def others(self) -> tuple[tuple[str, str], ...]:
        """The texts in other languages than English, as (language, text); none if it is empty."""
        return (("es", self.es), ("ja", self.ja), ("pt", self.pt)) if self else ()

    def also(self, other: Hint) -> Hint:
        """Return a hint that gives this one and then another."""
        if not (self and other):
            return self or other
        return Hint(
            f"{self.en}; {other.en}",
            f"{self.ja}；{other.ja}",
            f"{self.es}; {other.es}",
            f"{self.pt}; {other.pt}",
        )


NO_HINT = Hint()

_HINTS: Mapping[str, Hint] = {
    "legal": Hint(
        "legal values: {values}",
        "書ける値：{values}",
        "valores válidos: {values}",
        "valores válidos: {values}",
    ),
    "in-use": Hint(
        "codes in use here: {values}; others of ISO 4217 are legal too",
        "ここで使われているコード：{values}。ISO 4217の他のコードも書ける",
        "códigos que se usan aquí: {values}; también valen otros de ISO 4217",
        "códigos usados aqui: {values}; outros da ISO 4217 também valem",
    ),
    "no-such-day": Hint(
        "{value} is not in the calendar: check the month and the day",
        "{value}は暦にない：月と日を確かめる",
        "{value} no está en el calendario: compruebe el mes y el día",
        "{value} não está no calendário: verifique o mês e o dia",
    ),
    "scaled": Hint(
        "write {number}{more}",
        "{number}と書く{more}",
        "escriba {number}{more}",
        "escreva {number}{more}",
    ),
    "separate": Hint(
        "separate the values by {sign}: {values}",
        "値を{sign}で区切る：{values}",
        "separe los valores con {sign}: {values}",
        "separe os valores com {sign}: {values}",
    ),
    "one-value": Hint(
        "the cell takes one value; {values} belongs in a row of its own (parties.csv)",
        "セルに書ける値は一つ。{values}は別の行（parties.csv）に書く",
        "la celda admite un valor; {values} va en una fila propia (parties.csv)",
        "a célula aceita um valor; {values} vai em uma linha própria (parties.csv)",
    ),
    "rename": Hint(
        "rename it to {name}",
        "名前を{name}に変える",
        "cámbiele el nombre a {name}",
        "mude o nome para {name}",
    ),
    "from-workbook": Hint(
        "jlac xlsx {path} FOLDER writes its sheets as tables",
        "jlac xlsx {path} FOLDER でシートを表として書き出す",
        "jlac xlsx {path} FOLDER escribe sus hojas como tablas",
        "jlac xlsx {path} FOLDER escreve suas planilhas como tabelas",
    ),
    "also-named": Hint(
        "also named in {places}",
        "ほかに挙げている箇所：{places}",
        "también se nombra en {places}",
        "também é nomeado em {places}",
    ),
    "reads": Hint(
        "the cell reads {text} in {encoding}: type it again in UTF-8",
        "{encoding}では{text}と読める：UTF-8で入力し直す",
        "en {encoding} la celda dice {text}: escríbala de nuevo en UTF-8",
        "em {encoding} a célula diz {text}: digite-a de novo em UTF-8",
    ),
    "define": Hint(
        "add the row that defines it to {tables}, or find the id with jlac match",
        "定義する行を{tables}に加えるか、jlac matchでidを探す",
        "añada a {tables} la fila que lo define, o busque el id con jlac match",
        "acrescente a {tables} a linha que o define, ou procure o id com jlac match",
    ),
    "add-passage": Hint(
        "correct the locator, or add the passage to passages.csv",
        "箇所番号を直すか、その箇所をpassages.csvに加える",
        "corrija el localizador o añada el pasaje a passages.csv",
        "corrija o localizador ou acrescente a passagem a passages.csv",
    ),
    "or-add-passage": Hint(
        "or add the passage to passages.csv",
        "またはその箇所をpassages.csvに加える",
        "o añada el pasaje a passages.csv",
        "ou acrescente a passagem a passages.csv",
    ),
    "differing-rows": Hint(
        "the rows differ in {cells}: for one event keep one row with the right cells; "
        "for two, give one another id",
        "二つの行は{cells}で違う：同じ出来事なら正しいセルの行を一つ残し、別の出来事なら一方のidを変える",
        "las filas difieren en {cells}: si es un solo suceso, deje una fila con las celdas correctas; "
        "si son dos, cambie un id",
        "as linhas diferem em {cells}: se é um só evento, deixe uma linha com as células corretas; "
        "se são dois, mude um id",
    ),
    "same-rows": Hint(
        "the rows are the same: delete one",
        "二つの行は同じ：一方を消す",
        "las filas son iguales: borre una",
        "as linhas são iguais: apague uma",
    ),
    "digits-only": Hint(
        "write the digits alone{more}",
        "数字だけを書く{more}",
        "escriba solo las cifras{more}",
        "escreva só os algarismos{more}",
    ),
    "in-currency": Hint(
        ", the currency in the column currency",
        "。通貨はcurrencyの列に書く",
        ", la moneda en la columna currency",
        ", a moeda na coluna currency",
    ),
    "in-precision": Hint(
        ", about, more than and the like in the column precision",
        "。「約」「超」などはprecisionの列に書く",
        ", «alrededor de», «más de» y similares en la columna precision",
        ", «cerca de», «mais de» e semelhantes na coluna precision",
    ),
    "day-or-month": Hint(
        "it is not clear whether the day or the month is first: write {one} or {other}",
        "日と月のどちらが先か分からない：{one}か{other}と書く",
        "no está claro si va primero el día o el mes: escriba {one} o {other}",
        "não está claro se vem primeiro o dia ou o mês: escreva {one} ou {other}",
    ),
    "near-codes": Hint(
        "the nearest codes are {values}",
        "近いコード：{values}",
        "los códigos más parecidos son {values}",
        "os códigos mais parecidos são {values}",
    ),
    "new-code": Hint(
        "a new code is a row of codes.csv: scheme {scheme}, code {code}, and its label in label_en",
        "新しいコードはcodes.csvの行で加える：schemeは{scheme}、codeは{code}、label_enに名称",
        "un código nuevo es una fila de codes.csv: scheme {scheme}, code {code} y su nombre en label_en",
        "um código novo é uma linha de codes.csv: scheme {scheme}, code {code} e seu nome em label_en",
    ),
    "other-column": Hint(
        "{value} exists, but is not what this column takes: put it in the column {columns}",
        "{value}はあるが、この列に書けるものではない：{columns}の列に書く",
        "{value} existe, pero no es lo que admite esta columna: póngalo en la columna {columns}",
        "{value} existe, mas não é o que esta coluna aceita: ponha-o na coluna {columns}",
    ),
    "other-class": Hint(
        "{value} exists, but is not what this column takes",
        "{value}はあるが、この列に書けるものではない",
        "{value} existe, pero no es lo que admite esta columna",
        "{value} existe, mas não é o que esta coluna aceita",
    ),
    "compared": Hint(
        "{column} in row {row} is {value}: correct one of the two",
        "{row}行目の{column}は{value}：どちらかを直す",
        "{column} en la fila {row} es {value}: corrija uno u otro",
        "{column} na linha {row} é {value}: corrija um ou outro",
    ),
    "sheet-cell": Hint(
        "cell {cell} of sheet {sheet} of {book}",
        "{book}のシート{sheet}のセル{cell}",
        "celda {cell} de la hoja {sheet} de {book}",
        "célula {cell} da planilha {sheet} de {book}",
    ),
    "sheet": Hint(
        "sheet {sheet} of {book}",
        "{book}のシート{sheet}",
        "hoja {sheet} de {book}",
        "planilha {sheet} de {book}",
    ),
}
_NEAR = Hint("did you mean {}?", "{}ではないか", "¿quiso decir {}?", "quis dizer {}?")
_OR = Hint(" or ", "か", " o ", " ou ")


def hint(key: str, **words: object) -> Hint:
    """Return one of the hints, its words filled in."""
    found = _HINTS[key]
    return Hint(*(text.format(**words) for text in (found.en, found.ja, found.es, found.pt)))


def did_you_mean(values: Sequence[str]) -> Hint:
    """Return the question whether some values were meant; empty if there are none.

    >>> did_you_mean(["agent/jbic", "agent/jica"]).en
    'did you mean agent/jbic or agent/jica?'
    """
    if not values:
        return NO_HINT
    pairs = zip((_NEAR.en, _NEAR.ja, _NEAR.es, _NEAR.pt), (_OR.en, _OR.ja, _OR.es, _OR.pt), strict=True)
    return Hint(*(text.replace("{}", word.join(values)) for text, word in pairs))


def legal_values(values: Sequence[str]) -> Hint:
    """Return the list of the values that a cell may hold; empty if there are none."""
    return hint("legal", values=", ".join(values)) if values else NO_HINT
