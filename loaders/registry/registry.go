// Package registry is the closed world registry: the states of the world, the
// organisations and blocs they form, the non-state actors and the leaders that
// news names, with the dates between which each of these held.
//
// It is closed so that nothing is guessed: a state is one of those listed here,
// by a listed name, or it is not a state. What a text calls an entity by
// (adjectives, metonyms, case endings) belongs to the language packs; the
// registry holds what is true whatever the language, and plain names.
//
// The data are tab-separated files, one a subject, that a reader who knows no Go
// can add to; each begins with comments that say what its columns mean. The
// codes of states are those of ISO 3166-1, and of ISO 3166-3 for former states;
// the numbers are the Correlates of War country codes (Correlates of War
// Project, State System Membership List, v2016). Names of states in other
// languages than English come from the Unicode CLDR, version 48 (see
// names/LICENSE).
package registry

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"sync"

	"github.com/entente-graph/entente/graph"
)

//go:generate go run ./cldrnames

//go:embed data/*.tsv
var dataFiles embed.FS

//go:embed names/*.tsv
var nameFiles embed.FS

// Registry is a registry that has been read. It never changes: With returns
// another one. Its methods may be called from several goroutines at once; what
// they return is shared, so callers must not change it.
type Registry struct {
	rows
	index
	sources    []source
	addedNames []AddedName
	version    func() string
	cldr       func() map[graph.EntityID][]graph.Name
}

// source is a file that a registry was read from.
type source struct {
	file, text string
	own        bool // of the closed registry, and not a user's
}

// Default returns the registry that the program carries. It is read once, at
// the first call; the names in other languages only when they are asked for.
func Default() *Registry { return readOnce() }

var readOnce = sync.OnceValue(func() *Registry {
	r, err := read(dataFiles, nameFiles)
	if err != nil {
		// The embedded files are part of the program, and its tests read them.
		panic("registry: " + err.Error())
	}
	return r
})

// read reads a registry from its two folders of files.
func read(data, names fs.FS) (*Registry, error) {
	var sources []source
	err := eachFile(data, func(name, text string) error {
		sources = append(sources, source{name, text, true})
		return nil
	})
	if err != nil {
		return nil, err
	}
	r, err := readSources(sources, false)
	if err != nil {
		return nil, err
	}
	r.version = sync.OnceValue(func() string { return digest(data, names) })
	r.cldr = sync.OnceValue(func() map[graph.EntityID][]graph.Name { return readNames(names) })
	return r, nil
}

// readSources reads the files in turn. Where each row stands, and whether it
// stands twice, is only asked for when someone is to be told what is wrong: the
// start of the program has no time for it.
func readSources(sources []source, remember bool) (*Registry, error) {
	r := &Registry{rows: newRows(remember), sources: sources}
	for _, s := range sources {
		r.own = s.own
		var err error
		if path.Ext(s.file) == ".tsv" {
			err = r.readTSV(s.file, s.text)
		} else {
			err = r.readYAML(s.file, []byte(s.text))
		}
		if err != nil {
			return nil, err
		}
	}
	r.index = newIndex(&r.rows)
	return r, nil
}

// eachFile calls f with every tab-separated file of a tree, in the order of
// their names, which are their paths in the tree.
func eachFile(tree fs.FS, f func(name, text string) error) error {
	return fs.WalkDir(tree, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".tsv" {
			return err
		}
		text, err := fs.ReadFile(tree, name)
		if err != nil {
			return err
		}
		return f(name, string(text))
	})
}

func digest(trees ...fs.FS) string {
	h := sha256.New()
	for _, tree := range trees {
		// Reading an embedded tree cannot fail.
		_ = eachFile(tree, func(name, text string) error {
			fmt.Fprintf(h, "%s %d\n%s", name, len(text), text)
			return nil
		})
	}
	return hex.EncodeToString(h.Sum(nil))[:16]
}

// Version is a hash of the registry's data, and after "+" that of each file that
// was added: two registries of the same version say the same.
func (r *Registry) Version() string { return r.version() }

// Entities returns the states, organisations and blocs, non-state actors and
// leaders, sorted by id. Their Names are those of the registry's own files:
// Names and Named add the many of the CLDR.
func (r *Registry) Entities() []*graph.Entity { return r.entities }

// Entity returns the entity with an id, or nil.
func (r *Registry) Entity(id graph.EntityID) *graph.Entity { return r.byID[id] }

// Term is one term of office of a leader.
type Term struct {
	Leader graph.EntityID
	// Office is one of Offices: what the leader was to the state or organisation.
	Office string
	// Title is one of Titles: what the office is called. A president is the
	// head of state of most states, but of Iran the head of government, and
	// "the Iranian president" in a text means the title.
	Title string
	// Of is the state, organisation, bloc or non-state actor.
	Of graph.EntityID
	// From and To are the first and the last day, at the precision known; an
	// empty To is open: in office when the registry was last edited.
	From, To graph.Date
	// Key names the row, the same as long as leader, office, Of and From are.
	Key string
}

// The offices of a term.
const (
	HeadOfState      = "HEAD_OF_STATE"
	HeadOfGovernment = "HEAD_OF_GOVERNMENT"
	DeFacto          = "DE_FACTO"
	HeadOfOrg        = "ORGANISATION"
	ForeignMinister  = "FOREIGN_MINISTER"
	DefenceMinister  = "DEFENCE_MINISTER"
)

