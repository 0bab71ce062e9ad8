/** The tools above the drawing. */

import { h, put } from '../core/dom'
import { t } from '../core/i18n'
import type { Vocabulary } from '../core/types'
import { combobox } from '../widgets/combobox'
import { LAYOUTS, type LayoutName } from './layouts'
import type { State } from './state'
import { CHOICES } from './strongest'

export interface Tools {
  add: (id: string) => void
  setProjection: (name: string) => void
  setContext: (shown: boolean) => void
  undo: () => void
  redo: () => void
  zoom: (factor: number) => void
  fit: () => void
  rearrange: () => void
  setLayout: (layout: LayoutName) => void
  setMost: (most: number) => void
  clear: () => void
}

export class Toolbar {
  readonly element: HTMLElement
  private readonly undoButton: HTMLButtonElement
  private readonly redoButton: HTMLButtonElement
  private readonly ready: HTMLSelectElement
  private readonly context: HTMLInputElement
  private readonly contextLabel: HTMLElement
  private readonly contextWords = h('span', null, t('context'))
  private readonly layout: HTMLSelectElement
  private readonly most: HTMLSelectElement
  private readonly mostLabel: HTMLElement

  constructor(words: Vocabulary, tools: Tools) {
    this.undoButton = tool('↶', t('undo'), tools.undo)
    this.redoButton = tool('↷', t('redo'), tools.redo)
    this.ready = h('select', {
      'aria-label': t('readyMade'),
      onchange: () => (this.ready.value ? tools.setProjection(this.ready.value) : undefined),
    })
    put(
      this.ready,
      h('option', { value: '' }, t('readyMade')),
      Object.entries(words.projections).map(([name, summary]) => h('option', { value: name }, summary)),
    )
    this.context = h('input', { type: 'checkbox', onchange: () => tools.setContext(this.context.checked) })
    this.contextLabel = h('label', { class: 'check' }, this.context, this.contextWords)
    this.layout = h(
      'select',
      { 'aria-label': t('layout'), onchange: () => tools.setLayout(this.layout.value as LayoutName) },
      LAYOUTS.map((name) => h('option', { value: name }, t(`layout_${name}`))),
    )
    this.most = h(
      'select',
      { 'aria-label': t('perCountry'), onchange: () => tools.setMost(Number(this.most.value)) },
      CHOICES.map((most) => h('option', { value: most }, most ? String(most) : t('all'))),
    )
    this.mostLabel = h('label', { class: 'check' }, t('perCountry'), this.most)
    const find = combobox({
      label: t('addThing'),
      hint: t('addThing'),
      choose: (thing) => {
        find.clear()
        tools.add(thing.id)
      },
    })
    this.element = h(
      'div',
      { class: 'toolbar' },
      find.element,
      this.ready,
      this.undoButton,
      this.redoButton,
      h(
        'span',
        { class: 'zoom' },
        tool('＋', t('zoomIn'), () => tools.zoom(1.3)),
        tool('－', t('zoomOut'), () => tools.zoom(1 / 1.3)),
      ),
      tool('⤢', t('fit'), tools.fit),
      tool('✲', t('arrange'), tools.rearrange),
      tool('✕', t('clear'), tools.clear),
      h('label', { class: 'check' }, t('layout'), this.layout),
      this.mostLabel,
      this.contextLabel,
    )
  }

  refresh(state: State, most: number, can: { undo: boolean; redo: boolean }): void {
    this.undoButton.disabled = !can.undo
    this.redoButton.disabled = !can.redo
    this.context.checked = state.context
    this.context.disabled = !!state.projection
    // a field that cannot be used says why where it stands: a title needs a mouse
    this.contextWords.textContent = t(state.projection ? 'contextFixed' : 'context')
    this.contextLabel.classList.toggle('hush', !!state.projection)
    this.ready.value = state.projection
    this.layout.value = state.layout
    this.mostLabel.hidden = state.layout !== 'countries'
    this.most.value = String(most)
  }
}

function tool(sign: string, name: string, act: () => void): HTMLButtonElement {
  return h(
    'button',
    { type: 'button', class: 'tool', 'aria-label': name, title: name, onclick: act },
    h('span', { 'aria-hidden': 'true' }, sign),
  )
}
