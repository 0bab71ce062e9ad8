/** Charts as SVG, each with its values as text. */

import { h, svg } from '../core/dom'
import { number, t } from '../core/i18n'

export interface Bar {
  label: string
  parts: { name: string; value: number; className: string }[]
}

/** A time that is not one year; an end is null where it is open or unknown. */
export interface Line {
  first: number | null
  last: number | null
  /** Whether the ends are only bounds of a vaguer time. */
  vague: boolean
  className: string
  label: string
  count: number
}

/** The width that a few bars fill. */
const ROOM = 520

/** Vertical stacked bars, one per year, each of which can be selected; below them, spans as lines. */
export function timeline(
  bars: Bar[],
  lines: Line[],
  label: string,
  chosen: string,
  choose: (label: string) => void,
): HTMLElement {
  const step = Math.max(4, Math.min(26, Math.floor(ROOM / Math.max(bars.length, 1))))
  const most = Math.max(1, ...bars.map(total))
  const width = Math.max(bars.length * step + 2 * SIDE, 200)
  const drawn = bars.map((bar, i) => yearBar(bar, { x: i * step + SIDE, step, most, chosen, choose }))
  const start = Number(bars[0]?.label)
  const middle = (year: number): number => (year - start + 0.5) * step + SIDE
  const rows = packed(lines, (line) => reach(line, middle, step))
  const tall = HEIGHT + 44 + rows.length * LINE
  const spans = rows.flatMap((row, i) =>
    row.map((line) => spanLine(line, reach(line, middle, step), HEIGHT + 46 + i * LINE)),
  )
  const box = h(
    'div',
    { class: 'scroll chart', tabindex: '0', role: 'region', 'aria-label': label },
    svg(
      'svg',
      { viewBox: `0 0 ${width} ${tall}`, width, height: tall, role: 'group', 'aria-label': label },
      svg('line', { class: 'base', x1: 0, x2: width, y1: HEIGHT, y2: HEIGHT }),
      [...drawn, ...spans],
    ),
  )
  // once it is on the page: show the selected bar, or the latest
  requestAnimationFrame(() => {
    const at = bars.findIndex((bar) => bar.label === chosen)
    box.scrollLeft = at < 0 ? box.scrollWidth : at * step - box.clientWidth / 2
  })
  return box
}

const HEIGHT = 140
/** Where a span is cut that starts before the axis. */
const START = 6
/** Room for half the name of a year. */
const SIDE = 16
/** Height of a line below the years. */
const LINE = 8

interface At {
  x: number
  step: number
  most: number
  chosen: string
  choose: (label: string) => void
}

function yearBar(bar: Bar, { x, step, most, chosen, choose }: At): SVGElement {
  const wide = step > 12 ? step - 6 : step > 5 ? step - 2 : step - 1
  let y = HEIGHT
  const parts = bar.parts.map((part) => {
    const size = (part.value / most) * (HEIGHT - 18)
    y -= size
    return svg('rect', { x: x + (step - wide) / 2, y, width: wide, height: size, class: part.className })
  })
  const said = bar.parts.filter((part) => part.value).map((part) => `${part.name} ${number(part.value)}`)
  const words = `${bar.label}: ${said.join(', ')}`
  // a year is wider than its bar: every second, fifth or tenth is labelled
  const every = step > 15 ? 2 : step > 9 ? 5 : 10
  const named = Number(bar.label) % every === 0
  const axis = svg(
    'text',
    { x: x + step / 2, y: HEIGHT + 18, class: 'axis', 'text-anchor': 'middle', 'aria-hidden': 'true' },
    named ? bar.label : '',
  )
  if (!total(bar)) return axis
  const value = svg(
    'text',
    { x: x + step / 2, y: y - 4, class: 'value', 'aria-hidden': 'true' },
    step > 12 || total(bar) === most ? String(total(bar)) : '',
  )
  const button = svg(
    'g',
    {
      class: `bar${chosen === bar.label ? ' chosen' : ''}`,
      role: 'button',
      tabindex: '0',
      'aria-pressed': String(chosen === bar.label),
      'aria-label': words,
      'data-tip': words,
      'data-key': `bar-${bar.label}`,
      onclick: () => choose(bar.label),
      onkeydown: (event: KeyboardEvent) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        choose(bar.label)
      },
    },
    svg('rect', { x, y: 0, width: step, height: HEIGHT + 24, class: 'hit', rx: 3 }),
    ...parts,
  )
  // the name of the button says both
  return svg('g', null, button, value, axis)
}

