/** Rows of an answer as a table, chart, map or network. */

import { labels } from '../core/api'
import { h, newId, put } from '../core/dom'
import { csv, save } from '../core/format'
import { capital, currentLang, number, t } from '../core/i18n'
import { resultChart } from './chart'
import { resultMap } from './map'
import { pathOf } from '../core/router'
import type { Rows, Term } from '../core/types'

const MOST = 500
export type Shown = 'table' | 'chart' | 'map' | 'network'
const TABS: Shown[] = ['table', 'chart', 'map', 'network']
const NUMERIC = /#(decimal|integer|double|float|int|long|nonNegativeInteger)$/

/** What the columns mean, by name, where the query says so. */
export interface Described {
  base: string
  prefixes: Record<string, string>
  columns?: Record<string, string>
  name: string
}

type Row = Record<string, Term>

export function resultView(answer: Rows, about: Described): HTMLElement {
  if (answer.boolean !== undefined) return h('p', { class: 'boolean' }, answer.boolean ? t('yes') : t('no'))
  const rows = answer.results?.bindings ?? []
  const all = answer.head.vars ?? []
  if (!rows.length) return h('p', { class: 'norows' }, t('noRows'))
  // a column of labels is shown in place of the column that it names
  const vars = all.filter((name) => !(name.endsWith('Label') && all.includes(name.slice(0, -5))))
  const id = newId('result')
  const body = h('div', { role: 'tabpanel', id, tabindex: '0' })
  const draw: Record<Shown, () => HTMLElement> = {
    table: () => table(rows, vars, about),
    chart: () => resultChart(rows, vars, about),
    map: () => resultMap(rows, vars, about),
    network: () => networkOf(rows, vars, about),
  }
  const open = (tab: Shown): void => {
    for (const button of buttons) button.setAttribute('aria-selected', String(button.id === `${id}-${tab}`))
    put(body, draw[tab]())
  }
  const buttons = TABS.map((tab) =>
    h(
      'button',
      { type: 'button', role: 'tab', id: `${id}-${tab}`, 'aria-controls': id, onclick: () => open(tab) },
      t(tab === 'map' ? 'mapTab' : tab),
    ),
  )
  open('table')
  const takes = [
    h('button', { type: 'button', onclick: () => save(`${about.name}.csv`, rowsCsv(rows, all)) }, 'CSV'),
    h(
      'button',
      {
        type: 'button',
        onclick: () =>
          save(
            `${about.name}.json`,
            new Blob([JSON.stringify(answer, null, 1)], { type: 'application/json' }),
          ),
      },
      'JSON',
    ),
  ]
  return h(
    'div',
    { class: 'result' },
    h(
      'div',
      { class: 'headline' },
      h('p', { role: 'status' }, t('rows', { n: rows.length })),
      h('div', { role: 'tablist', class: 'tabs' }, buttons),
      h('div', { class: 'buttons' }, takes),
    ),
    body,
  )
}

/** A passage by its locator, and by its title as soon as that is known. */
function passageLink(locator: string): HTMLElement {
  const id = `src:${locator.replace('#', '/')}`
  return h('a', { href: pathOf(id), 'data-passage': id }, locator)
}

/** Write the titles of passages in place of their locators. */
async function namePassages(part: HTMLElement): Promise<void> {
  const links = [...part.querySelectorAll<HTMLElement>('a[data-passage]')]
  const ids = [...new Set(links.map((link) => link.dataset['passage'] ?? ''))].slice(0, MOST)
  if (!ids.length) return
  const titles = await labels(ids)
  for (const link of links) {
    const title = titles[link.dataset['passage'] ?? '']
    if (!title) continue
    link.title = link.textContent ?? ''
    link.textContent = title
    link.removeAttribute('data-passage')
  }
}

const rowsCsv = (rows: Row[], vars: string[]): Blob =>
  csv([vars, ...rows.map((row) => vars.map((name) => row[name]?.value))])

function table(rows: Row[], vars: string[], about: Described): HTMLElement {
  let sorted = rows
  let by = ''
  let down = false
  const body = h('tbody')
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
      ? sorted.filter((row) => vars.some((name) => textOf(row, name, about).toLowerCase().includes(wanted)))
      : sorted
    put(
      body,
      found.slice(0, MOST).map((row) =>
        h(
          'tr',
          null,
          vars.map((name) => cell(row, name, about)),
        ),
      ),
    )
    // a title that does not come leaves the locator, which says the same
    void namePassages(body).catch(() => undefined)
    note.textContent = found.length > MOST ? t('truncated', { n: MOST, m: found.length }) : ''
  }
  const heads = vars.map((name) => {
    const head = h(
      'th',
      { scope: 'col', 'aria-sort': 'none' },
      h(
        'button',
        {
          type: 'button',
          class: 'sort',
          title: meaningOf(name, about),
          onclick: () => {
            down = by === name ? !down : false
            by = name
            sorted = [...rows].sort((a, b) => compare(a, b, name, about) * (down ? -1 : 1))
            for (const other of heads) other.setAttribute('aria-sort', 'none')
            head.setAttribute('aria-sort', down ? 'descending' : 'ascending')
            fill()
          },
        },
        headOf(name, about),
      ),
    )
    return head
  })
  fill()
  return h(
    'div',
    null,
    rows.length > 8 ? filter : null,
    note,
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t('table') },
      h('table', { class: 'rows' }, h('thead', null, h('tr', null, heads)), body),
    ),
    legend(vars, about),
  )
}

