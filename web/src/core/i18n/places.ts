/** The places of passages in words of the other languages, such as "paragraph 7". */

type Told = Record<'ja' | 'es' | 'pt', string>

const ONE = String.raw`\(?\d+(?:\(\d+\))?\)?`
const NUMBERS = `(${ONE}(?:(?:[-–]| and |, )${ONE})*)`
const PLACES: [RegExp, Told][] = [
  [/^opening paragraphs?$/, { ja: '冒頭の段落', es: 'párrafos iniciales', pt: 'parágrafos iniciais' }],
  [/^(?:body )?text$|^body$/, { ja: '本文', es: 'texto', pt: 'texto' }],
  [/^first (?:paragraph|para)$/, { ja: '最初の段落', es: 'primer párrafo', pt: 'primeiro parágrafo' }],
  [/^last (?:paragraph|para)$/, { ja: '最後の段落', es: 'último párrafo', pt: 'último parágrafo' }],
  [
    /^(?:the (?:only|single) paragraph|single para)$/,
    { ja: '唯一の段落', es: 'párrafo único', pt: 'parágrafo único' },
  ],
  [/^table$/, { ja: '表', es: 'cuadro', pt: 'tabela' }],
  [/^list$/, { ja: '一覧', es: 'lista', pt: 'lista' }],
  [/^summary$/, { ja: '要約', es: 'resumen', pt: 'resumo' }],
  [/^opening$/, { ja: '冒頭', es: 'comienzo', pt: 'início' }],
  [/^(?:header|head|lead)$/, { ja: '冒頭', es: 'encabezamiento', pt: 'cabeçalho' }],
  [/^title$/, { ja: '題名', es: 'título', pt: 'título' }],
  [/^outline$/, { ja: '概要', es: 'resumen', pt: 'resumo' }],
  [/^preamble$/, { ja: '前文', es: 'preámbulo', pt: 'preâmbulo' }],
  [/^sources$/, { ja: '出典', es: 'fuentes', pt: 'fontes' }],
  [/^tables$/, { ja: '表', es: 'cuadros', pt: 'tabelas' }],
  [/^map$/, { ja: '地図', es: 'mapa', pt: 'mapa' }],
  [/^note$/, { ja: '注', es: 'nota', pt: 'nota' }],
  [/^codes$/, { ja: 'コード', es: 'códigos', pt: 'códigos' }],
  [/^key points$/i, { ja: '要点', es: 'puntos clave', pt: 'pontos principais' }],
  [/^first bullets?$/, { ja: '最初の箇条', es: 'primera viñeta', pt: 'primeiro marcador' }],
  [/^first entry$/, { ja: '最初の項目', es: 'primera entrada', pt: 'primeira entrada' }],
  [/^second entry$/, { ja: '第2の項目', es: 'segunda entrada', pt: 'segunda entrada' }],
  [/^total line$/, { ja: '合計の行', es: 'línea del total', pt: 'linha do total' }],
  [/^project list$/, { ja: '案件一覧', es: 'lista de proyectos', pt: 'lista de projetos' }],
  [/^ranking table$/, { ja: '順位表', es: 'cuadro de posiciones', pt: 'tabela de posições' }],
  [
    /^last paragraph read$/,
    { ja: '読んだ最後の段落', es: 'último párrafo leído', pt: 'último parágrafo lido' },
  ],
  [/^(?:introduction|intro)$/, { ja: '序論', es: 'introducción', pt: 'introdução' }],
  [numbered('paragraph|para'), { ja: '第#段落', es: 'párrafo #', pt: 'parágrafo #' }],
  [numbered('paragraphs|paras'), { ja: '第#段落', es: 'párrafos #', pt: 'parágrafos #' }],
  [numbered('row'), { ja: '#行目', es: 'fila #', pt: 'linha #' }],
  [numbered('item'), { ja: '項目#', es: 'punto #', pt: 'item #' }],
  [numbered('items|points'), { ja: '項目#', es: 'puntos #', pt: 'itens #' }],
  [numbered('point'), { ja: '項目#', es: 'punto #', pt: 'item #' }],
  [numbered('entry'), { ja: '項目#', es: 'entrada #', pt: 'entrada #' }],
  [numbered('Figure'), { ja: '図#', es: 'gráfico #', pt: 'figura #' }],
  [numbered('Footnote|note'), { ja: '注#', es: 'nota #', pt: 'nota #' }],
  [numbered('section'), { ja: '第#節', es: 'sección #', pt: 'seção #' }],
  [numbered('page'), { ja: '#ページ', es: 'página #', pt: 'página #' }],
  [numbered('bullet'), { ja: '箇条書き#', es: 'viñeta #', pt: 'marcador #' }],
  [numbered('rank'), { ja: '第#位', es: 'posición #', pt: 'posição #' }],
  [numbered('chapter'), { ja: '第#章', es: 'capítulo #', pt: 'capítulo #' }],
  [numbered('fiscal'), { ja: '#年度', es: 'ejercicio #', pt: 'exercício #' }],
  [numbered('list'), { ja: '一覧#', es: 'lista #', pt: 'lista #' }],
  [/^record (\d+: .+)$/, { ja: '記録#', es: 'registro #', pt: 'registro #' }],
  [numbered('[Tt]able'), { ja: '表#', es: 'cuadro #', pt: 'tabela #' }],
  [
    /^(?:first (?:paragraphs|paras))$/i,
    { ja: '最初の数段落', es: 'primeros párrafos', pt: 'primeiros parágrafos' },
  ],
  [
    /^(?:last (?:paragraphs|paras))$/i,
    { ja: '最後の数段落', es: 'últimos párrafos', pt: 'últimos parágrafos' },
  ],
  [
    /^last paragraph but one$/i,
    { ja: '最後から2番目の段落', es: 'penúltimo párrafo', pt: 'penúltimo parágrafo' },
  ],
  [/^first sentence$/i, { ja: '最初の文', es: 'primera frase', pt: 'primeira frase' }],
  [/^last sentence read$/i, { ja: '読んだ最後の文', es: 'última frase leída', pt: 'última frase lida' }],
  [/^last bullet$/i, { ja: '最後の箇条', es: 'última viñeta', pt: 'último marcador' }],
  [/^first section$/i, { ja: '最初の節', es: 'primera sección', pt: 'primeira seção' }],
  [/^third entry$/i, { ja: '第3の項目', es: 'tercera entrada', pt: 'terceira entrada' }],
  [/^fourth entry$/i, { ja: '第4の項目', es: 'cuarta entrada', pt: 'quarta entrada' }],
  [/^last$/i, { ja: '最後', es: 'último', pt: 'último' }],
  [/^(?:heads?|headings?|head lines)$/i, { ja: '見出し', es: 'encabezado', pt: 'título' }],
  [/^history(?: section)?$/i, { ja: '沿革', es: 'historia', pt: 'histórico' }],
  [/^background$/i, { ja: '背景', es: 'antecedentes', pt: 'antecedentes' }],
  [/^context$/i, { ja: '背景', es: 'contexto', pt: 'contexto' }],
  [/^overview$/i, { ja: '概要', es: 'resumen', pt: 'visão geral' }],
  [/^preface$/i, { ja: '序文', es: 'prefacio', pt: 'prefácio' }],
  [/^abstract$/i, { ja: '要旨', es: 'resumen', pt: 'resumo' }],
  [/^acknowledgements$/i, { ja: '謝辞', es: 'agradecimientos', pt: 'agradecimentos' }],
  [/^(?:contents|table of contents)$/i, { ja: '目次', es: 'índice', pt: 'sumário' }],
  [/^cover(?: pages?)?$/i, { ja: '表紙', es: 'portada', pt: 'capa' }],
  [/^title page$/i, { ja: '標題紙', es: 'portada', pt: 'folha de rosto' }],
  [/^chart$/i, { ja: 'グラフ', es: 'gráfico', pt: 'gráfico' }],
  [
    /^(?:picture |photo |photograph )?captions?$/i,
    { ja: '写真の説明', es: 'pie de foto', pt: 'legenda da foto' },
  ],
  [/^outline table$/i, { ja: '概要の表', es: 'cuadro resumen', pt: 'quadro-resumo' }],
  [/^plant outline$/i, { ja: '工場の概要', es: 'datos de la planta', pt: 'dados da fábrica' }],
  [/^project table$/i, { ja: '案件の表', es: 'cuadro de proyectos', pt: 'tabela de projetos' }],
  [
    /^economic cooperation list$/i,
    { ja: '経済協力の一覧', es: 'lista de cooperación económica', pt: 'lista de cooperação econômica' },
  ],
  [/^list of partners$/i, { ja: 'パートナーの一覧', es: 'lista de socios', pt: 'lista de parceiros' }],
  [/^lists$/i, { ja: '一覧', es: 'listas', pt: 'listas' }],
  [/^items$/i, { ja: '項目', es: 'puntos', pt: 'itens' }],
  [/^bullets$/i, { ja: '箇条書き', es: 'viñetas', pt: 'marcadores' }],
  [/^terms$/i, { ja: '条件', es: 'condiciones', pt: 'condições' }],
  [/^key terms$/i, { ja: '主な条件', es: 'condiciones principales', pt: 'principais condições' }],
  [
    /^terms and amount of loan$/i,
    {
      ja: '借款の条件と金額',
      es: 'condiciones y monto del préstamo',
      pt: 'condições e montante do empréstimo',
    },
  ],
  [/^cumulative amounts$/i, { ja: '累計額', es: 'montos acumulados', pt: 'montantes acumulados' }],
  [/^general section$/i, { ja: '総論', es: 'parte general', pt: 'parte geral' }],
  [/^economic relations$/i, { ja: '経済関係', es: 'relaciones económicas', pt: 'relações econômicas' }],
  [/^economic cooperation$/i, { ja: '経済協力', es: 'cooperación económica', pt: 'cooperação econômica' }],
  [
    /^japan's economic cooperation$/i,
    { ja: '日本の経済協力', es: 'cooperación económica de Japón', pt: 'cooperação econômica do Japão' },
  ],
  [
    /^direct investment from japan$/i,
    { ja: '日本からの直接投資', es: 'inversión directa de Japón', pt: 'investimento direto do Japão' },
  ],
  [
    /^japanese companies in mexico$/i,
    { ja: 'メキシコの日系企業', es: 'empresas japonesas en México', pt: 'empresas japonesas no México' },
  ],
  [
    /^japanese and ethnic japanese$/i,
    { ja: '在留邦人と日系人', es: 'japoneses y nikkei', pt: 'japoneses e nikkeis' },
  ],
  [/^treaties and agreements$/i, { ja: '条約と協定', es: 'tratados y acuerdos', pt: 'tratados e acordos' }],
  [
    /^table of basic economic indicators$/i,
    {
      ja: '基礎的経済指標の表',
      es: 'cuadro de indicadores económicos básicos',
      pt: 'tabela de indicadores econômicos básicos',
    },
  ],
  [
    /^summary and original content$/i,
    { ja: '要約と原文', es: 'resumen y texto original', pt: 'resumo e texto original' },
  ],
  [/^original content$/i, { ja: '原文', es: 'texto original', pt: 'texto original' }],
  [
    /^quoted jica text$/i,
    { ja: '引用されたJICAの文章', es: 'texto citado de la JICA', pt: 'texto citado da JICA' },
  ],
  [/^blogger's text$/i, { ja: 'ブログ筆者の文章', es: 'texto del bloguero', pt: 'texto do blogueiro' }],
  [/^nhk passage$/i, { ja: 'NHKの引用箇所', es: 'pasaje de la NHK', pt: 'trecho da NHK' }],
  [/^japanese text$/i, { ja: '日本語の本文', es: 'texto japonés', pt: 'texto em japonês' }],
  [/^newer version$/i, { ja: '新しい版', es: 'versión más reciente', pt: 'versão mais recente' }],
  [
    /^names of territories$/i,
    { ja: '国と地域の名称', es: 'nombres de territorios', pt: 'nomes de territórios' },
  ],
  [
    /^names of subdivisions$/i,
    { ja: '行政区画の名称', es: 'nombres de subdivisiones', pt: 'nomes de subdivisões' },
  ],
  [/^country codes$/i, { ja: '国コード', es: 'códigos de países', pt: 'códigos de países' }],
  [/^geographic regions$/i, { ja: '地理的地域', es: 'regiones geográficas', pt: 'regiões geográficas' }],
  [
    /^date from the document code$/i,
    {
      ja: '日付は文書番号による',
      es: 'la fecha es la del código del documento',
      pt: 'a data é a do código do documento',
    },
  ],
  [
    /^heads of the two decisions$/i,
    { ja: '二つの決定の見出し', es: 'encabezados de las dos decisiones', pt: 'títulos das duas decisões' },
  ],
  [/^Entered into force$/, { ja: '発効済み', es: 'en vigor', pt: 'em vigor' }],
  [
    /^(?:para|paragraph) (\d+) \(newer version\)$/,
    {
      ja: '第#段落（新しい版）',
      es: 'párrafo # (versión más reciente)',
      pt: 'parágrafo # (versão mais recente)',
    },
  ],
  [/^項目一覧$/, { ja: '項目一覧', es: 'lista de puntos', pt: 'lista de itens' }],
  [/^概要$/, { ja: '概要', es: 'resumen', pt: 'resumo' }],
  [
    /^name of the researcher$/,
    { ja: '研究者の氏名', es: 'nombre del investigador', pt: 'nome do pesquisador' },
  ],
  [/^address on the cover$/, { ja: '表紙の住所', es: 'dirección en la portada', pt: 'endereço na capa' }],
  [
    /^message of the president of JICA$/,
    {
      ja: 'JICA理事長のメッセージ',
      es: 'mensaje del presidente de la JICA',
      pt: 'mensagem do presidente da JICA',
    },
  ],
  [
    /^summary of the FEALAC meeting of (\d{4})$/,
    {
      ja: '#年のFEALAC会合の概要',
      es: 'resumen de la reunión del FOCALAE de #',
      pt: 'resumo da reunião do FOCALAL de #',
    },
  ],
  [
    /^bulletin of March and April (\d{4})$/,
    { ja: '#年3・4月号', es: 'boletín de marzo y abril de #', pt: 'boletim de março e abril de #' },
  ],
  [
    /^economic partnership with Mexico$/,
    {
      ja: 'メキシコとの経済連携',
      es: 'asociación económica con México',
      pt: 'parceria econômica com o México',
    },
  ],
  [
    /^joint release with Mexico$/,
    {
      ja: 'メキシコとの共同発表',
      es: 'comunicado conjunto con México',
      pt: 'comunicado conjunto com o México',
    },
  ],
  [/^exchange of notes$/i, { ja: '交換公文', es: 'canje de notas', pt: 'troca de notas' }],
  [numbered('bullets'), { ja: '箇条書き#', es: 'viñetas #', pt: 'marcadores #' }],
  [numbered('notes'), { ja: '注#', es: 'notas #', pt: 'notas #' }],
  [numbered('chapters'), { ja: '第#章', es: 'capítulos #', pt: 'capítulos #' }],
  [numbered('sections'), { ja: '第#節', es: 'secciones #', pt: 'seções #' }],
  [numbered('figures?'), { ja: '図#', es: 'gráfico #', pt: 'figura #' }],
  [numbered('answer'), { ja: '答弁#', es: 'respuesta #', pt: 'resposta #' }],
  [numbered('area'), { ja: '分野#', es: 'área #', pt: 'área #' }],
  [numbered('guideline'), { ja: '指針#', es: 'directriz #', pt: 'diretriz #' }],
  [numbered('volume'), { ja: '第#巻', es: 'volumen #', pt: 'volume #' }],
  [numbered('number'), { ja: '第#号', es: 'número #', pt: 'número #' }],
  [
    numbered('cumulative to fiscal'),
    { ja: '#年度までの累計', es: 'acumulado hasta el ejercicio #', pt: 'acumulado até o exercício #' },
  ],
  [
    numbered('(?:paragraph|para) after table'),
    { ja: '表#の後の段落', es: 'párrafo tras el cuadro #', pt: 'parágrafo após a tabela #' },
  ],
  [
    /^(?:FY|fY) (\d{4}) authorizations$/,
    { ja: '#年度の承認', es: 'autorizaciones de #', pt: 'autorizações de #' },
  ],
  [
    /^trade between Japan and Mexico \((\d+)\)$/,
    {
      ja: '日墨貿易（#年）',
      es: 'comercio entre Japón y México (#)',
      pt: 'comércio entre o Japão e o México (#)',
    },
  ],
  [/^note (\d+), items a-d$/, { ja: '注#の項目a-d', es: 'nota #, puntos a-d', pt: 'nota #, itens a-d' }],
  [/^items? ([a-z](?:-[a-z])?)$/, { ja: '項目#', es: 'punto #', pt: 'item #' }],
  [/^heads ([IVX]+-[IVX]+)$/, { ja: '見出し#', es: 'encabezados #', pt: 'títulos #' }],
  [/^section ([IVX]+[-.\d()]*|\d+(?:\.\d+)+|\d+ \(\d+\))$/, { ja: '第#節', es: 'sección #', pt: 'seção #' }],
]

/** Places that say what they are about. */
const ABOUT: [RegExp, Told][] = [
  [/^(?:section|part) on (.+)$/i, { ja: '#に関する節', es: 'sección sobre #', pt: 'seção sobre #' }],
  [
    /^(?:release|announcement|joint statement) on (the (?:agreement|Pacific Alliance).*)$/,
    { ja: '#に関する発表', es: 'comunicado sobre #', pt: 'comunicado sobre #' },
  ],
  [/^on (the Pacific Alliance.*|a study by JICA)$/, { ja: '#について', es: 'sobre #', pt: 'sobre #' }],
  [/^page on (.+)$/i, { ja: '#のページ', es: 'página sobre #', pt: 'página sobre #' }],
  [/^paragraph on (.+)$/i, { ja: '#に関する段落', es: 'párrafo sobre #', pt: 'parágrafo sobre #' }],
  [/^entry on (.+)$/i, { ja: '#の項目', es: 'entrada sobre #', pt: 'verbete sobre #' }],
  [/^entry (\d+\/\d+\/\d+)$/i, { ja: '#の項目', es: 'entrada del #', pt: 'entrada de #' }],
  [/^row ([^,]+)$/i, { ja: '行「#」', es: 'fila #', pt: 'linha #' }],
  [/^entity ([^,]+)$/i, { ja: '法人「#」', es: 'entidad #', pt: 'entidade #' }],
  [/^section ([^\d(][^,]*)$/, { ja: '「#」の節', es: 'sección #', pt: 'seção #' }],
  [/^sections ([^\d(][^,]*)$/, { ja: '「#」などの節', es: 'secciones #', pt: 'seções #' }],
  [/^table ([A-Z][^,]*)$/, { ja: '表「#」', es: 'cuadro #', pt: 'tabela #' }],
  [/^heading ["“](.+)["”]$/, { ja: '見出し「#」', es: 'encabezado «#»', pt: 'título «#»' }],
  [
    /^list of (?:grants|projects) under way$/,
    { ja: '実施中案件の一覧', es: 'lista de proyectos en curso', pt: 'lista de projetos em andamento' },
  ],
  [
    /^table of dates in section (\d+)$/,
    { ja: '第#節の年表', es: 'cuadro de fechas de la sección #', pt: 'tabela de datas da seção #' },
  ],
]
const SUBJECTS: Record<string, Told> = {
  'its bonds': { ja: '債券', es: 'sus bonos', pt: 'seus títulos' },
  'guaranteed bonds': { ja: '政府保証債', es: 'bonos garantizados', pt: 'títulos garantidos' },
  'the World Customs Organization': {
    ja: '世界税関機構',
    es: 'la Organización Mundial de Aduanas',
    pt: 'a Organização Mundial das Alfândegas',
  },
  'the Pacific Alliance': { ja: '太平洋同盟', es: 'la Alianza del Pacífico', pt: 'a Aliança do Pacífico' },
  'the Pacific Alliance and Mercosur': {
    ja: '太平洋同盟とメルコスール',
    es: 'la Alianza del Pacífico y el Mercosur',
    pt: 'a Aliança do Pacífico e o Mercosul',
  },
  'the agreement with Chile': {
    ja: 'チリとの協定',
    es: 'el acuerdo con Chile',
    pt: 'o acordo com o Chile',
  },
  'the agreement with Mexico': {
    ja: 'メキシコとの協定',
    es: 'el acuerdo con México',
    pt: 'o acordo com o México',
  },
  'a study by JICA': { ja: 'JICAの調査', es: 'un estudio de la JICA', pt: 'um estudo da JICA' },
  Mercosur: { ja: 'メルコスール', es: 'el Mercosur', pt: 'o Mercosul' },
  'the economy': { ja: '経済', es: 'la economía', pt: 'a economia' },
  trade: { ja: '貿易', es: 'comercio', pt: 'comércio' },
  'relations with Japan': { ja: '対日関係', es: 'las relaciones con Japón', pt: 'as relações com o Japão' },
  'its lead': { ja: '首位', es: 'su liderazgo', pt: 'sua liderança' },
  'the survey': { ja: '調査', es: 'la encuesta', pt: 'a pesquisa' },
  countries: { ja: '国別', es: 'los países', pt: 'os países' },
  'the conference': { ja: '会議', es: 'la conferencia', pt: 'a conferência' },
  Mexico: { ja: 'メキシコ', es: 'México', pt: 'México' },
  Bolivia: { ja: 'ボリビア', es: 'Bolivia', pt: 'Bolívia' },
  Nicaragua: { ja: 'ニカラグア', es: 'Nicaragua', pt: 'Nicarágua' },
  Honduras: { ja: 'ホンジュラス', es: 'Honduras', pt: 'Honduras' },
  'electric machinery': { ja: '電気機械', es: 'maquinaria eléctrica', pt: 'máquinas elétricas' },
  'finance and insurance': { ja: '金融・保険', es: 'finanzas y seguros', pt: 'finanças e seguros' },
  manufacturing: { ja: '製造業', es: 'manufactura', pt: 'indústria de transformação' },
  mining: { ja: '鉱業', es: 'minería', pt: 'mineração' },
  'other than manufacturing': {
    ja: '非製造業',
    es: 'no manufacturero',
    pt: 'exceto indústria de transformação',
  },
  'transport equipment': { ja: '輸送機械', es: 'equipo de transporte', pt: 'equipamento de transporte' },
  Background: { ja: '背景', es: 'Antecedentes', pt: 'Antecedentes' },
  background: { ja: '背景', es: 'antecedentes', pt: 'antecedentes' },
  'the Export-Import Bank of Japan': {
    ja: '日本輸出入銀行',
    es: 'el Banco de Exportación e Importación de Japón',
    pt: 'o Banco de Exportação e Importação do Japão',
  },
  Hitachi: { ja: '日立', es: 'Hitachi', pt: 'Hitachi' },
}

function numbered(words: string): RegExp {
  return new RegExp(`^(?:${words}) ${NUMBERS}$`)
}

/** The record of a firm, whose name may have commas. */
const RECORD = /^(.*), record of (?:the )?([^a-z].*)$/
const RECORD_OF: Told = { ja: '#の記録', es: 'registro de #', pt: 'registro de #' }
const AND: Told = { ja: '・', es: ' y ', pt: ' e ' }

/** The title in a label, and the places at its end in words of a language. */
export function parted(label: string, lang: keyof Told): [string, string] {
  const record = RECORD.exec(label)
  if (record) return [record[1] ?? '', RECORD_OF[lang].replace('#', record[2] ?? '')]
  const parts = label.split(', ')
  const told = parts.map((part, i) => (i ? placeIn(part, lang) : null))
  let first = parts.length
  while (first > 1 && told[first - 1] !== null) first -= 1
  return [parts.slice(0, first).join(', '), told.slice(first).join(', ')]
}

/** The words for a place, or for places that "and" joins or that stand in one another; null for what is none. */
function placeIn(part: string, lang: keyof Told): string | null {
  // the rest of a list such as "paras 2, 5-7", or a heading that is a number such as "(2)(イ)"
  if (/^\d+(?:[-–]\d+)?$|^(?:\d+\.)?(?:\([^\sa-z]+\))+$/.test(part)) return part
  for (const [pattern, told] of PLACES) {
    const match = pattern.exec(part)
    if (match) return told[lang].replace('#', (match[1] ?? '').replaceAll(' and ', AND[lang]))
  }
  for (const [pattern, told] of ABOUT) {
    const match = pattern.exec(part)
    if (match) return told[lang].replace('#', subject(match[1] ?? '', lang))
  }
  return monthIn(part, lang) ?? joined(part, lang) ?? nested(part, lang)
}

/** A month such as "January 2012"; null for what is none. */
function monthIn(part: string, lang: keyof Told): string | null {
  if (!/^[JFMASOND][a-z]{2,8} \d{4}$/.test(part)) return null
  const day = new Date(`1 ${part} UTC`)
  if (Number.isNaN(day.valueOf())) return null
  return day.toLocaleDateString(lang, { year: 'numeric', month: 'long', timeZone: 'UTC' })
}

/** Places that "and" joins; the last may share the word of the one before: "section Background and 2". */
function joined(part: string, lang: keyof Told): string | null {
  const both = part.split(/ and |; /)
  const found = both.length > 1 ? both.map((one) => placeIn(one, lang)) : []
  return found.length && found.every((one) => one !== null) ? found.join(AND[lang]) : null
}

/** A place within another, such as "section (1) paragraph 2"; in Japanese the wider one comes first anyway. */
function nested(part: string, lang: keyof Told): string | null {
  const words = part.split(' ')
  for (let i = 1; i < words.length; i += 1) {
    const [wide, near] = [words.slice(0, i).join(' '), words.slice(i).join(' ')]
    const all = [wide, near].map((one) => PLACES.find(([pattern]) => pattern.test(one)))
    if (all.every(Boolean)) return [placeIn(wide, lang), placeIn(near, lang)].join(lang === 'ja' ? '' : ', ')
  }
  return null
}

/** What a section or row is about, in the reader's language where it is no name. */
const subject = (text: string, lang: keyof Told): string => SUBJECTS[text]?.[lang] ?? text
