/** What the colours, sizes and lines of a drawing mean. */

import { svg } from '../core/dom'
import { mark } from '../core/format'
import { number, t, uncapital } from '../core/i18n'
import type { Thing, Tie } from '../core/types'
import { bundles, inks, isDashed } from './canvas'
import { type Look, type SizeBy, sizeRange } from './look'

export interface LegendEntry {
  symbol: SVGElement
  text: string
}

const line = (dash: string | null, width: number, colour: string): SVGElement =>
  svg(
    'svg',
    { viewBox: '0 0 20 12', class: 'swatch', width: 20, height: 12, 'aria-hidden': 'true' },
    svg('path', { d: 'M1 6H19', stroke: colour, 'stroke-width': width, 'stroke-dasharray': dash }),
  )

/** Everything that the drawing of some nodes and links means. */
export const legendOf = (
  look: Look,
  things: Thing[],
  ties: Tie[],
  size: SizeBy = 'degree',
): LegendEntry[] => [
  ...look.legend(things).map(({ style, text }) => ({ symbol: mark(style) as SVGElement, text })),
  ...sizeLegend(things, ties, size),
  ...lineLegend(ties),
]

/** What the size of nodes stands for, with its range. */
function sizeLegend(things: Thing[], ties: Tie[], size: SizeBy): LegendEntry[] {
  const range = sizeRange(things, ties, size)
  if (!range) return []
  const [least, most] = range
  const shown = least === most ? number(least) : `${number(least)}–${number(most)}`
  const what = uncapital(t(size === 'degree' ? 'sizeDegree' : 'sizeDrawn'))
  return [{ symbol: circles(), text: t('sizeMeans', { what, range: shown }) }]
}

const circles = (): SVGElement =>
  svg(
    'svg',
    { viewBox: '0 0 20 12', class: 'swatch', width: 20, height: 12, 'aria-hidden': 'true' },
    [svg('circle', { cx: 4, cy: 6, r: 2.5 }), svg('circle', { cx: 13.5, cy: 6, r: 5.5 })].map((circle) => {
      circle.setAttribute('fill', inks().faint)
      return circle
    }),
  )

/** The kinds of lines that occur among some links. */
export function lineLegend(ties: Tie[]): LegendEntry[] {
  const { faint } = inks()
  const lines = [...bundles(ties).values()].map((bundle) => bundle.ties)
  const open = lines.filter((one) => one.every(isDashed))
  const context = lines.filter((one) => one.every((tie) => tie.context) && !one.every(isDashed))
  const found: LegendEntry[] = []
  if (lines.length > open.length + context.length)
    found.push({ symbol: line(null, 2, faint), text: t('lineFirm') })
  if (open.length) found.push({ symbol: line('6 3', 2, faint), text: t('lineOpen') })
  if (context.length) found.push({ symbol: line('1 1', 2, faint), text: t('lineContext') })
  return found
}
