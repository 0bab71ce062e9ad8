/** The rows of an answer as values over time, with their unit and what qualifies them. */

import { timeText } from '../core/dates'
import { capital } from '../core/i18n'
import { unitWord } from '../core/statement'
import type { Codes, Qualified } from '../core/types'
import { type Described, isNumber, type Row, textOf } from './columns'

/** Columns without which a number would say more than its source. */
export const QUALIFYING = ['precision', 'status', 'likelihood', 'scope', 'condition', 'flag', 'note']
const UNITS = ['currency', 'unit', 'indicator', 'measure', 'base']
const TIMES = ['date', 'start', 'end', 'asOf'] as const
const BOUNDS = ['earliest', 'latest', 'first', 'last']
const YEAR = /^-?(\d{4})/

/** A code in a column, given as its IRI or by itself. */
export const codeOf = (row: Row, name: string): string => (row[name]?.value ?? '').split('/').at(-1) ?? ''

/** Whether a column gives a time, though its values may be whole numbers. */
export const isTime = (name: string): boolean =>
  /year$/i.test(name) ||
  [...TIMES, ...BOUNDS, 'when'].includes(name) ||
  /^(signed|inForce|printed|searchedOn|published)$/.test(name)

/** The columns whose numbers can be drawn; the upper end of a range belongs to its value. */
export const valueColumns = (rows: Row[], vars: string[]): string[] =>
  vars.filter(
    (name) =>
      !isTime(name) &&
      !(name === 'valueTo' && vars.includes('value')) &&
      !/^(latitude|longitude|step)$/.test(name) &&
      rows.some((row) => isNumber(row[name])),
  )

/** The first and the last year of a row; null if it has no time. */
export function yearsIn(row: Row): [number, number] | null {
  const year = (name: string): number | null => {
    const found = YEAR.exec(row[name]?.value ?? '')
    return found ? Number(found[1]) : null
  }
  const one = year('year') ?? year('date')
  if (one !== null) {
    const [, second] = (row['date']?.value ?? '').split('/')
    const end = YEAR.exec(second ?? '')
    return [one, end ? Number(end[1]) : one]
  }
  const [first, last] = [year('start') ?? year('firstYear'), year('end') ?? year('lastYear')]
  if (first !== null && last !== null) return [first, last]
  const known = first ?? last ?? year('asOf')
  return known === null ? null : [known, known]
}

/** The months that a row covers if they are not whole years, such as 01–06. */
export function partOfYear(row: Row): string {
  const month = (name: string): number => Number(/^-?\d{4}-(\d\d)/.exec(row[name]?.value ?? '')?.[1] ?? 0)
  const [first, last] = [month('start'), month('end')]
  return first && last && (last - first + 13) % 12 ? `${first}–${last}` : ''
}

const MONEY = /^(value|valueTo|amount|jointAmount|units)$/
const PERCENT = /share|percent|tariff/i

/** The columns with values of the most weight first: money and measures, then shares, then counts. */
export const byWeight = (columns: string[]): string[] => {
  const weight = (name: string): number =>
    MONEY.test(name) || /Usd$/.test(name) ? 0 : PERCENT.test(name) ? 1 : 2
  return [...columns].sort((a, b) => weight(a) - weight(b))
}

/** What makes the values of a column comparable: rows with another unit or indicator are drawn apart. */
export function unitOf(
  row: Row,
  vars: string[],
  about: Described,
  value: string,
): { key: string; unit: string; title: string } {
  const code = (name: string): string => (vars.includes(name) ? codeOf(row, name) : '')
  const title = ['indicator', 'measure', 'base']
    .filter((name) => vars.includes(name))
    .map((name) => textOf(row, name, about))
    .filter(Boolean)
  const rest = { key: UNITS.slice(2).map(code).join(' '), title: title.map(capital).join(', ') }
  if (!MONEY.test(value))
    return { ...rest, unit: /Usd$/.test(value) ? 'USD' : PERCENT.test(value) ? '%' : '' }
  const words = textOf(row, 'unit', about) || textOf(row, 'currency', about)
  const unit = unitWord(code('unit') || code('currency'), words)
  return { ...rest, key: UNITS.map(code).join(' '), unit }
}

/** The column of the place that a value is of. */
const AREA = /^(area|country|host|place|reporter)$/

/** Whether a value is of a place that is no country, such as a region or the world: on one scale it would dwarf them. */
export function isWide(row: Row, vars: string[], about: Described): boolean {
  const column = vars.find((name) => AREA.test(name))
  const id = (column && row[column]?.value) || ''
  const place = `${about.base}id/`
  return id.startsWith(`${place}place/`) && !(id.slice(place.length) in about.countries)
}

/** What qualifies a value, in words; an exact value says nothing more. */
export function qualifiers(row: Row, vars: string[], about: Described, sentence = false): string {
  const said = (name: string): string => {
    const code = codeOf(row, name)
    if (name === 'precision' && code === 'exactly') return ''
    return about.codes[name as keyof Codes]?.[code] ?? textOf(row, name, about)
  }
  // the sentence of a fact says its scope and condition
  const names = sentence ? QUALIFYING.filter((name) => !/scope|condition/.test(name)) : QUALIFYING
  return names
    .filter((name) => vars.includes(name))
    .map(said)
    .filter(Boolean)
    .join('; ')
}

/** The time of a row in words. */
export function timeOf(row: Row, about: Described): string {
  if (row['when']) return about.codes.when[codeOf(row, 'when')] ?? textOf(row, 'when', about)
  const said: Qualified = {}
  for (const name of TIMES) {
    const value = row[name]?.value
    if (value) said[name] = value
  }
  return timeText(said, about.codes) || (row['year']?.value ?? '')
}

/** The columns that name a row: the sentence of a fact, otherwise the first three with text that differs. */
export function namesIn(rows: Row[], vars: string[], value: string): string[] {
  if (vars.includes('fact') && rows.every((row) => row['factLabel'])) return ['fact']
  const text = (name: string): boolean =>
    rows.some((row) => row[name] && !isNumber(row[name]) && !/#boolean$/.test(row[name]?.datatype ?? ''))
  const aside = (name: string): boolean =>
    name === value ||
    isTime(name) ||
    /^(fact|obs)|source/i.test(name) ||
    [...QUALIFYING, ...UNITS, 'precisions', 'seriesBreak'].includes(name)
  const found = vars.filter((name) => !aside(name) && text(name))
  const differing = found.filter((name) => new Set(rows.map((row) => row[name]?.value)).size > 1)
  return needed(rows, (differing.length ? differing : found).slice(0, 4))
}

/** Columns of places: what a series is about, even where the claimant alone would tell the rows apart. */
const PLACES = /^(area|counterpart|country|host|place|reporter|partner)$/

/** The columns without those that tell no rows apart beside the others; places stay. */
function needed(rows: Row[], names: string[]): string[] {
  const kinds = (some: string[]): number =>
    new Set(rows.map((row) => some.map((name) => row[name]?.value).join(' '))).size
  const all = kinds(names)
  let kept = names
  for (const name of names.toReversed()) {
    const fewer = kept.filter((other) => other !== name)
    if (!PLACES.test(name) && fewer.length && kinds(fewer) === all) kept = fewer
  }
  return kept
}

/** The locators that rows cite. */
export const locatorsOf = (rows: Row[]): string[] =>
  rows.flatMap((row) => (row['sources']?.value ?? row['locator']?.value ?? '').split(' ').filter(Boolean))
