/** Investments, projects and agreements by country and year; trade, investment and cooperation side by side. */

import { pathOf } from '../core/address'
import { activity, vocabulary } from '../core/api'
import { h, put, svg } from '../core/dom'
import { failure, sources, tags } from '../core/format'
import { capital, money, number, t } from '../core/i18n'
import { keep, type View } from '../core/router'
import type { Activity, Country, Figure, Pillar, PlacedFact } from '../core/types'
import { figureTable } from '../results/statistics'
import { type Bar, bars, timeline } from '../widgets/charts'
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
    new MapView(main, found, all, words.status, query).draw()
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
    private readonly status: Record<string, string>,
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
        (without.year || !year || String(fact.year ?? '') === year) &&
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
        (!sector || figure.about === sector) &&
        (!year || ((figure.year ?? 0) <= Number(year) && Number(year) <= (figure.end ?? figure.year ?? 0))),
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
    const years = [
      ...new Set(this.found.facts.map((fact) => fact.year).filter((year) => year !== undefined)),
    ].sort()
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
    const facts = this.facts({ country: true })
    const counts = new Map<string, number>()
    for (const fact of facts) for (const id of fact.countries) counts.set(id, (counts.get(id) ?? 0) + 1)
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
        'aria-label': t('mapLabel', { what: t('statements') }),
      },
      drawn,
    )
    return h('div', { class: 'panel mapbox' }, drawing, this.legend(most))
  }

  private country(
    country: Country,
    outline: string,
    count: number,
    most: number,
    at: [number, number],
    area: number,
  ): SVGElement {
    const words = `${country.label}: ${t('nFacts', { n: count })}`
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

  /** The same counts as a list, for keyboard and screen reader. */
  private ranking(): HTMLElement {
    const counts = new Map<string, number>()
    for (const fact of this.facts({ country: true }))
      for (const id of fact.countries) counts.set(id, (counts.get(id) ?? 0) + 1)
    const rows = this.found.countries
      .flatMap((one) => (counts.has(one.id) ? [{ ...one, value: counts.get(one.id) ?? 0 }] : []))
      .sort((a, b) => b.value - a.value || a.label.localeCompare(b.label))
      .map((one) => ({ label: one.label, value: one.value, href: this.address({ country: one.id }) }))
    return h('section', { class: 'panel' }, h('h2', null, t('byCountry')), bars(rows, t('byCountry')))
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
    return h('p', { class: 'legend' }, h('span', { class: 'hush' }, t('statements')), boxes)
  }

  private years(): HTMLElement {
    const facts = this.facts({ year: true })
    const dated = facts.filter((fact) => fact.year !== undefined)
    const years = everyYear(dated.map((fact) => fact.year as number))
    const rows: Bar[] = years.map((year) => ({
      label: String(year),
      parts: PILLARS.map((pillar) => ({
        name: t(pillar),
        className: pillar,
        value: dated.filter((fact) => fact.year === year && fact.pillar === pillar).length,
      })),
    }))
    const undated = facts.length - dated.length
    return h(
      'section',
      { class: 'panel' },
      h('h2', null, t('byYear')),
      h(
        'p',
        { class: 'legend' },
        PILLARS.map((pillar) =>
          h(
            'span',
            { class: 'step' },
            svg(
              'svg',
              { viewBox: '0 0 20 12', class: 'swatch', 'aria-hidden': 'true' },
              svg('rect', { width: 20, height: 12, class: pillar }),
            ),
            t(pillar),
          ),
        ),
      ),
      rows.length
        ? timeline(rows, t('byYear'), this.choice.year, (year) =>
            this.set({ year: this.choice.year === year ? '' : year }),
          )
        : h('p', null, t('nothingHere')),
      undated ? h('p', { class: 'hush' }, t('undatedHere', { n: undated })) : null,
    )
  }

  private unplaced(): string {
    const n = this.facts({ country: true }).filter((fact) => !fact.countries.length).length
    return n && !this.choice.country ? t('nUnplaced', { n }) : ''
  }

  private pillar(pillar: Pillar, facts: PlacedFact[]): HTMLElement {
    const mine = facts
      .filter((fact) => fact.pillar === pillar)
      .sort((a, b) => (a.year ?? 9999) - (b.year ?? 9999) || a.words.localeCompare(b.words))
    const figures = this.figures(pillar)
    const list = h(
      'ul',
      { class: 'statements' },
      mine.slice(0, FIRST).map((fact) => this.statement(fact)),
    )
    const more =
      mine.length > FIRST
        ? h(
            'button',
            {
              type: 'button',
              onclick: () => {
                list.append(...mine.slice(FIRST).map((fact) => this.statement(fact)))
                more?.remove()
              },
            },
            t('more', { n: mine.length - FIRST }),
          )
        : null
    const amounts = mine.filter((fact) => fact.amount).map((fact) => money(fact.amount ?? 0, fact.currency))
    return h(
      'section',
      { class: `panel pillar ${pillar}` },
      h('h3', null, t(pillar), ' ', h('span', { class: 'count' }, number(mine.length))),
      amounts.length
        ? h('p', { class: 'hush' }, t('amountStated', { list: [...new Set(amounts)].slice(0, 6).join('; ') }))
        : null,
      mine.length ? list : h('p', { class: 'hush' }, t('nothingHere')),
      more,
      figures.length
        ? h(
            'details',
            null,
            h('summary', null, `${t('figuresHere')} (${figures.length})`),
            figureTable(figures, this.found.passages),
          )
        : null,
    )
  }

  private statement(fact: PlacedFact): HTMLElement {
    const year = fact.year ? (fact.dated ? `${fact.year} *` : String(fact.year)) : null
    return h(
      'li',
      null,
      h('p', { class: 'words' }, h('a', { href: pathOf(fact.id) }, fact.words)),
      h(
        'p',
        { class: 'detail' },
        h('span', { class: 'hush' }, capital(this.found.kinds[fact.kind] ?? fact.kind)),
        fact.dated ? h('span', { class: 'tag', title: t('lentYear') }, `${year} ${t('lentYear')}`) : null,
        tags(
          { ...fact, start: fact.dated ? null : year, end: fact.end ? String(fact.end) : '' },
          this.status,
        ),
      ),
      sources(fact.sources, this.found.passages),
    )
  }
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
