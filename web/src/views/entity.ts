/** The page of one entity, fact, statistic or passage, with the sources of each fact. */

import { idOf, passagePath, pathOf } from '../core/address'
import { entity, ServiceError, vocabulary } from '../core/api'
import { h, put } from '../core/dom'
import { csv, save, saveFrom } from '../core/download'
import { failure, mark, sources, tags, thingLink } from '../core/format'
import { capital, LANGS, type Lang, money, number, t } from '../core/i18n'
import type { View } from '../core/router'
import type { Entity, Fact, Vocabulary } from '../core/types'
import { smallNetwork } from '../network/mini_network'
import { figureTable } from '../results/statistics'
import { smallMap } from '../widgets/mini_map'

export async function entityView(main: HTMLElement, path: string): Promise<View> {
  const id = idOf(path)
  put(main, h('p', { class: 'loading' }, t('loading')))
  try {
    const [thing, words] = await Promise.all([entity(id), vocabulary()])
    return page(main, thing, words)
  } catch (error) {
    const missing = error instanceof ServiceError && error.status === 404
    const title = missing ? t('unknownThing', { id }) : id
    put(main, h('h1', null, title), missing ? null : failure(error))
    return { title }
  }
}

function page(main: HTMLElement, thing: Entity, words: Vocabulary): View {
  const drawing = h('section', { class: 'panel drawing' }, h('h2', null, t('around')))
  const place = h('section', { class: 'panel place', hidden: true }, h('h2', null, t('where')))
  const statement = thing.id.startsWith('fact/')
  put(
    main,
    head(thing, words),
    h(
      'div',
      { class: 'columns' },
      h(
        'div',
        { class: 'wide' },
        statement ? properties(thing) : null,
        facts(thing, words),
        states(thing),
        figures(thing),
        inward(thing),
      ),
      h(
        'div',
        { class: 'narrow' },
        statement ? null : properties(thing),
        drawing,
        partners(thing, words),
        place,
        names(thing),
        identifiers(thing),
        downloads(thing),
      ),
    ),
  )
  if (thing.degree) void smallNetwork(drawing, thing, words)
  else if (statement) drawParties(drawing, thing)
  else drawing.remove()
  if (thing.country && !thing.id.startsWith('code:')) void smallMap(place, thing.country)
  else place.remove()
  return { title: thing.label }
}

/** The entities that take part in a fact. */
function drawParties(panel: HTMLElement, thing: Entity): void {
  const ids = thing.about.flatMap((row) => row.values.flatMap((value) => (value.id ? [value.id] : [])))
  const parties = [...new Set(ids)].filter((id) => !id.startsWith('code:'))
  if (parties.length < 2) {
    panel.remove()
    return
  }
  const holder = h('div', { class: 'canvas small', role: 'img', 'aria-label': t('around') })
  panel.append(holder, h('a', { class: 'button', href: `/network?n=${parties.join(',')}` }, t('showNetwork')))
  void import('../network/picture').then(({ plainNetwork }) => plainNetwork(holder, parties))
}

/** What a passage of a source is cited for. */
function states(thing: Entity): HTMLElement | null {
  if (!thing.cited.length) return null
  const items = thing.cited.map((row) =>
    h(
      'li',
      null,
      h('p', { class: 'words' }, thingLink(row.id, row.label)),
      h('p', { class: 'hush' }, capital(row.kindLabel)),
    ),
  )
  return h('section', { class: 'panel' }, h('h2', null, t('states')), h('ul', { class: 'statements' }, items))
}

function head(thing: Entity, words: Vocabulary): HTMLElement {
  const country = thing.country && thing.country !== thing.id ? words.countries[thing.country] : undefined
  return h(
    'header',
    { class: 'thing' },
    h(
      'p',
      { class: 'kind' },
      mark(words.styles[thing.kind]),
      capital(thing.kindLabel || (words.kinds[thing.kind] ?? '')),
      country && thing.country ? [' · ', thingLink(thing.country, country)] : null,
    ),
    h('h1', null, thing.label),
    thing.whole
      ? h(
          'p',
          null,
          h('span', { class: 'hush' }, t('partOf'), ' '),
          thingLink(thing.whole.id, thing.whole.label),
        )
      : null,
    description(thing),
    thing.degree
      ? h(
          'p',
          null,
          h('a', { class: 'button', href: `/network?n=${thing.id}&x=${thing.id}` }, t('showNetwork')),
        )
      : null,
    h('p', { class: 'sourceline' }, thing.sources.length ? sources(thing.sources, thing.passages) : null),
  )
}