/** Lines in as few rows as hold them without overlap, each in the first row with room. */
function packed(lines: Line[], reachOf: (line: Line) => [number, number]): Line[][] {
  const rows: { end: number; lines: Line[] }[] = []
  for (const line of lines) {
    const [from, to] = reachOf(line)
    const row = rows.find(({ end }) => end + 8 < from)
    if (row) {
      row.lines.push(line)
      row.end = to
    } else rows.push({ end: to, lines: [line] })
  }
  return rows.map((row) => row.lines)
}

/** Where a span starts and ends; where an end is open, it has a short piece with an arrow. */
function reach({ first, last }: Line, middle: (year: number) => number, step: number): [number, number] {
  const known = first ?? last ?? 0
  const half = step / 2 - 1
  const piece = Math.max(2 * step, 18)
  const from = first === null ? middle(known) - piece : middle(first) - half
  const to = last === null ? middle(known) + piece : middle(last) + half
  return [Math.max(from, START), Math.max(to, START + 6)]
}

/** A span from its first to its last year. */
function spanLine(line: Line, [from, to]: [number, number], y: number): SVGElement {
  const { first, last } = line
  const time =
    first === null
      ? t('timeBy', { date: String(last) })
      : last === null
        ? t('timeSince', { date: String(first) })
        : `${first}–${last}`
  const words = `${time}: ${line.label} ${number(line.count)}`
  const arrow = (x: number, turn: number): SVGElement =>
    svg('path', { d: `M${x} ${y - 3}L${x + turn * 5} ${y}L${x} ${y + 3}`, class: `arrow ${line.className}` })
  return svg(
    'g',
    { class: 'span', role: 'img', 'aria-label': words, 'data-tip': words },
    svg('line', {
      x1: from,
      x2: to,
      y1: y,
      y2: y,
      class: line.className,
      'stroke-width': Math.min(1.5 + line.count, 5),
      'stroke-dasharray': line.vague || line.className === 'plan' ? '4 3' : null,
    }),
    first === null || from === START ? arrow(from, -1) : null,
    last === null ? arrow(to, 1) : null,
  )
}

const total = (bar: Bar): number => bar.parts.reduce((sum, part) => sum + part.value, 0)

/** Horizontal bars with label and value, as a table. */
export function bars(
  rows: { label: string; value: number; href?: string; shown?: string }[],
  label: string,
): HTMLElement {
  const most = Math.max(...rows.map((row) => Math.abs(row.value)), Number.MIN_VALUE)
  const lines = rows.map((row) => {
    const width = Math.max((Math.abs(row.value) / most) * 100, 0.5)
    const bar = svg(
      'svg',
      { viewBox: '0 0 100 10', preserveAspectRatio: 'none', class: 'level', 'aria-hidden': 'true' },
      svg('rect', { width, height: 10, class: row.value < 0 ? 'minus' : 'plus' }),
    )
    const name = row.href ? h('a', { href: row.href }, row.label) : row.label
    return h(
      'tr',
      null,
      h('th', { scope: 'row' }, name),
      h('td', { class: 'bar' }, bar),
      h('td', { class: 'number' }, row.shown ?? number(row.value)),
    )
  })
  return h('table', { class: 'bars', 'aria-label': label }, h('tbody', null, lines))
}
