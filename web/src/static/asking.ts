/** Questions in words: the rules of `jlac_graph.web.explore.asking`, with files. */

import type { Lang } from '../core/i18n'
import type { Reading } from '../core/types'
import { file } from './files'
import { fold, isPlain, queryWords } from './matching'
import { order, unique, type World } from './world'

/** Name, whether it is needed, whether it takes places, the entities that it takes. */
type Takes = [string, boolean, boolean, string[]]

interface Asked {
  titles: Record<string, string>
  stems: [string[], string[]]
  takes: Takes[]
}

interface Library {
  home: string
  popular: string[]
  words: Record<string, string>
  /** First word of its names -> asset. */
  assets: Record<string, string>
  queries: Record<string, Asked>
}

const library = (): Promise<Library> => file('asking')

/** The entities that a text names, in its order, and the words left. */
export interface Named {
  things: string[]
  rest: string[]
  /** The text without the names of entities, and the names of all, for sectors and years. */
  left: string
  names: Record<string, string[]>
}

const [LONGEST_NAME, SHORT] = [90, 3]
const [OFFERED, LOOKED_AT, STEM, TITLE, TAKES] = [3, 20, 7, 2, 2.5]
/** The query that is offered for an entity if no other takes it. */
const HISTORY = 'history-of'
/** Beginnings of words that ask for a path. */
const LINKED = (
  'link connect relat path between tie chain vincul relacion conect camino entre lazo ligad ligacao ' +
  'caminho 関係 つなが 繋が 結び 経路 間'
).split(' ')
/** Words before or after a year, in folded text. */
const YEARS: [string, RegExp][] = [
  ['since', /\b(?:since|from|after|desde|a partir de)\s+(\d{4})\b|(\d{4})\s*年?\s*(?:以降|以後|から)/],
  ['until', /\b(?:until|till|to|hasta|ate)\s+(\d{4})\b|(\d{4})\s*年?\s*(?:以前|まで)/],
]
const IDEOGRAPH = /[\u3041-\u30fa\u3400-\u9fff]/
const HIRAGANA = /^[\u3041-\u3096]+$/
const AGENTS = new Set(['Firm', 'PublicAgency', 'Bank', 'DevelopmentBank', 'JointVenture'])

export const asksForPath = (word: string): boolean => LINKED.some((start) => word.startsWith(start))

/** The entities that a text names, the longest names first where they overlap. */
export async function namesIn(world: World, names: Record<string, string[]>, query: string): Promise<Named> {
  const { assets } = await library()
  const text = fold(query)
  const things: string[] = []
  let rest = ''
  const letter = (at: number): boolean => /[a-z0-9]/.test(text[at] ?? '')
  for (let at = 0; at < text.length; ) {
    const starts = at === 0 || !letter(at - 1)
    const end = starts ? nameAt(names, text, at, query) : at
    const [word = ''] = starts ? (/^[a-z]{4,}\b/.exec(text.slice(at)) ?? []) : []
    if (end === at && Object.hasOwn(assets, word)) {
      things.push(assets[word] ?? '')
      rest += ' '
      at += word.length
      continue
    }
    const ids = end > at ? entitiesOf(names, text.slice(at, end)) : []
    if (ids.length) {
      things.push(
        ids.sort(
          (a, b) => (world.core.nodes[b]?.degree ?? 0) - (world.core.nodes[a]?.degree ?? 0) || order(a, b),
        )[0] ?? '',
      )
      rest += ' '
      at = end
    } else rest += text[at++]
  }
  return { things: unique(things), rest: queryWords(yearsIn(rest)[1]), left: rest, names }
}

/** The years since or until which a folded text asks, and the rest of the text. */
function yearsIn(text: string): [Record<string, string>, string] {
  const found: Record<string, string> = {}
  let rest = text
  for (const [name, pattern] of YEARS) {
    const match = pattern.exec(rest)
    if (!match) continue
    found[name] = match[1] ?? match[2] ?? ''
    rest = `${rest.slice(0, match.index)} ${rest.slice(match.index + match[0].length)}`
  }
  return [found, rest]
}

