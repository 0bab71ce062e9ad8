/** The place that a passage's label ends with, such as "paragraph 7", in the reader's language. */

import { h } from './dom'
import { currentLang } from './i18n'

type Told = Record<'ja' | 'es' | 'pt', string>

const ONE = String.raw`\(?\d+(?:\(\d+\))?\)?`
const NUMBERS = `(${ONE}(?:(?:[-–]| and |, )${ONE})*)`
const PLACES: [RegExp, Told][] = [
  [/^opening paragraphs?$/, { ja: '冒頭の段落', es: 'párrafos iniciales', pt: 'parágrafos iniciais' }],
  [/^(?:body )?text$|^body$/, { ja: '本文', es: 'texto', pt: 'texto' }],
  [/^first (?:paragraph|para)$/, { ja: '最初の段落', es: 'primer párrafo', pt: 'primeiro parágrafo' }],
  [/^last (?:paragraph|para)$/, { ja: '最後の段落', es: 'último párrafo', pt: 'último parágrafo' }],
  [/^(?:the only paragraph|single para)$/, { ja: '唯一の段落', es: 'párrafo único', pt: 'parágrafo único' }],
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
]

function numbered(words: string): RegExp {
  return new RegExp(`^(?:${words}) ${NUMBERS}$`)
}

/** The record of a firm, whose name may have commas. */
const RECORD = /^(.*), record of (.+)$/
const RECORD_OF: Told = { ja: '#の記録', es: 'registro de #', pt: 'registro de #' }
const AND: Told = { ja: '・', es: ' y ', pt: ' e ' }

/** A passage's label with its place in words of the reader's language; titles and names stay as they are. */
export const passageLabel = (label: string): string => {
  const [title, place] = parted(label)
  return [title, place].filter(Boolean).join(', ')
}

/** The same as text that says in which language its title is. */
export function passageText(label: string): (Node | string)[] {
  if (currentLang() === 'en') return [label]
  const [title, place] = parted(label)
  return [h('span', { lang: 'en' }, title), place ? `, ${place}` : '']
}

/** The title in a label, and the places at its end in the reader's language. */
function parted(label: string): [string, string] {
  const lang = currentLang()
  if (lang === 'en') return [label, '']
  const record = RECORD.exec(label)
  if (record) return [record[1] ?? '', RECORD_OF[lang].replace('#', record[2] ?? '')]
  const parts = label.split(', ')
  const told = parts.map((part, i) => (i ? placeIn(part, lang) : null))
  let first = parts.length
  while (first > 1 && told[first - 1] !== null) first -= 1
  return [parts.slice(0, first).join(', '), told.slice(first).join(', ')]
}

/** The address of a document; of a PDF, that of the page that a locator such as `report#page-26` names. */
export function documentAddress(url: string, locator: string): string {
  const page = /[#/]page-(\d+)/.exec(locator)?.[1]
  const pdf = /\.pdf$/i.test(url.split(/[?#]/)[0] ?? '')
  return page && pdf && !url.includes('#') ? `${url}#page=${page}` : url
}

/** The words for a place, or for places that "and" joins; null for what is none. */
function placeIn(part: string, lang: keyof Told): string | null {
  // the rest of a list such as "paras 2, 5-7"
  if (/^\d+(?:[-–]\d+)?$/.test(part)) return part
  for (const [pattern, told] of PLACES) {
    const match = pattern.exec(part)
    if (match) return told[lang].replace('#', (match[1] ?? '').replaceAll(' and ', AND[lang]))
  }
  const both = part.split(' and ')
  const found = both.length > 1 ? both.map((one) => placeIn(one, lang)) : []
  return found.length && found.every((one) => one !== null) ? found.join(AND[lang]) : null
}
