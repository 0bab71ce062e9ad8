/** The picture of the start page: events of the three pillars by country, played over the years. */

import land from 'world-atlas/countries-110m.json?url'
import { pathOf } from '../core/address'
import { h, put, svg } from '../core/dom'
import { number, t } from '../core/i18n'
import { onLeaving } from '../core/router'
import type { Front } from '../core/types'
import { inAmericas, regionPath, type Shape, shapesOf } from './worldmap'

const PILLARS = ['trade', 'investment', 'cooperation'] as const
const [WIDTH, HEIGHT, TALL] = [520, 420, 90]
const STEP = 130
/** The middle of states too small for the coarse map, from its finer edition (world-atlas 2.0.2, 1:50m). */
const SMALL: Record<number, [number, number]> = {
  28: [-61.8, 17.1],
  52: [-59.6, 13.2],
  212: [-61.4, 15.4],
  308: [-61.7, 12.1],
  659: [-62.7, 17.3],
  662: [-61.0, 13.9],
  670: [-61.2, 13.3],
}
type Numbers = [number, number, number]
type Spot = { id: string; label: string; x: number; y: number }

/** Draw the picture into a panel: a map, bars by year, a slider and a button that plays. */
export function pillarPicture(panel: HTMLElement, found: Front): void {
  const years = found.events.map(([, year]) => year)
  const [first, last] = [Math.min(...years), Math.max(...years)]
  const map = svg('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'pillarmap', role: 'group' })
  const caption = h('p', { class: 'hush' })
  const slider = h('input', {
    type: 'range',
    min: first,
    max: last,
    value: last,
    'aria-label': t('yearShown'),
    oninput: () => draw(Number(slider.value)),
  })
  const bars = yearBars(found, first, last)
  let spots: Spot[] = []
  const draw = (year: number): void => {
    slider.value = String(year)
    slider.setAttribute('aria-valuetext', String(year))
    map.setAttribute('aria-label', t('pillarsLabel', { year: String(year) }))
    for (const bar of bars.querySelectorAll('g'))
      bar.classList.toggle('later', Number(bar.dataset['year']) > year)
    caption.textContent = t('pillarsCaption', { year: String(year) })
    map.querySelector('g.circles')?.replaceWith(circles(spots, until(found, year)))
  }
  const play = player(slider, first, last, draw)
  put(
    panel,
    h('div', { class: 'headline' }, h('h2', null, t('pillarsPicture')), key()),
    map,
    h('div', { class: 'playing' }, play, slider),
    bars,
    caption,
    h('p', null, h('a', { href: '/map' }, t('openMap'))),
    saving(map, caption),
  )
  map.append(svg('g', { class: 'land' }), svg('g', { class: 'circles' }))
  draw(last)
  // in little detail: a start page must be light
  void shapesOf(land).then((all) => {
    if (!panel.isConnected) return
    const path = regionPath(WIDTH, HEIGHT)
    const drawn = all.filter(inAmericas).map((one) => svg('path', { d: path(one) ?? '' }))
    map.querySelector('g.land')?.append(...drawn)
    spots = located(found, all, path)
    draw(Number(slider.value))
  })
}

/** What saves the map of the chosen year; its code is loaded for a reader who asks for it. */
function saving(map: SVGSVGElement, caption: HTMLElement): HTMLElement {
  const box = h('details', { class: 'savepicture' }, h('summary', null, t('savePicture')))
  const fill = async (): Promise<void> => {
    const { allSources, figureTools } = await import('./figure')
    box.append(
      figureTools(async () => ({
        title: map.getAttribute('aria-label') ?? t('pillarsPicture'),
        subtitle: caption.textContent ?? '',
        drawing: map,
        legend: PILLARS.map((name) => ({ symbol: symbol(name), text: t(name) })),
        sources: await allSources(),
      })),
    )
  }
  box.addEventListener('toggle', () => void fill(), { once: true })
  return box
}

const symbol = (name: string): SVGElement =>
  svg(
    'svg',
    { viewBox: '0 0 20 12', width: 20, height: 12 },
    svg('rect', { x: 2, width: 16, height: 12, class: name }),
  )

function key(): HTMLElement {
  return h(
    'ul',
    { class: 'key' },
    PILLARS.map((name) =>
      h('li', null, h('span', { class: `spot ${name}`, 'aria-hidden': 'true' }), t(name)),
    ),
  )
}

/** A button that moves through the years, and stops at the end or when the view closes. */
function player(
  slider: HTMLInputElement,
  first: number,
  last: number,
  draw: (year: number) => void,
): HTMLElement {
  let timer = 0
  const stop = (): void => {
    clearInterval(timer)
    timer = 0
    button.textContent = t('playPicture')
  }
  const step = (): void => {
    const year = Number(slider.value) + 1
    if (year > last) stop()
    else draw(year)
  }
  const button = h(
    'button',
    {
      type: 'button',
      onclick: () => {
        if (timer) return stop()
        if (Number(slider.value) >= last) draw(first)
        timer = window.setInterval(step, STEP)
        button.textContent = t('pausePicture')
      },
    },
    t('playPicture'),
  )
  onLeaving(stop)
  return button
}

/** Events that began by a year, by country. */
function until(found: Front, year: number): Map<string, Numbers> {
  const sums = new Map<string, Numbers>()
  for (const [country, began, ...numbers] of found.events) {
    if (began > year) continue
    const known = sums.get(country) ?? [0, 0, 0]
    sums.set(country, known.map((sum, i) => sum + (numbers[i] ?? 0)) as Numbers)
  }
  return sums
}

/** Where each country stands on the map: at the middle of its largest part. */
function located(found: Front, all: Shape[], path: ReturnType<typeof regionPath>): Spot[] {
  return found.countries.flatMap(({ id, label, m49 }) => {
    const shape = all.find((one) => Number(one.id) === Number(m49))
    const small = SMALL[Number(m49)]
    if (small) return [{ id, label, ...placeOf(path.centroid({ type: 'Point', coordinates: small })) }]
    if (!shape) return []
    const parts = shape.geometry.type === 'MultiPolygon' ? shape.geometry.coordinates : []
    const one = parts.map((coordinates) => ({ type: 'Polygon' as const, coordinates }))
    const largest = one.sort((a, b) => path.area(b) - path.area(a))[0] ?? shape
    const { x, y } = placeOf(path.centroid(largest))
    const inside = x > 0 && x < WIDTH && y > 0 && y < HEIGHT
    return inside ? [{ id, label, x, y }] : []
  })
}

const placeOf = ([x, y]: [number, number]): { x: number; y: number } => ({ x, y })

const radius = (sum: number): number => 1.9 * Math.sqrt(sum)

/** A circle for each country, parted by pillar. */
function circles(spots: Spot[], sums: Map<string, Numbers>): SVGElement {
  const drawn = spots
    .map((spot) => ({ ...spot, numbers: sums.get(spot.id) ?? ([0, 0, 0] as Numbers) }))
    .map((spot) => ({ ...spot, sum: spot.numbers.reduce((a, b) => a + b, 0) }))
    .filter((spot) => spot.sum > 0)
    .sort((a, b) => b.sum - a.sum)
  return svg(
    'g',
    { class: 'circles' },
    drawn.map(({ id, label, x, y, numbers, sum }) =>
      svg(
        'a',
        { href: pathOf(id) },
        svg('title', null, t('eventsOf', { name: label, n: sum })),
        numbers.map((n, i) =>
          slice(x, y, radius(sum), numbers.slice(0, i).reduce((a, b) => a + b, 0) / sum, n / sum, i),
        ),
      ),
    ),
  )
}

function slice(
  x: number,
  y: number,
  r: number,
  from: number,
  share: number,
  pillar: number,
): SVGElement | null {
  if (!share) return null
  const name = PILLARS[pillar] ?? ''
  if (share > 0.999) return svg('circle', { cx: x, cy: y, r, class: name })
  const at = (part: number): string => {
    const angle = 2 * Math.PI * part - Math.PI / 2
    return `${(x + r * Math.cos(angle)).toFixed(2)} ${(y + r * Math.sin(angle)).toFixed(2)}`
  }
  const large = share > 0.5 ? 1 : 0
  return svg('path', { class: name, d: `M${x} ${y}L${at(from)}A${r} ${r} 0 ${large} 1 ${at(from + share)}Z` })
}

/** A bar for each year, its parts the pillars. */
function yearBars(found: Front, first: number, last: number): SVGSVGElement {
  const sums = new Map<number, Numbers>()
  for (const [, year, ...numbers] of found.events) {
    const known = sums.get(year) ?? [0, 0, 0]
    sums.set(year, known.map((sum, i) => sum + (numbers[i] ?? 0)) as Numbers)
  }
  const total = (numbers: Numbers): number => numbers.reduce((a, b) => a + b, 0)
  const most = Math.max(...[...sums.values()].map(total))
  const wide = WIDTH / (last - first + 1)
  const bars = [...sums].map(([year, numbers]) => {
    let top = TALL - 14
    const parts = numbers.map((n, i) => {
      const tall = (n / most) * (TALL - 18)
      top -= tall
      return svg('rect', {
        class: PILLARS[i] ?? '',
        x: (year - first) * wide,
        y: top,
        width: wide * 0.8,
        height: tall,
      })
    })
    return svg('g', { 'data-year': year }, svg('title', null, `${year}: ${number(total(numbers))}`), parts)
  })
  const decades = Array.from({ length: last - first + 1 }, (_, i) => first + i).filter(
    (year) => year % 10 === 0,
  )
  const marks = decades.map((year) =>
    svg(
      'text',
      { x: Math.max((year - first + 0.4) * wide, 14), y: TALL - 2, 'text-anchor': 'middle' },
      String(year),
    ),
  )
  return svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${TALL}`, class: 'yearbars', 'aria-hidden': 'true' },
    bars,
    marks,
  )
}
