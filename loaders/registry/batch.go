package registry

import (
	"context"
	"fmt"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// articleURL is the URI of the article that the registry's claims stand in.
const articleURL = "entente:registry"

// Batch is what every store holds of the registry: its entities with their
// names in all languages, and one undated article whose claims are the terms
// of heads of state, government and organisations (LEADS) and the memberships
// (MEMBER_OF). Foreign and defence ministers lead no state: their terms serve
// the reading of texts alone.
//
// Each claim rests on its row; its id stays the same while the row does.
func (r *Registry) Batch() *graph.Batch {
	a := &graph.Article{ID: graph.NewArticleID(articleURL, ""), URL: articleURL, Title: "The registry", Source: "Entente"}
	reading := graph.Reading{Article: a, Extractor: graph.RegistryExtractor}
	add := func(subject, object graph.EntityID, kind schema.Kind, office string, from, to graph.Date, key string, row ...string) {
		c := &graph.Claim{
			Subject: r.ref(subject), Relation: kind, Object: r.ref(object),
			Modality: graph.Asserted, Voice: graph.VoiceOutlet,
			ValidFrom: from, ValidTo: to, Office: office,
			Confidence: 1000, Rule: graph.RegistryExtractor, Extractor: graph.RegistryExtractor,
			Evidence: graph.Evidence{
				Form: graph.FormRecord, Article: a.ID, URL: a.URL, Key: key,
				Quote: strings.TrimRight(strings.Join(row, "\t"), "\t"),
			},
		}
		c.Seal()
		reading.Claims = append(reading.Claims, c)
	}
	for _, t := range r.terms {
		if t.Office == ForeignMinister || t.Office == DefenceMinister {
			continue
		}
		add(t.Leader, t.Of, schema.Leads, t.Office, t.From, t.To, t.Key,
			string(t.Leader), t.Office, t.Title, string(t.Of), string(t.From), string(t.To))
	}
	for _, m := range r.members {
		add(m.Member, m.Org, schema.MemberOf, "", m.From, m.To, m.Key,
			string(m.Member), string(m.Org), string(m.From), string(m.To))
	}
	graph.SortClaims(reading.Claims)
	return &graph.Batch{Entities: r.Named(), Readings: []graph.Reading{reading}}
}

func (r *Registry) ref(id graph.EntityID) graph.EntityRef {
	return graph.EntityRef{ID: id, Kind: id.Kind(), Name: r.byID[id].Name}
}

// Install puts the registry's batch into a store and folds it. A store that
// remembers which version it holds is better given Batch and Version when it
// is opened.
func (r *Registry) Install(ctx context.Context, store graph.Store) error {
	if err := store.Put(ctx, r.Batch()); err != nil {
		return fmt.Errorf("put the registry: %w", err)
	}
	if _, err := store.Fold(ctx); err != nil {
		return fmt.Errorf("fold the registry: %w", err)
	}
	return nil
}
