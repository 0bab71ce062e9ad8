"""What to do about a finding, in Japanese, Spanish and Portuguese, by the English of `rule_texts`."""

from __future__ import annotations

from collections.abc import Mapping

from .hints import Hint

__all__ = ["ADVICE", "advised", "form_in_words"]

ADVICE: Mapping[str, tuple[str, str, str]] = {
    "put the file back, or take the table out of csv-metadata.json": (
        "ファイルを戻すか、csv-metadata.jsonから表を除く",
        "devuelva el archivo a su sitio o quite la tabla de csv-metadata.json",
        "recoloque o arquivo ou retire a tabela de csv-metadata.json",
    ),
    "add it: {options}": ("加える：{options}", "añádala: {options}", "acrescente-a: {options}"),
    "begin with the line {header}": (
        "1行目に{header}と書く", "empiece con la línea {header}", "comece com a linha {header}",
    ),
    "type the cell again in UTF-8": (
        "セルをUTF-8で入力し直す", "escriba la celda de nuevo en UTF-8", "digite a célula de novo em UTF-8",
    ),
    "jlac tidy {path} --write": (
        "jlac tidy {path} --write で直る", "se corrige con jlac tidy {path} --write",
        "corrige-se com jlac tidy {path} --write",
    ),
    "save it again from its source as CSV UTF-8; those letters are lost in this file": (
        "元のファイルからCSV UTF-8で保存し直す。このファイルではその文字が失われている",
        "guárdelo de nuevo desde su original como CSV UTF-8; en este archivo esas letras se perdieron",
        "salve-o de novo a partir do original como CSV UTF-8; neste arquivo essas letras se perderam",
    ),
    "jlac tidy {path} --write corrects it, or save it as CSV UTF-8": (
        "jlac tidy {path} --write で直る。またはCSV UTF-8で保存する",
        "se corrige con jlac tidy {path} --write, o guárdelo como CSV UTF-8",
        "corrige-se com jlac tidy {path} --write, ou salve-o como CSV UTF-8",
    ),
    "the table is read all the same; jlac tidy {path} --write ends the warning": (
        "表は読める。jlac tidy {path} --write で警告がなくなる",
        "la tabla se lee de todos modos; jlac tidy {path} --write quita la advertencia",
        "a tabela é lida assim mesmo; jlac tidy {path} --write elimina o aviso",
    ),
    'put the whole cell in quotes and double each quote inside: "a ""b"" c"': (
        'セル全体を引用符で囲み、中の引用符は二つ重ねる："a ""b"" c"',
        'ponga toda la celda entre comillas y duplique cada comilla interior: "a ""b"" c"',
        'ponha a célula inteira entre aspas e duplique cada aspa interna: "a ""b"" c"',
    ),
    "quote a cell that contains a comma; leave no empty line": (
        "コンマを含むセルは引用符で囲む。空の行を残さない",
        "ponga entre comillas la celda que contiene una coma; no deje líneas vacías",
        "ponha entre aspas a célula que contém vírgula; não deixe linhas vazias",
    ),
    "at most {most}; is a quote missing?": (
        "{most}文字まで。引用符が抜けていないか", "como máximo {most}; ¿falta una comilla?",
        "no máximo {most}; falta uma aspa?",
    ),
    "jlac tidy {path} --write corrects it, or save with commas": (
        "jlac tidy {path} --write で直る。またはコンマ区切りで保存する",
        "se corrige con jlac tidy {path} --write, o guárdelo con comas",
        "corrige-se com jlac tidy {path} --write, ou salve-o com vírgulas",
    ),
    "exchange the two names in the header, or the values of the two columns": (
        "見出しの二つの名前か、二つの列の値を入れ替える",
        "intercambie los dos nombres del encabezado o los valores de las dos columnas",
        "troque os dois nomes do cabeçalho ou os valores das duas colunas",
    ),
    "exchange the two cells": (
        "二つのセルを入れ替える", "intercambie las dos celdas", "troque as duas células",
    ),
    "keep one": ("一つだけ残す", "deje una", "deixe uma"),
    "the columns are {header}": ("列は{header}", "las columnas son {header}", "as colunas são {header}"),
    "jlac tidy {path} --write corrects it, or write {header}": (
        "jlac tidy {path} --write で直る。または{header}と書く",
        "se corrige con jlac tidy {path} --write, o escriba {header}",
        "corrige-se com jlac tidy {path} --write, ou escreva {header}",
    ),
    "jlac tidy {path} --write corrects it, or delete the line and save with commas": (
        "jlac tidy {path} --write で直る。またはその行を消してコンマ区切りで保存する",
        "se corrige con jlac tidy {path} --write, o borre la línea y guárdelo con comas",
        "corrige-se com jlac tidy {path} --write, ou apague a linha e salve-o com vírgulas",
    ),
    "delete them: the first line is the header": (
        "消す：1行目は見出し", "bórrelas: la primera línea es el encabezado",
        "apague-as: a primeira linha é o cabeçalho",
    ),
    "choose between the two versions and delete the markers": (
        "二つの版のどちらかを選び、印を消す", "elija una de las dos versiones y borre las marcas",
        "escolha uma das duas versões e apague as marcas",
    ),
    "jlac xlsx writes its sheets as tables": (
        "jlac xlsxでシートを表として書き出す", "jlac xlsx escribe sus hojas como tablas",
        "jlac xlsx grava suas planilhas como tabelas",
    ),
    "list it in csv-metadata.json, or if there is none, name it after its schema, such as investments.csv; "
    "or move it out of the folder": (
        "csv-metadata.jsonに載せる。それがなければinvestments.csvのようにスキーマの名前にする。または別のフォルダーに移す",
        "inclúyalo en csv-metadata.json o, si no hay, dele el nombre de su esquema, como investments.csv; "
        "o sáquelo de la carpeta",
        "inclua-o em csv-metadata.json ou, se não houver, dê-lhe o nome do seu esquema, como "
        "investments.csv; ou tire-o da pasta",
    ),
    "delete it, or move it to the column where it belongs": (
        "消すか、正しい列に移す", "bórrelo o páselo a la columna que le corresponde",
        "apague-o ou passe-o para a coluna a que pertence",
    ),
    "move its rows to the sheet {table}, or rename it so; or delete the sheet": (
        "行をシート{table}に移すか、シートの名前をそうする。またはシートを消す",
        "pase sus filas a la hoja {table} o dele ese nombre; o borre la hoja",
        "passe suas linhas para a planilha {table} ou dê-lhe esse nome; ou apague a planilha",
    ),
    "name a sheet as its table to have it read; jlac describe lists the tables": (
        "読ませるにはシートに表の名前を付ける。表の一覧はjlac describe",
        "para que se lea, dele el nombre de su tabla; jlac describe las enumera",
        "para que seja lida, dê-lhe o nome da sua tabela; jlac describe as enumera",
    ),
    "compare the text with its source and type the letters again": (
        "資料と照らし合わせて入力し直す", "compare el texto con su fuente y escriba las letras de nuevo",
        "compare o texto com sua fonte e digite as letras de novo",
    ),
    "if so, put {fact} into same_as_fact; if not, name it in the note": (
        "同じなら{fact}をsame_as_factに書く。違うなら注記（note）に挙げる",
        "si lo es, ponga {fact} en same_as_fact; si no, nómbrelo en la nota",
        "se for, ponha {fact} em same_as_fact; se não, nomeie-o na nota",
    ),
    "delete them": ("消す", "bórrelas", "apague-as"),
    "delete the line": ("その行を消す", "borre la línea", "apague a linha"),
    "type the value, or leave the cell empty": (
        "値を入力するか、セルを空にする", "escriba el valor o deje la celda vacía",
        "digite o valor ou deixe a célula vazia",
    ),
    "type the value": ("値を入力する", "escriba el valor", "digite o valor"),
    "type the letter on a Latin keyboard": (
        "その文字を半角英字で入力し直す", "escriba la letra con un teclado latino",
        "digite a letra em um teclado latino",
    ),
    "write the value, or leave the cell empty": (
        "値を書くか、セルを空にする", "escriba el valor o deje la celda vacía",
        "escreva o valor ou deixe a célula vazia",
    ),
    "leave the cell empty, or write the value": (
        "セルを空にするか、値を書く", "deje la celda vacía o escriba el valor",
        "deixe a célula vazia ou escreva o valor",
    ),
    "write it again from its source, in cells formatted as text": (
        "書式を文字列にしたセルに、資料から入力し直す",
        "escríbalo de nuevo según su fuente, en celdas con formato de texto",
        "escreva-o de novo conforme a fonte, em células formatadas como texto",
    ),
    "write an address that begins with https:// or http://": (
        "https://かhttp://で始まるURLを書く", "escriba una dirección que empiece por https:// o http://",
        "escreva um endereço que comece com https:// ou http://",
    ),
    "check the year": ("年を確かめる", "compruebe el año", "verifique o ano"),
    "write 2800 for two thousand eight hundred, 2.8 for two and eight tenths": (
        "二千八百なら2800、2と10分の8なら2.8と書く",
        "escriba 2800 para dos mil ochocientos, 2.8 para dos coma ocho",
        "escreva 2800 para dois mil e oitocentos, 2.8 para dois vírgula oito",
    ),
    "write the characters that they stand for": (
        "元の文字で書く", "escriba los caracteres que representan", "escreva os caracteres que representam",
    ),
    "move it to the column of its language, or to names.csv": (
        "その言語の列かnames.csvに移す", "páselo a la columna de su idioma o a names.csv",
        "passe-o para a coluna do seu idioma ou para names.csv",
    ),
    "write ordinary letters and digits": (
        "半角で書く", "escriba letras y cifras normales", "escreva letras e algarismos normais",
    ),
    "write the Japanese text, or leave the cell empty": (
        "日本語で書くか、セルを空にする", "escriba el texto en japonés o deje la celda vacía",
        "escreva o texto em japonês ou deixe a célula vazia",
    ),
    "write an ordinary space": (
        "通常の空白で書く", "escriba un espacio normal", "escreva um espaço normal",
    ),
    "write full-width letters": (
        "全角で書く", "escriba letras de ancho completo", "escreva letras de largura completa",
    ),
    "begin with another character": (
        "別の文字で始める", "empiece con otro carácter", "comece com outro caractere",
    ),
    "write it as its owner does": (
        "本来の表記で書く", "escríbalo como lo hace su titular", "escreva-o como o faz seu titular",
    ),
    "compare it with its register": (
        "登録簿と照らし合わせる", "compárelo con su registro", "compare-o com seu registro",
    ),
    "write the amount in whole units of the currency": (
        "金額を通貨の基本単位で書く", "escriba el monto en unidades de la moneda",
        "escreva o montante em unidades da moeda",
    ),
    "keep one of the two": ("どちらか一つを残す", "deje una de las dos", "deixe uma das duas"),
    "correct one, or say in the note how they differ": (
        "一方を直すか、違いを注記（note）に書く", "corrija uno o diga en la nota en qué difieren",
        "corrija um ou diga na nota em que diferem",
    ),
    "write {due}": ("{due}と書く", "escriba {due}", "escreva {due}"),
    "write cited": ("citedと書く", "escriba cited", "escreva cited"),
    "say why in the note": ("理由を注記（note）に書く", "diga por qué en la nota", "diga por quê na nota"),
    "check both dates": ("二つの日付を確かめる", "compruebe las dos fechas", "verifique as duas datas"),
    "add coverage.csv, which says for each passage which tables cite it (see jlac describe coverage)": (
        "箇所ごとにどの表が引用するかを示すcoverage.csvを加える（説明はjlac describe coverage）",
        "añada coverage.csv, que dice qué tablas citan cada pasaje (véase jlac describe coverage)",
        "acrescente coverage.csv, que diz quais tabelas citam cada passagem (ver jlac describe coverage)",
    ),
    "add a row to coverage.csv": (
        "coverage.csvに行を加える", "añada una fila a coverage.csv", "acrescente uma linha a coverage.csv",
    ),
    "write at most 18 digits before the point and 9 after it": (
        "小数点の前は18桁、後は9桁まで", "escriba como máximo 18 cifras antes del punto y 9 después",
        "escreva no máximo 18 algarismos antes do ponto e 9 depois",
    ),
    "write 2012, 2012-03 or 2012-03-01": (
        "2012、2012-03、2012-03-01のように書く", "escriba 2012, 2012-03 o 2012-03-01",
        "escreva 2012, 2012-03 ou 2012-03-01",
    ),
    "write it again, in cells formatted as text": (
        "書式を文字列にしたセルに入力し直す", "escríbalo de nuevo, en celdas con formato de texto",
        "escreva-o de novo, em células formatadas como texto",
    ),
    "correct the id, or add the row that defines it": (
        "idを直すか、定義する行を加える", "corrija el id o añada la fila que lo define",
        "corrija o id ou acrescente a linha que o define",
    ),
    "is {named} meant here? It is named in {places}": (
        "{named}のことか。挙げている箇所：{places}", "¿se trata de {named}? Se nombra en {places}",
        "trata-se de {named}? É nomeado em {places}",
    ),
    "restore the missing rows; the codes are named in {places}": (
        "なくなった行を戻す。コードを挙げている箇所：{places}",
        "reponga las filas que faltan; los códigos se nombran en {places}",
        "reponha as linhas que faltam; os códigos são nomeados em {places}",
    ),
    "fill in the cell": ("セルを埋める", "rellene la celda", "preencha a célula"),
    "remove it": ("取り除く", "quítelo", "retire-o"),
    "type it again from the source": (
        "資料から入力し直す", "escríbalo de nuevo según la fuente", "digite-o de novo conforme a fonte",
    ),
    "retype the letter": ("その文字を入力し直す", "escriba la letra de nuevo", "digite a letra de novo"),
    "write {form}": ("{form}を書く", "escriba {form}", "escreva {form}"),
    "the form is {form}": ("形式：{form}", "la forma es {form}", "a forma é {form}"),
    "the class must be one of {classes}": (
        "クラスは次のいずれか：{classes}", "la clase debe ser una de {classes}",
        "a classe deve ser uma de {classes}",
    ),
    "write a number of at least {bound}": (
        "{bound}以上の数を書く",
        "escriba un número de al menos {bound}", "escreva um número de pelo menos {bound}",
    ),
    "write a number of at most {bound}": (
        "{bound}以下の数を書く",
        "escriba un número de a lo sumo {bound}", "escreva um número de no máximo {bound}",
    ),
    "choose another id, or merge the rows": (
        "別のidにするか、行を一つにまとめる",
        "elija otro id o una las filas", "escolha outro id ou una as linhas",
    ),
    "add it to {table}": ("{table}に加える", "añádalo a {table}", "acrescente-o a {table}"),
}  # fmt: skip

