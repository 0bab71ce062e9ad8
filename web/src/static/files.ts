/** The data files of a static site. */

import { ROOT } from '../core/address'
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

/** The bytes of a data file, uncompressed; a host may have uncompressed them already. */
export async function bytes(name: string): Promise<ArrayBuffer> {
  const response = await fetch(`${ROOT}/data/${name}`)
  if (!response.ok) throw new ServiceError(response.status, t('noFile', { name: `data/${name}` }))
  const read = await response.arrayBuffer()
  const [first, second] = new Uint8Array(read, 0, Math.min(2, read.byteLength))
  if (first !== 0x1f || second !== 0x8b) return read
  const plain = new Blob([read]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Response(plain).arrayBuffer()
}
