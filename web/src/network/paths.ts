/** Paths between two entities, with the evidence of every hop, highlighted in the drawing. */

import { trace } from '../core/api'
import { announce, h, put } from '../core/dom'
import { english, evidence, failure, thingLink } from '../core/format'
import { number, t } from '../core/i18n'
import { details } from '../core/statement'
import type { CostPart, Hop, Passages, Path, Tie, Traced } from '../core/types'
import { type Combobox, combobox } from '../widgets/combobox'
import type { Board } from './board'

export class Paths {
  private readonly ends: [string, string]
  private readonly fields: [Combobox, Combobox]
  private readonly answer = h('div', { class: 'answer' })
  private readonly root: HTMLElement
  private readonly length = h(
    'select',
    null,
    [2, 3, 4, 5, 6].map((n) => h('option', { value: String(n), selected: n === 4 }, String(n))),
  )
  private avoided: string[] = []
  private ties: Tie[] = []

  constructor(private readonly view: Board) {
    this.ends = ['', '']
    const field = (end: 0 | 1, label: string): Combobox =>
      combobox({ label, visibleLabel: true, choose: (thing) => (this.ends[end] = thing.id) })
    this.fields = [field(0, t('from')), field(1, t('to'))]
    this.root = h(
      'div',
      { class: 'paths' },
      h('p', { class: 'hush' }, t('pickTwo')),
      this.fields[0].element,
      this.fields[1].element,
      h('label', { class: 'field' }, t('maxLength'), this.length),
      h('button', { type: 'button', class: 'main', onclick: () => void this.find() }, t('findPath')),
      this.answer,
    )
  }

  element(): HTMLElement {
    const { path } = this.view.state
    if (path && !this.ends[0]) {
      this.ends[0] = path[0]
      this.ends[1] = path[1]
      void this.find()
    }
    const { selected } = this.view.state
    if (!this.ends[0] && this.view.model.things.has(selected)) this.fill(0, selected)
    return this.root
  }

  /** Set one end of the path; the search starts when both ends are set. */
  setEnd(end: 0 | 1, id: string): void {
    this.fill(end, id)
    if (this.ends[0] && this.ends[1]) {
      void this.find()
    } else announce(t('pickTwo'))
    this.view.state.path = null
    this.view.openTab('paths')
  }

  private fill(end: 0 | 1, id: string): void {
    this.ends[end] = id
    this.fields[end].input.value = this.view.model.label(id)
  }

  private async find(): Promise<void> {
    const [source, target] = this.ends
    if (!source || !target) return
    put(this.answer, h('p', { class: 'loading' }, t('loading')))
    const { filters } = this.view.state
    try {
      const found = await trace({
        source,
        target,
        max_length: Number(this.length.value),
        paths: 5,
        avoid: this.avoided,
        from: filters.from ?? undefined,
        to: filters.to ?? undefined,
      })
      this.view.setPath([source, target])
      await this.show(found)
    } catch (error) {
      put(this.answer, failure(error))
    }
  }

  private async show(found: Traced): Promise<void> {
    const label = (id: string): string => found.nodes.find((node) => node.id === id)?.label ?? id
    for (const end of [0, 1] as const)
      this.fields[end].input.value = label(this.ends[end]) || this.fields[end].input.value
    this.ties = found.edges
    const best = found.paths.map((path, i) => this.path(path.nodes, label, found.passages, path, i === 0))
    const short = found.shortest.map((nodes) => this.path(nodes, label, found.passages))
    put(
      this.answer,
      best.length
        ? [h('h2', null, t('bestPaths')), h('p', { class: 'hush' }, t('costHint')), ...best]
        : this.none(found, label),
      short.length
        ? [h('h2', null, t('shortestPaths')), h('p', { class: 'hush' }, t('shortestHint')), ...short]
        : null,
      this.hubs(found),
    )
    const all = [...found.paths.map((path) => path.nodes), ...found.shortest]
    // an address names the path that it shows
    const kept = this.view.state.way.join()
    const first = all.find((nodes) => nodes.join() === kept) ?? all[0]
    announce(first ? first.map(label).join(' – ') : t('noPath', { n: this.length.value }))
    if (first) await this.view.showPath(first, this.ties)
  }

