/** An empty answer: what the sources cover, so that silence is not taken for a no. */

import { pathOf } from '../core/address'
import { coverage } from '../core/api'
import { h } from '../core/dom'
import { english } from '../core/format'
import { t } from '../core/i18n'

/** A message that there is nothing, with what the most cited source covers; `year` is the year asked for. */
export function nothing(message: string, year = ''): HTMLElement {
  const holder = h('div', { class: 'nothing' }, h('p', { class: 'hush' }, message))
  void fill(holder, year).catch(() => undefined)
  return holder
}

async function fill(holder: HTMLElement, year: string): Promise<void> {
  const { sources } = await coverage()
  const [main] = [...sources].sort((a, b) => Number(b['facts'] ?? 0) - Number(a['facts'] ?? 0))
  if (!main?.['title']) return
  const { title, start = '', end = '' } = main
  if (year && start && (year < start || (end && year > end)))
    holder.append(h('p', null, t('yearNotCovered', { title, year, start, end })))
  holder.append(
    h(
      'p',
      { class: 'hush' },
      t('coverOf'),
      ' ',
      h('a', { href: pathOf(main['id'] ?? '') }, title),
      ': ',
      english(main['coverage'] ?? ''),
    ),
  )
}
