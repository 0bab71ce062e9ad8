/** Rows as a table that can be sorted and filtered. */

import { idOf, pathOf } from '../core/address'
import { labels } from '../core/api'
import { h, put } from '../core/dom'
import { currentLang, number, t } from '../core/i18n'
import { passageLabel } from '../core/passages'
import type { Term } from '../core/types'
import { type Described, headOf, hrefOf, isNumber, meaningOf, type Row, textOf } from './columns'
import { isTime } from './series'

const MOST = 500
/** A table of more columns is printed as paragraphs; a text of more letters has a wide column. */
const [WIDE, LONG] = [6, 60]

/** A table, drawn once its names are known: a name that came later would move the rows below it. */
export function resultTable(rows: Row[], all: string[], about: Described): HTMLElement {
  // a column in which no row has a value takes no room; the legend below names it
  const vars = all.filter((name) => rows.some((row) => row[name]))
  const made = h('div', null, h('p', { class: 'loading' }, t('loading')))
  const ids = new Set(rows.slice(0, MOST).flatMap((row) => vars.flatMap((name) => unnamed(row, name, about))))
  const draw = (names: Names): void =>
    put(
      made,
      body(rows, vars, { ...about, names }),
      legend(vars, about),
      empty(
        all.filter((name) => !vars.includes(name)),
        about,
      ),
    )
  // if the names cannot be loaded, the ids remain
  if (ids.size) void labels([...ids].slice(0, MOST)).then(draw, () => draw({}))
  else draw({})
  return made
}

type Names = Record<string, string>
type Named = Described & { names: Names }

function body(rows: Row[], vars: string[], about: Named): Node[] {
  let sorted = rows
  let by = ''
  let down = false
  const lines = h('tbody')
  const note = h('p', { class: 'hush' })
  const filter = h('input', {
    type: 'search',
    'aria-label': t('filterTable'),
    placeholder: t('filterTable'),
    oninput: () => fill(),
  })
  const fill = (): void => {
    const wanted = filter.value.toLowerCase()
    const found = wanted
      ? sorted.filter((row) => vars.some((name) => said(row, name, about).includes(wanted)))
      : sorted
    const line = (row: Row): HTMLElement =>
      h(
        'tr',
        null,
        vars.map((name) => cell(row, name, about)),
      )
    put(lines, found.slice(0, MOST).map(line))
    void writeNames(lines).catch(() => undefined)
    note.textContent = found.length > MOST ? t('truncated', { n: MOST, m: found.length }) : ''
  }
  const sort = (name: string): void => {
    down = by === name ? !down : false
    by = name
    sorted = [...rows].sort((a, b) => compare(a, b, name, about) * (down ? -1 : 1))
    for (const [i, head] of heads.entries())
      head.setAttribute('aria-sort', vars[i] !== name ? 'none' : down ? 'descending' : 'ascending')
    fill()
  }
  const heads = vars.map((name) => columnHead(name, about, inEnglish(rows, name), () => sort(name)))
  fill()
  const table = h(
    'table',
    { class: vars.length > WIDE ? 'rows wide' : 'rows' },
    h('thead', null, h('tr', null, heads)),
    lines,
  )
  return [
    ...(rows.length > 8 ? [filter] : []),
    note,
    h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t('table') }, table),
  ]
}

/** Whether a column has English texts alone, for a reader of another language. */
function inEnglish(rows: Row[], name: string): boolean {
  const terms = rows.flatMap((row) => row[name] ?? [])
  return currentLang() !== 'en' && terms.every((term) => term.type !== 'uri' && term['xml:lang'] === 'en')
}

const columnHead = (name: string, about: Described, english: boolean, sort: () => void): HTMLElement =>
  h(
    'th',
    { scope: 'col', 'aria-sort': 'none' },
    h(
      'button',
      { type: 'button', class: 'sort', title: meaningOf(name, about), onclick: sort },
      headOf(name, about),
    ),
    english ? [' ', h('span', { class: 'tag lang' }, t('inEnglish'))] : null,
  )

/** What a cell says, in lower case: its names and ids. */
const said = (row: Row, name: string, about: Named): string =>
  [textOf(row, name, about), ...unnamed(row, name, about).map((id) => about.names[id] ?? '')]
    .join(' ')
    .toLowerCase()