// Offices lists the offices of a term. A president who also heads the
// government, as in the United States, has one term, as HEAD_OF_STATE.
func Offices() []string {
	return []string{HeadOfState, HeadOfGovernment, DeFacto, HeadOfOrg, ForeignMinister, DefenceMinister}
}

// Titles lists the titles of a term.
func Titles() []string {
	return []string{
		"PRESIDENT", "MONARCH", "PRIME_MINISTER", "CHANCELLOR", "SUPREME_LEADER", "LEADER", "CROWN_PRINCE",
		"CO_PRINCE", "POPE", "GOVERNOR_GENERAL", "CAPTAIN_REGENT", "GENERAL_SECRETARY", "SECRETARY_GENERAL",
		"DIRECTOR_GENERAL", "DIRECTOR", "CHAIR", "HIGH_REPRESENTATIVE", "PRESIDENT_OF_COMMISSION",
		"PRESIDENT_OF_COUNCIL", "PRESIDENT_OF_PARLIAMENT", "COMMANDER", "PROSECUTOR", "MINISTER",
	}
}

// Terms returns all terms of office, those of one state or organisation together.
func (r *Registry) Terms() []Term { return r.terms }

// TermsOf returns a leader's terms of office, in the order of their first days.
func (r *Registry) TermsOf(leader graph.EntityID) []Term { return r.byLeader[leader] }

// OnlyOf returns the state whose heads alone bear a title, as the Vatican's that of
// pope, or "" where several states have it.
func (r *Registry) OnlyOf(title string) graph.EntityID { return r.onlyOf[title] }

// Holders returns the terms of an office of a state or organisation that hold
// on a day, the latest begun first; with an empty office those of all offices.
// On the day of a handover both the old holder and the new one are returned,
// and likewise in a month or year that is all that is known of it.
func (r *Registry) Holders(of graph.EntityID, office string, on graph.Day) []Term {
	terms := r.byHeld[of]
	var holders []Term
	for i := len(terms) - 1; i >= 0; i-- {
		if t := terms[i]; (office == "" || t.Office == office) && holds(t.From, t.To, on) {
			holders = append(holders, t)
		}
	}
	return holders
}

// holds reports whether a stretch of time may include a day.
func holds(from, to graph.Date, on graph.Day) bool {
	return from.First() <= on && on <= to.Last()
}

// Gender returns "m" or "f" for a leader, or "" where it is not known.
func (r *Registry) Gender(leader graph.EntityID) string { return r.genders[leader] }

// Membership is one stretch of a state's membership of an organisation.
type Membership struct {
	Member, Org graph.EntityID
	From, To    graph.Date
	Key         string
}

// Memberships returns all memberships.
func (r *Registry) Memberships() []Membership { return r.members }

// MembershipsOf returns the memberships of one state.
func (r *Registry) MembershipsOf(member graph.EntityID) []Membership { return r.byMember[member] }

// Members returns the ids of the members of an organisation on a day, sorted.
func (r *Registry) Members(org graph.EntityID, on graph.Day) []graph.EntityID {
	var ids []graph.EntityID
	for _, m := range r.byOrg[org] {
		if holds(m.From, m.To, on) {
			ids = append(ids, m.Member)
		}
	}
	return sortedSet(ids)
}

// Governing is a stretch of time in which a non-state actor was the government
// of a state, so that its acts were the state's.
type Governing struct {
	Actor, State graph.EntityID
	From, To     graph.Date
	Key          string
}

// Governings returns all stretches in which a non-state actor governed a state.
func (r *Registry) Governings() []Governing { return r.governs }

// Governs returns the ids of the states that a non-state actor is the
// government of on a day. An actor that holds part of a state's territory does
// not govern the state.
func (r *Registry) Governs(actor graph.EntityID, on graph.Day) []graph.EntityID {
	var ids []graph.EntityID
	for _, g := range r.byActor[actor] {
		if holds(g.From, g.To, on) {
			ids = append(ids, g.State)
		}
	}
	return sortedSet(ids)
}

// Capital is a state's capital or seat of government; a state can have several
// at the same time.
type Capital struct {
	State    graph.EntityID
	Name     string // in English
	From, To graph.Date
}

// Capitals returns the capitals of all states, in the order of the states' ids.
func (r *Registry) Capitals() []Capital { return r.capitals }

// CapitalsOf returns the capitals of one state.
func (r *Registry) CapitalsOf(state graph.EntityID) []Capital { return r.byState[state] }

// Successors returns the states that came after a former state.
func (r *Registry) Successors(id graph.EntityID) []graph.EntityID { return r.successors[id] }

// ByCOW returns the state that bears a Correlates of War country code on a day:
// 365 is the Russian Empire, the Soviet Union or Russia. Where the code is
// used on a day on which no state of ours bore it, the state nearest in time
// is returned, since the project's own spells differ from legal existence. The
// empty id is returned for an unknown code.
func (r *Registry) ByCOW(code int, on graph.Day) graph.EntityID {
	var found *graph.Entity
	// The states are in the order of their beginning, so the last that began
	// by the day is the one.
	for _, e := range r.byCOW[code] {
		if found == nil || e.From.First() <= on {
			found = e
		}
	}
	if found == nil {
		return ""
	}
	return found.ID
}
