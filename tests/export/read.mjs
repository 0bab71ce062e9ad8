// Reads the exports with the tools they are made for and prints what these found.
import { readFileSync } from "node:fs";
import cytoscape from "cytoscape";
import Graph from "graphology";
import gexf from "graphology-gexf";
import graphml from "graphology-graphml";

const texts = process.argv.slice(2).map((path) => readFileSync(path, "utf8"));
const [cyjs, serialized] = texts.slice(0, 2).map((text) => JSON.parse(text));
const cy = cytoscape({ headless: true, styleEnabled: false, elements: cyjs.elements });
const graph = new Graph({ multi: true, type: "directed" });
graph.import(serialized);
const byText = (a, b) => (a.join() < b.join() ? -1 : 1);
const read = (library, text) => {
  const parsed = library.parse(Graph, text);
  return {
    nodes: parsed.mapNodes((_, attributes) => attributes),
    edges: parsed.mapEdges((_, attributes) => attributes),
    multi: parsed.multi,
  };
};
console.log(JSON.stringify({
  gexf: read(gexf, texts[2]),
  graphml: read(graphml, texts[3]),
  cytoscape: {
    nodes: cy.nodes().length,
    edges: cy.edges().map((e) => [e.source().id(), e.target().id()]).sort(byText),
    positions: cy.nodes().every((n) => Number.isFinite(n.position("x"))),
  },
  graphology: {
    nodes: graph.order,
    edges: graph.mapEdges((_, __, s, t) => [s, t]).sort(byText),
    multi: Graph.from(serialized).multi,
  },
}));
