package extract

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// CheckPack runs the cases that stand beside each frame of a language pack: a
// sentence that must give its claims, and one on which the frame must be
// silent. It returns what went wrong, each in a sentence that names the frame.
func (x *Extractor) CheckPack(code string) []error {
	open, ok := x.packs[code]
	if !ok {
		return []error{fmt.Errorf("there is no pack %q", code)}
	}
	p, err := open()
	var list interface{ Unwrap() []error }
	if errors.As(err, &list) {
		var errs []error
		for _, e := range list.Unwrap() {
			errs = append(errs, fmt.Errorf("%s: %w", code, e))
		}
		return errs
	}
	if err != nil {
		return []error{err}
	}
	var errs []error
	for _, id := range p.Entities() {
		if x.reg.Entity(id) == nil {
			errs = append(errs, fmt.Errorf("%s: a names file speaks of %s, that is not in the registry", code, id))
		}
	}
	for _, f := range p.Frames {
		for _, c := range f.Cases {
			a := &graph.Article{Text: c.Text, Lang: code, Published: "2025-08-20"}
			a.ID = graph.NewArticleID(a.URL, a.Text)
			claims, _, err := x.Article(a)
			where := fmt.Sprintf("%s: %s: %s", code, f.At, f.Rule)
			if err != nil {
				errs = append(errs, fmt.Errorf("%s: %q: %w", where, c.Text, err))
				continue
			}
			fired := slices.ContainsFunc(claims, func(cl *graph.Claim) bool { return cl.Rule == f.Rule })
			if len(c.Gives) == 0 && fired {
				errs = append(errs, fmt.Errorf("%s must be silent on %q", where, c.Text))
			}
			for _, want := range c.Gives {
				if !slices.ContainsFunc(claims, func(cl *graph.Claim) bool { return says(cl, want) }) {
					errs = append(errs, fmt.Errorf("%s: %q does not give %s, but %s", where, c.Text, want, inShort(claims)))
				}
			}
		}
	}
	return errs
}

// says reports whether a claim is the one written as "IRN VISITED BLR", with
// the modality (if not ASSERTED) and "ENDED" behind it.
func says(c *graph.Claim, want string) bool {
	w := strings.Fields(want)
	if len(w) < 3 || string(c.Relation) != w[1] {
		return false
	}
	s, o := c.Subject.ID.Code(), c.Object.ID.Code()
	spec := schema.Default().Spec(c.Relation)
	if (s != w[0] || o != w[2]) && (!spec.Symmetric || s != w[2] || o != w[0]) {
		return false
	}
	modality, ended := string(graph.Asserted), false
	for _, m := range w[3:] {
		if m == "ENDED" {
			ended = true
		} else {
			modality = m
		}
	}
	return string(c.Modality) == modality && c.Ended == ended
}

func inShort(claims []*graph.Claim) string {
	if len(claims) == 0 {
		return "nothing"
	}
	var out []string
	for _, c := range claims {
		s := c.Subject.ID.Code() + " " + string(c.Relation) + " " + c.Object.ID.Code()
		if c.Modality != graph.Asserted {
			s += " " + string(c.Modality)
		}
		if c.Ended {
			s += " ENDED"
		}
		out = append(out, s)
	}
	return strings.Join(out, "; ")
}
