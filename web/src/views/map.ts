/** Investments, projects and agreements by country and year; trade, investment and cooperation side by side. */

import { pathOf } from '../core/address'
import { activity, vocabulary } from '../core/api'
import { yearsOf } from '../core/dates'
import { h, put } from '../core/dom'
import { cut, failure, sources } from '../core/format'
import { capital, number, t } from '../core/i18n'
import { keep, type View } from '../core/router'
import { amountList, claims, details, unitWord } from '../core/statement'
import type { Activity, Codes, Country, Figure, Pillar, PlacedFact } from '../core/types'
import { figureTable } from '../results/statistics'
import { bars } from '../widgets/charts'
import { type Choropleth, choropleth, type MapPoint } from '../widgets/choropleth'
import { nothing } from '../widgets/coverage'
import { figureTools, sourceTitles } from '../widgets/figure'
import { type Player, player } from '../widgets/player'
import { tips } from '../widgets/tips'
import { type Shape, shapes } from '../widgets/worldmap'
import { known, type Measure, measures, type Reading, span, within } from './map_measures'
import { linesPanel, PILLARS, yearsPanel } from './map_time'

const FIRST = 12

interface Choice {
  country: string
  sector: string
  year: string
  pillar: string
  measure: string
}

export async function mapView(main: HTMLElement, _path: string, query: URLSearchParams): Promise<View> {
  put(main, h('h1', null, t('mapTitle')), h('p', { class: 'loading' }, t('loading')))
  try {
    const [found, all, words] = await Promise.all([activity(), shapes(), vocabulary()])
    const [first = 1960, last = first] = words.span
    new MapView(main, found, all, words.codes, query, [first, last]).start()
  } catch (error) {
    put(main, h('h1', null, t('mapTitle')), failure(error))
  }
  return { title: t('mapTitle') }
}

/** One country with what the chosen measure says of it. */
interface Read extends Reading {
  country: Country
}

class MapView {
  private readonly choice: Choice
  private readonly measures: Measure[]
  private readonly body = h('div')
  private readonly selects = new Map<keyof Choice, HTMLSelectElement>()
  private readonly player: Player

