/** The accounts that several sources give of one event, with the one that sums and counts take. */

import { timeText } from '../core/dates'
import { h } from '../core/dom'
import { sources, thingLink } from '../core/format'
import { capital, money, t } from '../core/i18n'
import { precisely } from '../core/statement'
import type { Entity, Fact, Passages, Vocabulary } from '../core/types'

/** Where a fact is shown: the entity of the page, if there is one, and what the page knows. */
export interface Shown {
  id?: string
  facts: Fact[]
  passages: Passages
}

/** One fact for each event: its counted account, or the first of those here. */
export function folded(facts: Fact[]): Fact[] {
  const chosen = new Map<string, Fact>()
  for (const fact of facts) {
    const known = fact.event ? chosen.get(fact.event) : undefined
    if (fact.event && (!known || (known.countedIn && !fact.countedIn))) chosen.set(fact.event, fact)
  }
  return facts.filter((fact) => !fact.event || chosen.get(fact.event) === fact)
}

/** All accounts of the event that a fact reports, as a section. */
export function accounts(thing: Entity, words: Vocabulary): HTMLElement | null {
  if (thing.accounts.length < 2) return null
  return h(
    'section',
    { class: 'panel' },
    h('h2', null, capital(t('nAccounts', { n: thing.accounts.length }))),
    h('p', { class: 'hush' }, t('accountsHint')),
    accountTable(thing.accounts, thing, words),
  )
}

/** The accounts of an event side by side, each with source, date, amount and status; the counted one is marked. */
function accountTable(rows: Fact[], thing: Shown, words: Vocabulary): HTMLElement {
  const heads = [t('account'), t('sources'), t('date'), t('amount'), t('status')]
  const head = h(
    'tr',
    null,
    heads.map((name) => h('th', { scope: 'col' }, name)),
  )
  const body = rows.map((fact) => accountRow(fact, thing, words))
  return h(
    'div',
    { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': t('nAccounts', { n: rows.length }) },
    h('table', { class: 'accounts' }, h('thead', null, head), h('tbody', null, body)),
  )
}

function accountRow(fact: Fact, thing: Shown, words: Vocabulary): HTMLElement {
  const tiers = new Set(fact.sources.map((locator) => thing.passages[locator]?.tier ?? ''))
  const said = [...tiers].filter(Boolean).map((tier) => words.codes.tier[tier] ?? tier)
  const amount = fact.amount ? precisely(fact, money(fact.amount, fact.currency), words.codes) : ''
  return h(
    'tr',
    fact.countedIn ? null : { class: 'counted' },
    h(
      'td',
      null,
      thingLink(fact.id, fact.words),
      fact.countedIn ? null : [' ', h('span', { class: 'tag' }, t('counted'))],
    ),
    h('td', null, sources(fact.sources, thing.passages), h('p', { class: 'hush' }, said.join(', '))),
    h('td', null, timeText(fact, words.codes)),
    h('td', { class: 'number' }, amount),
    h('td', null, words.codes.status[fact.status ?? ''] ?? ''),
  )
}

/** The accounts of a fact's event among those of the page, behind a line that counts them. */
export function folding(fact: Fact, thing: Shown, words: Vocabulary): HTMLElement | null {
  const all = fact.event ? thing.facts.filter((one) => one.event === fact.event) : []
  if (all.length < 2) return null
  const summary = h('summary', null, capital(t('nAccounts', { n: all.length })))
  const box = h('details', { class: 'accounts' }, summary)
  box.addEventListener('toggle', () => box.append(accountTable(all, thing, words)), { once: true })
  return box
}
