/** Two entities side by side: facts by kind and year, amounts by status, partners in common, statistics. */

import { address, entity, front, vocabulary } from '../core/api'
import { timeText, yearsOf } from '../core/dates'
import { h, put, svg } from '../core/dom'
import { failure, mark, thingLink } from '../core/format'
import { capital, money, number, t } from '../core/i18n'
import { go, type View } from '../core/router'
import { claims, valueText } from '../core/statement'
import type { Entity, Fact, Figure, Front, Vocabulary } from '../core/types'
import { combobox } from '../widgets/combobox'

type Pair = [Entity, Entity]

export async function compareView(main: HTMLElement, _path: string, query: URLSearchParams): Promise<View> {
  const ids = [query.get('a') ?? '', query.get('b') ?? ''] as const
  const table = h('div', { class: 'comparison' })
  const title = h('h1', null, t('compareTitle'))
  put(main, title, h('p', { class: 'lead' }, t('compareLead')), table)
  try {
    const words = await vocabulary()
    const things = await Promise.all(ids.map((id) => (id ? entity(id, true) : null)))
    const [a, b] = things
    title.after(chooser(ids, things))
    if (!a || !b) return { title: t('compareTitle') }
    const name = t('comparePair', { a: a.label, b: b.label })
    title.textContent = name
    title.nextElementSibling?.nextElementSibling?.remove()
    put(table, comparison([a, b], words, (await front()).events))
    return { title: name }
  } catch (error) {
    put(table, failure(error))
    return { title: t('compareTitle') }
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

/** The facts of an entity that count: each event once, nothing that has not come true. */
const counted = (thing: Entity): Fact[] => claims(thing.facts.filter((fact) => !fact.planned))

function comparison(pair: Pair, words: Vocabulary, events: Front['events']): (HTMLElement | null)[] {
  const facts = pair.map(counted) as [Fact[], Fact[]]
  return [
    sideBySide(t('pillars'), t('pillarsHint'), pair, pillars(pair, events), words),
    sideBySide(t('byKindOf'), t('byKindHint'), pair, kinds(facts), words),
    sideBySide(t('amountSums'), t('amountSumsHint'), pair, sums(facts, words), words),
    byYear(pair, facts),
    statistics(pair, words),
    common(pair, facts),
  ]
}

/** Dated events in two countries by pillar; nothing for other entities. */
function pillars(pair: Pair, events: Front['events']): Line[] {
  if (pair.some((thing) => thing.kind !== 'Country')) return []
  return (['trade', 'investment', 'cooperation'] as const).map((name, i): Line => {
    const [a = 0, b = 0] = pair.map(({ id }) =>
      events.reduce((sum, row) => sum + (row[0] === id ? (row[i + 2] as number) : 0), 0),
    )
    return [t(name), shown(a), shown(b)]
  })
}

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

/** Count the members of two lists by a name; the largest sums first. */
function tally(lists: [Fact[], Fact[]], nameOf: (fact: Fact) => string): [string, number, number][] {
  const found = new Map<string, [number, number]>()
  for (const [at, list] of lists.entries()) {
    for (const fact of list) {
      const known = found.get(nameOf(fact)) ?? [0, 0]
      known[at as 0 | 1] += 1
      found.set(nameOf(fact), known)
    }
  }
  return [...found]
    .map(([name, [a, b]]): [string, number, number] => [name, a, b])
    .sort((x, y) => y[1] + y[2] - x[1] - x[2] || x[0].localeCompare(y[0]))
}

const shown = (n: number): string => (n ? number(n) : '')

function kinds(facts: [Fact[], Fact[]]): Line[] {
  const rows = tally(facts, (fact) => fact.kindLabel)
  return rows.map(([name, a, b]): Line => [name, shown(a), shown(b)])
}

/** Amounts by status and currency: what is planned, agreed and completed is never added up. */
function sums(facts: [Fact[], Fact[]], words: Vocabulary): Line[] {
  const found = new Map<string, { text: string; sides: [number, number][] }>()
  for (const [at, list] of facts.entries()) {
    for (const fact of list.filter((one) => one.amount && one.currency && !one.portionOf)) {
      const status = words.codes.status[fact.status ?? ''] ?? t('statusUnknown')
      const name = `${fact.kindLabel}, ${status}, ${fact.currency}`
      const known = found.get(name) ?? {
        text: fact.currency ?? '',
        sides: [
          [0, 0],
          [0, 0],
        ],
      }
      const side = known.sides[at]
      if (side) {
        side[0] += fact.amount ?? 0
        side[1] += 1
      }
      found.set(name, known)
    }
  }
  return [...found]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([name, { text, sides }]) => {
      const cells = sides.map(([sum, n]) => (n ? `${money(sum, text)} (${t('nWithAmount', { n })})` : ''))
      return [name, cells[0] ?? '', cells[1] ?? '']
    })
}

const [WIDE, TALL] = [640, 64]

/** Facts by first year, a row of bars for each, on one scale. */
function byYear(pair: Pair, facts: [Fact[], Fact[]]): HTMLElement | null {
  const years = facts.map((list) => {
    const found = new Map<number, number>()
    for (const fact of list) {
      const [first, last] = yearsOf(fact)
      const year = first ?? last
      if (year !== null) found.set(year, (found.get(year) ?? 0) + 1)
    }
    return found
  })
  const all = years.flatMap((found) => [...found.keys()])
  if (!all.length) return null
  const [first, last] = [Math.min(...all), Math.max(...all)]
  const most = Math.max(...years.flatMap((found) => [...found.values()]))
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, t('yearsOf')),
    h('p', { class: 'hush' }, t('byKindHint')),
    pair.map((thing, at) =>
      h(
        'figure',
        { class: 'pairyears' },
        h('figcaption', null, thing.label),
        yearBars(years[at] ?? new Map(), first, last, most, thing.label),
      ),
    ),
  )
}