/** What a column holds, in full where the query says it, else its name. */
export const meaningOf = (name: string, about: Described): string => {
  const said = about.columns?.[name]
  return said ? capital(said) : name
}

/** What stands over a column: its name as words in English, elsewhere the start of its meaning. */
export function headOf(name: string, about: Described): string {
  const said = about.columns?.[name]
  if (!said) return name
  if (currentLang() !== 'en') return capital(said.split(/[,;:（(、]/)[0]?.trim() || name)
  return capital(name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll('_', ' '))
}

/** What the columns hold, for those who wonder. */
function legend(vars: string[], about: Described): HTMLElement | null {
  const said = vars.filter((name) => about.columns?.[name])
  if (!said.length) return null
  const rows = said.flatMap((name) => [
    h('dt', null, headOf(name, about), ' ', h('code', null, name)),
    h('dd', null, meaningOf(name, about)),
  ])
  return h('details', { class: 'behind' }, h('summary', null, t('columns')), h('dl', null, rows))
}

function compare(a: Row, b: Row, name: string, about: Described): number {
  const [x, y] = [Number(a[name]?.value), Number(b[name]?.value)]
  if (isNumber(a[name]) && isNumber(b[name])) return x - y
  return textOf(a, name, about).localeCompare(textOf(b, name, about))
}

export const isNumber = (term: Term | undefined): boolean => !!term?.datatype && NUMERIC.test(term.datatype)

/** What a cell reads: the label beside it, the short name of a thing, or the value. */
export function textOf(row: Row, name: string, about: Described): string {
  const label = row[`${name}Label`]
  if (label) return label.value
  const term = row[name]
  if (!term) return ''
  return term.type === 'uri' ? shorten(term.value, about) : term.value
}

export function shorten(iri: string, about: Described): string {
  const found = Object.entries(about.prefixes)
    .filter(([, space]) => iri.startsWith(space))
    .sort((a, b) => b[1].length - a[1].length)[0]
  return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri
}

/** The address here of a thing of the graph; elsewhere of anything else. */
export function hrefOf(iri: string, about: Described): string | null {
  if (iri.startsWith(about.base)) return `/${iri.slice(about.base.length)}`
  return /^https?:\/\//.test(iri) ? iri : null
}

function cell(row: Row, name: string, about: Described): HTMLElement {
  const term = row[name]
  if (!term) return h('td')
  if (term.type === 'uri') {
    const href = hrefOf(term.value, about)
    const text = textOf(row, name, about)
    return h('td', null, href ? h('a', { href, title: term.value, rel: 'noreferrer' }, text) : text)
  }
  if (isNumber(term)) return h('td', { class: 'number' }, number(Number(term.value)))
  if (/(^|\s)[\w-]+#[\w.-]+/.test(term.value) && /source/i.test(name))
    return h(
      'td',
      null,
      term.value.split(' ').flatMap((one) => [passageLink(one), ' ']),
    )
  return h('td', term['xml:lang'] ? { lang: term['xml:lang'] } : null, term.value)
}

function networkOf(rows: Row[], vars: string[], about: Described): HTMLElement {
  const ids = new Set<string>()
  for (const row of rows) {
    for (const name of vars) {
      const term = row[name]
      if (term?.type !== 'uri' || !term.value.startsWith(`${about.base}id/`)) continue
      const id = term.value.slice(about.base.length + 3)
      if (!id.startsWith('fact/')) ids.add(id)
    }
  }
  if (ids.size < 2) return h('p', { class: 'hush' }, t('noNetwork'))
  const things = [...ids].slice(0, 120)
  const holder = h('div', { class: 'canvas medium', role: 'img', 'aria-label': t('networkLabel') })
  const link = h('a', { class: 'button', href: `/network?n=${things.join(',')}` }, t('openNetwork'))
  void import('../network/picture').then(({ plainNetwork }) => plainNetwork(holder, things))
  return h('div', null, link, holder)
}
