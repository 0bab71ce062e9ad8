/** A drawing as a figure for print: title, legend, sources, licence and date around what is seen. */

import { coverage, vocabulary } from '../core/api'
import { h, put, svg } from '../core/dom'
import { save } from '../core/download'
import { failure } from '../core/format'
import { number, t } from '../core/i18n'
import { isDark } from '../core/theme'
import { asPdf, asPng } from './picture_files'
import { measure, wrap } from './text'

export interface Figure {
  title: string
  /** What is drawn: unit, choice, what is left out. */
  subtitle?: string
  drawing: SVGSVGElement
  /** A symbol of 20 by 12 pixels, and its text. */
  legend: { symbol: SVGElement; text: string }[]
  /** Titles of the sources, the most used first. */
  sources: string[]
}

const [PAD, LEAST, SOURCES] = [24, 640, 6]
const SIZE = { title: 20, subtitle: 13, legend: 12, foot: 10.5 }

/** The properties that a drawing may take from the page's style sheet. */
const PAINT = [
  'fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin', 'stroke-linecap', 'opacity', 'fill-opacity',
  'font-size', 'font-weight', 'font-family', 'text-anchor', 'paint-order', 'dominant-baseline',
] // biome-ignore format: a list

/** A copy of a drawing with the style of the page written into its elements. */
export function styled(drawing: SVGSVGElement): SVGSVGElement {
  const copied = drawing.cloneNode(true) as SVGSVGElement
  if (!drawing.isConnected) return copied
  const [from, to] = [drawing.querySelectorAll('*'), copied.querySelectorAll('*')]
  for (const [i, element] of from.entries()) {
    const style = getComputedStyle(element)
    const target = to[i] as SVGElement
    if (style.display === 'none' || style.visibility === 'hidden' || element.matches('.hit')) {
      target.setAttribute('data-drop', '')
      continue
    }
    for (const name of PAINT) {
      const value = style.getPropertyValue(name)
      if (value) target.setAttribute(name, value)
    }
    for (const name of ['class', 'role', 'tabindex', 'aria-pressed', 'href']) target.removeAttribute(name)
  }
  for (const dropped of copied.querySelectorAll('[data-drop]')) dropped.remove()
  copied.removeAttribute('class')
  return copied
}

/** The figure as one SVG of its own. */
export async function framed(figure: Figure): Promise<SVGSVGElement> {
  const view = figure.drawing.viewBox.baseVal
  const shown = figure.drawing.isConnected ? figure.drawing.getBoundingClientRect() : view
  const scale = shown.width && view.width ? shown.width / view.width : 1
  const [wide, high] = [view.width * scale, view.height * scale]
  const width = Math.max(Math.ceil(wide), LEAST) + 2 * PAD
  const room = width - 2 * PAD
  const ink = isDark() ? '#e6ebf1' : '#1a2430'
  const hush = isDark() ? '#a3b1c0' : '#55626f'
  const holder = h('div', { class: 'unseen', 'aria-hidden': 'true' })
  // the style sheet reaches only what is on the page
  document.body.append(holder)
  const parts: SVGElement[] = []
  let y = PAD
  const lines = (text: string, size: number, fill: string, weight = 'normal'): void => {
    for (const line of wrap(text, room, size, weight)) {
      y += size * 1.25
      parts.push(
        svg('text', { x: PAD, y: y - size * 0.25, 'font-size': size, 'font-weight': weight, fill }, line),
      )
    }
  }
  lines(figure.title, SIZE.title, ink, 'bold')
  if (figure.subtitle) lines(figure.subtitle, SIZE.subtitle, hush)
  y += 10
  const drawing = styled(figure.drawing)
  for (const [name, value] of Object.entries({ x: PAD + (room - wide) / 2, y, width: wide, height: high }))
    drawing.setAttribute(name, String(value))
  parts.push(drawing)
  y += high + 12
  y = legendInto(parts, figure.legend, { y, room, ink, holder })
  holder.remove()
  lines(sourceLine(figure.sources), SIZE.foot, hush)
  lines(await footLine(), SIZE.foot, hush)
  return page(figure, width, Math.ceil(y + PAD * 0.7), parts)
}

const page = (
  { title, sources }: Figure,
  width: number,
  height: number,
  parts: SVGElement[],
): SVGSVGElement =>
  svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      'font-family': 'system-ui, sans-serif',
    },
    svg('title', null, title),
    svg('metadata', null, t('figureSources', { list: sources.join('; ') })),
    svg('rect', { width, height, fill: isDark() ? '#151b22' : '#ffffff' }),
    parts,
  )

