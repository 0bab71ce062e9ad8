/** The view as a picture or as a file for another tool, things where they lie on the screen. */

import { exported } from '../core/api'
import { h } from '../core/dom'
import { copy, failure, save } from '../core/format'
import { isDark } from '../frame'
import { t } from '../core/i18n'
import type { NetworkView } from './view'

export function exporting(view: NetworkView): HTMLElement {
  const problems = h('div')
  const files = Object.entries(view.words.formats).map(([name, summary]) =>
    h(
      'li',
      null,
      h('button', { type: 'button', onclick: () => void file(view, name, problems) }, name),
      ' ',
      h('span', { class: 'hush' }, summary),
    ),
  )
  const link = h('button', { type: 'button', onclick: () => void copy(location.href, link) }, t('copyLink'))
  return h(
    'div',
    { class: 'exports' },
    h('h2', null, t('picture')),
    h(
      'div',
      { class: 'buttons' },
      h('button', { type: 'button', onclick: () => png(view) }, 'PNG'),
      h('button', { type: 'button', onclick: () => void file(view, 'svg', problems) }, 'SVG'),
      link,
    ),
    h('h2', null, t('files')),
    h('ul', { class: 'plain' }, files),
    problems,
  )
}

function png(view: NetworkView): void {
  const blob = view.core.png({
    output: 'blob',
    full: true,
    scale: 2,
    maxWidth: 6000,
    maxHeight: 6000,
    bg: isDark() ? '#151b22' : '#ffffff',
  })
  save('network.png', blob as unknown as Blob)
}

async function file(view: NetworkView, format: string, problems: HTMLElement): Promise<void> {
  const away = view.model.hidden(view.state.filters)
  const positions: Record<string, [number, number]> = {}
  view.core.nodes().forEach((node) => {
    const { x, y } = node.position()
    if (!away.has(node.id())) positions[node.id()] = [Math.round(x * 10) / 10, Math.round(y * 10) / 10]
  })
  const edges = [...view.model.ties.keys()].filter((id) => !away.has(id))
  const body = {
    format,
    positions,
    edges,
    projection: view.state.projection,
    title:
      view.state.projection ||
      [...view.model.things.values()]
        .slice(0, 3)
        .map((thing) => thing.label)
        .join(', '),
  }
  try {
    const blob = await exported(body)
    save(nameOf(format, view.words.formats), blob)
  } catch (error) {
    problems.replaceChildren(failure(error))
  }
}

const SUFFIXES: Record<string, string> = {
  gexf: 'gexf',
  graphml: 'graphml',
  yed: 'graphml',
  cytoscape: 'cyjs',
  cx2: 'cx2',
  dot: 'dot',
  d3: 'json',
  graphology: 'json',
  svg: 'svg',
}

const nameOf = (format: string, formats: Record<string, string>): string => {
  const suffix = SUFFIXES[format]
  return suffix || !(format in formats) ? `network.${suffix ?? format}` : `network-${format}.zip`
}
