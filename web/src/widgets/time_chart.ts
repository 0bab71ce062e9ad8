/** Events along the years, one in each row, with its name at the left. */

import { svg } from '../core/dom'
import { t } from '../core/i18n'
import { yearTicks } from './axis'
import { wrap } from './text'

/** A dated row; an end is null where it is open or unknown. */
export interface Dated {
  label: string
  href: string | null
  /** The time in words. */
  time: string
  first: number | null
  last: number | null
  /** Whether the time lies somewhere within its ends. */
  vague: boolean
  undated: boolean
  plan: boolean
  note: string
}

const [WIDTH, LABELS, GAP, TOP] = [860, 380, 22, 30]
const [SIZE, TIME] = [12.5, 11]
/** Lines of a name; the note of its row has all of it. */
const LINES = 4

export function timeChart(rows: Dated[], label: string): SVGSVGElement {
  const years = rows.flatMap((row) => [row.first, row.last]).filter((year) => year !== null)
  const [least, most] = [Math.min(...years), Math.max(...years)]
  const room = WIDTH - LABELS - 2 * GAP
  const place = (year: number): number =>
    LABELS + GAP + (most === least ? 0.5 : (year - least) / (most - least)) * room
  let y = TOP
  const drawn = rows.map((row) => {
    const whole = wrap(row.label, LABELS - 16, SIZE)
    const lines = whole.length > LINES ? [...whole.slice(0, LINES - 1), `${whole[LINES - 1]} …`] : whole
    const high = Math.max(lines.length * SIZE * 1.25, 16) + 10
    const group = rowGroup(row, lines, y, high, place)
    y += high
    return group
  })
  const grid = yearTicks(least, most, 7).map((year) => [
    svg('line', { class: 'grid', x1: place(year), x2: place(year), y1: TOP - 6, y2: y }),
    svg('text', { class: 'tick', x: place(year), y: TOP - 12, 'text-anchor': 'middle' }, String(year)),
  ])
  return svg(
    'svg',
    {
      viewBox: `0 0 ${WIDTH} ${Math.ceil(y + 6)}`,
      class: 'barchart linechart timechart',
      role: 'list',
      'aria-label': label,
    },
    svg('g', { 'aria-hidden': 'true' }, grid.flat()),
    drawn,
  )
}

function rowGroup(
  row: Dated,
  lines: string[],
  y: number,
  high: number,
  place: (year: number) => number,
): SVGElement {
  const words = [row.label, row.undated ? t('undated') : row.time, row.plan ? t('plans') : '', row.note]
    .filter(Boolean)
    .join('; ')
  const spans = lines.map((text, i) => svg('tspan', { x: LABELS, y: y + 5 + (i + 0.85) * SIZE * 1.25 }, text))
  const name = svg('text', { class: 'rowname', 'text-anchor': 'end', 'font-size': SIZE }, spans)
  return svg(
    'g',
    { class: 'barrow', role: 'listitem', 'aria-label': words, 'data-tip': words },
    row.href ? svg('a', { href: row.href }, name) : name,
    row.undated
      ? svg(
          'text',
          { class: 'rownote', x: LABELS + GAP, y: y + high / 2 + 4, 'font-size': TIME },
          t('undated'),
        )
      : svg('g', { class: row.plan ? 'time plan' : 'time' }, mark(row, y + high / 2, place)),
  )
}

/** A point for one year, a line for a span, dashed where it is vague, with an arrow at an open end. */
function mark({ first, last, vague }: Dated, y: number, place: (year: number) => number): SVGElement[] {
  const [from, to] = [place(first ?? last ?? 0), place(last ?? first ?? 0)]
  if (first === last) return [svg('circle', { cx: from, cy: y, r: 5, class: vague ? 'vague' : null })]
  const [left, right] = [first === null ? from - 16 : from, last === null ? to + 16 : to]
  const arrow = (x: number, way: 1 | -1): SVGElement =>
    svg('path', { class: 'head', d: `M${x} ${y}l${-6 * way} -4.5v9z` })
  return [
    svg('line', { x1: left, x2: right, y1: y, y2: y, 'stroke-dasharray': vague ? '5 3' : null }),
    first === null ? arrow(left - 3, -1) : svg('circle', { cx: from, cy: y, r: 3.5 }),
    last === null ? arrow(right + 3, 1) : svg('circle', { cx: to, cy: y, r: 3.5 }),
  ]
}
