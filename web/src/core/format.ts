/** Small elements that several views share. */

import { passagePath, pathOf } from './address'
import { dateText } from './dates'
import { h, svg } from './dom'
import { currentLang, t, told } from './i18n'
import { COLLECTIONS } from './i18n/terms'
import { documentAddress, passageLabel, passageText } from './passages'
import type { Codes, Passages, Style } from './types'

/** The sources of a fact as links to their passages, and to the source's own page where it has one. */
export function sources(locators: string[], passages: Passages): HTMLElement {
  if (!locators.length) return h('span', { class: 'sources none' }, t('noSource'))
  return h(
    'span',
    { class: 'sources' },
    h('span', { class: 'hush' }, t('sourcesOf'), ' '),
    locators.map((locator) => {
      const passage = passages[locator]
      const { label = locator, url = '' } = passage ?? {}
      return h(
        'span',
        null,
        h('a', { class: 'source', href: passagePath(locator), title: locator }, passageText(label)),
        /^https?:/.test(url)
          ? [
              ' ',
              h(
                'a',
                {
                  class: 'source',
                  href: documentAddress(url, locator),
                  rel: 'noreferrer',
                  title: t('openSource'),
                  'aria-label': `${t('openSource')}: ${passageLabel(label)}`,
                },
                '↗',
              ),
            ]
          : null,
      )
    }),
  )
}

/** The sources of a statement, each with its tier and the date on which it was read. */
export const evidence = (locators: string[], passages: Passages, codes: Codes): HTMLElement =>
  locators.length
    ? h(
        'ul',
        { class: 'plain sourceline' },
        locators.map((locator) => {
          const { tier = '', read = '' } = passages[locator] ?? {}
          const said = [codes.tier[tier] ?? tier, read && t('readOn', { date: dateText(read) })]
          return h(
            'li',
            null,
            sources([locator], passages),
            h('span', { class: 'hush' }, ` ${said.filter(Boolean).join(' · ')}`),
          )
        }),
      )
    : sources(locators, passages)

/** A text that is there only in English, marked as such for a reader of another language. */
export const english = (text: string): (Node | string)[] =>
  currentLang() === 'en'
    ? [text]
    : [h('span', { lang: 'en' }, text), ' ', h('span', { class: 'tag lang' }, t('inEnglish'))]

/** The first elements of a list, and a button that adds the others. */
export function cut<T>(list: HTMLElement, items: T[], first: number, make: (item: T) => Node): Node[] {
  list.append(...items.slice(0, first).map(make))
  const left = items.slice(first)
  if (!left.length) return [list]
  const more = h(
    'button',
    {
      type: 'button',
      onclick: () => {
        list.append(...left.splice(0, PAGE).map(make))
        if (left.length) more.textContent = t('more', { n: left.length })
        else more.remove()
      },
    },
    t('more', { n: left.length }),
  )
  return [list, more]
}

/** How many elements a list adds at a time. */
const PAGE = 100

export const thingLink = (id: string, label: string): HTMLAnchorElement => h('a', { href: pathOf(id) }, label)

const OUTLINES: Record<string, string> = {
  circle: 'M6 1a5 5 0 1 0 0 10a5 5 0 1 0 0-10z',
  square: 'M1.5 1.5h9v9h-9z',
  diamond: 'M6 .5 11.5 6 6 11.5.5 6z',
  triangle: 'M6 1 11.5 11H.5z',
  hexagon: 'M3 1h6l3 5-3 5H3L0 6z',
  star: 'M6 0l1.6 4.2H12L8.5 7l1.3 4.7L6 9l-3.8 2.7L3.5 7 0 4.2h4.4z',
  pentagon: 'M6 .5 11.6 4.7 9.4 11.3H2.6L.4 4.7z',
  vee: 'M.5 1 6 4l5.5-3L6 11.5z',
}

/** The symbol of a class, as in the network. */
export const mark = (style: Style | undefined): SVGElement =>
  svg(
    'svg',
    { viewBox: '0 0 12 12', class: 'mark', 'aria-hidden': 'true' },
    svg('path', { d: OUTLINES[style?.shape ?? 'circle'] ?? '', fill: style?.colour ?? '#999999' }),
  )

/** The text of a query of the library without its header of `#+` lines. */
export const queryText = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !line.startsWith('#+'))
    .join('\n')
    .trim()

/** An error message with a button to try again. */
export function failure(error: unknown, again?: () => void): HTMLElement {
  const why = error instanceof Error ? error.message : String(error)
  const retry = again ? h('button', { type: 'button', onclick: again }, t('again')) : null
  const [first, ...lines] = why.split('\n')
  return h(
    'div',
    { class: 'failure', role: 'alert' },
    h('p', null, t('failed', { why: first ?? '' })),
    // the lines of a query with the error marked
    lines.length ? h('pre', null, lines.join('\n')) : null,
    retry,
  )
}

export async function copy(text: string, button: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
  } catch {
    const area = h('textarea', null, text)
    document.body.append(area)
    area.select()
    document.execCommand('copy')
    area.remove()
  }
  const before = button.textContent
  button.textContent = t('copied')
  setTimeout(() => (button.textContent = before), 1500)
}

/** The title of a collection in the reader's language, otherwise marked as English. */
export function collectionTitle(id: string, title: string): HTMLElement {
  const words = told(COLLECTIONS[id.split('/').at(-1) ?? id], title)
  return h('span', { lang: words === title ? 'en' : null }, words)
}
