/** Labels without overlap: each node's name stands where there is room, the most linked nodes first. */

import type { Core, EdgeSingular, NodeSingular } from 'cytoscape'
import { measure, wrap } from '../widgets/text'
import { shownEdges, shownNodes } from './shown'

/** A rectangle on the screen, in pixels. */
export interface Box {
  x1: number
  y1: number
  x2: number
  y2: number
}

/** Sizes on the screen in pixels, whatever the zoom. */
const FONT = 12
const SMALL = 10
const LINE = 1.15
const WRAP = 118
const GAP = 3
const HALO = 2.5
const CELL = 64
/** In a drawing of more nodes, only hubs and what is large enough on the screen is named. */
const CROWDED = 120
const HUBS = 24
const READABLE = 11
/** Up to this many edges, a label also avoids lines. */
const FEW_EDGES = 160

const SIDES = [
  ['center', 'bottom'],
  ['center', 'top'],
  ['right', 'center'],
  ['left', 'center'],
  ['right', 'bottom'],
  ['left', 'bottom'],
  ['right', 'top'],
  ['left', 'top'],
] as const
type Side = (typeof SIDES)[number]
/** In columns a name stands beside its node, where no other node is near. */
const BESIDE = [...SIDES.slice(2, 4), ...SIDES.slice(4), ...SIDES.slice(0, 2)]
/** A name for which there is no room in full is cut to so many characters. */
const BRIEF = 22

/** What is drawn already, in cells, so that a test of overlap looks at few boxes. */
class Taken {
  private readonly cells = new Map<string, Box[]>()
  /** The rectangle around everything. */
  readonly all: Box = { x1: Infinity, y1: Infinity, x2: -Infinity, y2: -Infinity }

  private *cellsOf({ x1, y1, x2, y2 }: Box): Iterable<string> {
    for (let x = Math.floor(x1 / CELL); x <= Math.floor(x2 / CELL); x++)
      for (let y = Math.floor(y1 / CELL); y <= Math.floor(y2 / CELL); y++) yield `${x} ${y}`
  }

  /** Count a box as seen without taking its room. */
  see(box: Box): void {
    this.all.x1 = Math.min(this.all.x1, box.x1)
    this.all.y1 = Math.min(this.all.y1, box.y1)
    this.all.x2 = Math.max(this.all.x2, box.x2)
    this.all.y2 = Math.max(this.all.y2, box.y2)
  }

  add(box: Box): void {
    this.see(box)
    for (const cell of this.cellsOf(box)) {
      const found = this.cells.get(cell)
      found ? found.push(box) : this.cells.set(cell, [box])
    }
  }

  meets(box: Box, own?: Box): boolean {
    for (const cell of this.cellsOf(box))
      for (const other of this.cells.get(cell) ?? [])
        if (other !== own && apart(box, other) === false) return true
    return false
  }
}

const apart = (a: Box, b: Box): boolean => a.x2 <= b.x1 || b.x2 <= a.x1 || a.y2 <= b.y1 || b.y2 <= a.y1

const within = (inner: Box, outer: Box): boolean =>
  inner.x1 >= outer.x1 && inner.x2 <= outer.x2 && inner.y1 >= outer.y1 && inner.y2 <= outer.y2

/** Whether a line meets a box, by the clipping of Liang and Barsky (1984). */
function crosses([x1, y1, x2, y2]: [number, number, number, number], box: Box): boolean {
  let [from, to] = [0, 1]
  for (const [p, q] of [
    [x1 - x2, x1 - box.x1],
    [x2 - x1, box.x2 - x1],
    [y1 - y2, y1 - box.y1],
    [y2 - y1, box.y2 - y1],
  ] as const) {
    if (p === 0 && q < 0) return false
    if (p < 0) from = Math.max(from, q / p)
    if (p > 0) to = Math.min(to, q / p)
  }
  return from < to
}

/** Half of a border lies outside of the shape. */
const rim = (node: NodeSingular, zoom: number): number =>
  (Number(node.numericStyle('border-width')) * zoom) / 2

const around = (node: NodeSingular, zoom: number): Box => {
  const { x, y } = node.renderedPosition()
  const border = rim(node, zoom)
  const [w, h] = [(node.width() * zoom) / 2 + border, (node.height() * zoom) / 2 + border]
  return { x1: x - w, y1: y - h, x2: x + w, y2: y + h }
}

