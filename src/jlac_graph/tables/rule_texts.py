"""What CSVW and this project ask of cells and records, in words, in four languages."""

from __future__ import annotations

from collections.abc import Mapping

from .advice import advised
from .file_rule_texts import FILE_RULES, CellRule
from .findings import Finding
from .hints import NO_HINT, Hint

__all__ = ["RULES", "CellRule", "fault"]


RULES: Mapping[str, CellRule] = {
    **FILE_RULES,
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
        "the text contains full-width letters or digits", "全角の英数字がある",
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
        "the text contains half-width Japanese letters", "半角カナがある",
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
    "csvw:small-amount": CellRule(
        "the amount is very small: is it in thousands or millions?",
        "金額がとても小さい。千や百万の単位ではないか",
        "el importe es muy pequeño: ¿está en miles o millones?",
        "o valor é muito pequeno: está em milhares ou milhões?",
        "write the amount in whole units of the currency", severity="warning",
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
    "csvw:same-event-but": CellRule(
        "this may be the same event as {fact}: the class, the amount, the date and the other parties fit; "
        "only {role} differs",
        "{fact}と同じ事柄かもしれない（クラス・金額・日付・ほかの当事者が合い、{role}だけが違う）",
        "puede ser el mismo hecho que {fact}: coinciden la clase, el importe, la fecha y las otras partes; "
        "solo difiere {role}",
        "pode ser o mesmo fato que {fact}: a classe, o valor, a data e as outras partes coincidem; "
        "só {role} difere",
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
    "csvw:class": CellRule(
        "a row of {table} cannot have the class {class_}", "{table}の行のクラスに{class_}は使えない",
        "una fila de {table} no puede tener la clase {class_}",
        "uma linha de {table} não pode ter a classe {class_}",
        "the class must be one of {classes}",
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
