package score

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Counts is a tally of claims and required gold relations.
type Counts struct {
	Right, Wrong, Missed int
}

// Precision is the share of claims that are right; 0 when there is none.
func (c Counts) Precision() float64 { return ratio(c.Right, c.Right+c.Wrong) }

// Recall is the share of required relations that were found; 0 when there is
// none.
func (c Counts) Recall() float64 { return ratio(c.Right, c.Right+c.Missed) }

// F1 is the harmonic mean of precision and recall.
func (c Counts) F1() float64 {
	p, r := c.Precision(), c.Recall()
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

func (c *Counts) add(o Counts) {
	c.Right += o.Right
	c.Wrong += o.Wrong
	c.Missed += o.Missed
}

// MarshalJSON adds precision, recall and F1, to three digits.
func (c Counts) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, `{"right":%d,"wrong":%d,"missed":%d,"precision":%.3f,"recall":%.3f,"f1":%.3f}`,
		c.Right, c.Wrong, c.Missed, c.Precision(), c.Recall(), c.F1()), nil
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Confusion says that where Expected was recorded, Came came instead: the
// claims with the same two ends, or "nothing". Expected is "nothing" for a
// claim between ends that the gold does not join. Items are the items' ids.
type Confusion struct {
	Expected string   `json:"expected"`
	Came     string   `json:"came"`
	Items    []string `json:"items"`
}

// Result is a gold file's score.
type Result struct {
	Name       string                      `json:"gold"`
	Items      int                         `json:"items"`
	Levels     map[Level]Counts            `json:"levels"`
	Languages  map[string]map[Level]Counts `json:"languages"`
	Relations  map[string]Counts           `json:"relations"` // level Label, by the gold's label; no Wrong
	Kinds      map[Level]Counts            `json:"kinds"`     // items that record kinds; levels Label and Strict
	ByKind     map[schema.Kind]Counts      `json:"byKind"`    // level Label; Missed under the first kind that the gold names
	Confusions []Confusion                 `json:"confusions"`
}

// nothing stands in a confusion where there is no relation or no claim.
const nothing = "nothing"

// Run scores claims, by the url of their article (see Item.URL).
func Run(g *Gold, claims map[string][]graph.Claim) *Result {
	r := &Result{
		Name: g.Name, Items: len(g.Items),
		Levels: map[Level]Counts{}, Languages: map[string]map[Level]Counts{}, Relations: map[string]Counts{},
		Kinds: map[Level]Counts{}, ByKind: map[schema.Kind]Counts{},
	}
	onto := schema.Default()
	confused := map[[2]string][]string{}
	for i := range g.Items {
		item := &g.Items[i]
		all := claims[item.URL()]
		labelled := slices.DeleteFunc(slices.Clone(all), func(c graph.Claim) bool { return len(coarse[c.Relation]) == 0 })
		if r.Languages[item.Lang] == nil {
			r.Languages[item.Lang] = map[Level]Counts{}
		}
		for _, level := range Levels() {
			n, missed, wrong := tally(item.Relations, labelled, func(want *Relation, c *graph.Claim) bool { return want.matches(c, level) })
			r.Levels[level] = plus(r.Levels[level], n)
			r.Languages[item.Lang][level] = plus(r.Languages[item.Lang][level], n)
			if level != Label {
				continue
			}
			for k := range item.Relations {
				if want := &item.Relations[k]; !want.Optional {
					r.Relations[want.Relation] = plus(r.Relations[want.Relation], found(missed, want))
				}
			}
			for pair := range confusions(item, missed, wrong) {
				confused[pair] = append(confused[pair], item.ID)
			}
		}
		if item.Kinds != nil {
			r.addKinds(item, all, onto)
		}
	}
	for pair, ids := range confused {
		r.Confusions = append(r.Confusions, Confusion{pair[0], pair[1], ids})
	}
	slices.SortFunc(r.Confusions, func(a, b Confusion) int {
		return cmp.Or(-cmp.Compare(len(a.Items), len(b.Items)), cmp.Compare(a.Expected, b.Expected), cmp.Compare(a.Came, b.Came))
	})
	return r
}

func plus(a, b Counts) Counts { a.add(b); return a }

func found(missed []*Relation, want *Relation) Counts {
	if slices.Contains(missed, want) {
		return Counts{Missed: 1}
	}
	return Counts{Right: 1}
}

