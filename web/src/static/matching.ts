/** How texts are compared: the rules of `jlac_graph.lookup.search`. */

const CODE = 3
const LIKELY = 75
const SMALL = new Set(
  (
    'a an and are at by did do does for from how in into is of on or the to was were what which who with de del da das ' +
    'dos la el las los un una y e em en con que por para o ao na no os as um uma com se como cómo'
  ).split(' '),
)
const PARTICLES =
  /(?<=[^\W\u3041-\u3096]|[\u3005\u30a1-\u30fa\u30fc\u3400-\u9fff])[のとはがをにでへや](?=[^\u3041-\u3096\s])/gu
const ENDS = 'のとはがをにでへやもか'

/** A text without case, accents, width or punctuation. */
export function fold(text: string): string {
  const bare = text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[\u0300-\u036f]/g, '')
  return bare
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
}

/** The words of a query without the small ones; Japanese is parted at its particles. */
export function queryWords(query: string): string[] {
  const words = fold(query).replace(PARTICLES, ' ').split(/\s+/).map(stripped)
  return [...new Set(words)].filter((word) => word && !SMALL.has(word))
}

function stripped(word: string): string {
  let [start, end] = [0, word.length]
  while (start < end && ENDS.includes(word[start] ?? ' ')) start++
  while (end > start && ENDS.includes(word[end - 1] ?? ' ')) end--
  return word.slice(start, end)
}

/** Whether a text is ASCII. */
export const isPlain = (text: string): boolean => [...text].every((character) => character < '\u0080')

/** How many words begin a word of a text; scripts without spaces may stand anywhere in it. */
export const met = (text: string, words: string[][]): number =>
  words.filter((forms) =>
    forms.some((form) => text.includes(` ${form}`) || (!isPlain(form) && text.includes(form))),
  ).length

/** A folded text and, if it is written in kana alone, the same in hiragana and in katakana. */
export function inKana(text: string): string[] {
  if (!/^[\u3041-\u3096\u30a1-\u30f6\u30fc\s]+$/.test(text)) return [text]
  const moved = (from: RegExp, by: number): string =>
    text.replace(from, (kana) => String.fromCharCode(kana.charCodeAt(0) + by))
  return [...new Set([text, moved(/[\u30a1-\u30f6]/g, -0x60), moved(/[\u3041-\u3096]/g, 0x60)])]
}

/** How well a folded text fits a folded name, from 0 to 100. */
export function likeness(text: string, name: string): number {
  if (text === name) return 100
  if (` ${name} `.includes(` ${text} `)) return 95
  if (!isPlain(text) && name.includes(text)) return 90
  if (name.startsWith(text) || (text.length >= CODE && ` ${name}`.includes(` ${text}`))) return 90
  if (Math.min(text.length, name.length) <= CODE) return 0
  if (` ${text} `.includes(` ${name} `)) return 80
  return slip(text, name)
}

/** The similarity of a text to a name or to one of its words, whatever letters differ. */
function slip(text: string, name: string): number {
  const sorted = (one: string): string => one.split(' ').sort().join(' ')
  const whole = Math.max(ratio(text, name), text.includes(' ') ? ratio(sorted(text), sorted(name)) : 0)
  if (name.length < text.length) return whole
  if (text.includes(' ')) return Math.max(whole, 0.9 * partial(text, name))
  if (text.length > CODE + 1 && name.includes(text)) return Math.max(whole, 80)
  return Math.max(whole, ...name.split(' ').map((word) => 0.9 * ratio(text, word)))
}

/** The similarity of a text of several words to the most similar part of a name that shares one of them. */
function partial(text: string, name: string): number {
  const shared = text.split(' ').some((word) => word.length > CODE && ` ${name}`.includes(` ${word}`))
  if (!shared) return 0
  let best = 0
  for (let end = 1; end < name.length + text.length; end++) {
    const part = name.slice(Math.max(end - text.length, 0), end)
    best = Math.max(best, ratio(text, part))
  }
  return best
}

/** Twice the longest common subsequence in percent of both lengths. */
function ratio(a: string, b: string): number {
  const total = a.length + b.length
  if ((200 * Math.min(a.length, b.length)) / total < LIKELY - 15) return 0
  let row = new Uint16Array(b.length + 1)
  for (const letter of a) {
    const next = new Uint16Array(b.length + 1)
    for (let at = 1; at <= b.length; at++)
      next[at] = b[at - 1] === letter ? (row[at - 1] ?? 0) + 1 : Math.max(row[at] ?? 0, next[at - 1] ?? 0)
    row = next
  }
  return (200 * (row[b.length] ?? 0)) / total
}

/** The entities with a name close to a text, best first. */
export function closeNames(
  names: Record<string, string[]>,
  text: string,
): { id: string; name: string; score: number }[] {
  const forms = inKana(fold(text))
  if (!forms[0]) return []
  const near = (name: string): number => Math.max(...forms.map((form) => likeness(form, name)))
  const scored = Object.entries(names)
    .map(([name, ids]) => ({ name, ids, score: Math.round(near(name) * 10) / 10 }))
    .filter((one) => one.score >= LIKELY)
  return scored
    .flatMap(({ name, ids, score }) => ids.map((id) => ({ id, name, score })))
    .sort(
      (a, b) =>
        b.score - a.score ||
        Number(a.id.startsWith('code:')) - Number(b.id.startsWith('code:')) ||
        a.name.length - b.name.length,
    )
}
