/** What stands around every view: brand, search, navigation, language, theme. */

import { combobox } from './widgets/combobox'
import { h, put } from './core/dom'
import { currentLang, LANGS, type Lang, remember, remembered, setLang, t } from './core/i18n'
import { go, pathOf, render } from './core/router'

const VIEWS = [
  ['/network', 'network'],
  ['/map', 'map'],
  ['/queries', 'queries'],
  ['/sparql', 'sparql'],
  ['/data', 'data'],
] as const

export function frame(): void {
  const app = document.getElementById('app') as HTMLElement
  applyTheme()
  const find = combobox({
    label: t('search'),
    choose: (thing) => {
      find.clear()
      go(pathOf(thing.id))
    },
  })
  find.element.classList.add('main-search')
  put(
    app,
    h('a', { class: 'skip', href: '#main' }, t('skip')),
    h(
      'header',
      { class: 'topbar' },
      h('a', { class: 'brand', href: '/' }, h('span', { class: 'logo', 'aria-hidden': 'true' }), t('brand')),
      find.element,
      h(
        'nav',
        { class: 'views', 'aria-label': t('nav') },
        VIEWS.map(([path, name]) => h('a', { href: path }, t(name))),
      ),
      h('div', { class: 'settings' }, languages(), themeButton()),
    ),
    h('main', { id: 'main', tabindex: '-1' }),
    h('div', { id: 'announcer', class: 'away', 'aria-live': 'polite' }),
  )
}

function languages(): HTMLElement {
  const select = h(
    'select',
    { 'aria-label': t('language'), onchange: () => void change(select.value as Lang) },
    Object.entries(LANGS).map(([code, name]) =>
      h('option', { value: code, selected: code === currentLang(), lang: code }, name),
    ),
  )
  return select
}

async function change(lang: Lang): Promise<void> {
  const query = new URLSearchParams(location.search)
  query.delete('lang')
  await setLang(lang)
  const text = query.toString()
  history.replaceState(null, '', location.pathname + (text ? `?${text}` : '') + location.hash)
  frame()
  await render(true)
}

const dark = matchMedia('(prefers-color-scheme: dark)')

function applyTheme(): void {
  const chosen = remembered('theme')
  const theme = chosen ?? (dark.matches ? 'dark' : 'light')
  document.documentElement.dataset['theme'] = theme
}

/** Whether the page is dark now. */
export const isDark = (): boolean => document.documentElement.dataset['theme'] === 'dark'

function themeButton(): HTMLElement {
  return h(
    'button',
    {
      type: 'button',
      class: 'theme',
      'aria-label': t('theme'),
      title: t('theme'),
      onclick: () => {
        remember('theme', isDark() ? 'light' : 'dark')
        applyTheme()
        document.dispatchEvent(new Event('themechange'))
      },
    },
    '◐',
  )
}
