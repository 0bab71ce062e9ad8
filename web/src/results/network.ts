/** The entities that rows name, as a network. */

import { kindOf } from '../core/address'
import { h } from '../core/dom'
import { t } from '../core/i18n'
import type { Described, Row } from './columns'

/** The most entities and facts that are asked for: what is drawn stays readable. */
const MOST = 120

export function resultNetwork(rows: Row[], vars: string[], about: Described): HTMLElement {
  const ids = new Set<string>()
  for (const row of rows) {
    for (const name of vars) {
      const term = row[name]
      if (term?.type !== 'uri') continue
      const isOwn = about.bases.some((base) => term.value.startsWith(`${base}id/`))
      if (!isOwn && !term.value.startsWith(`${about.base}id/`)) continue
      ids.add(isOwn ? term.value : term.value.slice(about.base.length + 3))
    }
  }
  const facts = [...ids].some((id) => kindOf(id) === 'fact')
  if (ids.size < 2 && !facts) return h('p', { class: 'hush' }, t('noNetwork'))
  const holder = h('div', { class: 'canvas medium', role: 'img', 'aria-label': t('networkLabel') })
  const box = h('div', null, holder)
  void draw(box, holder, [...ids].slice(0, MOST), about)
  return box
}

async function draw(box: HTMLElement, holder: HTMLElement, ids: string[], about: Described): Promise<void> {
  const { plainNetwork, savingOf } = await import('../network/picture')
  const made = await plainNetwork(holder, ids)
  if (!made) return
  const href = `/network?n=${made.drawn.slice(0, MOST).join(',')}`
  box.prepend(h('a', { class: 'button', href }, t('openNetwork')))
  box.append(savingOf(made, about.title ?? about.name))
}