function yearBars(
  found: Map<number, number>,
  first: number,
  last: number,
  most: number,
  name: string,
): SVGElement {
  const wide = WIDE / (last - first + 1)
  const bars = [...found].map(([year, n]) =>
    svg(
      'rect',
      {
        x: (year - first) * wide,
        y: TALL - 14 - (n / most) * (TALL - 16),
        width: wide * 0.8,
        height: (n / most) * (TALL - 16),
      },
      svg('title', null, `${year}: ${number(n)}`),
    ),
  )
  const marks = Array.from({ length: last - first + 1 }, (_, i) => first + i)
    .filter((year) => year % 10 === 0)
    .map((year) =>
      svg('text', { x: (year - first + 0.4) * wide, y: TALL - 2, 'text-anchor': 'middle' }, String(year)),
    )
  const label = `${t('yearsOf')}: ${name}, ${first}–${last}`
  return svg('svg', { viewBox: `0 0 ${WIDE} ${TALL}`, role: 'img', 'aria-label': label }, bars, marks)
}

/** Statistics of one indicator, unit and subject that both have, the newest of each. */
function statistics(pair: Pair, words: Vocabulary): HTMLElement | null {
  const key = (one: Figure): string => [one.indicator, one.about, one.unit, one.other, one.whose].join(' ')
  const newest = pair.map((thing) => {
    const found = new Map<string, Figure>()
    for (const one of thing.figures.filter(
      (figure) => figure.area === thing.id || figure.whose === thing.id,
    )) {
      const known = found.get(key(one))
      if (!known || (one.latest ?? '') > (known.latest ?? '')) found.set(key(one), one)
    }
    return found
  })
  const [left, right] = newest
  const shared = [...(left?.keys() ?? [])].filter((name) => right?.has(name))
  const told = (one: Figure | undefined): string =>
    one ? [valueText(one, words.codes), timeText(one, words.codes)].filter(Boolean).join(', ') : ''
  const lines = shared.map((name): Line => {
    const one = left?.get(name)
    const what = [one?.indicatorLabel, one?.aboutLabel, one?.otherLabel].filter(Boolean).join(' · ')
    return [what, told(one), told(right?.get(name))]
  })
  lines.sort((x, y) => x[0].localeCompare(y[0]))
  return sideBySide(t('sameIndicators'), '', pair, lines, words)
}

/** Entities that facts link to both. */
function common(pair: Pair, facts: [Fact[], Fact[]]): HTMLElement {
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
