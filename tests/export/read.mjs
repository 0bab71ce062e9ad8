// Reads the exports with the tools they are made for and prints what these found.
import { readFileSync } from "node:fs";
import cytoscape from "cytoscape";
import Graph from "graphology";

const [cyjs, serialized] = process.argv.slice(2).map((path) => JSON.parse(readFileSync(path, "utf8")));
const cy = cytoscape({ headless: true, styleEnabled: false, elements: cyjs.elements });
const graph = new Graph({ multi: true, type: "directed" });
graph.import(serialized);
const byText = (a, b) => (a.join() < b.join() ? -1 : 1);
console.log(JSON.stringify({
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
