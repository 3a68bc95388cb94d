package lang

import (
	"errors"
	"fmt"
	"io/fs"
	"reflect"
	"slices"
	"strings"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/schema"
)

// Frame says what a trigger and what stands around it mean.
type Frame struct {
	Rule              string // name of the rule, shown with each claim: supply/furnish
	At                string // the place where it begins: frames-4-war.yaml:12
	Kind              schema.Kind
	Triggers          []*Lexeme
	Roles             []RoleSlot // in the order in which they are filled
	Modality          graph.Modality
	Ended             bool
	Status            graph.TreatyStatus
	Domain            string
	Weight            int // thousandths of confidence; 0 for the usual
	NoPassive, Plural bool
	Mutual            bool      // several subjects do it to each other: "the two broke relations"
	When              string    // "prospect" or "fact": the modality that the frame is for
	Passive           bool      // fires only in the passive
	HeadOnly          bool      // the noun must be the head of its phrase
	Extra             bool      // fires beside another frame of the same trigger
	Within            []*Lexeme // one of them must stand in the clause
	Behind            []*Lexeme // the prepositions of which one must govern the event noun

	Cases []Case
}

// Case is a sentence that a frame's author promises a result for.
type Case struct {
	Text  string
	Gives []string // "IRN SUPPLIED_DRONES_TO RUS"; empty: the frame must be silent
}

// Role is what an argument is to the claim.
type Role uint8

// The roles of a frame.
const (
	RoleSubject Role = iota
	RoleObject
	RoleAgainst
	RoleItems
	RoleTreaty
	RolePlace
	RoleBetween
	RoleAmount
	RoleTopic
	RoleNeed // must be there, says nothing more
	NumRoles
)

// String is the role's name in a file of frames.
func (r Role) String() string { return roleNames[r] }

var roleNames = [NumRoles]string{"subject", "object", "against", "items", "treaty", "place", "between", "amount", "topic", "need"}

// Slot is where an argument stands with its trigger.
type Slot uint8

// The slots. A preposition's slot is SlotPrep.
const (
	SlotSubj    Slot = iota // logical subject of a verb
	SlotObj                 // logical object
	SlotDat                 // dative, or what stands for it
	SlotBy                  // the agent of a passive or of a nominal event
	SlotGen                 // what a noun belongs to: genitive, possessor, "of"
	SlotAdj                 // the adjective of a state with a noun
	SlotPoss                // a possessive pronoun or form: its, Russia's
	SlotLight               // the subject of the verb that carries the event noun
	SlotPrep                // the complement of a preposition
	SlotSelf                // the trigger itself
	SlotPred                // a predicate noun: "is an ally of"
	SlotCtx                 // nobody named: who the context says
	SlotMatrix              // the subject of the clause that governs this one
	SlotContent             // what stands in the clause that the verb governs
	SlotCharged             // the subject of that clause: "demands that X do"
	SlotHost                // the noun that a participle or relative clause belongs to
)

var slotNames = map[string]Slot{
	"subj": SlotSubj, "obj": SlotObj, "dat": SlotDat, "by": SlotBy, "gen": SlotGen, "adj": SlotAdj,
	"poss": SlotPoss, "light": SlotLight, "self": SlotSelf, "pred": SlotPred, "context": SlotCtx, "host": SlotHost, "matrix": SlotMatrix, "content": SlotContent, "charged": SlotCharged,
}

// Type is what may fill a slot.
type Type uint8

// The types besides a noun's semantic class.
const (
	TypeActor Type = iota // state, organisation or non-state actor, or who acts for one
	TypeState
	TypeOrg
	TypeGroup  // non-state actor
	TypeLeader // a person: the claim's end is the person
	TypeClass  // a noun of a class
	TypeAny
	TypeBody // a body that does not bind, such as a parliament: its state
	TypePlace
	TypePact        // the treaty itself, where it is known which
	TypeOpenPact    // one that is open to many
	TypeTreatyParty // who else is bound by a treaty of few
	TypeHome        // a state of which somebody else of the clause is: "a discutat la Teheran cu omologul iranian"
)

