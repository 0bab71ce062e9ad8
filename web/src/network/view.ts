/** The network view: what is on the screen follows from one state, which the address holds. */

import type { Core } from 'cytoscape'
import { graph, projection, vocabulary } from '../core/api'
import { combobox } from '../widgets/combobox'
import { announce, h, put } from '../core/dom'
import { failure, mark } from '../core/format'
import { capital, t } from '../core/i18n'
import {
  adapt,
  bundles,
  canvas,
  edgeData,
  edgeElement,
  fit,
  nodeElement,
  type Place,
  pairId,
  sheet,
  shortened,
  sizeOf,
} from './canvas'
import { arrange } from './layout'
import { Model } from './model'
import { Panel } from './panel'
import { copyState, emptyState, noFilters, readState, type State, Steps, writeState } from './state'
import { keep, type View } from '../core/router'
import type { Network, Vocabulary } from '../core/types'

const PAGE = 25
const EDGE = 60
const QUICK = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 350

export async function networkView(main: HTMLElement, _path: string, query: URLSearchParams): Promise<View> {
  const words = await vocabulary()
  const view = new NetworkView(main, words)
  await view.open(query)
  return { title: t('network'), close: () => view.close() }
}

/** Everything that the panels may ask of the view. */
export class NetworkView {
  readonly model = new Model()
  readonly core: Core
  state: State = emptyState()
  private readonly steps = new Steps()
  /** How long a move takes, in milliseconds; the first drawing stands at once. */
  private moves = QUICK
  private readonly panel: Panel
  private readonly status = h('p', { class: 'counts', role: 'status' })
  private readonly legend = h('ul', { class: 'legend', 'aria-label': t('classes') })
  private readonly empty = h('div', { class: 'empty' })
  private readonly undoButton = tool('↶', t('undo'), () => void this.undo())
  private readonly redoButton = tool('↷', t('redo'), () => void this.redo())
  private readonly ready: HTMLSelectElement = h('select', {
    'aria-label': t('readyMade'),
    onchange: () => (this.ready.value ? void this.setProjection(this.ready.value) : undefined),
  })
  private readonly contextBox = h('input', {
    type: 'checkbox',
    onchange: () => void this.setContext(this.contextBox.checked),
  })
  private readonly recolour = (): void => void this.core.style(sheet(this.words))

