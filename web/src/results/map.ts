/** The countries and places that rows name, shaded by a value of the rows or by their number. */

import { pathOf } from '../core/address'
import { activity } from '../core/api'
import { h, put } from '../core/dom'
import { failure } from '../core/format'
import { compact, number, t } from '../core/i18n'
import type { Activity } from '../core/types'
import { type Area, choropleth, type MapPoint } from '../widgets/choropleth'
import { figureTools, sourceTitles } from '../widgets/figure'
import { player } from '../widgets/player'
import { tips } from '../widgets/tips'
import { inAmericas, type Shape, shapes } from '../widgets/worldmap'
import { type Described, isNumber, meaningOf, type Row } from './columns'
import { byWeight, codeOf, locatorsOf, qualifiers, timeOf, unitOf, valueColumns, yearsIn } from './series'

const COUNT = ''

export function resultMap(rows: Row[], vars: string[], about: Described): HTMLElement {
  const holder = h('div', { class: 'mapbox' }, h('p', { class: 'loading' }, t('loading')))
  void Promise.all([activity(), shapes()])
    .then(([found, all]) => new ResultMap(holder, rows, vars, about, found, all).start())
    .catch((error: unknown) => put(holder, failure(error)))
  return holder
}

/** What is known of one country. */
interface Place {
  label: string
  m49: number
  rows: Row[]
}

class ResultMap {
  private readonly places: Map<string, Place>
  private readonly outside: string[] = []
  private readonly body = h('div', { class: 'mapgrid' })
  private value = COUNT
  private unit = ''
  private year: number | null = null

  constructor(
    private readonly holder: HTMLElement,
    private readonly rows: Row[],
    private readonly vars: string[],
    private readonly about: Described,
    private readonly found: Activity,
    private readonly shapes: Shape[],
  ) {
    this.places = this.placed()
  }

  private placed(): Map<string, Place> {
    const known = new Map(this.found.countries.map((one) => [`${this.about.base}id/${one.id}`, one]))
    const places = new Map<string, Place>()
    const outside = new Set<string>()
    const elsewhere = new Set(
      this.shapes.filter((shape) => !inAmericas(shape)).map((shape) => Number(shape.id)),
    )
    for (const row of this.rows) {
      for (const country of new Set(this.vars.map((name) => known.get(row[name]?.value ?? '')))) {
        if (!country) continue
        if (elsewhere.has(Number(country.m49))) {
          outside.add(country.label)
          continue
        }
        const place = places.get(country.id) ?? { label: country.label, m49: Number(country.m49), rows: [] }
        place.rows.push(row)
        places.set(country.id, place)
      }
    }
    this.outside.push(...outside)
    return places
  }

  start(): void {
    const points = this.points()
    if (!this.places.size && !points.length) {
      put(this.holder, h('p', { class: 'hush' }, t('noMap')))
      return
    }
    const columns = byWeight(valueColumns(this.rows, this.vars))
    this.value = columns[0] ?? COUNT
    const select = h(
      'select',
      null,
      columns.map((name) => h('option', { value: name }, meaningOf(name, this.about))),
      h('option', { value: COUNT }, t('numberOfRows')),
    )
    const under = h('div')
    const redraw = (): void => {
      const units = this.units()
      this.unit = units[0]?.[0] ?? ''
      this.year = this.years().at(-1) ?? null
      put(under, units.length > 1 ? this.unitChoice(units) : null, this.slider())
      this.draw()
    }
    select.addEventListener('change', () => {
      this.value = select.value
      redraw()
    })
    put(
      this.holder,
      h('div', { class: 'controls' }, h('label', { class: 'field' }, t('draws'), select)),
      under,
      this.body,
    )
    redraw()
  }

  /** The units of the values, those of the most rows first: values with another unit are not comparable. */
  private units(): [string, string][] {
    const counts = new Map<string, { text: string; n: number }>()
    for (const row of this.value ? this.rows.filter((one) => isNumber(one[this.value])) : []) {
      const { key, text } = this.unitIn(row)
      counts.set(key, { text, n: (counts.get(key)?.n ?? 0) + 1 })
    }
    return [...counts].sort((a, b) => b[1].n - a[1].n).map(([key, { text }]) => [key, text])
  }

  /** Indicator, unit and status of a row: values that differ in one of them are not comparable. */
  private unitIn(row: Row): { key: string; text: string } {
    const { key, unit, title } = unitOf(row, this.vars, this.about, this.value)
    const status = this.vars.includes('status') ? codeOf(row, 'status') : ''
    return {
      key: `${key} ${status}`,
      text: [title, unit, this.about.codes.status[status] ?? status].filter(Boolean).join(', '),
    }
  }

  private unitChoice(units: [string, string][]): HTMLElement {
    const select = h(
      'select',
      {
        onchange: () => {
          this.unit = select.value
          this.draw()
        },
      },
      units.map(([key, text]) => h('option', { value: key }, text)),
    )
    return h('label', { class: 'field' }, t('unitAndStatus'), select)
  }

  private usable(row: Row): boolean {
    return !this.value || (isNumber(row[this.value]) && this.unitIn(row).key === this.unit)
  }

  /** The years of the values, if some country has values of several. */
  private years(): number[] {
    const several = [...this.places.values()].some(
      ({ rows }) =>
        new Set(rows.filter((row) => this.usable(row)).map((row) => yearsIn(row)?.join())).size > 1,
    )
    const years = this.rows.flatMap((row) => (this.usable(row) ? (yearsIn(row) ?? []) : []))
    return several && this.value ? [...new Set(years)].sort((a, b) => a - b) : []
  }

