"""What CSVW and this project ask of a file and its cells, in words, in four languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .advice import advised
from .findings import Finding
from .hints import NO_HINT, Hint

__all__ = ["RULES", "CellRule", "fault"]


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


RULES: Mapping[str, CellRule] = {
    "csvw:file": CellRule(
        "the table cannot be read: {reason}", "表を読めない：{reason}", "no se puede leer la tabla: {reason}",
        "não é possível ler a tabela: {reason}",
        "put the file back, or take the table out of csv-metadata.json",
    ),
    "csvw:without-common": CellRule(
        "the collection of places and codes is not among the folders; with it, {errors} errors fewer",
        "場所とコードのコレクションがフォルダーに含まれていない。加えるとエラーが{errors}件減る",
        "la colección de lugares y códigos no está entre las carpetas; con ella, {errors} errores menos",
        "a coleção de lugares e códigos não está entre as pastas; com ela, {errors} erros a menos",
        "add it: {options}",
    ),
    "csvw:without-others": CellRule(
        "{errors} errors are about what other collections define, which are not among the folders: {names}",
        "エラー{errors}件は、フォルダーに含まれていないコレクションが定義するものである：{names}",
        "{errors} errores son de lo que definen otras colecciones, que no están entre las carpetas: {names}",
        "{errors} erros tratam do que definem outras coleções, que não estão entre as pastas: {names}",
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
        "the file is {encoding}, not UTF-8, and {found} cells have ? where that encoding has no letter",
        "ファイルがUTF-8でなく{encoding}で、その文字コードにない文字が{found}個のセルで「?」になっている",
        "el archivo está en {encoding}, no en UTF-8, y {found} celdas tienen ? donde le falta la letra",
        "o arquivo está em {encoding}, não em UTF-8, e {found} células têm ? onde lhe falta a letra",
        "save it again from its source as CSV UTF-8; those letters are lost in this file",
    ),
    "csvw:lost-letters": CellRule(
        "question marks stand where an older encoding may have lost letters",
        "古い文字コードで失われた文字が「?」になっているおそれがある",
        "hay signos de interrogación donde otra codificación pudo perder letras",
        "há pontos de interrogação onde outra codificação pode ter perdido letras",
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
        "the row has {found} fields where {due} are due", "{due}列のところ{found}列ある",
        "la fila tiene {found} campos en vez de {due}", "a linha tem {found} campos em vez de {due}",
        "quote a cell that holds a comma; leave no empty line",
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
    "csvw:column-twice": CellRule(
        "the column is there twice", "列が二度ある", "la columna está dos veces",
        "a coluna aparece duas vezes",
        "keep one",
    ),
    "csvw:column-unknown": CellRule(
        "there is no such column", "この列はない", "no existe esa columna", "essa coluna não existe",
        "the columns are {header}",
    ),
    "csvw:column-missing": CellRule(
        "the column is missing", "列がない", "falta la columna", "falta a coluna", "the columns are {header}",
    ),
    "csvw:column-order": CellRule(
        "the columns are in another order", "列の順序が違う", "las columnas están en otro orden",
        "as colunas estão em outra ordem", "write {header}",
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
        "hay {found} líneas sobre el encabezado", "há {found} linhas acima do cabeçalho",
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
        "list it in csv-metadata.json, or where there is none name it after its schema, as investments.csv; "
        "or move it out of the folder",
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
        "the sheet is not a table and is ignored", "表ではないシートなので読まない",
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
        "el encabezado está por segunda vez", "o cabeçalho aparece pela segunda vez", "delete the line",
    ),
    "csvw:error-value": CellRule(
        "the cell contains a spreadsheet's error value", "表計算のエラー値が入っている",
        "la celda contiene un valor de error de una hoja de cálculo",
        "a célula contém um valor de erro de uma planilha", "type the value, or leave the cell empty",
    ),
    "csvw:formula": CellRule(
        "the cell contains a spreadsheet's formula, not its result", "値でなく数式が入っている",
        "la celda contiene una fórmula, no su resultado", "a célula contém uma fórmula, não o resultado",
        "type the value",
    ),
    "csvw:look-alike": CellRule(
        "a letter of another script looks like a Latin one: {letters}",
        "ラテン文字に似た別の文字がある：{letters}",
        "una letra de otra escritura parece latina: {letters}",
        "uma letra de outra escrita parece latina: {letters}", "type the letter on a Latin keyboard",
    ),
    "csvw:placeholder": CellRule(
        "the cell seems to contain a placeholder, not a value", "仮の値のようである",
        "la celda parece contener un marcador, no un valor",
        "a célula parece conter um marcador, não um valor",
        "write the value, or leave the cell empty", severity="warning",
    ),
    "csvw:no-value": CellRule(
        "the cell contains a placeholder, not a value", "値でなく仮の文字が入っている",
        "la celda contiene un marcador, no un valor", "a célula contém um marcador, não um valor",
        "leave the cell empty, or write the value",
    ),
    "csvw:rounded": CellRule(
        "a spreadsheet rounded the value to a number", "表計算が値を数値に丸めている",
        "una hoja de cálculo redondeó el valor a un número", "uma planilha arredondou o valor para um número",
        "write it again from its source, in cells formatted as text",
    ),
    "csvw:unsafe-address": CellRule(
        "the address does not lead to a page", "ページへのURLではない", "la dirección no lleva a una página",
        "o endereço não leva a uma página", "write an address that begins with https:// or http://",
    ),
    "csvw:year": CellRule(
        "the year is before 1500 or after 2100", "1500年より前か2100年より後の年",
        "el año es anterior a 1500 o posterior a 2100", "o ano é anterior a 1500 ou posterior a 2100",
        "check the year", severity="warning",
    ),
    "csvw:thousands": CellRule(
        "the number may have a point between its thousands", "点が桁区切りかもしれない",
        "el punto puede separar los millares", "o ponto pode separar os milhares",
        "write 2800 for two thousand eight hundred, 2.8 for two and eight tenths", severity="warning",
    ),
    "csvw:escaped": CellRule(
        "the text contains escapes that another program wrote: {escapes}",
        "他のプログラムのエスケープが残っている：{escapes}",
        "el texto contiene escapes que escribió otro programa: {escapes}",
        "o texto contém escapes que outro programa escreveu: {escapes}",
        "write the characters that they stand for", severity="warning",
    ),
    "csvw:language": CellRule(
        "the text is not in the script of the column's language: {lang}",
        "列の言語（{lang}）の文字で書かれていない",
        "el texto no está en la escritura de la lengua de la columna: {lang}",
        "o texto não está na escrita da língua da coluna: {lang}",
        "move it to the column of its language, or to names.csv", severity="warning",
    ),
    "csvw:full-width": CellRule(
        "the text holds full-width letters or digits", "全角の英数字がある",
        "hay letras o cifras de anchura completa", "há letras ou algarismos de largura completa",
        "write ordinary letters and digits", severity="warning",
    ),
    "csvw:not-japanese": CellRule(
        "the column is for Japanese, but the text has no Japanese letter",
        "日本語の列だが、日本語の文字がない",
        "la columna es de japonés, pero el texto no tiene letras japonesas",
        "a coluna é de japonês, mas o texto não tem letras japonesas",
        "write the Japanese text, or leave the cell empty", severity="note",
    ),
    "csvw:unusual-space": CellRule(
        "the text contains a space that is not the ordinary one: {code}", "通常と違う空白がある：{code}",
        "el texto contiene un espacio que no es el normal: {code}",
        "o texto contém um espaço que não é o normal: {code}",
        "write an ordinary space", severity="warning",
    ),
    "csvw:half-width": CellRule(
        "the text holds half-width Japanese letters", "半角カナがある",
        "hay letras japonesas de media anchura",
        "há letras japonesas de meia largura", "write full-width letters", severity="warning",
    ),
    "csvw:command-sign": CellRule(
        "a spreadsheet would read the text as a formula", "表計算が数式として読むおそれがある",
        "una hoja de cálculo leería el texto como fórmula", "uma planilha leria o texto como fórmula",
        "begin with another character", severity="note",
    ),
    "csvw:capitals": CellRule(
        "the text is all capitals", "すべて大文字である", "el texto está todo en mayúsculas",
        "o texto está todo em maiúsculas", "write it as its owner does", severity="note",
    ),
    "csvw:future": CellRule(
        "the date lies in the future", "未来の日付", "la fecha está en el futuro", "a data está no futuro",
        "check the year", severity="warning",
    ),
    "csvw:after-reading": CellRule(
        "the source was read before this date: {read}", "資料を読んだ日（{read}）より後の日付",
        "la fuente se leyó antes de esta fecha: {read}", "a fonte foi lida antes desta data: {read}",
        "check both dates", severity="warning",
    ),
    "csvw:check-digit": CellRule(
        "the check digits do not fit the other characters", "検査数字が合わない",
        "los dígitos de control no concuerdan", "os dígitos de controle não concordam",
        "compare it with its register", severity="warning",
    ),
    "csvw:same-row": CellRule(
        "row {first} says the same under another id", "{first}行目が別のidで同じ内容である",
        "la fila {first} dice lo mismo con otro id", "a linha {first} diz o mesmo com outro id",
        "keep one of the two", severity="warning",
    ),
    "csvw:same-event": CellRule(
        "this may be the same event as {fact}: the class, the parties and the date fit",
        "{fact}と同じ事柄かもしれない（クラス・当事者・日付が合う）",
        "puede ser el mismo hecho que {fact}: coinciden la clase, las partes y la fecha",
        "pode ser o mesmo fato que {fact}: a classe, as partes e a data coincidem",
        "if so, put {fact} into same_as_fact; if not, name it in the note", severity="warning",
    ),
    "csvw:other-value": CellRule(
        "row {first} gives another value for the same statistic from the same source",
        "{first}行目が同じ資料の同じ統計に別の値を与えている",
        "la fila {first} da otro valor para la misma estadística de la misma fuente",
        "a linha {first} dá outro valor para a mesma estatística da mesma fonte",
        "correct one, or say in the note how they differ", severity="warning",
    ),
    "ledger:tables": CellRule(
        "the ledger names other tables than those that cite this passage: {due}",
        "台帳の表が、この箇所を引用する表と違う：{due}",
        "el registro nombra otras tablas que las que citan este pasaje: {due}",
        "o registro nomeia outras tabelas que não as que citam esta passagem: {due}",
        "write {due}", severity="warning",
    ),
    "ledger:outcome": CellRule(
        "rows cite this passage, but the ledger says otherwise", "引用する行があるのに、台帳は違うことを言う",
        "hay filas que citan este pasaje, pero el registro dice otra cosa",
        "há linhas que citam esta passagem, mas o registro diz outra coisa",
        "write cited", severity="warning",
    ),
    "ledger:note": CellRule(
        "the passage yields nothing, and the ledger does not say why", "何も得ていない理由が台帳にない",
        "el pasaje no aporta nada y el registro no dice por qué",
        "a passagem não rende nada e o registro não diz por quê",
        "say why in the note", severity="warning",
    ),
    "ledger:none": CellRule(
        "the collection has passages and no ledger", "箇所があるのに台帳がない",
        "la colección tiene pasajes y ningún registro", "a coleção tem passagens e nenhum registro",
        "add coverage.csv, which says for each passage which tables cite it; jlac describe coverage",
        severity="note",
    ),
    "ledger:missing": CellRule(
        "the ledger has no row for this passage", "この箇所の行が台帳にない",
        "el registro no tiene fila para este pasaje", "o registro não tem linha para esta passagem",
        "add a row to coverage.csv", severity="warning",
    ),
    "csvw:digits": CellRule(
        "the number has more digits than are kept exactly", "桁が多すぎて正確に保てない",
        "el número tiene más cifras de las que se guardan", "o número tem mais algarismos do que se guardam",
        "write at most 18 digits before the point and 9 after it",
    ),
    "csvw:day-number": CellRule(
        "the cell contains a spreadsheet's number of a day, not a date", "日付でなく表計算の日番号である",
        "la celda contiene el número de día de una hoja de cálculo",
        "a célula contém o número de dia de uma planilha", "write 2012, 2012-03 or 2012-03-01",
    ),
    "csvw:month-name": CellRule(
        "a spreadsheet turned the value into a date", "表計算が値を日付に変えている",
        "una hoja de cálculo convirtió el valor en fecha", "uma planilha converteu o valor em data",
        "write it again, in cells formatted as text",
    ),
    "csvw:undefined": CellRule(
        "no row defines this: it is in none of {tables}", "これを定義する行がない（{tables}）",
        "ninguna fila lo define: no está en {tables}", "nenhuma linha o define: não está em {tables}",
        "correct the id, or add the row that defines it",
    ),
    "csvw:renamed": CellRule(
        "rows name {named}, which is defined nowhere, and none names {unused}",
        "{named}を挙げる行があるが定義がなく、{unused}を挙げる行はない",
        "hay filas que nombran {named}, que no está definido, y ninguna nombra {unused}",
        "há linhas que nomeiam {named}, que não está definido, e nenhuma nomeia {unused}",
        "is {named} meant here? It is named in {places}",
    ),
    "csvw:lost-codes": CellRule(
        "{found} codes of {scheme} that rows name are not in the list: {codes}",
        "行が挙げる{scheme}のコード{found}件が一覧にない：{codes}",
        "{found} códigos de {scheme} que nombran las filas no están en la lista: {codes}",
        "{found} códigos de {scheme} que as linhas nomeiam não estão na lista: {codes}",
        "put back the rows that are missing; the codes are named in {places}",
    ),
    "csvw:required": CellRule(
        "a value is required", "値が必要", "se requiere un valor", "um valor é obrigatório",
        "fill in the cell",
    ),
    "csvw:space": CellRule(
        "white space stands before or after the value, or twice inside a list",
        "値の前後、または一覧の中に余分な空白がある",
        "hay espacios antes o después del valor, o dobles en una lista",
        "há espaços antes ou depois do valor, ou duplos numa lista", "remove it",
    ),
    "csvw:character": CellRule(
        "the cell contains a character that cannot be seen: {code}", "セルに見えない文字がある：{code}",
        "la celda contiene un carácter invisible: {code}", "a célula contém um caractere invisível: {code}",
        "remove it",
    ),
    "csvw:mojibake": CellRule(
        "the text was read in the wrong encoding", "文字化けしている",
        "el texto se leyó con otra codificación",
        "o texto foi lido com outra codificação", "type it again from the source",
    ),
    "csvw:normal-form": CellRule(
        "an accented letter is written in two characters (Unicode form NFC asks for one)",
        "文字が分解形で書かれている（NFCで書く）",
        "una letra con acento está escrita en dos caracteres (se pide la forma NFC)",
        "uma letra acentuada está escrita em dois caracteres (pede-se a forma NFC)", "retype the letter",
    ),
    "csvw:datatype": CellRule(
        "the value is not {kind}", "値が{kind_ja}ではない", "el valor no es {kind_es}",
        "o valor não é {kind_pt}",
        "write {form}",
    ),
    "csvw:format": CellRule(
        "the value does not have the form that the column asks for", "値が列の求める形式ではない",
        "el valor no tiene la forma que pide la columna", "o valor não tem a forma que a coluna pede",
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
    rule: str,
    file: str,
    row: int,
    column: str = "",
    value: str = "",
    *,
    hint: Hint = NO_HINT,
    **words: object,
) -> Finding:
    """Make the finding of a rule, its words filled in.

    Parameters
    ----------
    rule : a key of RULES.
    file, row, column, value : the place.
    hint : a suggestion closer to the case than the rule's own advice.
    words : what the rule's texts have in braces; a `Hint` has a text for each language.

    Examples
    --------
    >>> finding = fault("csvw:minimum", "loans.csv", 3, "amount", "-1", bound="0")
    >>> finding.message, dict(finding.messages)["es"]
    ('the value must be at least 0', 'el valor debe ser al menos 0')
    """
    found = RULES[rule]
    others = (("es", found.es), ("ja", found.ja), ("pt", found.pt))
    way = hint or advised(found.advice, **words)
    return Finding(
        file, row, column, value, rule, found.en.format(**words), found.severity, way.en,
        tuple((lang, text.format(**words)) for lang, text in others), way.others,
    )  # fmt: skip
