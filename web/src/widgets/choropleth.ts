/** The region's countries shaded by a value, with its classes as a legend and points where there are coordinates. */

import type { GeoPath } from 'd3-geo'
import { svg } from '../core/dom'
import { t } from '../core/i18n'
import { measure } from './text'
import { inAmericas, regionPath, type Shape } from './worldmap'

const [WIDTH, HEIGHT] = [520, 560]
const SHADES = 5
/** The radius in pixels of the point with the largest value. */
const LARGEST = 13
/** Countries below this area in square pixels are drawn as a circle too. */
const SMALL = 60

export interface Area {
  /** UN M49 number. */
  m49: number
  id: string
  /** Null where nothing is known. */
  value: number | null
  /** Name and value in words. */
  words: string
}

export interface MapPoint {
  id: string
  /** Written beside the point where there is room. */
  name?: string
  lat: number
  long: number
  words: string
  href: string
  /** What the area of the point stands for; null where nothing is known of it, absent where points have no values. */
  value?: number | null
}

export interface MapOptions {
  shapes: Shape[]
  areas: Area[]
  points?: MapPoint[]
  label: string
  /** The value in words, with its unit. */
  format: (value: number) => string
  /** What the values of points are, in words, if they have any. */
  pointsMean?: string
  chosen?: string
  choose?: (id: string) => void
}

export interface Choropleth {
  drawing: SVGSVGElement
  legend: { symbol: SVGElement; text: string }[]
}

/** Upper ends of at most five classes: by logarithm where values differ by more than 30 times, else even. */
export function classes(values: number[]): number[] {
  const known = [...new Set(values.filter((value) => value > 0))].sort((a, b) => a - b)
  const [least, most] = [known[0], known.at(-1)]
  if (least === undefined || most === undefined) return []
  if (known.length <= SHADES) return known
  const whole = known.every(Number.isInteger) && most < 10_000
  const ends = Array.from({ length: SHADES }, (_, i) => {
    const part = (i + 1) / SHADES
    const end = most / least > 30 ? least * (most / least) ** part : least + (most - least) * part
    return i === SHADES - 1 ? most : whole ? Math.floor(end) : Number(end.toPrecision(2))
  })
  return [...new Set(ends)].filter((end) => end >= least && end <= most)
}

/** The shade from 1 to 5 of a value; of few classes the darkest are used. */
function shade(value: number | null, ends: number[]): string {
  if (value === null) return 'none'
  if (value <= 0) return '0'
  const place = ends.findIndex((end) => value <= end)
  return String(
    ends.length === 1 ? 4 : Math.round(1 + ((place < 0 ? ends.length - 1 : place) * 4) / (ends.length - 1)),
  )
}

export function choropleth({
  shapes,
  areas,
  points = [],
  label,
  format,
  pointsMean = '',
  chosen,
  choose,
}: MapOptions): Choropleth {
  const path = regionPath(WIDTH, HEIGHT)
  const byNumber = new Map(areas.map((area) => [area.m49, area]))
  const ends = classes(areas.flatMap((area) => area.value ?? []))
  const seen = shapes.filter((shape) => {
    const [[left, top], [right, bottom]] = path.bounds(shape)
    return right > 0 && left < WIDTH && bottom > 0 && top < HEIGHT
  })
  const drawn = seen.map((shape) => {
    // parts overseas of a country elsewhere, such as French Guiana, are in its shape but not in its value
    const area = inAmericas(shape) ? byNumber.get(Number(shape.id)) : undefined
    const outline = svg('path', { d: path(shape) ?? '' })
    if (!area) {
      outline.setAttribute('class', 'land')
      return outline
    }
    const [x, y] = path.centroid(shape)
    const dot = path.area(shape) < SMALL ? svg('circle', { cx: x, cy: y, r: 5 }) : null
    return country(area, shade(area.value, ends), [outline, dot], chosen, choose)
  })
  const most = Math.max(0, ...points.flatMap((point) => point.value ?? []))
  // small points lie over large ones
  const sorted = [...points].sort((a, b) => (b.value ?? 0) - (a.value ?? 0))
  const dots = sorted.map((point) =>
    svg(
      'a',
      { href: point.href, 'aria-label': point.words, 'data-tip': point.words },
      svg('path', {
        class: point.value ? 'point sized' : 'point',
        'data-value': point.value ?? null,
        d:
          path.pointRadius(radius(point, most))({
            type: 'Point',
            coordinates: [point.long, point.lat],
          }) ?? '',
      }),
    ),
  )
  const drawing = svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'map', role: 'group', 'aria-label': label },
    drawn,
    dots,
    pointNames(sorted, path, most),
  )
  const round = drawing.querySelector('.country circle') !== null
  return {
    drawing,
    legend: [...legend(areas, ends, format), ...marks(round), ...pointMarks(points, pointsMean, format)],
  }
}

const [NAME, ROOM] = [10, 150]

