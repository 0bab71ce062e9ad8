/** The results of a search: what the text may ask, then entities, facts and passages with facets. */

import { pathOf, searchPath } from '../core/address'
import { address, find, trace, vocabulary } from '../core/api'
import { h, put } from '../core/dom'
import { collectionTitle, failure, mark, sources, thingLink } from '../core/format'
import { capital, number, t } from '../core/i18n'
import { passageLabel } from '../core/passages'
import { go, replace, type View } from '../core/router'
import type { Facet, Fact, Found, FoundEntity, Reading, Traced, Vocabulary } from '../core/types'
import { statement } from './statements'

type Group = 'entities' | 'statements' | 'passages'
const GROUPS: Group[] = ['entities', 'statements', 'passages']
const TITLES = {
  entities: 'groupEntities',
  statements: 'groupStatements',
  passages: 'groupPassages',
} as const
const FACETS = {
  kind: 'facetKind',
  country: 'facetCountry',
  decade: 'facetDecade',
  collection: 'facetCollection',
} as const
type FacetName = keyof typeof FACETS
const [PAGE, VALUES] = [20, 8]

export async function searchView(main: HTMLElement, _path: string, query: URLSearchParams): Promise<View> {
  const asked = Object.fromEntries(query)
  const text = asked['q'] ?? ''
  const title = text ? t('searchFor', { text }) : t('searchEverything')
  const results = h('div', { class: 'results' }, h('p', { class: 'loading' }, t('loading')))
  // one field is enough: that of the page
  document.body.classList.add('at-home')
  const view = { title, close: () => document.body.classList.remove('at-home') }
  put(main, h('h1', null, title), box(text), results)
  try {
    const { lang: _lang, go: jump, ...wanted } = asked
    const [found, words] = await Promise.all([find(wanted as Parameters<typeof find>[0]), vocabulary()])
    if (jump && found.exact) {
      replace(pathOf(found.exact))
      return view
    }
    put(results, show(found, wanted, words))
  } catch (error) {
    put(results, failure(error))
  }
  return view
}

function box(text: string): HTMLElement {
  const input = h('input', {
    type: 'search',
    name: 'q',
    value: text,
    'aria-label': t('search'),
    placeholder: t('searchWords'),
    autocomplete: 'off',
  })
  const submit = (event: Event): void => {
    event.preventDefault()
    go(searchPath(input.value.trim()).replace('&go=1', ''))
  }
  return h(
    'form',
    { class: 'searchbox', role: 'search', onsubmit: submit },
    input,
    h('button', { type: 'submit', class: 'main' }, t('search')),
  )
}

type Asked = Record<string, string>

/** The address of the same search with other values; the page starts again. */
function other(asked: Asked, values: Asked): string {
  const { offset: _offset, ...kept } = asked
  return address('/search', { ...kept, ...values })
}

function show(found: Found, asked: Asked, words: Vocabulary): (Node | null)[] {
  const group = GROUPS.find((name) => name === asked['group'])
  const shown = group ? [group] : GROUPS
  const nothing = GROUPS.every((name) => !found[name].total)
  const text = asked['q'] ?? ''
  return [
    found.readings.length && !asked['offset'] ? readings(found.readings) : null,
    tabs(found, asked),
    nothing
      ? h(
          'div',
          { class: 'nothing' },
          h('p', null, t('nothingFound', { text })),
          h('p', { class: 'hush' }, t('nothingFoundHint')),
        )
      : h(
          'div',
          { class: 'searchgrid' },
          narrowing(found, shown, asked),
          h(
            'div',
            null,
            shown.map((name) => groupOf(name, found, asked, words)),
          ),
        ),
  ]
}

/** What the text may ask, each as a link; the first path is answered in place. */
function readings(all: Reading[]): HTMLElement {
  return h(
    'section',
    { class: 'panel readings', 'aria-label': t('understood') },
    h('h2', null, t('understood')),
    h('ul', { class: 'plain' }, all.map(reading)),
  )
}