/** The sectors and products that a folded text names, the longest names first, and the rest of the text. */
function codesIn(
  names: Record<string, string[]>,
  sectors: Record<string, string>,
  legal: Set<string>,
  said: Set<string>,
  text: string,
): [string[], string] {
  const known = Object.entries(names)
    .filter(
      ([name, ids]) => ids.some((id) => legal.has(id)) && ![...stemsOf([name])].every((one) => said.has(one)),
    )
    .flatMap(([name, ids]) => ids.filter((id) => legal.has(id)).map((id): [string, string] => [name, id]))
    .concat(Object.entries(sectors).filter(([, code]) => legal.has(code)))
    .sort(([a, one], [b, other]) => b.length - a.length || order(a, b) || order(one, other))
  const found: string[] = []
  let rest = text
  for (const [name, code] of known) {
    const at = IDEOGRAPH.test(name) ? rest.indexOf(name) : ` ${rest} `.indexOf(` ${name} `)
    if (at < 0) continue
    found.push(code)
    rest = `${rest.slice(0, at)} ${rest.slice(at + name.length)}`
  }
  return [unique(found), rest]
}

const entitiesOf = (names: Record<string, string[]>, name: string): string[] =>
  (Object.hasOwn(names, name) ? (names[name] ?? []) : []).filter((id) => !/^(code|src):/.test(id))

function nameAt(names: Record<string, string[]>, text: string, at: number, written: string): number {
  for (let end = Math.min(text.length, at + LONGEST_NAME); end > at + 1; end--) {
    const name = text.slice(at, end)
    if (/[a-z0-9]/.test(text[end] ?? '') && /[a-z0-9]/.test(text[end - 1] ?? '')) continue
    if (name !== name.trim() || !entitiesOf(names, name).length) continue
    // a short name is a code: it counts only in capitals
    if (name.length > SHORT || !isPlain(name) || written.includes(name.toUpperCase())) return end
  }
  return at
}

/** What a text may ask, the likeliest first: a path, a comparison, queries of the library. */
export async function readings(world: World, named: Named, lang: Lang): Promise<Reading[]> {
  const [a, b] = named.things
  const found: Reading[] = []
  if (a && b) {
    const things = [world.node(a), world.node(b)]
    found.push({ ask: 'path', things })
    const sorts = new Set(things.map((node) => (AGENTS.has(node.kind) ? 'Agent' : node.kind)))
    if (sorts.size === 1) found.push({ ask: 'compare', things })
    if (named.rest.some(asksForPath)) return found
  }
  const asked =
    !named.things.length && namesPart(named) ? [] : queriesAsked(world, await library(), named, lang)
  return named.rest.length > 1 ? [...asked, ...found] : [...found, ...asked]
}

/** Whether a text of several words, which names no entity, is a part of an agent's name. */
function namesPart({ left, names }: Named): boolean {
  const text = ` ${left} `
  return (
    left.includes(' ') &&
    Object.entries(names).some(
      ([name, ids]) => ` ${name} `.includes(text) && ids.some((id) => id.startsWith('agent/')),
    )
  )
}

