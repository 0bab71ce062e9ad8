/** The drawing on the screen as SVG: the same positions, colours, shapes, lines and labels. */

import type { Core, EdgeSingular, NodeSingular } from 'cytoscape'
import { svg } from '../core/dom'
import { inks } from './canvas'
import { isBold, placeLabels } from './labels'
import { shownEdges, shownNodes } from './shown'

interface Point {
  x: number
  y: number
}

const MARGIN = 14
const LINE = 1.15

/** Corners of a regular polygon that fills a square from -1 to 1, as Cytoscape has it. */
function polygon(corners: number, inner?: number): [number, number][] {
  const step = (2 * Math.PI) / corners
  const start = Math.PI / 2 + (corners % 2 ? 0 : step / 2)
  const raw: [number, number][] = []
  for (let i = 0; i < corners; i++) {
    raw.push([Math.cos(start + i * step), -Math.sin(start + i * step)])
    if (inner)
      raw.push([inner * Math.cos(start + (i + 0.5) * step), -inner * Math.sin(start + (i + 0.5) * step)])
  }
  const bounds = [0, 1].map((axis) => {
    const values = raw.map((point) => point[axis] ?? 0)
    return [Math.min(...values), Math.max(...values)] as const
  })
  return raw.map((point) =>
    point.map((value, axis) => {
      const [least, most] = bounds[axis] ?? [-1, 1]
      return ((value - least) / (most - least)) * 2 - 1
    }),
  ) as [number, number][]
}

const CORNERS: Record<string, [number, number][]> = {
  rectangle: [
    [-1, -1],
    [1, -1],
    [1, 1],
    [-1, 1],
  ],
  diamond: [
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, 0],
  ],
  triangle: polygon(3),
  pentagon: polygon(5),
  hexagon: polygon(6),
  star: polygon(5, 0.5 * (3 - Math.sqrt(5)) * 1.57),
  vee: [
    [-1, -1],
    [0, -0.333],
    [1, -1],
    [0, 1],
  ],
}

/** What is seen of a drawing, cut to what is drawn. */
export function sceneSvg(core: Core): SVGSVGElement {
  const zoom = core.zoom()
  const pan = core.pan()
  const seen = placeLabels(core)
  const x = Math.max(0, seen.x1 - MARGIN)
  const y = Math.max(0, seen.y1 - MARGIN)
  const width = Math.max(1, Math.min(core.width(), seen.x2 + MARGIN) - x)
  const height = Math.max(1, Math.min(core.height(), seen.y2 + MARGIN) - y)
  const edges = shownEdges(core)
    .toArray()
    .sort((a, b) => marked(a) - marked(b))
  const nodes = shownNodes(core).toArray()
  return svg(
    'svg',
    {
      viewBox: `${r(x)} ${r(y)} ${r(width)} ${r(height)}`,
      width: r(width),
      height: r(height),
      'font-family': 'system-ui, sans-serif',
    },
    svg(
      'g',
      { transform: `translate(${r(pan.x)} ${r(pan.y)}) scale(${r(zoom, 4)})` },
      edges.map(edgeLine),
      nodes.filter((node) => !node.hasClass('heading')).map(nodeShape),
      edges.map(edgeLabel),
      nodes.map(nodeLabel),
    ),
  )
}

const marked = (edge: EdgeSingular): number => (edge.hasClass('way') || edge.selected() ? 1 : 0)
const r = (value: number, digits = 2): number => Number(value.toFixed(digits))
const numeric = (element: NodeSingular | EdgeSingular, name: string): number =>
  Number(element.numericStyle(name))

function nodeShape(node: NodeSingular): SVGElement {
  const { x, y } = node.position()
  const [half, shape] = [node.width() / 2, String(node.data('shape'))]
  const paint = {
    'data-id': node.id(),
    fill: String(node.style('background-color')),
    stroke: String(node.style('border-color')),
    'stroke-width': r(numeric(node, 'border-width')),
    opacity: r(numeric(node, 'opacity')),
  }
  const corners = CORNERS[shape]
  if (!corners) return svg('circle', { cx: r(x), cy: r(y), r: r(half), ...paint })
  const points = corners.map(([a, b]) => `${r(x + a * half)},${r(y + b * half)}`).join(' ')
  return svg('polygon', { points, ...paint })
}

