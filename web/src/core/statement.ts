/** What qualifies a statement, in words: no view shows a statement without it. */

import { dateText, timeText } from './dates'
import { h } from './dom'
import { english, thingLink } from './format'
import { capital, money, number, t } from './i18n'
import type { Codes, Figure, Qualified } from './types'

/** Statuses that say no more than that it is so. */
const PLAIN = ['completed', 'reported']

type Said = Qualified & {
  words?: string
  amount?: number
  currency?: string
  amountShared?: boolean
  membership?: boolean
}
const tag = (text: string, kind = ''): HTMLElement => h('span', { class: `tag ${kind}`.trim() }, text)

/** An amount or value with how precise it is. */
export const precisely = (said: Qualified, amount: string, codes: Codes): string =>
  said.precision && said.precision !== 'exactly'
    ? t('precise', { precision: codes.precision[said.precision] ?? said.precision, amount })
    : amount

/** Time, amount, status and hedges of a statement as tags. */
export function tags(said: Said, codes: Codes): HTMLElement[] {
  const found: HTMLElement[] = []
  const time = timeText(said, codes)
  if (time) found.push(tag(time))
  if (said.amount) found.push(tag(precisely(said, money(said.amount, said.currency), codes), 'money'))
  if (said.amountShared) found.push(tag(t('amountShared')))
  if (said.membership) found.push(tag(t('membership')))
  if (said.status && !PLAIN.includes(said.status))
    found.push(tag(codes.status[said.status] ?? said.status, said.planned ? 'plan' : ''))
  if (said.likelihood) found.push(tag(codes.likelihood[said.likelihood] ?? said.likelihood, 'plan'))
  if (said.basis === 'inferred') found.push(tag(t('inference'), 'ours'))
  if (said.basis === 'translated') found.push(tag(t('ourTranslation'), 'ours'))
  return found
}

/** Scope, condition, claimant and notes of a statement, each on a line of its own. */
export function remarks(said: Qualified, codes: Codes): HTMLElement[] {
  const found: HTMLElement[] = []
  const line = (name: string, ...text: (Node | string)[]): void =>
    void found.push(h('p', { class: 'remark' }, h('span', { class: 'hush' }, `${name}: `), text))
  if (said.scope) line(t('scope'), codes.scope[said.scope] ?? said.scope)
  if (said.condition) line(t('condition'), codes.condition[said.condition] ?? said.condition)
  if (said.claimant) line(t('claimant'), thingLink(said.claimant, said.claimantLabel ?? said.claimant))
  if (said.flag) line(t('flag'), ...english(said.flag))
  if (said.note) line(t('note'), ...english(said.note))
  if (said.seriesBreak) line(t('seriesBreak'), ...english(said.seriesBreak))
  const other = said.countedIn && said.countedIn !== said.sameClaim ? said.countedIn : ''
  if (said.portionOf) line(t('portionOf'), thingLink(said.portionOf, t('otherStatement')))
  if (said.replaces) line(t('replaces'), thingLink(said.replaces, t('otherStatement')))
  if (other) line(t('countedIn'), thingLink(other, t('otherStatement')))
  if (said.sameClaim) line(t('sameClaim'), thingLink(said.sameClaim, t('otherStatement')))
  return found
}

const BELOW = [
  'amountShared',
  'membership',
  'claimant',
  'claimantLabel',
  'flag',
  'note',
  'sameClaim',
  'countedIn',
  'portionOf',
  'replaces',
  'seriesBreak',
] as const

/** Of what qualifies a statement, what its sentence does not say. */
function unsaid(said: Said): Said {
  const claimed = said.claimantLabel && said.words?.includes(said.claimantLabel)
  const names = BELOW.filter((name) => said[name] !== undefined && !(claimed && name.startsWith('claimant')))
  return Object.fromEntries(names.map((name) => [name, said[name]]))
}

/**
 * What qualifies a statement: all of it, or, below its sentence (`said.words`), what that does not say.
 * `kind` names its class before the tags.
 */
export function details(all: Said, codes: Codes, kind = ''): HTMLElement[] {
  const said = all.words ? unsaid(all) : all
  const marks = tags(said, codes)
  const head =
    kind || marks.length
      ? [h('p', { class: 'detail' }, kind && h('span', { class: 'hush' }, kind), marks)]
      : []
  return [...head, ...remarks(said, codes)]
}

/** The sign or name of a unit, by its code. */
export const unitWord = (unit = '', label = ''): string =>
  ({ usd: 'USD', jpy: 'JPY', percent: '%', count: '', rank: '' })[unit] ?? (label || unit)

/** The value of a statistic with precision, upper end and unit; a rank says that it is one. */
export function valueText(figure: Figure, codes: Codes): string {
  const range =
    figure.upper === undefined ? number(figure.value) : `${number(figure.value)}–${number(figure.upper)}`
  const units: Record<string, string> = { usd: 'USD', jpy: 'JPY' }
  if (figure.unit === 'rank') return t('rankOf', { n: range })
  if (figure.unit === 'percent') return precisely(figure, `${range} %`, codes)
  if (figure.unit === 'count') return precisely(figure, range, codes)
  const currency = units[figure.unit ?? '']
  return precisely(
    figure,
    currency ? `${currency} ${range}` : `${range} ${figure.unitLabel ?? ''}`.trim(),
    codes,
  )
}

/** One statement for each claim or event: those that are counted in another are left to that one. */
export function claims<T extends Qualified & { id: string }>(facts: T[]): T[] {
  const known = new Set(facts.map((fact) => fact.id))
  const met = new Set<string>()
  return facts.filter((fact) => {
    const claim = fact.countedIn ?? fact.sameClaim ?? fact.id
    if (claim !== fact.id && known.has(claim)) return false
    return !met.has(claim) && met.add(claim)
  })
}

/** Amounts by status, each event once: what is planned, agreed and completed is never added up. */
export function amountList(
  facts: (Said & { id: string; words: string })[],
  codes: Codes,
): HTMLElement | null {
  const groups = new Map<string, HTMLElement[]>()
  for (const fact of claims(facts.filter((one) => one.amount))) {
    const text = precisely(fact, money(fact.amount ?? 0, fact.currency), codes)
    const item = h('li', null, thingLink(fact.id, text), ' ', h('span', { class: 'hush' }, fact.words))
    const status = codes.status[fact.status ?? ''] ?? t('statusUnknown')
    groups.set(status, [...(groups.get(status) ?? []), item])
  }
  if (!groups.size) return null
  const rows = [...groups].flatMap(([status, items]) => [
    h('dt', null, capital(status)),
    h('dd', null, h('ul', { class: 'plain' }, items)),
  ])
  const box = h('details', { class: 'amounts' }, h('summary', null, t('amounts')))
  // hundreds of amounts are drawn only for a reader who asks for them
  box.addEventListener(
    'toggle',
    () => box.append(h('p', { class: 'hush' }, t('amountsHint')), h('dl', null, rows)),
    { once: true },
  )
  return box
}

/** The dates of an entity or fact as they stand on its page. */
export const readableDate = (name: string, value: string): string =>
  ['date', 'start', 'end', 'asOf', 'signed', 'inForce'].includes(name) ? dateText(value) : value
