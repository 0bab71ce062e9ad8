/** SPARQL: the editor, examples, the answer. */

import { queries, sparql, vocabulary } from '../core/api'
import { h, put } from '../core/dom'
import { save } from '../core/download'
import { copy, failure, queryText } from '../core/format'
import { number, pick, t } from '../core/i18n'
import type { View } from '../core/router'
import type { Rows, Vocabulary } from '../core/types'
import { resultView } from '../results/view'
import { type Editor, editor } from '../widgets/editor'

const FIRST = `SELECT ?firm ?firmLabel (COUNT(?fact) AS ?statements) WHERE {
  ?firm a jlac:Firm ; rdfs:label ?firmLabel .
  ?fact a jlac:Fact ; ?role ?firm .
  ?role rdfs:subPropertyOf jlac:role .
  FILTER (LANG(?firmLabel) = "en")
}
GROUP BY ?firm ?firmLabel
ORDER BY DESC(?statements)
LIMIT 20`

export async function sparqlView(main: HTMLElement): Promise<View> {
  const words = await vocabulary()
  const holder = h('div', { class: 'editor' })
  const answer = h('div', { class: 'answer' })
  let asking: AbortController | undefined
  const run = async (): Promise<void> => {
    asking?.abort()
    asking = new AbortController()
    const mine = asking
    const text = made.text()
    history.replaceState(history.state, '', `/sparql#query=${encodeURIComponent(text)}`)
    put(
      answer,
      h(
        'p',
        { class: 'loading' },
        t('loading'),
        ' ',
        h('button', { type: 'button', onclick: () => mine.abort() }, t('stop')),
      ),
    )
    const begun = performance.now()
    try {
      const found = await sparql(text, mine.signal)
      show(answer, found, words, performance.now() - begun)
    } catch (error) {
      put(answer, mine.signal.aborted ? null : failure(error))
    }
  }
  const select = await examples((text) => {
    made.set(text)
    void run()
  })
  const address = `${location.origin}/sparql`
  const share = h(
    'button',
    {
      type: 'button',
      onclick: () => void copy(`${location.origin}/sparql#query=${encodeURIComponent(made.text())}`, share),
    },
    t('copyLink'),
  )
  put(
    main,
    h('h1', null, t('sparqlTitle')),
    h('p', { class: 'lead' }, t('sparqlLead', { address }), ' ', t('prefixesKnown')),
    select,
    holder,
    h(
      'div',
      { class: 'buttons' },
      h('button', { type: 'button', class: 'main', onclick: () => void run() }, t('run')),
      share,
    ),
    answer,
  )
  const given = new URLSearchParams(location.hash.slice(1)).get('query')
  const made: Editor = editor(holder, given ?? FIRST, words, () => void run())
  if (given) void run()
  return {
    title: t('sparqlTitle'),
    close: () => {
      asking?.abort()
      made.close()
    },
  }
}

function show(answer: HTMLElement, found: Rows | string, words: Vocabulary, took: number): void {
  const time = h('p', { class: 'hush' }, t('took', { n: number(Math.round(took)) }))
  if (typeof found === 'string') {
    const take = h(
      'button',
      { type: 'button', onclick: () => save('answer.ttl', new Blob([found], { type: 'text/turtle' })) },
      'Turtle',
    )
    put(
      answer,
      time,
      h('div', { class: 'headline' }, h('h2', null, t('triples')), take),
      h('pre', { tabindex: '0' }, found.slice(0, 100_000)),
    )
  } else put(answer, time, resultView(found, { ...words, name: 'answer' }))
}

async function examples(choose: (text: string) => void): Promise<HTMLElement> {
  const library = (await queries()).filter((one) => !one.parameters.some((parameter) => parameter.required))
  const text = (name: string): string => queryText(library.find((one) => one.name === name)?.query ?? '')
  const usable = library.filter((one) => !/[?$]_/.test(text(one.name)))
  const select = h(
    'select',
    { onchange: () => select.value && choose(text(select.value)) },
    h('option', { value: '' }, '—'),
    usable.map((one) => h('option', { value: one.name }, pick(one.summary))),
  )
  return h('label', { class: 'field' }, t('examples'), select)
}