function description(thing: Entity): HTMLElement | null {
  const found = thing.about.find((row) => row.name === 'description')
  return found ? h('p', { class: 'lead' }, found.values[0]?.label ?? '') : null
}

/** Large amounts with separators. */
const readable = (name: string, value: string): string =>
  ['amount', 'share', 'units'].includes(name) && /^\d+(\.\d+)?$/.test(value) ? number(Number(value)) : value

function properties(thing: Entity): HTMLElement | null {
  const rows = thing.about.filter((row) => row.name !== 'description')
  if (!rows.length) return null
  return h(
    'section',
    { class: 'panel' },
    h(
      'dl',
      null,
      rows.flatMap((row) => [
        h('dt', null, capital(row.label)),
        ...row.values.map((value) =>
          h('dd', null, value.id ? thingLink(value.id, value.label) : readable(row.name, value.label)),
        ),
      ]),
    ),
  )
}

function facts(thing: Entity, words: Vocabulary): HTMLElement | null {
  if (!thing.facts.length) return null
  const list = h('div', { class: 'facts' })
  const kinds = [...new Map(thing.facts.map((fact) => [fact.kind, fact.kindLabel]))]
  const select = h(
    'select',
    { 'aria-label': t('allKinds'), onchange: () => draw() },
    h('option', { value: '' }, `${t('allKinds')} (${thing.facts.length})`),
    kinds.map(([kind, label]) => {
      const count = thing.facts.filter((fact) => fact.kind === kind).length
      return h('option', { value: kind }, `${capital(label)} (${count})`)
    }),
  )
  const draw = (): void => {
    const shown = thing.facts.filter((fact) => !select.value || fact.kind === select.value)
    put(
      list,
      years(shown).map(([year, group]) => yearGroup(year, group, thing, words)),
    )
  }
  draw()
  return h(
    'section',
    { class: 'panel' },
    h('div', { class: 'headline' }, h('h2', null, t('facts')), kinds.length > 1 ? select : null),
    amounts(thing),
    list,
  )
}

function years(facts: Fact[]): [string, Fact[]][] {
  const groups = new Map<string, Fact[]>()
  for (const fact of facts) {
    const year = fact.start?.slice(0, 4) ?? ''
    groups.set(year, [...(groups.get(year) ?? []), fact])
  }
  return [...groups]
}

function yearGroup(year: string, group: Fact[], thing: Entity, words: Vocabulary): HTMLElement {
  return h(
    'div',
    { class: 'year' },
    h('h3', null, year || t('undated')),
    h(
      'ul',
      { class: 'statements' },
      group.map((fact) => statement(fact, thing, words)),
    ),
  )
}

function statement(fact: Fact, thing: Entity, words: Vocabulary): HTMLElement {
  const others = fact.parties.filter((party) => party.id !== thing.id)
  return h(
    'li',
    null,
    h('p', { class: 'words' }, h('a', { href: pathOf(fact.id) }, fact.words)),
    h(
      'p',
      { class: 'detail' },
      h('span', { class: 'hush' }, `${capital(fact.kindLabel)}, ${t('asIn', { role: fact.role })}`),
      tags({ ...fact, start: null }, words.status),
    ),
    others.length
      ? h(
          'p',
          { class: 'parties' },
          others.map((party) =>
            h('span', null, h('span', { class: 'hush' }, `${party.role} `), thingLink(party.id, party.label)),
          ),
        )
      : null,
    sources(fact.sources, thing.passages),
  )
}

function amounts(thing: Entity): HTMLElement | null {
  const stated = thing.facts.filter((fact) => fact.amount)
  if (!stated.length) return null
  const list = [...new Set(stated.map((fact) => money(fact.amount ?? 0, fact.currency)))].join('; ')
  return h('p', { class: 'hush' }, t('amountStated', { list }))
}

