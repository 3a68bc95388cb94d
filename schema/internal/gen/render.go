package main

import (
	"bytes"
	"fmt"
	"go/format"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// notice is Go's mark of a generated file, in the words that tools look for.
const notice = "Code generated from ontology.yaml by go generate ./schema. DO NOT EDIT."

// constants is kinds_gen.go.
func constants(o *schema.Ontology) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "// %s\n\npackage schema\n\n", notice)
	fmt.Fprintf(&b, "// Version is the version of the ontology that the program is built with.\nconst Version = %q\n\n", o.Version())
	b.WriteString("// The kinds of relation.\nconst (\n")
	for i, s := range o.Kinds() {
		if i > 0 {
			b.WriteByte('\n')
		}
		name := goName(s.Name)
		for _, l := range wrap(name+": "+s.Phrase+". "+s.Doc, 76) {
			b.WriteString("\t// " + l + "\n")
		}
		fmt.Fprintf(&b, "\t%s Kind = %q\n", name, s.Name)
	}
	b.WriteString(")\n")
	return format.Source(b.Bytes())
}

// goName turns SUPPLIED_DRONES_TO into SuppliedDronesTo.
func goName(k schema.Kind) string {
	var b strings.Builder
	for word := range strings.SplitSeq(string(k), "_") {
		b.WriteString(word[:1] + strings.ToLower(word[1:]))
	}
	return b.String()
}

// enum is relations.graphqls.
func enum(o *schema.Ontology) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\n", notice)
	b.WriteString("\"\"\"\nA kind of relation: what the subject does to the object, or what holds between them.\nA query for a kind includes its children.\n\"\"\"\n")
	b.WriteString("enum RelationKind {\n")
	for i, s := range o.Kinds() {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString("  \"\"\"\n")
		lines := append([]string{says(s)}, wrap(s.Doc, 96)...)
		for _, l := range lines {
			b.WriteString("  " + strings.ReplaceAll(l, `"""`, `\"""`) + "\n")
		}
		fmt.Fprintf(&b, "  \"\"\"\n  %s\n", s.Name)
	}
	b.WriteString("}\n")
	return b.Bytes(), nil
}

// says is the kind as a sentence, with what it is.
func says(s *schema.Spec) string {
	what := "state of affairs"
	if s.Point {
		what = "event"
	}
	if s.Parent != "" {
		what += ", a case of " + string(s.Parent)
	}
	if s.Symmetric {
		return fmt.Sprintf("A %s B (symmetric %s).", s.Phrase, what)
	}
	return fmt.Sprintf("A %s B; B %s A (%s).", s.Phrase, s.Inverse, what)
}

// reference is docs/relations.md.
func reference(o *schema.Ontology) ([]byte, error) {
	var b bytes.Buffer
	fmt.Fprintf(&b, "<!-- %s -->\n\n# Kinds of relation\n\n", notice)
	fmt.Fprintf(&b, "The ontology, version %s, has %d kinds. Their source is [`schema/ontology.yaml`](../schema/ontology.yaml), whose\n", o.Version(), len(o.Kinds()))
	b.WriteString(`head explains each field; [Add a relation](add-a-relation.md) shows how to add a kind. ` + "`entente ontology`" + ` prints
the same. A kind's name is its GraphQL enum value and its Neo4j relationship type. A query for a kind includes its
children, which stand indented below it.

Ends: S state, O organisation or bloc, N non-state actor, L leader, T treaty. A symmetric kind is marked ⇄. CAMEO: the
code for export. Goldstein: from -10, conflict, to 10, cooperation. Merge: the days within which two dated claims are
about one event. Stale: the days of silence after which a state of affairs without an end is no longer called current.

| kind | ends | what | CAMEO | PLOVER | Goldstein | merge | stale |
| --- | --- | --- | --- | --- | ---: | ---: | ---: |
`)
	for depth, s := range o.Tree() {
		indent := strings.Repeat("&emsp;", depth)
		sym := ""
		if s.Symmetric {
			sym = " ⇄"
		}
		stale := ""
		if s.StaleAfter > 0 {
			stale = strconv.Itoa(s.StaleAfter)
		}
		fmt.Fprintf(&b, "| %s[%s](#%s)%s | %s | %s | %s | %s | %s | %d | %s |\n",
			indent, s.Name, strings.ToLower(string(s.Name)), sym, s.EndLetters(), strings.ToLower(s.Temporality()),
			s.CAMEO, s.PLOVER, goldstein(s), s.Merge, stale)
	}
	for _, s := range o.Tree() {
		fmt.Fprintf(&b, "\n## %s\n\n*%s*\n\n", s.Name, says(s))
		b.WriteString(strings.Join(wrap(s.Doc, 116), "\n") + "\n")
		if facts := facts(o, s); len(facts) > 0 {
			b.WriteString("\n- " + strings.Join(facts, "\n- ") + "\n")
		}
	}
	b.WriteString(`
## CAMEO codes that import to no kind

Event data is imported by the longest listed beginning of its code. Codes that begin so become no relation:

| code | why |
| --- | --- |
`)
	for _, n := range o.NotImported() {
		fmt.Fprintf(&b, "| %s | %s |\n", n.Code, n.Reason)
	}
	return b.Bytes(), nil
}

func goldstein(s *schema.Spec) string { return strconv.FormatFloat(s.Goldstein, 'f', -1, 64) }

// facts are what the table has no room for.
func facts(o *schema.Ontology, s *schema.Spec) []string {
	var list []string
	if len(s.Ends) > 0 {
		var parts []string
		for _, k := range s.Ends {
			same, swapped := o.Closes(s.Name, k)
			part := link(k)
			switch {
			case o.Spec(k).Symmetric || s.Symmetric:
			case same && swapped:
				part += " in both directions"
			case swapped:
				part += " with the ends in each other's place"
			}
			parts = append(parts, part)
		}
		list = append(list, "Brings to an end: "+strings.Join(parts, ", ")+".")
	}
	var children []string
	for _, k := range o.Descendants(s.Name)[1:] {
		children = append(children, link(k))
	}
	if len(children) > 0 {
		list = append(list, "Includes: "+strings.Join(children, ", ")+".")
	}
	if len(s.Offices) > 0 {
		list = append(list, "Offices: "+strings.Join(s.Offices, ", ")+".")
	}
	if len(s.Imports) > 0 {
		var codes []string
		for _, c := range s.Imports {
			if o.ImportSwaps(c) {
				c += " (its target is the subject)"
			}
			codes = append(codes, c)
		}
		list = append(list, "Imports the CAMEO codes "+strings.Join(codes, ", ")+".")
	}
	return list
}

func link(k schema.Kind) string {
	return fmt.Sprintf("[%s](#%s)", k, strings.ToLower(string(k)))
}

// wrap breaks the text into lines of at most width bytes, where words allow.
func wrap(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}
