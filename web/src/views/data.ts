/** What the graph contains, what its sources cover, downloads, how to cite. */

import { pathOf, placed, STATIC } from '../core/address'
import { coverage } from '../core/api'
import { dateText } from '../core/dates'
import { h, put } from '../core/dom'
import { saveFrom } from '../core/download'
import { collectionTitle, copy, cut, english, failure } from '../core/format'
import { capital, number, t } from '../core/i18n'
import type { View } from '../core/router'
import type { Collection, Coverage } from '../core/types'
import { bars } from '../widgets/charts'
import { citation } from '../widgets/share'
import { sourceForm } from '../widgets/sources'

export async function dataView(main: HTMLElement): Promise<View> {
  put(main, h('h1', null, t('dataTitle')), h('p', { class: 'loading' }, t('loading')))
  try {
    const [found, cited, choice] = await Promise.all([
      coverage(),
      citation('', location.origin + placed('/')),
      STATIC ? null : sourceForm(),
    ])
    put(
      main,
      h('h1', null, t('dataTitle')),
      h('p', { class: 'lead' }, t('dataLead')),
      h(
        'div',
        { class: 'columns' },
        h('div', { class: 'wide' }, sourceList(found), ledger(found)),
        h('div', { class: 'narrow' }, numbers(found), choice, downloads(), cite(found, cited)),
      ),
    )
  } catch (error) {
    put(main, h('h1', null, t('dataTitle')), failure(error))
  }
  return { title: t('data') }
}

function numbers(found: Coverage): HTMLElement {
  const top = ['Fact', 'Entity', 'Observation']
  const heads = found.counts
    .filter((row) => top.includes(row.kind))
    .map((row) => [row.label, row.count] as const)
  const all = [...heads, [t('nCited'), found.cited] as const, [t('nTriples'), found.triples] as const]
  const rest = found.counts
    .filter((row) => !top.includes(row.kind))
    .map((row) => ({ label: capital(row.label), value: row.count }))
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, t('inNumbers')),
    h(
      'dl',
      { class: 'numbers' },
      all.flatMap(([label, count]) => [h('dt', null, capital(label)), h('dd', null, number(count))]),
    ),
    h('details', null, h('summary', null, t('byKind')), bars(rest, t('inNumbers'))),
  )
}

function sourceList(found: Coverage): HTMLElement {
  const sorted = [...found.sources].sort(
    (a, b) => Number(b['facts']) - Number(a['facts']) || (a['title'] ?? '').localeCompare(b['title'] ?? ''),
  )
  const known = found.collections.map((one) => [one, sorted.filter(inCollection(one.id))] as const)
  const loose = sorted.filter((source) => !known.some(([, sources]) => sources.includes(source)))
  const cited = (sources: Source[]): number => sources.reduce((sum, one) => sum + Number(one['facts']), 0)
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, t('notCovered')),
    [...known]
      .sort((a, b) => cited(b[1]) - cited(a[1]))
      .map(([one, sources]) => collectionCard(one, sources, found)),
    cut(h('div', null), loose, FIRST, sourceCard),
  )
}

type Source = Record<string, string>
const inCollection =
  (id: string) =>
  (source: Source): boolean =>
    source['inCollection'] === id
const FIRST = 20

/** What belongs in a collection, what was searched, what is known to be missing, and how it was read. */
function collectionCard(one: Collection, list: Source[], found: Coverage): HTMLElement {
  const span = [one.start, one.end].filter(Boolean).join('–')
  const searched = one.searchedOn ? t('readOn', { date: dateText(one.searchedOn) }) : ''
  const readings = Object.entries(one.readings).map(
    ([reading, n]) => `${found.readings[reading] ?? t('notMarked')}: ${number(n)}`,
  )
  const said = (name: string, text = ''): HTMLElement | null =>
    text ? h('p', null, h('span', { class: 'hush' }, `${name} `), english(text)) : null
  const sources = h('details', null, h('summary', null, t('nSources', { n: list.length })))
  // hundreds of cards are drawn only for a reader who asks for them
  const fill = (): void => sources.append(...cut(h('div', null), list, FIRST, sourceCard))
  if (list.length <= 2) sources.setAttribute('open', '')
  sources.addEventListener('toggle', fill, { once: true })
  return h(
    'article',
    { class: 'collection' },
    h('h3', null, collectionTitle(one.id, one.title)),
    h('p', { class: 'hush' }, [span, searched].filter(Boolean).join(' · ')),
    said(t('belongs'), one.coverage),
    said(t('searched'), one.searched),
    said(t('missing'), one.missing),
    h('p', null, h('span', { class: 'hush' }, `${t('passagesRead')} `), readings.join(' · ')),
    list.length ? sources : null,
  )
}

