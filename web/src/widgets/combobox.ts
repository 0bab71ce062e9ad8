/** A search field with suggestions, by the combobox pattern of WAI-ARIA. */

import { search, vocabulary } from '../core/api'
import { announce, h, newId, put } from '../core/dom'
import { mark } from '../core/format'
import { capital, t } from '../core/i18n'
import type { Style, Suggestion } from '../core/types'

export interface Combobox {
  element: HTMLElement
  input: HTMLInputElement
  clear: () => void
}

interface Options {
  label: string
  hint?: string
  visibleLabel?: boolean
  /** Which suggestions are offered; all if absent. */
  only?: (thing: Suggestion) => boolean
  choose: (thing: Suggestion) => void
  /** What Enter does with a text when no suggestion is selected; without it, Enter takes the best one. */
  submit?: (text: string) => void
}

const WAIT = 120

export function combobox(options: Options): Combobox {
  const field = new Field(options)
  return { element: field.element, input: field.input, clear: () => ((field.input.value = ''), field.shut()) }
}

class Field {
  readonly element: HTMLElement
  readonly input: HTMLInputElement
  private readonly options: Options
  private readonly list: HTMLElement
  private found: Suggestion[] = []
  private asked = ''
  private at = -1
  private timer = 0
  private asking: AbortController | undefined
  private styles: Record<string, Style> = {}

  constructor(options: Options) {
    this.options = options
    const listId = newId('suggestions')
    const inputId = newId('search')
    this.list = h('ul', { id: listId, role: 'listbox', 'aria-label': options.label, hidden: true })
    this.input = h('input', {
      id: inputId,
      type: 'text',
      role: 'combobox',
      autocomplete: 'off',
      spellcheck: 'false',
      'aria-expanded': 'false',
      'aria-controls': listId,
      'aria-autocomplete': 'list',
      placeholder: options.hint ?? t('searchHint'),
    })
    const label = h('label', { for: inputId, class: options.visibleLabel ? '' : 'away' }, options.label)
    this.element = h('div', { class: 'combobox' }, label, this.input, this.list)
    this.input.addEventListener('input', () => {
      clearTimeout(this.timer)
      this.timer = window.setTimeout(() => void this.ask(), WAIT)
    })
    this.input.addEventListener('keydown', (event) => this.press(event))
    this.input.addEventListener('blur', () => setTimeout(() => this.shut(), 150))
  }

  shut(): void {
    this.list.hidden = true
    this.input.setAttribute('aria-expanded', 'false')
    this.input.removeAttribute('aria-activedescendant')
    this.at = -1
  }

  private choose(thing: Suggestion): void {
    this.input.value = thing.label
    this.shut()
    this.options.choose(thing)
  }

  private move(to: number): void {
    this.at = to
    for (const [i, option] of [...this.list.children].entries()) {
      option.setAttribute('aria-selected', String(i === to))
      if (i === to) {
        this.input.setAttribute('aria-activedescendant', option.id)
        option.scrollIntoView({ block: 'nearest' })
      }
    }
  }

  private show(): void {
    const { found, list } = this
    const last =
      this.options.submit && found.length
        ? everything(`${list.id}-all`, this.asked, () => this.submit())
        : null
    const rows = found.map((thing, i) =>
      option(thing, `${list.id}-${i}`, this.styles, () => this.choose(thing)),
    )
    put(list, [...rows, last])
    this.open(found.length ? t('results', { n: found.length }) : t('noResults'))
  }

  /** Open the list; without suggestions it shows the message itself. */
  private open(message: string): void {
    const none = { class: 'none', role: 'option', 'aria-disabled': 'true', id: `${this.list.id}-none` }
    if (!this.found.length) put(this.list, h('li', none, message))
    this.list.hidden = false
    this.input.setAttribute('aria-expanded', 'true')
    announce(message)
    this.at = -1
  }

  private async ask(): Promise<void> {
    this.asking?.abort()
    const words = this.input.value
    if (!words.trim()) return this.shut()
    this.asking = new AbortController()
    try {
      const signal = this.asking.signal
      this.styles = (await vocabulary()).styles
      const answer = await search(words, signal)
      if (signal.aborted) return
      this.found = this.options.only ? answer.filter(this.options.only) : answer
      this.asked = words
      this.show()
    } catch (error) {
      if (error instanceof DOMException) return
      this.found = []
      this.open(t('failed', { why: error instanceof Error ? error.message : String(error) }))
    }
  }

  private submit(): void {
    clearTimeout(this.timer)
    this.asking?.abort()
    this.shut()
    const text = this.input.value.trim()
    if (text) this.options.submit?.(text)
  }

  /** Choose the selected suggestion or the best one; suggestions for an earlier text do not count. */
  private async enter(): Promise<void> {
    clearTimeout(this.timer)
    const words = this.input.value
    if (this.list.hidden || this.asked !== words) await this.ask()
    const thing = this.found[Math.max(this.at, 0)]
    if (thing && this.asked === words && this.input.value === words) this.choose(thing)
  }

  private press(event: KeyboardEvent): void {
    if (event.isComposing) return
    if (event.key === 'Escape') {
      this.shut()
      return
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      if (this.options.submit && (this.at < 0 || this.at >= this.found.length)) this.submit()
      else void this.enter()
      return
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || !this.found.length) return
    event.preventDefault()
    if (this.list.hidden) this.show()
    const rows = this.list.children.length
    this.move((this.at + step + rows) % rows)
  }
}

/** The last row: all results for what was typed. */
const everything = (id: string, text: string, submit: () => void): HTMLElement =>
  h(
    'li',
    {
      id,
      role: 'option',
      'aria-selected': 'false',
      class: 'everything',
      onmousedown: (e: MouseEvent) => (e.preventDefault(), submit()),
    },
    t('allResults', { text }),
  )

function option(
  thing: Suggestion,
  id: string,
  styles: Record<string, Style>,
  choose: () => void,
): HTMLElement {
  const place = thing.countryLabel && thing.kind !== 'Country' ? ` · ${thing.countryLabel}` : ''
  const also =
    thing.name.toLowerCase() === thing.label.toLowerCase() ? null : h('span', { class: 'also' }, thing.name)
  return h(
    'li',
    // mousedown fires before the field loses the focus and the list closes
    {
      id,
      role: 'option',
      'aria-selected': 'false',
      onmousedown: (e: MouseEvent) => (e.preventDefault(), choose()),
    },
    mark(styles[thing.kind]),
    h('span', { class: 'name' }, thing.label, also && ' ', also),
    h('span', { class: 'hush' }, `${capital(thing.kindLabel)}${place}`),
  )
}
