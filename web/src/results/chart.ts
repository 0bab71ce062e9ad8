/** The numbers of rows as lines over time or as bars; each unit has a chart of its own. */

import { h, put } from '../core/dom'
import { number, t } from '../core/i18n'
import { type BarRow, barChart } from '../widgets/bar_chart'
import { figureTools, sourceTitles } from '../widgets/figure'
import { LINES, lineChart, type Series } from '../widgets/line_chart'
import { scrolling } from '../widgets/tips'
import { type Described, isNumber, meaningOf, type Row, textOf } from './columns'
import {
  byWeight,
  codeOf,
  isWide,
  locatorsOf,
  namesIn,
  partOfYear,
  qualifiers,
  timeOf,
  unitOf,
  valueColumns,
  yearsIn,
} from './series'

const BARS = 40
const CHARTS = 8
/** Of more series in one chart, bars are the first choice. */
const MOST_SERIES = 2 * LINES.length

type Kind = 'lines' | 'bars'

export function resultChart(rows: Row[], vars: string[], about: Described): HTMLElement {
  const values = byWeight(valueColumns(rows, vars))
  if (!values[0]) return h('p', { class: 'hush' }, t('noChart'))
  const holder = h('div')
  const value = h(
    'select',
    null,
    values.map((name) => h('option', { value: name }, meaningOf(name, about))),
  )
  const kind = h('select', null)
  const draw = (): void => put(holder, drawn(rows, vars, value.value, about, kind.value as Kind))
  const fill = (): void => {
    const { groups } = grouped(rows, vars, value.value, about)
    const series = groups.map((group) => seriesIn(group, vars, value.value, about))
    const able = series.some((some) => some.some((one) => one.values.length > 1))
    const lines = able ? h('option', { value: 'lines' }, t('chartLines')) : null
    const bars = h('option', { value: 'bars' }, t('chartBars'))
    // of many series nobody could tell the lines apart
    const most = Math.max(0, ...series.map((some) => some.length))
    put(kind, ...(most > MOST_SERIES ? [bars, lines] : [lines, bars]))
    draw()
  }
  value.addEventListener('change', fill)
  kind.addEventListener('change', draw)
  fill()
  return h(
    'div',
    null,
    h(
      'div',
      { class: 'controls' },
      values.length > 1
        ? h('label', { class: 'field' }, t('draws'), value)
        : h('p', { class: 'hush' }, meaningOf(values[0], about)),
      h('label', { class: 'field' }, t('chartKind'), kind),
    ),
    holder,
  )
}

