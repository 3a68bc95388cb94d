package sqlite

import (
	"encoding/json"
	"strconv"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// body is a claim as its row keeps it: JSON with short names and nothing that is
// empty. It is half as long as the claim's own JSON and read twice as fast;
// claims are most of a database. items and domains keep their names, since
// statements look into them.
type body struct {
	ID          graph.ClaimID        `json:"i"`
	Subject     bodyRef              `json:"s"`
	Relation    schema.Kind          `json:"k"`
	Object      bodyRef              `json:"o"`
	Modality    graph.Modality       `json:"m"`
	Voice       graph.Voice          `json:"v"`
	Ended       bool                 `json:"e,omitempty"`
	Agents      [][4]string          `json:"a,omitempty"`
	Against     []bodyRef            `json:"g,omitempty"`
	Attribution [][5]string          `json:"t,omitempty"`
	Treaty      *graph.TreatyMention `json:"n,omitempty"`
	ValidFrom   string               `json:"f,omitempty"`
	ValidTo     string               `json:"u,omitempty"`
	DateText    string               `json:"d,omitempty"`
	Items       []string             `json:"items,omitempty"`
	Domains     []string             `json:"domains,omitempty"`
	Amount      *graph.Amount        `json:"c,omitempty"`
	Place       string               `json:"p,omitempty"`
	Topic       string               `json:"h,omitempty"`
	Scope       string               `json:"w,omitempty"`
	Between     []bodyRef            `json:"b,omitempty"`
	Office      string               `json:"l,omitempty"`
	Confidence  int                  `json:"z"`
	Rule        string               `json:"r"`
	Extractor   string               `json:"x"`
	Form        graph.Form           `json:"y"`
	Article     graph.ArticleID      `json:"A"`
	URL         string               `json:"U,omitempty"`
	Published   string               `json:"P,omitempty"`
	Start       int                  `json:"S,omitempty"`
	End         int                  `json:"E,omitempty"`
	Quote       string               `json:"Q"`
	Key         string               `json:"K,omitempty"`
}

// bodyRef is the id, name and kind of an entity; the kind is left to the id
// where that says it.
type bodyRef [3]string

const kindOfID = "="

func refOf(e graph.EntityRef) bodyRef {
	kind := string(e.Kind)
	if kind != "" && e.Kind == e.ID.Kind() {
		kind = kindOfID
	}
	return bodyRef{string(e.ID), e.Name, kind}
}

func (r bodyRef) entity() graph.EntityRef {
	e := graph.EntityRef{ID: graph.EntityID(r[0]), Name: r[1], Kind: graph.EntityKind(r[2])}
	if r[2] == kindOfID {
		e.Kind = e.ID.Kind()
	}
	return e
}

func each[A, B any](list []A, f func(A) B) []B {
	out := make([]B, len(list))
	for i, v := range list {
		out[i] = f(v)
	}
	return out
}

func encodeClaim(c *graph.Claim) (string, error) {
	e := &c.Evidence
	b := body{
		ID: c.ID, Subject: refOf(c.Subject), Relation: c.Relation, Object: refOf(c.Object), Modality: c.Modality, Voice: c.Voice, Ended: c.Ended,
		Agents:  each(c.Agents, func(a graph.Agent) [4]string { return [4]string{string(a.ID), a.Name, a.Office, string(a.Side)} }),
		Against: each(c.Against, refOf),
		Attribution: each(c.Attribution, func(s graph.Source) [5]string {
			return [5]string{s.Name, string(s.ID), string(s.Role), string(s.Stance), strconv.Itoa(s.Chain)}
		}),
		Treaty: c.Treaty, ValidFrom: string(c.ValidFrom), ValidTo: string(c.ValidTo), DateText: string(c.DateText), Items: c.Items, Domains: c.Domains,
		Amount: c.Amount, Place: string(c.Place), Topic: string(c.Topic), Scope: string(c.Scope), Between: each(c.Between, refOf), Office: c.Office,
		Confidence: int(c.Confidence), Rule: c.Rule, Extractor: c.Extractor, Form: e.Form, Article: e.Article, URL: e.URL, Published: string(e.Published),
		Start: e.Start, End: e.End, Quote: e.Quote, Key: e.Key,
	}
	text, err := json.Marshal(&b)
	return string(text), err
}

// decodeClaim reads what encodeClaim wrote. Lists are never nil, as Seal leaves
// them.
func decodeClaim(text []byte) (*graph.Claim, error) {
	var b body
	if err := json.Unmarshal(text, &b); err != nil {
		return nil, err
	}
	c := &graph.Claim{
		ID: b.ID, Subject: b.Subject.entity(), Relation: b.Relation, Object: b.Object.entity(), Modality: b.Modality, Voice: b.Voice, Ended: b.Ended,
		Agents: each(b.Agents, func(a [4]string) graph.Agent {
			return graph.Agent{ID: graph.EntityID(a[0]), Name: a[1], Office: a[2], Side: graph.Side(a[3])}
		}),
		Against: each(b.Against, bodyRef.entity),
		Attribution: each(b.Attribution, func(s [5]string) graph.Source {
			chain, _ := strconv.Atoi(s[4]) // as encodeClaim wrote it
			return graph.Source{Name: s[0], ID: graph.EntityID(s[1]), Role: graph.Role(s[2]), Stance: graph.Stance(s[3]), Chain: chain}
		}),
		Treaty: b.Treaty, ValidFrom: graph.Date(b.ValidFrom), ValidTo: graph.Date(b.ValidTo), DateText: graph.Optional(b.DateText),
		Items: notNil(b.Items), Domains: notNil(b.Domains), Amount: b.Amount, Place: graph.Optional(b.Place), Topic: graph.Optional(b.Topic),
		Scope: graph.Optional(b.Scope), Between: each(b.Between, bodyRef.entity), Office: b.Office, Confidence: graph.Thousandths(b.Confidence),
		Rule: b.Rule, Extractor: b.Extractor,
		Evidence: graph.Evidence{
			Form: b.Form, Article: b.Article, URL: b.URL, Published: graph.Date(b.Published), Start: b.Start, End: b.End, Quote: b.Quote, Key: b.Key,
		},
	}
	return c, nil
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
