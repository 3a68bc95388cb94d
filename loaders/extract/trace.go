package extract

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// SentenceTrace is how one sentence was read.
type SentenceTrace struct {
	Text     string         `json:"text"`
	Mentions []MentionTrace `json:"mentions"`
	Clauses  []ClauseTrace  `json:"clauses"`
	Fired    []FiredTrace   `json:"fired"`
	Dropped  []Dropped      `json:"dropped"`
	// Nothing says why no rule gave a claim; empty when one did.
	Nothing string `json:"nothing,omitempty"`

	claims []*graph.Claim // that Fired tells of, in the same order
}

// MentionTrace is a phrase and whom it was taken for.
type MentionTrace struct {
	Text     string           `json:"text"`
	Entities []graph.EntityID `json:"entities"`
	Agent    string           `json:"agent,omitempty"`
	Resolved bool             `json:"resolved,omitempty"` // by what stands elsewhere in the text
}

// ClauseTrace is a clause: its verb, how it stands to the facts, its subject.
type ClauseTrace struct {
	Verb     string         `json:"verb"`
	Subject  string         `json:"subject,omitempty"`
	With     []string       `json:"with,omitempty"`
	Modality graph.Modality `json:"modality"`
	Says     []string       `json:"says,omitempty"`
}

// FiredTrace is a rule that gave a claim.
type FiredTrace struct {
	Rule  string `json:"rule"`
	Claim string `json:"claim"`
	// Says is who is said to say so, outermost first, with their stance.
	Says []string `json:"says,omitempty"`
	// Through is whose act it is taken to be: the persons and offices.
	Through []string `json:"through,omitempty"`
	// When is the date, in the text's own words where it could not be resolved.
	When string `json:"when,omitempty"`
}

// Dropped is a rule that was tried and gave nothing.
type Dropped struct {
	Rule string `json:"rule"`
	Why  string `json:"why"`
}

// explained fills the trace of the sentence just read.
func (r *parser) explained() {
	t := r.trace
	for k := range r.phrases {
		n := r.phrases[k].np
		if r.phrases[k].kind != 'N' || len(n.refs) == 0 {
			continue
		}
		m := MentionTrace{Text: r.span(n.i0, n.i1)}
		for _, x := range n.refs {
			m.Entities = append(m.Entities, x.id)
			m.Agent, m.Resolved = x.agent.Name, x.coref
		}
		t.Mentions = append(t.Mentions, m)
	}
	for _, c := range r.clauses {
		if c.verb == nil || c.verb.verb == nil {
			continue
		}
		mod, _ := r.modality(c)
		ct := ClauseTrace{Verb: r.span(c.verb.i0, c.verb.i1) + " [" + c.verb.verb.Lemma + "]", Modality: mod}
		if c.subj != nil && c.subj.i1 <= len(r.items) {
			ct.Subject = r.span(c.subj.i0, c.subj.i1)
		}
		for _, n := range slices.Concat(c.pre, c.post) {
			if n != c.subj && n.i1 <= len(r.items) {
				at := n.i0
				if n.prep != nil && at > 0 {
					at-- // its preposition
				}
				ct.With = append(ct.With, r.span(at, n.i1))
			}
		}
		var cl graph.Claim
		r.attribute(c, &cl)
		for _, a := range cl.Attribution {
			ct.Says = append(ct.Says, a.Name)
		}
		t.Clauses = append(t.Clauses, ct)
	}
	for _, c := range r.claims[r.sentenceAt:] {
		t.Fired = append(t.Fired, firedTrace(c))
		t.claims = append(t.claims, c)
	}
	t.Nothing = t.why()
}

func firedTrace(c *graph.Claim) FiredTrace {
	f := FiredTrace{Rule: c.Rule, Claim: fmt.Sprintf("%s %s %s %s", c.Subject.ID.Code(), c.Relation, c.Object.ID.Code(), c.Modality)}
	if c.Ended {
		f.Claim += " ENDED"
	}
	for _, s := range c.Attribution {
		f.Says = append(f.Says, strings.ToLower(string(s.Stance))+" "+s.Name)
	}
	for _, a := range c.Agents {
		f.Through = append(f.Through, a.Name)
	}
	switch {
	case c.DateText != "":
		f.When = fmt.Sprintf("%q", c.DateText)
	case c.ValidFrom.Known() && c.ValidTo.Known() && c.ValidFrom != c.ValidTo:
		f.When = string(c.ValidFrom) + " to " + string(c.ValidTo)
	case c.ValidFrom.Known():
		f.When = string(c.ValidFrom)
	case c.ValidTo.Known():
		f.When = "until " + string(c.ValidTo)
	}
	return f
}

// why says why a sentence gives nothing.
func (t *SentenceTrace) why() string {
	var named []string
	for _, m := range t.Mentions {
		for _, id := range m.Entities {
			if !slices.Contains(named, string(id)) {
				named = append(named, string(id))
			}
		}
	}
	switch {
	case len(t.Fired) > 0:
		return ""
	case slices.ContainsFunc(t.Dropped, func(d Dropped) bool { return d.Rule == "all" }):
		return "it is about " + t.Dropped[0].Why
	case len(named) == 0:
		return "it names no party"
	case len(named) == 1:
		return "no two parties: it names " + named[0] + " alone"
	case len(t.Dropped) == 0:
		return "no verb or noun in it triggers a frame"
	}
	return "each frame that was tried was dropped"
}

// withdraw takes a claim back that the article's end shows to be none.
func (r *parser) withdraw(c *graph.Claim, why string) {
	for _, t := range r.report.Trace {
		if i := slices.Index(t.claims, c); i >= 0 {
			t.claims, t.Fired = slices.Delete(t.claims, i, i+1), slices.Delete(t.Fired, i, i+1)
			r.trace = t
			r.drop(c.Rule, why)
			t.Nothing = t.why()
			return
		}
	}
	r.drop(c.Rule, why)
}

// WriteText prints the trace for a person.
func (t *SentenceTrace) WriteText(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", t.Text)
	for _, m := range t.Mentions {
		fmt.Fprintf(&b, "  mention  %s = %v", m.Text, m.Entities)
		if m.Agent != "" {
			fmt.Fprintf(&b, " through %s", m.Agent)
		}
		if m.Resolved {
			b.WriteString(" (from the text around)")
		}
		b.WriteByte('\n')
	}
	for _, c := range t.Clauses {
		fmt.Fprintf(&b, "  clause   %s, subject %q, %s", c.Verb, c.Subject, c.Modality)
		if len(c.With) > 0 {
			fmt.Fprintf(&b, ", with %q", c.With)
		}
		if len(c.Says) > 0 {
			fmt.Fprintf(&b, ", says %s", strings.Join(c.Says, " < "))
		}
		b.WriteByte('\n')
	}
	for _, f := range t.Fired {
		fmt.Fprintf(&b, "  fired    %s: %s", f.Rule, f.Claim)
		for _, by := range f.Through {
			fmt.Fprintf(&b, ", through %s", by)
		}
		for _, s := range f.Says {
			fmt.Fprintf(&b, ", %s", s)
		}
		if f.When != "" {
			fmt.Fprintf(&b, ", %s", f.When)
		}
		b.WriteByte('\n')
	}
	for _, d := range t.Dropped {
		fmt.Fprintf(&b, "  dropped  %s: %s\n", d.Rule, d.Why)
	}
	if t.Nothing != "" {
		fmt.Fprintf(&b, "  nothing  %s\n", t.Nothing)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