function reading(one: Reading): HTMLElement {
  const [a, b] = one.things
  if (one.ask === 'query')
    return h(
      'li',
      null,
      h('a', { href: address(`/queries/${one.name}`, one.values) }, one.title),
      one.things.length
        ? h('span', { class: 'hush' }, ` ${one.things.map((x) => x.label).join(', ')}`)
        : null,
    )
  const names = { a: a?.label ?? '', b: b?.label ?? '' }
  if (one.ask === 'compare')
    return h(
      'li',
      null,
      h('a', { href: address('/compare', { a: a?.id, b: b?.id }) }, t('asksCompare', names)),
    )
  const href = `/network?path=${a?.id}~${b?.id}`
  const answer = h('div', { class: 'pathanswer' }, h('p', { class: 'loading' }, t('loading')))
  if (a && b) void fillPath(answer, a.id, b.id, href)
  return h('li', null, h('a', { href }, h('strong', null, t('asksPath', names))), answer)
}

const LONGEST = 4

async function fillPath(answer: HTMLElement, source: string, target: string, href: string): Promise<void> {
  try {
    put(answer, pathOfTrace(await trace({ source, target, paths: 1, max_length: LONGEST }), href))
  } catch (error) {
    put(answer, failure(error))
  }
}

/** The best path in sentences, each with its sources. */
function pathOfTrace(found: Traced, href: string): Node[] {
  const [best] = found.paths
  if (!best) return [h('p', { class: 'hush' }, t('noPath', { n: LONGEST }))]
  const steps = best.hops.map((hop) => {
    const [first] = hop.statements
    if (!first) return h('li')
    return h(
      'li',
      null,
      h(
        'p',
        { class: 'words' },
        first.fact ? h('a', { href: pathOf(first.fact) }, first.words) : first.words,
      ),
      sources(first.sources, found.passages),
    )
  })
  return [
    h('p', { class: 'hush' }, t('bestPath', { n: best.hops.length })),
    ...(best.shared ?? []).map((id) =>
      h('p', null, t('sharedOnly', { name: found.nodes.find((one) => one.id === id)?.label ?? id })),
    ),
    h('ol', { class: 'statements short' }, steps),
    h('p', null, h('a', { class: 'button', href }, t('drawPath'))),
  ]
}

function tabs(found: Found, asked: Asked): HTMLElement {
  const tab = (group: string, title: string, total: number | null): HTMLElement =>
    h(
      'a',
      {
        href: address('/search', { ...(asked['q'] ? { q: asked['q'] } : {}), group }),
        'aria-current': (asked['group'] ?? '') === group ? 'page' : null,
      },
      title,
      total === null ? null : h('span', { class: 'count' }, number(total)),
    )
  return h(
    'nav',
    { class: 'searchtabs', 'aria-label': t('searchTitle') },
    tab('', t('groupAll'), null),
    GROUPS.map((name) => tab(name, t(TITLES[name]), found[name].total)),
  )
}

/** The facets of the groups shown; a value counts what the other facets leave. */
function narrowing(found: Found, shown: Group[], asked: Asked): HTMLElement {
  const facets = new Map<FacetName, Map<string, { label: string; count: number }>>()
  for (const facet of shown.flatMap((name) => found[name].facets)) merge(facets, facet)
  const chosen = (Object.keys(FACETS) as FacetName[]).filter((name) => asked[name])
  const box = h(
    'details',
    { class: 'facets panel', open: matchMedia('(min-width: 60rem)').matches || chosen.length > 0 },
    h('summary', null, t('narrow')),
    [...facets].map(([name, values]) => facetList(name, values, asked)),
  )
  return box
}

function merge(facets: Map<FacetName, Map<string, { label: string; count: number }>>, facet: Facet): void {
  const known = facets.get(facet.name as FacetName) ?? new Map()
  for (const { value, label, count } of facet.values)
    known.set(value, { label, count: count + (known.get(value)?.count ?? 0) })
  facets.set(facet.name as FacetName, known)
}

