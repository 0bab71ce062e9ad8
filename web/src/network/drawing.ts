/** The drawing on the screen, updated from the model, the positions and the filters. */

import type { Core, EventObject, NodeSingular } from 'cytoscape'
import { h } from '../core/dom'
import { t } from '../core/i18n'
import type { Thing, Vocabulary } from '../core/types'
import {
  adapt,
  bundles,
  canvas,
  edgeData,
  edgeElement,
  fit,
  headingElement,
  nodeData,
  nodeElement,
  type Place,
  pairId,
  sheet,
} from './canvas'
import { placeLabels } from './labels'
import { arrange } from './layout'
import { inBlocks, inRow, inTiers, neighbours, OTHERS } from './layouts'
import { type Look, look } from './look'
import type { Model } from './model'
import { sceneSvg } from './scene'
import type { State } from './state'
import { byCountry, REST } from './strongest'

/** Margin in pixels within which a node may be cut off by the border. */
const EDGE = 60
/** Pixels below which a path is drawn from top to bottom. */
const NARROW = 560
/** A filter that leaves less than this part of the nodes lays them out anew. */
const MOSTLY = 0.6
const QUICK = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 350

/** What the drawing calls when people act on it. */
export interface Acts {
  select: (id: string) => void
  expand: (id: string) => void
  /** Nodes were dragged. */
  moved: () => void
}

export class Drawing {
  readonly element = h('div', { class: 'canvas', role: 'img', 'aria-label': t('networkLabel') })
  private readonly core: Core
  /** Duration of an animation in milliseconds. */
  private moves = 0
  private readonly recolour = (): void => void this.core.style(sheet())
  private seen: Look
  private heads = new Map<string, { name: string; place: Place }>()

  /** The holder must be on the page: the drawing takes its size from it. */
  constructor(
    holder: HTMLElement,
    private readonly words: Vocabulary,
    private readonly model: Model,
    acts: Acts,
  ) {
    holder.prepend(this.element)
    this.seen = look([], [], words)
    this.core = canvas(this.element)
    const id = (event: EventObject): string => String(event.target.id())
    this.core.on('tap', 'node, edge', (event) => acts.select(id(event)))
    this.core.on('tap', (event) => {
      if (event.target === this.core) acts.select('')
    })
    this.core.on('dbltap', 'node', (event) => acts.expand(id(event)))
    this.core.on('dragfree', 'node', () => acts.moved())
    // labels keep their size on the screen, so that a closer look has room for more of them, and another part too
    let due: ReturnType<typeof setTimeout> | undefined
    this.core.on('viewport resize', () => {
      clearTimeout(due)
      due = setTimeout(() => this.closed || placeLabels(this.core), 150)
    })
    document.addEventListener('themechange', this.recolour)
  }

  close(): void {
    document.removeEventListener('themechange', this.recolour)
    this.core.destroy()
  }

  get closed(): boolean {
    return this.core.destroyed()
  }

  /** Turn animations on or off. */
  animate(yes: boolean): void {
    this.moves = yes ? QUICK : 0
  }

  /** The colours in use and what they mean. */
  get look(): Look {
    return this.seen
  }

  /** Draw the model; nodes without a position get one near the node `near`, which keeps its place on the screen. */
  draw(state: State, near = ''): void {
    this.dress(state)
    const before = this.spot(near)
    this.place(state, near)
    this.laid = this.shownIds(state)
    this.core.batch(() => this.sync(state, near))
    this.filter(state)
    if (before) this.hold(near, before, state.places)
  }

  /** The nodes for which the positions were found. */
  private laid = new Set<string>()

  private shownIds(state: State): Set<string> {
    return new Set(this.model.shown(state.filters).things.map((thing) => thing.id))
  }

  /** Lay out the nodes that the filters leave, unless they are most of those that were laid out; returns whether. */
  layAnew(state: State): boolean {
    const shown = this.shownIds(state)
    const same = shown.size >= this.laid.size * MOSTLY && [...shown].every((id) => this.laid.has(id))
    if (same || (state.layout !== 'force' && state.layout !== 'tiers')) return false
    for (const id of shown) state.places.delete(id)
    this.draw(state)
    return true
  }

  /** Colours and sizes of the nodes as the state wants them. */
  private dress({ colour, size }: State): void {
    const things = this.model.chosen
    this.seen = look(things, this.model.ties.values(), this.words, colour, size)
  }

  restyle(state: State): void {
    this.dress(state)
    this.core.batch(() => this.sync(state, ''))
    this.filter(state)
  }

  private spot(id: string): Place | undefined {
    const node = this.core.getElementById(id)
    return node.nonempty() ? { ...node.renderedPosition() } : undefined
  }