/** Set the legend in lines; returns where it ends. */
function legendInto(
  parts: SVGElement[],
  legend: Figure['legend'],
  { y, room, ink, holder }: { y: number; room: number; ink: string; holder: HTMLElement },
): number {
  if (!legend.length) return y
  let [x, at] = [PAD, y]
  for (const { symbol, text } of legend) {
    const wide = 26 + measure(text, SIZE.legend) + 18
    if (x > PAD && x + wide > PAD + room) [x, at] = [PAD, at + 19]
    const seen = symbol.cloneNode(true) as SVGSVGElement
    holder.append(seen)
    const mark = styled(seen)
    mark.setAttribute('x', String(x))
    mark.setAttribute('y', String(at))
    mark.setAttribute('width', '20')
    mark.setAttribute('height', '12')
    parts.push(mark, svg('text', { x: x + 26, y: at + 10, 'font-size': SIZE.legend, fill: ink }, text))
    x += wide
  }
  return at + 26
}

async function footLine(): Promise<string> {
  const { version } = await vocabulary()
  return t('figureFoot', { version, date: new Date().toISOString().slice(0, 10), address: shortAddress() })
}

/** The sources in one line; of many, the most used. */
function sourceLine(sources: string[]): string {
  if (!sources.length) return t('noSource')
  const left = sources.length - SOURCES
  const shown = sources.slice(0, left === 1 ? SOURCES + 1 : SOURCES).join('; ')
  return left > 1
    ? t('figureSourcesMore', { list: shown, n: number(left) })
    : t('figureSources', { list: shown })
}

/** The sources of some passages as publisher, title and year, the most cited first. */
export async function sourceTitles(locators: Iterable<string>): Promise<string[]> {
  const counts = new Map<string, number>()
  for (const locator of locators) {
    const [name = ''] = locator.split('#')
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const { sources } = await coverage()
  const known = new Map(sources.map((source) => [source['id']?.replace('src:', ''), source]))
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .map(([name]) => cited(known.get(name) ?? { title: name }))
}

/** Every source with facts, the most cited first. */
export async function allSources(): Promise<string[]> {
  const { sources } = await coverage()
  return sources
    .filter((source) => Number(source['facts']))
    .sort((a, b) => Number(b['facts']) - Number(a['facts']))
    .map(cited)
}

/** Publisher, title and year of a source. */
function cited({ title = '', publisher = '', issued = '' }: Record<string, string>): string {
  return [publisher, title].filter(Boolean).join(', ') + (issued ? ` (${issued.slice(0, 4)})` : '')
}

/** The address without the positions of nodes; of a long one only where the view is. */
function shortAddress(): string {
  const url = new URL(location.href)
  for (const name of ['at', 's', 'w']) url.searchParams.delete(name)
  const text = decodeURI(url.href)
    .replace(/%2F/gi, '/')
    .replace(/%2C/gi, ',')
    .replace(/%7E/gi, '~')
    .replace(/%3A/gi, ':')
    .replace(/%7C/gi, '|')
  return text.length > 160 ? url.origin + url.pathname : text
}

type Format = 'png' | 'svg' | 'pdf' | 'txt'

/** Title, every source and the foot of a figure as text. */
async function listed({ title, subtitle, sources }: Figure): Promise<Blob> {
  const lines = [
    title,
    subtitle ?? '',
    '',
    `${t('sources')} (${number(sources.length)}):`,
    ...sources,
    '',
    await footLine(),
  ]
  return new Blob([`${lines.join('\n')}\n`], { type: 'text/plain;charset=utf-8' })
}

async function written(format: Format, figure: Figure): Promise<Blob> {
  if (format === 'txt') return listed(figure)
  const drawn = await framed(figure)
  if (format === 'pdf')
    return asPdf(drawn, figure.title, t('figureSources', { list: figure.sources.join('; ') }))
  const text = new XMLSerializer().serializeToString(drawn)
  if (format === 'svg') return new Blob([text], { type: 'image/svg+xml' })
  return asPng(text)
}

const fileName = (title: string): string =>
  title
    .replace(/[\\/:*?"<>|\s]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60) || 'figure'

/** Buttons that save a figure. */
export function figureTools(make: () => Figure | Promise<Figure>): HTMLElement {
  const problems = h('div')
  const button = (format: Format, text = format.toUpperCase()): HTMLElement =>
    h(
      'button',
      {
        type: 'button',
        'aria-label': format === 'txt' ? t('saveSources') : t('saveAs', { format: text }),
        onclick: async () => {
          try {
            const figure = await make()
            save(`${fileName(figure.title)}.${format}`, await written(format, figure))
            put(problems)
          } catch (error) {
            put(problems, failure(error))
          }
        },
      },
      text,
    )
  return h(
    'div',
    { class: 'figuretools' },
    h('span', { class: 'hush' }, t('picture')),
    button('png'),
    button('svg'),
    button('pdf'),
    button('txt', t('allSources')),
    problems,
  )
}
