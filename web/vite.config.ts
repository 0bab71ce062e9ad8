import { defineConfig } from 'vite'

// The service of `jlac serve` answers what the explorer asks, also while `npm run dev` serves the sources.
const service = 'http://127.0.0.1:8000'
const asked = ['/api', '/id', '/src', '/code', '/obs', '/sparql', '/openapi.json', '/.well-known']

export default defineConfig({
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
