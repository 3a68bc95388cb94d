package neo4j

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Options say what a store is opened with.
type Options struct {
	// Ontology is what the kinds mean; nil is schema.Default.
	Ontology *schema.Ontology
	// Registry gives the entities and claims that every store has; nil gives none.
	// It is called, and what it gives is put, when the store holds another
	// RegistryVersion (see graph.SameRegistry).
	Registry        func() *graph.Batch
	RegistryVersion string
}

// Store is a graph in a Neo4j database. It is safe for concurrent use, also by
// several processes on one database.
type Store struct {
	conn
	ontology *schema.Ontology
	claims   graph.Decoded[graph.Claim]
	entities graph.Decoded[graph.Entity]

	turn   atomic.Uint32          // of the gate that the next Put locks
	judged atomic.Pointer[judged] // as last read
	state  atomic.Pointer[state]  // so too
	copies graph.CopyCache
}

var (
	_ graph.Store     = (*Store)(nil)
	_ graph.Rebuilder = (*Store)(nil)
	_ graph.Warmer    = (*Store)(nil)
)

// layout is the version of the database's layout: nodes, properties, indexes.
const layout = 3

// Open reaches the server at a URL, neo4j://user@host:7687 or bolt://…, without
// a user for one that asks for none; makes the constraints and indexes that are
// missing, and folds what an interrupted process left behind. Its errors are one
// sentence each: a server that does not answer or refuses is
// graph.ErrUnavailable, a newer database graph.ErrNewer, one of an earlier layout
// graph.ErrOlder.
func Open(ctx context.Context, address, password string, opts Options) (*Store, error) {
	if opts.Ontology == nil {
		opts.Ontology = schema.Default()
	}
	c, err := connect(address, password)
	if err != nil {
		return nil, err
	}
	s := &Store{conn: *c, ontology: opts.Ontology}
	s.turn.Store(rand.Uint32()) // so that processes begin at different gates
	if err := s.begin(ctx, opts); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// connect reads an address; nothing is reached before the first use.
func connect(address, password string) (*conn, error) {
	u, err := url.Parse(address)
	if err != nil { // which may repeat a password
		return nil, errors.New("the address of the database cannot be read: write neo4j://user@host:7687, or bolt://host:7687 for a server without passwords")
	}
	user := ""
	if u.User != nil {
		user = u.User.Username()
		if _, set := u.User.Password(); set {
			return nil, errors.New("no password may stand in the address of the database, which others can see: set ENTENTE_DB_PASSWORD")
		}
	}
	u.User = nil
	if u.Host == "" || !slices.Contains([]string{"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"}, u.Scheme) {
		return nil, fmt.Errorf("%s is no address of a Neo4j database: write neo4j://user@host:7687, or bolt://host:7687 for a server without passwords", u)
	}
	auth := neo4j.NoAuth()
	if user != "" {
		auth = neo4j.BasicAuth(user, password, "")
	}
	d, err := neo4j.NewDriverWithContext(u.String(), auth, func(c *config.Config) {
		c.SocketConnectTimeout = 5 * time.Second
		c.ConnectionAcquisitionTimeout = 30 * time.Second
		c.MaxTransactionRetryTime = 30 * time.Second
		c.TelemetryDisabled = true
		c.UserAgent = "entente"
	})
	if err != nil {
		return nil, fmt.Errorf("%s is no address of a Neo4j database: write neo4j://user@host:7687, or bolt://host:7687 for a server without passwords", u)
	}
	return &conn{driver: d, bookmarks: neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{}), address: u.String()}, nil
}

// begin checks the server, makes what is missing, puts the registry where it is
// another one, and folds what waits.
func (s *Store) begin(ctx context.Context, opts Options) error {
	if err := s.check(ctx); err != nil {
		return err
	}
	registry, err := s.prepare(ctx)
	if err != nil {
		return err
	}
	if opts.Registry != nil && !graph.SameRegistry(registry, opts.RegistryVersion) {
		if err := s.putRegistry(ctx, opts.Registry(), opts.RegistryVersion); err != nil {
			return fmt.Errorf("put the registry: %w", err)
		}
	}
	_, err = s.Fold(ctx)
	return err
}

// check reaches the server and refuses one that is too old. The server says its
// version when it is greeted: to ask for it would take a second of a server that
// has just been started.
func (s *Store) check(ctx context.Context) error {
	info, err := s.driver.GetServerInfo(ctx)
	if err != nil {
		return s.explain(ctx, err)
	}
	return checkVersion(s.address, strings.TrimPrefix(info.Agent(), "Neo4j/"))
}

// checkVersion refuses a server whose Cypher lacks what the statements use:
// CALL (p) {…} and OPTIONAL CALL came with the last versions of 5. Versions of the calendar (2025.01) are newer.
func checkVersion(address, version string) error {
	var major, minor int
	if _, err := fmt.Sscanf(version, "%d.%d", &major, &minor); err != nil || major < 5 || major == 5 && minor < 26 {
		return fmt.Errorf("%s runs Neo4j %s, and Entente needs 5.26 or newer: install Neo4j 5.26: %w", address, version, graph.ErrUnavailable)
	}
	return nil
}

