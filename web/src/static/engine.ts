/** SPARQL in the page: a worker has the graph, and is started when the first query is asked. */

import { ROOT } from '../core/address'
import { announce } from '../core/dom'
import { ServiceError } from '../core/failures'
import { t } from '../core/i18n'
import type { Rows } from '../core/types'
import { bytes } from './files'

const LONGEST = 600_000
/** Milliseconds after which a query is ended; a reader can end it before. */

export type Answered = { rows: Rows } | { turtle: string } | { fault: string; stopped?: boolean }

interface Running {
  worker: Worker
  ready: Promise<void>
}

let running: Running | undefined
let asked = 0

async function load(worker: Worker): Promise<void> {
  announce(t('loadingGraph'))
  const [engine, graph] = await Promise.all([bytes('oxigraph.wasm.gz'), bytes('graph.trig.gz')])
  const answered = await request(worker, { engine, graph }, [engine, graph])
  if ('fault' in answered) throw new ServiceError(500, answered.fault)
}

function start(): Running {
  const worker = new Worker(new URL('./engine.worker.ts', import.meta.url), { type: 'module' })
  const found = { worker, ready: load(worker) }
  found.ready.catch(stop)
  return found
}

function stop(): void {
  running?.worker.terminate()
  running = undefined
}

function request(worker: Worker, message: object, transfer: Transferable[] = []): Promise<Answered> {
  const id = ++asked
  return new Promise((done) => {
    const heard = (event: MessageEvent<{ id: number; answered: Answered }>): void => {
      if (event.data.id !== id) return
      worker.removeEventListener('message', heard)
      done(event.data.answered)
    }
    worker.addEventListener('message', heard)
    worker.addEventListener('error', () => done({ fault: t('engineStopped'), stopped: true }), { once: true })
    worker.postMessage({ id, ...message }, transfer)
  })
}

/** Whether the graph has been asked for. */
export const isLoaded = (): boolean => !!running

/** Run a query; rows as JSON, triples as Turtle, or as rows too. */
export async function ask(text: string, signal?: AbortSignal, triplesAsRows = false): Promise<Rows | string> {
  running ??= start()
  const { worker, ready } = running
  let timer: ReturnType<typeof setTimeout> | undefined
  const ended = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new ServiceError(503, t('queryTooLong', { n: LONGEST / 60_000 }))), LONGEST)
    signal?.addEventListener('abort', () => fail(new DOMException('stopped', 'AbortError')), { once: true })
  })
  try {
    await Promise.race([ready, ended])
    const answered = await Promise.race([request(worker, { text, triplesAsRows }), ended])
    if ('fault' in answered) {
      if (answered.stopped) stop()
      throw new ServiceError(
        answered.stopped ? 500 : 400,
        answered.stopped ? t('engineStopped') : answered.fault,
      )
    }
    return 'rows' in answered ? answered.rows : answered.turtle
  } catch (error) {
    // a query that goes on would keep the worker busy
    if (!(error instanceof ServiceError) || error.status === 503) stop()
    throw error
  } finally {
    clearTimeout(timer)
  }
}

/** Run a reader's query. */
export async function sparql(
  text: string,
  prefixes: Record<string, string>,
  signal?: AbortSignal,
): Promise<Rows | string> {
  return ask(prefixed(text, prefixes), signal)
}

/** Declare the known prefixes that a query uses without declaring them, on its first line. */
export function prefixed(text: string, prefixes: Record<string, string>): string {
  const missing = Object.keys(prefixes).filter(
    (name) =>
      new RegExp(`(?<![\\w-])${name}:`).test(text) && !new RegExp(`prefix\\s+${name}:`, 'i').test(text),
  )
  return missing.map((name) => `PREFIX ${name}: <${prefixes[name]}> `).join('') + text
}

export const root = ROOT