var typeNames = map[string]Type{
	"actor": TypeActor, "state": TypeState, "org": TypeOrg, "group": TypeGroup, "leader": TypeLeader, "any": TypeAny,
	"pact": TypePact, "open-pact": TypeOpenPact, "parties": TypeTreatyParty, "body": TypeBody, "place": TypePlace, "home": TypeHome,
}

// Filler is one way to fill a role.
type Filler struct {
	Slot  Slot
	Prep  string // lemma, of SlotPrep
	Type  Type
	Class ClassSet // of TypeClass
	Owner bool     // not the thing but the state that it belongs to
}

// RoleSlot is a role with its fillers, the first that fits wins.
type RoleSlot struct {
	Role     Role
	Required bool
	Fillers  []Filler
}

// readFrames reads the files of frames in the order of their names, which is
// the order in which the frames of one trigger are tried.
func (p *Pack) readFrames(dir fs.FS, files []string) error {
	if len(files) == 0 {
		return errors.New("frames.yaml: there is no such file, nor a frames-*.yaml")
	}
	p.framesOf = map[*Lexeme][]*Frame{}
	at := map[string]string{} // where each rule stands, by name
	var errs []error
	for _, file := range files {
		data, err := fs.ReadFile(dir, file)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		errs = append(errs, p.parseFrames(file, data, at))
	}
	return errors.Join(errs...)
}

// parseFrames reads one file of frames.
func (p *Pack) parseFrames(file string, data []byte, at map[string]string) error {
	list, err := frameNodes(data)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	var errs []error
	known := keysOf(reflect.TypeFor[rawFrame]())
	for _, node := range list {
		where := fmt.Sprintf("%s:%d", file, node.Line)
		var raw rawFrame
		if err := decode(node, &raw, known); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", where, err))
			continue
		}
		f, err := p.compile(&raw)
		if err == nil && at[f.Rule] != "" {
			err = fmt.Errorf("%s has a rule of this name already", at[f.Rule])
		}
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %s: %w", where, raw.Rule, err))
			continue
		}
		f.At, at[f.Rule] = where, where
		p.Frames = append(p.Frames, f)
		for _, l := range f.Triggers {
			p.framesOf[l] = append(p.framesOf[l], f)
		}
	}
	return errors.Join(errs...)
}

