/** Statistics as a table: whose, of what, where and when, how precise, with hedges, notes and source. */

import { h } from '../core/dom'
import { sources, thingLink } from '../core/format'
import { capital, t } from '../core/i18n'
import { remarks, tags, valueText } from '../core/statement'
import type { Codes, Figure, Passages } from '../core/types'

const FIRST = 25

export function figureTable(figures: Figure[], passages: Passages, codes: Codes): HTMLElement {
  const body = h(
    'tbody',
    null,
    figures.slice(0, FIRST).map((figure) => row(figure, passages, codes)),
  )
  const table = h(
    'table',
    null,
    h(
      'thead',
      null,
      h(
        'tr',
        null,
        [t('figures'), t('value'), t('whose'), t('where'), t('sources')].map((name) =>
          h('th', { scope: 'col' }, name),
        ),
      ),
    ),
    body,
  )
  const left = figures.length - FIRST
  const button =
    left > 0
      ? h(
          'button',
          {
            type: 'button',
            onclick: () => {
              body.append(...figures.slice(FIRST).map((figure) => row(figure, passages, codes)))
              button?.remove()
            },
          },
          t('more', { n: left }),
        )
      : null
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t('figures') },
    table,
    button,
  )
}

function row(figure: Figure, passages: Passages, codes: Codes): HTMLElement {
  const link = (id: string | undefined, label = ''): HTMLElement | null => (id ? thingLink(id, label) : null)
  const about = [link(figure.about, figure.aboutLabel), link(figure.under, figure.underLabel)].filter(
    (part) => part !== null,
  )
  // precision stands with the value
  const { precision: _precision, ...said } = figure
  return h(
    'tr',
    figure.planned ? { class: 'plan' } : null,
    h(
      'td',
      null,
      thingLink(figure.id, capital(figure.indicatorLabel)),
      about.map((part) => h('span', null, ' · ', part)),
      tags(said, codes),
      remarks(figure, codes),
    ),
    h('td', { class: 'number', title: figure.words }, valueText(figure, codes)),
    h('td', null, link(figure.whose, figure.whoseLabel)),
    h(
      'td',
      null,
      thingLink(figure.area, figure.areaLabel),
      figure.other ? [' – ', thingLink(figure.other, figure.otherLabel ?? '')] : null,
    ),
    h('td', null, sources(figure.sources, passages)),
  )
}
