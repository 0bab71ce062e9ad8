/** The query library: answers by default from files, all others from the graph in the page. */

import { ServiceError } from '../core/failures'
import { t } from '../core/i18n'
import type { Parameter, Query, Rows, Term } from '../core/types'
import { ask } from './engine'
import { expand } from './entity'
import { file } from './files'
import { exactly, index } from './search'
import type { World } from './world'

const SENTINEL = 'urn:jlac-parameter:'
const BASE = 'https://w3id.org/jlac/'
const XSD = 'http://www.w3.org/2001/XMLSchema#'
const FORMS: Record<string, RegExp> = {
  integer: /^[+-]?\d+$/,
  decimal: /^[+-]?(\d+\.?\d*|\.\d+)$/,
  double: /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/,
  gYear: /^-?\d{4,}$/,
  gYearMonth: /^-?\d{4,}-(0[1-9]|1[0-2])$/,
  date: /^-?\d{4,}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
  boolean: /^(true|false|0|1)$/,
}

type Row = Record<string, Term>

interface Stored {
  /** The legal values of each parameter. */
  legal: Record<string, string[]>
  texts: Record<string, string>
  variables: Record<string, string>
  joined: Record<string, string>
  /** The columns of notations of codes, each with the beginning of the ids of its codes. */
  codes: Record<string, string>
  /** Words that the query itself puts into cells, by language. */
  words: Record<string, Record<string, string>>
  rows: { values?: Record<string, string[]>; answer?: Rows }
}

const stored = (name: string): Promise<Stored> => file<Stored>(`query-${name}`)

/** What the library says of a query, with the legal values of its parameters in this graph. */
export async function about(name: string): Promise<Query> {
  const [{ legal }, library] = await Promise.all([stored(name), file<Query[]>('queries')])
  const known = library.find((one) => one.name === name) as Query
  const parameters = known.parameters.map((one) => ({ ...one, legal: legal[one.name] ?? one.legal }))
  return { ...known, parameters }
}

/** The short name of an IRI of the graph. */
export function shorten(iri: string): string {
  if (!iri.startsWith(BASE)) return iri
  const path = iri.slice(BASE.length)
  const [first = '', ...rest] = path.split(/[/#]/)
  if (first === 'id') return rest.join('/')
  return first === 'ont' ? `jlac:${rest.join('/')}` : `${first}:${path.slice(first.length + 1)}`
}

export async function run(
  world: World,
  name: string,
  given: Record<string, unknown>,
  signal?: AbortSignal,
): Promise<Rows> {
  const known = await stored(name)
  const chosen = await terms(world, await about(name), given)
  const taken = Object.fromEntries(
    [...chosen].map(([key, group]) => [key, group.map((term) => read(world, term))] as const),
  )
  const values = Object.fromEntries(
    Object.entries(taken).map(([key, group]) => [key, group.map((one) => one.value)]),
  )
  const said = (text: string): string => namedIn(text, world.lang)
  const texts = Object.values(known.texts)
  const same =
    texts.every((text) => said(text) === text) &&
    known.rows.answer &&
    JSON.stringify(sorted(values)) === JSON.stringify(sorted(known.rows.values ?? {}))
  const found = same && known.rows.answer ? known.rows.answer : await computed(known, chosen, said, signal)
  return { ...labelled(world, known, found), taken }
}

const sorted = (values: Record<string, string[]>): [string, string[]][] =>
  Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))

/** The terms of each parameter that has a value, in the order of the query's parameters. */
async function terms(
  world: World,
  query: Query,
  given: Record<string, unknown>,
): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  for (const name of Object.keys(given))
    if (!query.parameters.some((one) => one.name === name))
      throw new ServiceError(400, t('badValue', { name: query.name, value: name }))
  for (const parameter of query.parameters) {
    const value = String(given[parameter.name] ?? parameter.default ?? '')
    if (value) found.set(parameter.name, await split(world, parameter, value))
    else if (parameter.required && parameter.default === null)
      throw new ServiceError(400, t('needValue', { name: parameter.name }))
  }
  return found
}

async function split(world: World, parameter: Parameter, value: string): Promise<string[]> {
  try {
    return [await written(world, parameter, value)]
  } catch (error) {
    if (!value.includes(',')) throw error
    const parts = value
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
    return [...new Set(await Promise.all(parts.map((part) => written(world, parameter, part))))]
  }
}

/** A value as a term of SPARQL; refused if it is not of its kind or names nothing. */
async function written(world: World, parameter: Parameter, value: string): Promise<string> {
  const bad = new ServiceError(400, t('badValue', { name: parameter.name, value }))
  const { kind, legal } = parameter
  if (kind === 'iri') {
    const id = await named(world, value)
    const allowed = legal.map((one) => shorten(expand(one)))
    const end =
      allowed.find((one) => one === id) ??
      allowed.find((one) => one.split(/[/:]/).pop() === value.toLowerCase())
    const found = allowed.length ? end : id
    if (!found) throw bad
    return `<${expand(found)}>`
  }
  if (legal.length && !legal.includes(value)) throw bad
  const text = `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n').replaceAll('\r', '\\r')}"`
  if (kind === 'string') return text
  if (kind.startsWith('@')) return text + kind
  const number = /[eE]/.test(value) ? 'double' : 'decimal'
  const local = kind === 'number' ? number : kind.replace('xsd:', '')
  if (FORMS[local] && !FORMS[local].test(value)) throw bad
  return `${text}^^<${XSD}${local}>`
}

