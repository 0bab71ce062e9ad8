/** Completion in the SPARQL editor: what a class has, entities by name, variables, keywords. */

import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { search, sparql } from '../core/api'
import { capital } from '../core/i18n'
import { classesOf, placeAt } from '../core/sparql_text'
import type { Rows, Vocabulary } from '../core/types'

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
]
const SAMPLE = 200
const [FEW, NAME] = [2, 12]

/** Classes, properties, entities, variables or keywords, by where the cursor stands. */
export async function complete(
  context: CompletionContext,
  words: Vocabulary,
): Promise<CompletionResult | null> {
  const text = context.state.doc.toString()
  const variable = context.matchBefore(/[?$]\w*/)
  if (variable) return { from: variable.from, options: variables(text, variable.text) }
  const word = context.matchBefore(/[\p{L}\w-]*:?[\p{L}\w/-]*/u)
  if (!word || (word.from === word.to && !context.explicit)) return null
  const place = placeAt(text, word.from)
  const asked = word.text.replace(/^jlac:/, '')
  if (place.part === 'object' && /^(a|rdf:type)$/.test(place.predicate))
    return { from: word.from, options: terms(words, 'class'), validFor: TERM }
  if (place.part === 'predicate') {
    const own = await properties(classesOf(text, place.subject), words)
    const all = terms(words, 'property').filter((one) => !own.some((other) => other.label === one.label))
    const isA: Completion = { label: 'a', type: 'keyword', boost: 50 }
    return { from: word.from, options: [isA, ...own, ...all], validFor: TERM }
  }
  const options = [...keywords(words), ...terms(words, '')]
  const named = place.part !== 'other' || /\bVALUES\b[^}]*$/i.test(text.slice(0, word.from))
  if (!named || asked.length < FEW) return { from: word.from, options, validFor: TERM }
  return { from: word.from, options: [...(await entities(asked, words)), ...options], filter: true }
}

const TERM = /^[\w:-]*$/

function variables(text: string, own: string): Completion[] {
  const found = new Set(text.match(/[?$]\w+/g) ?? [])
  return [...found].filter((name) => name !== own).map((label) => ({ label, type: 'variable' }))
}

function terms(words: Vocabulary, type: 'class' | 'property' | ''): Completion[] {
  return words.terms
    .map((term): Completion & { type: string } => ({
      label: `jlac:${term.name}`,
      detail: term.label,
      type: term.type === 'Class' ? 'class' : 'property',
    }))
    .filter((one) => !type || one.type === type)
}

const keywords = (words: Vocabulary): Completion[] => [
  ...KEYWORDS.map((label) => ({ label, type: 'keyword' })),
  ...Object.keys(words.prefixes).map((prefix) => ({ label: `${prefix}:`, type: 'namespace' })),
]

const known = new Map<string, Promise<Completion[]>>()

/** The properties that members of the classes have in this graph, the most used first. */
async function properties(classes: string[], words: Vocabulary): Promise<Completion[]> {
  const [name] = classes
  if (!name || !/^[\w-]+:[\w-]+$|^<[^<>\s]+>$/.test(name)) return []
  let found = known.get(name)
  if (!found) {
    found = asked(name, words).catch(() => [])
    known.set(name, found)
  }
  return found
}

async function asked(name: string, words: Vocabulary): Promise<Completion[]> {
  const query = `SELECT ?p (COUNT(*) AS ?n) { { SELECT ?s { ?s a ${name} } LIMIT ${SAMPLE} } ?s ?p ?o }
GROUP BY ?p ORDER BY DESC(?n) ?p`
  const rows = (await sparql(query, new AbortController().signal)) as Rows
  const labels = new Map(words.terms.map((term) => [`jlac:${term.name}`, term.label]))
  return (rows.results?.bindings ?? []).flatMap((row, i): Completion[] => {
    const label = short(row['p']?.value ?? '', words)
    const detail = labels.get(label)
    return label ? [{ label, type: 'property', boost: 40 - i / 10, ...(detail ? { detail } : {}) }] : []
  })
}

/** An IRI as a prefixed name, by the longest namespace that it starts with; empty if none fits. */
export function short(iri: string, words: Vocabulary): string {
  const [best] = Object.entries(words.prefixes)
    .filter(([, start]) => iri.startsWith(start) && /^[\w][\w-]*$/.test(iri.slice(start.length)))
    .sort((a, b) => b[1].length - a[1].length)
  return best ? `${best[0]}:${iri.slice(best[1].length)}` : ''
}

/** Entities by name in any language, written as a prefixed name or IRI. */
async function entities(text: string, words: Vocabulary): Promise<Completion[]> {
  const found = await search(text.replaceAll(/[:_-]/g, ' ')).catch(() => [])
  return found.slice(0, NAME).map((thing, i) => {
    const iri = words.base + (thing.id.startsWith('code:') ? thing.id.replace(':', '/') : `id/${thing.id}`)
    return {
      // the name that matched, so that the filter of the editor keeps it
      label: thing.name,
      displayLabel: thing.label,
      detail: capital(thing.kindLabel),
      apply: short(iri, words) || `<${iri}>`,
      type: 'constant',
      boost: 60 - i,
    }
  })
}
