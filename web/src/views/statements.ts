/** A fact in a list: its sentence, what qualifies it, its parties and its sources. */

import { pathOf } from '../core/address'
import { h } from '../core/dom'
import { sources, thingLink } from '../core/format'
import { capital, t } from '../core/i18n'
import { details } from '../core/statement'
import type { Fact, Vocabulary } from '../core/types'
import { folding, type Shown } from './accounts'

export function statement(fact: Fact, page: Shown, words: Vocabulary): HTMLElement {
  const others = fact.parties.filter((party) => party.id !== page.id)
  const role = fact.role ? `, ${t('asIn', { role: fact.role })}` : ''
  return h(
    'li',
    fact.planned || fact.likelihood ? { class: 'plan' } : null,
    h('p', { class: 'words' }, h('a', { href: pathOf(fact.id) }, fact.words)),
    details(fact, words.codes, `${capital(fact.kindLabel)}${role}`),
    others.length
      ? h(
          'p',
          { class: 'parties' },
          others.map((party) =>
            h('span', null, h('span', { class: 'hush' }, `${party.role} `), thingLink(party.id, party.label)),
          ),
        )
      : null,
    sources(fact.sources, page.passages),
    folding(fact, page, words),
  )
}
