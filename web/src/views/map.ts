/** Investments, projects and agreements by country and year; trade, investment and cooperation side by side. */

import type { GeoPath } from 'd3-geo'
import { pathOf, placed } from '../core/address'
import { activity, vocabulary } from '../core/api'
import { overlaps, yearsOf } from '../core/dates'
import { h, put, svg } from '../core/dom'
import { cut, failure, sources } from '../core/format'
import { capital, number, t } from '../core/i18n'
import { keep, type View } from '../core/router'
import { amountList, claims, details } from '../core/statement'
import type { Activity, Codes, Country, Figure, Pillar, PlacedFact } from '../core/types'
import { figureTable } from '../results/statistics'
import { type Bar, bars, type Line, timeline } from '../widgets/charts'
import { nothing } from '../widgets/coverage'
import { regionPath, type Shape, shapes } from '../widgets/worldmap'

const PILLARS: Pillar[] = ['trade', 'investment', 'cooperation']
const [WIDTH, HEIGHT] = [520, 560]
const FIRST = 12

interface Choice {
  country: string
  sector: string
  year: string
  pillar: string
}

export async function mapView(main: HTMLElement, _path: string, query: URLSearchParams): Promise<View> {
  put(main, h('h1', null, t('mapTitle')), h('p', { class: 'loading' }, t('loading')))
  try {
    const [found, all, words] = await Promise.all([activity(), shapes(), vocabulary()])
    new MapView(main, found, all, words.codes, query).draw()
  } catch (error) {
    put(main, h('h1', null, t('mapTitle')), failure(error))
  }
  return { title: t('mapTitle') }
}

class MapView {
  private readonly choice: Choice

  constructor(
    private readonly main: HTMLElement,
    private readonly found: Activity,
    private readonly shapes: Shape[],
    private readonly codes: Codes,
    query: URLSearchParams,
  ) {
    const given = (name: string): string => query.get(name) ?? ''
    this.choice = {
      country: given('country'),
      sector: given('sector'),
      year: given('year'),
      pillar: given('pillar'),
    }
  }

