/** A chart of series over time: years as points, longer times as spans, plans dashed. */

import { svg } from '../core/dom'
import { compact } from '../core/i18n'
import { ticks, yearTicks } from './axis'
import { wrap } from './text'

export interface Value {
  /** The first and the last year for which the value holds. */
  from: number
  to: number
  value: number
  /** The upper end of a range. */
  upper?: number | undefined
  /** Planned, scheduled or projected. */
  plan: boolean
  /** The line does not go on from the value before: the way of counting changed. */
  broken?: boolean
  /** The months of a value for a part of a year; empty for whole years. */
  part?: string
  /** Whether the sources doubt it. */
  flagged?: boolean
  /** All of it in words. */
  words: string
}

export interface Series {
  name: string
  values: Value[]
}

/** The palette of Okabe and Ito (2008) without its yellow, which is too light for a line. */
export const LINES = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#E69F00', '#56B4E9', '#7F5BA8', '#8A6D3B']
const REST = '#9aa7b5'

const [WIDE, HEIGHT, TOP, BOTTOM] = [860, 400, 30, 34]
/** On a screen as narrow as a phone, the names of the series stand below. */
const NARROW = 360
const SIZE = 12

/** A chart of a width in pixels; the names of its series take a part of it. */
export function lineChart(
  given: Series[],
  unit: string,
  label: string,
  wide = WIDE,
  narrow = innerWidth < 560,
): SVGSVGElement {
  const width = narrow ? NARROW : wide
  const left = narrow ? 44 : 64
  const room = narrow ? 0 : Math.round(width * 0.28)
  const series = given
    .map((one) => ({ ...one, values: [...one.values].sort((a, b) => a.from - b.from || a.to - b.to) }))
    .sort((a, b) => last(b) - last(a) || a.name.localeCompare(b.name))
  const all = series.flatMap((one) => one.values)
  const years = all.flatMap((one) => [one.from, one.to])
  const [first, end] = [Math.min(...years), Math.max(...years)]
  const steps = ticks(
    Math.min(0, ...all.map((one) => one.value)),
    Math.max(...all.map((one) => one.upper ?? one.value)),
  )
  const [low, high] = [steps[0] ?? 0, steps.at(-1) ?? 1]
  const right = series.length > 1 && !narrow ? width - room : width - (narrow ? 12 : 30)
  const x = (year: number): number =>
    end === first ? (left + right) / 2 : left + 8 + ((year - first) / (end - first)) * (right - left - 16)
  const y = (value: number): number => TOP + (1 - (value - low) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM)
  const grid = steps.flatMap((value) => [
    svg('line', { x1: left, x2: right, y1: y(value), y2: y(value), class: value === 0 ? 'base' : 'grid' }),
    svg('text', { x: left - 8, y: y(value) + 4, class: 'tick', 'text-anchor': 'end' }, compact(value)),
  ])
  const below = yearTicks(first, end, Math.round(right / 80)).map((year) =>
    svg(
      'text',
      { x: x(year), y: HEIGHT - BOTTOM + 20, class: 'tick', 'text-anchor': 'middle' },
      String(year),
    ),
  )
  const named = new Set(series.slice(0, LINES.length))
  const drawn = series.map((one, i) => seriesOf(one, LINES[i] ?? REST, x, y))
  const listed = narrow && series.length > 1 ? namesBelow([...named], width) : { high: 0, drawn: [] }
  return svg(
    'svg',
    {
      viewBox: `0 0 ${width} ${HEIGHT + listed.high}`,
      class: narrow ? 'linechart narrow' : 'linechart',
      role: 'group',
      'aria-label': label,
    },
    svg('text', { x: left - 8, y: 14, class: 'tick unit' }, unit),
    grid,
    below,
    drawn.toReversed(),
    series.length > 1 && !narrow ? names([...named], right + 10, room - 14, y) : null,
    listed.drawn,
  )
}

const last = (one: Series): number => one.values.at(-1)?.value ?? 0

