/** The labels of passages, such as "Auto Sector, paragraph 7", in the reader's language. */

import { h } from './dom'
import { currentLang, parted } from './i18n'

/** A passage's label with its place in words of the reader's language; titles and names stay as they are. */
export const passageLabel = (label: string): string => {
  const [title, place] = parted(label)
  return [title, place].filter(Boolean).join(', ')
}

/** The same as text that says in which language its title is. */
export function passageText(label: string): (Node | string)[] {
  if (currentLang() === 'en') return [label]
  const [title, place] = parted(label)
  return [h('span', { lang: 'en' }, title), place ? `, ${place}` : '']
}

/** The address of a document; of a PDF, that of the page that a locator such as `report#page-26` names. */
export function documentAddress(url: string, locator: string): string {
  const page = /[#/]page-(\d+)/.exec(locator)?.[1]
  const pdf = /\.pdf$/i.test(url.split(/[?#]/)[0] ?? '')
  return page && pdf && !url.includes('#') ? `${url}#page=${page}` : url
}