/** The rows of each chart, those with the most rows first: one unit and indicator, with regions apart from countries. */
function grouped(
  rows: Row[],
  vars: string[],
  value: string,
  about: Described,
): { groups: Row[][]; apart: Set<Row>; zero: number } {
  const groups = new Map<string, Row[]>()
  const numbers = rows.filter((one) => isNumber(one[value]))
  const wide = numbers.filter((row) => isWide(row, vars, about))
  const apart = new Set(wide.length < numbers.length ? wide : [])
  for (const row of numbers) {
    const key = `${unitOf(row, vars, about, value).key} ${apart.has(row)}`
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  const sorted = [...groups.values()].sort((a, b) => b.length - a.length)
  const nothing =
    sorted.length > 1 ? sorted.filter((group) => group.every((row) => !Number(row[value]?.value))) : []
  return { groups: sorted.filter((group) => !nothing.includes(group)), apart, zero: nothing.flat().length }
}

/** A chart for each unit or indicator. */
function drawn(
  rows: Row[],
  vars: string[],
  value: string,
  about: Described,
  kind: Kind,
): (HTMLElement | null)[] {
  const { groups, apart, zero } = grouped(rows, vars, value, about)
  const left = groups.length - CHARTS
  const hush = (text: string): HTMLElement => h('p', { class: 'hush' }, text)
  return [
    vars.includes('status') ? hush(t('notAdded')) : null,
    apart.size ? hush(t('regionsApart', { n: apart.size })) : null,
    zero ? hush(t('zeroRows', { n: zero })) : null,
    ...groups
      .slice(0, CHARTS)
      .map((group) => chart(group, vars, value, about, kind, groups.length > 1, apart.has(group[0] as Row))),
    left > 0 ? hush(t('more', { n: left })) : null,
  ]
}

function chart(
  rows: Row[],
  vars: string[],
  value: string,
  about: Described,
  kind: Kind,
  several: boolean,
  regions: boolean,
): HTMLElement {
  const { unit, title } = unitOf(rows[0] ?? {}, vars, about, value)
  const series = seriesIn(rows, vars, value, about)
  const ranks = value === 'value' && rows.every((row) => codeOf(row, 'unit') === 'rank')
  const lines = kind === 'lines' && !ranks && series.some((one) => one.values.length > 1)
  // the name of a line alone is not written beside it
  const only = lines && several && series.length === 1 ? series[0]?.name : ''
  const head = [title, only, unit, regions ? t('regions') : ''].filter(Boolean).join(', ')
  const label = [about.title ?? meaningOf(value, about), several ? head : ''].filter(Boolean).join(': ')
  const notes: string[] = []
  const dated = lines ? rows.filter((row) => yearsIn(row)) : rows
  if (dated.length < rows.length) notes.push(t('undatedRows', { n: rows.length - dated.length }))
  if (lines && series.length > LINES.length)
    notes.push(t('seriesMore', { n: LINES.length, m: series.length - LINES.length }))
  if (!lines && rows.length > BARS) notes.push(t('truncated', { n: BARS, m: rows.length }))
  const drawing = lines
    ? lineChart(series, unit || meaningOf(value, about), label)
    : barChart(barsOf(rows, vars, value, about), label)
  const plans = dated.some((row) => about.plans.includes(codeOf(row, 'status')))
  if (plans) notes.push(t(lines ? 'plansDashed' : 'plansOutlined'))
  const values = lines ? series.flatMap((one) => one.values) : []
  if (values.some((one) => one.part)) notes.push(t('partsOfYears'))
  if (values.some((one) => one.flagged)) notes.push(t('flaggedRinged'))
  return h(
    'section',
    { class: 'figurebox' },
    several && head ? h('h3', null, head) : null,
    scrolling(drawing),
    notes.map((note) => h('p', { class: 'hush' }, note)),
    figureTools(async () => ({
      title: label,
      subtitle: [lines ? '' : unit, ...notes].filter(Boolean).join('. '),
      drawing,
      legend: [],
      sources: await sourceTitles(locatorsOf(dated)),
    })),
  )
}

/** One series for each name; a row without a time is in none. */
function seriesIn(rows: Row[], vars: string[], value: string, about: Described): Series[] {
  const used = rows.filter((row) => isNumber(row[value]) && yearsIn(row))
  const names = namesIn(used, vars, value)
  if (names[0] === 'fact') return []
  const found = new Map<string, Series>()
  for (const row of used) {
    const [from, to] = yearsIn(row) ?? [0, 0]
    const scope =
      row['scope'] && new Set(used.map((one) => one['scope']?.value)).size > 1 ? [scopeOf(row, about)] : []
    const name = named([...names.map((one) => textOf(row, one, about)), ...scope])
    const series = found.get(name) ?? { name, values: [] }
    const amount = Number(row[value]?.value)
    const upper = value === 'value' && isNumber(row['valueTo']) ? Number(row['valueTo']?.value) : undefined
    series.values.push({
      from,
      to,
      value: amount,
      upper,
      plan: about.plans.includes(codeOf(row, 'status')),
      broken: !!row['seriesBreak'],
      part: partOfYear(row),
      flagged: !!row['flag'],
      words: [
        name,
        timeOf(row, about),
        `${number(amount)} ${unitOf(row, vars, about, value).unit}`.trim(),
        qualifiers(row, vars, about),
      ]
        .filter(Boolean)
        .join('; '),
    })
    found.set(name, series)
  }
  return [...found.values()]
}

const scopeOf = (row: Row, about: Described): string =>
  about.codes.scope[codeOf(row, 'scope')] ?? textOf(row, 'scope', about)

/** What names a row; a lender's country that is also the borrower's stands once. */
const named = (parts: string[]): string => [...new Set(parts)].filter(Boolean).join(' · ')

/** Whether the rows differ in nothing but their time and their values. */
const isOneSeries = (rows: Row[], names: string[], about: Described): boolean =>
  names[0] !== 'fact' &&
  new Set(rows.map((row) => named(names.map((name) => textOf(row, name, about))))).size === 1

function barsOf(rows: Row[], vars: string[], value: string, about: Described): BarRow[] {
  const names = namesIn(rows, vars, value)
  const all = rows.map((row) => ({
    label: named([
      ...names.map((name) => textOf(row, name, about)),
      names[0] === 'fact' ? '' : timeOf(row, about),
    ]),
    value: Number(row[value]?.value),
    plan: about.plans.includes(codeOf(row, 'status')),
    note: qualifiers(row, vars, about, names[0] === 'fact'),
  }))
  // the length of a bar says nothing of a rank: ranks are listed, the first one first
  const ranked = value === 'value' && rows.every((row) => codeOf(row, 'unit') === 'rank')
  // the years of one series follow one another
  const years = rows.map((row) => yearsIn(row)?.[0])
  if (
    !ranked &&
    isOneSeries(rows, names, about) &&
    new Set(years).size === rows.length &&
    !years.includes(undefined)
  )
    return all
      .map((bar, i) => ({ bar, year: years[i] ?? 0 }))
      .sort((a, b) => a.year - b.year)
      .slice(-BARS)
      .map(({ bar }) => bar)
  const best = [...all].sort((a, b) => (b.value - a.value) * (ranked ? -1 : 1)).slice(0, BARS)
  return ranked ? best.map((row) => ({ ...row, text: t('rankOf', { n: row.value }) })) : best
}
