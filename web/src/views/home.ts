/** The start page: what this is, a question box, a picture of the three pillars, stories, and the views. */

import { pathOf, searchPath } from '../core/address'
import { front, vocabulary } from '../core/api'
import { h, put } from '../core/dom'
import { failure, mark } from '../core/format'
import { t } from '../core/i18n'
import { go, type View } from '../core/router'
import { combobox } from '../widgets/combobox'

export async function home(main: HTMLElement): Promise<View> {
  const holds = h('p', { class: 'holds' }, ' ')
  const picture = h('section', { class: 'panel pillarpicture' })
  const stories = h('ul', { class: 'cards stories' })
  const starts = h('ul', { class: 'chips starts' })
  const asks = h('ul', { class: 'cards questions' })
  main.classList.add('home')
  document.body.classList.add('at-home')
  main.append(
    h(
      'div',
      { class: 'opening' },
      h(
        'div',
        null,
        h('h1', null, t('title')),
        h('p', { class: 'lead' }, t('lead')),
        holds,
        questionBox(),
        h('h2', null, t('stories')),
        stories,
      ),
      picture,
    ),
    h('h2', null, t('askFirst')),
    asks,
    h('h2', null, t('startFrom')),
    starts,
    h('h2', null, t('ways')),
    h(
      'ul',
      { class: 'cards' },
      WAYS.map(([path, name, words]) => card(path, t(name), t(words))),
    ),
  )
  // each part is filled when its answer arrives; a failure is shown in place of the part
  void fillHolds(holds).catch(() => holds.remove())
  void fillFront(picture, stories, asks).catch((error: unknown) => picture.replaceWith(failure(error)))
  void fillStarts(starts).catch((error: unknown) => starts.replaceWith(failure(error)))
  return { title: t('home'), close: () => document.body.classList.remove('at-home') }
}

const EXAMPLES = ['askPath', 'askMines', 'askLoans', 'askCountry'] as const

function questionBox(): HTMLElement {
  const find = combobox({
    label: t('search'),
    hint: t('askHint'),
    choose: (thing) => go(pathOf(thing.id)),
    submit: (text) => go(searchPath(text)),
  })
  const examples = EXAMPLES.map((name) => h('a', { href: searchPath(t(name)) }, t(name)))
  return h(
    'div',
    { class: 'ask' },
    find.element,
    h(
      'p',
      { class: 'hush examples' },
      t('askExamples'),
      ' ',
      examples.flatMap((one, i) => (i ? [' · ', one] : [one])),
    ),
  )
}

const WAYS = [
  ['/network', 'network', 'wayNetwork'],
  ['/map', 'map', 'wayMap'],
  ['/queries', 'queries', 'wayQueries'],
  ['/compare', 'compare', 'compareWay'],
  ['/sparql', 'sparql', 'waySparql'],
  ['/saved', 'saved', 'savedLead'],
  ['/data', 'data', 'wayData'],
] as const

const card = (path: string, title: string, words: string): HTMLElement =>
  h('li', null, h('a', { href: path }, h('strong', null, title), words && h('span', null, words)))

async function fillHolds(line: HTMLElement): Promise<void> {
  const { holds, span } = await vocabulary()
  const { facts = 0, figures = 0, sources = 0 } = holds
  const [first = '', last = ''] = span.map(String)
  put(line, t('holdsLine', { facts, figures, sources, first, last }))
}

async function fillFront(picture: HTMLElement, list: HTMLElement, asks: HTMLElement): Promise<void> {
  const found = await front()
  asks.append(...found.questions.map(({ name, title }) => card(`/queries/${name}`, title, '')))
  if (found.events.length) (await import('../widgets/pillar_picture')).pillarPicture(picture, found)
  else picture.remove()
  if (!found.stories.length) list.previousElementSibling?.remove()
  put(
    list,
    found.stories.map((one) =>
      h(
        'li',
        null,
        h(
          'a',
          { href: `/story/${one.name}` },
          h('strong', null, one.title),
          h('span', null, one.lead),
          h('span', null, t('storyFacts', { n: one.count })),
        ),
      ),
    ),
  )
}

async function fillStarts(list: HTMLElement): Promise<void> {
  const { starts, styles } = await vocabulary()
  list.append(
    ...starts.map((thing) =>
      h('li', null, h('a', { href: pathOf(thing.id) }, mark(styles[thing.kind]), thing.label)),
    ),
  )
}
