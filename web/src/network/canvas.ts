/** Cytoscape with styles from the vocabulary and the theme. */

import cytoscape, { type Core, type ElementDefinition, type StylesheetJson } from 'cytoscape'
import { capital, t } from '../core/i18n'
import { isDark } from '../core/theme'
import type { Style, Thing, Tie, Vocabulary } from '../core/types'

export type Place = { x: number; y: number }
const LARGE = 400
const HUBS = 16
const CROWDED = 60
const FEW = 12
const LABELLED_EDGES = 24

/** Keep Cytoscape from adding a style element, which the Content-Security-Policy forbids; base.css has its rule. */
function claimStyle(): void {
  const id = '__________cytoscape_stylesheet'
  if (document.getElementById(id)) return
  const mark = document.createElement('meta')
  mark.id = id
  document.head.append(mark)
}

export function canvas(container: HTMLElement, words: Vocabulary): Core {
  claimStyle()
  return cytoscape({
    container,
    style: sheet(words),
    minZoom: 0.05,
    maxZoom: 3,
    boxSelectionEnabled: true,
  })
}

const SHAPES: Record<string, string> = {
  circle: 'ellipse',
  square: 'rectangle',
  diamond: 'diamond',
  triangle: 'triangle',
  hexagon: 'hexagon',
  star: 'star',
  pentagon: 'pentagon',
  vee: 'vee',
}

export function sheet(words: Vocabulary): StylesheetJson {
  const ink = isDark() ? '#e6ebf1' : '#1a2430'
  const paper = isDark() ? '#151b22' : '#ffffff'
  const faint = isDark() ? '#5d6b7a' : '#9aa7b5'
  const kinds = Object.entries(words.styles).map(([kind, style]) => kindStyle(kind, style))
  return [
    {
      selector: 'node',
      style: {
        label: 'data(caption)',
        width: 'data(size)',
        height: 'data(size)',
        'background-color': '#999999',
        'border-width': 1,
        'border-color': paper,
        color: ink,
        'font-size': 'data(font)',
        'text-wrap': 'wrap',
        'text-max-width': 'data(wrap)',
        'text-valign': 'bottom',
        'text-margin-y': 3,
        'min-zoomed-font-size': 6.5,
        'font-family': 'system-ui, sans-serif',
        'text-outline-color': paper,
        'text-outline-width': 2,
      },
    },
    ...kinds,
    {
      selector: 'edge',
      style: {
        width: 'data(width)',
        'line-color': faint,
        'target-arrow-color': faint,
        'source-arrow-color': faint,
        'target-arrow-shape': 'data(head)',
        'source-arrow-shape': 'data(tail)',
        'arrow-scale': 0.8,
        'curve-style': 'straight',
        color: ink,
        'font-size': 9,
        'text-rotation': 'autorotate',
        'min-zoomed-font-size': 8,
        opacity: 0.85,
        'text-outline-color': paper,
        'text-outline-width': 2,
      },
    },
    { selector: 'edge.worded, edge:selected, edge.way', style: { label: 'data(label)' } },
    {
      selector: 'edge.plain',
      style: {
        'curve-style': 'haystack',
        'haystack-radius': 0.3,
        'target-arrow-shape': 'none',
        'source-arrow-shape': 'none',
        opacity: 0.5,
      },
    },
    { selector: 'edge[?context]', style: { 'line-style': 'dotted' } },
    { selector: 'edge[?open]', style: { 'line-style': 'dashed', 'curve-style': 'straight', opacity: 0.85 } },
    { selector: '.away', style: { display: 'none' } },
    { selector: '.dim', style: { opacity: 0.15 } },
    { selector: 'node.way', style: { 'border-width': 4, 'border-color': '#d55e00' } },
    {
      selector: 'edge.way',
      style: { 'line-color': '#d55e00', 'target-arrow-color': '#d55e00', width: 4, opacity: 1 },
    },
    {
      selector: 'node:selected',
      style: { 'border-width': 4, 'border-color': isDark() ? '#ffd166' : '#17406d', 'font-weight': 'bold' },
    },
    {
      selector: 'edge:selected',
      style: {
        'line-color': isDark() ? '#ffd166' : '#17406d',
        'target-arrow-color': isDark() ? '#ffd166' : '#17406d',
        width: 4,
        opacity: 1,
      },
    },
  ] as StylesheetJson
}

const kindStyle = (kind: string, style: Style) => ({
  selector: `node[kind = "${kind.replaceAll('"', '')}"]`,
  style: { 'background-color': style.colour, shape: SHAPES[style.shape] ?? 'ellipse' },
})

/** Entities that are linked to others by facts, and further ones by plans alone. */
export const tiedTo = (thing: Thing): number => thing.degree + (thing.plans ?? 0)

export const sizeOf = (thing: Thing): number => Math.round(14 + 7 * Math.log2(1 + thing.degree))