func (p *Pack) compile(r *rawFrame) (*Frame, error) {
	f := &Frame{
		Rule: r.Rule, Kind: schema.Kind(r.Kind), Modality: graph.Modality(r.Modality), Ended: r.Ended,
		Status: graph.TreatyStatus(r.Status), Domain: r.Domain, Weight: r.Weight, NoPassive: r.Active, Plural: r.Plural, Mutual: r.Mutual,
		When: r.When, Passive: r.Passive, HeadOnly: r.HeadOnly, Extra: r.Extra,
	}
	if f.Rule == "" || f.Kind == "" {
		return nil, errors.New("rule and kind are needed")
	}
	if schema.Default().Spec(f.Kind) == nil {
		return nil, fmt.Errorf("the ontology has no kind %q", r.Kind)
	}
	if f.Modality != "" && !slices.Contains(graph.Modalities(), f.Modality) {
		return nil, fmt.Errorf("unknown modality %q", r.Modality)
	}
	if f.When != "" && f.When != "prospect" && f.When != "fact" {
		return nil, fmt.Errorf("when is prospect or fact, not %q", f.When)
	}
	if f.Status != "" && !slices.Contains(graph.TreatyStatuses(), f.Status) {
		return nil, fmt.Errorf("unknown treaty status %q", r.Status)
	}
	for _, t := range []struct {
		pos    POS
		lemmas []string
	}{{Verb, r.Verb}, {Noun, r.Noun}, {Adj, r.Adj}} {
		for _, lemma := range t.lemmas {
			found := false
			for _, l := range p.lexemes[lemma] {
				if l.POS == t.pos || t.pos == Verb && l.POS == Aux {
					f.Triggers = append(f.Triggers, l)
					found = true
				}
			}
			if !found {
				return nil, fmt.Errorf("words.tsv has no such word with this part of speech: %q", lemma)
			}
		}
	}
	if len(f.Triggers) == 0 {
		return nil, errors.New("verb, noun or adj is needed")
	}
	for _, lemma := range r.Within {
		if len(p.lexemes[lemma]) == 0 {
			return nil, fmt.Errorf("within: words.tsv has no word %q", lemma)
		}
		f.Within = append(f.Within, p.lexemes[lemma]...)
	}
	for _, lemma := range r.Behind {
		i := slices.IndexFunc(p.lexemes[lemma], func(l *Lexeme) bool { return l.POS == Prep })
		if i < 0 {
			return nil, fmt.Errorf("behind: words.tsv has no preposition %q", lemma)
		}
		f.Behind = append(f.Behind, p.lexemes[lemma][i])
	}
	for _, s := range []struct {
		role Role
		expr string
	}{
		{RoleNeed, r.Need},
		{RoleItems, r.Items},
		{RoleTreaty, r.Treaty},
		{RoleSubject, r.Subject},
		{RoleObject, r.Object},
		{RoleAgainst, r.Against},
		{RolePlace, r.Place},
		{RoleBetween, r.Between},
		{RoleAmount, r.Amount},
		{RoleTopic, r.Topic},
	} {
		if s.expr == "" {
			continue
		}
		slot, err := p.parseRole(s.role, s.expr)
		if err != nil {
			return nil, err
		}
		f.Roles = append(f.Roles, slot)
	}
	if r.Fires == "" || len(r.Gives) == 0 {
		return nil, errors.New("fires and gives are needed: one sentence that must give the frame's claim")
	}
	f.Cases = append(f.Cases, Case{r.Fires, r.Gives})
	for _, a := range r.AlsoFires {
		f.Cases = append(f.Cases, Case(a))
	}
	if len(r.Silent) == 0 {
		return nil, errors.New("silent is needed: one sentence in which the frame must not fire")
	}
	for _, s := range r.Silent {
		f.Cases = append(f.Cases, Case{Text: s})
	}
	return f, nil
}

// parseRole reads "dat | către/state | obj/arms !": fillers between bars, a
// type after a slash, @ for the owner, ! for a role that must be filled.
func (p *Pack) parseRole(role Role, expr string) (RoleSlot, error) {
	rs := RoleSlot{Role: role, Required: role == RoleNeed || role == RoleSubject}
	expr = strings.TrimSpace(expr)
	if rest, ok := strings.CutSuffix(expr, "!"); ok {
		rs.Required, expr = true, rest
	}
	if rest, ok := strings.CutSuffix(expr, "?"); ok {
		rs.Required, expr = false, rest
	}
	for alt := range strings.SplitSeq(expr, "|") {
		alt = strings.TrimSpace(alt)
		var f Filler
		if rest, ok := strings.CutSuffix(alt, "@"); ok {
			f.Owner, alt = true, rest
		}
		slot, typ, hasType := strings.Cut(alt, "/")
		if s, ok := slotNames[slot]; ok {
			f.Slot = s
		} else {
			f.Slot, f.Prep = SlotPrep, slot
			if !slices.ContainsFunc(p.lexemes[slot], func(l *Lexeme) bool { return l.POS == Prep }) {
				return rs, fmt.Errorf("%q is neither a slot nor a preposition of words.tsv", slot)
			}
		}
		switch t, ok := typeNames[typ]; {
		case ok:
			f.Type = t
		case hasType:
			bit, ok := p.classes[typ]
			if !ok {
				return rs, fmt.Errorf("%q is neither a type nor a class of words.tsv", typ)
			}
			f.Type, f.Class = TypeClass, bit
		case role == RoleItems || role == RoleTreaty || role == RoleTopic || role == RoleAmount || role == RoleNeed:
			f.Type = TypeAny
		case role == RolePlace:
			f.Type = TypePlace
		}
		rs.Fillers = append(rs.Fillers, f)
	}
	return rs, nil
}