function labelBox(node: Box, side: Side, wide: number, high: number): Box {
  const [across, down] = side
  const corner = across !== 'center' && down !== 'center'
  const pull = corner ? (node.x2 - node.x1) * 0.15 : 0
  const x =
    across === 'center'
      ? (node.x1 + node.x2 - wide) / 2
      : across === 'right'
        ? node.x2 + GAP - pull
        : node.x1 - GAP - wide + pull
  const y =
    down === 'center'
      ? (node.y1 + node.y2 - high) / 2
      : down === 'bottom'
        ? node.y2 + GAP - pull
        : node.y1 - GAP - high + pull
  return { x1: x, y1: y, x2: x + wide, y2: y + high }
}

/**
 * Place the labels of nodes and then those of edges; what has no room gets none.
 *
 * A label that the border of the window would cut has no room there, unless it may go `over`.
 * Returns what the nodes and labels take on the screen. Cytoscape's own bounds of labels are those of the
 * last frame, and asking for them would make it draw the next frame with them.
 */
export function placeLabels(core: Core, over = false): Box {
  const zoom = core.zoom()
  const nodes = shownNodes(core)
  const taken = new Taken()
  const boxes = new Map<string, Box>()
  const crowded = nodes.length > CROWDED
  nodes.forEach((node) => {
    const box = around(node, zoom)
    boxes.set(node.id(), box)
    taken.see(box)
    // names of hubs may cover the small nodes of a crowd
    if (!crowded || node.width() * zoom > READABLE) taken.add(box)
  })
  const lines = linesOf(core, zoom)
  const window = over ? null : { x1: HALO, y1: HALO, x2: core.width() - HALO, y2: core.height() - HALO }
  const rank = (node: NodeSingular): number =>
    (node.selected() || node.hasClass('way') ? 1e6 : 0) +
    (node.hasClass('heading') ? 1e7 : 0) +
    Number(node.data('size'))
  const order = nodes.toArray().sort((a, b) => rank(b) - rank(a) || a.id().localeCompare(b.id()))
  core.batch(() => {
    for (const [i, node] of order.entries()) {
      const named = !crowded || i < HUBS || node.width() * zoom > READABLE
      if (named) placeNode(node, taken, boxes, lines, zoom, window)
      else if (node.data('caption')) node.data('caption', '')
    }
    shownEdges(core).forEach((edge) => void placeEdge(edge, taken, zoom))
  })
  return taken.all
}

/** Whether the name of a node is bold. */
export const isBold = (node: NodeSingular): boolean =>
  node.selected() || (node.hasClass('heading') && !node.hasClass('others'))

interface Placed {
  side: Side
  box: Box
  cost: number
  text: string[]
  size: number
}

type Segment = [number, number, number, number]

function linesOf(core: Core, zoom: number): [string, string, Segment][] {
  const edges = shownEdges(core)
  if (edges.length > FEW_EDGES) return []
  const pan = core.pan()
  return edges.map((edge) => {
    const [a, b] = [edge.source().position(), edge.target().position()]
    const segment = [a.x * zoom + pan.x, a.y * zoom + pan.y, b.x * zoom + pan.x, b.y * zoom + pan.y]
    return [edge.source().id(), edge.target().id(), segment as Segment]
  })
}

function placeNode(
  node: NodeSingular,
  taken: Taken,
  boxes: Map<string, Box>,
  lines: [string, string, Segment][],
  zoom: number,
  window: Box | null,
): void {
  const own = boxes.get(node.id())
  if (!own) return
  const name = String(node.data('name'))
  const room = Number(node.data('room')) || WRAP
  const beside = !!node.data('beside')
  const sides = sidesOf(node)
  // where there is no room: fewer lines, then smaller letters, then a part of the name
  const tries = [
    [name, room, FONT],
    [name, room * 1.8, FONT],
    [name, room, SMALL],
    [name, room * 1.8, SMALL],
    [briefly(name), room * 1.8, SMALL],
  ] as const
  const weight = isBold(node) ? 'bold' : 'normal'
  const cutBy = (box: Box): boolean => window !== null && within(own, window) && !within(box, window)
  let best: Placed | undefined
  for (const [words, most, size] of tries) if (!best) best = bestSide(words, most, size)

  /** The side with room for the name that crosses the fewest lines. */
  function bestSide(words: string, most: number, size: number): Placed | undefined {
    const text = wrap(words, most, size, weight)
    const wide = Math.max(...text.map((line) => measure(line, size, weight)), 1)
    let found: Placed | undefined
    for (const [i, side] of sides.entries()) {
      const box = labelBox(own as Box, side, wide, text.length * size * LINE)
      if (taken.meets(box, own) || cutBy(box)) continue
      const crossed = lines.filter(([, , line]) => crosses(line, box)).length
      const cost = beside ? i + crossed * 0.1 : i * 0.3 + crossed
      if (!found || cost < found.cost) found = { side, box, cost, text, size }
      if (cost === 0) break
    }
    return found
  }
  const edge = rim(node, zoom)
  const shown = best && {
    caption: best.text.join('\n'),
    halign: best.side[0],
    valign: best.side[1],
    mx: away(best.side[0], best.box.x1 - own.x2 + edge, best.box.x2 - own.x1 - edge) / zoom,
    my: away(best.side[1], best.box.y1 - own.y2 + edge, best.box.y2 - own.y1 - edge) / zoom,
    font: best.size / zoom,
    halo: HALO / zoom,
  }
  if (best) taken.add(best.box)
  node.data(shown ?? { caption: '' })
}