function facetList(
  name: FacetName,
  values: Map<string, { label: string; count: number }>,
  asked: Asked,
): HTMLElement | null {
  const ordered = [...values].sort(
    ([a, x], [b, y]) => (name === 'decade' ? a.localeCompare(b) : 0) || y.count - x.count,
  )
  const items = ordered.map(([value, { label, count }]) => {
    const here = asked[name] === value
    const text = name === 'decade' ? t('timeDecade', { year: value }) : capital(label)
    return h(
      'li',
      here ? { class: 'chosen' } : null,
      h(
        'a',
        {
          href: other(asked, { [name]: here ? '' : value }),
          'aria-label': here ? t('removeFacet', { name: text }) : null,
          'aria-current': here ? 'true' : null,
        },
        name === 'collection' ? collectionTitle(value, text) : text,
      ),
      h('span', { class: 'count' }, here ? '✕' : number(count)),
    )
  })
  if (!items.length) return null
  const most = name === 'decade' ? items.length : VALUES
  const at = ordered.findIndex(([value]) => asked[name] === value)
  if (at >= most) items.unshift(...items.splice(at, 1))
  const rest = items.slice(most)
  return h(
    'section',
    null,
    h('h2', null, t(FACETS[name])),
    h('ul', { class: 'plain' }, items.slice(0, most)),
    rest.length
      ? h(
          'details',
          null,
          h('summary', null, t('more', { n: rest.length })),
          h('ul', { class: 'plain' }, rest),
        )
      : null,
  )
}

function groupOf(name: Group, found: Found, asked: Asked, words: Vocabulary): HTMLElement | null {
  const { total, every } = found[name]
  if (!total) return null
  const alone = asked['group'] === name
  return h(
    'section',
    { class: 'panel' },
    h('div', { class: 'headline' }, h('h2', null, `${t(TITLES[name])} (${number(total)})`)),
    every ? null : h('p', { class: 'hush' }, t('notEvery')),
    h('ul', { class: 'statements' }, items(name, found, words)),
    alone
      ? pages(total, asked)
      : total > found[name].items.length
        ? h('p', null, h('a', { href: other(asked, { group: name }) }, t('allOf', { n: total })))
        : null,
  )
}

function items(name: Group, found: Found, words: Vocabulary): HTMLElement[] {
  if (name === 'entities') return found.entities.items.map((one) => entityItem(one, words))
  if (name === 'passages')
    return found.passages.items.map((one) => h('li', null, thingLink(one.id, passageLabel(one.label))))
  const page = { facts: [] as Fact[], passages: found.statements.passages }
  return found.statements.items.map((fact) => statement(fact, page, words))
}

const entityItem = (one: FoundEntity, words: Vocabulary): HTMLElement =>
  h(
    'li',
    { class: 'entityitem' },
    mark(words.styles[one.kind]),
    thingLink(one.id, one.label),
    h(
      'span',
      { class: 'hush' },
      [capital(one.kindLabel), one.kind === 'Country' ? '' : one.countryLabel].filter(Boolean).join(' · '),
      one.degree ? ` · ${t('nLinks', { n: one.degree })}` : '',
    ),
  )

function pages(total: number, asked: Asked): HTMLElement | null {
  if (total <= PAGE) return null
  const start = Number(asked['offset'] ?? 0)
  const link = (offset: number, text: string): HTMLElement =>
    h('a', { class: 'button', href: address('/search', { ...asked, offset: offset || '' }) }, text)
  return h(
    'nav',
    { class: 'buttons pages' },
    start > 0 ? link(Math.max(0, start - PAGE), t('earlierResults')) : null,
    h(
      'span',
      { class: 'hush' },
      t('shownOf', { from: start + 1, to: Math.min(total, start + PAGE), n: total }),
    ),
    start + PAGE < total ? link(start + PAGE, t('nextResults')) : null,
  )
}
