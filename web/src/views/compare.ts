/** Two entities side by side: facts by kind and year, amounts by status, partners in common, statistics. */

import { address, entity, vocabulary } from '../core/api'
import { lastKnown, timeText } from '../core/dates'
import { h, put } from '../core/dom'
import { ServiceError } from '../core/failures'
import { failure, mark, thingLink } from '../core/format'
import { capital, number, t } from '../core/i18n'
import { go, type View } from '../core/router'
import { claims, valueText } from '../core/statement'
import type { Entity, Figure, Vocabulary } from '../core/types'
import { combobox } from '../widgets/combobox'
import { isMoney, type Side, sides, sumText } from './compared'
import { byYear } from './compared_years'

type Pair = [Entity, Entity]

export async function compareView(main: HTMLElement, _path: string, query: URLSearchParams): Promise<View> {
  const ids = [query.get('a') ?? '', query.get('b') ?? ''] as const
  const table = h('div', { class: 'comparison' })
  const title = h('h1', null, t('compareTitle'))
  put(main, title, h('p', { class: 'lead' }, t('compareLead')), table)
  try {
    const words = await vocabulary()
    const things = await Promise.all(ids.map(known))
    const [a, b] = things
    title.after(chooser(ids, things))
    const unknown = ids.filter((id, at) => id && !things[at])
    if (unknown.length)
      put(
        table,
        unknown.map((id) => h('p', { role: 'alert' }, t('unknownThing', { id }))),
      )
    if (!a || !b) return { title: t('compareTitle') }
    const name = t('comparePair', { a: a.label, b: b.label })
    title.textContent = name
    title.nextElementSibling?.nextElementSibling?.remove()
    const pair = await sides([a, b], words)
    put(
      table,
      comparison(
        pair,
        words,
        [a, b].some((thing) => thing.facts.some(isMoney)),
      ),
    )
    return { title: name }
  } catch (error) {
    put(table, failure(error))
    return { title: t('compareTitle') }
  }
}

/** The entity of an id; null if there is none. */
async function known(id: string): Promise<Entity | null> {
  try {
    return id ? await entity(id, true) : null
  } catch (error) {
    if (error instanceof ServiceError && error.status === 404) return null
    throw error
  }
}

/** Two fields for the entities, and a button that swaps them. */
function chooser(ids: readonly [string, string], things: (Entity | null)[]): HTMLElement {
  const fields = (['first', 'second'] as const).map((name, at) => {
    const find = combobox({
      label: t(name),
      visibleLabel: true,
      choose: (thing) =>
        go(address('/compare', at ? { a: ids[0], b: thing.id } : { a: thing.id, b: ids[1] })),
    })
    find.input.value = things[at]?.label ?? ''
    return find.element
  })
  const swap = h(
    'button',
    { type: 'button', onclick: () => go(address('/compare', { a: ids[1], b: ids[0] })) },
    t('swap'),
  )
  return h('div', { class: 'pairing' }, fields[0], swap, fields[1])
}

function comparison(pair: [Side, Side], words: Vocabulary, lender: boolean): (HTMLElement | null)[] {
  const things = [pair[0].thing, pair[1].thing] as Pair
  const placed = pair.filter((side) => side.placed)
  return [
    sideBySide(t('pillars'), t('countsHint'), things, placed.length === 2 ? pillars(pair) : [], words),
    sideBySide(t('byKindOf'), counts(pair), things, kinds(pair), words),
    sideBySide(
      t('amountSums'),
      [t('amountSumsHint'), placed.length ? t('sumsOneCountry') : '', lender ? t('sumsLent') : '']
        .filter(Boolean)
        .join(' '),
      things,
      sums(pair),
      words,
    ),
    shared(pair),
    byYear(pair),
    statistics(things, words),
    common(things),
  ]
}

/** What is counted of both sides; of each where that differs. */
function counts(pair: [Side, Side]): string {
  const said = pair.map(({ placed }) =>
    placed ? `${t('countsHint')} ${t('ownOfCountry')}` : t('byKindHint'),
  )
  if (said[0] === said[1]) return said[0] ?? ''
  return pair.map(({ thing }, at) => `${thing.label} – ${said[at]}`).join(' ')
}

/** Events in two countries by pillar, as the map counts them. */
const pillars = (pair: [Side, Side]): Line[] =>
  (['trade', 'investment', 'cooperation'] as const).map((name): Line => {
    const [a = 0, b = 0] = pair.map(({ events }) => events.filter((one) => one.pillar === name).length)
    return [t(name), shown(a), shown(b)]
  })

type Line = [string, string, string]

function sideBySide(
  title: string,
  hint: string,
  pair: Pair,
  lines: Line[],
  words: Vocabulary,
): HTMLElement | null {
  if (!lines.length) return null
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, title),
    h('p', { class: 'hush' }, hint),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': title },
      h(
        'table',
        { class: 'pair' },
        h('thead', null, heads(pair, words)),
        h(
          'tbody',
          null,
          lines.map(([name, ...cells]) =>
            h(
              'tr',
              null,
              h('th', { scope: 'row' }, capital(name)),
              cells.map((cell) => h('td', { class: 'number' }, cell || '–')),
            ),
          ),
        ),
      ),
    ),
  )
}

const heads = (pair: Pair, words: Vocabulary): HTMLElement =>
  h(
    'tr',
    null,
    h('td'),
    pair.map((thing) =>
      h('th', { scope: 'col' }, mark(words.styles[thing.kind]), thingLink(thing.id, thing.label)),
    ),
  )

