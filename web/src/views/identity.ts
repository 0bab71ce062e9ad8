/** What an entity is called, its identifiers, and its downloads: the lower panels of its page. */

import { pathOf, STATIC } from '../core/address'
import { entity, sparql } from '../core/api'
import { h } from '../core/dom'
import { save, saveFrom } from '../core/download'
import { currentLang, LANGS, type Lang, t } from '../core/i18n'
import type { Entity } from '../core/types'
import { factsCsv } from './facts_csv'

/** Whether a name of an entity is the curators' translation. */
export const isOurs = (thing: Entity, name: string, lang: string = currentLang()): boolean =>
  !!thing.translated[lang]?.includes(name)

export function names(thing: Entity): HTMLElement | null {
  if (/^(fact|src|obs)[/:]/.test(thing.id)) return null
  const rows = Object.entries(thing.names).map(([lang, list]) => [
    h('dt', null, LANGS[lang as Lang] ?? '—'),
    h(
      'dd',
      lang ? { lang } : null,
      list.flatMap((name, i) => [
        i ? '; ' : '',
        name,
        isOurs(thing, name, lang)
          ? h('span', { class: 'tag ours', lang: currentLang() }, t('ourTranslation'))
          : null,
      ]),
    ),
  ])
  return h('section', { class: 'panel' }, h('h2', null, t('names')), h('dl', null, rows.flat()))
}

const GENERAL = ['identifier', 'notation']
/** Names of registers and code lists; they are the same in every language. */
const IDENTIFIERS: Record<string, string> = {
  iso2: 'ISO 3166-1 alpha-2',
  iso3: 'ISO 3166-1 alpha-3',
  m49: 'UN M49',
  lei: 'LEI',
  wtoRta: 'WTO RTA ID',
  identifier: 'ID',
  notation: 'ID',
}

export function identifiers(thing: Entity): HTMLElement {
  // a code that several schemes repeat stands once, under the scheme's own name
  const specific = thing.identifiers.filter((item) => !GENERAL.includes(item.name)).map((item) => item.value)
  const shown = thing.identifiers.filter(
    (item) => !GENERAL.includes(item.name) || !specific.includes(item.value),
  )
  const rows = shown.map((item) => [
    h('dt', null, IDENTIFIERS[item.name] ?? t('sameIn')),
    h('dd', null, item.url ? h('a', { href: item.url, rel: 'noreferrer' }, item.value) : item.value),
  ])
  const iri = [h('dt', null, 'IRI'), h('dd', null, h('code', null, thing.iri))]
  return h('section', { class: 'panel' }, h('h2', null, t('identifiers')), h('dl', null, iri, rows.flat()))
}

const RDF = [
  ['Turtle', 'text/turtle', 'ttl'],
  ['JSON-LD', 'application/ld+json', 'jsonld'],
] as const

/** The triples of an entity from the graph in the page. */
async function saveTriples(thing: Entity, name: string): Promise<void> {
  const found = await sparql(`CONSTRUCT WHERE { <${thing.iri}> ?p ?o }`, new AbortController().signal)
  save(name, new Blob([String(found)], { type: 'text/turtle' }))
}

/** Load the rows that the page of an entity was not given. */
export async function complete(thing: Entity): Promise<void> {
  const lists = ['facts', 'findings', 'related', 'figures', 'inward'] as const
  if (lists.some((list) => thing[list].length < thing.counts[list]))
    Object.assign(thing, await entity(thing.id, true))
}

export function downloads(thing: Entity): HTMLElement {
  const slug = thing.id.split('/').at(-1) ?? 'thing'
  const rdf = (STATIC ? RDF.filter(([name]) => name === 'Turtle') : RDF).map(([name, media, suffix]) =>
    h(
      'button',
      {
        type: 'button',
        onclick: () =>
          void (STATIC
            ? saveTriples(thing, `${slug}.${suffix}`)
            : saveFrom(pathOf(thing.id), media, `${slug}.${suffix}`)),
      },
      name,
    ),
  )
  const table = h(
    'button',
    { type: 'button', onclick: () => void complete(thing).then(() => save(`${slug}.csv`, factsCsv(thing))) },
    t('factsCsv'),
  )
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, t('download')),
    h('div', { class: 'buttons' }, rdf, thing.facts.length ? table : null),
  )
}
