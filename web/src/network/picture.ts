/** A drawing of given entities and the links between them, without tools. */

import type { Core } from 'cytoscape'
import { pathOf } from '../core/address'
import { graph, vocabulary } from '../core/api'
import { t } from '../core/i18n'
import { go, onLeaving } from '../core/router'
import type { Network, Vocabulary } from '../core/types'
import { type Figure, figureTools, sourceTitles } from '../widgets/figure'
import { adapt, bundles, canvas, edgeElement, fit, nodeElement, type Place, sheet } from './canvas'
import { arrange } from './layout'
import { legendOf } from './legend'
import { look, sizeOf } from './look'
import { sceneSvg } from './scene'

export interface Plain {
  /** The ids of what is drawn. */
  drawn: string[]
  figure: (title: string) => Promise<Figure>
}

/** Draw given entities, and the parties of given facts; a click on one opens its page. */
export async function plainNetwork(holder: HTMLElement, things: string[]): Promise<Plain | undefined> {
  const words = await vocabulary()
  const found = await graph({ shown: things })
  if (!holder.isConnected) return
  const core = still(holder, found, words)
  fit(core, 20)
  const figure = async (title: string): Promise<Figure> => ({
    title,
    subtitle: t('counts', { n: found.nodes.length, m: found.edges.length }),
    drawing: sceneSvg(core),
    legend: legendOf(look(found.nodes, found.edges, words), found.nodes, found.edges),
    sources: await sourceTitles(found.edges.flatMap((tie) => tie.sources)),
  })
  return { drawn: found.nodes.map((node) => node.id), figure }
}

/** Buttons that save a drawing. */
export const savingOf = ({ figure }: Plain, title: string): HTMLElement => figureTools(() => figure(title))

/** Draw a network that cannot be changed; it ends with the view. */
export function still(
  holder: HTMLElement,
  { nodes, edges }: Network,
  words: Vocabulary,
  fixed = new Map<string, Place>(),
): Core {
  const input = nodes.map((node) => ({ id: node.id, size: sizeOf(node) }))
  const places = arrange({ nodes: input, edges, fixed })
  const core = canvas(holder)
  const { style } = look(nodes, edges, words)
  core.add(
    nodes.map((node) => nodeElement(node, style(node), sizeOf(node), places.get(node.id) ?? { x: 0, y: 0 })),
  )
  core.add([...bundles(edges).values()].map((bundle) => edgeElement(bundle, words.codes)))
  adapt(core)
  core.userZoomingEnabled(false)
  core.on('tap', 'node', (event) => go(pathOf(String(event.target.id()))))
  const recolour = (): void => void core.style(sheet())
  document.addEventListener('themechange', recolour)
  onLeaving(() => {
    document.removeEventListener('themechange', recolour)
    core.destroy()
  })
  return core
}
