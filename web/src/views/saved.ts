/** Saved views: the list, and the dialog that saves or edits one. */

import { placed, unplaced } from '../core/address'
import { dateText } from '../core/dates'
import { announce, h, put } from '../core/dom'
import { json, save } from '../core/download'
import { copy } from '../core/format'
import { t } from '../core/i18n'
import type { View } from '../core/router'
import { addViews, type Kept, keepViews, savedViews } from '../core/saved_views'

export async function savedView(main: HTMLElement): Promise<View> {
  const list = h('ul', { class: 'statements savedlist' })
  const message = h('p', { role: 'status', class: 'hush' })
  const draw = (): void => {
    const views = savedViews()
    put(
      list,
      views.length ? views.map((one, at) => item(one, at, draw)) : h('li', { class: 'hush' }, t('savedNone')),
    )
  }
  const file = h('input', {
    type: 'file',
    accept: 'application/json,.json',
    class: 'away',
    onchange: () => void take(),
  })
  const take = async (): Promise<void> => {
    const n = addViews((await file.files?.[0]?.text()) ?? '')
    message.textContent = n ? t('importedViews', { n }) : t('notViews')
    file.value = ''
    draw()
  }
  put(
    main,
    h('h1', null, t('savedTitle')),
    h('p', { class: 'lead' }, t('savedLead')),
    h(
      'div',
      { class: 'buttons' },
      h(
        'button',
        { type: 'button', onclick: () => save('jlac-views.json', json(savedViews())) },
        t('exportViews'),
      ),
      h('label', { class: 'button' }, t('importViews'), file),
    ),
    message,
    h('section', { class: 'panel' }, list),
  )
  draw()
  return { title: t('savedTitle') }
}

function item(one: Kept, at: number, draw: () => void): HTMLElement {
  const share = h(
    'button',
    { type: 'button', onclick: () => void copy(location.origin + placed(one.path), share) },
    t('copyLink'),
  )
  const remove = (): void => {
    keepViews(savedViews().filter((_, i) => i !== at))
    draw()
  }
  return h(
    'li',
    null,
    h('p', { class: 'words' }, h('a', { href: one.path }, one.name)),
    one.note ? h('p', null, one.note) : null,
    h('p', { class: 'hush' }, `${t('savedOn', { date: dateText(one.day) })} · ${one.path}`),
    h(
      'div',
      { class: 'buttons' },
      share,
      h('button', { type: 'button', onclick: () => edit(one, at, draw) }, t('renameView')),
      h('button', { type: 'button', onclick: remove }, t('deleteView')),
    ),
  )
}

const edit = (one: Kept, at: number, done: () => void): void =>
  ask(one.name, one.note, (name, note) => {
    keepViews(savedViews().map((old, i) => (i === at ? { ...old, name, note } : old)))
    done()
  })

/** Save the view that is shown, under a name that the reader gives. */
export function saveThisView(): void {
  const path = unplaced(location.pathname) + location.search + location.hash
  ask(document.title.replace(/ – jlac-graph$/, ''), '', (name, note) => {
    keepViews([...savedViews(), { name, note, path, day: new Date().toISOString().slice(0, 10) }])
    announce(t('viewSaved'))
  })
}

/** A dialog with a name and a note. */
function ask(name: string, note: string, done: (name: string, note: string) => void): void {
  const given = h('input', { name: 'name', value: name, required: true })
  const said = h('textarea', { name: 'note', rows: 3 }, note)
  const form = h(
    'form',
    { method: 'dialog' },
    h('h2', null, t('saveView')),
    h('label', { class: 'field' }, t('viewName'), given),
    h('label', { class: 'field' }, t('viewNote'), said),
    h(
      'div',
      { class: 'buttons' },
      h('button', { type: 'submit', class: 'main', value: 'keep' }, t('keepView')),
      h('button', { type: 'submit', value: '', formnovalidate: true }, t('cancel')),
    ),
    h('p', null, h('a', { href: '/saved', onclick: () => dialog.close() }, t('saved'))),
  )
  const dialog = h('dialog', { class: 'saving', 'aria-label': t('saveView') }, form)
  dialog.addEventListener('close', () => {
    if (dialog.returnValue === 'keep') done(given.value.trim(), said.value.trim())
    dialog.remove()
  })
  document.body.append(dialog)
  dialog.showModal()
  given.select()
}
