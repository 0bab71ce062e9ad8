/** Large files beside the explorer's scripts; a static site has them compressed. */

import { STATIC } from './address'

/** A map or a font. */
export const asset = async (address: string): Promise<Response> =>
  STATIC ? unpacked(await fetch(`${address}.gz`)) : fetch(address)

/** The content of a compressed file; a host may have uncompressed it already. */
export async function unpacked(response: Response): Promise<Response> {
  const read = await response.arrayBuffer()
  const [first, second] = new Uint8Array(read, 0, Math.min(2, read.byteLength))
  if (first !== 0x1f || second !== 0x8b) return new Response(read)
  return new Response(new Blob([read]).stream().pipeThrough(new DecompressionStream('gzip')))
}
