/** The small drawing on the page of an entity. */

import { graph } from '../core/api'
import { h } from '../core/dom'
import { t } from '../core/i18n'
import type { Entity, Vocabulary } from '../core/types'
import { fit } from './canvas'
import { still } from './picture'

const SHOWN = 9

/** Draw the neighbours with the most links to an entity into a panel. */
export async function smallNetwork(panel: HTMLElement, thing: Entity, words: Vocabulary): Promise<void> {
  const holder = h('div', { class: 'canvas small', role: 'img', 'aria-label': t('around') })
  panel.append(holder)
  const found = await graph({ shown: [], expand: thing.id, limit: SHOWN })
  if (!holder.isConnected) return
  const core = still(holder, found, words, new Map([[thing.id, { x: 0, y: 0 }]]))
  core.edges().removeClass('worded')
  fit(core, 18)
  const left = 'left' in found.around ? found.around.left : 0
  const href = `/network?n=${thing.id}&x=${thing.id}`
  if (left > 0) panel.append(h('p', null, h('a', { href }, t('more', { n: left }))))
}