// prepare makes the nodes :Meta and whatever constraint or index is missing,
// waits until they serve, and gives the version of the registry that is there.
func (s *Store) prepare(ctx context.Context) (registry string, err error) {
	have := int64(0)
	missing := schemaTexts()
	err = s.read(ctx, func(t *tx) error {
		rec, err := t.record(readMeta, nil)
		if err != nil {
			return err
		}
		if len(rec) > 2 {
			have, _ = rec[0].(int64)
			registry, _ = rec[2].(string)
		}
		l, err := t.list(showOnline, nil)
		for _, name := range l {
			n, _ := name.(string)
			delete(missing, n)
		}
		return err
	})
	switch {
	case err != nil:
		return "", err
	case have > layout:
		return "", fmt.Errorf("%s: %w", s.address, graph.ErrNewer)
	case have != 0 && have < layout:
		return "", fmt.Errorf("%s: %w", s.address, graph.ErrOlder)
	}
	if len(missing) > 0 {
		if err := s.index(ctx, missing); err != nil {
			return "", err
		}
	}
	if have == layout {
		return registry, nil
	}
	return registry, s.write(ctx, func(t *tx) error {
		return t.exec(makeMeta, params{"layout": int64(layout), "min": int64(graph.MinDay), "gates": gateIDs})
	})
}

// index makes constraints and indexes, in one transaction, and waits until they
// serve.
func (s *Store) index(ctx context.Context, missing map[string]string) error {
	err := s.write(ctx, func(t *tx) error {
		for _, name := range slices.Sorted(maps.Keys(missing)) {
			if err := t.exec(missing[name], nil); err != nil {
				return fmt.Errorf("make %s: %w", name, err)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.read(ctx, func(t *tx) error {
		if err := t.exec(awaitIndexes, nil); err != nil {
			return err
		}
		l, err := t.list(showFailed, nil)
		if err == nil && len(l) > 0 {
			return fmt.Errorf("indexes cannot be used (%v): drop them and open again: %w", l, graph.ErrUnavailable)
		}
		return err
	})
}

// What is there of constraints and indexes; the server plans nothing for these.
const (
	showOnline   = `SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN collect(name)`
	showFailed   = `SHOW INDEXES YIELD name, state WHERE state <> 'ONLINE' RETURN collect(name + ' is ' + state)`
	awaitIndexes = `CALL db.awaitIndexes(300)`
)

// schemaTexts are the statements for constraints and indexes, by name.
func schemaTexts() map[string]string {
	out := map[string]string{}
	unique := func(label, property string) {
		name := strings.ToLower(label) + "_" + property
		out[name] = "CREATE CONSTRAINT " + name + " IF NOT EXISTS FOR (n:" + label + ") REQUIRE n." + property + " IS UNIQUE"
	}
	index := func(label string, properties ...string) {
		name := strings.ToLower(label) + "_" + strings.Join(properties, "_")
		out[name] = "CREATE INDEX " + name + " IF NOT EXISTS FOR (n:" + label + ") ON (n." + strings.Join(properties, ", n.") + ")"
	}
	for _, l := range []string{"Meta", "Entity", "Article", "Claim", "Judgement"} {
		unique(l, "id")
	}
	unique("Pending", "key")
	unique("Group", "key")
	unique("Relation", "key")
	unique("TreatyVersion", "key")
	index("Group", "dirty")
	for _, l := range []string{"State", "Organisation", "NonStateActor", "Leader", "Treaty"} {
		index(l, "name") // for people's own Cypher
	}
	index("Entity", "name", "id")
	index("Entity", "revision")
	index("Word", "word")
	index("Word", "entity")
	index("Article", "pub", "id")
	index("Article", "link")
	index("Article", "revision", "id")
	index("Claim", "article", "extractor")
	index("Claim", "pub", "id")
	index("Claim", "kind", "pub", "id")
	index("Claim", "subject", "pub", "id")
	index("Claim", "object", "pub", "id")
	index("Claim", "revision", "id")
	index("Role", "entity", "role", "pub", "id")
	index("Relation", "id", "past")
	index("Relation", "grp")
	index("Relation", "past", "since", "id")
	index("Relation", "kind", "past", "since", "id")
	index("Relation", "subject", "past", "since", "id")
	index("Relation", "object", "past", "since", "id")
	index("Relation", "subject", "kind", "past", "since", "id")
	index("Relation", "object", "kind", "past", "since", "id")
	index("Relation", "subject", "object", "past", "since", "id")
	index("TreatyVersion", "id")
	index("TreatyVersion", "grp")
	index("TreatyVersion", "past", "since", "id")
	index("Judgement", "day", "id")
	index("Judgement", "article")
	index("Judgement", "verb")
	index("Judgement", "revision")
	out["claim_words"] = "CREATE TEXT INDEX claim_words IF NOT EXISTS FOR (n:Claim) ON (n.words)"
	out["rests_on"] = "CREATE INDEX rests_on IF NOT EXISTS FOR ()-[s:RESTS_ON]-() ON (s.of, s.pub, s.claim)"
	return out
}

// Close ends the connections. It does not wait for questions that are being
// answered; those fail.
func (s *Store) Close() error { return s.driver.Close(context.Background()) }

// jsonText is the JSON of what always has one.
func jsonText(v any) string {
	b, err := json.Marshal(v)
	if err != nil { // structs of texts and numbers always encode
		panic(err)
	}
	return string(b)
}
