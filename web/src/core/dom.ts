/** Elements made in code: text is inserted as text, so that text from the graph is never markup. */

import { placed } from './address'

type Child = Node | string | number | null | undefined | false
type Value = string | number | boolean | null | undefined | ((event: never) => void)

/** An element with attributes, listeners (`onclick`) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  values?: Record<string, Value> | null,
  ...children: (Child | Child[])[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  fill(element, values ?? {}, children)
  return element
}

/** The same for SVG. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  values?: Record<string, Value> | null,
  ...children: (Child | Child[])[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag)
  fill(element, values ?? {}, children)
  return element
}

function fill(element: Element, values: Record<string, Value>, children: (Child | Child[])[]): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === null || value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener)
    else if (name === 'href') element.setAttribute(name, placed(String(value)))
    else element.setAttribute(name, value === true ? '' : String(value))
  }
  for (const child of children.flat()) {
    if (child !== null && child !== undefined && child !== false)
      element.append(typeof child === 'number' ? String(child) : child)
  }
}

/** Replace the content of an element. */
export function put(element: Element, ...children: (Child | Child[])[]): void {
  element.replaceChildren()
  fill(element, {}, children)
}

let last = 0
/** An id that is unique on the page. */
export const newId = (stem: string): string => `${stem}-${++last}`

/** Announce a text to screen readers. */
export function announce(words: string): void {
  const region = document.getElementById('announcer')
  if (region) region.textContent = words
}
