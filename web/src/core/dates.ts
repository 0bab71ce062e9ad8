/** Dates in EDTF as words: what is vague stays vague. */

import { currentLang, t } from './i18n'
import type { Codes, Qualified } from './types'

const PLAIN = /^\d{4}(-\d{2}(-\d{2})?)?$/

/** A date in words: a day, month or year, a decade, about a year, by or since a year, within some years. */
export function dateText(date: string): string {
  const [first = '', last] = date.split('/')
  if (last !== undefined) return rangeText(first, last)
  const bare = date.replace(/[~?%]$/, '')
  if (bare !== date) return t(date.endsWith('?') ? 'timePerhaps' : 'timeAbout', { date: dateText(bare) })
  if (/^\d{3}X$/.test(bare)) return t('timeDecade', { year: bare.replace('X', '0') })
  if (/^\d{2}XX$/.test(bare)) return `${bare.replace('XX', '00')}–${bare.replace('XX', '99')}`
  return PLAIN.test(bare) ? plain(bare) : date
}

function rangeText(first: string, last: string): string {
  if (first === '..') return t('timeBy', { date: dateText(last) })
  if (last === '..') return t('timeSince', { date: dateText(first) })
  return t('timeWithin', { first: dateText(first), last: dateText(last) })
}

function plain(date: string): string {
  const month = date.length > 4 ? ({ month: 'long' } as const) : {}
  const day = date.length === 10 ? ({ day: 'numeric' } as const) : {}
  return new Date(date).toLocaleDateString(currentLang(), {
    year: 'numeric',
    ...month,
    ...day,
    timeZone: 'UTC',
  })
}

/** The time of a statement in words: as the source puts it, or from its dates; empty when undated. */
export function timeText(said: Qualified, codes: Codes): string {
  if (said.when) return codes.when[said.when] ?? said.when
  const { start, end, date, asOf } = said
  if (start && end) return start === end ? dateText(start) : `${dateText(start)}–${dateText(end)}`
  if (start) return t('timeSince', { date: dateText(start) })
  if (end) return t('timeUntil', { date: dateText(end) })
  if (date) return dateText(date)
  return asOf ? t('timeAsOf', { date: dateText(asOf) }) : ''
}

/** The first and the last year that the dates allow; null for an open or unknown end. */
export const yearsOf = (said: Qualified): [number | null, number | null] => [
  said.earliest ? Number(said.earliest.slice(0, 4)) : null,
  said.latest ? Number(said.latest.slice(0, 4)) : null,
]

/** The last day that the dates allow, of an open end the first; empty when undated. */
export const lastKnown = (said: Qualified): string => said.latest ?? said.earliest ?? ''

/** Whether a time that may be open at its ends overlaps some years. */
export const overlaps = (
  [first, last]: [number | null, number | null],
  from: number | null,
  to: number | null,
): boolean =>
  (from === null || last === null || last >= from) && (to === null || first === null || first <= to)