  private path(
    nodes: string[],
    label: (id: string) => string,
    passages: Passages,
    path?: Path,
    open = false,
  ): HTMLElement {
    const title = h(
      'button',
      { type: 'button', class: 'way', onclick: () => void this.view.showPath(nodes, this.ties) },
      nodes.map(label).join(' – '),
    )
    const alone = h(
      'button',
      {
        type: 'button',
        class: 'mini',
        'aria-label': `${t('onlyPath')}: ${nodes.map(label).join(' – ')}`,
        onclick: () => void this.view.showPath(nodes, this.ties, true),
      },
      t('onlyPath'),
    )
    if (!path) return h('div', { class: 'pathrow' }, title, alone)
    return h(
      'div',
      { class: 'pathrow' },
      title,
      h('span', { class: 'hush' }, t('cost', { n: path.cost }), ' '),
      alone,
      (path.shared ?? []).map((id) => h('p', null, t('sharedOnly', { name: label(id) }))),
      together(path),
      h(
        'details',
        { open },
        h('summary', null, t('evidence')),
        path.hops.map((hop) => this.hop(hop, label, passages)),
        passing(path, label),
      ),
    )
  }

  private hop(hop: Hop, label: (id: string) => string, passages: Passages): HTMLElement {
    const said = hop.statements.map((one) =>
      h(
        'li',
        one.planned || one.likelihood ? { class: 'plan' } : null,
        h('p', { class: 'words' }, one.fact ? thingLink(one.fact, one.words) : one.words),
        details(one, this.view.words.codes),
        evidence(one.sources, passages, this.view.words.codes),
      ),
    )
    return h(
      'div',
      { class: 'hop' },
      h('h3', null, `${label(hop.source)} – ${label(hop.target)}`),
      hop.parts ? h('p', { class: 'hush' }, t('cost', { n: adding(hop.parts) })) : null,
      h('ul', { class: 'statements' }, said),
    )
  }

  private none(found: Traced, label: (id: string) => string): HTMLElement[] {
    const gaps = found.gaps.map((gap) => h('li', null, english(gap)))
    return [
      h('p', null, t('noPath', { n: this.length.value })),
      ...found.misses.map((miss) =>
        h(
          'div',
          null,
          h('p', null, t('wouldGive', { what: miss.without })),
          this.path(miss.nodes, label, found.passages),
        ),
      ),
      h('details', null, h('summary', null, t('notCovered')), h('ul', null, gaps)),
    ]
  }

  /** Offer to exclude the intermediaries with the highest degree. */
  private hubs(found: Traced): HTMLElement | null {
    const passed = [...new Set(found.paths.flatMap((path) => path.nodes.slice(1, -1)))]
    const big = found.nodes
      .filter((node) => passed.includes(node.id))
      .sort((a, b) => b.degree - a.degree)
      .slice(0, 4)
    const offered = [...big.map((node) => node.id), ...this.avoided]
    if (!offered.length) return null
    const boxes = [...new Set(offered)].map((id) => {
      const name = found.nodes.find((node) => node.id === id)?.label ?? this.view.model.label(id)
      const box = h('input', {
        type: 'checkbox',
        checked: this.avoided.includes(id),
        onchange: () => {
          this.avoided = box.checked ? [...this.avoided, id] : this.avoided.filter((other) => other !== id)
          void this.find()
        },
      })
      return h('label', { class: 'check' }, box, t('avoidHubs', { name }))
    })
    return h('div', { class: 'avoid' }, boxes)
  }
}

/** Costs with their sum, such as "1.75 = link 1 + documents 0.5 + passages 0.25". */
function adding(parts: CostPart[]): string {
  const sum = parts.reduce((total, part) => total + part.cost, 0)
  return `${number(sum)} = ${parts.map((part) => `${part.label} ${number(part.cost)}`).join(' + ')}`
}

/** What passing through an entity with many links adds to the cost of a path. */
function passing(path: Path, label: (id: string) => string): HTMLElement | null {
  const costly = (path.passing ?? []).filter((one) => one.parts.length)
  if (!costly.length) return null
  return h(
    'ul',
    { class: 'plain hush' },
    costly.map((one) =>
      h(
        'li',
        null,
        `${t('passingThrough', { name: label(one.id) })}: ${t('cost', { n: adding(one.parts) })}`,
      ),
    ),
  )
}

/** The statements that name every entity of a path: then it is one event, not a chain of several. */
function together(path: Path): HTMLElement | null {
  if (!path.together?.length) return null
  return h(
    'div',
    { class: 'together' },
    h('p', { class: 'hush' }, t('together', { n: path.nodes.length })),
    h(
      'ul',
      { class: 'plain' },
      path.together.map((fact) => h('li', null, thingLink(fact.id, fact.words))),
    ),
  )
}