  /** Keep a node where the eye has it, and zoom out around it as far as its new neighbours need. */
  private hold(id: string, at: Place, places: Map<string, Place>): void {
    const centre = places.get(id)
    if (!centre) return
    const [wide, high] = [this.core.width(), this.core.height()]
    const fits = (offset: number, before: number, after: number): number =>
      offset < 0 ? (before - EDGE) / -offset : offset > 0 ? (after - EDGE) / offset : Number.POSITIVE_INFINITY
    let zoom = this.core.zoom()
    for (const other of this.model.neighbours(id)) {
      const place = places.get(other)
      if (!place) continue
      const needed = Math.min(
        fits(place.x - centre.x, at.x, wide - at.x),
        fits(place.y - centre.y, at.y, high - at.y),
      )
      zoom = Math.max(Math.min(zoom, needed), this.core.zoom() * 0.4)
    }
    const pan = { x: at.x - centre.x * zoom, y: at.y - centre.y * zoom }
    if (this.moves) this.core.animate({ zoom, pan }, { duration: this.moves })
    else this.core.viewport({ zoom, pan })
  }

  private place(state: State, near: string): void {
    const { places } = state
    this.heads = new Map()
    if (state.layout === 'countries') this.columns(state)
    const { things: nodes, ties: edges } = this.model.shown(state.filters)
    if (nodes.every((node) => places.has(node.id))) return
    if (state.layout === 'row') return void this.set(places, inRow(state.things, this.core.width() < NARROW))
    if (state.layout === 'tiers')
      return void this.set(places, inTiers({ nodes, edges }, this.root(state, nodes)))
    const fixed = new Map(
      nodes.flatMap(({ id }): [string, Place][] => {
        const place = places.get(id)
        return place ? [[id, place]] : []
      }),
    )
    const sized = nodes.map((node) => ({ id: node.id, size: this.seen.size(node) }))
    this.set(places, arrange({ nodes: sized, edges, fixed, near: near || this.anchor(fixed) }))
  }

  private set(places: Map<string, Place>, found: Map<string, Place>): void {
    for (const [id, place] of found) places.set(id, place)
  }

  /** Where the tiers start: the selected node, the start of a path, or the node with the most links. */
  private root({ selected, way }: State, things: Thing[]): string {
    for (const id of [selected, way[0] ?? '']) if (things.some((thing) => thing.id === id)) return id
    return [...things].sort((a, b) => b.degree - a.degree || a.id.localeCompare(b.id))[0]?.id ?? ''
  }

  /** Blocks by country, each with its heading and the number of its entities that are not drawn. */
  private columns(state: State): void {
    const { things, ties, groups } = this.model
    const found = groups.length ? groups : byCountry(things.values(), 0)
    const lines = found.map(({ country, shown, others }) => [...shown, ...(others ? [OTHERS + country] : [])])
    const next = neighbours({ nodes: [], edges: [...ties.values()] })
    const { places, heads } = inBlocks(lines, next, groups.length > 0)
    if (![...things.keys()].every((id) => state.places.has(id))) {
      // what is not drawn has a position too, so that no other layout looks for one
      for (const id of things.keys()) state.places.set(id, places.get(id) ?? { x: 0, y: 0 })
    }
    for (const [i, { country, others }] of found.entries()) {
      const [head, rest] = [heads[i], places.get(OTHERS + country)]
      if (head) this.heads.set(`heading:${country}`, { name: this.named(country), place: head })
      if (rest) this.heads.set(OTHERS + country, { name: t('andOthers', { n: others }), place: rest })
    }
  }

  private named(country: string): string {
    return country === REST ? t('otherCountries') : (this.words.countries[country] ?? t('noCountry'))
  }

  /** A placed node that is linked to a node without a position; the new node is placed near it. */
  private anchor(fixed: Map<string, Place>): string {
    for (const tie of this.model.ties.values()) {
      if (fixed.has(tie.source) && !fixed.has(tie.target)) return tie.source
      if (fixed.has(tie.target) && !fixed.has(tie.source)) return tie.target
    }
    return ''
  }

  private sync(state: State, near: string): void {
    const { things, ties } = this.drawn(state)
    const lines = bundles(ties.values())
    this.core
      .elements()
      .filter((element) => {
        const id = element.id()
        return !things.has(id) && !lines.has(id) && !this.heads.has(id)
      })
      .remove()
    const from = state.places.get(near)
    for (const thing of things.values()) this.syncThing(thing, state, from)
    for (const line of lines.values())
      if (this.core.getElementById(line.id).empty()) this.core.add(edgeElement(line, this.words.codes))
    for (const [id, { name, place }] of this.heads) {
      this.core.getElementById(id).remove()
      this.core.add(headingElement(id, name, place, id.startsWith(OTHERS) ? 'others' : ''))
    }
  }

  /** What is drawn or hidden: of a large network, only what is shown. */
  private drawn(state: State): Pick<Model, 'things' | 'ties'> {
    if (!this.model.large) return this.model
    const shown = this.model.shown(state.filters)
    return {
      things: new Map(shown.things.map((thing) => [thing.id, thing])),
      ties: new Map(shown.ties.map((tie) => [tie.id, tie])),
    }
  }

