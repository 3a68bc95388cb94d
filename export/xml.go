package export

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// column is an attribute that the XML formats declare.
type column struct{ name, kind string }

var nodeColumns = []column{{"name", "string"}, {"kind", "string"}, {"iso3", "string"}}

var edgeColumns = []column{
	{"kind", "string"},
	{"modality", "string"},
	{"status", "string"},
	{"confidence", "double"},
	{"claimCount", "int"},
	{"sourceCount", "int"},
	{"validFrom", "string"},
	{"validTo", "string"},
	{"firstReported", "string"},
	{"lastAttested", "string"},
	{"against", "string"},
	{"items", "string"},
}

func (n node) values() []string { return []string{n.Name, n.Kind, n.ISO3} }

func (e edge) values() []string {
	return []string{
		e.Kind, e.Modality, e.Status, strconv.FormatFloat(e.Confidence, 'f', -1, 64),
		strconv.FormatInt(e.ClaimCount, 10), strconv.FormatInt(e.SourceCount, 10), e.ValidFrom, e.ValidTo,
		e.FirstReported, e.LastAttested, e.Against, e.Items,
	}
}

// text escapes a value for XML, and drops the characters that XML 1.0 cannot
// hold at all.
func text(s string) string {
	var b strings.Builder
	if err := xml.EscapeText(&b, []byte(s)); err != nil { // a Builder never fails
		panic(err)
	}
	return b.String()
}

// graphml writes GraphML with its keys declared, a directed graph in which
// every relation is an edge.
func (w *writer) graphml() error {
	out := bufio.NewWriter(w.out)
	fmt.Fprintln(out, `<?xml version="1.0" encoding="UTF-8"?>`)
	fmt.Fprintln(out, `<graphml xmlns="http://graphml.graphdrawing.org/xmlns">`)
	for _, c := range nodeColumns {
		fmt.Fprintf(out, "<key id=\"n.%s\" for=\"node\" attr.name=\"%s\" attr.type=\"%s\"/>\n", c.name, c.name, c.kind)
	}
	for _, c := range edgeColumns {
		fmt.Fprintf(out, "<key id=\"e.%s\" for=\"edge\" attr.name=\"%s\" attr.type=\"%s\"/>\n", c.name, c.name, c.kind)
	}
	fmt.Fprintln(out, `<graph id="entente" edgedefault="directed">`)
	data := func(prefix string, columns []column, values []string) {
		for i, v := range values {
			if v != "" {
				fmt.Fprintf(out, "<data key=\"%s.%s\">%s</data>", prefix, columns[i].name, text(v))
			}
		}
	}
	for e, err := range w.nodes() {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "<node id=\"%s\">", text(string(e.ID)))
		data("n", nodeColumns, nodeOf(e).values())
		fmt.Fprintln(out, "</node>")
	}
	for r, err := range w.edges() {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "<edge id=\"%s\" source=\"%s\" target=\"%s\">", r.ID, text(string(r.Subject)), text(string(r.Object)))
		data("e", edgeColumns, w.edgeOf(r).values())
		fmt.Fprintln(out, "</edge>")
	}
	fmt.Fprintln(out, "</graph>\n</graphml>")
	return out.Flush()
}

// gexf writes GEXF 1.2, the newest that networkx reads, as a dynamic graph: an edge has the first and last days
// on which it may have held, open where they are not known.
func (w *writer) gexf() error {
	out := bufio.NewWriter(w.out)
	fmt.Fprintln(out, `<?xml version="1.0" encoding="UTF-8"?>`)
	fmt.Fprintln(out, `<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">`)
	fmt.Fprintln(out, `<graph mode="dynamic" defaultedgetype="directed" timeformat="date">`)
	declare := func(class string, columns []column) {
		fmt.Fprintf(out, "<attributes class=\"%s\">\n", class)
		for i, c := range columns {
			kind := c.kind
			if kind == "int" {
				kind = "integer"
			}
			fmt.Fprintf(out, "<attribute id=\"%d\" title=\"%s\" type=\"%s\"/>\n", i, c.name, kind)
		}
		fmt.Fprintln(out, "</attributes>")
	}
	declare("node", nodeColumns)
	declare("edge", edgeColumns)
	values := func(values []string) {
		fmt.Fprint(out, "<attvalues>")
		for i, v := range values {
			if v != "" {
				fmt.Fprintf(out, "<attvalue for=\"%d\" value=\"%s\"/>", i, text(v))
			}
		}
		fmt.Fprint(out, "</attvalues>")
	}
	fmt.Fprintln(out, "<nodes>")
	for e, err := range w.nodes() {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "<node id=\"%s\" label=\"%s\"%s>", text(string(e.ID)), text(e.Name), span(e.From.First(), e.To.Last()))
		values(nodeOf(e).values())
		fmt.Fprintln(out, "</node>")
	}
	fmt.Fprintln(out, "</nodes>\n<edges>")
	for r, err := range w.edges() {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "<edge id=\"%s\" source=\"%s\" target=\"%s\" kind=\"%s\" weight=\"%d\">",
			r.ID, text(string(r.Subject)), text(string(r.Object)), r.Kind, r.ClaimCount)
		values(w.edgeOf(r).values())
		if s := span(r.Low, r.High); s != "" {
			fmt.Fprintf(out, "<spells><spell%s/></spells>", s)
		}
		fmt.Fprintln(out, "</edge>")
	}
	fmt.Fprintln(out, "</edges>\n</graph>\n</gexf>")
	return out.Flush()
}

// span prints start and end attributes; an unbounded day gives none.
func span(from, to graph.Day) string {
	s := ""
	if from.Bounded() {
		s += fmt.Sprintf(` start="%s"`, from)
	}
	if to.Bounded() {
		s += fmt.Sprintf(` end="%s"`, to)
	}
	return s
}
