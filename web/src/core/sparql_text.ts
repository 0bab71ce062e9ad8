/** The text of a SPARQL query: its tokens, where in a triple the cursor stands, and a tidy layout. */

export interface Token {
  kind: 'comment' | 'string' | 'iri' | 'variable' | 'name' | 'word' | 'number' | 'mark'
  text: string
  start: number
}

const KINDS: [Token['kind'], RegExp][] = [
  ['comment', /#[^\n]*/y],
  ['string', /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/y],
  ['iri', /<[^<>"{}|^`\\\s]*>/y],
  ['variable', /[?$]\w+/y],
  ['name', /[\p{L}][\p{L}\w.-]*:[\p{L}\w/%-]*(?:\.[\p{L}\w/%-]+)*|:[\p{L}\w/%-]+|_:\w+/uy],
  ['number', /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y],
  ['word', /@?[\p{L}_][\p{L}\w-]*/uy],
  ['mark', /\^\^|&&|\|\||!=|<=|>=|[^\s]/uy],
]

/** Part a query into tokens; white space between them is dropped. */
export function tokens(text: string): Token[] {
  const found: Token[] = []
  let at = 0
  while (at < text.length) {
    if (/\s/.test(text.charAt(at))) {
      at += 1
      continue
    }
    for (const [kind, pattern] of KINDS) {
      pattern.lastIndex = at
      const match = pattern.exec(text)
      if (!match?.[0]) continue
      found.push({ kind, text: match[0], start: at })
      at += match[0].length
      break
    }
  }
  return found
}

export interface Place {
  part: 'subject' | 'predicate' | 'object' | 'other'
  /** The subject of the triple at the cursor. */
  subject: string
  /** Its predicate, if the cursor is at the object. */
  predicate: string
}

const CLOSED: Place = { part: 'other', subject: '', predicate: '' }

/** Where in a triple pattern a position stands; `other` outside of one. */
export function placeAt(text: string, at: number): Place {
  let place: Place = CLOSED
  let depth = 0
  for (const { kind, text: part, start } of tokens(text)) {
    if (start >= at) break
    if (kind === 'comment') continue
    if (part === '(') depth += 1
    if (part === ')') depth -= 1
    if (depth > 0 || part === ')') continue
    place = next(place, kind, part)
  }
  return depth > 0 ? CLOSED : place
}

const START: Place = { part: 'subject', subject: '', predicate: '' }

function next(place: Place, kind: Token['kind'], part: string): Place {
  if (part === '{' || part === '.' || part === '}') return START
  if (part === ';') return { part: 'predicate', subject: place.subject, predicate: '' }
  if (part === ',') return { ...place, part: 'object' }
  if (kind === 'word' && part !== 'a') return place.part === 'subject' ? START : place
  if (place.part === 'subject') return { part: 'predicate', subject: part, predicate: '' }
  if (place.part === 'predicate') return { ...place, part: 'object', predicate: part }
  return place
}

/** The classes that a query gives to a variable or entity. */
export function classesOf(text: string, subject: string): string[] {
  const found: string[] = []
  let place: Place = CLOSED
  for (const { kind, text: part } of tokens(text)) {
    if (kind === 'comment') continue
    const typed =
      place.part === 'object' && place.subject === subject && /^(a|rdf:type)$/.test(place.predicate)
    if (typed && (kind === 'name' || kind === 'iri')) found.push(part)
    place = next(place, kind, part)
  }
  return found
}

const OPENERS = new Set([
  'WHERE',
  'FROM',
  'ORDER',
  'GROUP',
  'HAVING',
  'LIMIT',
  'OFFSET',
  'OPTIONAL',
  'FILTER',
  'BIND',
  'VALUES',
  'MINUS',
  'SELECT',
  'CONSTRUCT',
  'ASK',
  'DESCRIBE',
  'PREFIX',
  'BASE',
  'GRAPH',
  'SERVICE',
])
const TIGHT_AFTER = new Set(['(', '!', '^^', '^', '/'])
const TIGHT_BEFORE = new Set([')', ',', '^^', '/', '*', '+'])

/** Lay a query out: one pattern a line, indented by its group; every token stays as it is. */
export function formatted(text: string): string {
  const lines: string[] = []
  let line = ''
  let depth = 0
  let inside = 0
  let more = false
  let before: Token | undefined
  const end = (): void => {
    if (line) lines.push('  '.repeat(Math.max(0, depth) + (more ? 1 : 0)) + line)
    line = ''
  }
  const all = tokens(text)
  for (const [i, token] of all.entries()) {
    const { kind, text: part } = token
    const word = kind === 'word' ? part.toUpperCase() : ''
    if (kind === 'comment') {
      const alone = !before || text.slice(before.start, token.start).includes('\n')
      if (alone) end()
      line += line ? ` ${part}` : part
      end()
    } else if (part === '}' && !inside) {
      end()
      more = false
      depth -= 1
      line = '}'
    } else {
      const heads = OPENERS.has(word) && !inside && !(word === 'WHERE' && before && lines.length === 0)
      const after = before?.text ?? ''
      if (heads && line && !/^(\{|UNION|NOT|GROUP|ORDER)$/i.test(after)) {
        end()
        more = false
      } else if (after === '}' && !heads && part !== '.' && word !== 'UNION' && word !== 'AS' && line === '}')
        end()
      line += glue(line, before, token, text) + part
      inside += (part === '(' ? 1 : 0) - (part === ')' ? 1 : 0)
      if (part === '{' && !inside) {
        end()
        depth += 1
        more = false
      } else if ((part === '.' || part === ';') && !inside && !commentFollows(all[i + 1], text, token)) {
        end()
        more = part === ';'
      }
    }
    before = token
  }
  end()
  return lines.join('\n')
}

const commentFollows = (next: Token | undefined, text: string, token: Token): boolean =>
  next?.kind === 'comment' && !text.slice(token.start, next.start).includes('\n')

/** The space between two tokens: as it was where it matters, one space otherwise. */
function glue(line: string, before: Token | undefined, token: Token, text: string): string {
  if (!line || !before) return ''
  const apart = text.slice(before.start + before.text.length, token.start) !== ''
  if (!apart) return token.text === '{' || token.text === '}' || before.text === '{' ? ' ' : ''
  if (TIGHT_AFTER.has(before.text) && before.kind === 'mark' && before.text !== '/') return ''
  if (TIGHT_BEFORE.has(token.text) && token.text !== '/' && token.text !== '*' && token.text !== '+')
    return ''
  return ' '
}
