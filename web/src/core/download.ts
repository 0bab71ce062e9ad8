/** Files that readers save: CSV, JSON, pictures, and what the service writes. */

import { placed } from './address'
import { h } from './dom'

/** Save a file on the reader's computer. */
export function save(name: string, content: Blob): void {
  const link = h('a', { href: URL.createObjectURL(content), download: name })
  document.body.append(link)
  link.click()
  link.remove()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}

export function csv(rows: (string | number | undefined | null)[][]): Blob {
  const cell = (value: string | number | undefined | null): string => {
    let text = value === undefined || value === null ? '' : String(value)
    // a spreadsheet would run text that starts like a formula
    if (typeof value === 'string' && /^[=+\-@\t\r]/.test(text)) text = `'${text}`
    return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  const lines = rows.map((row) => row.map(cell).join(','))
  return new Blob([`${lines.join('\r\n')}\r\n`], { type: 'text/csv' })
}

export const json = (value: unknown): Blob =>
  new Blob([JSON.stringify(value, null, 1)], { type: 'application/json' })

/** Save the answer of an address in a media type. */
export async function saveFrom(address: string, media: string, name: string): Promise<void> {
  const response = await fetch(placed(address), { headers: { Accept: media } })
  save(name, await response.blob())
}