  /** Ctrl+Z and Ctrl+Shift+Z, but where they belong to a field. */
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
    const holder = h('div', { class: 'canvas', role: 'img', 'aria-label': t('networkLabel') })
    const side = h('aside', { class: 'side', 'aria-label': t('selection') })
    put(
      main,
      h('h1', { class: 'away' }, t('network')),
      h(
        'div',
        { class: 'stage' },
        this.toolbar(),
        h('div', { class: 'board' }, holder, this.empty),
        h('div', { class: 'under' }, this.status, this.legend),
      ),
      side,
    )
    this.core = canvas(holder, words)
    this.panel = new Panel(side, this)
    this.wire()
    document.addEventListener('themechange', this.recolour)
    document.addEventListener('keydown', this.key)
  }

  close(): void {
    document.removeEventListener('themechange', this.recolour)
    document.removeEventListener('keydown', this.key)
    this.core.destroy()
  }

  /** Show what an address asks for. */
  async open(query: URLSearchParams): Promise<void> {
    this.moves = 0
    await this.attempt(async () => {
      this.state = readState(query)
      const expand = query.get('x') ?? ''
      if (expand) this.state.selected = expand
      await this.load(expand)
      if (this.state.path) this.panel.open('paths')
    })
    fit(this.core)
    this.moves = QUICK
  }

  private toolbar(): HTMLElement {
    const find = combobox({
      label: t('addThing'),
      hint: t('addThing'),
      choose: (thing) => {
        find.clear()
        void this.add([thing.id])
      },
    })
    put(
      this.ready,
      h('option', { value: '' }, t('readyMade')),
      Object.entries(this.words.projections).map(([name, summary]) => h('option', { value: name }, summary)),
    )
    return h(
      'div',
      { class: 'toolbar' },
      find.element,
      this.ready,
      this.undoButton,
      this.redoButton,
      tool('＋', t('zoomIn'), () => this.zoom(1.3)),
      tool('－', t('zoomOut'), () => this.zoom(1 / 1.3)),
      tool('⤢', t('fit'), () => this.fitSoon(0)),
      tool('✲', t('arrange'), () => void this.rearrange()),
      tool('✕', t('clear'), () => void this.clear()),
      h('label', { class: 'check' }, this.contextBox, t('context')),
    )
  }

  private wire(): void {
    this.core.on('tap', 'node, edge', (event) => this.select(String(event.target.id())))
    this.core.on('tap', (event) => {
      if (event.target === this.core) this.select('')
    })
    this.core.on('dbltap', 'node', (event) => void this.expand(String(event.target.id())))
    this.core.on('dragfree', 'node', () => this.remember())
  }

  /** Change the state, with a step to come back to. */
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
      if (!this.core.destroyed()) this.panel.say(failure(error))
    }
    if (!this.core.destroyed()) this.refresh()
  }

  /** Ask for what the state names, and draw it. */
  private async load(expand = '', relation = '', offset = 0): Promise<void> {
    let network: Network
    if (this.state.projection) {
      const found = await projection(this.state.projection)
      network = found
    } else if (this.state.things.length || expand) {
      const found = await graph({
        shown: this.state.things,
        expand,
        relation,
        offset,
        limit: PAGE,
        context: this.state.context,
      })
      this.state.things = found.nodes.map((node) => node.id)
      network = found
    } else {
      network = { nodes: [], edges: [], passages: {} }
    }
    if (this.core.destroyed()) return
    this.model.replace(network)
    this.draw(expand)
  }

  private draw(near = ''): void {
    const { places } = this.state
    const nodes = [...this.model.things.values()]
    if (nodes.some((node) => !places.has(node.id))) {
      const input = nodes.map((node) => ({ id: node.id, size: sizeOf(node) }))
      const fixed = new Map(
        nodes.flatMap((node) => (places.has(node.id) ? [[node.id, places.get(node.id) as Place]] : [])),
      )
      const found = arrange({
        nodes: input,
        edges: [...this.model.ties.values()],
        fixed,
        near: near || this.anchor(fixed),
      })
      for (const [id, place] of found) places.set(id, place)
    }
    this.core.batch(() => this.sync(near))
    adapt(this.core)
    this.applyFilters()
  }

  /** A drawn thing that is tied to something new, so that new things appear beside it. */
  private anchor(fixed: Map<string, Place>): string {
    for (const tie of this.model.ties.values()) {
      if (fixed.has(tie.source) && !fixed.has(tie.target)) return tie.source
      if (fixed.has(tie.target) && !fixed.has(tie.source)) return tie.target
    }
    return ''
  }

  private sync(near: string): void {
    const { things, ties } = this.model
    const lines = bundles(ties.values())
    this.core
      .elements()
      .filter((element) => !things.has(element.id()) && !lines.has(element.id()))
      .remove()
    const from = this.state.places.get(near)
    for (const thing of things.values()) {
      const place = this.state.places.get(thing.id) ?? { x: 0, y: 0 }
      const drawn = this.core.getElementById(thing.id)
      if (drawn.nonempty()) {
        drawn.data('caption', this.caption(thing.id))
        if (this.moves && this.core.nodes().length < 300)
          drawn.animate({ position: { ...place } }, { duration: this.moves })
        else drawn.position({ ...place })
        continue
      }
      const added = this.core.add(nodeElement(thing, this.caption(thing.id), from ?? place))
      if (!from) continue
      if (this.moves) added.animate({ position: { ...place } }, { duration: this.moves })
      else added.position({ ...place })
    }
    for (const line of lines.values())
      if (this.core.getElementById(line.id).empty()) this.core.add(edgeElement(line))
  }

  /** The label, and how many more things are tied to it. */
  private caption(id: string): string {
    const thing = this.model.things.get(id)
    if (!thing) return id
    const left = this.state.projection ? 0 : thing.degree - this.model.neighbours(id).size
    const label = shortened(thing.label)
    return left > 0 ? `${label}\n+${left}` : label
  }

  private applyFilters(): void {
    const away = this.model.hidden(this.state.filters)
    const lines = bundles([...this.model.ties.values()].filter((tie) => !away.has(tie.id)))
    this.core.batch(() => {
      this.core.nodes().forEach((node) => void node.toggleClass('away', away.has(node.id())))
      this.core.edges().forEach((edge) => {
        const line = lines.get(edge.id())
        edge.toggleClass('away', !line)
        if (line) {
          // the ends of a drawn line never change; what it says does
          const {
            id: _id,
            source: _source,
            target: _target,
            ...said
          } = edgeData({ ...line, source: edge.source().id(), target: edge.target().id() })
          edge.data(said)
        }
      })
    })
    adapt(this.core)
  }

  /** Bring panels, counts and address in line with the state. */
  refresh(): void {
    const { things, ties } = this.model
    const away = this.model.hidden(this.state.filters)
    const n = [...things.keys()].filter((id) => !away.has(id)).length
    const m = [...ties.keys()].filter((id) => !away.has(id)).length
    const k = things.size - n
    this.status.textContent = things.size ? (k ? t('countsHidden', { n, m, k }) : t('counts', { n, m })) : ''
    this.undoButton.disabled = !this.steps.canBack
    this.redoButton.disabled = !this.steps.canForth
    this.contextBox.checked = this.state.context
    this.ready.value = this.state.projection
    this.contextBox.disabled = !!this.state.projection
    this.drawEmpty()
    this.drawLegend(away)
    this.core.elements().unselect()
    if (this.state.selected) this.core.getElementById(this.state.selected).select()
    this.panel.refresh()
    keep(writeState(this.state))
  }

  private drawLegend(away: Set<string>): void {
    const kinds = new Map<string, number>()
    for (const thing of this.model.things.values())
      if (!away.has(thing.id)) kinds.set(thing.kind, (kinds.get(thing.kind) ?? 0) + 1)
    const sorted = [...kinds].sort((a, b) => b[1] - a[1]).slice(0, 12)
    put(
      this.legend,
      sorted.map(([kind]) =>
        h('li', null, mark(this.words.styles[kind]), capital(this.words.kinds[kind] ?? kind)),
      ),
    )
  }

  private drawEmpty(): void {
    this.empty.hidden = this.model.things.size > 0
    if (this.empty.hidden) return
    const starts = this.words.starts.map((thing) =>
      h('li', null, h('button', { type: 'button', onclick: () => void this.expand(thing.id) }, thing.label)),
    )
    // the whole graph says least to one who begins
    const ordered = Object.entries(this.words.projections).sort(
      ([a], [b]) => Number(a === 'full') - Number(b === 'full'),
    )
    const ready = ordered.map(([name, summary]) =>
      h('li', null, h('button', { type: 'button', onclick: () => void this.setProjection(name) }, summary)),
    )
    put(
      this.empty,
      h('p', null, t('emptyNetwork')),
      h('ul', { class: 'chips' }, starts),
      h('h2', null, t('readyMade')),
      h('ul', { class: 'ready' }, ready),
    )
  }

  select(id: string): void {
    this.state.selected = id
    if (id) this.panel.open('selection')
    this.refresh()
  }

  async add(ids: string[]): Promise<void> {
    await this.change((state) => {
      state.projection = ''
      state.things = [...new Set([...this.model.things.keys(), ...ids])]
      state.selected = ids.at(-1) ?? ''
    })
    if (this.model.things.size <= 3) this.fitSoon()
    announce(t('counts', { n: this.model.things.size, m: this.model.ties.size }))
  }

  async expand(id: string, relation = '', offset = 0): Promise<void> {
    const alone = this.model.things.size <= 1
    await this.change(
      (state) => {
        state.things = [...new Set([...this.model.things.keys(), id])]
        state.projection = ''
        state.selected = id
      },
      id,
      relation,
      offset,
    )
    if (alone) this.fitSoon()
    announce(t('counts', { n: this.model.things.size, m: this.model.ties.size }))
  }

  remove(ids: string[]): Promise<void> {
    const gone = new Set(ids)
    return this.change((state) => {
      state.things = [...this.model.things.keys()].filter((id) => !gone.has(id))
      state.projection = ''
      state.selected = ''
    })
  }

  keepAround(id: string): Promise<void> {
    const kept = new Set([id, ...this.model.neighbours(id)])
    return this.remove([...this.model.things.keys()].filter((other) => !kept.has(other)))
  }

  setContext(context: boolean): Promise<void> {
    return this.change((state) => (state.context = context))
  }

  async setProjection(name: string): Promise<void> {
    await this.change((state) => Object.assign(state, { ...emptyState(), projection: name }))
    this.fitSoon(0)
  }

  /** Change the filters; a change that goes on, as of a slider, is one step. */
  filter(make: (filters: State['filters']) => void, step = true): void {
    if (step) this.steps.keep(this.state)
    make(this.state.filters)
    this.applyFilters()
    this.refresh()
  }

  resetFilters(): void {
    this.filter(() => (this.state.filters = noFilters()))
  }

  /** Keep where the reader has put things. */
  private remember(): void {
    this.steps.keep(this.state)
    this.core.nodes().forEach((node) => void this.state.places.set(node.id(), { ...node.position() }))
    this.refresh()
  }

  private async rearrange(): Promise<void> {
    await this.change((state) => (state.places = new Map()))
    this.fitSoon()
  }

  /** Bring everything into the window once it lies where it belongs. */
  private fitSoon(wait = QUICK + 50): void {
    setTimeout(() => this.core.destroyed() || fit(this.core), wait)
  }

  private clear(): Promise<void> {
    return this.change((state) => Object.assign(state, emptyState()))
  }

  private zoom(factor: number): void {
    this.core.zoom({
      level: this.core.zoom() * factor,
      renderedPosition: { x: this.core.width() / 2, y: this.core.height() / 2 },
    })
  }

  /** Mark a path among what is drawn; things that are not drawn yet are added. */
  async showPath(nodes: string[]): Promise<void> {
    if (nodes.some((id) => !this.model.things.has(id))) {
      await this.change((state) => {
        state.projection = ''
        state.things = [...new Set([...this.model.things.keys(), ...nodes])]
      })
    }
    // near the edge a thing is drawn in part only
    const edge = EDGE / this.core.zoom()
    const { x1, y1, x2, y2 } = this.core.extent()
    const box = { x1: x1 + edge, y1: y1 + edge, x2: x2 - edge, y2: y2 - edge }
    if (nodes.some((id) => outside(this.state.places.get(id), box))) this.fitSoon()
    const steps = new Set(nodes.slice(1).map((id, i) => pairId(id, nodes[i] ?? '')))
    this.core.elements().removeClass('way')
    for (const id of nodes) this.core.getElementById(id).addClass('way')
    this.core
      .edges()
      .filter((edge) => steps.has(edge.id()))
      .addClass('way')
  }

  setPath(path: State['path']): void {
    this.state.path = path
    keep(writeState(this.state))
  }

  private async undo(): Promise<void> {
    await this.step(this.steps.back(this.state))
  }

  private async redo(): Promise<void> {
    await this.step(this.steps.forth(this.state))
  }

  private async step(state: State | undefined): Promise<void> {
    if (!state) return
    await this.attempt(async () => {
      this.state = copyState(state)
      await this.load()
    })
  }
}

const outside = (
  place: Place | undefined,
  box: { x1: number; x2: number; y1: number; y2: number },
): boolean => !place || place.x < box.x1 || place.x > box.x2 || place.y < box.y1 || place.y > box.y2

function tool(sign: string, name: string, act: () => void): HTMLButtonElement {
  return h(
    'button',
    { type: 'button', class: 'tool', 'aria-label': name, title: name, onclick: act },
    h('span', { 'aria-hidden': 'true' }, sign),
  )
}
