/** Search by names and words, in files. */

import type { Lang } from '../core/i18n'
import type { FacetValue, Found, FoundEntity, Suggestion } from '../core/types'
import { asksForPath, namesIn, readings } from './asking'
import { statements } from './entity'
import { file } from './files'
import { closeNames, fold, inKana, isPlain, met, queryWords } from './matching'
import { order, unique, type World } from './world'

type Facets = Record<string, string[]>
interface Text {
  id: string
  words: string
  facets: Facets
  rank: (number | string)[]
  /** The names of the sectors that a statement has to do with; its own words come first. */
  sectors?: string
}

/** The file: names as they are written, and the words that neither names nor labels give. */
interface Stored {
  names: [string, ...string[]][]
  classes: Record<string, string>
  /** Id, class, country, words after those of its name, class and country. */
  entities: [string, string, string, string][]
  /** Id, classes, countries, collections, sectors. */
  statements: [string, string[], string[], string[], string[]][]
  /** Id, collection. */
  passages: [string, string?][]
}

export interface Index extends Omit<Stored, 'names'> {
  /** Folded name -> the ids of that name, and how it is written. */
  names: Record<string, string[]>
  written: Record<string, string>
  /** Id -> its folded names. */
  called: Record<string, string>
}

const FACETS = ['kind', 'country', 'decade', 'collection']
const GROUPS = ['entities', 'statements', 'passages'] as const
type Group = (typeof GROUPS)[number]
const [FEW, PAGE, MOST_VALUES, SHORT, GOOD] = [5, 20, 40, 3, 90]

let read: Promise<Index> | undefined

/** What can be found, read once. */
export function index(): Promise<Index> {
  if (!read) {
    read = file<Stored>('search').then(indexed)
    read.catch(() => {
      read = undefined
    })
  }
  return read
}

function indexed(stored: Stored): Index {
  const found: Index = { ...stored, names: {}, written: {}, called: {} }
  for (const [written, ...ids] of stored.names) {
    const name = fold(written)
    found.names[name] = ids
    found.written[name] = written
    for (const id of ids) found.called[id] = `${found.called[id] ?? ''} ${name}`
  }
  return found
}

function described(world: World, id: string): FoundEntity {
  const node = world.node(id)
  const country = node.country ? { countryLabel: world.label(node.country) } : {}
  return { ...node, kindLabel: world.term(node.kind === 'Code' ? 'code' : node.kind), ...country }
}

/** Entities by name in any language, the best match first. */
export async function suggestions(world: World, text: string, limit: number): Promise<Suggestion[]> {
  if (!text.trim() || text.length > 200) return []
  const found = await index()
  const hits = hitsOf(world, found, text, limit * 2).filter(
    (hit) => hit.score >= 100 || hit.name.length > SHORT,
  )
  const nodes = hits
    .slice(0, limit)
    .map((hit) => ({ ...described(world, hit.id), name: hit.name, score: hit.score }))
  const code = (node: Suggestion): number => Number(node.kind === 'Code')
  return nodes.sort(
    (a, b) => b.score - a.score || code(a) - code(b) || b.degree - a.degree || order(a.label, b.label),
  )
}

interface Hit {
  id: string
  name: string
  score: number
}

function hitsOf(world: World, { names, written }: Index, text: string, limit: number): Hit[] {
  const exact = exactly(world, names, text).map((id) => ({ id, name: text, score: 100 }))
  const near = closeNames(names, text)
  const words = fold(text).split(' ')
  const several = words.length > 1 ? byWords(names, words) : []
  const found = new Map<string, Hit>()
  for (const hit of [...exact, ...[...near, ...several].sort((a, b) => b.score - a.score)])
    if (!found.has(hit.id))
      found.set(hit.id, hit.name === text ? hit : { ...hit, name: written[hit.name] ?? hit.name })
  return [...found.values()].slice(0, limit)
}

const byWords = (names: Record<string, string[]>, words: string[]): Hit[] =>
  Object.entries(names)
    .filter(
      ([name]) =>
        met(
          ` ${name}`,
          words.map((word) => [word]),
        ) === words.length,
    )
    .flatMap(([name, ids]) => ids.map((id) => ({ id, name, score: 94 })))

