/** The place that a passage's label ends with, such as "paragraph 7", in the reader's language. */

import { h } from './dom'
import { currentLang } from './i18n'

type Told = Record<'ja' | 'es' | 'pt', string>

const NUMBERS = String.raw`(\d+(?:(?:[-–]| and |, )\d+)*)`
const PLACES: [RegExp, Told][] = [
  [/^opening paragraphs?$/, { ja: '冒頭の段落', es: 'párrafos iniciales', pt: 'parágrafos iniciais' }],
  [/^(?:body )?text$|^body$/, { ja: '本文', es: 'texto', pt: 'texto' }],
  [/^first (?:paragraph|para)$/, { ja: '最初の段落', es: 'primer párrafo', pt: 'primeiro parágrafo' }],
  [/^last (?:paragraph|para)$/, { ja: '最後の段落', es: 'último párrafo', pt: 'último parágrafo' }],
  [/^(?:the only paragraph|single para)$/, { ja: '唯一の段落', es: 'párrafo único', pt: 'parágrafo único' }],
  [/^table$/, { ja: '表', es: 'cuadro', pt: 'tabela' }],
  [/^list$/, { ja: '一覧', es: 'lista', pt: 'lista' }],
  [/^summary$/, { ja: '要約', es: 'resumen', pt: 'resumo' }],
  [/^introduction$/, { ja: '序論', es: 'introducción', pt: 'introdução' }],
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
  [numbered('Table'), { ja: '表#', es: 'cuadro #', pt: 'tabela #' }],
]

function numbered(words: string): RegExp {
  return new RegExp(`^(?:${words}) ${NUMBERS}$`)
}

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
  const parts = label.split(', ')
  const told = parts.map((part, i) => (i ? placeIn(part, lang) : part))
  let first = parts.length
  while (first > 1 && told[first - 1] !== parts[first - 1]) first -= 1
  return [told.slice(0, first).join(', '), told.slice(first).join(', ')]
}

/** The address of a document; of a PDF, that of the page that a locator such as `report#page-26` names. */
export function documentAddress(url: string, locator: string): string {
  const page = /[#/]page-(\d+)/.exec(locator)?.[1]
  const pdf = /\.pdf$/i.test(url.split(/[?#]/)[0] ?? '')
  return page && pdf && !url.includes('#') ? `${url}#page=${page}` : url
}

function placeIn(part: string, lang: keyof Told): string {
  for (const [pattern, told] of PLACES) {
    const match = pattern.exec(part)
    if (match) return told[lang].replace('#', (match[1] ?? '').replaceAll(' and ', AND[lang]))
  }
  return part
}