const shown = (n: number): string => (n ? number(n) : '')

/** The events of each side by kind, the most frequent kinds first. */
function kinds(pair: [Side, Side]): Line[] {
  const found = new Map<string, [number, number]>()
  for (const [at, { events }] of pair.entries())
    for (const { name } of events) {
      const known = found.get(name) ?? [0, 0]
      known[at as 0 | 1] += 1
      found.set(name, known)
    }
  return [...found]
    .sort(([x, [a, b]], [y, [c, d]]) => c + d - a - b || x.localeCompare(y))
    .map(([name, [a, b]]): Line => [name, shown(a), shown(b)])
}

function sums(pair: [Side, Side]): Line[] {
  const names = new Set(pair.flatMap((side) => side.sums.map((sum) => sum.name)))
  return [...names]
    .sort((a, b) => a.localeCompare(b))
    .map((name): Line => {
      const [a = '', b = ''] = pair.map((side) => {
        const sum = side.sums.find((one) => one.name === name)
        return sum ? sumText(sum) : ''
      })
      return [name, a, b]
    })
}

const MOST_SHARED = 20

/** The events that both sides have a part in, such as a loan from one to the other. */
function shared([a, b]: [Side, Side]): HTMLElement | null {
  const others = new Set(b.events.map((event) => event.id))
  const found = a.events.filter((event) => others.has(event.id))
  if (!found.length) return null
  found.sort((x, y) => (y.years[0] ?? y.years[1] ?? 0) - (x.years[0] ?? x.years[1] ?? 0))
  const left = found.length - MOST_SHARED
  return h(
    'section',
    { class: 'panel shared' },
    h('h2', null, t('ofBoth')),
    h('p', { class: 'hush' }, t('ofBothHint', { n: found.length })),
    h(
      'ul',
      null,
      found.slice(0, MOST_SHARED).map((event) => h('li', null, thingLink(event.id, event.words))),
    ),
    left > 0 ? h('p', { class: 'hush' }, t('more', { n: left })) : null,
  )
}

/** Statistics of one indicator, unit and subject that both have: of the latest time that both have, or the newest of each. */
function statistics(pair: Pair, words: Vocabulary): HTMLElement | null {
  const key = (one: Figure): string => [one.indicator, one.about, one.unit, one.other, one.whose].join(' ')
  const found = pair.map((thing) => {
    const groups = new Map<string, Figure[]>()
    for (const one of thing.figures.filter(({ area, whose }) => area === thing.id || whose === thing.id))
      groups.set(key(one), [...(groups.get(key(one)) ?? []), one])
    return groups
  })
  const [left, right] = found
  const lines = [...(left ?? [])].flatMap(([name, some]): Line[] => {
    const others = right?.get(name)
    if (!others) return []
    const [one, other] = sameTime(some, others)
    const what = [one.indicatorLabel, one.aboutLabel, one.otherLabel].filter(Boolean).join(' · ')
    const said = (figure: Figure): string =>
      [valueText(figure, words.codes), timeText(figure, words.codes)].filter(Boolean).join(', ')
    return [[what, said(one), said(other)]]
  })
  lines.sort((x, y) => x[0].localeCompare(y[0]))
  return sideBySide(t('sameIndicators'), t('sameIndicatorsHint'), pair, lines, words)
}

const period = (one: Figure): string => `${one.earliest ?? ''}/${one.latest ?? ''}`

/** The latest of two lists that are of the same time; otherwise the newest of each. */
function sameTime(some: Figure[], others: Figure[]): [Figure, Figure] {
  const newest = (list: Figure[]): Figure => list.reduce((a, b) => (lastKnown(b) > lastKnown(a) ? b : a))
  const times = new Set(others.map(period))
  const both = some.filter((one) => lastKnown(one) && times.has(period(one)))
  if (!both.length) return [newest(some), newest(others)]
  const one = newest(both)
  return [one, others.find((other) => period(other) === period(one)) ?? newest(others)]
}

/** Entities that facts link to both. */
function common(pair: Pair): HTMLElement {
  const facts = pair.map((thing) => claims(thing.facts.filter((fact) => !fact.planned)))
  const labels = new Map<string, string>()
  const counts = facts.map((list, at) => {
    const found = new Map<string, number>()
    for (const fact of list) {
      for (const party of fact.parties) {
        if (party.id === pair[at]?.id || /^(code:|fact\/)/.test(party.id)) continue
        labels.set(party.id, party.label)
        found.set(party.id, (found.get(party.id) ?? 0) + 1)
      }
    }
    return found
  })
  const [left, right] = counts
  const both = [...(left ?? [])].flatMap(([id, n]): [string, number, number][] => {
    const other = right?.get(id)
    return other ? [[id, n, other]] : []
  })
  both.sort((x, y) => Math.min(y[1], y[2]) - Math.min(x[1], x[2]) || y[1] + y[2] - x[1] - x[2])
  const items = both
    .slice(0, 30)
    .map(([id, n, m]) =>
      h(
        'li',
        null,
        thingLink(id, labels.get(id) ?? id),
        h('span', { class: 'count' }, `${number(n)} · ${number(m)}`),
      ),
    )
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, t('both')),
    h('p', { class: 'hush' }, items.length ? t('bothHint') : t('nothingInCommon')),
    h('ol', { class: 'ranked' }, items),
  )
}
