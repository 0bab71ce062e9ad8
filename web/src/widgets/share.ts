/** The address, the embed code and the citation of the view that is shown. */

import { OUTER, ROOT, STATIC } from '../core/address'
import { vocabulary } from '../core/api'
import { h, put } from '../core/dom'
import { copy } from '../core/format'
import { t } from '../core/i18n'
import type { Cited } from '../core/router'

/** A folded box with what one needs to link to this view, embed it and cite it. */
export function share(title: () => string, cited: () => Promise<Cited> | undefined): HTMLElement {
  const summary = h('summary', null, t('share'))
  const box = h('details', { class: 'share' }, summary)
  box.addEventListener('toggle', async () => {
    if (!box.open) return
    const fact = await cited()
    put(box, summary, fields(title(), fact ? await factCitation(fact) : await citation(title())))
  })
  return box
}

const fields = (title: string, cited: string): HTMLElement[] => [
  part(t('address'), location.href),
  part(t('embed'), embedCode(title)),
  part(t('citeView'), cited),
]

/** What one needs to link to a view without a foot, to embed it and to cite it; a click brings it up to date. */
export function shareFields(title: () => string, missing: () => string): HTMLElement {
  const summary = h('summary', null, t('share'))
  const box = h('details', { class: 'share' }, summary)
  box.addEventListener('toggle', async () => {
    if (!box.open) return
    const said = missing()
    const found = fields(title(), await citation(title()))
    put(box, summary, said ? h('p', null, said) : null, found)
  })
  return box
}

function part(name: string, text: string): HTMLElement {
  const area = h('textarea', { readonly: true, rows: 2, 'aria-label': name }, text)
  const take = h(
    'button',
    { type: 'button', 'aria-label': `${t('copy')}: ${name}`, onclick: () => void copy(text, take) },
    t('copy'),
  )
  return h('div', { class: 'field' }, h('span', null, name), h('div', { class: 'taken' }, area, take))
}

/** An element that shows this view in another page. */
function embedCode(title: string): string {
  const url = new URL(location.href)
  // a page of a static site shows itself so in any frame
  if (!STATIC) url.pathname = `${OUTER}/embed${url.pathname.slice(ROOT.length)}`
  const source = url.href.replaceAll('&', '&amp;')
  const name = title.replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  return `<iframe src="${source}" title="${name}" width="800" height="600" loading="lazy"></iframe>`
}

/** What a source states, where, and under which name the graph has it. */
async function factCitation({ title, stated, iri }: Cited): Promise<string> {
  const { author, year, version } = await vocabulary()
  const values = { author, year: String(year), version, iri, date: today() }
  return t('citationFact', { ...values, title: title.replace(/[.。]$/, ''), stated: stated.join('; ') })
}

const today = (): string => new Date().toISOString().slice(0, 10)

/** Author, year, title, version, address and day of this view; of the whole graph without a title. */
export async function citation(title = '', address = location.href): Promise<string> {
  const { author, year, version } = await vocabulary()
  const values = { author, year: String(year), version, address, date: today() }
  return title ? t('citation', { ...values, title }) : t('citationWhole', values)
}
