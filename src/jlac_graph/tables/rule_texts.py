"""What CSVW and this project ask of a file and its cells, in words, in four languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .findings import Finding

__all__ = ["RULES", "CellRule", "fault"]


@dataclass(frozen=True, slots=True)
class CellRule:
    """A rule of a file, a record or a cell.

    Attributes
    ----------
    en, ja, es, pt : what is wrong; ``{name}`` is filled in by the check.
    advice : what to do when the check has nothing closer to say.
    whole : the table cannot be read at all.
    """

    en: str
    ja: str
    es: str
    pt: str
    advice: str
    whole: bool = False


RULES: Mapping[str, CellRule] = {
    "csvw:file": CellRule(
        "the table cannot be read: {reason}",
        "表を読めない：{reason}",
        "no se puede leer la tabla: {reason}",
        "não é possível ler a tabela: {reason}",
        "put the file back, or take the table out of csv-metadata.json", whole=True,
    ),
    "csvw:empty": CellRule(
        "the file is empty", "ファイルが空", "el archivo está vacío", "o arquivo está vazio",
        "begin with the line {header}", whole=True,
    ),
    "csvw:encoding": CellRule(
        "byte {bytes} is not UTF-8",
        "バイト{bytes}はUTF-8ではない",
        "el byte {bytes} no es UTF-8",
        "o byte {bytes} não é UTF-8",
        "save the file as UTF-8",
    ),
    "csvw:utf-16": CellRule(
        "the file is UTF-16", "ファイルがUTF-16", "el archivo está en UTF-16", "o arquivo está em UTF-16",
        "save it as CSV UTF-8", whole=True,
    ),
    "csvw:bom": CellRule(
        "the file begins with a byte order mark",
        "ファイルの先頭にバイト順マークがある",
        "el archivo empieza con una marca de orden de bytes",
        "o arquivo começa com uma marca de ordem de bytes",
        "save it as UTF-8 without BOM",
    ),
    "csvw:line-ends": CellRule(
        "lines end in CR or CRLF", "行末がCRまたはCRLF", "las líneas terminan en CR o CRLF",
        "as linhas terminam em CR ou CRLF", "save with line ends LF",
    ),
    "csvw:quotes": CellRule(
        "the quotes do not match", "引用符が対応していない", "las comillas no concuerdan",
        "as aspas não correspondem", 'put the whole cell in quotes and double each quote inside: "a ""b"" c"',
    ),
    "csvw:fields": CellRule(
        "the row has {found} fields where {due} are due",
        "{due}列のところ{found}列ある",
        "la fila tiene {found} campos en vez de {due}",
        "a linha tem {found} campos em vez de {due}",
        "quote a cell that holds a comma; leave no empty line",
    ),
    "csvw:length": CellRule(
        "the cell has {found} characters", "セルが{found}文字ある", "la celda tiene {found} caracteres",
        "a célula tem {found} caracteres", "at most {most}; is a quote missing?",
    ),
    "csvw:delimiter": CellRule(
        "the cells are separated by {found}, not by commas",
        "区切りがコンマでなく{found}",
        "las celdas se separan con {found}, no con comas",
        "as células são separadas por {found}, não por vírgulas",
        "save with commas", whole=True,
    ),
    "csvw:column-twice": CellRule(
        "the column is there twice", "列が二度ある", "la columna está dos veces",
        "a coluna aparece duas vezes",
        "keep one", whole=True,
    ),
    "csvw:column-unknown": CellRule(
        "there is no such column", "この列はない", "no existe esa columna", "essa coluna não existe",
        "the columns are {header}", whole=True,
    ),
    "csvw:column-missing": CellRule(
        "the column is missing", "列がない", "falta la columna", "falta a coluna",
        "the columns are {header}", whole=True,
    ),
    "csvw:column-order": CellRule(
        "the columns stand in another order", "列の順序が違う", "las columnas están en otro orden",
        "as colunas estão em outra ordem", "write {header}",
    ),
    "csvw:required": CellRule(
        "a value is required", "値が必要", "se requiere un valor", "um valor é obrigatório",
        "fill in the cell",
    ),
    "csvw:space": CellRule(
        "white space stands before or after the value, or twice inside a list",
        "値の前後、または一覧の中に余分な空白がある",
        "hay espacios antes o después del valor, o dobles en una lista",
        "há espaços antes ou depois do valor, ou duplos numa lista",
        "remove it",
    ),
    "csvw:character": CellRule(
        "the cell holds a character that cannot be seen: {code}",
        "セルに見えない文字がある：{code}",
        "la celda contiene un carácter invisible: {code}",
        "a célula contém um caractere invisível: {code}",
        "remove it",
    ),
    "csvw:mojibake": CellRule(
        "the text was read in the wrong encoding",
        "文字化けしている",
        "el texto se leyó con otra codificación",
        "o texto foi lido com outra codificação",
        "type it again from the source",
    ),
    "csvw:normal-form": CellRule(
        "an accented letter is written in two characters (Unicode form NFC asks for one)",
        "文字が分解形で書かれている（NFCで書く）",
        "una letra con acento está escrita en dos caracteres (se pide la forma NFC)",
        "uma letra acentuada está escrita em dois caracteres (pede-se a forma NFC)",
        "type the letter anew",
    ),
    "csvw:datatype": CellRule(
        "the value is not {kind}", "値が{kind_ja}ではない", "el valor no es {kind_es}",
        "o valor não é {kind_pt}",
        "write {form}",
    ),
    "csvw:format": CellRule(
        "the value does not have the form that the column asks for",
        "値が列の求める形式ではない",
        "el valor no tiene la forma que pide la columna",
        "o valor não tem a forma que a coluna pede",
        "the form is {form}",
    ),
    "csvw:minimum": CellRule(
        "the value must be at least {bound}", "値は{bound}以上", "el valor debe ser al menos {bound}",
        "o valor deve ser pelo menos {bound}", "write a number of at least {bound}",
    ),
    "csvw:maximum": CellRule(
        "the value must be at most {bound}", "値は{bound}以下", "el valor debe ser a lo sumo {bound}",
        "o valor deve ser no máximo {bound}", "write a number of at most {bound}",
    ),
    "csvw:primaryKey": CellRule(
        "the key is already used in row {first}", "キーは{first}行目ですでに使われている",
        "la clave ya se usa en la fila {first}", "a chave já é usada na linha {first}",
        "choose another id, or merge the rows",
    ),
    "csvw:foreignKey": CellRule(
        "{table} has no such {columns}", "{table}にこの{columns}はない", "{table} no tiene ese {columns}",
        "{table} não tem esse {columns}", "add it to {table}",
    ),
}  # fmt: skip


def fault(
    rule: str, file: str, row: int, column: str = "", value: str = "", *, hint: str = "", **words: object
) -> Finding:
    """Make the finding of a rule, its words filled in.

    Parameters
    ----------
    rule : a key of RULES.
    file, row, column, value : the place.
    hint : a suggestion closer to the case than the rule's own advice.
    words : what the rule's texts have in braces.

    Examples
    --------
    >>> finding = fault("csvw:minimum", "loans.csv", 3, "amount", "-1", bound="0")
    >>> finding.message, dict(finding.messages)["es"]
    ('the value must be at least 0', 'el valor debe ser al menos 0')
    """
    found = RULES[rule]
    others = (("es", found.es), ("ja", found.ja), ("pt", found.pt))
    return Finding(
        file, row, column, value, rule, found.en.format(**words), "error",
        hint or found.advice.format(**words),
        tuple((lang, text.format(**words)) for lang, text in others),
    )  # fmt: skip