/** Queries of the library that a text asks, with the values that it gives. */
function queriesAsked(
  world: World,
  { home, popular, words: sectors, queries }: Library,
  named: Named,
  lang: Lang,
): Reading[] {
  const fields = Object.values(queries).flatMap((one) =>
    one.takes.flatMap(([name, , , legal]) => (name === 'field' ? legal : [])),
  )
  const [years, left] = yearsIn(named.left)
  // a word of a title, such as loans, asks for the query and not for a sector of that name
  const said = new Set(Object.values(queries).flatMap((one) => one.stems[0]))
  const [codes, rest] = codesIn(named.names, sectors, new Set(fields), said, left)
  const words = queryWords(rest).filter((word) => !asksForPath(word))
  const things = [...[...named.things].sort((a, b) => Number(a === home) - Number(b === home)), ...codes]
  const scores = words.length
    ? scoresOf(queries, words)
    : new Map(things.length ? popular.map((name, at) => [name, 1 / (at + 1)]) : [])
  const likely = [...scores]
    .filter(([name]) => queries[name])
    .sort(([a, one], [b, other]) => other - one || order(a, b))
    .slice(0, LOOKED_AT)
  let found = likely.flatMap(([name, score]) => {
    const query = queries[name] as Asked
    const values = { ...valuesOf(query.takes, things), ...timesOf(query.takes, years) }
    const some = Object.keys(values).length
    const whole = query.takes.every(([parameter, needed]) => !needed || parameter in values)
    // a query that takes an entity of the text is asked rather than one that does not, and of texts that only
    // name some, one that takes most of them
    const taken = words.length ? Math.min(some, 1) : some
    return whole && (words.length || some) ? [{ name, query, values, score: score * TAKES ** taken }] : []
  })
  // what a query lists that takes none of the entities is not what was asked of them
  const [first] = named.things
  const history = queries[HISTORY]
  if (first && history && !found.some(({ values }) => Object.keys(values).length))
    found = [{ name: HISTORY, query: history, values: { thing: first }, score: 1 }]
  const most = Math.max(0, ...found.map((one) => one.score))
  return found
    .filter((one) => one.score * 2 >= most || !words.length)
    .sort((a, b) => b.score - a.score)
    .slice(0, OFFERED)
    .map(({ name, query, values }) => ({
      ask: 'query',
      name,
      title: query.titles[lang] ?? name,
      values,
      things: Object.values(values)
        .filter((id) => things.includes(id))
        .map((id) => world.node(id)),
    }))
}

/** Query -> how many rare words of it a text has; words of the title count most. */
function scoresOf(queries: Record<string, Asked>, words: string[]): Map<string, number> {
  const known = Object.entries(queries).map(([name, { stems }]) => ({
    name,
    titles: new Set(stems[0]),
    texts: new Set(stems[1]),
  }))
  const stems = [...stemsOf(words)].sort(order)
  const rare = stems.map((stem) => {
    const often = known.filter(({ titles, texts }) => titles.has(stem) || texts.has(stem)).length
    return [stem, Math.log(1 + known.length / (1 + often))] as const
  })
  const scored = known.map(({ name, titles, texts }): [string, number] => [
    name,
    rare.reduce((sum, [stem, n]) => sum + n * (titles.has(stem) ? TITLE : Number(texts.has(stem))), 0),
  ])
  return new Map(scored.filter(([, score]) => score > 0))
}

/**
 * The first letters of each word's singular; every two characters of a script without spaces, but not two of
 * hiragana: a word in hiragana counts as a whole.
 */
function stemsOf(texts: string[]): Set<string> {
  const found = new Set<string>()
  for (const word of queryWords(texts.join(' '))) {
    const letters = [...word]
    if (isPlain(word)) found.add(word.replace(/s$/, '').replace(/e$/, '').slice(0, STEM))
    else if (HIRAGANA.test(word)) found.add(word)
    else
      for (let at = 0; at < Math.max(1, letters.length - 1); at++) {
        const pair = letters.slice(at, at + 2).join('')
        if (!HIRAGANA.test(pair)) found.add(pair)
      }
  }
  return found
}

const timesOf = (takes: Takes[], years: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(years).filter(([name]) => takes.some(([taken]) => taken === name)))

/** Parameter -> the entity named that it takes; each entity is used once. */
function valuesOf(takes: Takes[], things: string[]): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, , places, legal] of takes) {
    const used = Object.values(found)
    const fit = things.find(
      (id) => (places || !id.startsWith('place/')) && legal.includes(id) && !used.includes(id),
    )
    if (fit) found[name] = fit
  }
  return found
}
