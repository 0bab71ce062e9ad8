/** Links inside the explorer change the view without loading a page. */

import { choosesAnew, placed, ROOT, unplaced, viewQuery, withChosen } from './address'
import { announce, h, put } from './dom'
import { failure } from './format'
import { t } from './i18n'

/** What a citation names besides the page: a statement with its sources and its permanent name. */
export interface Cited {
  title: string
  /** Each source with the locator of its passage. */
  stated: string[]
  iri: string
}

export interface View {
  title: string
  /** What it shows now, where that changes while it is open. */
  named?: () => string
  /** What to cite in place of the address of the view. */
  cited?: () => Promise<Cited>
  /** Called when another view replaces this one. */
  close?: () => void
}
export type Show = (main: HTMLElement, path: string, query: URLSearchParams) => Promise<View>

const routes: [RegExp, Show][] = []
let open: View | undefined
let turn = 0
const leaving: (() => void)[] = []
/** Scroll positions by entry of the browser's history. */
const positions = new Map<number, number>()
let entries = Date.now()
let entry = entries

/** The view that is shown. */
export const openView = (): View | undefined => open

export function route(pattern: RegExp, show: Show): void {
  routes.push([pattern, show])
}

const found = (path: string): Show | undefined => routes.find(([pattern]) => pattern.test(path))?.[1]

/** Go to an address inside the explorer, written without the root. */
export function go(address: string): void {
  if (choosesAnew(address)) {
    // all that the page has read is of other sources
    location.assign(placed(address))
    return
  }
  positions.set(entry, scrollY)
  entry = ++entries
  history.pushState({ entry }, '', placed(address))
  void render(true)
}

/** Go to an address in place of the current one: the way back skips it. */
export function replace(address: string): void {
  history.replaceState({ entry }, '', placed(address))
  void render(true)
}

/** Return to an entry of the history, and to where the reader was on its page. */
async function back(to: { entry: number }): Promise<void> {
  positions.set(entry, scrollY)
  entry = to.entry
  await render(true)
  window.scrollTo(0, positions.get(entry) ?? 0)
}

/** Call a function once when the current view is closed. */
export function onLeaving(act: () => void): void {
  leaving.push(act)
}

/** Write the state of a view into the address without leaving it. */
export function keep(query: URLSearchParams): void {
  const text = query.toString().replace(/%2F/g, '/').replace(/%2C/g, ',').replace(/%7E/g, '~')
  history.replaceState(
    history.state,
    '',
    withChosen(location.pathname + (text ? `?${text}` : '')) + location.hash,
  )
}

export async function render(moved = false): Promise<void> {
  const mine = ++turn
  const main = document.getElementById('main') as HTMLElement
  const path = unplaced(decodeURI(location.pathname))
  open?.close?.()
  open = undefined
  for (const act of leaving.splice(0)) act()
  document.querySelector('.foot details')?.removeAttribute('open')
  const holder = document.createElement('div')
  holder.className = 'view'
  put(main, holder)
  for (const link of document.querySelectorAll<HTMLAnchorElement>('nav.views a')) {
    const target = unplaced(link.pathname)
    const here = target === '/' ? path === '/' : path.startsWith(target)
    here ? link.setAttribute('aria-current', 'page') : link.removeAttribute('aria-current')
  }
  const show = found(path)
  if (!show) return
  main.ariaBusy = 'true'
  let view: View
  try {
    view = await show(holder, path, viewQuery())
  } catch (error) {
    if (mine === turn) {
      put(
        holder,
        h('h1', null, t('brand')),
        failure(error, () => void render()),
      )
      main.ariaBusy = null
    }
    return
  }
  if (mine !== turn) {
    view.close?.()
    return
  }
  open = view
  document.title = `${view.title} – jlac-graph`
  main.ariaBusy = null
  if (moved) {
    window.scrollTo(0, 0)
    const heading = holder.querySelector<HTMLElement>('h1')
    heading?.setAttribute('tabindex', '-1')
    heading?.focus({ preventScroll: true })
    announce(view.title)
  }
}

export function listen(): void {
  // views are drawn after the browser would restore the position
  history.scrollRestoration = 'manual'
  history.replaceState({ entry }, '')
  window.addEventListener('popstate', (event) => {
    // a link within the page makes an entry without a state; the browser scrolls to its target
    if (event.state) void back(event.state)
    else history.replaceState({ entry: (entry = ++entries) }, '')
  })
  document.addEventListener('click', (event) => {
    const link = (event.target as Element).closest?.('a')
    if (!link || event.defaultPrevented || event.button !== 0) return
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    if (link.target || link.hasAttribute('download') || link.origin !== location.origin) return
    if (link.hash && link.pathname === location.pathname && link.search === location.search) return
    const path = unplaced(link.pathname)
    if (!link.pathname.startsWith(ROOT) || !found(decodeURI(path))) return
    event.preventDefault()
    go(path + link.search + link.hash)
  })
}
