/** The queries that are open in the editor, as tabs; kept in this browser. */

import { h, put } from '../core/dom'
import { remember, remembered, t } from '../core/i18n'

const STORE = 'query-tabs'
const MOST = 12

export class QueryTabs {
  readonly element = h('div', { class: 'querytabs', role: 'group', 'aria-label': t('queryTabs') })
  /** The text of the editor now. */
  current: () => string = () => this.text()
  private texts: string[]
  private at = 0

  /** A query that the address gives opens in a tab of its own. */
  constructor(
    given: string | null,
    private readonly first: string,
    private readonly show: (text: string) => void,
  ) {
    this.texts = kept()
    if (!this.texts.length) this.texts = [given ?? first]
    this.at = this.texts.length - 1
    if (given !== null && this.texts[this.at] !== given) {
      const known = this.texts.indexOf(given)
      if (known < 0) this.texts = [...this.texts, given].slice(-MOST)
      this.at = known < 0 ? this.texts.length - 1 : known
    }
    this.draw()
  }

  text(): string {
    return this.texts[this.at] ?? this.first
  }

  /** Keep the text of the open tab. */
  keep(text: string): void {
    if (this.texts[this.at] === text) return
    this.texts[this.at] = text
    this.store()
  }

  private store(): void {
    remember(STORE, JSON.stringify(this.texts))
  }

  private open(at: number): void {
    this.at = at
    this.show(this.text())
    this.store()
    this.draw()
  }

  private add(): void {
    this.keep(this.current())
    this.texts = [...this.texts, ''].slice(-MOST)
    this.open(this.texts.length - 1)
  }

  private close(at: number): void {
    if (at !== this.at) this.keep(this.current())
    this.texts = this.texts.filter((_, i) => i !== at)
    if (!this.texts.length) this.texts = [this.first]
    this.open(Math.min(at < this.at ? this.at - 1 : this.at, this.texts.length - 1))
  }

  private draw(): void {
    put(
      this.element,
      this.texts.map((_, i) => this.tab(i)),
      h(
        'button',
        { type: 'button', 'aria-label': t('newTab'), title: t('newTab'), onclick: () => this.add() },
        '+',
      ),
    )
  }

  private tab(at: number): HTMLElement {
    const name = t('queryTab', { n: at + 1 })
    const choose = (): void => {
      this.keep(this.current())
      this.open(at)
    }
    return h(
      'span',
      { class: 'querytab' },
      h('button', { type: 'button', 'aria-pressed': String(at === this.at), onclick: choose }, name),
      this.texts.length > 1
        ? h(
            'button',
            { type: 'button', 'aria-label': t('closeTab', { name }), onclick: () => this.close(at) },
            '×',
          )
        : null,
    )
  }
}

function kept(): string[] {
  try {
    const found: unknown = JSON.parse(remembered(STORE) ?? '[]')
    return Array.isArray(found)
      ? found.filter((one): one is string => typeof one === 'string').slice(-MOST)
      : []
  } catch {
    return []
  }
}