  private query(change: Partial<Choice>): URLSearchParams {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries({ ...this.choice, ...change }))
      if (value) query.set(name, value)
    return query
  }

  /** The address of this view after a change of the choice. */
  private address(change: Partial<Choice>): string {
    return `/map?${this.query(change)}`
  }

  private set(change: Partial<Choice>): void {
    Object.assign(this.choice, change)
    keep(this.query({}))
    const focused = document.activeElement?.getAttribute('data-key')
    this.draw()
    if (focused) this.main.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus()
  }

  draw(): void {
    const facts = this.facts({})
    const country = this.found.countries.find((one) => one.id === this.choice.country)
    const sector = this.found.sectors[this.choice.sector]
    const name = [country?.label ?? t('wholeRegion'), sector].filter(Boolean).join(', ')
    put(
      this.main,
      h('h1', null, t('mapTitle')),
      this.controls(),
      h(
        'div',
        { class: 'mapgrid' },
        this.map(),
        h('div', null, this.years(), this.ranking(), h('p', { class: 'hush' }, this.unplaced())),
      ),
      h('h2', null, t('pillarsOf', { name })),
      h(
        'div',
        { class: 'pillars' },
        PILLARS.map((pillar) => this.pillar(pillar, facts)),
      ),
    )
  }

  /** Facts that match the choice, except for the parts in `without`. */
  private facts(without: Partial<Record<keyof Choice, true>>): PlacedFact[] {
    const { country, sector, year, pillar } = this.choice
    return this.found.facts.filter(
      (fact) =>
        (without.country || !country || fact.countries.includes(country)) &&
        (without.sector || !sector || fact.sectors.includes(sector)) &&
        (without.year || !year || within(span(fact), year)) &&
        (without.pillar || !pillar || fact.pillar === pillar),
    )
  }

  private figures(pillar: Pillar): Figure[] {
    const { country, sector, year } = this.choice
    if (!country && !sector) return []
    return this.found.figures.filter(
      (figure) =>
        figure.pillar === pillar &&
        (!country || figure.countries.includes(country)) &&
        (!sector || figure.sectors.includes(sector)) &&
        (!year || within(yearsOf(figure), year)),
    )
  }

  private controls(): HTMLElement {
    const choice = (
      name: keyof Choice,
      title: string,
      all: string,
      values: [string, string][],
    ): HTMLElement => {
      const select = h(
        'select',
        { 'data-key': name, onchange: () => this.set({ [name]: select.value }) },
        h('option', { value: '' }, all),
        values.map(([value, label]) => h('option', { value, selected: this.choice[name] === value }, label)),
      )
      return h('label', { class: 'field' }, title, select)
    }
    const years = everyYear(this.found.facts.flatMap((fact) => known(span(fact))))
    return h(
      'div',
      { class: 'controls' },
      choice(
        'country',
        t('country'),
        t('wholeRegion'),
        this.found.countries.map((one) => [one.id, one.label]),
      ),
      choice(
        'sector',
        t('sector'),
        t('allSectors'),
        Object.entries(this.found.sectors).sort((a, b) => a[1].localeCompare(b[1])),
      ),
      choice(
        'year',
        t('year'),
        t('allYears'),
        years.map((year) => [String(year), String(year)]),
      ),
      choice(
        'pillar',
        t('pillar'),
        t('all'),
        PILLARS.map((pillar) => [pillar, t(pillar)]),
      ),
    )
  }

  private map(): HTMLElement {
    const counts = this.counts()
    const byCode = new Map(this.found.countries.map((one) => [Number(one.m49), one]))
    const most = Math.max(1, ...this.found.countries.map((one) => counts.get(one.id) ?? 0))
    const path = regionPath(WIDTH, HEIGHT)
    const drawn = this.shapes.map((shape) => {
      const country = byCode.get(Number(shape.id))
      const outline = path(shape) ?? ''
      if (!country) return svg('path', { d: outline, class: 'land' })
      return this.country(
        country,
        outline,
        counts.get(country.id) ?? 0,
        most,
        path.centroid(shape),
        path.area(shape),
      )
    })
    const drawing = svg(
      'svg',
      {
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        class: 'map',
        role: 'group',
        'aria-label': t('mapLabel', { what: t('events') }),
      },
      drawn,
      this.points(path),
    )
    return h('div', { class: 'panel mapbox' }, drawing, this.legend(most))
  }

  /** The assets with coordinates that match the choice of country and sector. */
  private points(path: GeoPath): SVGElement[] {
    const { country, sector } = this.choice
    return this.found.points
      .filter((one) => (!country || one.country === country) && (!sector || one.sectors.includes(sector)))
      .map((one) =>
        svg(
          'a',
          { href: placed(pathOf(one.id)), 'aria-label': one.label },
          svg('title', null, one.label),
          svg('path', {
            class: 'point',
            d: path.pointRadius(3)({ type: 'Point', coordinates: [one.long, one.lat] }) ?? '',
          }),
        ),
      )
  }

  private country(
    country: Country,
    outline: string,
    count: number,
    most: number,
    at: [number, number],
    area: number,
  ): SVGElement {
    const words = `${country.label}: ${t('nEvents', { n: count })}`
    const chosen = this.choice.country === country.id
    const choose = (): void => this.set({ country: chosen ? '' : country.id })
    const small = area < 60 ? svg('circle', { cx: at[0], cy: at[1], r: 5 }) : null
    const group = svg(
      'g',
      {
        class: `country shade${shade(count, most)}${chosen ? ' chosen' : ''}`,
        role: 'button',
        tabindex: '0',
        'data-key': country.id,
        'aria-label': words,
        'aria-pressed': String(chosen),
        onclick: choose,
        onkeydown: (event: KeyboardEvent) => {
          if (event.key !== 'Enter' && event.key !== ' ') return
          event.preventDefault()
          choose()
        },
      },
      svg('title', null, words),
      svg('path', { d: outline }),
      small,
    )
    return group
  }

  /** Claims of each country: what has not come true is left out, and no claim is counted twice. */
  private counts(): Map<string, number> {
    const counts = new Map<string, number>()
    for (const fact of realised(this.facts({ country: true })))
      for (const id of fact.countries) counts.set(id, (counts.get(id) ?? 0) + 1)
    return counts
  }

  /** The same counts as a list, for keyboard and screen reader. */
  private ranking(): HTMLElement {
    const counts = this.counts()
    const rows = this.found.countries
      .flatMap((one) => (counts.has(one.id) ? [{ ...one, value: counts.get(one.id) ?? 0 }] : []))
      .sort((a, b) => b.value - a.value || a.label.localeCompare(b.label))
      .map((one) => ({ label: one.label, value: one.value, href: this.address({ country: one.id }) }))
    return h(
      'section',
      { class: 'panel' },
      h('h2', null, t('byCountry')),
      h('p', { class: 'hush' }, t('countsHint')),
      bars(rows, t('byCountry')),
    )
  }

  private legend(most: number): HTMLElement {
    const steps = [0, 1, 2, 3, 4, 5]
    const edge = (step: number): number => (step ? Math.floor(most ** (step / 5) + 1e-9) : 0)
    // few facts need fewer shades
    const boxes = steps
      .filter((step) => !step || edge(step) > edge(step - 1))
      .map((step) =>
        h(
          'span',
          { class: 'step' },
          svg(
            'svg',
            { viewBox: '0 0 20 12', class: `swatch shade${step}`, 'aria-hidden': 'true' },
            svg('rect', { width: 20, height: 12 }),
          ),
          step ? `≤ ${number(edge(step))}` : '0',
        ),
      )
    return h('p', { class: 'legend' }, h('span', { class: 'hush' }, t('events')), boxes)
  }

  private years(): HTMLElement {
    const facts = claims(this.facts({ year: true }))
    const asOf = facts.filter((fact) => fact.dated === 'asOf')
    const dated = facts.filter((fact) => fact.dated !== 'asOf' && known(span(fact)).length)
    const undated = facts.length - asOf.length - dated.length
    const years = everyYear(dated.flatMap((fact) => known(span(fact))))
    const kinds = [...PILLARS.map((pillar) => [pillar, t(pillar)]), ['plan', t('plans')]] as const
    return h(
      'section',
      { class: 'panel' },
      h('h2', null, t('byYear')),
      h(
        'p',
        { class: 'legend' },
        kinds.map(([name, label]) => h('span', { class: 'step' }, swatch(name), label)),
      ),
      years.length
        ? timeline(yearBars(dated, years), yearLines(dated), t('byYear'), this.choice.year, (year) =>
            this.set({ year: this.choice.year === year ? '' : year }),
          )
        : nothing(t('nothingHere'), this.choice.year),
      h('p', { class: 'hush' }, t('timelineHint')),
      undated ? h('p', { class: 'hush' }, t('undatedHere', { n: undated })) : null,
      asOf.length ? h('p', { class: 'hush' }, t('asOfHere', { n: asOf.length })) : null,
    )
  }

  private unplaced(): string {
    const n = realised(this.facts({ country: true })).filter((fact) => !fact.countries.length).length
    return n && !this.choice.country ? t('nUnplaced', { n }) : ''
  }

  private pillar(pillar: Pillar, facts: PlacedFact[]): HTMLElement {
    const mine = facts
      .filter((fact) => fact.pillar === pillar)
      .sort((a, b) => order(a) - order(b) || a.words.localeCompare(b.words))
    const firm = mine.filter((fact) => !fact.planned)
    const plans = mine.filter((fact) => fact.planned)
    const figures = this.figures(pillar)
    const counted = claims(firm).length
    return h(
      'section',
      { class: `panel pillar ${pillar}` },
      h('h3', null, t(pillar), ' ', h('span', { class: 'count' }, number(counted))),
      counted < firm.length
        ? h('p', { class: 'hush' }, t('claimsHint', { n: firm.length, m: counted }))
        : null,
      amountList(mine, this.codes),
      firm.length ? this.list(firm) : nothing(t('nothingHere'), this.choice.year),
      plans.length
        ? [h('h4', null, `${t('plans')} (${number(claims(plans).length)})`), this.list(plans)]
        : null,
      figures.length
        ? h(
            'details',
            null,
            h('summary', null, `${t('figuresHere')} (${figures.length})`),
            figureTable(figures, this.found.passages, this.codes),
          )
        : null,
    )
  }

  /** The first statements, and a button for the others. */
  private list(facts: PlacedFact[]): HTMLElement {
    const list = h('ul', { class: 'statements' })
    return h(
      'div',
      null,
      cut(list, facts, FIRST, (fact) => this.statement(fact)),
    )
  }

  private statement(fact: PlacedFact): HTMLElement {
    const lent =
      fact.dated === 'lent'
        ? h('p', { class: 'remark hush' }, `${known(span(fact)).join('–')}: ${t('lentYear')}`)
        : null
    return h(
      'li',
      fact.planned || fact.likelihood ? { class: 'plan' } : null,
      h('p', { class: 'words' }, h('a', { href: pathOf(fact.id) }, fact.words)),
      details(fact, this.codes, capital(this.found.kinds[fact.kind] ?? fact.kind)),
      lent,
      sources(fact.sources, this.found.passages),
    )
  }
}

