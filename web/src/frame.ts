/** The frame of every view: brand, search, navigation, language, theme. */

import { DOCS, EMBEDDED, OUTER, pathOf, ROOT, searchPath } from './core/address'
import { h, put } from './core/dom'
import { currentLang, LANGS, type Lang, setLang, t } from './core/i18n'
import { go, openView, render } from './core/router'
import { applyTheme, switchTheme } from './core/theme'
import { combobox } from './widgets/combobox'
import { share } from './widgets/share'
import { sourceNote } from './widgets/sources'

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
  document.documentElement.classList.toggle('embedded', EMBEDDED)
  const find = combobox({
    label: t('search'),
    choose: (thing) => {
      find.clear()
      go(pathOf(thing.id))
    },
    submit: (text) => go(searchPath(text)),
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
      h('div', { class: 'settings' }, saveButton(), languages(), themeButton()),
    ),
    h('p', { class: 'warmingnote', role: 'status' }, t('warming')),
    sourceNote(),
    h('main', { id: 'main', tabindex: '-1' }),
    EMBEDDED ? h('p', { class: 'whole' }, wholePage()) : foot(),
    h('div', { id: 'announcer', class: 'away', 'aria-live': 'polite' }),
  )
}

/** The foot of every view: licence, coverage, and how to link to the view, embed it and cite it. */
const foot = (): HTMLElement =>
  h(
    'footer',
    { class: 'foot' },
    h(
      'p',
      { class: 'hush' },
      'jlac-graph · ',
      h(
        'a',
        { href: 'https://creativecommons.org/licenses/by/4.0/', rel: 'license noreferrer' },
        'CC BY 4.0',
      ),
      ' · ',
      h('a', { href: '/data' }, t('data')),
      ' · ',
      h('a', { href: '/saved' }, t('saved')),
      // another page than those of the explorer: the target keeps the router from it
      DOCS ? [' · ', h('a', { href: DOCS, target: '_self' }, t('docs'))] : null,
    ),
    share(
      () => openView()?.named?.() || document.title.replace(/ – jlac-graph$/, ''),
      () => openView()?.cited?.(),
    ),
  )

/** A link from a frame to the page with everything else. */
function wholePage(): HTMLElement {
  const link = h('a', { target: '_blank', rel: 'noopener' }, `jlac-graph: ${t('openWhole')}`)
  link.addEventListener('click', () => {
    link.href = location.href.replace(location.origin + ROOT, location.origin + OUTER)
  })
  link.href = location.href.replace(location.origin + ROOT, location.origin + OUTER)
  return link
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
  history.replaceState(history.state, '', location.pathname + (text ? `?${text}` : '') + location.hash)
  frame()
  await render(true)
}

const saveButton = (): HTMLElement =>
  h(
    'button',
    {
      type: 'button',
      class: 'theme',
      'aria-label': t('saveView'),
      title: t('saveView'),
      onclick: () => void import('./views/saved').then(({ saveThisView }) => saveThisView()),
    },
    '☆',
  )

function themeButton(): HTMLElement {
  return h(
    'button',
    {
      type: 'button',
      class: 'theme',
      'aria-label': t('theme'),
      title: t('theme'),
      onclick: switchTheme,
    },
    '◐',
  )
}
