import { defineConfig, type Plugin } from 'vite'

// The service of `jlac serve` answers what the explorer asks, also while `npm run dev` serves the sources.
const service = 'http://127.0.0.1:8000'
const asked = ['/api', '/id', '/src', '/code', '/obs', '/sparql', '/openapi.json', '/.well-known']

const layouts = ['breadthfirst', 'circle', 'concentric', 'cose', 'grid', 'random']
const measures = [
  ...['a-star', 'affinity-propagation', 'bellman-ford', 'betweenness-centrality', 'closeness-centrality'],
  ...['degree-centrality', 'dijkstra', 'floyd-warshall', 'hierarchical-clustering', 'hierholzer'],
  ...['hopcroft-tarjan-biconnected', 'k-clustering', 'karger-stein', 'kruskal', 'markov-clustering', 'page-rank'],
  'tarjan-strongly-connected',
]
/** Modules of Cytoscape that are never called: positions and measures come from elsewhere, and it draws on a canvas. */
const idle = new Set([
  ...layouts.map((name) => `extensions/layout/${name}.mjs`),
  ...measures.map((name) => `collection/algorithms/${name}.mjs`),
  'extensions/renderer/canvas/webgl/drawing-redraw-webgl.mjs',
])

/** Build Cytoscape from its own modules: its bundle is written for browsers of before 2015 and cannot be shaken. */
const lean = (): Plugin => ({
  name: 'lean-cytoscape',
  apply: 'build',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (source !== 'cytoscape') return undefined
    const bundle = await this.resolve(source, importer, { skipSelf: true })
    return bundle?.id.replace('/dist/cytoscape.esm.mjs', '/src/index.mjs')
  },
  load(id) {
    return idle.delete(id.split('/cytoscape/src/')[1] ?? '') ? 'export default function () {}' : undefined
  },
  buildEnd(failed) {
    if (!failed && idle.size) this.error(`Cytoscape has no ${[...idle].join(', ')}`)
  },
})

export default defineConfig({
  plugins: [lean()],
  define: { 'process.env.VERSION': '""' },
  // the service may stand below a path
  base: './',
  build: {
    manifest: true,
    target: 'es2022',
    // a strict Content-Security-Policy lets nothing be loaded from data: addresses but pictures
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    // what jsPDF needs only for HTML and canvas, which are not drawn here
    rolldownOptions: { external: ['canvg', 'dompurify', 'html2canvas'] },
  },
  worker: { format: 'es' },
  server: { proxy: Object.fromEntries(asked.map((path) => [path, service])) },
})
