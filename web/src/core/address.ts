/** The addresses of pages in the explorer; all are written without the path below which the service stands. */

const meta = (name: string): string | undefined =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content

/** Whether the page is of a static site: files answer what the service answers elsewhere. */
export const STATIC = document.querySelector('base') !== null

/** The path below which the service or the site stands, such as `/jlac`; empty at the root of a host. */
export const ROOT = STATIC ? new URL(document.baseURI).pathname.replace(/\/$/, '') : (meta('jlac-root') ?? '')

/** The documentation that a site has beside it, if it has one. */
export const DOCS = meta('jlac-docs') ? `${ROOT}/${meta('jlac-docs')}` : ''

/** Whether the page stands in a frame of another site: below `/embed`, or any page of a static site. */
export const EMBEDDED = ROOT.endsWith('/embed') || (STATIC && self !== top)

/** The path below which the service stands for a reader outside a frame. */
export const OUTER = ROOT.replace(/\/embed$/, '')

/** The parameters of an address that choose sources. */
const CHOICE = ['only-source', 'without-source']

function chosenIn(search: string): string {
  const given = [...new URLSearchParams(search)].filter(([name, ids]) => CHOICE.includes(name) && ids)
  return new URLSearchParams(given).toString().replace(/%2C/g, ',')
}

/** The sources that this page shows, as parameters of an address; empty if it shows all. */
export const CHOSEN = STATIC ? '' : chosenIn(location.search)

/** Whether an address names other sources than those that this page shows. */
export function choosesAnew(address: string): boolean {
  const found = chosenIn(address.replace(/#.*/, '').replace(/^[^?]*/, ''))
  return !STATIC && found !== '' && found !== CHOSEN
}

/** An address with the sources that this page shows, unless it chooses some itself. */
export function withChosen(address: string): string {
  const [, path = '', mark = ''] = /^([^#]*)(.*)$/.exec(address) ?? []
  if (!CHOSEN || /[?&](only|without)-source=/.test(path)) return address
  return `${path}${path.includes('?') ? '&' : '?'}${CHOSEN}${mark}`
}

/** The parameters of the current address that are of its view. */
export function viewQuery(): URLSearchParams {
  const found = new URLSearchParams(location.search)
  for (const name of CHOICE) found.delete(name)
  return found
}

/** An address of the service as the browser needs it; any other address as it is. */
export const placed = (address: string): string =>
  /^\/(?!\/)/.test(address) ? `${ROOT}${withChosen(address)}` : address

/** A path in the browser as the explorer writes it. */
export function unplaced(path: string): string {
  const inside = ROOT && path.startsWith(`${ROOT}/`) ? path.slice(ROOT.length) : path === ROOT ? '/' : path
  // a static host sends a browser to the folder of a page
  return STATIC ? inside.replace(/(.)\/(index\.html)?$/, '$1') : inside
}

const THINGS = /^\/(id|code|src|obs|period)\//

const KINDS = 'agent|place|asset|project|programme|agreement|standard|publication|event|topic|fact'

/** The IRI of an entity, passage or statistic of a collection with a base of its own: its path below it. */
const OWN = new RegExp(`^https?://.*[/#](id/(?:${KINDS})/[^/#?]+|(?:src|obs)/[^#?]+)$`)

/** The kind of what an id names, such as `agent`, `fact` or `src`, whatever the base of its collection. */
export const kindOf = (id: string): string =>
  (OWN.exec(id)?.[1]?.replace(/^id\//, '') ?? id).split(/[:/]/, 1)[0] ?? ''

/** The address of the page of an entity, fact, statistic or code; the service finds an id under any base. */
export function pathOf(id: string): string {
  const own = OWN.exec(id)?.[1]
  if (own) return `/${own}`
  if (/^(code|src|obs|period):/.test(id)) return `/${id.replace(':', '/')}`
  return `/id/${id}`
}

/** The id in the address of a page. */
export function idOf(path: string): string {
  if (path.startsWith('/id/')) return path.slice(4)
  return THINGS.test(path) ? path.slice(1).replace('/', ':') : path.slice(1)
}

/** The address of a passage's page from its locator, such as `idb-mg-172#case-auto.p7`. */
export const passagePath = (locator: string): string => pathOf(`src:${locator.replace('#', '/')}`)

/** The address of the results for a text; an entity of exactly that name is opened instead. */
export const searchPath = (text: string): string => `/search?q=${encodeURIComponent(text)}&go=1`
