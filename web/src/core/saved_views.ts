/** Views that a reader keeps in this browser: a name, a note, an address; a file to take them elsewhere. */

import { remember, remembered } from './i18n'

export interface Kept {
  name: string
  note: string
  /** The address below the root of the service, with its values. */
  path: string
  /** The day it was saved. */
  day: string
}

const STORE = 'views'

const isKept = (value: unknown): value is Kept => {
  const one = value as Kept
  const texts = [one?.name, one?.note, one?.path, one?.day]
  // only addresses of this service: a file from elsewhere must not bring another
  return texts.every((text) => typeof text === 'string') && /^\/(?![/\\])/.test(one.path)
}

export function savedViews(): Kept[] {
  try {
    const found: unknown = JSON.parse(remembered(STORE) ?? '[]')
    return Array.isArray(found) ? found.filter(isKept) : []
  } catch {
    return []
  }
}

export const keepViews = (views: Kept[]): void => remember(STORE, JSON.stringify(views))

/** Add the views of a file; how many were new. */
export function addViews(text: string): number {
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch {
    return 0
  }
  const known = savedViews()
  const given = Array.isArray(found) ? found.filter(isKept) : []
  const fresh = given.filter((one) => !known.some((old) => old.path === one.path && old.name === one.name))
  keepViews([...known, ...fresh])
  return fresh.length
}
