/** Cytoscape with styles from the vocabulary and the theme. */

import cytoscape, { type Core, type ElementDefinition, type StylesheetJson } from 'cytoscape'
import { timeText, yearsOf } from '../core/dates'
import { capital, currentLang, money, t } from '../core/i18n'
import { claims, precisely } from '../core/statement'
import { isDark } from '../core/theme'
import type { Codes, Style, Thing, Tie } from '../core/types'
import { placeLabels } from './labels'

export type Place = { x: number; y: number }
const LARGE = 400
const LABELLED_EDGES = 24

/** Keep Cytoscape from adding a style element, which the Content-Security-Policy forbids; base.css has its rule. */
function claimStyle(): void {
  const id = '__________cytoscape_stylesheet'
  if (document.getElementById(id)) return
  const mark = document.createElement('meta')
  mark.id = id
  document.head.append(mark)
}

export function canvas(container: HTMLElement): Core {
  claimStyle()
  // nodes that lie on one another have no line between them, which is nothing to warn of
  cytoscape.warnings(false)
  const core = cytoscape({
    container,
    style: sheet(),
    // positions are given; the build has no other layout
    layout: { name: 'preset' },
    minZoom: 0.05,
    maxZoom: 3,
    boxSelectionEnabled: true,
  })
  // Cytoscape 3.34 keeps bitmaps of labels, and for a second or more shows those of the size before
  internals(core).data.lblTxrCache.getElement = () => null
  return core
}

interface Internals {
  textureOnViewport: boolean
  data: { lblTxrCache: { getElement: () => null } }
}

/** What Cytoscape's renderer has no setting for. */
const internals = (core: Core): Internals => (core as unknown as { renderer(): Internals }).renderer()

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

/** The colours of the drawing that do not stand for data. */
export const inks = () =>
  isDark()
    ? { ink: '#e6ebf1', paper: '#151b22', faint: '#5d6b7a', chosen: '#ffd166' }
    : { ink: '#1a2430', paper: '#ffffff', faint: '#9aa7b5', chosen: '#17406d' }

export const sheet = (): StylesheetJson =>
  [...nodeStyles(), ...edgeStyles(), ...markStyles()] as StylesheetJson

function nodeStyles() {
  const { ink, paper } = inks()
  return [
    {
      selector: 'node',
      style: {
        label: 'data(caption)',
        width: 'data(size)',
        height: 'data(size)',
        'background-color': 'data(fill)',
        shape: 'data(shape)',
        'border-width': 1,
        'border-color': paper,
        color: ink,
        'font-size': 'data(font)',
        'text-wrap': 'wrap',
        'text-max-width': '9999px',
        'line-height': 1.15,
        'text-halign': 'data(halign)',
        'text-valign': 'data(valign)',
        'text-margin-x': 'data(mx)',
        'text-margin-y': 'data(my)',
        'font-family': 'system-ui, sans-serif',
        'text-outline-color': paper,
        'text-outline-width': 'data(halo)',
        'text-outline-opacity': 0.9,
      },
    },
    // names lie over the nodes of a crowd
    { selector: 'node[?caption]', style: { 'z-index': 2 } },
    {
      selector: 'node.heading',
      style: { 'background-opacity': 0, 'border-width': 0, events: 'no', 'font-weight': 'bold' },
    },
    { selector: 'node.others', style: { 'font-weight': 'normal' } },
  ]
}

function edgeStyles() {
  const { ink, paper, faint } = inks()
  return [
    {
      selector: 'edge',
      style: {
        label: 'data(label)',
        width: 'data(width)',
        'line-color': faint,
        'target-arrow-color': faint,
        'source-arrow-color': faint,
        'target-arrow-shape': 'data(head)',
        'source-arrow-shape': 'data(tail)',
        'arrow-scale': 0.8,
        'curve-style': 'straight',
        color: ink,
        'font-size': 'data(font)',
        'text-wrap': 'wrap',
        'text-max-width': '9999px',
        'line-height': 1.15,
        'text-margin-y': 'data(lift)',
        'text-rotation': 'autorotate',
        'font-family': 'system-ui, sans-serif',
        opacity: 0.85,
        'text-outline-color': paper,
        'text-outline-width': 'data(halo)',
        'text-outline-opacity': 0.9,
      },
    },
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
    // links within a column go around the nodes between their ends
    {
      selector: 'edge.bent',
      style: {
        'curve-style': 'unbundled-bezier',
        'control-point-distances': 'data(bend)',
        'control-point-weights': 0.5,
      },
    },
    // the words of a link that goes down stand beside it
    {
      selector: 'edge.upright',
      style: { 'text-rotation': 'none', 'text-margin-x': 'data(shift)' },
    },
    { selector: 'edge[?context]', style: { 'line-style': 'dotted' } },
    {
      selector: 'edge[?dashed]',
      style: { 'line-style': 'dashed', 'curve-style': 'straight', opacity: 0.85 },
    },
  ]
}

