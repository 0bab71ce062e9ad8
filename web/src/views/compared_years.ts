/** Events by first year, a row of bars for each side, on one axis of time and one scale. */

import { h, svg } from '../core/dom'
import { number, t } from '../core/i18n'
import { yearTicks } from '../widgets/axis'
import type { Side } from './compared'

const [WIDE, TALL, TOP, LEFT, FOOT] = [720, 132, 14, 30, 20]
/** Years of a vaguer time, such as a century, would only draw the axis out. */
const VAGUE = 10
/** Years without any event that an axis does not draw. */
const GAP = 15

interface Axis {
  first: number
  last: number
  most: number
}

export function byYear(pair: [Side, Side]): HTMLElement | null {
  const found = pair.map(yearCounts)
  const years = found.flatMap(({ counts }) => [...counts.keys()])
  if (!years.length) return null
  const start = afterGaps(years)
  const axis = {
    first: Math.floor(start / 5) * 5,
    last: Math.max(...years),
    most: Math.max(...found.flatMap(({ counts }) => [...counts.values()])),
  }
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, t('yearsOf')),
    h('p', { class: 'hush' }, t('yearsOfHint')),
    pair.map(({ thing }, at) => {
      const { counts, undated, vague } =
        found[at] ?? yearCounts({ thing, placed: false, events: [], sums: [] })
      const early = [...counts].filter(([year]) => year < start).sort(([a], [b]) => a - b)
      const left = [
        early.length
          ? t('earlierEvents', {
              years: early.map(([year, n]) => (n > 1 ? `${year} (${n})` : year)).join(', '),
            })
          : '',
        undated ? t('undatedEvents', { n: undated }) : '',
        vague ? t('vagueEvents', { n: vague }) : '',
      ].filter(Boolean)
      return h(
        'figure',
        { class: 'pairyears' },
        h(
          'figcaption',
          null,
          thing.label,
          left.length ? h('span', { class: 'hush' }, ` – ${left.join('; ')}`) : null,
        ),
        h(
          'div',
          { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `${t('yearsOf')}: ${thing.label}` },
          yearBars(new Map([...counts].filter(([year]) => year >= start)), axis, thing.label),
        ),
      )
    }),
  )
}

/** The first year after the last gap that is longer than `GAP`: what lies before is named, not drawn. */
function afterGaps(years: number[]): number {
  const sorted = [...new Set(years)].sort((a, b) => a - b)
  return sorted.findLast((year, i) => i > 0 && year - (sorted[i - 1] ?? year) > GAP) ?? sorted[0] ?? 0
}

/** How many events began in each year, and how many have no year or only a vague one. */
function yearCounts({ events }: Side): { counts: Map<number, number>; undated: number; vague: number } {
  const counts = new Map<number, number>()
  let [undated, vague] = [0, 0]
  for (const { years } of events) {
    const [first, last] = years
    const year = first ?? last
    if (year === null) undated++
    else if (first !== null && last !== null && last - first > VAGUE) vague++
    else counts.set(year, (counts.get(year) ?? 0) + 1)
  }
  return { counts, undated, vague }
}

function yearBars(counts: Map<number, number>, { first, last, most }: Axis, name: string): SVGElement {
  const step = (WIDE - LEFT) / (last - first + 1)
  const base = TALL - FOOT
  const x = (year: number): number => LEFT + (year - first) * step
  const bars = [...counts].map(([year, n]) => {
    const high = (n / most) * (base - TOP)
    const words = `${year}: ${number(n)}`
    return svg(
      'g',
      { 'data-tip': words },
      svg('rect', { x: x(year) + step * 0.1, y: base - high, width: step * 0.8, height: high }),
      step > 14 || n === most
        ? svg('text', { x: x(year) + step / 2, y: base - high - 3, 'text-anchor': 'middle' }, number(n))
        : null,
      svg('title', null, words),
    )
  })
  const marks = yearTicks(first, last, 8).map((year) =>
    svg('text', { x: x(year) + step / 2, y: TALL - 6, 'text-anchor': 'middle' }, String(year)),
  )
  const label = `${t('yearsOf')}: ${name}, ${first}–${last}`
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDE} ${TALL}`, role: 'img', 'aria-label': label },
    svg('line', { x1: LEFT, x2: WIDE, y1: base, y2: base }),
    bars,
    marks,
  )
}
