/** A note beside the pointer or the focus, for drawings whose parts carry `data-tip`. */

import { h } from '../core/dom'
import { onLeaving } from '../core/router'

/** A chart in a box that scrolls sideways where the window is too narrow for its letters. */
export const scrolling = (drawing: SVGSVGElement): HTMLElement =>
  h(
    'div',
    {
      class: 'scroll chartbox',
      tabindex: '0',
      role: 'region',
      'aria-label': drawing.getAttribute('aria-label') ?? '',
    },
    tips(drawing),
  )

export function tips<T extends Element>(drawing: T): T {
  const note = h('div', { class: 'tip', role: 'presentation' })
  note.hidden = true
  const show = (target: Element | null, x: number, y: number): void => {
    const words = target?.closest('[data-tip]')?.getAttribute('data-tip')
    note.hidden = !words
    if (!words) return
    if (!note.isConnected) document.body.append(note)
    note.textContent = words
    const { width, height } = note.getBoundingClientRect()
    note.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - width - 8))}px`
    note.style.top = `${Math.max(4, y + 18 + height > innerHeight ? y - height - 10 : y + 18)}px`
  }
  drawing.addEventListener('pointermove', (event) => {
    const { target, clientX, clientY } = event as PointerEvent
    show(target as Element, clientX, clientY)
  })
  drawing.addEventListener('pointerleave', () => show(null, 0, 0))
  drawing.addEventListener('focusin', (event) => {
    const box = (event.target as Element).getBoundingClientRect()
    show(event.target as Element, box.x + box.width / 2, box.y + box.height / 2)
  })
  drawing.addEventListener('focusout', () => show(null, 0, 0))
  onLeaving(() => note.remove())
  return drawing
}
