/** The page of an address that has none: a search, and the way to the start. */

import { pathOf, searchPath } from '../core/address'
import { h, put } from '../core/dom'
import { t } from '../core/i18n'
import { go, type View } from '../core/router'
import { combobox } from '../widgets/combobox'

/** Say that there is no page; `what` says what was asked for. */
export function notFound(main: HTMLElement, what = ''): View {
  const find = combobox({
    label: t('search'),
    choose: (thing) => go(pathOf(thing.id)),
    submit: (text) => go(searchPath(text)),
  })
  put(
    main,
    h('h1', null, t('notFoundTitle')),
    what ? h('p', null, what) : null,
    h('p', { class: 'lead' }, t('notFoundHint')),
    find.element,
    h('p', null, h('a', { class: 'button', href: '/' }, t('toStart'))),
  )
  return { title: t('notFoundTitle') }
}
