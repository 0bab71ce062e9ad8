/** The start page: search, entities and questions to start with, the views. */

import { pathOf } from '../core/address'
import { queries, vocabulary } from '../core/api'
import { h, put } from '../core/dom'
import { failure, mark } from '../core/format'
import { pick, t } from '../core/i18n'
import { go, type View } from '../core/router'
import { combobox } from '../widgets/combobox'

export async function home(main: HTMLElement): Promise<View> {
  const find = combobox({ label: t('search'), choose: (thing) => go(pathOf(thing.id)) })
  const holds = h('p', { class: 'hush holds' })
  const starts = h('ul', { class: 'chips starts' })
  const asks = h('ul', { class: 'cards questions' })
  main.classList.add('home')
  main.append(
    h('h1', null, t('title')),
    h('p', { class: 'lead' }, t('lead')),
    holds,
    find.element,
    h('h2', null, t('startFrom')),
    starts,
    h('h2', null, t('askFirst')),
    asks,
    h('h2', null, t('ways')),
    h(
      'ul',
      { class: 'cards' },
      WAYS.map(([path, name, words]) => card(path, t(name), t(words))),
    ),
  )
  void fillHolds(holds).catch(() => holds.remove())
  // each list is filled when its answer arrives; a failure is shown in place of the list
  void fillStarts(starts).catch((error: unknown) => starts.replaceWith(failure(error)))
  void fillAsks(asks).catch((error: unknown) => asks.replaceWith(failure(error)))
  return { title: t('home') }
}

const WAYS = [
  ['/network', 'network', 'wayNetwork'],
  ['/map', 'map', 'wayMap'],
  ['/queries', 'queries', 'wayQueries'],
  ['/sparql', 'sparql', 'waySparql'],
  ['/data', 'data', 'wayData'],
] as const

/** One question of each large topic of the library. */
const ASKED = [
  'agencies-behind-investment',
  'investments-in',
  'tariff-comparison',
  'cooperation-projects',
  'agreements-of',
  'pillar-order',
]

const card = (path: string, title: string, words: string): HTMLElement =>
  h('li', null, h('a', { href: path }, h('strong', null, title), words && h('span', null, words)))

async function fillHolds(line: HTMLElement): Promise<void> {
  const { holds, span } = await vocabulary()
  const [first, last] = span
  const { facts = 0, figures = 0, sources = 0, collections = 0 } = holds
  const years = first === undefined || last === undefined ? '' : `${first}–${last}: `
  put(line, years, t('holds', { facts, figures, sources, collections }))
}

async function fillStarts(list: HTMLElement): Promise<void> {
  const { starts, styles } = await vocabulary()
  list.append(
    ...starts.map((thing) =>
      h('li', null, h('a', { href: pathOf(thing.id) }, mark(styles[thing.kind]), thing.label)),
    ),
  )
}

async function fillAsks(list: HTMLElement): Promise<void> {
  const library = await queries()
  const asked = library
    .filter((query) => ASKED.includes(query.name))
    .sort((a, b) => ASKED.indexOf(a.name) - ASKED.indexOf(b.name))
  const shown = asked.length ? asked : library.slice(0, 6)
  list.append(...shown.map((query) => card(`/queries/${query.name}`, pick(query.summary), '')))
}