/** The id that a name stands for, if there is one alone. */
async function named(world: World, value: string): Promise<string | undefined> {
  const short = value.includes('://') ? shorten(value) : value
  if (/[\s<>"{}|\\^`]/.test(short) === false && world.texts.labels[short] !== undefined) return short
  const found = exactly(world, (await index()).names, value)
  return found.length === 1 ? found[0] : undefined
}

function read(world: World, term: string): { value: string; label?: string } {
  if (!term.startsWith('<'))
    return { value: JSON.parse(/^"(?:[^"\\]|\\.)*"/.exec(term)?.[0] ?? '""') as string }
  const value = shorten(term.slice(1, -1))
  return world.texts.labels[value] === undefined ? { value } : { value, label: world.label(value) }
}

/** Run the query once for each choice of values; their rows follow each other. */
async function computed(
  known: Stored,
  chosen: Map<string, string[]>,
  said: (text: string) => string,
  signal?: AbortSignal,
): Promise<Rows> {
  const text = known.texts[[...chosen.keys()].join(',')]
  if (text === undefined) throw new ServiceError(500, t('engineStopped'))
  const several = [...chosen.keys()].filter((name) => (chosen.get(name)?.length ?? 0) > 1)
  let choices: Record<string, string>[] = [{}]
  for (const [name, group] of chosen)
    choices = choices.flatMap((one) => group.map((term) => ({ ...one, [name]: term })))
  const parts: [Record<string, string>, Rows][] = []
  for (const choice of choices) {
    const ready = Object.entries(choice).reduce(
      (all, [name, term]) => all.replaceAll(`<${SENTINEL}${name}>`, () => term),
      text,
    )
    parts.push([choice, told(known, (await ask(said(ready), signal, true)) as Rows)])
  }
  const [first] = parts
  if (!first || !several.length) return first?.[1] ?? { head: {} }
  const columns = first[1].head.vars ?? []
  const added = several.filter((name) => !columns.includes(name))
  const rows = parts.flatMap(([choice, part]) =>
    (part.results?.bindings ?? []).map(
      (row): Row => ({
        ...Object.fromEntries(added.map((name) => [name, term(choice[name] ?? '')])),
        ...row,
      }),
    ),
  )
  return { head: { vars: [...added, ...columns] }, results: { bindings: rows } }
}

const term = (text: string): Term =>
  text.startsWith('<')
    ? { type: 'uri', value: text.slice(1, -1) }
    : { type: 'literal', value: /^"(.*)"/.exec(text)?.[1] ?? text }

/** The column of a parameter takes its name; the parts of a joined cell are sorted. */
function told(known: Stored, found: Rows): Rows {
  if (!found.results) return found
  const columns = found.head.vars ?? []
  const name = (column: string): string => {
    const own = known.variables[column]
    return own && !columns.includes(own) ? own : column
  }
  const bindings = found.results.bindings.map((row): Row => {
    const cells: Row = {}
    for (const [column, cell] of Object.entries(row) as [string, Term][]) {
      const mark = known.joined[column]
      const parts =
        mark && cell.type === 'literal' ? cell.value.split(mark).filter(Boolean).sort() : undefined
      if (!parts) cells[name(column)] = cell
      else if (parts.length) cells[name(column)] = { type: 'literal', value: parts.join(mark) }
    }
    return cells
  })
  return { head: { vars: columns.map(name) }, results: { bindings } }
}

const NAMED = /(LANG\(\?\w+\) = )"en"( \|\| NOT EXISTS \{[^{}]*FILTER \(LANG\(\?\w+\) = )"en"(?= \|\| LANG)/g

/** A query whose columns of names have those of a language, where there are any. */
const namedIn = (text: string, lang: string): string => text.replace(NAMED, `$1"${lang}"$2"${lang}"`)

/** A column of labels after each column with entities or codes that have one. */
function labelled(world: World, known: Stored, found: Rows): Rows {
  const rows = found.results?.bindings as Row[] | undefined
  if (!rows) return found
  const columns = found.head.vars ?? []
  const label = (row: Row, name: string): string | undefined => {
    const [cell, codes] = [row[name], known.codes[name]]
    const own = known.words[cell?.value ?? '']?.[world.lang]
    if (own && own !== cell?.value) return own
    if (cell?.type === 'uri') return world.texts.labels[shorten(cell.value)]
    const words = cell && (codes || known.joined[name] === ' ') ? cell.value.split(' ') : []
    const said = words.map((word) => world.texts.labels[codes ? codes + word : shorten(word)])
    return said.length && said.every((one) => one !== undefined) ? said.join(codes ? ', ' : ' · ') : undefined
  }
  const wanted = columns.filter(
    (name) => !columns.includes(`${name}Label`) && rows.some((row) => label(row, name) !== undefined),
  )
  const bindings = rows.map((row): Row => {
    const more = wanted.flatMap((name) => {
      const value = label(row, name)
      return value === undefined ? [] : [[`${name}Label`, { type: 'literal', value }] as const]
    })
    return { ...row, ...Object.fromEntries(more) }
  })
  return {
    head: { vars: columns.flatMap((name) => (wanted.includes(name) ? [name, `${name}Label`] : [name])) },
    results: { bindings },
  }
}