export function nodeElement(thing: Thing, caption: string, position: Place): ElementDefinition {
  return {
    group: 'nodes',
    data: { id: thing.id, kind: thing.kind, caption: caption, size: sizeOf(thing), font: 11, wrap: 121 },
    position: { ...position },
  }
}

/** All links between two entities as one edge; its width grows with their number. */
export interface Bundle {
  id: string
  source: string
  target: string
  ties: Tie[]
}

/** The id of the edge between two nodes. */
export const pairId = (a: string, b: string): string => [a, b].sort().join('~')

export function bundles(ties: Iterable<Tie>): Map<string, Bundle> {
  const found = new Map<string, Bundle>()
  for (const tie of ties) {
    const id = pairId(tie.source, tie.target)
    const bundle = found.get(id)
    if (bundle) bundle.ties.push(tie)
    else found.set(id, { id, source: tie.source, target: tie.target, ties: [tie] })
  }
  return found
}

/** Whether a link has not come true, or is only possible. */
export const isOpen = (tie: Tie): boolean => !!tie.planned || !!tie.possible || !!tie.likelihood

/** What is said of open links beside their label; planned relations say it themselves. */
function openWord(ties: Tie[]): string {
  if (ties.every((tie) => tie.relation.startsWith('planned'))) return ''
  return ` (${t(ties.some((tie) => tie.planned) ? 'planned' : 'possible')})`
}

/** The label of a thing; an agent that no source names is marked. */
export const named = (thing: Thing): string =>
  thing.unnamed ? `${thing.label} (${t('unnamed')})` : thing.label

export function edgeData(bundle: Bundle): Record<string, unknown> {
  const { id, source, target, ties } = bundle
  // plans and possible relations add nothing to the width of a line
  const weight = ties.reduce((sum, tie) => sum + (isOpen(tie) ? 0 : (tie.weight ?? 1)), 0)
  const firm = ties.filter((tie) => !isOpen(tie))
  const labels = [...new Set([...firm, ...ties].map((tie) => tie.label))]
  const open = ties.every(isOpen)
  const more = labels.length > 1 ? ` +${labels.length - 1}` : ''
  const label = capital(labels[0] ?? '') + more + (open ? openWord(ties) : '')
  const forth = ties.some((tie) => tie.source === source && !tie.context && !tie.undirected)
  const back = ties.some((tie) => tie.source === target && !tie.context && !tie.undirected)
  return {
    id,
    source,
    target,
    label,
    context: ties.every((tie) => tie.context),
    open,
    width: Math.min(0.8 + Math.log2(1 + weight) * 0.9, 6),
    head: forth ? 'triangle' : 'none',
    tail: back ? 'triangle' : 'none',
  }
}

export const edgeElement = (bundle: Bundle): ElementDefinition => ({
  group: 'edges',
  data: edgeData(bundle) as ElementDefinition['data'],
})

/** Fit a drawing to its window; small drawings are enlarged by at most 1.3. */
export function fit(core: Core, padding = Math.min(45, Math.round(core.width() * 0.04))): void {
  core.resize()
  // reset the labels first: their size would affect the zoom
  core.nodes().forEach((node) => void node.data({ font: 9, wrap: 99 }))
  core.fit(core.elements().not('.away'), padding)
  if (core.zoom() > 1.3) {
    core.zoom(1.3)
    core.center()
  }
  sizeLabels(core)
}

/** If not every label fits, the nodes with the highest degree get readable labels. */
function sizeLabels(core: Core): void {
  const nodes = core.nodes().not('.away')
  const large = Math.min(60, Math.max(11, Math.round(10 / core.zoom())))
  const room =
    nodes.length > CROWDED ? HUBS : core.zoom() < 0.6 && nodes.length > FEW ? HUBS / 4 : nodes.length
  const sizes = nodes.map((node) => Number(node.data('size'))).sort((a, b) => b - a)
  const least = sizes[room] ?? 0
  core.nodes().forEach((node) => {
    const font = Number(node.data('size')) > least ? large : 9
    node.data({ font, wrap: font * 11 })
  })
}

/** A label cut to fit in the drawing; the panel and the list show it in full. */
export const shortened = (label: string): string =>
  label.length > 58 ? `${label.slice(0, 56).replace(/\s+\S{0,14}$/, '')} …` : label

/** Simplify large drawings. */
export function adapt(core: Core): void {
  const edges = core.edges()
  // while a large drawing moves, Cytoscape moves a bitmap of it
  const renderer = (core as unknown as { renderer(): { textureOnViewport: boolean } }).renderer()
  renderer.textureOnViewport = core.nodes().length > LARGE
  sizeLabels(core)
  edges.toggleClass('plain', core.nodes().length > LARGE)
  edges.toggleClass('worded', edges.not('.away').length <= LABELLED_EDGES)
}