/** The names of points, those of the largest first, each where it lies over no point and no other name. */
function pointNames(points: MapPoint[], path: GeoPath, most: number): SVGElement[] {
  const placed = points.flatMap((point) => {
    const [x, y] = path.centroid({ type: 'Point', coordinates: [point.long, point.lat] })
    const seen = x > 0 && x < WIDTH && y > 0 && y < HEIGHT
    return seen ? [{ point, at: [x, y] as const, r: radius(point, most) }] : []
  })
  const taken = placed.map(({ at: [x, y], r }) => ({ x1: x - r, y1: y - r, x2: x + r, y2: y + r }))
  return placed.flatMap(({ point, at: [x, y], r }) => {
    const name = point.name ?? ''
    const wide = measure(name, NAME)
    if (!name || wide > ROOM) return []
    for (const [left, top] of [
      [x + r + 2, y - NAME / 2],
      [x - r - 2 - wide, y - NAME / 2],
      [x - wide / 2, y + r + 1],
      [x - wide / 2, y - r - 1 - NAME],
    ] as const) {
      const box = { x1: left, y1: top, x2: left + wide, y2: top + NAME * 1.1 }
      const meets = taken.some((o) => box.x1 < o.x2 && o.x1 < box.x2 && box.y1 < o.y2 && o.y1 < box.y2)
      if (meets || box.x1 < 2 || box.x2 > WIDTH - 2 || box.y1 < 2 || box.y2 > HEIGHT - 2) continue
      taken.push(box)
      return [
        svg(
          'text',
          { class: 'pointname', x: left, y: top + NAME * 0.85, 'font-size': NAME, 'aria-hidden': 'true' },
          name,
        ),
      ]
    }
    return []
  })
}

/** The radius of a point in pixels: its area stands for its value. */
const radius = ({ value }: MapPoint, most: number): number =>
  value ? Math.max(2.5, LARGEST * Math.sqrt(value / most)) : 2.5

function country(
  area: Area,
  level: string,
  parts: (SVGElement | null)[],
  chosen = '',
  choose?: (id: string) => void,
): SVGElement {
  const act = {
    role: 'button',
    tabindex: '0',
    'aria-pressed': String(chosen === area.id),
    onclick: () => choose?.(area.id),
    onkeydown: (event: KeyboardEvent) => {
      if (event.key !== 'Enter' && event.key !== ' ') return
      event.preventDefault()
      choose?.(area.id)
    },
  }
  return svg(
    'g',
    {
      class: `country shade${level}${chosen === area.id ? ' chosen' : ''}`,
      'data-key': area.id,
      'data-value': area.value,
      'data-tip': area.words,
      'aria-label': area.words,
      ...(choose ? act : { role: 'img' }),
    },
    parts,
  )
}

const box = (kind: string): SVGElement => symbol(`shade${kind}`, svg('rect', { width: 20, height: 12 }))

function legend(areas: Area[], ends: number[], format: (value: number) => string): Choropleth['legend'] {
  const found: Choropleth['legend'] = []
  if (areas.some((area) => area.value === null)) found.push({ symbol: box('none'), text: t('noValue') })
  if (areas.some((area) => area.value === 0)) found.push({ symbol: box('0'), text: format(0) })
  const values = areas.flatMap((area) => area.value ?? []).filter((value) => value > 0)
  for (const [i, end] of ends.entries()) {
    const inside = values.filter((value) => value <= end && value > (ends[i - 1] ?? 0))
    if (!inside.length) continue
    const from = Math.min(...inside)
    const to = Math.max(...inside)
    const text = from === to ? format(from) : `${format(from)} – ${format(to)}`
    found.push({ symbol: box(shade(end, ends)), text })
  }
  return found
}

/** What else is drawn: land without a value, circles for small countries. */
function marks(round: boolean): Choropleth['legend'] {
  const found = [{ symbol: symbol('land', svg('rect', { width: 20, height: 12 })), text: t('otherLand') }]
  if (round)
    found.push({ symbol: symbol('country', svg('circle', { cx: 10, cy: 6, r: 5 })), text: t('smallCountry') })
  return found
}

/** What points are: their area by value, with the least and the most, and those without one. */
function pointMarks(
  points: MapPoint[],
  what: string,
  format: (value: number) => string,
): Choropleth['legend'] {
  const values = points.flatMap((point) => point.value || [])
  const found: Choropleth['legend'] = []
  const dot = (cx: number, r: number): SVGElement => svg('circle', { class: 'point', cx, cy: 6, r })
  if (values.length) {
    const [least, most] = [Math.min(...values), Math.max(...values)]
    const range = least === most ? format(most) : `${format(least)} – ${format(most)}`
    found.push({
      symbol: symbol('', svg('g', { class: 'sized' }, dot(3, 2.5), dot(13, 5.5))),
      text: t('pointsSized', { what, range }),
    })
  }
  if (values.length < points.length)
    found.push({ symbol: symbol('', dot(10, 2.5)), text: t(values.length ? 'pointsBare' : 'pointsHere') })
  return found
}

const symbol = (kind: string, shape: SVGElement): SVGElement =>
  svg(
    'svg',
    { viewBox: '0 0 20 12', class: `swatch ${kind}`, width: 20, height: 12, 'aria-hidden': 'true' },
    shape,
  )
