/** The addresses of things and passages in the explorer. */

const THINGS = /^\/(id|code|src|obs|period)\//

/** The address of a thing's page. */
export function pathOf(id: string): string {
  if (/^(code|src|obs|period):/.test(id)) return `/${id.replace(':', '/')}`
  return `/id/${id}`
}

/** The short name of a thing from the address of its page. */
export function idOf(path: string): string {
  if (path.startsWith('/id/')) return path.slice(4)
  return THINGS.test(path) ? path.slice(1).replace('/', ':') : path.slice(1)
}

/** The address of a passage's page from its locator, such as `idb-mg-172#case-auto.p7`. */
export const passagePath = (locator: string): string => pathOf(`src:${locator.replace('#', '/')}`)
