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
  const listId = newId('suggestions')
  const inputId = newId('search')
  const list = h('ul', { id: listId, role: 'listbox', 'aria-label': options.label, hidden: true })
  const input = h('input', {
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
  const element = h('div', { class: 'combobox' }, label, input, list)
  let found: Suggestion[] = []
  let asked = ''
  let at = -1
  let timer = 0
  let asking: AbortController | undefined
  let styles: Record<string, Style> = {}

  const shut = (): void => {
    list.hidden = true
    input.setAttribute('aria-expanded', 'false')
    input.removeAttribute('aria-activedescendant')
    at = -1
  }
  const choose = (thing: Suggestion): void => {
    input.value = thing.label
    shut()
    options.choose(thing)
  }
  const move = (to: number): void => {
    at = to
    for (const [i, option] of [...list.children].entries()) {
      option.setAttribute('aria-selected', String(i === at))
      if (i === at) {
        input.setAttribute('aria-activedescendant', option.id)
        option.scrollIntoView({ block: 'nearest' })
      }
    }
  }
  const show = (): void => {
    const all = options.submit && found.length ? everything(`${listId}-all`, asked, () => submit()) : null
    put(list, [...found.map((thing, i) => option(thing, `${listId}-${i}`, styles, () => choose(thing))), all])
    open(found.length ? t('results', { n: found.length }) : t('noResults'))
  }
  /** Open the list; without suggestions it shows the message itself. */
  const open = (message: string): void => {
    const none = { class: 'none', role: 'option', 'aria-disabled': 'true', id: `${listId}-none` }
    if (!found.length) put(list, h('li', none, message))
    list.hidden = false
    input.setAttribute('aria-expanded', 'true')
    announce(message)
    at = -1
  }
  const ask = async (): Promise<void> => {
    asking?.abort()
    const words = input.value
    if (!words.trim()) return shut()
    asking = new AbortController()
    try {
      const signal = asking.signal
      styles = (await vocabulary()).styles
      const answer = await search(words, signal)
      if (signal.aborted) return
      found = options.only ? answer.filter(options.only) : answer
      asked = words
      show()
    } catch (error) {
      if (error instanceof DOMException) return
      found = []
      open(t('failed', { why: error instanceof Error ? error.message : String(error) }))
    }
  }
  const submit = (): void => {
    clearTimeout(timer)
    asking?.abort()
    shut()
    if (input.value.trim()) options.submit?.(input.value.trim())
  }
  /** Choose the selected suggestion or the best one; suggestions for an earlier text do not count. */
  const enter = async (): Promise<void> => {
    clearTimeout(timer)
    const words = input.value
    if (list.hidden || asked !== words) await ask()
    const thing = found[Math.max(at, 0)]
    if (thing && asked === words && input.value === words) choose(thing)
  }
  input.addEventListener('input', () => {
    clearTimeout(timer)
    timer = window.setTimeout(() => void ask(), WAIT)
  })
  input.addEventListener('keydown', (event) => {
    if (event.isComposing) return
    if (event.key === 'Escape') return shut()
    if (event.key === 'Enter') {
      event.preventDefault()
      if (options.submit && (at < 0 || at >= found.length)) submit()
      else void enter()
      return
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step || !found.length) return
    event.preventDefault()
    if (list.hidden) show()
    const rows = list.children.length
    move((at + step + rows) % rows)
  })
  input.addEventListener('blur', () => setTimeout(shut, 150))
  return { element, input, clear: () => ((input.value = ''), shut()) }
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
