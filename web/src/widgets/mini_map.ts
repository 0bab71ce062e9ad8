/** A small map with the country of an entity. */

import { activity } from '../core/api'
import { h, svg } from '../core/dom'
import { t } from '../core/i18n'
import type { Point } from '../core/types'
import { countryPath, shapes } from './worldmap'

const [WIDTH, HEIGHT] = [320, 200]

/** The country, and the points of the entity in it. */
export async function smallMap(panel: HTMLElement, country: string, points: Point[]): Promise<void> {
  const { countries } = await activity()
  const known = countries.find((one) => one.id === country)
  const all = await shapes()
  const shape = all.find((one) => known && Number(one.id) === Number(known.m49))
  if (!known || !shape) return
  const path = countryPath(WIDTH, HEIGHT, shape)
  const drawing = svg(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: 'smallmap', role: 'img', 'aria-label': known.label },
    all.map((one) => svg('path', { d: path(one) ?? '', class: one === shape ? 'here' : '' })),
    points.map(({ lat, long }) =>
      svg('path', {
        class: 'point',
        d: path.pointRadius(4)({ type: 'Point', coordinates: [long, lat] }) ?? '',
      }),
    ),
  )
  panel.append(
    h('a', { href: `/map?country=${country}`, 'aria-label': `${t('map')}: ${known.label}` }, drawing),
  )
  panel.hidden = false
}
