/** The countries that rows name, on the map of the region. */

import { activity } from '../core/api'
import { h, put, svg } from '../core/dom'
import { failure } from '../core/format'
import { number, t } from '../core/i18n'
import { regionPath, shapes } from '../widgets/worldmap'
import type { Described, Row } from './columns'

const [WIDTH, HEIGHT] = [520, 560]

export function resultMap(rows: Row[], vars: string[], about: Described): HTMLElement {
  const holder = h('div', { class: 'mapbox' }, h('p', { class: 'loading' }, t('loading')))
  void draw(holder, rows, vars, about).catch((error: unknown) => put(holder, failure(error)))
  return holder
}

async function draw(holder: HTMLElement, rows: Row[], vars: string[], about: Described): Promise<void> {
  const [{ countries }, all] = await Promise.all([activity(), shapes()])
  const known = new Map(countries.map((one) => [`${about.base}id/${one.id}`, one]))
  const value = vars.find((name) =>
    rows.some((row) => /#(decimal|integer|double)$/.test(row[name]?.datatype ?? '')),
  )
  const sums = new Map<number, { label: string; count: number; values: number[] }>()
  for (const row of rows) {
    const named = new Set(vars.map((name) => known.get(row[name]?.value ?? '')))
    for (const country of named) {
      if (!country || country.iso3 === 'JPN') continue
      const entry = sums.get(Number(country.m49)) ?? { label: country.label, count: 0, values: [] }
      entry.count += 1
      if (value && row[value]) entry.values.push(Number(row[value]?.value))
      sums.set(Number(country.m49), entry)
    }
  }
  if (!sums.size) return put(holder, h('p', { class: 'hush' }, t('noMap')))
  const most = Math.max(...[...sums.values()].map((one) => one.count))
  const path = regionPath(WIDTH, HEIGHT)
  const drawn = all.map((shape) => {
    const found = sums.get(Number(shape.id))
    if (!found) return svg('path', { d: path(shape) ?? '', class: 'land' })
    // several values of a country are listed, not summed: they may be of different years
    const values = found.values.slice(0, 5).map(number).join('; ')
    const words = `${found.label}: ${t('rows', { n: found.count })}${values ? ` (${values})` : ''}`
    const level = Math.max(1, Math.ceil((Math.log(found.count + 1) / Math.log(most + 1)) * 5))
    return svg(
      'g',
      { class: `country shade${level}` },
      svg('title', null, words),
      svg('path', { d: path(shape) ?? '' }),
    )
  })
  const list = [...sums.values()]
    .sort((a, b) => b.count - a.count)
    .map((one) => h('li', null, `${one.label}: ${t('rows', { n: one.count })}`))
  put(
    holder,
    svg(
      'svg',
      {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        class: 'map',
        role: 'img',
        'aria-label': t('mapLabel', { what: t('table') }),
      },
      drawn,
    ),
    h('ul', { class: 'plain' }, list),
  )
}