/** The sides on which the name of a node may stand, the best first. */
function sidesOf(node: NodeSingular): readonly Side[] {
  if (node.hasClass('heading')) return SIDES.slice(0, 2)
  if (node.connectedEdges('.upright').nonempty()) return SIDES.slice(2, 4)
  return node.data('beside') ? BESIDE : SIDES
}

const briefly = (name: string): string =>
  name.length > BRIEF + 2 ? `${name.slice(0, BRIEF).replace(/[\s,.]+$/, '')} …` : name

/** The margin between a node and its label: after the node, before it, or none. */
const away = (side: string, after: number, before: number): number =>
  side === 'center' ? 0 : side === 'right' || side === 'bottom' ? after : before

const wordsOf = (edge: EdgeSingular): string => (edge.data('words') as () => string)()

/** The label of an edge stands along its line if it is long enough and nothing else is there. */
function placeEdge(edge: EdgeSingular, taken: Taken, zoom: number): void {
  const worded = edge.hasClass('worded') || edge.hasClass('way') || edge.selected()
  const words = worded ? wordsOf(edge) : ''
  if (!words) {
    if (edge.data('label')) edge.data('label', '')
    return
  }
  const [a, b] = [edge.source(), edge.target()]
  const [p, q] = [a.renderedPosition(), b.renderedPosition()]
  if (edge.hasClass('upright')) {
    beside(edge, taken, zoom, { x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 })
    return
  }
  const length = Math.hypot(q.x - p.x, q.y - p.y) || 1
  const room = length - ((a.width() + b.width()) * zoom) / 2 - 24
  const way = edge.hasClass('way')
  // the relation is never cut, which would say another; amounts and years have their place in the panel too
  const [relation = [], ...notes] = words.split('\n').map((line) => wrap(line, Math.max(room, 60), FONT - 1))
  const lines = [relation, ...notes].flat()
  const shown = way || lines.length <= 3 ? lines : relation
  if (!way && shown.length > 3) {
    edge.data('label', '')
    return
  }
  const wide = Math.max(...shown.map((line) => measure(line, FONT - 1)))
  const high = shown.length * (FONT - 1) * LINE
  const step = { x: (q.x - p.x) / length, y: (q.y - p.y) / length }
  const flat = Math.abs(step.y) < 0.05
  const lift = flat && way ? high / 2 + 6 : 0
  const middle = { x: (p.x + q.x) / 2, y: (p.y + q.y) / 2 - lift }
  const parts = Math.max(1, Math.ceil(wide / high))
  const pieces = Array.from({ length: parts }, (_, i) => {
    const at = ((i + 0.5) / parts - 0.5) * wide
    const half = flat ? wide / parts / 2 : high / 2
    const [x, y] = [middle.x + step.x * at, middle.y + step.y * at]
    return { x1: x - half, y1: y - high / 2, x2: x + half, y2: y + high / 2 }
  })
  const fits = way || (wide <= room && !pieces.some((piece) => taken.meets(piece)))
  if (fits) for (const piece of pieces) taken.add(piece)
  edge.data(
    fits
      ? { label: shown.join('\n'), font: (FONT - 1) / zoom, halo: HALO / zoom, lift: -lift / zoom }
      : { label: '' },
  )
}

/** The label of a link that goes down stands to its right. */
function beside(edge: EdgeSingular, taken: Taken, zoom: number, middle: { x: number; y: number }): void {
  const size = FONT - 1
  const lines = wordsOf(edge)
    .split('\n')
    .flatMap((line) => wrap(line, WRAP * 1.5, size))
  const wide = Math.max(...lines.map((line) => measure(line, size)))
  const high = lines.length * size * LINE
  const x1 = middle.x + 8
  taken.add({ x1, y1: middle.y - high / 2, x2: x1 + wide, y2: middle.y + high / 2 })
  const shift = (x1 + wide / 2 - middle.x) / zoom
  edge.data({ label: lines.join('\n'), font: size / zoom, halo: HALO / zoom, lift: 0, shift })
}
