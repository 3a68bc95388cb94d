package lang

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/graph"
)

// Lexeme is a word with all its forms.
type Lexeme struct {
	Lemma string
	POS   POS

	// Classes are the semantic classes that frames and the engine ask for, as a
	// set of the pack's class numbers.
	Classes ClassSet

	// Of nouns.
	Office string           // what a bearer of the office is: HEAD_OF_STATE, MINISTER, …
	Title  string           // what the office is called in the registry: PRESIDENT, …
	Treaty graph.TreatyKind // a treaty noun, or a word that tells a treaty's kind
	Named  graph.EntityID   // the treaty whose name it is
	Item   string           // what arms it is: "drone"
	Arms   string           // their class: DRONES, MISSILES, …, WEAPONS for those without one
	Domain string           // the domain it belongs to: ECONOMIC, …
	Aid    string           // ECONOMIC, HUMANITARIAN, MILITARY
	Unit   string           // a unit of amounts
	Source graph.Role       // an agency or outlet
	Month  int8             // 1 to 12
	Week   int8             // weekday, 1 (Monday) to 7
	Day    *int             // days from publication: -1 is yesterday
	Year   *int             // years from publication
	Moon   *int             // months from publication
	Weeks  *int             // weeks from publication
	Period string           // of a noun that counts time: day, week, month, year
	Number float64          // the number that the word is
	Scale  float64          // a number word that multiplies: million
	Topic  bool             // names a thing disputed or asked for

	// Of verbs, and of nouns and adjectives that govern like them.
	Op      Op           // what it does to the modality of what it governs
	Say     bool         // a verb of saying
	Stance  graph.Stance // how its speaker stands to what is said
	Light   bool         // carries an event noun: make (a visit), sign, announce
	ObjCtrl bool         // the object, not the subject, does what is governed: ask X to
	Copula  bool
	Intrans bool // its participle is active: arrived, gone

	// Of function words.
	Kind string // aux, pron, sub, conj, prep: the kind's name in words.tsv
}

// Op is what a governing word does to the modality of what it governs.
type Op uint8

// The operators, by the names that words.tsv uses.
const (
	OpNone Op = iota
	OpFact
	OpAgreed
	OpPlanned
	OpPledged
	OpPossible
	OpDemanded
	OpDeny    // says that it is not so: denies
	OpRefuse  // will not: refuses to, forbids
	OpEnd     // no longer so: stops, withdraws
	OpFail    // did not come to be: fails to, prevents
	OpExclude // rules out; denied: does not rule out
	OpThreat  // threatens to: possible, and a threat
)

var opNames = map[string]Op{
	"FACT": OpFact, "AGREED": OpAgreed, "PLANNED": OpPlanned, "PLEDGED": OpPledged, "POSSIBLE": OpPossible,
	"DEMANDED": OpDemanded, "DENY": OpDeny, "REFUSE": OpRefuse, "END": OpEnd, "FAIL": OpFail, "EXCLUDE": OpExclude, "THREAT": OpThreat,
}

// kinds of function words, by part of speech; the engine gives each a meaning.
var wordKinds = map[POS][]string{
	Aux:  {"perf", "fut", "cond", "be", "pass", "do", "modal"},
	Pron: {"refl", "poss", "dem", "pers", "clitic", "recip", "latter", "former", "both", "all", "one", "place"},
	Sub:  {"that", "if", "purpose", "because", "time", "until", "as-long", "although", "while", "whether"},
	Conj: {"and", "or", "but", "nor", "new"},
	Prep: {"ago", "apart", "cite", "cause", "such", "with", "origin", "purpose", "topic", "between", "quantity", "than", "given"},
	Verb: {"cite", "warn"},
	Det:  {"def", "indef", "each", "any", "no"},
	Rel:  {"who", "what", "whose", "where", "dative", "whom"},
	Adv:  {"reportedly", "no-longer", "already", "ago", "earlier", "later", "between"},
	Neg:  {"no-longer"},
}

