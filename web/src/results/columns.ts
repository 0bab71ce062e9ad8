/** What the columns of an answer mean, and how their values read. */

import { capital, currentLang } from '../core/i18n'
import type { Term } from '../core/types'

const NUMERIC = /#(decimal|integer|double|float|int|long|nonNegativeInteger)$/

export type Row = Record<string, Term>

/** What is known of an answer: its name, the graph's prefixes and, from the query, its columns. */
export interface Described {
  base: string
  prefixes: Record<string, string>
  columns?: Record<string, string>
  name: string
}

/** What a column holds, in full where the query says it, else its name. */
export const meaningOf = (name: string, about: Described): string => {
  const said = about.columns?.[name]
  return said ? capital(said) : name
}

/** What stands over a column: its name as words in English, elsewhere the start of its meaning. */
export function headOf(name: string, about: Described): string {
  const said = about.columns?.[name]
  if (!said) return name
  if (currentLang() !== 'en') return capital(said.split(/[,;:（(、]/)[0]?.trim() || name)
  return capital(name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll('_', ' '))
}

export const isNumber = (term: Term | undefined): boolean => !!term?.datatype && NUMERIC.test(term.datatype)

/** What a cell reads: the label beside it, the short name of a thing, or the value. */
export function textOf(row: Row, name: string, about: Described): string {
  const label = row[`${name}Label`]
  if (label) return label.value
  const term = row[name]
  if (!term) return ''
  return term.type === 'uri' ? shorten(term.value, about) : term.value
}

export function shorten(iri: string, about: Described): string {
  const found = Object.entries(about.prefixes)
    .filter(([, space]) => iri.startsWith(space))
    .sort((a, b) => b[1].length - a[1].length)[0]
  return found ? `${found[0]}:${iri.slice(found[1].length)}` : iri
}

/** The address here of a thing of the graph; elsewhere of anything else. */
export function hrefOf(iri: string, about: Described): string | null {
  if (iri.startsWith(about.base)) return `/${iri.slice(about.base.length)}`
  return /^https?:\/\//.test(iri) ? iri : null
}
