/** "Report an error in this statement": a prefilled text for an issue, and the project's address if it has one. */

import { passagePath, placed } from '../core/address'
import { h } from '../core/dom'
import { copy } from '../core/format'
import { t } from '../core/i18n'
import type { Entity, Vocabulary } from '../core/types'

/** The text of the report, with everything that one needs to find the statement. */
function reportText(thing: Entity, words: Vocabulary): string {
  const here = location.origin + location.pathname
  const cites = thing.sources.map(
    (locator) =>
      `${thing.passages[locator]?.label ?? locator} (${location.origin}${placed(passagePath(locator))})`,
  )
  return [
    `${t('reportStatement')}: ${thing.label}`,
    `${t('reportAddress')}: ${here}`,
    `IRI: ${thing.iri}`,
    ...cites.map((cite) => `${t('reportCites')}: ${cite}`),
    `${t('reportVersion')}: ${words.version}`,
    '',
    t('reportWrong'),
    '',
  ].join('\n')
}

export function reportPanel(thing: Entity, words: Vocabulary): HTMLElement {
  const text = reportText(thing, words)
  const area = h('textarea', { rows: 9, 'aria-label': t('reportError'), spellcheck: 'false' })
  area.value = text
  const button = h('button', { type: 'button', onclick: () => void copy(area.value, button) }, t('copy'))
  const title = t('reportTitle', { id: thing.id })
  const issue = (): string => {
    const values = new URLSearchParams({ title, body: area.value })
    return `${words.repository.replace(/\/$/, '')}/issues/new?${values}`
  }
  const open = h('a', { class: 'button', href: issue(), rel: 'noreferrer' }, t('reportOpen'))
  area.addEventListener('input', () => open.setAttribute('href', issue()))
  return h(
    'details',
    { class: 'panel report', id: 'report' },
    h('summary', null, t('reportError')),
    h('p', { class: 'hush' }, t('reportHint')),
    area,
    h('div', { class: 'buttons' }, button, /^https?:/.test(words.repository) ? open : null),
  )
}