  private slider(): HTMLElement | null {
    const years = this.years()
    const [first, last] = [years[0], years.at(-1)]
    if (first === undefined || last === undefined || first === last) return null
    return player(first, last, this.year, (year) => {
      this.year = year
      this.draw()
    }).element
  }

  /** The rows of a place that count now: of all years, its latest. */
  private current({ rows }: Place): Row[] {
    const used = rows.filter((row) => this.usable(row))
    if (!this.value || !this.years().length) return used
    const { year } = this
    if (year !== null)
      return used.filter((row) => {
        const [from, to] = yearsIn(row) ?? [1, 0]
        return from <= year && year <= to
      })
    const latest = Math.max(...used.map((row) => yearsIn(row)?.[1] ?? Number.NEGATIVE_INFINITY))
    return used.filter((row) => yearsIn(row)?.[1] === latest)
  }

  private area(id: string, place: Place): Area & { rows: Row[]; label: string } {
    const rows = this.current(place)
    const values = rows.map((row) => Number(row[this.value]?.value))
    // several values of one country are not added up: the largest shades it, the list has all
    const value = !this.value ? rows.length : values.length ? Math.max(...values) : null
    const said = rows.map((row) => this.said(row)).slice(0, 4)
    const more = rows.length > 4 ? [t('more', { n: rows.length - 4 })] : []
    const words = this.value ? [...said, ...more].join(' / ') || t('noValue') : t('rows', { n: rows.length })
    return { id, m49: place.m49, value, words: `${place.label}: ${words}`, rows, label: place.label }
  }

  private said(row: Row): string {
    const { unit } = unitOf(row, this.vars, this.about, this.value)
    const value = `${number(Number(row[this.value]?.value))} ${unit}`.trim()
    return [value, timeOf(row, this.about), qualifiers(row, this.vars, this.about)].filter(Boolean).join('; ')
  }

  /** The entities of the rows that have coordinates, each with the largest value of its rows or their number. */
  private points(): MapPoint[] {
    const named = new Map<string, Row[]>()
    for (const row of this.rows)
      for (const id of new Set(this.vars.map((name) => row[name]?.value ?? '')))
        named.set(id, [...(named.get(id) ?? []), row])
    return this.found.points.flatMap((point) => {
      const rows = named.get(`${this.about.base}id/${point.id}`)
      if (!rows) return []
      const { value, words } = this.area(point.id, { label: point.label, m49: 0, rows })
      const name = point.label
      // a number of rows is no measure of a place
      if (this.value === COUNT)
        return [{ ...point, name, words: rows.length > 1 ? words : name, href: pathOf(point.id) }]
      return [{ ...point, name, value, words: value ? words : name, href: pathOf(point.id) }]
    })
  }

  /** How many rows name no entity with coordinates, and how many of them no country either. */
  private missing(): { points: number; all: number } {
    const placed = new Set(this.found.points.map((point) => `${this.about.base}id/${point.id}`))
    const bare = this.rows.filter((row) => !this.vars.some((name) => placed.has(row[name]?.value ?? '')))
    const known = new Set(this.found.countries.map((one) => `${this.about.base}id/${one.id}`))
    const nowhere = bare.filter((row) => !this.vars.some((name) => known.has(row[name]?.value ?? '')))
    return { points: bare.length, all: nowhere.length }
  }

  private draw(): void {
    const areas = [...this.places].map(([id, place]) => this.area(id, place))
    const sample = this.rows.find((row) => this.usable(row))
    const kind = sample && this.value ? this.unitIn(sample).text : ''
    const meaning = this.value ? meaningOf(this.value, this.about) : t('numberOfRows')
    const subtitle = [
      [meaning, kind === '%' ? '' : kind].filter(Boolean).join(': '),
      this.year ? String(this.year) : '',
      this.value && areas.some((area) => area.rows.length > 1) ? t('largestShades') : '',
    ].filter(Boolean)
    const points = this.points()
    const { points: bare, all } = this.missing()
    if (points.length && bare > all) subtitle.push(t('rowsWithoutPoint', { n: bare - all }))
    if (all) subtitle.push(t('rowsNowhere', { n: all }))
    const { drawing, legend } = choropleth({
      shapes: this.shapes,
      areas,
      points,
      label: subtitle.join('. '),
      pointsMean: meaning,
      format: compact,
    })
    put(
      this.body,
      h(
        'div',
        { class: 'panel' },
        h('p', { class: 'hush' }, subtitle.join('. ')),
        tips(drawing),
        h(
          'p',
          { class: 'legend' },
          legend.map((entry) => h('span', { class: 'step' }, entry.symbol, entry.text)),
        ),
        figureTools(async () => ({
          title: this.about.title ?? meaning,
          subtitle: subtitle.join('. '),
          drawing,
          legend: legend.map((entry) => ({ ...entry })),
          sources: await sourceTitles(locatorsOf(areas.flatMap((area) => area.rows))),
        })),
      ),
      this.lists(areas, points),
    )
  }
  /** The values and the points of the map as text. */
  private lists(areas: (Area & { label: string })[], points: MapPoint[]): HTMLElement {
    const sorted = [...areas].sort(
      (a, b) => (b.value ?? -1) - (a.value ?? -1) || a.label.localeCompare(b.label),
    )
    return h(
      'div',
      null,
      h(
        'ul',
        { class: 'plain areas' },
        sorted.map((area) => h('li', { 'data-value': area.value }, area.words)),
      ),
      points.length
        ? h(
            'ul',
            { class: 'plain' },
            points.map((point) => h('li', null, h('a', { href: point.href }, point.words))),
          )
        : null,
      this.outside.length
        ? h('p', { class: 'hush' }, t('outsideMap', { names: this.outside.join(', ') }))
        : null,
    )
  }
}
