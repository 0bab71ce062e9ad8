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
  const height = 130
  const step = Math.max(13, Math.min(26, Math.floor(ROOM / Math.max(bars.length, 1))))
  // if the bars are narrow, every fifth year is labelled
  const named = (label: string): boolean => step > 18 || Number(label) % 5 === 0
  const most = Math.max(1, ...bars.map((bar) => total(bar)))
  const width = Math.max(bars.length * step + 10, 200)
  const drawn = bars.map((bar, i) => {
    const x = i * step + 6
    let y = height
    const parts = bar.parts.map((part) => {
      const size = (part.value / most) * (height - 18)
      y -= size
      return svg('rect', { x, y, width: step - 6, height: Math.max(size, 0), class: part.className })
    })
    const words = `${bar.label}: ${bar.parts
      .filter((part) => part.value)
      .map((part) => `${part.name} ${number(part.value)}`)
      .join(', ')}`
    const axis = svg(
      'text',
      {
        x: 0,
        y: 0,
        class: 'axis',
        'aria-hidden': 'true',
        transform: `translate(${x + step / 2 + 1} ${height + 8}) rotate(-60)`,
      },
      named(bar.label) ? bar.label : '',
    )
    if (!total(bar)) return axis
    const group = svg(
      'g',
      {
        class: `bar${chosen === bar.label ? ' chosen' : ''}`,
        role: 'button',
        tabindex: '0',
        'aria-pressed': String(chosen === bar.label),
        onclick: () => choose(bar.label),
        onkeydown: (event: KeyboardEvent) => {
          if (event.key === 'Enter' || event.key === ' ') {
            event.preventDefault()
            choose(bar.label)
          }
        },
      },
      svg('title', null, words),
      svg('rect', { x: x - 3, y: 0, width: step, height: height + 44, class: 'hit', rx: 3 }),
      ...parts,
      svg(
        'text',
        { x: x + (step - 6) / 2, y: y - 4, class: 'value', 'aria-hidden': 'true' },
        String(total(bar)),
      ),
      axis,
    )
    return group
  })
  const tall = height + 44 + lines.length * LINE
  const start = Number(bars[0]?.label)
  const middle = (year: number): number => (year - start) * step + 6 + (step - 6) / 2
  const spans = lines.map((line, i) => spanLine(line, middle, step, height + 50 + i * LINE))
  const box = h(
    'div',
    { class: 'scroll chart', tabindex: '0', role: 'region', 'aria-label': label },
    svg(
      'svg',
      {
        viewBox: `0 0 ${width} ${tall}`,
        width,
        height: tall,
        role: 'group',
        'aria-label': label,
      },
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

/** Height of a line below the years. */
const LINE = 9

/** A span from its first to its last year; where an end is open, a short piece with an arrow. */
function spanLine(line: Line, middle: (year: number) => number, step: number, y: number): SVGElement {
  const { first, last } = line
  const known = first ?? last ?? 0
  const half = step / 2 - 1
  const from = first === null ? middle(known) - 2 * step : middle(first) - half
  const to = last === null ? middle(known) + 2 * step : middle(last) + half
  const time =
    first === null
      ? t('timeBy', { date: String(last) })
      : last === null
        ? t('timeSince', { date: String(first) })
        : `${first}–${last}`
  const arrow = (x: number, turn: number): SVGElement =>
    svg('path', { d: `M${x} ${y - 3}L${x + turn * 5} ${y}L${x} ${y + 3}`, class: `arrow ${line.className}` })
  return svg(
    'g',
    { class: 'span', role: 'img', 'aria-label': `${time}: ${line.label} ${number(line.count)}` },
    svg('title', null, `${time}: ${line.label} ${number(line.count)}`),
    svg('line', {
      x1: from,
      x2: to,
      y1: y,
      y2: y,
      class: line.className,
      'stroke-width': Math.min(2 + line.count, 6),
      'stroke-dasharray': line.vague || line.className === 'plan' ? '4 3' : null,
    }),
    first === null ? arrow(from, -1) : null,
    last === null ? arrow(to, 1) : null,
  )
}

const total = (bar: Bar): number => bar.parts.reduce((sum, part) => sum + part.value, 0)

/**
 * Horizontal bars with label, note and value. Where a row has a `text`, that is shown in place of a bar;
 * the bar of a plan is only outlined.
 */
export function bars(
  rows: { label: string; value: number; href?: string; note?: string; text?: string; plan?: boolean }[],
  label: string,
): HTMLElement {
  const most = Math.max(...rows.map((row) => Math.abs(row.value)), Number.MIN_VALUE)
  const lines = rows.map((row) => {
    const width = Math.max((Math.abs(row.value) / most) * 100, 0.5)
    const bar = svg(
      'svg',
      { viewBox: '0 0 100 10', preserveAspectRatio: 'none', class: 'level', 'aria-hidden': 'true' },
      svg('rect', { width, height: 10, class: row.plan ? 'plan' : row.value < 0 ? 'minus' : 'plus' }),
    )
    const name = row.href ? h('a', { href: row.href }, row.label) : row.label
    return h(
      'tr',
      null,
      h('th', { scope: 'row' }, name, row.note ? h('p', { class: 'remark hush' }, row.note) : null),
      h('td', { class: 'bar' }, row.text ? null : bar),
      h('td', { class: 'number' }, row.text ?? number(row.value)),
    )
  })
  return h('table', { class: 'bars', 'aria-label': label }, h('tbody', null, lines))
}
