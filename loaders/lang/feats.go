package lang

import "fmt"

// Feat is a set of grammatical features of a form. A case that is not set is
// not known: a form without any case may stand in all of them.
type Feat uint64

// The features, by the names that the data files use.
const (
	Sg Feat = 1 << iota
	Pl
	Def   // carries a definite article
	Indef // cannot be definite
	Nom
	Acc
	Gen
	Dat
	Ins
	Loc
	Masc
	Fem
	Neut
	Fin  // a finite form
	Pres // present or timeless
	Past // a past form
	Fut
	Cond
	Subj // a subjunctive form
	Inf
	Ger  // gerund, present participle, converb: active, same subject
	Part // past participle: passive, or perfect with an auxiliary
	Imp
	P1
	P2
	P3
	Refl  // reflexive
	Short // needs a context of states around it
	Ambig // also an ordinary word or another name: wants support around it
	Pass  // a finite form that is passive without an auxiliary
	Held  // a place that another than its state holds
)

// Cases is the set of all cases.
const Cases = Nom | Acc | Gen | Dat | Ins | Loc

var featNames = map[string]Feat{
	"sg": Sg, "pl": Pl, "def": Def, "indef": Indef,
	"nom": Nom, "acc": Acc, "gen": Gen, "dat": Dat, "ins": Ins, "loc": Loc,
	"na": Nom | Acc, "gd": Gen | Dat,
	"m": Masc, "f": Fem, "n": Neut,
	"fin": Fin, "pres": Fin | Pres, "past": Fin | Past, "fut": Fin | Fut, "cond": Fin | Cond, "subj": Fin | Subj,
	"inf": Inf, "ger": Ger, "part": Part, "imp": Imp,
	"1": P1, "2": P2, "3": P3, "refl": Refl, "pass": Fin | Pass, "short": Short, "ambig": Ambig, "held": Held,
}

func parseFeat(name string) (Feat, error) {
	f, ok := featNames[name]
	if !ok {
		return 0, fmt.Errorf("unknown feature %q", name)
	}
	return f, nil
}

// Has reports whether all of g are in f.
func (f Feat) Has(g Feat) bool { return f&g == g }

// Any reports whether one of g is in f.
func (f Feat) Any(g Feat) bool { return f&g != 0 }

// May reports whether a form may stand in one of the cases: it says so, or
// it says nothing of case.
func (f Feat) May(cases Feat) bool { return f&Cases == 0 || f&cases != 0 }

// POS is a part of speech.
type POS uint8

// The parts of speech, by the names that words.tsv uses.
const (
	Noun    POS = iota + 1
	Verb        // a full verb
	Adj         // an adjective that matters: a domain, "former", "bilateral"
	Prep        // a preposition
	Det         // an article or determiner
	Num         // a number word
	Conj        // joins equals: and, or, but
	Sub         // opens a subordinate clause: that, because
	Rel         // a relative pronoun
	Aux         // have, be, will, may
	Neg         // not, never, no longer
	Adv         // any word to be stepped over inside a phrase
	Pron        // personal, demonstrative, possessive, reflexive
	Marker      // stands before an infinitive or subjunctive: to, să
	Poss        // joins possessor and thing: 's, al
	Between     // opens a reciprocal group: between X and Y
)

var posNames = map[string]POS{
	"noun": Noun, "verb": Verb, "adj": Adj, "prep": Prep, "det": Det, "num": Num, "conj": Conj, "sub": Sub,
	"rel": Rel, "aux": Aux, "neg": Neg, "adv": Adv, "pron": Pron, "marker": Marker, "poss": Poss,
}

// Class says what a listed form of a name is.
type Class uint8

// The classes of names, by the names that names.tsv uses.
const (
	ClassName     Class = iota + 1 // the entity's own name
	ClassAdj                       // its adjective
	ClassPeople                    // the noun for its people
	ClassCapital                   // its capital, that may stand for it
	ClassCity                      // another place in it, that may not
	ClassPalace                    // a palace that stands for its government
	ClassMinistry                  // a ministry's name or seat that stands for it
	ClassShort                     // a name only among other states
	ClassPrefix                    // first half of a combined adjective: ruso-
	ClassSurname                   // a leader by surname alone
	ClassForces                    // its army by name: the IDF
	ClassTreaty                    // a treaty's name: New START
)

var classNames = map[string]Class{
	"name": ClassName, "adj": ClassAdj, "people": ClassPeople, "capital": ClassCapital, "city": ClassCity,
	"palace": ClassPalace, "ministry-metonym": ClassMinistry, "short": ClassShort, "prefix": ClassPrefix,
	"surname": ClassSurname, "forces": ClassForces, "treaty": ClassTreaty,
}
