/** Statistics as a table, each with its source. */

import { h } from '../core/dom'
import { sources, thingLink } from '../core/format'
import { capital, number, t } from '../core/i18n'
import type { Figure, Passages } from '../core/types'

const FIRST = 25

export function figureTable(figures: Figure[], passages: Passages): HTMLElement {
  const body = h(
    'tbody',
    null,
    figures.slice(0, FIRST).map((figure) => row(figure, passages)),
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
        [t('figures'), t('where'), t('year'), t('amount'), t('sources')].map((name) =>
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
              body.append(...figures.slice(FIRST).map((figure) => row(figure, passages)))
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

function row(figure: Figure, passages: Passages): HTMLElement {
  const about = figure.aboutLabel ? ` – ${figure.aboutLabel}` : ''
  const span = figure.year
    ? figure.end && figure.end !== figure.year
      ? `${figure.year}–${figure.end}`
      : String(figure.year)
    : ''
  return h(
    'tr',
    null,
    h('td', null, capital(figure.indicatorLabel), about),
    h(
      'td',
      null,
      thingLink(figure.area, figure.areaLabel),
      figure.other ? [' – ', thingLink(figure.other, figure.otherLabel ?? '')] : null,
    ),
    h('td', null, span),
    h('td', { class: 'number' }, `${number(figure.value)} ${unit(figure.unit)}`),
    h('td', null, sources(figure.sources, passages)),
  )
}

const unit = (name = ''): string => ({ percent: '%', usd: 'USD', jpy: 'JPY' })[name] ?? name