// tally counts one item. One claim may answer several relations, and a claim
// that answers any, optional ones too, is not wrong.
func tally(want []Relation, claims []graph.Claim, match func(*Relation, *graph.Claim) bool) (n Counts, missed []*Relation, wrong []*graph.Claim) {
	used := make([]bool, len(claims))
	for i := range want {
		hit := false
		for k := range claims {
			if match(&want[i], &claims[k]) {
				used[k], hit = true, true
			}
		}
		switch {
		case want[i].Optional:
		case hit:
			n.Right++
		default:
			n.Missed++
			missed = append(missed, &want[i])
		}
	}
	for k := range claims {
		if !used[k] {
			n.Wrong++
			wrong = append(wrong, &claims[k])
		}
	}
	return n, missed, wrong
}

// confusions pairs what was missed in an item with what came between the same
// ends, in either order.
func confusions(item *Item, missed []*Relation, wrong []*graph.Claim) map[[2]string]bool {
	out := map[[2]string]bool{}
	same := func(w *Relation, c *graph.Claim) bool {
		return w.hasEnds(c.Subject, c.Object) || w.hasEnds(c.Object, c.Subject)
	}
	for _, w := range missed {
		came := nothing
		for _, c := range wrong {
			if same(w, c) {
				came = string(c.Relation)
				out[[2]string{w.Relation, came}] = true
			}
		}
		if came == nothing {
			out[[2]string{w.Relation, nothing}] = true
		}
	}
	for _, c := range wrong {
		if !slices.ContainsFunc(missed, func(w *Relation) bool { return same(w, c) }) {
			out[[2]string{nothing, string(c.Relation)}] = true
		}
	}
	return out
}

// addKinds scores the item by the ontology's kinds: its labelled relations
// that name kinds, and those that have a kind only.
func (r *Result) addKinds(item *Item, claims []graph.Claim, onto *schema.Ontology) {
	want := slices.Concat(item.Relations, item.Kinds)
	for _, level := range []Level{Label, Strict} {
		n, missed, wrong := tally(want, claims, func(w *Relation, c *graph.Claim) bool { return w.saysKind(c, onto, level) })
		r.Kinds[level] = plus(r.Kinds[level], n)
		if level != Label {
			continue
		}
		for i := range want {
			if w := &want[i]; !w.Optional && len(w.Kinds) > 0 {
				r.ByKind[w.Kinds[0]] = plus(r.ByKind[w.Kinds[0]], found(missed, w))
			}
		}
		for _, c := range wrong {
			r.ByKind[c.Relation] = plus(r.ByKind[c.Relation], Counts{Wrong: 1})
		}
	}
}

// WriteJSON prints the result as one indented JSON document.
func (r *Result) WriteJSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(r)
}

// WriteText prints the result as tables. Confusions come most frequent first.
func (r *Result) WriteText(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	row := func(name string, c Counts) {
		fmt.Fprintf(t, "%s\t%.3f\t%.3f\t%.3f\t%d\t%d\t%d\n", name, c.Precision(), c.Recall(), c.F1(), c.Right, c.Wrong, c.Missed)
	}
	head := func(name string) { fmt.Fprintf(t, "%s\tP\tR\tF1\tright\twrong\tmissed\n", name) }
	fmt.Fprintf(t, "%s: %d items\n\n", r.Name, r.Items)
	head("level")
	for _, l := range Levels() {
		row(string(l), r.Levels[l])
		for _, lang := range slices.Sorted(maps.Keys(r.Languages)) {
			row("  "+lang, r.Languages[lang][l])
		}
	}
	if len(r.Kinds) > 0 {
		row("kind", r.Kinds[Label])
		row("kind, strict", r.Kinds[Strict])
	}
	fmt.Fprint(t, "\nrelation\trecall\tfound\tof\n")
	for _, name := range byCount(r.Relations) {
		c := r.Relations[name]
		fmt.Fprintf(t, "%s\t%.3f\t%d\t%d\n", name, c.Recall(), c.Right, c.Right+c.Missed)
	}
	if len(r.ByKind) > 0 {
		fmt.Fprintln(t)
		head("kind")
		for _, k := range byCount(r.ByKind) {
			row(string(k), r.ByKind[k])
		}
	}
	fmt.Fprint(t, "\nexpected\tcame\titems\twhere\n")
	for _, c := range r.Confusions {
		fmt.Fprintf(t, "%s\t%s\t%d\t%s\n", c.Expected, c.Came, len(c.Items), strings.Join(c.Items[:min(len(c.Items), 6)], " "))
	}
	return t.Flush()
}

// byCount lists the keys with the most gold relations first.
func byCount[K cmp.Ordered](m map[K]Counts) []K {
	return slices.SortedFunc(maps.Keys(m), func(a, b K) int {
		x, y := m[a], m[b]
		return cmp.Or(-cmp.Compare(x.Right+x.Missed, y.Right+y.Missed), -cmp.Compare(x.Wrong, y.Wrong), cmp.Compare(a, b))
	})
}
