"""What this project asks of a file, a workbook and the choice of folders, in words, in four languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["FILE_RULES", "CellRule"]


@dataclass(frozen=True, slots=True)
class CellRule:
    """A rule of a file, a record or a cell.

    Attributes
    ----------
    en, ja, es, pt : what is wrong; ``{name}`` is filled in by the check.
    advice : what to do when the check has nothing closer to say.
    severity : ``error``, or ``warning`` for what may be right or can be read all the same.
    """

    en: str
    ja: str
    es: str
    pt: str
    advice: str
    severity: str = "error"


FILE_RULES: Mapping[str, CellRule] = {
    "csvw:file": CellRule(
        "the table cannot be read: {reason}", "表を読めない：{reason}", "no se puede leer la tabla: {reason}",
        "não é possível ler a tabela: {reason}",
        "put the file back, or take the table out of csv-metadata.json",
    ),
    "csvw:without-common": CellRule(
        "the collection of places and codes is not among the folders; adding it removes {errors} errors",
        "場所とコードのコレクションがフォルダーに含まれていない。加えるとエラーが{errors}件減る",
        "la colección de lugares y códigos no está entre las carpetas; añadirla quita {errors} errores",
        "a coleção de lugares e códigos não está entre as pastas; acrescentá-la elimina {errors} erros",
        "add it: {options}",
    ),
    "csvw:without-others": CellRule(
        "{errors} errors name what is defined in collections that are not among the folders: {names}",
        "エラー{errors}件は、フォルダーに含まれていないコレクションで定義されたものを挙げている：{names}",
        "{errors} errores nombran lo que definen colecciones que no están entre las carpetas: {names}",
        "{errors} erros nomeiam o que definem coleções que não estão entre as pastas: {names}",
        "add it: {options}",
    ),
    "csvw:empty": CellRule(
        "the file is empty", "ファイルが空", "el archivo está vacío", "o arquivo está vazio",
        "begin with the line {header}",
    ),
    "csvw:encoding": CellRule(
        "byte {bytes} is not UTF-8", "バイト{bytes}はUTF-8ではない", "el byte {bytes} no es UTF-8",
        "o byte {bytes} não é UTF-8", "type the cell again in UTF-8",
    ),
    "csvw:other-encoding": CellRule(
        "the file is {encoding}, not UTF-8", "ファイルがUTF-8でなく{encoding}",
        "el archivo está en {encoding}, no en UTF-8", "o arquivo está em {encoding}, não em UTF-8",
        "jlac tidy {path} --write",
    ),
    "csvw:lossy-encoding": CellRule(
        "the file is {encoding}, not UTF-8, and {found} cells have ? for letters that it does not have",
        "ファイルがUTF-8でなく{encoding}で、その文字コードにない文字が{found}個のセルで「?」になっている",
        "el archivo está en {encoding}, no en UTF-8, y {found} celdas tienen ? por letras que no existen ahí",
        "o arquivo está em {encoding}, não em UTF-8, e {found} células têm ? por letras que ali não existem",
        "save it again from its source as CSV UTF-8; those letters are lost in this file",
    ),
    "csvw:lost-letters": CellRule(
        "question marks may replace letters that an older encoding lost",
        "古い文字コードで失われた文字が「?」になっているおそれがある",
        "los signos de interrogación pueden reemplazar letras que perdió otra codificación",
        "os pontos de interrogação podem substituir letras que outra codificação perdeu",
        "compare the text with its source and type the letters again", severity="warning",
    ),
    "csvw:utf-16": CellRule(
        "the file is UTF-16", "ファイルがUTF-16", "el archivo está en UTF-16", "o arquivo está em UTF-16",
        "jlac tidy {path} --write corrects it, or save it as CSV UTF-8",
    ),
    "csvw:bom": CellRule(
        "the file begins with a byte order mark", "ファイルの先頭にバイト順マークがある",
        "el archivo empieza con una marca de orden de bytes",
        "o arquivo começa com uma marca de ordem de bytes",
        "the table is read all the same; jlac tidy {path} --write ends the warning", severity="warning",
    ),
    "csvw:line-ends": CellRule(
        "lines end in CR or CRLF", "行末がCRまたはCRLF", "las líneas terminan en CR o CRLF",
        "as linhas terminam em CR ou CRLF",
        "the table is read all the same; jlac tidy {path} --write ends the warning", severity="warning",
    ),
    "csvw:excel": CellRule(
        "the file begins with a byte order mark and its lines end in CRLF, as Excel's \"CSV UTF-8\" does",
        "Excelの「CSV UTF-8」のように、先頭にバイト順マークがあり行末がCRLF",
        "el archivo empieza con una marca de orden de bytes y sus líneas terminan en CRLF, como en Excel",
        "o arquivo começa com uma marca de ordem de bytes e as linhas terminam em CRLF, como no Excel",
        "the table is read all the same; jlac tidy {path} --write ends the warning",
        severity="warning",
    ),
    "csvw:quotes": CellRule(
        "the quotes do not match", "引用符が対応していない", "las comillas no concuerdan",
        "as aspas não correspondem", 'put the whole cell in quotes and double each quote inside: "a ""b"" c"',
    ),
    "csvw:fields": CellRule(
        "expected {due} columns, found {found}", "{due}列のところ{found}列ある",
        "se esperaban {due} columnas y hay {found}", "esperavam-se {due} colunas e há {found}",
        "quote a cell that contains a comma; leave no empty line",
    ),
    "csvw:length": CellRule(
        "the cell has {found} characters", "セルが{found}文字ある", "la celda tiene {found} caracteres",
        "a célula tem {found} caracteres", "at most {most}; is a quote missing?",
    ),
    "csvw:delimiter": CellRule(
        "the cells are separated by {found}, not by commas", "区切りがコンマでなく{found}",
        "las celdas se separan con {found}, no con comas",
        "as células são separadas por {found}, não por vírgulas",
        "jlac tidy {path} --write corrects it, or save with commas",
    ),
    "csvw:no-header": CellRule(
        "the header is missing: the first line names none of the columns",
        "見出しがない：1行目はどの列の名前でもない",
        "falta el encabezado: la primera línea no nombra ninguna columna",
        "falta o cabeçalho: a primeira linha não nomeia nenhuma coluna",
        "begin with the line {header}",
    ),
    "csvw:column-twice": CellRule(
        "duplicate column", "列が重複している", "columna duplicada", "coluna duplicada",
        "keep one",
    ),
    "csvw:column-unknown": CellRule(
        "unknown column", "未知の列", "columna desconocida", "coluna desconhecida",
        "the columns are {header}",
    ),
    "csvw:column-missing": CellRule(
        "the column is missing", "列がない", "falta la columna", "falta a coluna", "the columns are {header}",
    ),
    "csvw:column-order": CellRule(
        "the columns are in another order", "列の順序が違う", "las columnas están en otro orden",
        "as colunas estão em outra ordem", "jlac tidy {path} --write corrects it, or write {header}",
    ),
    "csvw:exchanged": CellRule(
        "the values of the columns {one} and {other} are exchanged",
        "{one}と{other}の列の値が入れ替わっている",
        "los valores de las columnas {one} y {other} están intercambiados",
        "os valores das colunas {one} e {other} estão trocados",
        "exchange the two names in the header, or the values of the two columns",
    ),
    "csvw:exchanged-cells": CellRule(
        "the cells of {one} and {other} are exchanged", "{one}と{other}のセルが入れ替わっている",
        "las celdas de {one} y {other} están intercambiadas",
        "as células de {one} e {other} estão trocadas", "exchange the two cells",
    ),
    "csvw:sep-line": CellRule(
        "the first line {line!r} is an instruction to Excel, not the header",
        "1行目の{line!r}はExcelへの指示で、見出しではない",
        "la primera línea {line!r} es una instrucción para Excel, no el encabezado",
        "a primeira linha {line!r} é uma instrução para o Excel, não o cabeçalho",
        "jlac tidy {path} --write corrects it, or delete the line and save with commas",
    ),
    "csvw:title-rows": CellRule(
        "{found} lines are above the header", "見出しの上に{found}行ある",
        "hay {found} líneas encima del encabezado", "há {found} linhas acima do cabeçalho",
        "delete them: the first line is the header",
    ),
    "csvw:conflict": CellRule(
        "the file contains the markers of a merge that was not finished (<<<<<<<)",
        "マージの競合の印（<<<<<<<）が残っている",
        "el archivo contiene marcas de una fusión sin terminar (<<<<<<<)",
        "o arquivo contém marcas de uma fusão não concluída (<<<<<<<)",
        "choose between the two versions and delete the markers",
    ),
    "csvw:workbook": CellRule(
        "the file is a spreadsheet's workbook, not CSV", "CSVでなく表計算のブック",
        "el archivo es un libro de cálculo, no CSV", "o arquivo é uma pasta de trabalho, não CSV",
        "jlac xlsx writes its sheets as tables",
    ),
    "csvw:unlisted": CellRule(
        "the file is not one of the tables of its collection, so it is not read",
        "このコレクションの表ではないファイルなので読まれない",
        "el archivo no es una tabla de su colección: no se lee",
        "o arquivo não é uma tabela da sua coleção: não é lido",
        "list it in csv-metadata.json, or if there is none, name it after its schema, such as "
        "investments.csv; or move it out of the folder",
    ),
    "sheet:beyond-header": CellRule(
        "the value is to the right of the header and belongs to no column",
        "見出しより右にあり、どの列にも属さない値",
        "el valor está a la derecha del encabezado y no pertenece a ninguna columna",
        "o valor está à direita do cabeçalho e não pertence a nenhuma coluna",
        "delete it, or move it to the column where it belongs",
    ),
    "sheet:unknown": CellRule(
        "the sheet is not named as a table, so its rows are not read",
        "シートの名前が表の名前でないので読まれない",
        "la hoja no tiene el nombre de una tabla: sus filas no se leen",
        "a planilha não tem o nome de uma tabela: suas linhas não são lidas",
        "move its rows to the sheet {table}, or rename it so; or delete the sheet",
    ),
    "sheet:ignored": CellRule(
        "the sheet is not a table and is ignored", "表ではないシートなので読まれない",
        "la hoja no es una tabla y se ignora", "a planilha não é uma tabela e é ignorada",
        "name a sheet as its table to have it read; jlac describe lists the tables", severity="note",
    ),
    "csvw:empty-columns": CellRule(
        "{found} empty columns follow the last one", "末尾に空の列が{found}列ある",
        "hay {found} columnas vacías al final", "há {found} colunas vazias no fim",
        "delete them", severity="warning",
    ),
    "csvw:empty-rows": CellRule(
        "{found} empty rows", "空の行が{found}行ある", "{found} filas vacías", "{found} linhas vazias",
        "delete them", severity="warning",
    ),
    "csvw:header-again": CellRule(
        "the header is repeated here", "見出しがもう一度ある",
        "el encabezado se repite aquí", "o cabeçalho se repete aqui", "delete the line",
    ),
}  # fmt: skip