/** What is hidden, on the path, or selected. */
function markStyles() {
  const { ink, chosen } = inks()
  return [
    { selector: '.away', style: { display: 'none' } },
    // no colour of a class: ink marks the path
    { selector: 'node.way', style: { 'border-width': 3.5, 'border-color': ink } },
    {
      selector: 'edge.way',
      style: {
        'line-color': ink,
        'target-arrow-color': ink,
        'source-arrow-color': ink,
        width: 3,
        opacity: 1,
      },
    },
    {
      selector: 'node:selected',
      style: { 'border-width': 4, 'border-color': chosen, 'font-weight': 'bold' },
    },
    {
      selector: 'edge:selected',
      style: {
        'line-color': chosen,
        'target-arrow-color': chosen,
        'source-arrow-color': chosen,
        width: 4,
        opacity: 1,
      },
    },
  ]
}

/** Entities that are linked to others by facts, and further ones by plans alone. */
export const tiedTo = (thing: Thing): number => thing.degree + (thing.plans ?? 0)

/** What a node shows before its label is placed. */
export const nodeData = (thing: Thing, style: Style, size: number) => ({
  id: thing.id,
  name: shortened(named(thing)),
  fill: style.colour,
  shape: SHAPES[style.shape] ?? 'ellipse',
  size,
})

const UNPLACED = { caption: '', font: 12, halign: 'center', valign: 'bottom', mx: 0, my: 0, halo: 2 }

export const nodeElement = (
  thing: Thing,
  style: Style,
  size: number,
  position: Place,
): ElementDefinition => ({
  group: 'nodes',
  data: { ...UNPLACED, ...nodeData(thing, style, size) },
  position: { ...position },
})

/** The heading of a column, or the line below it that counts what is not drawn. */
export const headingElement = (id: string, name: string, position: Place, more = ''): ElementDefinition => ({
  group: 'nodes',
  classes: `heading ${more}`,
  data: { ...UNPLACED, id, name, fill: '#999999', shape: 'ellipse', size: 2, room: 150 },
  position: { ...position },
})

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

/** Whether a link is drawn dashed: it is open, or agreed and not known to be done. */
export const isDashed = (tie: Tie): boolean => isOpen(tie) || !!tie.agreed

/** What is said of open links beside their label; planned relations say it themselves. */
function openWord(ties: Tie[]): string {
  if (ties.every((tie) => tie.relation.startsWith('planned'))) return ''
  return ` (${t(ties.some((tie) => tie.planned) ? 'planned' : 'possible')})`
}

/** How many of the links of a firm line are open. */
function openPart(ties: Tie[]): string {
  const planned = ties.filter((tie) => isOpen(tie) && tie.planned).length
  const possible = ties.filter((tie) => isOpen(tie) && !tie.planned).length
  const part = (n: number, word: string): string => (n ? ` · ${whole(`${word}: ${n}`)}` : '')
  return part(planned, t('planned')) + part(possible, t('possible'))
}

/** The label of a thing; an agent that no source names is marked. */
export const named = (thing: Thing): string =>
  thing.unnamed ? `${thing.label} (${t('unnamed')})` : thing.label

/** Amounts with their years and the time of the links of one edge, as their facts state them; amounts are not added up. */
function tieNote(ties: Tie[], codes: Codes): string {
  const known = new Set(ties.map((tie) => tie.fact ?? tie.id))
  const counted = claims(ties.map((tie) => ({ ...tie, id: tie.fact ?? tie.id }))).filter(
    // a part says the amount if its whole is of others
    (tie) => !known.has(tie.portionOf ?? ''),
  )
  const several = counted.length > 1
  const amounts = counted
    .filter((tie) => tie.amount)
    .sort((a, b) => (b.amount ?? 0) - (a.amount ?? 0))
    .map((tie) => {
      const amount = precisely(tie, money(tie.amount ?? 0, tie.currency), codes)
      const year = several ? yearText(tie) : ''
      return whole(year ? t('inYear', { amount, year }) : amount)
    })
  const shown = [...new Set(amounts)]
  const listed = shown.slice(0, MOST_AMOUNTS).join(comma()) + andMore(shown.length - MOST_AMOUNTS)
  return [listed, yearNote(counted, codes)].filter(Boolean).join(' · ')
}

/** The years of a link, such as 2012, 2009–2012, by 2012 or since 2009. */
function yearText(tie: Tie): string {
  const [first, last] = yearsOf(tie)
  if (first === last) return first === null ? '' : String(first)
  if (first === null) return t('timeBy', { date: String(last) })
  return last === null ? t('timeSince', { date: String(first) }) : `${first}–${last}`
}

/** Relations that the label of a line names; more are counted. */
const MOST_RELATIONS = 2
/** Amounts that the label of a line lists. */
const MOST_AMOUNTS = 3

const comma = (): string => (currentLang() === 'ja' ? '、' : ', ')

/** How many more relations or amounts there are. */
const andMore = (n: number): string => (n > 0 ? comma() + whole(t('more', { n })) : '')

/** A text that no line break parts. */
const whole = (text: string): string => text.replaceAll(' ', '\u00a0')

