/** Rows as a table that can be sorted and filtered. */

import { idOf, kindOf, pathOf } from '../core/address'
import { labels } from '../core/api'
import { h, put } from '../core/dom'
import { number, t } from '../core/i18n'
import { passageLabel } from '../core/passages'
import { type Described, headOf, hrefOf, isNumber, meaningOf, type Row, textOf } from './columns'

const MOST = 500

export function resultTable(rows: Row[], vars: string[], about: Described): HTMLElement {
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
    const found = matching(sorted, filter.value.toLowerCase(), vars, about)
    const lines = found.slice(0, MOST).map((row) => vars.map((name) => cell(row, name, about)))
    put(
      body,
      lines.map((cells) => h('tr', null, cells)),
    )
    // if the titles cannot be loaded, the locators remain
    void writeNames(body).catch(() => undefined)
    note.textContent = found.length > MOST ? t('truncated', { n: MOST, m: found.length }) : ''
  }
  const order = (name: string): void => {
    down = by === name ? !down : false
    by = name
    sorted = [...rows].sort((a, b) => compare(a, b, name, about) * (down ? -1 : 1))
    for (const [i, head] of heads.entries())
      head.setAttribute('aria-sort', vars[i] !== name ? 'none' : down ? 'descending' : 'ascending')
    fill()
  }
  const heads = vars.map((name) => columnHead(name, about, () => order(name)))
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

function matching(rows: Row[], wanted: string, vars: string[], about: Described): Row[] {
  if (!wanted) return rows
  return rows.filter((row) => vars.some((name) => textOf(row, name, about).toLowerCase().includes(wanted)))
}

const columnHead = (name: string, about: Described, sort: () => void): HTMLElement =>
  h(
    'th',
    { scope: 'col', 'aria-sort': 'none' },
    h(
      'button',
      { type: 'button', class: 'sort', title: meaningOf(name, about), onclick: sort },
      headOf(name, about),
    ),
  )

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

function compare(a: Row, b: Row, name: string, about: Described): number {
  const [x, y] = [Number(a[name]?.value), Number(b[name]?.value)]
  if (isNumber(a[name]) && isNumber(b[name])) return x - y
  return textOf(a, name, about).localeCompare(textOf(b, name, about))
}

function cell(row: Row, name: string, about: Described): HTMLElement {
  const term = row[name]
  if (!term) return h('td')
  if (term.type === 'uri') {
    const href = hrefOf(term.value, about)
    const text = textOf(row, name, about)
    // without a label among the columns, the entity's own is asked for
    const bare = href?.startsWith('/') && /^[\w-]+:\S*$/.test(text) ? idOf(href) : null
    return h(
      'td',
      null,
      href ? h('a', { href, title: term.value, rel: 'noreferrer', 'data-named': bare }, text) : text,
    )
  }
  if (isNumber(term)) return h('td', { class: 'number' }, number(Number(term.value)))
  if (/(^|\s)[\w-]+#[\w.-]+/.test(term.value) && /source/i.test(name))
    return h(
      'td',
      null,
      term.value.split(' ').flatMap((one) => [passageLink(one), ' ']),
    )
  return h('td', term['xml:lang'] ? { lang: term['xml:lang'] } : null, textOf(row, name, about))
}

/** A link to a passage, with its locator until its title is loaded. */
function passageLink(locator: string): HTMLElement {
  const id = `src:${locator.replace('#', '/')}`
  return h('a', { href: pathOf(id), 'data-named': id }, locator)
}

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
    link.textContent = kindOf(link.dataset['named'] ?? '') === 'src' ? passageLabel(title) : title
    link.removeAttribute('data-named')
  }
}
