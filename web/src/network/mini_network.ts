/** The small drawing on the page of an entity. */

import { pathOf } from '../core/address'
import { graph } from '../core/api'
import { h } from '../core/dom'
import { t } from '../core/i18n'
import { go, onLeaving } from '../core/router'
import type { Entity, Vocabulary } from '../core/types'
import { adapt, bundles, canvas, edgeElement, fit, nodeElement, sheet, shortened, sizeOf } from './canvas'
import { arrange } from './layout'

const SHOWN = 9

/** Draw the neighbours with the most links to an entity into a panel. */
export async function smallNetwork(panel: HTMLElement, thing: Entity, words: Vocabulary): Promise<void> {
  const holder = h('div', { class: 'canvas small', role: 'img', 'aria-label': t('around') })
  panel.append(holder)
  const found = await graph({ shown: [], expand: thing.id, limit: SHOWN })
  if (!holder.isConnected) return
  const places = arrange({
    nodes: found.nodes.map((node) => ({ id: node.id, size: sizeOf(node) })),
    edges: found.edges,
    fixed: new Map([[thing.id, { x: 0, y: 0 }]]),
  })
  const core = canvas(holder, words)
  core.add(
    found.nodes.map((node) =>
      nodeElement(node, shortened(node.label), places.get(node.id) ?? { x: 0, y: 0 }),
    ),
  )
  core.add([...bundles(found.edges).values()].map(edgeElement))
  adapt(core)
  core.edges().removeClass('worded')
  core.userZoomingEnabled(false)
  fit(core, 18)
  core.on('tap', 'node', (event) => go(pathOf(String(event.target.id()))))
  const left = 'left' in found.around ? found.around.left : 0
  if (left > 0)
    panel.append(
      h('p', null, h('a', { href: `/network?n=${thing.id}&x=${thing.id}` }, t('more', { n: left }))),
    )
  const recolour = (): void => void core.style(sheet(words))
  document.addEventListener('themechange', recolour)
  onLeaving(() => {
    document.removeEventListener('themechange', recolour)
    core.destroy()
  })
}