function yearNote(ties: Tie[], codes: Codes): string {
  const dated = ties.filter((tie) => tie.earliest ?? tie.latest)
  if (dated.length === 1 && dated[0]) return timeText(dated[0], codes)
  const years = dated.flatMap((tie) => yearsOf(tie)).filter((year) => year !== null)
  if (!years.length) return ''
  const [first, last] = [Math.min(...years), Math.max(...years)]
  return first === last ? String(first) : `${first}–${last}`
}

export function edgeData(bundle: Bundle, codes: Codes): Record<string, unknown> {
  const { id, source, target, ties } = bundle
  // plans and possible relations add nothing to the width of a line
  const weight = ties.reduce((sum, tie) => sum + (isOpen(tie) ? 0 : (tie.weight ?? 1)), 0)
  const firm = ties.filter((tie) => !isOpen(tie))
  const open = ties.every(isOpen)
  const labels = [...new Set((open ? ties : firm).map((tie) => tie.label))]
  const label =
    capital(labels.slice(0, MOST_RELATIONS).join(comma())) +
    andMore(labels.length - MOST_RELATIONS) +
    (open ? openWord(ties) : openPart(ties))
  const forth = ties.some((tie) => tie.source === source && !tie.context && !tie.undirected)
  const back = ties.some((tie) => tie.source === target && !tie.context && !tie.undirected)
  return {
    id,
    source,
    target,
    // worded where they are shown: of a large drawing few are
    words: () => [label, tieNote(firm.length ? firm : ties, codes)].filter(Boolean).join('\n'),
    context: ties.every((tie) => tie.context),
    dashed: ties.every(isDashed),
    width: Math.min(0.8 + Math.log2(1 + weight) * 0.9, 6),
    head: forth ? 'triangle' : 'none',
    tail: back ? 'triangle' : 'none',
  }
}

export const edgeElement = (bundle: Bundle, codes: Codes): ElementDefinition => ({
  group: 'edges',
  data: {
    label: '',
    font: 11,
    lift: 0,
    shift: 0,
    bend: 0,
    halo: 2,
    ...edgeData(bundle, codes),
  } as ElementDefinition['data'],
})

/** The most that a small drawing is enlarged. */
const CLOSEST = 1.3

/** Fit a drawing to its window. */
export function fit(core: Core, padding = Math.min(64, Math.round(core.width() * 0.07))): void {
  core.resize()
  const [wide, high] = [core.width(), core.height()]
  // labels keep their size on the screen, so that only the nodes say how close the drawing can be
  const box = core.nodes().not('.away').boundingBox({ includeLabels: false })
  const zoom = Math.min(
    (wide - 2 * padding) / Math.max(box.w, 1),
    (high - 2 * padding) / Math.max(box.h, 1),
    CLOSEST,
  )
  core.viewport({
    zoom,
    pan: { x: wide / 2 - (zoom * (box.x1 + box.x2)) / 2, y: high / 2 - (zoom * (box.y1 + box.y2)) / 2 },
  })
  makeRoom(core)
}

/** Pixels that a node keeps from the border. */
const RIM = 4
const between = (least: number, wanted: number, most: number): number =>
  Math.max(least, Math.min(wanted, most))

/**
 * Move, and zoom out a little, for labels that the border would cut. They keep their size on the screen, so
 * that more of it would only press them together.
 */
function makeRoom(core: Core): void {
  const [wide, high] = [core.width(), core.height()]
  const middle = { x: wide / 2, y: high / 2 }
  for (const least of [0.85, 0.9]) {
    const { x1, x2, y1, y2 } = placeLabels(core, true)
    if (!Number.isFinite(x1) || (x1 >= 0 && y1 >= 0 && x2 <= wide && y2 <= high)) break
    const nodes = core.nodes().not('.away').renderedBoundingBox({ includeLabels: false })
    core.panBy({
      x: between(RIM - nodes.x1, middle.x - (x1 + x2) / 2, wide - RIM - nodes.x2),
      y: between(RIM - nodes.y1, middle.y - (y1 + y2) / 2, high - RIM - nodes.y2),
    })
    const scale = Math.min(1, (wide - 8) / (x2 - x1), (high - 8) / (y2 - y1))
    core.zoom({ level: core.zoom() * Math.max(scale, least), renderedPosition: middle })
  }
  placeLabels(core)
}

/** A label cut to fit in the drawing; the panel and the list show it in full. */
export const shortened = (label: string): string =>
  label.length > 58 ? `${label.slice(0, 56).replace(/\s+\S{0,14}$/, '')} …` : label

/** Simplify large drawings. */
export function adapt(core: Core): void {
  const edges = core.edges()
  // while a large drawing moves, Cytoscape moves a bitmap of it
  const large = core.nodes().not('.away').length > LARGE
  internals(core).textureOnViewport = large
  edges.toggleClass('plain', large)
  edges.toggleClass('worded', edges.not('.away').length <= LABELLED_EDGES)
  placeLabels(core)
}