function text(
  lines: string[],
  at: Point,
  anchor: string,
  size: number,
  more: Record<string, string>,
): SVGElement {
  const { ink, paper } = inks()
  return svg(
    'text',
    {
      'text-anchor': anchor,
      'font-size': r(size),
      fill: ink,
      stroke: paper,
      'stroke-width': r(size / 4),
      'stroke-linejoin': 'round',
      'paint-order': 'stroke',
      ...more,
    },
    lines.map((line, i) => svg('tspan', { x: r(at.x), y: r(at.y + (i * LINE + 0.92) * size) }, line)),
  )
}

function nodeLabel(node: NodeSingular): SVGElement | null {
  const caption = String(node.data('caption') ?? '')
  if (!caption) return null
  const { halign, valign, mx, my, font } = node.data() as Record<string, number | string>
  const { x, y } = node.position()
  const [half, size, lines] = [node.width() / 2, Number(font), caption.split('\n')]
  const high = lines.length * size * LINE
  const side = { left: -1, center: 0, right: 1 }[String(halign)] ?? 0
  const down = { top: -1, center: 0, bottom: 1 }[String(valign)] ?? 0
  const top = y + down * half + Number(my) + (down === 1 ? 0 : down === 0 ? -high / 2 : -high)
  const anchor = side === 1 ? 'start' : side === -1 ? 'end' : 'middle'
  const bold = isBold(node) ? { 'font-weight': 'bold' } : {}
  return text(lines, { x: x + side * half + Number(mx), y: top }, anchor, size, {
    ...bold,
    'data-label': node.id(),
    opacity: String(r(numeric(node, 'opacity'))),
  } as Record<string, string>)
}

function ends(edge: EdgeSingular): [Point, Point] {
  return [edge.sourceEndpoint(), edge.targetEndpoint()]
}

/** The point that draws a bent line to its side. */
const bendOf = (edge: EdgeSingular): Point | undefined =>
  edge.hasClass('bent') ? edge.controlPoints()?.[0] : undefined

function edgeLine(edge: EdgeSingular): SVGElement | null {
  const [from, to] = ends(edge)
  if (![from.x, from.y, to.x, to.y].every(Number.isFinite)) return null
  const width = numeric(edge, 'width')
  const colour = String(edge.style('line-color'))
  const dashes: Record<string, string> = { dashed: '6 3', dotted: '1 1' }
  const paint = { stroke: colour, fill: colour, opacity: r(numeric(edge, 'opacity')), 'data-id': edge.id() }
  const bend = bendOf(edge)
  const by = bend ? `Q${r(bend.x)} ${r(bend.y)} ` : 'L'
  const dash = dashes[String(edge.style('line-style'))] ?? null
  return svg(
    'g',
    paint,
    svg('path', {
      fill: 'none',
      d: `M${r(from.x)} ${r(from.y)}${by}${r(to.x)} ${r(to.y)}`,
      'stroke-width': r(width),
      'stroke-dasharray': dash,
    }),
    String(edge.style('target-arrow-shape')) === 'triangle' ? arrow(bend ?? from, to, width, edge) : null,
    String(edge.style('source-arrow-shape')) === 'triangle' ? arrow(bend ?? to, from, width, edge) : null,
  )
}

/** The head of an arrow, of the size that Cytoscape gives it. */
function arrow(from: Point, to: Point, width: number, edge: EdgeSingular): SVGElement {
  const size = Math.max((width * 13.37) ** 0.9, 29) * numeric(edge, 'arrow-scale')
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1
  const [x, y] = [(to.x - from.x) / length, (to.y - from.y) / length]
  const corner = (side: number): string =>
    `${r(to.x - x * size * 0.3 + side * y * size * 0.15)},${r(to.y - y * size * 0.3 - side * x * size * 0.15)}`
  return svg('polygon', { points: `${r(to.x)},${r(to.y)} ${corner(1)} ${corner(-1)}`, stroke: 'none' })
}

function edgeLabel(edge: EdgeSingular): SVGElement | null {
  const label = String(edge.data('label') ?? '')
  if (!label) return null
  const [from, to] = ends(edge)
  const middle = { x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }
  if (!Number.isFinite(middle.x) || !Number.isFinite(middle.y)) return null
  let angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI
  if (angle > 90) angle -= 180
  if (angle < -90) angle += 180
  const upright = edge.hasClass('upright')
  if (upright) angle = 0
  const [size, lines] = [Number(edge.data('font')), label.split('\n')]
  const top = {
    x: middle.x + (upright ? Number(edge.data('shift')) : 0),
    y: middle.y + Number(edge.data('lift')) - (lines.length * size * LINE) / 2,
  }
  return text(lines, top, 'middle', size, {
    transform: `rotate(${r(angle)} ${r(middle.x)} ${r(middle.y)})`,
    'data-label': edge.id(),
  })
}