_FORMS: Mapping[str, tuple[str, str, str]] = {
    "a number with a point, as 2800000000 or 29.5": (
        "小数点を使った数（2800000000、29.5など）", "un número con punto, como 2800000000 o 29.5",
        "um número com ponto, como 2800000000 ou 29.5",
    ),
    "a whole number, as 2012": (
        "整数（2012など）", "un número entero, como 2012", "um número inteiro, como 2012",
    ),
    "true or false": ("trueかfalse", "true o false", "true ou false"),
    "a full address with at most one #, as https://example.org/page": (
        "#が一つまでの完全なURL（https://example.org/pageなど）",
        "una dirección completa con un solo # como máximo, como https://example.org/page",
        "um endereço completo com no máximo um #, como https://example.org/page",
    ),
    "18 capital letters and digits and two check digits": (
        "英大文字と数字18字と検査数字2字", "18 mayúsculas y cifras y dos dígitos de control",
        "18 maiúsculas e algarismos e dois dígitos de controle",
    ),
    "a scheme and a code in it, as product/lithium": (
        "コード体系とそのコード（product/lithiumなど）", "un esquema y un código suyo, como product/lithium",
        "um esquema e um código dele, como product/lithium",
    ),
    "the name of a class, as Firm": (
        "クラスの名前（Firmなど）", "el nombre de una clase, como Firm", "o nome de uma classe, como Firm",
    ),
    "an id of Wikidata, as Q17": (
        "Wikidataのid（Q17など）", "un id de Wikidata, como Q17", "um id do Wikidata, como Q17",
    ),
    "three digits, as 032": ("3桁の数字（032など）", "tres cifras, como 032", "três algarismos, como 032"),
    "two capital letters, as MX": (
        "英大文字2字（MXなど）", "dos mayúsculas, como MX", "duas maiúsculas, como MX",
    ),
    "small letters, digits and single hyphens, as pan-pacific-copper": (
        "英小文字、数字、単独のハイフン（pan-pacific-copperなど）",
        "minúsculas, cifras y guiones simples, como pan-pacific-copper",
        "minúsculas, algarismos e hifens simples, como pan-pacific-copper",
    ),
    "an address that ends in / or #, as https://example.org/mine/": (
        "/か#で終わるURL（https://example.org/mine/など）",
        "una dirección que termina en / o #, como https://example.org/mine/",
        "um endereço que termina em / ou #, como https://example.org/mine/",
    ),
    "three capital letters, as USD": (
        "英大文字3字（USDなど）", "tres mayúsculas, como USD", "três maiúsculas, como USD",
    ),
    "a source and a place in it, as idb-mg-172#case-mining.p5": (
        "資料とその箇所（idb-mg-172#case-mining.p5など）",
        "una fuente y un lugar en ella, como idb-mg-172#case-mining.p5",
        "uma fonte e um lugar nela, como idb-mg-172#case-mining.p5",
    ),
    "a kind and an id, as {first}/pan-pacific-copper; the kinds are {kinds}": (
        "種類とid（{first}/pan-pacific-copperなど）。種類は{kinds}",
        "un tipo y un id, como {first}/pan-pacific-copper; los tipos son {kinds}",
        "um tipo e um id, como {first}/pan-pacific-copper; os tipos são {kinds}",
    ),
}  # fmt: skip
"""Forms of a cell in words, by their English."""


def advised(english: str, **words: object) -> Hint:
    """Return an advice in all languages, its words filled in.

    Parameters
    ----------
    english : a key of `ADVICE`; any other text is given in English.
    words : what the advice has in braces; a `Hint` is filled in by its text in the same language.

    Examples
    --------
    >>> advised("write {form}", form=form_in_words("a whole number, as 2012")).es
    'escriba un número entero, como 2012'
    """

    def filled(text: str, lang: str) -> str:
        return text.format(**{k: getattr(v, lang) if isinstance(v, Hint) else v for k, v in words.items()})

    ja, es, pt = ADVICE.get(english, (english,) * 3)
    return Hint(filled(english, "en"), filled(ja, "ja"), filled(es, "es"), filled(pt, "pt"))


def form_in_words(english: str, **words: object) -> Hint:
    """Return the form of a cell in all languages; a form that is not worded is the same in all."""
    texts = (english, *_FORMS.get(english, (english,) * 3))
    return Hint(*(text.format(**words) if words else text for text in texts))
