/** The same nodes and links as lists, for keyboard and screen reader. */

import { h } from '../core/dom'
import { evidence, mark } from '../core/format'
import { capital, t } from '../core/i18n'
import { details } from '../core/statement'
import type { Thing, Tie } from '../core/types'
import type { Board } from './board'
import { isOpen, named, pairId } from './canvas'

const MOST = 400

export function listing(view: Board): HTMLElement {
  const away = view.model.hidden(view.state.filters)
  const things = [...view.model.things.values()]
    .filter((thing) => !away.has(thing.id))
    .sort((a, b) => a.label.localeCompare(b.label))
  const ties = [...view.model.ties.values()].filter((tie) => !away.has(tie.id))
  const rows = things.slice(0, MOST).map((thing) => thingRow(view, thing))
  const lines = ties.slice(0, MOST).map((tie) => tieRow(view, tie))
  const left = things.length - rows.length + ties.length - lines.length
  return h(
    'div',
    { class: 'listing' },
    h('h2', null, `${t('things')} (${things.length})`),
    h('ul', { class: 'plain' }, rows),
    h('h2', null, `${t('linksTitle')} (${ties.length})`),
    h('ul', { class: 'plain' }, lines),
    left > 0 ? h('p', { class: 'hush' }, t('more', { n: left })) : null,
  )
}

const thingRow = (view: Board, thing: Thing): HTMLElement =>
  h(
    'li',
    null,
    h(
      'button',
      { type: 'button', class: 'link', onclick: () => view.select(thing.id) },
      mark(view.words.styles[thing.kind]),
      named(thing),
    ),
    ' ',
    h('span', { class: 'hush' }, capital(view.words.kinds[thing.kind] ?? thing.kind)),
    ' ',
    h(
      'button',
      {
        type: 'button',
        class: 'mini',
        'aria-label': `${t('expand')}: ${thing.label}`,
        onclick: () => void view.expand(thing.id),
      },
      t('expand'),
    ),
  )

const tieRow = (view: Board, tie: Tie): HTMLElement =>
  h(
    'li',
    isOpen(tie) ? { class: 'plan' } : null,
    h(
      'button',
      { type: 'button', class: 'link', onclick: () => view.select(pairId(tie.source, tie.target)) },
      tie.words ?? `${view.model.label(tie.source)} – ${tie.label} – ${view.model.label(tie.target)}`,
    ),
    details(tie, view.words.codes),
    evidence(tie.sources, view.model.passages, view.words.codes),
  )
