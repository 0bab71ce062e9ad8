/** A story: facts of the graph in order, each with its source, and the network of who took part. */

import { front, story, vocabulary } from '../core/api'
import { yearsOf } from '../core/dates'
import { h, put } from '../core/dom'
import { ServiceError } from '../core/failures'
import { failure } from '../core/format'
import { t } from '../core/i18n'
import type { View } from '../core/router'
import type { Fact, Story } from '../core/types'
import { notFound } from './not_found'
import { statement } from './statements'

export async function storyView(main: HTMLElement, path: string): Promise<View> {
  const name = path.split('/')[2] ?? ''
  put(main, h('p', { class: 'loading' }, t('loading')))
  try {
    const [told, words] = await Promise.all([story(name), vocabulary()])
    const others = h('ul', { class: 'chips' })
    const drawing = h('div', { class: 'canvas medium', role: 'img', 'aria-label': t('storyNetwork') })
    put(
      main,
      h('h1', null, told.title),
      h('p', { class: 'lead' }, told.lead),
      h('p', { class: 'hush' }, t('storyNote')),
      h(
        'ol',
        { class: 'story' },
        told.facts.map((fact) =>
          h(
            'li',
            null,
            h('p', { class: 'when' }, yearOf(fact)),
            h(
              'ul',
              { class: 'statements' },
              statement(fact, { facts: told.facts, passages: told.passages }, words),
            ),
          ),
        ),
      ),
      h('h2', null, t('storyNetwork')),
      drawing,
      h(
        'p',
        null,
        h('a', { class: 'button', href: `/network?n=${parties(told).join(',')}` }, t('showNetwork')),
      ),
      h('h2', null, t('otherStories')),
      others,
    )
    void import('../network/picture').then(({ plainNetwork }) => plainNetwork(drawing, parties(told)))
    void fillOthers(others, name).catch(() => others.remove())
    return { title: told.title }
  } catch (error) {
    if (error instanceof ServiceError && error.status === 404) return notFound(main)
    put(main, h('h1', null, t('stories')), failure(error))
    return { title: t('stories') }
  }
}

/** The year of a fact, or the years that its dates allow. */
function yearOf(fact: Fact): string {
  const [first, last] = yearsOf(fact)
  if (first !== null && last !== null && first !== last && !fact.start) return `${first}–${last}`
  return String(first ?? last ?? t('undated'))
}

const parties = (told: Story): string[] => [
  ...new Set(
    told.facts
      .flatMap((fact) => fact.parties.map((party) => party.id))
      .filter((id) => !/^(code:|fact\/)/.test(id)),
  ),
]

async function fillOthers(list: HTMLElement, name: string): Promise<void> {
  const { stories } = await front()
  list.append(
    ...stories
      .filter((one) => one.name !== name)
      .map((one) => h('li', null, h('a', { href: `/story/${one.name}` }, one.title))),
  )
}
