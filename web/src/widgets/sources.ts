/** The choice of sources: which are shown, and a form to choose collections. */

import { CHOSEN } from '../core/address'
import { allCollections } from '../core/api'
import { h, put } from '../core/dom'
import { collectionTitle, failure } from '../core/format'
import { t } from '../core/i18n'
import { go } from '../core/router'

/** Places and codes, without which no other collection can be read: it is always shown. */
const COMMON = 'common'
const chosen = new URLSearchParams(CHOSEN)
const ids = (name: string): string[] => chosen.getAll(name).flatMap((text) => text.split(','))
const ONLY = ids('only-source')
const WITHOUT = ids('without-source')

/** Load the current page, or another, with all sources. */
function showAll(): void {
  const url = new URL(location.href)
  for (const name of ['only-source', 'without-source']) url.searchParams.delete(name)
  location.assign(url)
}

const allButton = (): HTMLElement => h('button', { type: 'button', onclick: showAll }, t('allSources'))

/** Says that only some sources are shown, on every page; null if all are. */
export function sourceNote(): HTMLElement | null {
  if (!CHOSEN) return null
  const parts = [
    ONLY.length ? t('onlySources', { ids: ONLY.join(', ') }) : '',
    WITHOUT.length ? t('withoutSources', { ids: WITHOUT.join(', ') }) : '',
  ]
  return h(
    'p',
    { class: 'somesources', role: 'note' },
    h('strong', null, parts.filter(Boolean).join(' · ')),
    ' ',
    h('a', { href: '/data' }, t('chooseSources')),
    ' ',
    allButton(),
  )
}

/** A form with a box for each collection. */
export async function sourceForm(): Promise<HTMLElement> {
  const form = h('form', { class: 'panel sourceform' })
  await fill(form)
  return form
}

async function fill(form: HTMLFormElement): Promise<void> {
  try {
    const rows = ((await allCollections()).results?.bindings ?? [])
      .map((row) => ({ row, id: row['collection']?.value.replace(/.*\//, '') ?? '' }))
      .filter(({ id }) => id !== COMMON)
    const boxes = rows.map(({ row, id }) => {
      const shown = ONLY.length ? ONLY.includes(id) : !WITHOUT.includes(id)
      const box = h('input', { type: 'checkbox', name: 'source', value: id, checked: shown })
      const count = t('nSourcesCited', { n: Number(row['sourcesCited']?.value ?? 0) })
      const title = collectionTitle(id, row['title']?.value ?? id)
      return h('label', null, box, ' ', title, h('span', { class: 'hush' }, ` ${count}`))
    })
    put(
      form,
      h('h2', null, t('chooseSources')),
      h('p', { class: 'hush' }, t('chooseSourcesLead')),
      boxes,
      h('button', { class: 'primary' }, t('showThese')),
      CHOSEN ? allButton() : null,
    )
  } catch (error) {
    put(form, failure(error))
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const all = [...form.querySelectorAll<HTMLInputElement>('input[name=source]')]
    const [some, others] = [true, false].map((shown) =>
      all.filter((box) => box.checked === shown).map((box) => box.value),
    ) as [string[], string[]]
    if (!others.length) showAll()
    else if (others.length < some.length) go(`/data?without-source=${others.join(',')}`)
    else if (some.length) go(`/data?only-source=${some.join(',')}`)
  })
}
