/** What the lines of a drawing mean. */

import { svg } from '../core/dom'
import { t } from '../core/i18n'
import type { Tie } from '../core/types'
import { bundles, inks, isDashed } from './canvas'

export interface LineEntry {
  symbol: SVGElement
  text: string
}

const line = (dash: string | null, width: number, colour: string): SVGElement =>
  svg(
    'svg',
    { viewBox: '0 0 20 12', class: 'swatch', width: 20, height: 12, 'aria-hidden': 'true' },
    svg('path', { d: 'M1 6H19', stroke: colour, 'stroke-width': width, 'stroke-dasharray': dash }),
  )

/** The kinds of lines that occur among some links. */
export function lineLegend(ties: Tie[]): LineEntry[] {
  const { faint } = inks()
  const lines = [...bundles(ties).values()].map((bundle) => bundle.ties)
  const open = lines.filter((one) => one.every(isDashed))
  const context = lines.filter((one) => one.every((tie) => tie.context) && !one.every(isDashed))
  const found: LineEntry[] = []
  if (lines.length > open.length + context.length)
    found.push({ symbol: line(null, 2, faint), text: t('lineFirm') })
  if (open.length) found.push({ symbol: line('6 3', 2, faint), text: t('lineOpen') })
  if (context.length) found.push({ symbol: line('1 1', 2, faint), text: t('lineContext') })
  return found
}