type Span = [number | null, number | null]
const span = (fact: PlacedFact): Span => [fact.first ?? null, fact.last ?? null]
const known = (years: Span): number[] => years.filter((year) => year !== null)
/** Whether a time overlaps a year; what is undated does not. */
const within = (years: Span, year: string): boolean =>
  known(years).length > 0 && overlaps(years, Number(year), Number(year))
const order = (fact: PlacedFact): number => fact.first ?? fact.last ?? 9999
/** The claims that have come true. */
const realised = (facts: PlacedFact[]): PlacedFact[] => claims(facts.filter((fact) => !fact.planned))
const classOf = (fact: PlacedFact): string => (fact.planned ? 'plan' : fact.pillar)

const swatch = (name: string): SVGElement =>
  svg(
    'svg',
    { viewBox: '0 0 20 12', class: 'swatch', 'aria-hidden': 'true' },
    svg('rect', { x: 1, y: 1, width: 18, height: 10, class: name }),
  )

/** What is dated to one year: a bar for each year. */
function yearBars(facts: PlacedFact[], years: number[]): Bar[] {
  const exact = facts.filter((fact) => fact.first === fact.last && !fact.approximate)
  return years.map((year) => ({
    label: String(year),
    parts: [...PILLARS, 'plan' as const].map((name) => ({
      name: t(name === 'plan' ? 'plans' : name),
      className: name,
      value: exact.filter((fact) => fact.first === year && classOf(fact) === name).length,
    })),
  }))
}

