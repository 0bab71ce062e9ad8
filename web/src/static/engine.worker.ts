/** The worker that holds the graph in Oxigraph, compiled to WebAssembly. */

import init, { type Quad, Store, type Term } from 'oxigraph/web.js'
import type { Rows } from '../core/types'
import type { Answered } from './engine'

interface Request {
  id: number
  engine?: ArrayBuffer
  graph?: ArrayBuffer
  text?: string
  triplesAsRows?: boolean
}

let store: Store | undefined

/** Load the named graphs, and their distinct triples as the default graph, as the service does. */
async function load(engine: ArrayBuffer, graph: ArrayBuffer): Promise<void> {
  await init({ module_or_path: engine })
  const made = new Store()
  made.load(new TextDecoder().decode(graph), { format: 'application/trig', unchecked: true })
  made.update('INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }')
  store = made
}

/** The form of a query: its first word outside comments, texts and IRIs. */
function formOf(text: string): string {
  const bare = text.replace(/<[^<>\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g, ' ')
  return /\b(select|ask|construct|describe)\b/i.exec(bare)?.[1]?.toLowerCase() ?? 'select'
}

function run(text: string, triplesAsRows: boolean): Answered {
  if (!store) return { fault: 'no graph' }
  const form = formOf(text)
  if (form === 'select' || form === 'ask')
    return { rows: JSON.parse(store.query(text, { results_format: 'json' }) as string) as Rows }
  if (!triplesAsRows) return { turtle: store.query(text, { results_format: 'ttl' }) as string }
  const quads = store.query(text) as Quad[]
  const bindings = quads.map(({ subject, predicate, object }) => ({
    subject: told(subject),
    predicate: told(predicate),
    object: told(object),
  }))
  return { rows: { head: { vars: ['subject', 'predicate', 'object'] }, results: { bindings } } }
}

function told(term: Term): { type: string; value: string; 'xml:lang'?: string } {
  const type = { NamedNode: 'uri', BlankNode: 'bnode' }[term.termType as string] ?? 'literal'
  const language = 'language' in term && term.language ? { 'xml:lang': term.language } : {}
  return { type, value: term.value, ...language }
}

async function answer({ engine, graph, text, triplesAsRows }: Request): Promise<Answered> {
  try {
    if (engine && graph) {
      await load(engine, graph)
      return { turtle: '' }
    }
    return run(text ?? '', triplesAsRows ?? false)
  } catch (error) {
    // a trap of WebAssembly leaves the engine unusable
    const stopped = error instanceof WebAssembly.RuntimeError
    return { fault: error instanceof Error ? error.message : String(error), ...(stopped ? { stopped } : {}) }
  }
}

self.addEventListener('message', (event: MessageEvent<Request>) => {
  void answer(event.data).then((answered) => self.postMessage({ id: event.data.id, answered }))
})