/** The entities that have exactly this id, slug or name. */
export function exactly(world: World, names: Record<string, string[]>, text: string): string[] {
  const slug = text.toLowerCase()
  if (world.core.nodes[text]) return [text]
  const bySlug = Object.keys(world.core.nodes).filter((id) => id.endsWith(`/${slug}`) && !id.includes(':'))
  const byName = inKana(fold(text)).map((form) => names[form] ?? [])
  return bySlug.length ? bySlug : (byName.find((ids) => ids.length) ?? [])
}

let built: { world: World; texts: Record<Group, Text[]> } | undefined

/** The words of everything; sentences are searched in the language of the page. */
function textsOf(world: World, found: Index): Record<Group, Text[]> {
  if (built?.world === world) return built.texts
  const called = (id: string): string => found.called[id] ?? ''
  const facts = found.statements.map(([id, kinds, countries, collections, sectors]): Text => {
    const parties = world.core.facts[id]?.parties.map(([, party]) => party) ?? areas(world, id)
    const said = world.core.said[id] ?? {}
    const years = [said.earliest, said.latest].flatMap((day) => (day ? [Number(day.slice(0, 4))] : []))
    const names = unique(parties).map(called).join('')
    const words = ` ${fold(world.label(id))}${kinds.map((kind) => found.classes[kind] ?? '').join('')}${names}`
    const facets = { kind: kinds, country: countries, decade: decades(years), collection: collections }
    return {
      id,
      words,
      facets,
      rank: [Number(!!said.countedIn), Number(!!said.planned), -Math.max(0, ...years), id],
      sectors: sectors.map(called).join(''),
    }
  })
  const entities = found.entities.map(
    ([id, kind, country, more]): Text => ({
      id,
      words: called(id) + (found.classes[kind] ?? '') + called(country) + more,
      facets: { kind: [kind], country: country ? [country] : [] },
      rank: [-(world.core.nodes[id]?.degree ?? 0), id],
    }),
  )
  const passages = found.passages.map(([id, collection]): Text => {
    const title = world.core.wholes[id.split('/')[0] ?? '']?.title ?? ''
    const words = ` ${fold(world.label(id))} ${fold(title)} ${fold(id)}`
    return { id, words, facets: { collection: collection ? [collection] : [] }, rank: [id] }
  })
  built = { world, texts: { entities, statements: facts, passages } }
  return built.texts
}

function areas(world: World, id: string): string[] {
  const { area, other, whose } = world.core.figures[id] ?? {}
  return [area, other, whose].flatMap((name) => name ?? [])
}

function decades(years: number[]): string[] {
  if (!years.length) return []
  const found: string[] = []
  for (let year = Math.floor(Math.min(...years) / 10) * 10; year <= Math.max(...years); year += 10)
    found.push(String(year))
  return found
}

export async function find(world: World, values: Record<string, unknown>, lang: Lang): Promise<Found> {
  const query = String(values['q'] ?? '').slice(0, 200)
  const found = await index()
  const named = await namesIn(world, found.names, query)
  const words =
    named.things.length > 1 ? queryWords(query).filter((word) => !asksForPath(word)) : queryWords(query)
  const chosen = Object.fromEntries(
    FACETS.flatMap((facet) => (values[facet] ? [[facet, String(values[facet])]] : [])),
  )
  const group = String(values['group'] ?? '')
  const texts = textsOf(world, found)
  const told = (name: Group): unknown => {
    const limit = group && group !== name ? 0 : group ? PAGE : FEW
    const start = group ? Number(values['offset'] ?? 0) : 0
    let [all, every] = query && !fold(query) ? [[], true] : best(texts[name], words)
    if (name === 'entities' && query)
      [all, every] = namedFirst(world, found, texts.entities, query, named.things, all, every)
    const kept = all.filter((text) => inside(text, chosen))
    const page = kept.slice(start, start + limit).map((text) => text.id)
    const items = shown(world, name, page)
    const cited = items.flatMap((item) => (item as { sources?: string[] }).sources ?? [])
    return {
      total: kept.length,
      every,
      facets: limit ? facets(world, all, chosen) : [],
      items,
      passages: world.cited(cited),
    }
  }
  const exact = query ? exactly(world, found.names, query).filter((id) => !/^(code|src):/.test(id)) : []
  return {
    readings: await readings(world, named, lang),
    exact: exact.length === 1 ? (exact[0] ?? '') : '',
    ...Object.fromEntries(GROUPS.map((name) => [name, told(name)])),
  } as Found
}

