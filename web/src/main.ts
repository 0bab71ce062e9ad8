/** Start the explorer in the page that the service sent. */

import './style.css'
import { STATIC, unplaced } from './core/address'
import { answerLocally } from './core/api'
import { h } from './core/dom'
import { setLang, wantedLang } from './core/i18n'
import { listen, render, route } from './core/router'
import { frame } from './frame'
import { home } from './views/home'

route(/^\/$/, home)
route(/^\/(id|code|src|obs|period)\//, async (main, path) =>
  (await import('./views/entity')).entityView(main, path),
)
route(/^\/search$/, async (...given) => (await import('./views/search')).searchView(...given))
route(/^\/story\/[\w-]+$/, async (main, path) => (await import('./views/story')).storyView(main, path))
route(/^\/compare$/, async (...given) => (await import('./views/compare')).compareView(...given))
route(/^\/saved$/, async (main) => (await import('./views/saved')).savedView(main))
route(/^\/network$/, async (...given) => (await import('./views/network')).networkView(...given))
route(/^\/map$/, async (...given) => (await import('./views/map')).mapView(...given))
route(/^\/queries(\/[\w-]+)?$/, async (...given) => (await import('./views/queries')).queriesView(...given))
route(/^\/sparql$/, async (main) => (await import('./views/sparql')).sparqlView(main))
route(/^\/data$/, async (main) => (await import('./views/data')).dataView(main))

const known = [
  /^\/$/,
  /^\/(id|code|src|obs|period)\//,
  /^\/(search|network|map|sparql|data|compare|saved)$/,
  /^\/(queries|story)/,
]

/** What is folded is printed too: a reader of paper cannot open it. */
function openForPrint(): void {
  let opened: HTMLDetailsElement[] = []
  addEventListener('beforeprint', () => {
    const folded = document.querySelectorAll<HTMLDetailsElement>(
      '#main details:not([open], .behind, .report)',
    )
    opened = [...folded]
    for (const box of opened) box.open = true
  })
  addEventListener('afterprint', () => {
    for (const box of opened) box.open = false
  })
}

async function start(): Promise<void> {
  const missing = document.querySelector('meta[name="jlac-missing"]')
  const here = decodeURI(unplaced(location.pathname)).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  if (missing)
    route(new RegExp(`^${here}$`), async (main) => (await import('./views/not_found')).notFound(main))
  // the ontology and other plain pages are not views of the explorer
  else if (!known.some((pattern) => pattern.test(unplaced(location.pathname)))) return
  if (STATIC) {
    answerLocally(() => import('./static/answers'))
    // a link to a part of the page starts at the page
    document.querySelector('base')?.remove()
    document.head.append(h('link', { rel: 'icon', href: '/assets/icon.svg' }))
  }
  await setLang(wantedLang())
  const plain = document.getElementById('plain')
  if (STATIC) plain?.replaceWith(h('div', { id: 'app' }))
  else plain?.remove()
  frame()
  listen()
  openForPrint()
  await render()
}

void start()
