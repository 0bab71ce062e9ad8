/** The SPARQL editor: CodeMirror in a shadow tree, because its styles there need no style element. */

import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language'
import { sparql } from '@codemirror/legacy-modes/mode/sparql'
import { EditorState } from '@codemirror/state'
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import { t } from '../core/i18n'
import type { Vocabulary } from '../core/types'

const KEYWORDS = [
  'SELECT',
  'DISTINCT',
  'WHERE',
  'FILTER',
  'OPTIONAL',
  'UNION',
  'VALUES',
  'BIND',
  'GROUP BY',
  'ORDER BY',
  'LIMIT',
  'OFFSET',
  'HAVING',
  'COUNT',
  'SUM',
  'GROUP_CONCAT',
  'EXISTS',
  'NOT EXISTS',
  'CONSTRUCT',
  'ASK',
  'DESCRIBE',
  'GRAPH',
  'MINUS',
  'LANG',
  'STR',
  'CONTAINS',
  'REGEX',
  'STRSTARTS',
  'DESC',
  'ASC',
  'AS',
  'IN',
  'a',
]

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
        autocompletion({ override: [(context) => complete(context, words)] }),
        keymap.of([
          { key: 'Mod-Enter', run: () => (run(), true) },
          ...completionKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          indentWithTab,
        ]),
        EditorView.contentAttributes.of({ 'aria-label': t('editor') }),
        EditorView.lineWrapping,
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

/** Classes and properties after a prefix, variables after `?`, else keywords and prefixes. */
function complete(context: CompletionContext, words: Vocabulary): CompletionResult | null {
  const variable = context.matchBefore(/[?$]\w*/)
  if (variable) {
    const found = new Set(context.state.doc.toString().match(/[?$]\w+/g) ?? [])
    return {
      from: variable.from,
      options: [...found]
        .filter((name) => name !== variable.text)
        .map((label) => ({ label, type: 'variable' })),
    }
  }
  const word = context.matchBefore(/[\w-]*:?[\w-]*/)
  if (!word || (word.from === word.to && !context.explicit)) return null
  const terms: Completion[] = words.terms.map((term) => ({
    label: `jlac:${term.name}`,
    detail: term.label,
    type: term.type === 'Class' ? 'class' : 'property',
  }))
  const rest: Completion[] = [
    ...KEYWORDS.map((label) => ({ label, type: 'keyword' })),
    ...Object.keys(words.prefixes).map((prefix) => ({ label: `${prefix}:`, type: 'namespace' })),
  ]
  return { from: word.from, options: [...terms, ...rest], validFor: /^[\w:-]*$/ }
}
