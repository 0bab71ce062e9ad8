/** The data files of a static site. */

import { ROOT } from '../core/address'
import { unpacked } from '../core/assets'
import { ServiceError } from '../core/failures'
import { t } from '../core/i18n'

const kept = new Map<string, Promise<unknown>>()

/** The content of a data file, read once. */
export function file<T>(name: string): Promise<T> {
  let found = kept.get(name) as Promise<T> | undefined
  if (!found) {
    found = bytes(`${name}.json.gz`).then((read) => JSON.parse(new TextDecoder().decode(read)) as T)
    found.catch(() => kept.delete(name))
    kept.set(name, found)
  }
  return found
}

/** The bytes of a data file, uncompressed. */
export async function bytes(name: string): Promise<ArrayBuffer> {
  const response = await fetch(`${ROOT}/data/${name}`)
  if (!response.ok) throw new ServiceError(response.status, t('noFile', { name: `data/${name}` }))
  return (await unpacked(response)).arrayBuffer()
}