function shown(world: World, group: Group, ids: string[]): object[] {
  if (group === 'entities') return ids.map((id) => described(world, id))
  if (group === 'passages') return ids.map((id) => ({ id, label: world.label(id) }))
  const rows = new Map(statements(world, ids).map((row) => [row.id, row]))
  return ids.flatMap((id) => rows.get(id) ?? [])
}

/** The texts with every word, or if there are none those with most of them. */
function best(texts: Text[], words: string[]): [Text[], boolean] {
  const byRank = (a: Text, b: Text): number => {
    const at = a.rank.findIndex((value, place) => value !== b.rank[place])
    const [one, other] = [a.rank[at] ?? 0, b.rank[at] ?? 0]
    return one < other ? -1 : one > other ? 1 : 0
  }
  if (!words.length) return [[...texts].sort(byRank), true]
  const forms = words.map((word) => formsOf(word))
  const scored = texts
    .map((text) => [met(text.words + (text.sectors ?? ''), forms), text] as const)
    .filter(([n]) => n * 2 > words.length)
  const most = scored.reduce((top, [n]) => Math.max(top, n), 0)
  const found = scored.filter(([n]) => n === most).map(([, text]) => text)
  const bySector = new Set(found.filter((text) => text.sectors && met(text.words, forms) < most))
  found.sort((a, b) => Number(bySector.has(a)) - Number(bySector.has(b)) || byRank(a, b))
  return [found, most === 0 || most === words.length]
}

/** A word, and the singular that it may be the plural of. */
function formsOf(word: string): string[] {
  if (!isPlain(word) || word.length <= SHORT) return [word]
  return unique([word, word.replace(/s$/, ''), word.replace(/es$/, '')])
}

function namedFirst(
  world: World,
  found: Index,
  texts: Text[],
  query: string,
  things: string[],
  all: Text[],
  every: boolean,
): [Text[], boolean] {
  const known = new Map(texts.map((text) => [text.id, text]))
  const hits = hitsOf(world, found, query, PAGE)
  const good = hits.filter((hit) => hit.score >= GOOD).flatMap((hit) => known.get(hit.id) ?? [])
  const near = hits.filter((hit) => hit.score < GOOD).flatMap((hit) => known.get(hit.id) ?? [])
  const inside = things.flatMap((id) => known.get(id) ?? [])
  const rest = every ? [...all, ...near] : [...near, ...all]
  return [unique([...good, ...rest, ...inside]), every || good.length > 0]
}

const inside = (text: Text, chosen: Record<string, string>, but = ''): boolean =>
  Object.entries(chosen).every(([facet, value]) => facet === but || text.facets[facet]?.includes(value))

function facets(world: World, texts: Text[], chosen: Record<string, string>): object[] {
  const used = FACETS.filter((facet) => texts.some((text) => text.facets[facet]))
  return used.map((name) => {
    const counts = new Map<string, number>()
    for (const text of texts)
      if (inside(text, chosen, name))
        for (const value of text.facets[name] ?? []) counts.set(value, (counts.get(value) ?? 0) + 1)
    const ranked = [...counts].sort((a, b) => b[1] - a[1] || order(a[0], b[0])).slice(0, MOST_VALUES)
    if (name === 'decade') ranked.sort((a, b) => order(a[0], b[0]))
    const label = (value: string): string =>
      name === 'kind'
        ? world.term(value)
        : name === 'country'
          ? world.label(value)
          : (world.texts.collections[value] ?? value)
    return {
      name,
      values: ranked.map(([value, count]): FacetValue => ({ value, label: label(value), count })),
    }
  })
}
