/** What is said while a query runs: how long it has, and a button that stops it. */

import { h, put } from '../core/dom'
import { t } from '../core/i18n'

/** After so many milliseconds, and again after as many, the seconds are said. */
const PATIENCE = 5000

export interface Said {
  running: (seconds: number) => string
  stopped: string
}

/** Say in `answer` that a query runs; returns what ends that. */
export function running(answer: HTMLElement, asking: AbortController, said: Said): () => void {
  const words = h('p', { class: 'loading' }, t('loading'))
  const end = (): void => {
    asking.abort()
    put(answer, h('p', { class: 'hush', role: 'status' }, said.stopped))
  }
  const stop = h('button', { type: 'button', onclick: end }, t('stop'))
  put(answer, words, stop)
  const begun = Date.now()
  const telling = setInterval(() => {
    words.textContent = said.running(Math.round((Date.now() - begun) / 1000))
  }, PATIENCE)
  asking.signal.addEventListener('abort', () => clearInterval(telling), { once: true })
  return () => clearInterval(telling)
}