// apply sets one feature of words.tsv on the lexeme.
func (l *Lexeme) apply(feature string, class func(string) (ClassSet, error)) error {
	key, value, hasValue := strings.Cut(feature, "=")
	need := func() error {
		if !hasValue || value == "" {
			return fmt.Errorf("feature %q needs a value", key)
		}
		return nil
	}
	intp := func(dst **int) error {
		n, err := strconv.Atoi(value)
		if err != nil {
			return fmt.Errorf("feature %q: %w", feature, err)
		}
		*dst = &n
		return nil
	}
	small := func(dst *int8, low, high int) error {
		n, err := strconv.Atoi(value)
		if err != nil || n < low || n > high {
			return fmt.Errorf("feature %q: not a number from %d to %d", feature, low, high)
		}
		*dst = int8(n)
		return nil
	}
	float := func(dst *float64) error {
		n, err := strconv.ParseFloat(value, 64)
		if err != nil {
			return fmt.Errorf("feature %q: %w", feature, err)
		}
		*dst = n
		return nil
	}
	switch key {
	case "class":
		if err := need(); err != nil {
			return err
		}
		for name := range strings.SplitSeq(value, ",") {
			bit, err := class(name)
			if err != nil {
				return err
			}
			l.Classes = l.Classes.Or(bit)
		}
	case "office":
		l.Office = value
		return need()
	case "title":
		l.Title = value
		return need()
	case "treaty":
		l.Treaty = graph.TreatyKind(value)
		if !slices.Contains(graph.TreatyKinds(), l.Treaty) {
			return fmt.Errorf("unknown treaty kind %q", value)
		}
	case "item":
		l.Item = strings.ReplaceAll(value, "_", " ")
		return need()
	case "arms":
		l.Arms = value
		return need()
	case "domain":
		l.Domain = value
		return need()
	case "aid":
		l.Aid = value
		return need()
	case "unit":
		l.Unit = value
		return need()
	case "source":
		l.Source = graph.Role(value)
		return need()
	case "month":
		return small(&l.Month, 1, 12)
	case "weekday":
		return small(&l.Week, 1, 7)
	case "day":
		return intp(&l.Day)
	case "year":
		return intp(&l.Year)
	case "months":
		return intp(&l.Moon)
	case "weeks":
		return intp(&l.Weeks)
	case "period":
		l.Period = value
		if !slices.Contains([]string{"day", "week", "month", "year"}, value) {
			return fmt.Errorf("unknown period %q (known: day week month year)", value)
		}
	case "number":
		return float(&l.Number)
	case "scale":
		return float(&l.Scale)
	case "topic":
		l.Topic = true
	case "op":
		op, ok := opNames[value]
		if !ok {
			return fmt.Errorf("unknown op %q", value)
		}
		l.Op = op
	case "say":
		l.Say = true
		if l.Stance == "" {
			l.Stance = graph.Says
		}
	case "stance":
		switch s := graph.Stance(value); s {
		case graph.Says, graph.Alleges, graph.Denies, graph.Confirms:
			l.Stance, l.Say = s, true
		default:
			return fmt.Errorf("unknown stance %q", value)
		}
	case "alleges":
		// Not a verb of saying, but what it governs is alleged.
		l.Stance = graph.Alleges
	case "light":
		l.Light = true
	case "control":
		if value != "obj" && value != "subj" {
			return fmt.Errorf("control is obj or subj, not %q", value)
		}
		l.ObjCtrl = value == "obj"
	case "intransitive":
		l.Intrans = true
	case "copula":
		l.Copula = true
	case "kind":
		if !slices.Contains(wordKinds[l.POS], value) {
			return fmt.Errorf("unknown kind %q of this part of speech (known: %s)", value, strings.Join(wordKinds[l.POS], " "))
		}
		l.Kind = value
	default:
		return fmt.Errorf("unknown feature %q", key)
	}
	return nil
}
