/** The meaning of the columns of an answer, and the text of their values. */

import { pathOf } from '../core/address'
import { capital, currentLang, t } from '../core/i18n'
import type { Codes, Term } from '../core/types'

const NUMERIC = /#(decimal|integer|double|float|int|long|nonNegativeInteger)$/

export type Row = Record<string, Term>

/** What is known of an answer: its name, the graph's prefixes and, from the query, its columns. */
export interface Described {
  base: string
  /** The bases of collections that have their own. */
  bases: string[]
  prefixes: Record<string, string>
  columns?: Record<string, string>
  codes: Codes
  /** The names of countries by id: other places are regions, the world or parts of countries. */
  countries: Record<string, string>
  /** Statuses of what has not come true. */
  plans: string[]
  name: string
  /** What the question asks, in words. */
  title?: string
}

/** The description of a column in the query, or its name. */
export const meaningOf = (name: string, about: Described): string => {
  const said = about.columns?.[name]
  return said ? capital(said) : name
}

/** The heading of a column: in English its name as words, otherwise the start of its description. */
export function headOf(name: string, about: Described): string {
  const said = about.columns?.[name]
  if (!said) return name
  if (currentLang() !== 'en') return capital(said.split(/[,;:（(、]/)[0]?.trim() || name)
  return capital(name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll('_', ' '))
}

export const isNumber = (term: Term | undefined): boolean => !!term?.datatype && NUMERIC.test(term.datatype)

/** The text of a cell: its label, the short name of an entity, or the value. */
export function textOf(row: Row, name: string, about: Described): string {
  const label = row[`${name}Label`]
  if (label) return label.value
  const term = row[name]
  if (!term) return ''
  if (term.type === 'uri') return shorten(term.value, about)
  if (term.datatype?.endsWith('#boolean')) return t(term.value === 'true' ? 'yes' : 'no')
  return codesIn(name, term.value, about) ?? term.value
}

/** The labels of the codes in a cell; a column of several is called by the plural of their scheme. */
function codesIn(name: string, value: string, about: Described): string | undefined {
  const scheme = about.codes[name as keyof Codes] ?? about.codes[name.replace(/s$/, '') as keyof Codes]
  const labels = scheme && value.split(' ').map((code) => scheme[code])
  return labels?.every((label) => label) ? labels.join(', ') : undefined
}

export function shorten(iri: string, about: Described): string {
  const found = Object.entries(about.prefixes)
    .filter(([, space]) => iri.startsWith(space))
    .sort((a, b) => b[1].length - a[1].length)[0]
  if (found) return `${found[0]}:${iri.slice(found[1].length)}`
  // what has no prefix, such as a collection
  return iri.startsWith(about.base) ? iri.slice(iri.lastIndexOf('/') + 1) : iri
}

/** The page of an entity of the graph, or the address of any other IRI on the web. */
export function hrefOf(iri: string, about: Described): string | null {
  if (iri.startsWith(about.base)) return `/${iri.slice(about.base.length)}`
  if (about.bases.some((base) => iri.startsWith(base))) return pathOf(iri)
  return /^https?:\/\//.test(iri) ? iri : null
}
