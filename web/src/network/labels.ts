/** Labels without overlap: each node's name stands where there is room, the most linked nodes first. */

import type { Core, EdgeSingular, NodeSingular } from 'cytoscape'
import { measure, wrap } from '../widgets/text'
import { shownEdges, shownNodes } from './shown'

interface Box {
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

/** What is drawn already, in cells, so that a test of overlap looks at few boxes. */
class Taken {
  private readonly cells = new Map<string, Box[]>()

  private *cellsOf({ x1, y1, x2, y2 }: Box): Iterable<string> {
    for (let x = Math.floor(x1 / CELL); x <= Math.floor(x2 / CELL); x++)
      for (let y = Math.floor(y1 / CELL); y <= Math.floor(y2 / CELL); y++) yield `${x} ${y}`
  }

  add(box: Box): void {
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

const around = (node: NodeSingular, zoom: number): Box => {
  const { x, y } = node.renderedPosition()
  const [w, h] = [(node.width() * zoom) / 2, (node.height() * zoom) / 2]
  return { x1: x - w, y1: y - h, x2: x + w, y2: y + h }
}

function labelBox(node: Box, side: (typeof SIDES)[number], wide: number, high: number): Box {
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

/** Place the labels of nodes and then those of edges; what has no room gets none. */
export function placeLabels(core: Core): void {
  const zoom = core.zoom()
  const nodes = shownNodes(core)
  const taken = new Taken()
  const boxes = new Map<string, Box>()
  const crowded = nodes.length > CROWDED
  nodes.forEach((node) => {
    const box = around(node, zoom)
    boxes.set(node.id(), box)
    // names of hubs may cover the small nodes of a crowd
    if (!crowded || node.width() * zoom > READABLE) taken.add(box)
  })
  const lines = linesOf(core, zoom)
  const rank = (node: NodeSingular): number =>
    (node.selected() || node.hasClass('way') ? 1e6 : 0) +
    (node.hasClass('heading') ? 1e5 : 0) +
    Number(node.data('size'))
  const order = nodes.toArray().sort((a, b) => rank(b) - rank(a) || a.id().localeCompare(b.id()))
  core.batch(() => {
    for (const [i, node] of order.entries()) {
      const named = !crowded || i < HUBS || node.width() * zoom > READABLE
      if (named) placeNode(node, taken, boxes, lines, zoom)
      else if (node.data('caption')) node.data('caption', '')
    }
    shownEdges(core).forEach((edge) => void placeEdge(edge, taken, zoom))
  })
}

interface Placed {
  side: (typeof SIDES)[number]
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
): void {
  const own = boxes.get(node.id())
  if (!own) return
  const name = String(node.data('name'))
  const room = Number(node.data('room')) || WRAP
  const sides = node.hasClass('heading') ? SIDES.slice(0, 1) : SIDES
  // where there is no room: fewer lines, then smaller letters
  const tries = [
    [room, FONT],
    [room * 1.8, FONT],
    [room, SMALL],
    [room * 1.8, SMALL],
  ] as const
  let best: Placed | undefined
  for (const [most, size] of tries) if (!best) best = bestSide(name, most, size)

  /** The side with room for the name that crosses the fewest lines. */
  function bestSide(words: string, most: number, size: number): Placed | undefined {
    const text = wrap(words, most, size)
    const wide = Math.max(...text.map((line) => measure(line, size)), 1)
    let found: Placed | undefined
    for (const [i, side] of sides.entries()) {
      const box = labelBox(own as Box, side, wide, text.length * size * LINE)
      if (taken.meets(box, own)) continue
      const cost = i * 0.3 + lines.filter(([, , line]) => crosses(line, box)).length
      if (!found || cost < found.cost) found = { side, box, cost, text, size }
      if (cost === 0) break
    }
    return found
  }
  const shown = best && {
    caption: best.text.join('\n'),
    halign: best.side[0],
    valign: best.side[1],
    mx: away(best.side[0], best.box.x1 - own.x2, best.box.x2 - own.x1) / zoom,
    my: away(best.side[1], best.box.y1 - own.y2, best.box.y2 - own.y1) / zoom,
    font: best.size / zoom,
    halo: HALO / zoom,
  }
  if (best) taken.add(best.box)
  node.data(shown ?? { caption: '' })
}

/** The margin between a node and its label: after the node, before it, or none. */
const away = (side: string, after: number, before: number): number =>
  side === 'center' ? 0 : side === 'right' || side === 'bottom' ? after : before

/** The label of an edge stands along its line if it is long enough and nothing else is there. */
function placeEdge(edge: EdgeSingular, taken: Taken, zoom: number): void {
  const worded = edge.hasClass('worded') || edge.hasClass('way') || edge.selected()
  const words = String(edge.data('words') ?? '')
  if (!worded || !words) {
    if (edge.data('label')) edge.data('label', '')
    return
  }
  const [a, b] = [edge.source(), edge.target()]
  const [p, q] = [a.renderedPosition(), b.renderedPosition()]
  const length = Math.hypot(q.x - p.x, q.y - p.y) || 1
  const room = length - ((a.width() + b.width()) * zoom) / 2 - 24
  const way = edge.hasClass('way')
  const lines = words.split('\n').flatMap((line) => wrap(line, Math.max(room, 60), FONT - 1))
  const shown = way ? lines : lines.slice(0, 2)
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