function figures(thing: Entity): HTMLElement | null {
  if (!thing.figures.length) return null
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, t('figures')),
    figureTable(thing.figures, thing.passages),
  )
}

function inward(thing: Entity): HTMLElement | null {
  if (!thing.inward.length) return null
  const items = thing.inward.map((row) =>
    h(
      'li',
      null,
      thingLink(row.id, row.words),
      ' ',
      h('span', { class: 'hush' }, row.role),
      ' ',
      sources(row.sources, thing.passages),
    ),
  )
  const list = h('ul', { class: 'statements short' }, items)
  return h('section', { class: 'panel' }, h('h2', null, t('inward')), list)
}

/** The entities that share the most facts with it. */
function partners(thing: Entity, words: Vocabulary): HTMLElement | null {
  const counts = new Map<string, { label: string; count: number }>()
  for (const fact of thing.facts) {
    for (const party of fact.parties) {
      if (party.id === thing.id || party.id.startsWith('code:')) continue
      const known = counts.get(party.id) ?? { label: party.label, count: 0 }
      counts.set(party.id, { ...known, count: known.count + 1 })
    }
  }
  const best = [...counts]
    .sort((a, b) => b[1].count - a[1].count || a[1].label.localeCompare(b[1].label))
    .slice(0, 8)
  if (!best.length || words.kinds[thing.kind] === undefined) return null
  const items = best.map(([id, { label, count }]) =>
    h('li', null, thingLink(id, label), h('span', { class: 'count' }, number(count))),
  )
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, t('partners')),
    h('p', { class: 'hush' }, t('partnersHint')),
    h('ol', { class: 'ranked' }, items),
  )
}

function names(thing: Entity): HTMLElement | null {
  if (/^(fact|src|obs)[/:]/.test(thing.id)) return null
  const rows = Object.entries(thing.names).map(([lang, list]) => [
    h('dt', null, LANGS[lang as Lang] ?? '—'),
    h('dd', lang ? { lang } : null, list.join('; ')),
  ])
  return h('section', { class: 'panel' }, h('h2', null, t('names')), h('dl', null, rows.flat()))
}

function identifiers(thing: Entity): HTMLElement {
  const rows = thing.identifiers.map((item) => [
    h('dt', null, item.name),
    h('dd', null, item.url ? h('a', { href: item.url, rel: 'noreferrer' }, item.value) : item.value),
  ])
  const iri = [h('dt', null, 'IRI'), h('dd', null, h('code', null, thing.iri))]
  return h('section', { class: 'panel' }, h('h2', null, t('identifiers')), h('dl', null, iri, rows.flat()))
}

const RDF = [
  ['Turtle', 'text/turtle', 'ttl'],
  ['JSON-LD', 'application/ld+json', 'jsonld'],
] as const

function downloads(thing: Entity): HTMLElement {
  const slug = thing.id.split('/').at(-1) ?? 'thing'
  const rdf = RDF.map(([name, media, suffix]) =>
    h(
      'button',
      { type: 'button', onclick: () => void saveFrom(pathOf(thing.id), media, `${slug}.${suffix}`) },
      name,
    ),
  )
  const table = h(
    'button',
    { type: 'button', onclick: () => save(`${slug}.csv`, factsCsv(thing)) },
    t('factsCsv'),
  )
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, t('download')),
    h('div', { class: 'buttons' }, rdf, thing.facts.length ? table : null),
  )
}

function factsCsv(thing: Entity): Blob {
  const head = [
    'fact',
    'kind',
    'role',
    'words',
    'start',
    'end',
    'amount',
    'currency',
    'precision',
    'status',
    'parties',
    'sources',
    'address',
  ]
  const rows = thing.facts.map((fact) => [
    fact.id,
    fact.kind,
    fact.role,
    fact.words,
    fact.start,
    fact.end,
    fact.amount,
    fact.currency,
    fact.precision,
    fact.status,
    fact.parties.map((party) => party.id).join('; '),
    fact.sources.join('; '),
    fact.sources.map((locator) => location.origin + passagePath(locator)).join('; '),
  ])
  return csv([head, ...rows])
}
