package score

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Wanted is a claim that a careful reader makes of a whole article. Several
// kinds and modalities may be right. Date, when given, must be the claim's at
// its own precision or a finer one.
type Wanted struct {
	ID            string           `json:"id"`
	Subject       graph.EntityID   `json:"subject"`
	Relation      []schema.Kind    `json:"relation"`
	Object        graph.EntityID   `json:"object"`
	Modality      []graph.Modality `json:"modality"`
	Date          string           `json:"date"`
	Against       graph.EntityID   `json:"against"`
	Treaty        graph.TreatyKind `json:"treaty"`
	MutualDefence *bool            `json:"mutualDefence"`
	Domain        string           `json:"domain"`
	Attributed    string           `json:"attributed"`
	Agents        []string         `json:"agents"`
	Quote         string           `json:"quote"`
	Optional      bool             `json:"optional"`
}

// LoadStory reads what a reader makes of one article.
func LoadStory(path string) ([]Wanted, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("load expected claims: %w", err)
	}
	var out []Wanted
	if err := json.Unmarshal(data, &out); err != nil {
		return nil, fmt.Errorf("load expected claims: %s: %w", path, err)
	}
	return out, nil
}

// Story is the score of one article.
type Story struct {
	Found   []string      // ids of required claims that came, with all their qualifiers
	Partly  []string      // "id: what is not right": ends, kind and modality came, a qualifier did not
	Missing []string      // ids of required claims that did not come
	Others  []graph.Claim // claims that answer no wanted one, optional ones included
}

// RunStory scores an article's claims.
func RunStory(want []Wanted, claims []graph.Claim) *Story {
	s := &Story{}
	used := make([]bool, len(claims))
	for i := range want {
		w := &want[i]
		best := "missing"
		for k := range claims {
			if !w.says(&claims[k]) {
				continue
			}
			used[k] = true
			if lacks := w.lacks(&claims[k]); best == "missing" || lacks == "" || best != "" && len(lacks) < len(best) {
				best = lacks
			}
		}
		switch {
		case w.Optional:
		case best == "":
			s.Found = append(s.Found, w.ID)
		case best == "missing":
			s.Missing = append(s.Missing, w.ID)
		default:
			s.Partly = append(s.Partly, w.ID+": "+best)
		}
	}
	for k := range claims {
		if !used[k] {
			s.Others = append(s.Others, claims[k])
		}
	}
	return s
}

// says reports whether ends, kind and modality are right.
func (w *Wanted) says(c *graph.Claim) bool {
	if !slices.Contains(w.Relation, c.Relation) || !slices.Contains(w.Modality, c.Modality) {
		return false
	}
	spec := schema.Default().Spec(c.Relation)
	return isWanted(w.Subject, c.Subject) && isWanted(w.Object, c.Object) ||
		spec != nil && spec.Symmetric && isWanted(w.Subject, c.Object) && isWanted(w.Object, c.Subject)
}

// isWanted compares ids; a leader may be wanted by surname alone, as the text
// or the registry spells it.
func isWanted(id graph.EntityID, end graph.EntityRef) bool {
	if id == end.ID {
		return true
	}
	name, ok := strings.CutPrefix(string(id), "leader:")
	return ok && end.ID.Kind() == graph.Leader &&
		(within(fold(name), fold(string(end.ID))) || within(fold(name), fold(end.Name)))
}

// lacks names the qualifiers that the claim does not have.
func (w *Wanted) lacks(c *graph.Claim) string {
	var out []string
	need := func(ok bool, format string, args ...any) {
		if !ok {
			out = append(out, fmt.Sprintf(format, args...))
		}
	}
	if w.Date != "" {
		need(strings.HasPrefix(string(c.ValidFrom), w.Date), "date %s, not %q", w.Date, c.ValidFrom)
	}
	if w.Against != "" {
		need(slices.ContainsFunc(c.Against, func(e graph.EntityRef) bool { return e.ID == w.Against }), "against %s", w.Against)
	}
	if w.Treaty != "" {
		need(c.Treaty != nil && c.Treaty.Kind == w.Treaty, "treaty %s", w.Treaty)
	}
	if w.MutualDefence != nil {
		need(c.Treaty != nil && c.Treaty.MutualDefence != nil && *c.Treaty.MutualDefence == *w.MutualDefence, "mutual defence %v", *w.MutualDefence)
	}
	if w.Domain != "" {
		need(slices.Contains(c.Domains, w.Domain), "domain %s", w.Domain)
	}
	if w.Attributed != "" {
		need(slices.ContainsFunc(c.Attribution, func(s graph.Source) bool {
			return within(fold(w.Attributed), fold(s.Name)) || within(fold(w.Attributed), fold(string(s.ID)))
		}), "attributed to %s", w.Attributed)
	}
	for _, name := range w.Agents {
		need(slices.ContainsFunc(c.Agents, func(a graph.Agent) bool {
			return within(fold(name), fold(a.Name)) || within(fold(name), fold(string(a.ID)))
		}), "agent %s", name)
	}
	return strings.Join(out, ", ")
}
