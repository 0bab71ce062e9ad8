/** Start the explorer in the page that the service sent. */

import './style.css'
import { unplaced } from './core/address'
import { setLang, wantedLang } from './core/i18n'
import { listen, render, route } from './core/router'
import { frame } from './frame'
import { home } from './views/home'

route(/^\/$/, home)
route(/^\/(id|code|src|obs|period)\//, async (main, path) =>
  (await import('./views/entity')).entityView(main, path),
)
route(/^\/network$/, async (...given) => (await import('./views/network')).networkView(...given))
route(/^\/map$/, async (...given) => (await import('./views/map')).mapView(...given))
route(/^\/queries(\/[\w-]+)?$/, async (...given) => (await import('./views/queries')).queriesView(...given))
route(/^\/sparql$/, async (main) => (await import('./views/sparql')).sparqlView(main))
route(/^\/data$/, async (main) => (await import('./views/data')).dataView(main))

const known = [/^\/$/, /^\/(id|code|src|obs|period)\//, /^\/(network|map|sparql|data)$/, /^\/queries/]

async function start(): Promise<void> {
  // the ontology and other plain pages are not views of the explorer
  if (!known.some((pattern) => pattern.test(unplaced(location.pathname)))) return
  await setLang(wantedLang())
  document.getElementById('plain')?.remove()
  frame()
  listen()
  await render()
}

void start()
