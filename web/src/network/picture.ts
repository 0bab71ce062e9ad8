/** A drawing of given entities and the links between them, without tools. */

import { pathOf } from '../core/address'
import { graph, vocabulary } from '../core/api'
import { go, onLeaving } from '../core/router'
import { adapt, bundles, canvas, edgeElement, fit, nodeElement, shortened, sizeOf } from './canvas'
import { arrange } from './layout'

export async function plainNetwork(holder: HTMLElement, things: string[]): Promise<void> {
  const words = await vocabulary()
  const found = await graph({ shown: things })
  if (!holder.isConnected) return
  const places = arrange({
    nodes: found.nodes.map((node) => ({ id: node.id, size: sizeOf(node) })),
    edges: found.edges,
    fixed: new Map(),
  })
  const core = canvas(holder, words)
  core.add(
    found.nodes.map((node) =>
      nodeElement(node, shortened(node.label), places.get(node.id) ?? { x: 0, y: 0 }),
    ),
  )
  core.add([...bundles(found.edges).values()].map(edgeElement))
  adapt(core)
  fit(core, 20)
  core.userZoomingEnabled(false)
  onLeaving(() => core.destroy())
  core.on('tap', 'node', (event) => go(pathOf(String(event.target.id()))))
}
