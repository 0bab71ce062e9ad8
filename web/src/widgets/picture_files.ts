/** An SVG as PNG or PDF, as the browser draws it: with the fonts of the screen, in every script. */

/** Pixels of the picture per pixel of the screen; 3 gives about 300 to the inch. */
const SCALE = 3
const MOST = 60_000_000

async function painted(text: string): Promise<HTMLCanvasElement> {
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const { naturalWidth: wide, naturalHeight: high } = image
    const scale = Math.min(SCALE, Math.sqrt(MOST / (wide * high)))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(wide * scale)
    canvas.height = Math.round(high * scale)
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return canvas
  } finally {
    URL.revokeObjectURL(address)
  }
}

export async function asPng(text: string): Promise<Blob> {
  const canvas = await painted(text)
  return new Promise<Blob>((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('PNG'))), 'image/png'),
  )
}

/** One page of the size of the picture, which it holds without loss (ISO 32000-1, 8.9 and 7.4.4). */
export async function asPdf(text: string, title: string): Promise<Blob> {
  const canvas = await painted(text)
  const { width, height } = canvas
  const pixels = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray()
  const colours = new Uint8Array(width * height * 3)
  for (let i = 0, j = 0; i < pixels.length; i += 4) {
    colours[j++] = pixels[i] ?? 0
    colours[j++] = pixels[i + 1] ?? 0
    colours[j++] = pixels[i + 2] ?? 0
  }
  const data = await deflated(colours)
  // a point is 1/72 of an inch, a pixel of the screen 1/96
  const [wide, high] = [(width / SCALE) * 0.75, (height / SCALE) * 0.75].map((size) => size.toFixed(2))
  const draw = `q ${wide} 0 0 ${high} 0 0 cm /Im Do Q`
  const image = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode /Length ${data.length}`
  return pdf([
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${wide} ${high}] /Contents 4 0 R /Resources << /XObject << /Im 5 0 R >> >> >>`,
    ],
    [`<< /Length ${draw.length} >>\nstream\n${draw}\nendstream`],
    [`<< ${image} >>\nstream\n`, data, '\nendstream'],
    [`<< /Title <FEFF${hex(title)}> /Producer (jlac-graph) >>`],
  ])
}

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}

/** A text in UTF-16 as hexadecimal digits. */
const hex = (text: string): string =>
  Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16).padStart(4, '0')).join('')

/** A file of objects with the table of where each starts. */
function pdf(objects: (string | Uint8Array<ArrayBuffer>)[][]): Blob {
  const parts: (string | Uint8Array<ArrayBuffer>)[] = ['%PDF-1.4\n']
  const starts: number[] = []
  let length = 9
  const add = (part: string | Uint8Array<ArrayBuffer>): void => {
    parts.push(part)
    length += part.length
  }
  for (const [i, object] of objects.entries()) {
    starts.push(length)
    add(`${i + 1} 0 obj\n`)
    object.forEach(add)
    add('\nendobj\n')
  }
  const table = starts.map((start) => `${String(start).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  const trailer = `<< /Size ${count} /Root 1 0 R /Info ${objects.length} 0 R >>`
  add(`xref\n0 ${count}\n0000000000 65535 f \n${table}trailer\n${trailer}\nstartxref\n${length}\n%%EOF\n`)
  return new Blob(parts, { type: 'application/pdf' })
}
