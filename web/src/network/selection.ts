/** The selected entity or link: what it is, its evidence, and actions on it. */

import { pathOf } from '../core/address'
import { graph } from '../core/api'
import { h, put } from '../core/dom'
import { evidence, failure, mark, thingLink } from '../core/format'
import { capital, number, t } from '../core/i18n'
import { details } from '../core/statement'
import type { Tie } from '../core/types'
import type { Board } from './board'
import { isOpen, named, pairId } from './canvas'

export function selection(view: Board): HTMLElement {
  const id = view.state.selected
  if (view.model.things.has(id)) return thingCard(view, id)
  const ties = view.model.between(id, view.state.filters)
  return ties.length ? tieCard(view, ties) : h('p', { class: 'hush' }, t('nothingSelected'))
}

/** The links of an entity; a fact that links it to several others is listed once. */
function tiesSaidOnce(view: Board, id: string): Tie[] {
  const said = new Set<string>()
  return view.model.tiesOf(id).filter((tie) => {
    const words = tie.words ?? tie.id
    return !said.has(words) && said.add(words)
  })
}

function thingCard(view: Board, id: string): HTMLElement {
  const thing = view.model.things.get(id)
  if (!thing) return h('div')
  const country = thing.country && thing.country !== id ? view.words.countries[thing.country] : ''
  const kind = view.words.kinds[thing.kind] ?? thing.kind
  const links = h('div')
  const button = (name: string, act: () => void, main = false): HTMLElement =>
    h('button', { type: 'button', class: main ? 'main' : '', onclick: act }, name)
  const ties = tiesSaidOnce(view, id)
  // the evidence follows once the groups above it are known, so that it does not move while it is read
  const evidence = [
    ties.length ? h('h3', null, t('linksTitle')) : null,
    h(
      'ul',
      { class: 'statements' },
      ties.slice(0, 60).map((tie) => statement(view, tie)),
    ),
  ]
  void groups(view, id).then((found) => put(links, ...found, ...evidence))
  return h(
    'div',
    { class: 'card' },
    h(
      'p',
      { class: 'kind' },
      mark(view.words.styles[thing.kind]),
      capital(kind),
      country ? ` · ${country}` : '',
    ),
    h('h2', null, named(thing)),
    h(
      'p',
      { class: 'hush' },
      t('tiedTo', { n: thing.degree }),
      thing.plans ? ` ${t('tiedByPlans', { n: thing.plans })}` : '',
    ),
    h(
      'div',
      { class: 'buttons' },
      button(t('expand'), () => void view.expand(id), true),
      h('a', { class: 'button', href: pathOf(id) }, t('openPage')),
      button(t('pathFrom'), () => view.setEnd(0, id)),
      button(t('pathTo'), () => view.setEnd(1, id)),
      button(t('keepOnly'), () => void view.keepAround(id)),
      button(t('remove'), () => void view.remove([id])),
    ),
    links,
  )
}

/** Expansion by relation with the number of neighbours, so that hubs can be expanded in parts. */
async function groups(view: Board, id: string): Promise<Node[]> {
  try {
    const { around } = await graph({ shown: [], expand: id, limit: 1, context: view.state.context })
    if (!('groups' in around)) return []
    const drawn = view.model.neighbours(id).size
    const left = around.total - drawn
    const items = around.groups.map((group) =>
      h(
        'li',
        null,
        h(
          'button',
          { type: 'button', onclick: () => void view.expand(id, group.relation) },
          capital(group.label),
          ' ',
          h('span', { class: 'count' }, number(group.count)),
        ),
      ),
    )
    const expand = { type: 'button', onclick: () => void view.expand(id, '', drawn) }
    const more = left > 0 ? [h('button', expand, t('more', { n: left }))] : []
    return [h('h3', null, t('expandBy')), h('ul', { class: 'chips' }, items), ...more]
  } catch (error) {
    return [failure(error)]
  }
}

function statement(view: Board, tie: Tie): HTMLElement {
  return h(
    'li',
    isOpen(tie) ? { class: 'plan' } : null,
    h(
      'p',
      { class: 'words' },
      h(
        'button',
        { type: 'button', class: 'link', onclick: () => view.select(pairId(tie.source, tie.target)) },
        tie.words ?? `${view.model.label(tie.source)} – ${tie.label} – ${view.model.label(tie.target)}`,
      ),
    ),
    details(tie, view.words.codes),
    evidence(tie.sources, view.model.passages, view.words.codes),
  )
}

/** Every link that a drawn edge stands for. */
function tieCard(view: Board, all: Tie[]): HTMLElement {
  const first = all[0] as Tie
  const lines = all.map((one) =>
    h(
      'li',
      isOpen(one) ? { class: 'plan' } : null,
      h(
        'p',
        { class: 'words' },
        one.fact ? h('a', { href: pathOf(one.fact) }, one.words ?? one.label) : (one.words ?? one.label),
      ),
      details(one, view.words.codes, capital(one.label)),
      one.facts
        ? h(
            'p',
            { class: 'parties' },
            one.facts.map((fact) => thingLink(fact, fact.replace('fact/', ''))),
          )
        : null,
      evidence(one.sources, view.model.passages, view.words.codes),
    ),
  )
  return h(
    'div',
    { class: 'card' },
    h('p', { class: 'kind' }, [...new Set(all.map((one) => capital(one.label)))].join(', ')),
    h(
      'h2',
      null,
      thingLink(first.source, view.model.label(first.source)),
      ' – ',
      thingLink(first.target, view.model.label(first.target)),
    ),
    all.length > 1 ? h('p', { class: 'hush' }, t('tooMany', { n: all.length })) : null,
    h('ul', { class: 'statements' }, lines),
  )
}