function sourceCard(source: Record<string, string>): HTMLElement {
  const span = source['start'] ? `${source['start']}–${source['end'] ?? ''}` : ''
  const by = [source['creator'], source['publisher'], source['issued']].filter(Boolean).join(', ')
  const url = source['source'] ?? ''
  const cited = Number(source['facts'] ?? 0)
  return h(
    'article',
    { class: 'sourcecard' },
    h('h3', null, h('a', { href: pathOf(source['id'] ?? '') }, source['title'] ?? source['id'])),
    h(
      'p',
      { class: 'hush' },
      [by, span].filter(Boolean).join(' · '),
      cited ? ` · ${t('nFacts', { n: cited })}` : '',
    ),
    source['coverage'] ? h('p', null, english(source['coverage'])) : null,
    h(
      'p',
      { class: 'hush' },
      source['rights'] ?? '',
      ' ',
      /^https?:/.test(url) ? h('a', { href: url, rel: 'noreferrer' }, t('openSource')) : null,
    ),
  )
}

function ledger(found: Coverage): HTMLElement {
  const outcomes = Object.entries(found.outcomes)
  const sections = [...new Set(found.ledger.map((row) => row.section))]
  const count = (section: string, outcome: string): number =>
    found.ledger
      .filter((row) => row.section === section && row.outcome === outcome)
      .reduce((sum, row) => sum + row.count, 0)
  const head = h(
    'tr',
    null,
    h('th', { scope: 'col' }, t('section')),
    outcomes.map(([, label]) => h('th', { scope: 'col', class: 'number' }, capital(label))),
  )
  const rows = sections.map((section) =>
    h(
      'tr',
      null,
      h('th', { scope: 'row' }, h('code', null, section)),
      outcomes.map(([outcome]) => h('td', { class: 'number' }, count(section, outcome) || '')),
    ),
  )
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, t('ledger')),
    h('p', { class: 'hush' }, t('ledgerHint')),
    h(
      'div',
      { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t('ledger') },
      h('table', null, h('thead', null, head), h('tbody', null, rows)),
    ),
  )
}

const EVERYTHING = encodeURIComponent('CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }')

function downloads(): HTMLElement {
  const whole = [
    ['Turtle', 'text/turtle', 'graph.ttl'],
    ['JSON-LD', 'application/ld+json', 'graph.jsonld'],
    ['N-Triples', 'application/n-triples', 'graph.nt'],
  ] as const
  const buttons = whole.map(([name, media, file]) =>
    h(
      'button',
      { type: 'button', onclick: () => void saveFrom(`/sparql?query=${EVERYTHING}`, media, file) },
      name,
    ),
  )
  const links = [
    ['/ont', 'ontology'],
    ['/.well-known/void', 'voidFile'],
    ['/openapi.json', 'openapi'],
  ] as const
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, t('download')),
    h('p', null, t('wholeGraph')),
    h(
      'div',
      { class: 'buttons' },
      STATIC
        ? h('a', { class: 'button', href: '/data/graph.trig.gz', download: true }, 'TriG (gzip)')
        : buttons,
    ),
    STATIC
      ? null
      : h(
          'ul',
          { class: 'plain' },
          links.map(([href, name]) => h('li', null, h('a', { href }, t(name)))),
        ),
  )
}

function cite(found: Coverage, text: string): HTMLElement {
  const button = h('button', { type: 'button', onclick: () => void copy(text, button) }, t('copy'))
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, t('licence')),
    h(
      'p',
      null,
      t('licenceText'),
      ' ',
      h('a', { href: found.licence, rel: 'noreferrer license' }, 'CC BY 4.0'),
    ),
    h('h2', null, t('cite')),
    h('p', { class: 'hush' }, t('citeHint')),
    h('blockquote', null, text),
    button,
  )
}
