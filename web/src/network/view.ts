/** The network: the screen shows one state, which the address contains. */

import { graph, projection } from '../core/api'
import { announce, h, put } from '../core/dom'
import { failure } from '../core/format'
import { capital, currentLang, t } from '../core/i18n'
import { keep } from '../core/router'
import type { Network, Thing, Tie, Vocabulary } from '../core/types'
import { type Figure, sourceTitles } from '../widgets/figure'
import type { Board, Tab } from './board'
import { Drawing } from './drawing'
import { legendOf } from './legend'
import { Model } from './model'
import { Panel } from './panel'
import {
  copyState,
  emptyState,
  type Filters,
  noFilters,
  readState,
  type State,
  Steps,
  writeState,
} from './state'
import { perCountry } from './strongest'
import { Toolbar } from './toolbar'

const PAGE = 25

export class NetworkView implements Board {
  readonly model = new Model()
  state: State = emptyState()
  private readonly steps = new Steps()
  private readonly drawing: Drawing
  private readonly panel: Panel
  private readonly toolbar: Toolbar
  private readonly status = h('p', { class: 'counts', role: 'status' })
  private readonly legend = h('ul', { class: 'legend', 'aria-label': t('classes') })
  private readonly empty = h('div', { class: 'empty' })

  /** Ctrl+Z and Ctrl+Shift+Z, except in a text field. */
  private readonly key = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'z') return
    if ((event.target as Element).matches('input[type=text], textarea')) return
    event.preventDefault()
    void (event.shiftKey ? this.redo() : this.undo())
  }

  constructor(
    main: HTMLElement,
    readonly words: Vocabulary,
  ) {
    main.classList.add('network')
    this.toolbar = this.tools()
    const board = h('div', { class: 'board' }, this.empty)
    const side = h('aside', { class: 'side', 'aria-label': t('selection') })
    const under = h('div', { class: 'under' }, this.status, this.legend)
    put(
      main,
      h('h1', { class: 'away' }, t('network')),
      h('div', { class: 'stage' }, this.toolbar.element, board, under),
      side,
    )
    this.drawing = new Drawing(board, words, this.model, {
      select: (id) => this.select(id),
      expand: (id) => void this.expand(id),
      moved: () => this.remember(),
    })
    this.panel = new Panel(side, this)
    document.addEventListener('keydown', this.key)
  }

  private tools(): Toolbar {
    return new Toolbar(this.words, {
      add: (id) => void this.add([id]),
      setProjection: (name) => void this.setProjection(name),
      setContext: (shown) => void this.change((state) => (state.context = shown)),
      undo: () => void this.undo(),
      redo: () => void this.redo(),
      zoom: (factor) => this.drawing.zoom(factor),
      fit: () => this.drawing.fitSoon(0),
      rearrange: () => void this.rearrange(),
      setLayout: (layout) => void this.rearrange(layout),
      setMost: (most) => void this.rearrange('countries', most),
      clear: () => void this.change((state) => Object.assign(state, emptyState())),
    })
  }

  close(): void {
    document.removeEventListener('keydown', this.key)
    this.drawing.close()
  }

  /** Show what an address asks for; the first drawing is not animated. */
  async open(query: URLSearchParams): Promise<void> {
    await this.attempt(async () => {
      this.state = readState(query)
      const expand = query.get('x') ?? ''
      if (expand) this.state.selected = expand
      await this.load(expand)
      if (this.state.path) this.panel.open('paths')
    })
    if (this.drawing.closed) return
    this.drawing.fit()
    this.drawing.animate(true)
  }

  /** Change the state, with a step for undo. */
  private async change(make: (state: State) => void, expand = '', relation = '', offset = 0): Promise<void> {
    await this.attempt(async () => {
      this.steps.keep(this.state)
      make(this.state)
      await this.load(expand, relation, offset)
    })
  }

  private async attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!this.drawing.closed) this.panel.say(failure(error))
    }
    if (!this.drawing.closed) this.refresh()
  }

  /** How many nodes of a large prepared network are not drawn. */
  private left = 0

  /** Request what the state names, and draw it. */
  private async load(expand = '', relation = '', offset = 0): Promise<void> {
    const network = await this.wanted(expand, relation, offset)
    if (this.drawing.closed) return
    this.model.replace(network)
    this.model.choose(this.most())
    this.drawing.draw(this.state, expand)
    this.drawing.highlight(this.state.way, new Map())
  }

  /** How many entities of each country are drawn; 0 for all. */
  private most(): number {
    return this.state.layout === 'countries' ? perCountry(this.state.most, this.model.things.size) : 0
  }

  private async wanted(expand: string, relation: string, offset: number): Promise<Network> {
    const { state } = this
    this.left = 0
    if (state.projection) {
      const found = await projection(state.projection)
      this.left = found.left
      return found
    }
    if (!state.things.length && !expand) return { nodes: [], edges: [], passages: {} }
    const { things: shown, context } = state
    const found = await graph({ shown, expand, relation, offset, limit: PAGE, context })
    state.things = found.nodes.map((node) => node.id)
    return found
  }

  /** Update panels, counts and address from the state. */
  private refresh(): void {
    const shown = this.model.shown(this.state.filters)
    this.status.textContent = this.model.things.size
      ? this.counts(shown.things.length, shown.ties.length)
      : ''
    this.toolbar.refresh(this.state, this.most(), { undo: this.steps.canBack, redo: this.steps.canForth })
    this.drawEmpty()
    this.drawLegend(shown)
    this.drawing.select(this.state.selected)
    this.panel.refresh()
    keep(writeState(this.state))
  }

  /** What is drawn and what is not, in words. */
  private counts(n: number, m: number): string {
    const { filters } = this.state
    const beyond = this.model.beyond(filters)
    const k = this.model.chosen.length - n - beyond
    const unknown = (['country', 'sector'] as const).map((name) => {
      const hidden = this.model.unknown(filters, name)
      return hidden ? t(name === 'country' ? 'hiddenNoCountry' : 'hiddenNoSector', { n: hidden }) : ''
    })
    const parts = [
      k ? t('countsHidden', { n, m, k }) : t('counts', { n, m }),
      ...unknown,
      this.left + beyond ? t('leftOut', { n: this.left + beyond }) : '',
      this.model.groups.length ? t('strongest', { n: this.most() }) : '',
    ]
    return parts.filter(Boolean).join(currentLang() === 'ja' ? '。' : '. ')
  }

  private drawLegend({ things, ties }: { things: Thing[]; ties: Tie[] }): void {
    const entries = legendOf(this.drawing.look, things, ties, this.state.size)
    put(
      this.legend,
      entries.map((entry) => h('li', null, entry.symbol, entry.text)),
    )
  }

  private drawEmpty(): void {
    this.empty.hidden = this.model.things.size > 0
    if (this.empty.hidden) return
    const choice = (text: string, act: () => Promise<void>): HTMLElement =>
      h('li', null, h('button', { type: 'button', onclick: () => void act() }, text))
    // the whole graph is the least useful start
    const ordered = Object.entries(this.words.projections).sort(
      ([a], [b]) => Number(a === 'full') - Number(b === 'full'),
    )
    put(
      this.empty,
      h('p', null, t('emptyNetwork')),
      h(
        'ul',
        { class: 'chips' },
        this.words.starts.map((thing) => choice(thing.label, () => this.expand(thing.id))),
      ),
      h('h2', null, t('readyMade')),
      h(
        'ul',
        { class: 'ready' },
        ordered.map(([name, summary]) => choice(summary, () => this.setProjection(name))),
      ),
    )
  }

  openTab(tab: Tab): void {
    this.panel.open(tab, true)
  }

  select(id: string): void {
    this.state.selected = id
    if (id) this.panel.open('selection')
    this.refresh()
  }

  /** The ids of the nodes drawn now, and more. */
  private with(ids: string[]): string[] {
    return [...new Set([...this.model.things.keys(), ...ids])]
  }

  private announceCounts(): void {
    announce(t('counts', { n: this.model.things.size, m: this.model.ties.size }))
  }

  private async add(ids: string[]): Promise<void> {
    await this.change((state) =>
      Object.assign(state, { projection: '', things: this.with(ids), selected: ids.at(-1) ?? '' }),
    )
    if (this.model.things.size <= 3) this.drawing.fitSoon()
    this.announceCounts()
  }

  async expand(id: string, relation = '', offset = 0): Promise<void> {
    const alone = this.model.things.size <= 1
    const make = (state: State): unknown =>
      Object.assign(state, { projection: '', things: this.with([id]), selected: id })
    await this.change(make, id, relation, offset)
    if (alone) this.drawing.fitSoon()
    this.announceCounts()
  }

  remove(ids: string[]): Promise<void> {
    const gone = new Set(ids)
    const things = [...this.model.things.keys()].filter((id) => !gone.has(id))
    return this.change((state) => Object.assign(state, { projection: '', things, selected: '' }))
  }

  keepAround(id: string): Promise<void> {
    const kept = new Set([id, ...this.model.neighbours(id)])
    return this.remove([...this.model.things.keys()].filter((other) => !kept.has(other)))
  }

  private async setProjection(name: string): Promise<void> {
    await this.change((state) => Object.assign(state, { ...emptyState(), projection: name }))
    this.drawing.fitSoon(0)
  }

  dress(change: Partial<Pick<State, 'colour' | 'size'>>): void {
    this.steps.keep(this.state)
    Object.assign(this.state, change)
    this.drawing.restyle(this.state)
    this.refresh()
  }

  filter(change: (filters: Filters) => void, { step = true, lay = true } = {}): void {
    if (step) this.steps.keep(this.state)
    change(this.state.filters)
    const laid = lay && this.drawing.layAnew(this.state)
    if (!laid) this.drawing.filter(this.state)
    this.refresh()
    if (laid) this.drawing.fitSoon()
  }

  resetFilters(): void {
    this.filter(() => (this.state.filters = noFilters()))
    this.panel.redraw()
  }

  /** Keep the positions to which nodes were dragged. */
  private remember(): void {
    this.steps.keep(this.state)
    for (const [id, place] of this.drawing.places()) this.state.places.set(id, place)
    this.refresh()
  }

  /** Lay the drawing out anew, as before or in another way. */
  private async rearrange(layout = this.state.layout, most = this.state.most): Promise<void> {
    if (layout === 'row' && this.state.way.length) return this.showPath(this.state.way, this.ways, true)
    if (layout === 'row') return this.panel.open('paths', true)
    this.model.follow(this.state.way, this.ways, false)
    await this.change((state) => Object.assign(state, { layout, most, places: new Map() }))
    this.drawing.fitSoon()
  }

  setEnd(end: 0 | 1, id: string): void {
    this.panel.paths.setEnd(end, id)
  }

  setPath(path: State['path']): void {
    this.state.path = path
    keep(writeState(this.state))
  }

  /** Links between the nodes of the paths found, to countries too. */
  private ways: Tie[] = []

  async showPath(way: string[], ties: Tie[], alone = false): Promise<void> {
    this.ways = ties
    const before = new Set([...this.state.way, ...(this.state.path ?? []), ...way])
    const things = [...this.model.things.keys()]
    const row = alone || this.state.layout === 'row' || things.every((id) => before.has(id))
    this.model.follow(way, ties, row)
    const places = row ? new Map(this.placed(way)) : this.state.places
    await this.change((state) =>
      row
        ? Object.assign(state, { projection: '', things: way, layout: 'row', way, places })
        : Object.assign(state, {
            way,
            ...(way.some((id) => !this.model.things.has(id))
              ? { projection: '', things: this.with(way) }
              : {}),
          }),
    )
    if (this.drawing.closed) return
    if (row) this.drawing.fitSoon()
    else this.drawing.highlight(way, this.state.places)
    this.refresh()
  }

  /** Positions that the address gives for exactly this row. */
  private placed(way: string[]): State['places'] {
    const { layout, things, places } = this.state
    return layout === 'row' && things.join() === way.join() ? places : new Map()
  }

  /** What the drawing shows, and what its filters keep. */
  title(): string {
    const { country, sector, party, from, to } = this.state.filters
    const { countries, sectors, kinds } = this.words
    const years = from === null && to === null ? '' : `${from ?? ''}–${to ?? ''}`
    const kept = [
      country && (countries[country] ?? country),
      sector && (sectors[sector] ?? sector),
      party && capital(kinds[party] ?? party),
      years,
    ]
    return [this.subject(), kept.filter(Boolean).join(', ')].filter(Boolean).join(': ')
  }

  /** Its paths, its projection, or the entity around which it grew. */
  private subject(): string {
    const { way, projection, selected, things } = this.state
    const label = (id: string): string => this.model.label(id)
    if (projection) return this.words.projections[projection] ?? projection
    if (way.length && way.every((id) => this.model.things.has(id))) return way.map(label).join(' – ')
    if (things.length <= 3) return things.map(label).join(', ')
    const first = things.includes(selected) ? selected : (things[0] ?? '')
    return t('aroundThing', { name: label(first) })
  }

  async figure(title: string): Promise<Figure> {
    const { things, ties } = this.model.shown(this.state.filters)
    return {
      title,
      subtitle: this.status.textContent ?? '',
      drawing: this.drawing.picture(),
      legend: legendOf(this.drawing.look, things, ties, this.state.size),
      sources: await sourceTitles(ties.flatMap((tie) => tie.sources)),
    }
  }

  positions(): Record<string, [number, number]> {
    const away = this.model.hidden(this.state.filters)
    const tenth = (value: number): number => Math.round(value * 10) / 10
    const shown = [...this.drawing.places()].filter(([id]) => !away.has(id))
    return Object.fromEntries(shown.map(([id, { x, y }]) => [id, [tenth(x), tenth(y)]]))
  }

  private undo(): Promise<void> {
    return this.step(this.steps.back(this.state))
  }

  private redo(): Promise<void> {
    return this.step(this.steps.forth(this.state))
  }

  private async step(state: State | undefined): Promise<void> {
    if (!state) return
    await this.attempt(async () => {
      this.state = copyState(state)
      await this.load()
    })
  }
}
