/** The drawing itself: Cytoscape, styled from the vocabulary and the theme. */

import cytoscape, { type Core, type ElementDefinition, type StylesheetJson } from 'cytoscape'
import { isDark } from '../frame'
import type { Style, Thing, Tie, Vocabulary } from '../types'

export type Place = { x: number; y: number }
const LARGE = 400
const LABELLED_EDGES = 70

/** Cytoscape would write a style element, which the page's policy forbids: style.css has its rule. */
function claimStyle(): void {
  const id = '__________cytoscape_stylesheet'
  if (document.getElementById(id)) return
  const mark = document.createElement('meta')
  mark.id = id
  document.head.append(mark)
}

export function canvas(container: HTMLElement, words: Vocabulary, large = false): Core {
  claimStyle()
  return cytoscape({
    container,
    style: sheet(words),
    minZoom: 0.05,
    maxZoom: 3,
    wheelSensitivity: 0.5,
    boxSelectionEnabled: true,
    hideEdgesOnViewport: false,
    textureOnViewport: large,
    pixelRatio: large ? 1 : 'auto',
  })
}

const SHAPES: Record<string, string> = { circle: 'ellipse', square: 'rectangle', diamond: 'diamond', triangle: 'triangle' }

export function sheet(words: Vocabulary): StylesheetJson {
  const ink = isDark() ? '#e6ebf1' : '#1a2430'
  const paper = isDark() ? '#151b22' : '#ffffff'
  const faint = isDark() ? '#5d6b7a' : '#9aa7b5'
  const kinds = Object.entries(words.styles).map(([kind, style]) => kindStyle(kind, style))
  return [
    {
      selector: 'node',
      style: {
        label: 'data(caption)', width: 'data(size)', height: 'data(size)', 'background-color': '#999999',
        'border-width': 1, 'border-color': paper, color: ink, 'font-size': 11, 'text-wrap': 'wrap',
        'text-max-width': '110px', 'text-valign': 'bottom', 'text-margin-y': 3, 'min-zoomed-font-size': 7,
        'font-family': 'system-ui, sans-serif', 'text-background-color': paper, 'text-background-opacity': 0.75,
        'text-background-padding': '1px', 'text-background-shape': 'roundrectangle',
      },
    },
    ...kinds,
    {
      selector: 'edge',
      style: {
        width: 'data(width)', 'line-color': faint, 'target-arrow-color': faint, 'target-arrow-shape': 'triangle',
        'arrow-scale': 0.8, 'curve-style': 'bezier', 'control-point-step-size': 22, color: ink, 'font-size': 9,
        'text-rotation': 'autorotate', 'min-zoomed-font-size': 8, opacity: 0.85, 'text-background-color': paper,
        'text-background-opacity': 0.8,
      },
    },
    { selector: 'edge.worded', style: { label: 'data(label)' } },
    { selector: 'edge.plain', style: { 'curve-style': 'haystack', 'haystack-radius': 0.3, 'target-arrow-shape': 'none', opacity: 0.5 } },
    { selector: 'edge[?context]', style: { 'line-style': 'dotted', 'target-arrow-shape': 'none' } },
    { selector: '.away', style: { display: 'none' } },
    { selector: '.dim', style: { opacity: 0.15 } },
    { selector: 'node.way', style: { 'border-width': 4, 'border-color': '#d55e00' } },
    { selector: 'edge.way', style: { 'line-color': '#d55e00', 'target-arrow-color': '#d55e00', width: 4, opacity: 1 } },
    { selector: 'node:selected', style: { 'border-width': 4, 'border-color': isDark() ? '#ffd166' : '#17406d', 'font-weight': 'bold' } },
    { selector: 'edge:selected', style: { 'line-color': isDark() ? '#ffd166' : '#17406d', 'target-arrow-color': isDark() ? '#ffd166' : '#17406d', width: 4, opacity: 1 } },
  ] as StylesheetJson
}

const kindStyle = (kind: string, style: Style) => ({
  selector: `node[kind = "${kind.replaceAll('"', '')}"]`,
  style: { 'background-color': style.colour, shape: SHAPES[style.shape] ?? 'ellipse' },
})

export const sizeOf = (thing: Thing): number => Math.round(14 + 7 * Math.log2(1 + thing.degree))

export function nodeElement(thing: Thing, caption: string, position: Place): ElementDefinition {
  return { group: 'nodes', data: { id: thing.id, kind: thing.kind, caption, size: sizeOf(thing) }, position: { ...position } }
}

export function edgeElement(tie: Tie): ElementDefinition {
  const width = tie.weight ? Math.min(1 + Math.log2(1 + tie.weight), 6) : 1.4
  return {
    group: 'edges',
    data: { id: tie.id, source: tie.source, target: tie.target, label: tie.label, context: !!tie.context, width },
  }
}

/** How much is drawn decides how richly it is drawn. */
export function adapt(core: Core): void {
  const edges = core.edges()
  edges.toggleClass('plain', core.nodes().length > LARGE)
  edges.toggleClass('worded', edges.not('.away').length <= LABELLED_EDGES)
}
