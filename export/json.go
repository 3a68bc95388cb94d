package export

import (
	"bufio"
	"encoding/json"
	"io"
)

// list writes the items of a JSON list as they come, one a line.
type list struct {
	out *bufio.Writer
	n   int
}

func (l *list) add(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if l.n > 0 {
		l.out.WriteByte(',')
	}
	l.n++
	l.out.WriteByte('\n')
	_, err = l.out.Write(b)
	return err
}

// twoLists writes all nodes and all edges between the texts given.
func (w *writer) twoLists(before, between, after string, node, edge func(any) any) error {
	out := bufio.NewWriter(w.out)
	if _, err := io.WriteString(out, before); err != nil {
		return err
	}
	nodes := &list{out: out}
	for e, err := range w.nodes() {
		if err != nil {
			return err
		}
		if err := nodes.add(node(nodeOf(e))); err != nil {
			return err
		}
	}
	out.WriteString(between)
	edges := &list{out: out}
	if between == "" { // one list for both
		edges.n = nodes.n
	}
	for r, err := range w.edges() {
		if err != nil {
			return err
		}
		if err := edges.add(edge(w.edgeOf(r))); err != nil {
			return err
		}
	}
	out.WriteString(after)
	return out.Flush()
}

func same(v any) any { return v }

// nodelink is the node-link form of networkx, with the key edges.
func (w *writer) nodelink() error {
	type keyed struct {
		edge
		Key string `json:"key"`
	}
	return w.twoLists(`{"directed":true,"multigraph":true,"graph":{},"nodes":[`, "\n],\"edges\":[", "\n]}\n",
		same, func(v any) any { e := v.(edge); return keyed{e, e.ID} })
}

// cytoscape is the elements form of Cytoscape and Cytoscape.js; networkx, which
// reads it too, asks for the keys around the elements and for a node's value.
func (w *writer) cytoscape() error {
	type data struct {
		Data any `json:"data"`
	}
	type valued struct {
		node
		Value string `json:"value"`
	}
	return w.twoLists(`{"data":[],"directed":true,"multigraph":true,"elements":{"nodes":[`, "\n],\"edges\":[", "\n]}}\n",
		func(v any) any { n := v.(node); return data{valued{n, n.ID}} },
		func(v any) any { return data{v} })
}

// jsonld is a graph of linked data: entities and relations under one context.
func (w *writer) jsonld() error {
	return w.twoLists(`{"@context":{"@vocab":"https://entente-graph.github.io/ns#","id":"@id","source":{"@type":"@id"},"target":{"@type":"@id"}},"@graph":[`, "", "\n]}\n",
		func(v any) any {
			n := v.(node)
			return struct {
				Type string `json:"@type"`
				node
			}{"Entity", n}
		},
		func(v any) any {
			e := v.(edge)
			return struct {
				Type string `json:"@type"`
				edge
			}{"Relation", e}
		})
}
