/** A slider over years that plays: from the first year to the last, one after another. */

import { h } from '../core/dom'
import { t } from '../core/i18n'
import { onLeaving } from '../core/router'

/** Time that a year is shown, in milliseconds. */
const STEP = 700

export interface Player {
  element: HTMLElement
  /** Show a year without calling `choose`; null stands for all of them. */
  show: (year: number | null) => void
}

export function player(
  first: number,
  last: number,
  year: number | null,
  choose: (year: number | null) => void,
): Player {
  const shown = h('output')
  const slider = h('input', { type: 'range', min: first, max: last, 'aria-label': t('year') })
  const every = h('button', { type: 'button' }, t('allYears'))
  const sign = h('span', { 'aria-hidden': 'true' }, '▶')
  const play = h('button', { type: 'button', class: 'tool', 'aria-label': t('play') }, sign)
  let running: ReturnType<typeof setInterval> | undefined
  const show = (value: number | null): void => {
    slider.value = String(value ?? last)
    slider.classList.toggle('idle', value === null)
    shown.textContent = value === null ? t('allYears') : String(value)
    every.disabled = value === null
  }
  const stop = (): void => {
    clearInterval(running)
    running = undefined
    sign.textContent = '▶'
    play.setAttribute('aria-label', t('play'))
  }
  const to = (value: number | null): void => {
    show(value)
    choose(value)
  }
  const start = (): void => {
    sign.textContent = '❚❚'
    play.setAttribute('aria-label', t('pause'))
    const now = every.disabled || Number(slider.value) >= last ? first : Number(slider.value) + 1
    to(now)
    running = setInterval(() => {
      const next = Number(slider.value) + 1
      if (next > last) stop()
      else to(next)
    }, STEP)
  }
  play.addEventListener('click', () => (running ? stop() : start()))
  slider.addEventListener('input', () => {
    stop()
    to(Number(slider.value))
  })
  every.addEventListener('click', () => {
    stop()
    to(null)
  })
  onLeaving(stop)
  show(year)
  const span = h('span', { class: 'span' }, String(first), slider, String(last))
  const parts = [play, shown, span, every]
  return { element: h('div', { class: 'player', role: 'group', 'aria-label': t('year') }, parts), show }
}
