/** The entities that rows name, as a network. */

import { kindOf } from '../core/address'
import { h } from '../core/dom'
import { t } from '../core/i18n'
import type { Described, Row } from './columns'

const MOST = 120

export function resultNetwork(rows: Row[], vars: string[], about: Described): HTMLElement {
  const ids = new Set<string>()
  for (const row of rows) {
    for (const name of vars) {
      const term = row[name]
      if (term?.type !== 'uri') continue
      const isOwn = about.bases.some((base) => term.value.startsWith(`${base}id/`))
      if (!isOwn && !term.value.startsWith(`${about.base}id/`)) continue
      const id = isOwn ? term.value : term.value.slice(about.base.length + 3)
      if (kindOf(id) !== 'fact') ids.add(id)
    }
  }
  if (ids.size < 2) return h('p', { class: 'hush' }, t('noNetwork'))
  const things = [...ids].slice(0, MOST)
  const holder = h('div', { class: 'canvas medium', role: 'img', 'aria-label': t('networkLabel') })
  const link = h('a', { class: 'button', href: `/network?n=${things.join(',')}` }, t('openNetwork'))
  void import('../network/picture').then(({ plainNetwork }) => plainNetwork(holder, things))
  return h('div', null, link, holder)
}
