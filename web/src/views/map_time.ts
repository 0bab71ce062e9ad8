/** The facts of the map over time: years as bars, other times as spans; statistics as lines. */

import { yearsOf } from '../core/dates'
import { h, svg } from '../core/dom'
import { t } from '../core/i18n'
import { claims, valueText } from '../core/statement'
import type { Codes, Figure, Pillar, PlacedFact } from '../core/types'
import { type Bar, type Line, timeline } from '../widgets/charts'
import { nothing } from '../widgets/coverage'
import { type Figure as Drawn, figureTools, sourceTitles } from '../widgets/figure'
import { LINES, lineChart, type Series } from '../widgets/line_chart'
import { tips } from '../widgets/tips'
import { known, periodOf, span } from './map_measures'

export const PILLARS: Pillar[] = ['trade', 'investment', 'cooperation']
const classOf = (fact: PlacedFact): string => (fact.planned ? 'plan' : fact.pillar)

const swatch = (name: string): SVGElement =>
  svg(
    'svg',
    { viewBox: '0 0 20 12', class: 'swatch', width: 20, height: 12, 'aria-hidden': 'true' },
    svg('rect', { x: 1, y: 1, width: 18, height: 10, class: name }),
  )

export function yearsPanel(
  all: PlacedFact[],
  title: string,
  chosen: string,
  choose: (year: string) => void,
): HTMLElement {
  const facts = claims(all)
  const asOf = facts.filter((fact) => fact.dated === 'asOf')
  const dated = facts.filter((fact) => fact.dated !== 'asOf' && known(span(fact)).length)
  const undated = facts.length - asOf.length - dated.length
  const years = axis(dated)
  const kinds = [...PILLARS.map((pillar) => [pillar, t(pillar)]), ['plan', t('plans')]] as const
  const notes = [
    undated ? t('undatedHere', { n: undated }) : '',
    asOf.length ? t('asOfHere', { n: asOf.length }) : '',
  ].filter(Boolean)
  const drawing = years.length
    ? timeline(yearBars(dated, years), yearLines(dated), t('byYear'), chosen, choose)
    : null
  const figure = async (): Promise<Drawn> => ({
    title: t('byYearOf', { name: title }),
    subtitle: [t('nEvents', { n: dated.length }), ...notes].join('; '),
    drawing: drawing?.querySelector('svg') as SVGSVGElement,
    legend: kinds.map(([name, text]) => ({ symbol: swatch(name), text })),
    sources: await sourceTitles(dated.flatMap((fact) => fact.sources)),
  })
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, t('byYear')),
    h(
      'p',
      { class: 'legend' },
      kinds.map(([name, label]) => h('span', { class: 'step' }, swatch(name), label)),
    ),
    drawing ? tips(drawing) : nothing(t('nothingHere'), chosen),
    h('p', { class: 'hush' }, t('timelineHint')),
    notes.map((note) => h('p', { class: 'hush' }, note)),
    drawing ? figureTools(figure) : null,
  )
}

/** The statistics of a measure as a line for each country. */
export function linesPanel(
  figures: Figure[],
  label: string,
  unit: string,
  names: Map<string, string>,
  codes: Codes,
): HTMLElement {
  const series = new Map<string, Series>()
  for (const figure of figures) {
    const name = names.get(figure.countries[0] ?? '')
    if (!name) continue
    const [from, to] = yearsOf(figure)
    const year = from ?? to
    if (year === null) continue
    const one = series.get(name) ?? { name, values: [] }
    one.values.push({
      from: year,
      to: to ?? year,
      value: figure.value,
      upper: figure.upper,
      plan: !!figure.planned,
      broken: !!figure.seriesBreak,
      words: `${name}, ${periodOf(figure)}: ${valueText(figure, codes)}`,
    })
    series.set(name, one)
  }
  if (!series.size) return h('section', { class: 'panel' }, nothing(t('nothingHere')))
  const drawing = lineChart([...series.values()], unit, label, 560)
  const more = series.size - LINES.length
  const notes = [
    more > 0 ? t('seriesMore', { n: LINES.length, m: more }) : '',
    figures.some((figure) => figure.planned) ? t('plansDashed') : '',
  ].filter(Boolean)
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, label),
    tips(drawing),
    notes.map((note) => h('p', { class: 'hush' }, note)),
    figureTools(async () => ({
      title: label,
      subtitle: notes.join('. '),
      drawing,
      legend: [],
      sources: await sourceTitles(figures.flatMap((figure) => figure.sources)),
    })),
  )
}

/** What is dated to one year: a bar for each year. */
function yearBars(facts: PlacedFact[], years: number[]): Bar[] {
  const exact = facts.filter((fact) => fact.first === fact.last && !fact.approximate)
  return years.map((year) => ({
    label: String(year),
    parts: [...PILLARS, 'plan' as const].map((name) => ({
      name: t(name === 'plan' ? 'plans' : name),
      className: name,
      value: exact.filter((fact) => fact.first === year && classOf(fact) === name).length,
    })),
  }))
}

/** What has a span or a vague time: a line for each span, with the number of its claims. */
function yearLines(facts: PlacedFact[]): Line[] {
  const lines = new Map<string, Line>()
  for (const fact of facts) {
    if (fact.first === fact.last && !fact.approximate) continue
    const [first, last] = span(fact)
    const name = classOf(fact)
    const vague = !!fact.approximate
    const key = [first, last, name, vague].join(' ')
    const label = t(name === 'plan' ? 'plans' : (name as Pillar))
    const line = lines.get(key) ?? { first, last, vague, className: name, label, count: 0 }
    lines.set(key, { ...line, count: line.count + 1 })
  }
  return [...lines.values()].sort(
    (a, b) => (a.first ?? a.last ?? 0) - (b.first ?? b.last ?? 0) || a.className.localeCompare(b.className),
  )
}

/** A time of more years than this does not lengthen the axis. */
const LONG = 15

/** The years of the axis; longer times that start before it are drawn from its start. */
function axis(facts: PlacedFact[]): number[] {
  const near = facts.filter(({ first, last }) => (last ?? first ?? 0) - (first ?? last ?? 0) < LONG)
  return everyYear((near.length ? near : facts).flatMap((fact) => known(span(fact))))
}

/** Each year from the first to the last, also those without a fact, so that the axis is even. */
export function everyYear(years: number[]): number[] {
  if (!years.length) return []
  const first = Math.min(...years)
  return Array.from({ length: Math.max(...years) - first + 1 }, (_, i) => first + i)
}
