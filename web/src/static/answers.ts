/** The answers of the service's addresses, made in the page from the files of a static site. */

import type { Values } from '../core/api'
import { ServiceError } from '../core/failures'
import { type Lang, t } from '../core/i18n'
import { claims } from '../core/statement'
import type { Entity, QueryFinding, Rows, Vocabulary } from '../core/types'
import * as engine from './engine'
import { entity } from './entity'
import { file } from './files'
import * as library from './library'
import { likeness } from './matching'
import { activity, networkAround, projected, type Wanted } from './networks'
import { find, suggestions } from './search'
import { known as stated } from './stored'
import { trace } from './trace'
import { type World, world } from './world'

/** From this likeness on a term is offered in place of an unknown one. */
const NEAR = 75
const BY_LANGUAGE = new Set(['front', 'vocabulary'])

/** Answer an address, such as `/api/thing/agent/jbic`. */
export async function answer(
  path: string,
  values: Values,
  lang: Lang,
  signal?: AbortSignal,
): Promise<unknown> {
  const [what = '', ...rest] = path
    .replace(/^\/api\//, '')
    .split('/')
    .map(decodeURIComponent)
  const name = rest.join('/')
  if (BY_LANGUAGE.has(what)) return file(`${what}.${lang}`)
  if (what === 'story') return file(`story-${name}.${lang}`)
  if (what === 'queries') return query(rest, values, lang, signal)
  if (what === 'check') return check(String(values['query'] ?? ''), lang)
  const known = await world(lang)
  const number = (key: string): number | null =>
    values[key] === undefined || values[key] === '' ? null : Number(values[key])
  const text = (key: string): string => String(values[key] ?? '')
  switch (what) {
    case 'coverage':
      return coverage(known, lang)
    case 'thing':
      return counted(known, await entity(known, name, lang))
    case 'graph':
      return networkAround(known, values as Wanted)
    case 'projection':
      return projected(known, text('name') || 'actors')
    case 'activity':
      return activity(known)
    case 'labels':
      return Object.fromEntries(
        (values['ids'] as string[]).map((id) => [id, known.label(library.shorten(id))]),
      )
    case 'search':
      return suggestions(known, text('q'), 12)
    case 'find':
      return find(known, values, lang)
    case 'trace':
      return trace(known, {
        source: text('source'),
        target: text('target'),
        paths: Math.min(number('paths') || 5, 20),
        longest: Math.min(number('max_length') || 5, 8),
        avoid: (values['avoid'] as string[] | undefined) ?? [],
        from: number('from'),
        to: number('to'),
      })
    default:
      throw new ServiceError(404, t('needsService'))
  }
}

async function query(rest: string[], values: Values, lang: Lang, signal?: AbortSignal): Promise<unknown> {
  const [name = '', about] = rest
  if (!name) return file('queries')
  if (about) return library.about(name)
  const { lang: _, ...given } = values
  return library.run(await world(lang), name, given, signal)
}

/** A country with the events that the map counts for it. */
async function counted(known: World, thing: Entity): Promise<Entity> {
  if (thing.kind !== 'Country') return thing
  const { facts } = await activity(known)
  const here = facts.filter((fact) => !fact.planned && fact.countries.includes(thing.id))
  return { ...thing, events: claims(here).length }
}

/** What the sources cover; what `core` says of a source is not repeated in the file. */
async function coverage(world: World, lang: Lang): Promise<object> {
  const [shared, own] = await Promise.all([
    file<{ sources: { id: string }[] }>('coverage'),
    file<object>(`coverage.${lang}`),
  ])
  const sources = shared.sources.map((row) => {
    const { url: source, ...whole } = world.core.wholes[row.id] ?? {}
    return stated({ ...whole, source, ...row })
  })
  return { ...shared, ...own, sources }
}

/** The terms of our vocabulary in a query that the graph does not have; running it finds other faults. */
async function check(text: string, lang: Lang): Promise<QueryFinding[]> {
  const { terms } = await file<Vocabulary>(`vocabulary.${lang}`)
  const known = new Set(terms.map((term) => term.name))
  const near = (name: string): { near?: string } => {
    const best = [...known].map((one) => ({
      one,
      score: likeness(name.toLowerCase(), one.replace('jlac:', '').toLowerCase()),
    }))
    const [first] = best.sort((a, b) => b.score - a.score)
    return first && first.score >= NEAR ? { near: first.one } : {}
  }
  const bare = text.replace(/<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|#[^\n]*/g, (part) => ' '.repeat(part.length))
  return [...bare.matchAll(/(?<![\w-])jlac:(\w+)/g)]
    .filter(([, name = '']) => !known.has(name))
    .map((match): QueryFinding => {
      const before = text.slice(0, match.index).split('\n')
      const column = (before.at(-1)?.length ?? 0) + 1
      return {
        severity: 'warning',
        line: before.length,
        column,
        length: match[0].length,
        term: match[0],
        ...near(match[1] ?? ''),
      }
    })
}

/** Run a reader's query; rows as JSON, triples as Turtle. */
export async function sparql(text: string, signal: AbortSignal): Promise<Rows | string> {
  const { prefixes } = await file<Vocabulary>('vocabulary.en')
  return engine.sparql(text, prefixes, signal)
}
