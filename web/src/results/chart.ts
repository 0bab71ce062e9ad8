/** The numbers of rows as bars; the reader chooses which column is drawn. */

import { timeText } from '../core/dates'
import { h, put } from '../core/dom'
import { t } from '../core/i18n'
import type { Codes, Qualified } from '../core/types'
import { bars } from '../widgets/charts'
import { type Described, isNumber, meaningOf, type Row, textOf } from './columns'

const BARS = 40
/** Columns that give the unit of the numbers; bars with different units are not comparable. */
const UNITS = ['currency', 'unit', 'indicator', 'measure', 'base']

/** Columns without which a number would say more than its source; they stand beside each bar. */
const QUALIFYING = ['precision', 'status', 'likelihood', 'scope', 'condition', 'flag', 'note']

const TIMES = ['date', 'start', 'end', 'asOf'] as const

export function resultChart(rows: Row[], vars: string[], about: Described): HTMLElement {
  const values = vars.filter((name) => rows.some((row) => isNumber(row[name])))
  if (!values[0]) return h('p', { class: 'hush' }, t('noChart'))
  const holder = h('div')
  const select = h(
    'select',
    { onchange: () => put(holder, drawn(rows, vars, select.value, about)) },
    values.map((name) => h('option', { value: name }, meaningOf(name, about))),
  )
  put(holder, drawn(rows, vars, values[0], about))
  return h(
    'div',
    null,
    values.length > 1
      ? h('label', { class: 'field' }, t('draws'), select)
      : h('p', { class: 'hush' }, meaningOf(values[0], about)),
    holder,
  )
}

function drawn(rows: Row[], vars: string[], value: string, about: Described): HTMLElement[] {
  const used = rows.filter((row) => isNumber(row[value]))
  const differing = UNITS.filter(
    (name) => vars.includes(name) && new Set(used.map((row) => textOf(row, name, about))).size > 1,
  )
  const names = [...new Set([...namesIn(used, vars, value), ...differing])]
  const all = used.map((row) => ({
    label: [
      ...names.map((name) => textOf(row, name, about)),
      names.includes('fact') ? '' : timeOf(row, about),
    ]
      .filter(Boolean)
      .join(' · '),
    value: Number(row[value]?.value),
    plan: about.plans.includes(codeOf(row, 'status')),
    note: QUALIFYING.filter((name) => vars.includes(name))
      .map((name) => qualifier(row, name, about))
      .filter(Boolean)
      .join('; '),
  }))
  // the length of a bar says nothing of a rank: ranks are listed, the first one first
  const ranked = value === 'value' && used.every((row) => codeOf(row, 'unit') === 'rank')
  const best = [...all].sort((a, b) => (b.value - a.value) * (ranked ? -1 : 1)).slice(0, BARS)
  const left = best.length < all.length ? t('truncated', { n: best.length, m: all.length }) : ''
  return [
    ...[left, differing.length ? t('mixed') : '', vars.includes('status') ? t('notAdded') : '']
      .filter(Boolean)
      .map((text) => h('p', { class: 'hush' }, text)),
    bars(
      ranked ? best.map((row) => ({ ...row, text: t('rankOf', { n: row.value }) })) : best,
      meaningOf(value, about),
    ),
  ]
}

/** A code in a column, given as its IRI or by itself. */
const codeOf = (row: Row, name: string): string => (row[name]?.value ?? '').split('/').at(-1) ?? ''

/** What qualifies a value, in words; an exact value says nothing more. */
function qualifier(row: Row, name: string, about: Described): string {
  const code = codeOf(row, name)
  if (name === 'precision' && code === 'exactly') return ''
  const labels = about.codes[name as keyof Codes]
  return labels?.[code] ?? textOf(row, name, about)
}

/** The time of a row in words. */
function timeOf(row: Row, about: Described): string {
  if (row['when']) return about.codes.when[codeOf(row, 'when')] ?? textOf(row, 'when', about)
  const said: Qualified = {}
  for (const name of TIMES) {
    const value = row[name]?.value
    if (value) said[name] = value
  }
  return timeText(said, about.codes)
}

/** The columns that label a bar: the sentence of a fact, otherwise the first three with text. */
function namesIn(rows: Row[], vars: string[], value: string): string[] {
  if (vars.includes('fact') && rows.every((row) => row['factLabel'])) return ['fact']
  const text = (name: string): boolean =>
    rows.some((row) => row[name] && !isNumber(row[name]) && !/#boolean$/.test(row[name]?.datatype ?? ''))
  const aside = (name: string): boolean =>
    name === value ||
    name === 'when' ||
    /^(fact|obs)|source/i.test(name) ||
    [...QUALIFYING, ...TIMES].includes(name)
  return vars.filter((name) => !aside(name) && text(name)).slice(0, 3)
}
