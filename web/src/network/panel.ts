/** The panel beside the drawing, as tabs. */

import { h, newId, put } from '../core/dom'
import { t } from '../core/i18n'
import { type Board, TABS, type Tab } from './board'
import { exporting } from './exporting'
import { filtering } from './filtering'
import { listing } from './listing'
import { Paths } from './paths'
import { selection } from './selection'

export class Panel {
  private shown: Tab = 'selection'
  private readonly body: HTMLElement
  private readonly buttons: HTMLButtonElement[]
  readonly paths: Paths

  constructor(
    side: HTMLElement,
    private readonly view: Board,
  ) {
    const id = newId('panel')
    this.paths = new Paths(view)
    this.body = h('div', { id, role: 'tabpanel', class: 'tabpanel', tabindex: '0' })
    this.buttons = TABS.map((tab) =>
      h(
        'button',
        {
          type: 'button',
          role: 'tab',
          id: `${id}-${tab}`,
          'aria-controls': id,
          onclick: () => this.open(tab, true),
        },
        t(tab),
      ),
    )
    const tabs = h(
      'div',
      { role: 'tablist', class: 'tabs', onkeydown: (event: KeyboardEvent) => this.arrow(event) },
      this.buttons,
    )
    put(side, tabs, this.body)
  }

  private arrow(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    const next = (TABS.indexOf(this.shown) + step + TABS.length) % TABS.length
    this.open(TABS[next] ?? 'selection', true)
    this.buttons[next]?.focus()
  }

  open(tab: Tab, draw = false): void {
    this.shown = tab
    if (draw) this.refresh()
  }

  /** Draw the tab again even while one of its fields has the focus. */
  redraw(): void {
    delete this.body.dataset['tab']
    this.refresh()
    this.body.focus()
  }

  say(message: HTMLElement): void {
    put(this.body, message)
    this.told = true
  }

  private told = false

  refresh(): void {
    for (const [i, button] of this.buttons.entries()) {
      const here = TABS[i] === this.shown
      button.setAttribute('aria-selected', String(here))
      button.tabIndex = here ? 0 : -1
      if (here) this.body.setAttribute('aria-labelledby', button.id)
    }
    if (this.told) {
      this.told = false
      return
    }
    const { view } = this
    // do not redraw the filters while one of their fields has the focus
    if (
      this.shown === 'filters' &&
      this.body.contains(document.activeElement) &&
      this.body.dataset['tab'] === 'filters'
    )
      return
    if (this.shown === 'paths' && this.body.dataset['tab'] === 'paths') return
    this.body.dataset['tab'] = this.shown
    const content = {
      selection: () => selection(view),
      filters: () => filtering(view),
      paths: () => this.paths.element(),
      list: () => listing(view),
      exportTab: () => exporting(view),
    }[this.shown]()
    put(this.body, content)
  }
}
