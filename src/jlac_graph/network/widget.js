// A network in a notebook: pan by dragging, zoom by the wheel, click for the statements with their passages.
// It asks for nothing from elsewhere, and everything from the graph is set as text.

const SVG = 'http://www.w3.org/2000/svg'

function svg(name, attributes, parent) {
  const made = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  parent?.append(made)
  return made
}

function box(nodes) {
  const xs = nodes.map((node) => node.x)
  const ys = nodes.map((node) => node.y)
  const [left, top] = [Math.min(...xs, 0) - 80, Math.min(...ys, 0) - 40]
  return [left, top, Math.max(...xs, 0) + 80 - left, Math.max(...ys, 0) + 40 - top]
}

function pannable(picture, view) {
  const show = () => picture.setAttribute('viewBox', view.join(' '))
  const scale = () => view[2] / (picture.clientWidth || 1)
  picture.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      const factor = event.deltaY > 0 ? 1.2 : 1 / 1.2
      const at = [view[0] + event.offsetX * scale(), view[1] + event.offsetY * scale()]
      view.splice(0, 4, at[0] - (at[0] - view[0]) * factor, at[1] - (at[1] - view[1]) * factor,
        view[2] * factor, view[3] * factor)
      show()
    },
    { passive: false },
  )
  picture.addEventListener('pointermove', (event) => {
    if (event.buttons !== 1) return
    view[0] -= event.movementX * scale()
    view[1] -= event.movementY * scale()
    show()
  })
  show()
}

function told(panel, title, statements) {
  panel.replaceChildren()
  const head = document.createElement('strong')
  head.textContent = title
  const list = document.createElement('ul')
  for (const { words, sources } of statements) {
    const item = document.createElement('li')
    item.textContent = sources ? `${words} (${sources})` : words
    list.append(item)
  }
  panel.append(head, list)
}

function drawLinks(picture, network, places, pick) {
  for (const edge of network.edges) {
    const [a, b] = [places.get(edge.source), places.get(edge.target)]
    const line = svg('line', { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke: '#888', 'stroke-width': 1.4 }, picture)
    if (edge.dashed) line.setAttribute('stroke-dasharray', '5 4')
    line.dataset.id = edge.id
    svg('title', {}, line).textContent = edge.words
    line.addEventListener('click', () => pick(edge.id, edge.relation, [edge]))
  }
}

function drawNodes(picture, network, pick) {
  for (const node of network.nodes) {
    const group = svg('g', { tabindex: 0, role: 'button' }, picture)
    group.dataset.id = node.id
    svg('circle', { cx: node.x, cy: node.y, r: node.size / 2, fill: node.colour, stroke: '#fff' }, group)
    const label = svg('text', { x: node.x, y: node.y + node.size / 2 + 11, 'font-size': 11, 'text-anchor': 'middle' }, group)
    label.textContent = node.label
    svg('title', {}, group).textContent = `${node.label} (${node.kind})`
    const own = network.edges.filter((edge) => edge.source === node.id || edge.target === node.id)
    const chosen = () => pick(node.id, `${node.label} (${node.kind})`, own)
    group.addEventListener('click', chosen)
    group.addEventListener('keydown', (event) => event.key === 'Enter' && chosen())
  }
}

function render({ model, el }) {
  const network = model.get('network')
  const places = new Map(network.nodes.map((node) => [node.id, node]))
  const picture = svg('svg', { width: '100%', height: model.get('height'), role: 'img', 'aria-label': network.title })
  picture.style.background = '#fff'
  const panel = document.createElement('div')
  panel.setAttribute('aria-live', 'polite')
  const pick = (id, title, statements) => {
    told(panel, title, statements)
    model.set('selected', id)
    model.save_changes()
  }
  drawLinks(picture, network, places, pick)
  drawNodes(picture, network, pick)
  pannable(picture, box(network.nodes))
  const foot = document.createElement('small')
  foot.textContent = `${network.title}. ${network.sources.join('; ')}`
  el.append(picture, panel, foot)
}

export default { render }
