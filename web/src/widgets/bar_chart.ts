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

const [WIDE, LABELS, GAP] = [860, 360, 12]
/** On a screen as narrow as a phone, names stand above their bars. */
const NARROW = 360
const [SIZE, NOTE, BAR] = [13, 11, 20]

export function barChart(rows: BarRow[], label: string, narrow = innerWidth < 560): SVGSVGElement {
  const width = narrow ? NARROW : WIDE
  const names = narrow ? NARROW : LABELS
  const most = Math.max(...rows.map((row) => Math.abs(row.value)), Number.MIN_VALUE)
  const numbers = Math.max(...rows.map((row) => measure(row.text ?? number(row.value), SIZE))) + 10
  const left = narrow ? 0 : LABELS + GAP
  const room = width - left - numbers
  let y = 0
  const drawn = rows.map((row) => {
    const lines = wrap(row.label, names, SIZE)
    const notes = row.note ? wrap(row.note, names, NOTE) : []
    const text = lines.length * SIZE * 1.25 + notes.length * NOTE * 1.25
    const high = Math.max(text, 18) + (narrow ? BAR + 14 : 10)
    const middle = narrow ? y + text + BAR / 2 + 6 : y + high / 2
    const words = [row.label, row.text ?? number(row.value), row.plan ? t('plans') : '', row.note]
      .filter(Boolean)
      .join('; ')
    const group = line(row, { lines, notes, y, middle, narrow, left, room, most, words })
    y += high
    return group
  })
  return svg(
    'svg',
    {
      viewBox: `0 0 ${width} ${Math.ceil(y)}`,
      class: narrow ? 'barchart narrow' : 'barchart',
      role: 'list',
      'aria-label': label,
    },
    drawn,
  )
}

interface Placed {
  lines: string[]
  notes: string[]
  y: number
  middle: number
  narrow: boolean
  left: number
  room: number
  most: number
  words: string
}

function line(row: BarRow, placed: Placed): SVGElement {
  const { lines, notes, y, middle, narrow, left, room, most, words } = placed
  const [x, anchor] = narrow ? [0, 'start'] : [LABELS, 'end']
  const width = (Math.abs(row.value) / most) * room
  const top = y + 5
  const spans = lines.map((text, i) => svg('tspan', { x, y: top + (i + 0.85) * SIZE * 1.25 }, text))
  const name = svg('text', { class: 'rowname', 'text-anchor': anchor, 'font-size': SIZE }, spans)
  const below = top + lines.length * SIZE * 1.25
  const remarks = notes.map((text, i) => svg('tspan', { x, y: below + (i + 0.85) * NOTE * 1.25 }, text))
  const kind = row.plan ? 'plan' : row.value < 0 ? 'minus' : 'plus'
  return svg(
    'g',
    { class: 'barrow', role: 'listitem', 'aria-label': words, 'data-tip': words, 'data-value': row.value },
    row.href ? svg('a', { href: row.href }, name) : name,
    notes.length
      ? svg('text', { class: 'rownote', 'text-anchor': anchor, 'font-size': NOTE }, remarks)
      : null,
    row.text || !row.value ? null : svg('rect', { x: left, y: middle - 7, width, height: 14, class: kind }),
    svg(
      'text',
      { x: (row.text ? left : left + width) + 6, y: middle + 4.5, class: 'rowvalue', 'font-size': SIZE },
      row.text ?? number(row.value),
    ),
  )
}
