/** The addresses of pages in the explorer. */

const THINGS = /^\/(id|code|src|obs|period)\//

/** The address of the page of an entity, fact, statistic or code. */
export function pathOf(id: string): string {
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
