/** An SVG as PNG, as the browser draws it with the fonts of the screen, or as PDF with a font of its own. */

import regular from '@expo-google-fonts/m-plus-1p/400Regular/MPLUS1p_400Regular.ttf?url'
import bold from '@expo-google-fonts/m-plus-1p/700Bold/MPLUS1p_700Bold.ttf?url'
import { asset } from '../core/assets'

/** Pixels of the picture per pixel of the screen, where an inch has 96, and those of an inch of the picture. */
const SCALE = 3
const TO_THE_INCH = 300
const INCHES = 39.3701
const MOST = 60_000_000
/** Pixels of a side that a browser draws. */
const LONGEST = 16_000

async function painted(text: string): Promise<HTMLCanvasElement> {
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }))
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    const { naturalWidth: wide, naturalHeight: high } = image
    const scale = Math.min(SCALE, Math.sqrt(MOST / (wide * high)), LONGEST / Math.max(wide, high))
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
  const made = await new Promise<Blob>((done, fail) =>
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('PNG'))), 'image/png'),
  )
  return sized(made)
}

/** Where the first chunk of a PNG, its header, ends. */
const HEADER = 33

/** A PNG that says how many of its pixels make a metre: the chunk pHYs after the header. */
function sized(picture: Blob): Blob {
  const chunk = new DataView(new ArrayBuffer(21))
  const [metre, type] = [Math.round(TO_THE_INCH * INCHES), new TextEncoder().encode('pHYs')]
  chunk.setUint32(0, 9)
  for (const [i, letter] of type.entries()) chunk.setUint8(4 + i, letter)
  chunk.setUint32(8, metre)
  chunk.setUint32(12, metre)
  chunk.setUint8(16, 1)
  chunk.setUint32(17, checksum(new Uint8Array(chunk.buffer, 4, 13)))
  return new Blob([picture.slice(0, HEADER), chunk, picture.slice(HEADER)], { type: 'image/png' })
}

/** The CRC-32 of ISO 3309, as PNG has it. */
function checksum(bytes: Uint8Array): number {
  let sum = 0xffffffff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit++) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1
  }
  return (sum ^ 0xffffffff) >>> 0
}

/** A font that has Latin and Japanese letters: M PLUS 1p, SIL Open Font License 1.1. */
const FONT = 'M PLUS 1p'
const BOLD = 550

/** One page of the size of the picture: shapes as shapes, text as text that can be selected. */
export async function asPdf(drawn: SVGSVGElement, title: string, sources: string): Promise<Blob> {
  const [{ jsPDF }, { svg2pdf }, normal, strong] = await Promise.all([
    import('jspdf'),
    import('svg2pdf.js'),
    fetched(regular),
    fetched(bold),
  ])
  const [width, height] = [Number(drawn.getAttribute('width')), Number(drawn.getAttribute('height'))]
  const pdf = new jsPDF({
    unit: 'px',
    format: [width, height],
    orientation: width > height ? 'landscape' : 'portrait',
    compress: true,
    // not the 14 fonts that every reader of PDF once had
    putOnlyUsedFonts: true,
    hotfixes: ['px_scaling'],
  })
  for (const [name, font, weight] of [
    ['regular.ttf', normal, 'normal'],
    ['bold.ttf', strong, 'bold'],
  ] as const) {
    pdf.addFileToVFS(name, font)
    pdf.addFont(name, FONT, weight)
  }
  pdf.setProperties({ title, subject: sources, creator: 'jlac-graph' })
  const prepared = plainText(drawn)
  document.body.append(prepared)
  try {
    await svg2pdf(prepared, pdf, { width, height })
  } finally {
    prepared.remove()
  }
  return pdf.output('blob')
}

/** A file as base64, in which a data address has it. */
async function fetched(address: string): Promise<string> {
  const blob = await (await asset(address)).blob()
  return new Promise((done, fail) => {
    const reader = new FileReader()
    reader.onload = () => done(String(reader.result).split(',')[1] ?? '')
    reader.onerror = () => fail(reader.error)
    reader.readAsDataURL(blob)
  })
}

/** A copy whose texts have the font of the file, and whose outlines lie below their letters. */
function plainText(drawn: SVGSVGElement): SVGSVGElement {
  const copied = drawn.cloneNode(true) as SVGSVGElement
  copied.setAttribute('font-family', FONT)
  copied.setAttribute('class', 'unseen')
  for (const element of copied.querySelectorAll('text, tspan')) {
    element.setAttribute('font-family', FONT)
    const weight = element.getAttribute('font-weight') ?? ''
    if (weight)
      element.setAttribute('font-weight', weight === 'bold' || Number(weight) > BOLD ? 'bold' : 'normal')
  }
  for (const text of copied.querySelectorAll('text')) {
    if (!text.getAttribute('paint-order')?.startsWith('stroke') || !text.getAttribute('stroke')) continue
    text.before(text.cloneNode(true))
    for (const part of [text, ...text.querySelectorAll('tspan')]) part.setAttribute('stroke', 'none')
  }
  return copied
}