  private syncThing(thing: Thing, state: State, from: Place | undefined): void {
    const place = state.places.get(thing.id) ?? { x: 0, y: 0 }
    const [style, size] = [this.seen.style(thing), this.seen.size(thing)]
    const drawn = this.core.getElementById(thing.id)
    if (drawn.nonempty()) {
      const { id: _id, ...shown } = nodeData(thing, style, size)
      drawn.data({ ...shown, ...this.room(state) })
      if (this.moves && this.core.nodes().length < 300)
        drawn.animate({ position: { ...place } }, { duration: this.moves })
      else drawn.position({ ...place })
      return
    }
    const added = this.core.add(nodeElement(thing, style, size, from ?? place))
    added.data(this.room(state))
    if (!from) return
    if (this.moves) added.animate({ position: { ...place } }, { duration: this.moves })
    else added.position({ ...place })
  }

  /** Where names have room: in a row they may be long, in columns they stand beside their nodes. */
  private room({ layout }: State): { room: number; beside: boolean } {
    return { room: layout === 'row' ? 210 : 0, beside: layout === 'countries' || layout === 'tiers' }
  }

  /** Hide what the filters exclude. */
  filter(state: State): void {
    const away = this.model.hidden(state.filters)
    // what a filter leaves may not have been drawn before
    const missing = [...this.model.things.keys()].some(
      (id) => !away.has(id) && this.core.getElementById(id).empty(),
    )
    if (missing) {
      this.draw(state)
      return
    }
    const lines = bundles([...this.model.ties.values()].filter((tie) => !away.has(tie.id)))
    this.core.batch(() => {
      this.core.nodes().forEach((node) => void node.toggleClass('away', away.has(node.id())))
      this.core.edges().forEach((edge) => {
        const line = lines.get(edge.id())
        edge.toggleClass('away', !line)
        if (!line) return
        // the ends of a drawn edge never change; its label, width and arrows do
        const ends = { source: edge.source().id(), target: edge.target().id() }
        const {
          id: _id,
          source: _source,
          target: _target,
          ...shown
        } = edgeData({ ...line, ...ends }, this.words.codes)
        edge.data(shown)
      })
    })
    this.bend(state)
    adapt(this.core)
    if (this.moves) setTimeout(() => this.closed || placeLabels(this.core), this.moves + 30)
  }

  /** In columns, bend the links between nodes that stand one above the other. */
  private bend({ layout, places }: State): void {
    const columns = layout === 'tiers' || layout === 'countries'
    this.core.edges().forEach((edge) => {
      const [a, b] = [places.get(edge.source().id()), places.get(edge.target().id())]
      const down = !!a && !!b && Math.abs(a.x - b.x) < 1
      edge.toggleClass('upright', layout === 'row' && down)
      const bent = columns && down
      edge.toggleClass('bent', bent)
      if (bent && a && b)
        edge.data('bend', Math.sign(b.y - a.y) * Math.min(30 + Math.abs(b.y - a.y) * 0.12, 90))
    })
  }

  select(id: string): void {
    this.core.elements().unselect()
    if (id) this.core.getElementById(id).select()
    placeLabels(this.core)
  }

  fit(): void {
    fit(this.core)
  }

  /** Fit to the window when the animation has ended. */
  fitSoon(wait = QUICK + 50): void {
    setTimeout(() => this.closed || this.fit(), wait)
  }

  zoom(factor: number): void {
    this.core.zoom({
      level: this.core.zoom() * factor,
      renderedPosition: { x: this.core.width() / 2, y: this.core.height() / 2 },
    })
  }

  /** Highlight a path, and fit to the window if a node of it is outside. */
  highlight(nodes: string[], places: State['places']): void {
    if (nodes.some((id) => this.outside(places.get(id)))) this.fitSoon()
    const steps = new Set(nodes.slice(1).map((id, i) => pairId(id, nodes[i] ?? '')))
    this.core.elements().removeClass('way')
    for (const id of nodes) this.core.getElementById(id).addClass('way')
    this.core
      .edges()
      .filter((edge) => steps.has(edge.id()))
      .addClass('way')
    placeLabels(this.core)
  }

  private outside(place: Place | undefined): boolean {
    if (!place) return true
    const edge = EDGE / this.core.zoom()
    const { x1, y1, x2, y2 } = this.core.extent()
    return place.x < x1 + edge || place.x > x2 - edge || place.y < y1 + edge || place.y > y2 - edge
  }

  /** The position of each node. */
  places(): Map<string, Place> {
    const nodes = this.core.nodes().toArray() as NodeSingular[]
    return new Map(
      nodes.filter((node) => !node.hasClass('heading')).map((node) => [node.id(), { ...node.position() }]),
    )
  }

  /** What is seen as SVG. */
  picture(): SVGSVGElement {
    return sceneSvg(this.core)
  }
}