function seriesOf(
  { name, values }: Series,
  colour: string,
  x: (year: number) => number,
  y: (value: number) => number,
): SVGElement {
  const middle = (one: Value): number => (x(one.from) + x(one.to)) / 2
  const links = values.flatMap((one, i) => {
    // months are joined with the same months of another year, and not with years
    const before = values.slice(0, i).findLast((other) => (other.part ?? '') === (one.part ?? ''))
    if (!before || one.broken || middle(before) === middle(one)) return []
    return [
      svg('line', {
        x1: middle(before),
        y1: y(before.value),
        x2: middle(one),
        y2: y(one.value),
        stroke: colour,
        'stroke-width': 2,
        'stroke-dasharray': one.plan ? '5 4' : null,
      }),
    ]
  })
  return svg(
    'g',
    { class: 'series', 'data-name': name },
    links,
    values.map((one) => mark(one, colour, x, y)),
  )
}

/** A value over time, with a whisker for a range; hollow if planned. */
function mark(
  one: Value,
  colour: string,
  x: (year: number) => number,
  y: (value: number) => number,
): SVGElement {
  const fill = { fill: one.plan ? 'var(--paper)' : colour, stroke: colour, 'stroke-width': 2 }
  const middle = (x(one.from) + x(one.to)) / 2
  return svg(
    'g',
    {
      class: 'value',
      role: 'img',
      'aria-label': one.words,
      'data-tip': one.words,
      'data-from': one.from,
      'data-to': one.to,
      'data-value': one.value,
    },
    one.upper === undefined
      ? null
      : svg('line', {
          x1: middle,
          x2: middle,
          y1: y(one.value),
          y2: y(one.upper),
          stroke: colour,
          'stroke-width': 4,
          'stroke-opacity': 0.4,
        }),
    one.flagged ? ring(middle, y(one.value), colour) : null,
    spot(one, middle, x, y, fill),
  )
}

/** What marks a value that is doubted. */
const ring = (cx: number, cy: number, colour: string): SVGElement =>
  svg('circle', {
    class: 'flagged',
    cx,
    cy,
    r: 7.5,
    fill: 'none',
    stroke: colour,
    'stroke-width': 1.5,
    'stroke-dasharray': '2 2',
  })

/** A point for a year, a diamond for a part of one, a bar for a longer time. */
function spot(
  one: Value,
  middle: number,
  x: (year: number) => number,
  y: (value: number) => number,
  fill: Record<string, string | number>,
): SVGElement {
  return one.to > one.from
    ? svg('rect', {
        x: x(one.from),
        y: y(one.value) - 3,
        width: x(one.to) - x(one.from),
        height: 6,
        rx: 3,
        ...fill,
      })
    : one.part
      ? svg('rect', {
          x: middle - 3.5,
          y: y(one.value) - 3.5,
          width: 7,
          height: 7,
          transform: `rotate(45 ${middle} ${y(one.value)})`,
          ...fill,
        })
      : svg('circle', { cx: x(one.from), cy: y(one.value), r: 3.5, ...fill })
}

/** The names of the series beside their last values, moved apart where they would overlap. */
function names(series: Series[], x: number, room: number, y: (value: number) => number): SVGElement[] {
  const labels = series.map((one, i) => {
    const lines = wrap(one.name, room, SIZE, '600').slice(0, 3)
    return { lines, colour: LINES[i] ?? REST, high: lines.length * SIZE * 1.15 + 3, at: y(last(one)) }
  })
  labels.sort((a, b) => a.at - b.at)
  let floor = TOP - 8
  for (const label of labels) {
    label.at = Math.max(label.at - label.high / 2, floor)
    floor = label.at + label.high
  }
  let ceiling = HEIGHT - 4
  for (const label of labels.toReversed()) {
    label.at = Math.min(label.at, ceiling - label.high)
    ceiling = label.at
  }
  return labels.map((label) =>
    svg(
      'text',
      { class: 'name', fill: label.colour, 'font-size': SIZE },
      label.lines.map((line, i) => svg('tspan', { x, y: label.at + (i + 0.9) * SIZE * 1.15 }, line)),
    ),
  )
}

/** The names of the series, one below the other below the years. */
function namesBelow(series: Series[], width: number): { high: number; drawn: SVGElement[] } {
  let at = 6
  const drawn = series.map((one, i) => {
    const lines = wrap(one.name, width, SIZE, '600')
    const spans = lines.map((line, n) =>
      svg('tspan', { x: 0, y: HEIGHT + at + (n + 0.9) * SIZE * 1.15 }, line),
    )
    at += lines.length * SIZE * 1.15 + 4
    return svg('text', { class: 'name', fill: LINES[i] ?? REST, 'font-size': SIZE }, spans)
  })
  return { high: Math.ceil(at), drawn }
}
