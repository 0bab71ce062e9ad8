/** The network as a picture or as a file for another program, with the positions on the screen. */

import { STATIC } from '../core/address'
import { exported } from '../core/api'
import { h } from '../core/dom'
import { save } from '../core/download'
import { failure } from '../core/format'
import { t, told } from '../core/i18n'
import { FORMATS } from '../core/i18n/terms'
import { figureTools } from '../widgets/figure'
import { shareFields } from '../widgets/share'
import type { Board } from './board'
import { isWritten, MOST_WRITTEN } from './state'

export function exporting(view: Board): HTMLElement {
  const problems = h('div')
  const files = Object.entries(view.words.formats).map(([name, summary]) =>
    h(
      'li',
      null,
      h('button', { type: 'button', onclick: () => void file(view, name, problems) }, name),
      ' ',
      h('span', { class: 'hush' }, told(FORMATS[name], summary)),
    ),
  )
  const title = h('input', { type: 'text', value: view.title() })
  return h(
    'div',
    { class: 'exports' },
    h('h2', null, t('pictureAndShare')),
    h('p', { class: 'hush' }, t('pictureHint')),
    h('label', { class: 'field' }, t('figureTitle'), title),
    figureTools(() => view.figure(title.value)),
    shareFields(
      () => title.value,
      () => (isWritten(view.state) ? '' : t('tooManyForAddress', { n: MOST_WRITTEN })),
    ),
    h('h2', null, t('files')),
    STATIC
      ? h('p', null, t('needsService'))
      : [h('p', { class: 'hush' }, t('filesHint')), h('ul', { class: 'plain' }, files)],
    problems,
  )
}

async function file(view: Board, format: string, problems: HTMLElement): Promise<void> {
  const away = view.model.hidden(view.state.filters)
  const edges = [...view.model.ties.keys()].filter((id) => !away.has(id))
  const body = {
    format,
    positions: view.positions(),
    edges,
    projection: view.state.projection,
    title: view.title(),
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
}

const nameOf = (format: string, formats: Record<string, string>): string => {
  const suffix = SUFFIXES[format]
  return suffix || !(format in formats) ? `network.${suffix ?? format}` : `network-${format}.zip`
}
