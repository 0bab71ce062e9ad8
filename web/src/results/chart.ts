/** The numbers of rows as bars; the reader chooses which column is drawn. */

import { h, put } from '../core/dom'
import { t } from '../core/i18n'
import { bars } from '../widgets/charts'
import { type Described, isNumber, meaningOf, type Row, textOf } from './columns'

const BARS = 40
/** Columns that give the unit of the numbers; bars with different units are not comparable. */
const UNITS = ['currency', 'unit', 'indicator', 'measure', 'base']

/** Columns without which a number would say more than its source; they stand beside each bar. */
const QUALIFYING = ['precision', 'status', 'likelihood', 'scope', 'condition', 'flag', 'note']

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
  const names = [...namesIn(used, vars, value), ...differing]
  const all = used.map((row) => ({
    label: [...new Set(names)]
      .map((name) => textOf(row, name, about))
      .filter(Boolean)
      .join(' · '),
    value: Number(row[value]?.value),
    note: QUALIFYING.filter((name) => vars.includes(name) && !/\/exactly$/.test(row[name]?.value ?? ''))
      .map((name) => textOf(row, name, about).replace(/^code:[\w-]+\//, ''))
      .filter(Boolean)
      .join('; '),
  }))
  // the length of a bar says nothing of a rank: ranks are listed, the first one first
  const ranked = used.every((row) => /\/rank$/.test(row['unit']?.value ?? ''))
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

/** The columns that label a bar: the first three with text, without ids of facts and sources. */
const namesIn = (rows: Row[], vars: string[], value: string): string[] =>
  vars
    .filter(
      (name) =>
        name !== value &&
        !/^(fact|obs)|source/i.test(name) &&
        !QUALIFYING.includes(name) &&
        rows.some((row) => row[name] && !isNumber(row[name])),
    )
    .slice(0, 3)