  constructor(
    private readonly main: HTMLElement,
    private readonly found: Activity,
    private readonly shapes: Shape[],
    private readonly codes: Codes,
    query: URLSearchParams,
    years: [number, number],
  ) {
    const given = (name: string): string => query.get(name) ?? ''
    // a country of no fact here, such as Japan, with which all facts have to do, chooses nothing
    const known = found.countries.some((one) => one.id === given('country'))
    this.choice = {
      country: known ? given('country') : '',
      sector: given('sector'),
      year: given('year'),
      pillar: given('pillar'),
      measure: given('measure'),
    }
    this.measures = measures(found, codes)
    const year = /^\d{4}$/.test(this.choice.year) ? Number(this.choice.year) : null
    this.player = player(years[0], years[1], year, (value) =>
      this.set({ year: value === null ? '' : String(value) }),
    )
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
    for (const [name, select] of this.selects) select.value = this.choice[name]
    this.player.show(this.choice.year ? Number(this.choice.year) : null)
    this.draw()
    if (focused) this.main.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)?.focus()
  }

  start(): void {
    put(this.main, h('h1', null, t('mapTitle')), this.controls(), this.player.element, this.body)
    this.draw()
  }

  private get measure(): Measure {
    const found = this.measures.find((one) => one.key === this.choice.measure) ?? this.measures[0]
    return found as Measure
  }

  private draw(): void {
    const facts = this.facts({})
    const country = this.found.countries.find((one) => one.id === this.choice.country)
    const sector = this.found.sectors[this.choice.sector]
    const name = [country?.label ?? t('wholeRegion'), sector].filter(Boolean).join(', ')
    const read = this.read()
    put(
      this.body,
      h(
        'div',
        { class: 'mapgrid' },
        this.map(read, [sector, this.choice.year].filter(Boolean).join(', ')),
        h('div', null, this.time(name), this.ranking(read), h('p', { class: 'hush' }, this.unplaced())),
      ),
      h('h2', null, t('pillarsOf', { name })),
      h(
        'div',
        { class: 'pillars' },
        // an event that is told in two pillars counts in one of them
        PILLARS.map((pillar) => this.pillar(pillar, facts, realised(facts))),
      ),
    )
  }

  /** What the measure says of each country. */
  private read(): Read[] {
    const facts = new Map<string, PlacedFact[]>()
    for (const fact of this.facts({ country: true }))
      for (const id of fact.countries) facts.set(id, [...(facts.get(id) ?? []), fact])
    const figures = new Map<string, Figure[]>()
    for (const figure of this.figures({ country: true }))
      for (const id of figure.countries) figures.set(id, [...(figures.get(id) ?? []), figure])
    return this.found.countries
      .filter((country) => country.iso3 !== 'JPN')
      .map((country) => ({
        country,
        ...this.measure.read(facts.get(country.id) ?? [], figures.get(country.id) ?? []),
      }))
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

  /** Statistics that match the choice; those of a pillar are listed only for a country or sector. */
  private figures(without: Partial<Record<keyof Choice, true>>): Figure[] {
    const { country, sector, year } = this.choice
    const whole = this.measure.group === 'statistics'
    return this.found.figures.filter(
      (figure) =>
        (without.country || !country || figure.countries.includes(country)) &&
        (whole || !sector || figure.sectors.includes(sector)) &&
        (without.year || !year || within(yearsOf(figure), year)),
    )
  }

  private figuresOf(pillar: Pillar): Figure[] {
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
    const choice = (name: keyof Choice, title: string, options: (HTMLElement | null)[]): HTMLElement => {
      const select = h(
        'select',
        { 'data-key': name, onchange: () => this.set({ [name]: select.value }) },
        options,
      )
      select.value = this.choice[name]
      this.selects.set(name, select)
      return h('label', { class: 'field' }, title, select)
    }
    const options = (values: [string, string][], all = ''): HTMLElement[] =>
      [...(all ? [['', all] as [string, string]] : []), ...values].map(([value, label]) =>
        h('option', { value }, label),
      )
    const grouped = (['counts', 'sums', 'statistics'] as const).map((group) => {
      const mine = this.measures.filter((one) => one.group === group)
      if (!mine.length) return null
      return h(
        'optgroup',
        { label: t(`measures_${group}`) },
        options(mine.map((one) => [one.key, one.label])),
      )
    })
    const sectors = Object.entries(this.found.sectors).sort((a, b) => a[1].localeCompare(b[1]))
    return h(
      'div',
      { class: 'controls' },
      choice('measure', t('measure'), grouped),
      choice(
        'country',
        t('country'),
        options(
          this.found.countries.map((one) => [one.id, one.label]),
          t('wholeRegion'),
        ),
      ),
      choice('sector', t('sector'), options(sectors, t('allSectors'))),
      choice(
        'pillar',
        t('pillar'),
        options(
          PILLARS.map((pillar) => [pillar, t(pillar)]),
          t('all'),
        ),
      ),
    )
  }

  private map(read: Read[], subtitle: string): HTMLElement {
    const { label, hint, format } = this.measure
    const made = choropleth({
      shapes: this.shapes,
      areas: read.map(({ country, value, words }) => ({
        m49: Number(country.m49),
        id: country.id,
        value,
        words: `${country.label}: ${words}`,
      })),
      points: this.points(),
      pointsMean: label,
      label: t('mapLabel', { what: label }),
      format,
      chosen: this.choice.country,
      choose: (id) => this.set({ country: this.choice.country === id ? '' : id }),
    })
    const used = read.filter((one) => one.value !== null)
    return h(
      'div',
      { class: 'panel mapbox' },
      h('h2', null, [label, subtitle].filter(Boolean).join(', ')),
      tips(made.drawing),
      this.legend(made),
      h('p', { class: 'hush' }, hint),
      figureTools(async () => ({
        title: t('byCountryOf', { what: [label, subtitle].filter(Boolean).join(', ') }),
        subtitle: hint,
        drawing: made.drawing,
        legend: made.legend,
        sources: await sourceTitles(
          used.flatMap((one) => [...one.facts, ...one.figures.slice(0, 1)]).flatMap((one) => one.sources),
        ),
      })),
    )
  }

  private legend({ legend }: Choropleth): HTMLElement {
    return h(
      'p',
      { class: 'legend' },
      legend.map(({ symbol, text }) => h('span', { class: 'step' }, symbol.cloneNode(true), text)),
    )
  }

  /** The entities with coordinates that match the choice of country and sector, with what the measure says of each. */
  private points(): MapPoint[] {
    const { country, sector } = this.choice
    if (this.measure.group === 'statistics') return []
    const facts = new Map<string, PlacedFact[]>()
    for (const fact of this.facts({}))
      for (const id of fact.at ?? []) facts.set(id, [...(facts.get(id) ?? []), fact])
    return this.found.points
      .filter((one) => (!country || one.country === country) && (!sector || one.sectors.includes(sector)))
      .map((one) => {
        const { value, words } = this.measure.read(facts.get(one.id) ?? [], [])
        const said = value ? `${one.label}: ${words}` : one.label
        return { ...one, value: value || null, words: said, href: pathOf(one.id) }
      })
  }

  /** Bars and spans of the events, or a line for each country's statistic. */
  private time(name: string): HTMLElement {
    const { measure } = this
    if (measure.group !== 'statistics')
      return yearsPanel(this.facts({ year: true }), name, this.choice.year, (year) =>
        this.set({ year: this.choice.year === year ? '' : year }),
      )
    const { figures } = measure.read([], this.figures({ year: true }))
    const names = new Map(this.found.countries.map((one) => [one.id, one.label]))
    return linesPanel(
      figures,
      measure.label,
      unitWord(figures[0]?.unit, figures[0]?.unitLabel),
      names,
      this.codes,
    )
  }

  /** The same values as a list, for keyboard and screen reader. */
  private ranking(read: Read[]): HTMLElement {
    const rows = read
      .flatMap(({ country, value, words }) => (value ? [{ country, value, words }] : []))
      .sort((a, b) => b.value - a.value || a.country.label.localeCompare(b.country.label))
      .map(({ country, value, words }) => ({
        label: country.label,
        value,
        shown: words,
        href: this.address({ country: country.id }),
      }))
    return h(
      'section',
      { class: 'panel' },
      h('h2', null, t('byCountry')),
      rows.length ? bars(rows, t('byCountry')) : nothing(t('nothingHere'), this.choice.year),
    )
  }

  private unplaced(): string {
    const n = realised(this.facts({ country: true })).filter((fact) => !fact.countries.length).length
    return n && !this.choice.country ? t('nUnplaced', { n }) : ''
  }

  private pillar(pillar: Pillar, facts: PlacedFact[], events: PlacedFact[]): HTMLElement {
    const mine = facts
      .filter((fact) => fact.pillar === pillar)
      .sort((a, b) => order(a) - order(b) || a.words.localeCompare(b.words))
    const firm = mine.filter((fact) => !fact.planned)
    const plans = mine.filter((fact) => fact.planned)
    const figures = this.figuresOf(pillar)
    const counted = events.filter((fact) => fact.pillar === pillar).length
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

const order = (fact: PlacedFact): number => fact.first ?? fact.last ?? 9999
/** The claims that have come true. */
const realised = (facts: PlacedFact[]): PlacedFact[] => claims(facts.filter((fact) => !fact.planned))