/** The ids in a cell for which no column has a label: an entity, or the passages of sources. */
function unnamed(row: Row, name: string, about: Described): string[] {
  const term = row[name]
  if (term?.type === 'uri') {
    const href = hrefOf(term.value, about)
    return href?.startsWith('/') && /^[\w-]+:\S*$/.test(textOf(row, name, about)) ? [idOf(href)] : []
  }
  return term ? listed(name, term.value, about) : []
}

/** The ids that a text lists: passages by their locators, entities by their IRIs. */
function listed(name: string, value: string, about: Described): string[] {
  if (citesIn(name, value)) return value.split(' ').map(passageId)
  const ways = value.startsWith('http') ? value.split(' ').map((iri) => hrefOf(iri, about)) : []
  return ways.every((way) => way?.startsWith('/')) ? ways.map((way) => idOf(way ?? '')) : []
}

const citesIn = (name: string, value: string): boolean =>
  /(^|\s)[\w-]+#[\w.-]+/.test(value) && /source/i.test(name)
const passageId = (locator: string): string => `src:${locator.replace('#', '/')}`

/** What each column contains. */
function legend(vars: string[], about: Described): HTMLElement | null {
  const said = vars.filter((name) => about.columns?.[name])
  if (!said.length) return null
  const rows = said.flatMap((name) => [
    h('dt', null, headOf(name, about), ' ', h('code', null, name)),
    h('dd', null, meaningOf(name, about)),
  ])
  return h('details', { class: 'behind' }, h('summary', null, t('columns')), h('dl', null, rows))
}

/** Columns that the query has and no row fills. */
const empty = (names: string[], about: Described): HTMLElement | null =>
  names.length
    ? h(
        'p',
        { class: 'hush' },
        t('emptyColumns', { names: names.map((name) => headOf(name, about)).join(', ') }),
      )
    : null

function compare(a: Row, b: Row, name: string, about: Named): number {
  const [x, y] = [Number(a[name]?.value), Number(b[name]?.value)]
  if (isNumber(a[name]) && isNumber(b[name])) return x - y
  return textOf(a, name, about).localeCompare(textOf(b, name, about))
}

function cell(row: Row, name: string, about: Named): HTMLElement {
  const term = row[name]
  if (!term) return h('td')
  const text = textOf(row, name, about)
  const numeric = isNumber(term)
  return h(
    'td',
    {
      class: numeric ? 'number' : text.length > LONG ? 'long' : null,
      lang: term.type !== 'uri' ? (term['xml:lang'] ?? null) : null,
      'data-head': headOf(name, about),
    },
    // a year is a name: its digits are not grouped
    numeric ? (isTime(name) ? term.value : number(Number(term.value))) : content(term, name, text, about),
  )
}

/** The links of a cell, or its text. */
function content(term: Term, name: string, text: string, about: Named): (Node | string)[] {
  const ids = term.type === 'uri' ? [] : listed(name, term.value, about)
  if (ids.length) return term.value.split(' ').flatMap((one, i) => [partLink(one, ids[i] ?? '', about), ' '])
  const href = term.type === 'uri' ? hrefOf(term.value, about) : null
  if (!href) return [text]
  const own = href.startsWith('/') && /^[\w-]+:\S*$/.test(text) ? idOf(href) : ''
  const attributes = { href, title: term.value, rel: 'noreferrer', 'data-named': awaited(own, about) }
  return [h('a', attributes, about.names[own] ?? text)]
}

/** The id of what has no name yet. */
const awaited = (id: string, about: Named): string | null => (id && !about.names[id] ? id : null)

/** A link to one of several in a cell, with its locator or IRI until its title is loaded. */
function partLink(text: string, id: string, about: Named): HTMLElement {
  const title = about.names[id]
  return h(
    'a',
    { href: pathOf(id), title: text, 'data-named': awaited(id, about) },
    title ? titled(id, title) : text,
  )
}

const titled = (id: string, title: string): string => (id.startsWith('src:') ? passageLabel(title) : title)

/** Write the names of entities and the titles of passages in place of their ids. */
async function writeNames(part: HTMLElement): Promise<void> {
  const links = [...part.querySelectorAll<HTMLElement>('a[data-named]')]
  const ids = [...new Set(links.map((link) => link.dataset['named'] ?? ''))].slice(0, MOST)
  if (!ids.length) return
  const titles = await labels(ids)
  for (const link of links) {
    const title = titles[link.dataset['named'] ?? '']
    if (!title) continue
    link.title ||= link.textContent ?? ''
    link.textContent = titled(link.dataset['named'] ?? '', title)
    link.removeAttribute('data-named')
  }
}
