/** The SPARQL editor: CodeMirror in a shadow tree, because its styles there need no style element. */

import { autocompletion, completionKeymap } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { sparql } from '@codemirror/legacy-modes/mode/sparql'
import { type Diagnostic, linter, lintKeymap } from '@codemirror/lint'
import { EditorState, type Text } from '@codemirror/state'
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { check } from '../core/api'
import { t } from '../core/i18n'
import type { QueryFinding, Vocabulary } from '../core/types'
import { complete } from './completion'

export interface Editor {
  text: () => string
  set: (text: string) => void
  close: () => void
}

export function editor(holder: HTMLElement, text: string, words: Vocabulary, run: () => void): Editor {
  const root = holder.attachShadow({ mode: 'open' })
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: text,
      extensions: [
        lineNumbers(),
        history(),
        bracketMatching(),
        highlightActiveLine(),
        StreamLanguage.define(sparql),
        syntaxHighlighting(colours),
        autocompletion({ override: [(context) => complete(context, words)], icons: false }),
        linter(async (view) => diagnostics(view.state.doc), { delay: 600 }),
        keymap.of([
          { key: 'Mod-Enter', run: () => (run(), true) },
          ...completionKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          ...lintKeymap,
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({ 'aria-label': t('editor') }),
        EditorView.lineWrapping,
        EditorView.domEventHandlers({ beforeinput: overSelection }),
        theme,
      ],
    }),
  })
  return {
    text: () => view.state.doc.toString(),
    set: (doc) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: doc } }),
    close: () => view.destroy(),
  }
}

/** Replace a selection by what is typed: Chromium would insert it in its own style, which the policy refuses. */
function overSelection(event: InputEvent, view: EditorView): boolean {
  const text = event.data
  if (event.inputType !== 'insertText' || !text || view.composing || view.state.selection.main.empty)
    return false
  event.preventDefault()
  view.dispatch({ ...view.state.replaceSelection(text), userEvent: 'input.type', scrollIntoView: true })
  return true
}

/** What a finding says, in the reader's language where it is about a term. */
export const said = (one: QueryFinding): string =>
  one.term
    ? t(one.near ? 'unknownTermMeant' : 'unknownTerm', { term: one.term, near: one.near ?? '' })
    : (one.message ?? '')

/** The findings of the service as marks in the text; none while it cannot be asked. */
async function diagnostics(doc: Text): Promise<Diagnostic[]> {
  const text = doc.toString()
  if (!text.trim()) return []
  const found = await check(text).catch((): QueryFinding[] => [])
  return found.map((one) => mark(one, doc))
}

function mark(one: QueryFinding, doc: Text): Diagnostic {
  const line = doc.line(Math.min(one.line, doc.lines))
  // the service counts characters, the editor units of UTF-16
  const before = [...line.text].slice(0, one.column - 1).join('').length
  const from = Math.min(line.from + before, Math.max(line.from, line.to - 1))
  const to = Math.min(from + one.length, line.to)
  const { near, severity } = one
  const replace = { name: near ? t('replaceBy', { near }) : '', apply: replacing(near ?? '') }
  return { from, to, severity, message: said(one), ...(near ? { actions: [replace] } : {}) }
}

const replacing =
  (insert: string) =>
  (view: EditorView, from: number, to: number): void =>
    view.dispatch({ changes: { from, to, insert } })

const theme = EditorView.theme({
  '&': {
    fontSize: '14px',
    color: 'var(--ink)',
    backgroundColor: 'var(--paper)',
    border: '1px solid var(--line)',
    borderRadius: '6px',
  },
  '.cm-scroller': {
    fontFamily: 'ui-monospace, Menlo, Consolas, monospace',
    minHeight: '220px',
    maxHeight: '50vh',
  },
  '.cm-content': { caretColor: 'var(--ink)' },
  '.cm-gutters': { backgroundColor: 'var(--ground)', color: 'var(--hush)', border: 'none' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--accent) 7%, transparent)' },
  '&.cm-focused': { outline: '2px solid var(--accent)' },
  '.cm-tooltip': { backgroundColor: 'var(--paper)', color: 'var(--ink)', border: '1px solid var(--line)' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--on-accent)',
  },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
})

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--text-string)' },
  { tag: tags.comment, color: 'var(--hush)', fontStyle: 'italic' },
  { tag: [tags.atom, tags.number], color: 'var(--text-atom)' },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: 'var(--text-variable)' },
])
