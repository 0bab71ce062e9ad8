/** The drawing on the screen, updated from the model, the positions and the filters. */

import type { Core, EventObject } from 'cytoscape'
import { h } from '../core/dom'
import { t } from '../core/i18n'
import { isDark } from '../core/theme'
import type { Thing, Vocabulary } from '../core/types'
import {
  adapt,
  bundles,
  canvas,
  edgeData,
  edgeElement,
  fit,
  named,
  nodeElement,
  type Place,
  pairId,
  sheet,
  shortened,
  sizeOf,
  tiedTo,
} from './canvas'
import { arrange } from './layout'
import type { Model } from './model'
import type { State } from './state'

/** Margin in pixels within which a node may be cut off by the border. */
const EDGE = 60
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
  private readonly recolour = (): void => void this.core.style(sheet(this.words))

  /** The holder must be on the page: the drawing takes its size from it. */
  constructor(
    holder: HTMLElement,
    private readonly words: Vocabulary,
    private readonly model: Model,
    acts: Acts,
  ) {
    holder.prepend(this.element)
    this.core = canvas(this.element, words)
    const id = (event: EventObject): string => String(event.target.id())
    this.core.on('tap', 'node, edge', (event) => acts.select(id(event)))
    this.core.on('tap', (event) => {
      if (event.target === this.core) acts.select('')
    })
    this.core.on('dbltap', 'node', (event) => acts.expand(id(event)))
    this.core.on('dragfree', 'node', () => acts.moved())
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

  /** Draw the model; nodes without a position get one near the node `near`. */
  draw(state: State, near = ''): void {
    this.place(state, near)
    this.core.batch(() => this.sync(state, near))
    adapt(this.core)
    this.filter(state)
  }

  private place({ places }: State, near: string): void {
    const nodes = [...this.model.things.values()]
    if (nodes.every((node) => places.has(node.id))) return
    const fixed = new Map(
      nodes.flatMap(({ id }): [string, Place][] => {
        const place = places.get(id)
        return place ? [[id, place]] : []
      }),
    )
    const found = arrange({
      nodes: nodes.map((node) => ({ id: node.id, size: sizeOf(node) })),
      edges: [...this.model.ties.values()],
      fixed,
      near: near || this.anchor(fixed),
    })
    for (const [id, place] of found) places.set(id, place)
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
    const { things, ties } = this.model
    const lines = bundles(ties.values())
    this.core
      .elements()
      .filter((element) => !things.has(element.id()) && !lines.has(element.id()))
      .remove()
    const from = state.places.get(near)
    for (const thing of things.values()) this.syncThing(thing, state, from)
    for (const line of lines.values())
      if (this.core.getElementById(line.id).empty()) this.core.add(edgeElement(line))
  }

  private syncThing(thing: Thing, state: State, from: Place | undefined): void {
    const place = state.places.get(thing.id) ?? { x: 0, y: 0 }
    const caption = this.caption(thing, state)
    const drawn = this.core.getElementById(thing.id)
    if (drawn.nonempty()) {
      drawn.data('caption', caption)
      if (this.moves && this.core.nodes().length < 300)
        drawn.animate({ position: { ...place } }, { duration: this.moves })
      else drawn.position({ ...place })
      return
    }
    const added = this.core.add(nodeElement(thing, caption, from ?? place))
    if (!from) return
    if (this.moves) added.animate({ position: { ...place } }, { duration: this.moves })
    else added.position({ ...place })
  }

  /** The label, and the number of neighbours that are not drawn. */
  private caption(thing: Thing, state: State): string {
    const left = state.projection ? 0 : tiedTo(thing) - this.model.neighbours(thing.id).size
    const label = shortened(named(thing))
    return left > 0 ? `${label}\n+${left}` : label
  }

  /** Hide what the filters exclude. */
  filter(state: State): void {
    const away = this.model.hidden(state.filters)
    const lines = bundles([...this.model.ties.values()].filter((tie) => !away.has(tie.id)))
    this.core.batch(() => {
      this.core.nodes().forEach((node) => void node.toggleClass('away', away.has(node.id())))
      this.core.edges().forEach((edge) => {
        const line = lines.get(edge.id())
        edge.toggleClass('away', !line)
        if (!line) return
        // the ends of a drawn edge never change; its label, width and arrows do
        const ends = { source: edge.source().id(), target: edge.target().id() }
        const { id: _id, source: _source, target: _target, ...shown } = edgeData({ ...line, ...ends })
        edge.data(shown)
      })
    })
    adapt(this.core)
  }

  select(id: string): void {
    this.core.elements().unselect()
    if (id) this.core.getElementById(id).select()
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
  }

  private outside(place: Place | undefined): boolean {
    if (!place) return true
    const edge = EDGE / this.core.zoom()
    const { x1, y1, x2, y2 } = this.core.extent()
    return place.x < x1 + edge || place.x > x2 - edge || place.y < y1 + edge || place.y > y2 - edge
  }

  /** The position of each node. */
  places(): Map<string, Place> {
    return new Map(this.core.nodes().map((node) => [node.id(), { ...node.position() }]))
  }

  picture(): Blob {
    const paper = isDark() ? '#151b22' : '#ffffff'
    const size = { maxWidth: 6000, maxHeight: 6000 }
    return this.core.png({ output: 'blob', full: true, scale: 2, bg: paper, ...size }) as unknown as Blob
  }
}
