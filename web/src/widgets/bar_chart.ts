/** Values as horizontal bars, each with its label, note and number. */

import { svg } from '../core/dom'
import { number, t } from '../core/i18n'
import { measure, wrap } from './text'

export interface BarRow {
  label: string
  value: number
  href?: string
  /** What qualifies the value, below its label. */
  note?: string
  /** Shown in place of a bar whose length would say nothing, as that of a rank. */
  text?: string
  plan?: boolean
}

const [WIDTH, LABELS, GAP] = [860, 360, 12]
const [SIZE, NOTE] = [13, 11]

export function barChart(rows: BarRow[], label: string): SVGSVGElement {
  const most = Math.max(...rows.map((row) => Math.abs(row.value)), Number.MIN_VALUE)
  const numbers = Math.max(...rows.map((row) => measure(row.text ?? number(row.value), SIZE))) + 10
  const left = LABELS + GAP
  const room = WIDTH - left - numbers
  let y = 0
  const drawn = rows.map((row) => {
    const lines = wrap(row.label, LABELS, SIZE)
    const notes = row.note ? wrap(row.note, LABELS, NOTE) : []
    const high = Math.max(lines.length * SIZE * 1.25 + notes.length * NOTE * 1.25, 18) + 10
    const words = [row.label, row.text ?? number(row.value), row.plan ? t('plans') : '', row.note]
      .filter(Boolean)
      .join('; ')
    const group = line(row, { lines, notes, y, high, left, room, most, words })
    y += high
    return group
  })
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${Math.ceil(y)}`, class: 'barchart', role: 'list', 'aria-label': label },
    drawn,
  )
}

interface Placed {
  lines: string[]
  notes: string[]
  y: number
  high: number
  left: number
  room: number
  most: number
  words: string
}

function line(row: BarRow, { lines, notes, y, high, left, room, most, words }: Placed): SVGElement {
  const width = (Math.abs(row.value) / most) * room
  const middle = y + high / 2
  const top = y + 5
  const spans = lines.map((text, i) => svg('tspan', { x: LABELS, y: top + (i + 0.85) * SIZE * 1.25 }, text))
  const name = svg('text', { class: 'rowname', 'text-anchor': 'end', 'font-size': SIZE }, spans)
  const below = top + lines.length * SIZE * 1.25
  const remarks = notes.map((text, i) =>
    svg('tspan', { x: LABELS, y: below + (i + 0.85) * NOTE * 1.25 }, text),
  )
  const kind = row.plan ? 'plan' : row.value < 0 ? 'minus' : 'plus'
  return svg(
    'g',
    { class: 'barrow', role: 'listitem', 'aria-label': words, 'data-tip': words, 'data-value': row.value },
    row.href ? svg('a', { href: row.href }, name) : name,
    notes.length ? svg('text', { class: 'rownote', 'text-anchor': 'end', 'font-size': NOTE }, remarks) : null,
    row.text || !row.value ? null : svg('rect', { x: left, y: middle - 7, width, height: 14, class: kind }),
    svg(
      'text',
      { x: (row.text ? left : left + width) + 6, y: middle + 4.5, class: 'rowvalue', 'font-size': SIZE },
      row.text ?? number(row.value),
    ),
  )
}