/** What has a span or a vague time: a line for each span, with the number of its claims. */
function yearLines(facts: PlacedFact[]): Line[] {
  const lines = new Map<string, Line>()
  for (const fact of facts) {
    if (fact.first === fact.last && !fact.approximate) continue
    const [first, last] = span(fact)
    const name = classOf(fact)
    const vague = !!fact.approximate
    const key = [first, last, name, vague].join(' ')
    const label = t(name === 'plan' ? 'plans' : (name as Pillar))
    const line = lines.get(key) ?? { first, last, vague, className: name, label, count: 0 }
    lines.set(key, { ...line, count: line.count + 1 })
  }
  return [...lines.values()].sort(
    (a, b) => (a.first ?? a.last ?? 0) - (b.first ?? b.last ?? 0) || a.className.localeCompare(b.className),
  )
}

/** Each year from the first to the last, also those without a fact, so that the axis is even. */
function everyYear(years: number[]): number[] {
  if (!years.length) return []
  const first = Math.min(...years)
  return Array.from({ length: Math.max(...years) - first + 1 }, (_, i) => first + i)
}

/** Five shades by the logarithm of the count, so that smaller counts remain distinguishable. */
const shade = (count: number, most: number): number =>
  count === 0 ? 0 : Math.max(1, Math.ceil((Math.log(count) / Math.log(Math.max(most, 2))) * 5))
