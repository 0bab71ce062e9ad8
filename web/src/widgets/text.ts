/** How wide a text is, and where its lines break. */

const FAMILY = 'system-ui, sans-serif'
const pen = document.createElement('canvas').getContext('2d')
const widths = new Map<string, number>()

/** The width of a text in pixels. */
export function measure(text: string, size: number, weight = ''): number {
  const key = `${weight} ${size} ${text}`
  let width = widths.get(key)
  if (width === undefined) {
    if (pen) pen.font = `${weight} ${size}px ${FAMILY}`.trim()
    width = pen?.measureText(text).width ?? text.length * size * 0.55
    widths.set(key, width)
  }
  return width
}

/** A Japanese character or a word, also of parts that a no-break space joins; marks that begin no line stay with what is before them, opening brackets with what follows. */
const PARTS =
  /[（「『]*(?![（「『])[\u3000-\u9fff\uff00-\uffef][、。，．）」』：；・]*|[（「『]*(?:[^\s\u3000-\u9fff\uff00-\uffef]|\u00a0)+(?:[、。，．）」』：；]+|\s*)|[（「『]/g

/** A text in lines of at most a width; Japanese breaks between its characters, and leaves none alone. */
export function wrap(text: string, most: number, size: number, weight = ''): string[] {
  const lines = broken(text, most, size, weight)
  return lines.length > 1 && lines.at(-1)?.length === 1 ? broken(text, most * 0.82, size, weight) : lines
}

function broken(text: string, most: number, size: number, weight: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const part of text.match(PARTS) ?? [text]) {
    if (line && measure((line + part).trimEnd(), size, weight) > most) {
      lines.push(line.trimEnd())
      line = ''
    }
    line += part
  }
  return line ? [...lines, line.trimEnd()] : lines
}
