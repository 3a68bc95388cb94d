package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// parser holds what reading one article needs; it is used for one article at a
// time and keeps its memory for the next.
type parser struct {
	x          *Extractor
	pack       *lang.Pack
	cls        classes
	art        *graph.Article
	text       string
	toks       []lang.Token
	items      []item
	alts       []*lang.Entry
	phrases    []phrase
	clauses    []*clause
	nps        []np
	vgs        []vg
	clauseBuf  []clause
	followBare *np
	follow     []*np
	frame      *lang.Frame // that is being matched
	cites      []graph.Source
	spelling   lang.Spelling
	said       discourse
	known      map[graph.EntityID]bool
	ledBy      map[string]bool
	spelt      map[graph.EntityID]string // how the text writes the names of leaders
	titled     []*graph.Claim            // offices whose holder the text has not named beside them
	named      map[graph.EntityID]bool   // what the text names
	full       map[graph.EntityID]bool   // and names in full
	speaker    graph.EntityID
	inQuote    bool
	paired     bool  // a pair stood together in the sentence
	struck     []*np // the attacks of the sentence that are known to have hit somebody
	small      int   // how many long words of the sentence have no capital; -1 when not counted
	claims     []*graph.Claim
	report     *Report
	explain    bool
	repeated   bool // the last match said what was said already
	trace      *SentenceTrace
	abbr       map[string]bool

	told           map[telling]bool         // what the sentences before said
	mutual         map[graph.EntityID]*bool // whether a treaty has a clause on mutual defence
	quarrels       []*clause                // steps of which the text has not said yet against whom
	from           []*clause                // the clause of each claim
	states         []graph.EntityID         // named in the sentence so far
	sentenceAt     int                      // claims before this sentence
	priorAt        int                      // and before the one before
	byteAt, runeAt int
}

// article reads a whole article.
func (r *parser) article(p *lang.Pack, a *graph.Article, explain bool) ([]*graph.Claim, *Report) {
	if r.pack != p {
		r.pack = p
		r.cls = classesOf(p)
		r.abbr = map[string]bool{}
		for _, w := range p.Abbreviations {
			r.abbr[lang.Fold(w)] = true
		}
	}
	r.art, r.text, r.explain = a, a.Text, explain
	r.report = &Report{Lang: p.Code}
	r.claims, r.from, r.titled = nil, r.from[:0], r.titled[:0]
	r.sentenceAt, r.priorAt = 0, 0
	r.said.reset()
	// What is made for an article goes with it. Going on in the same blocks would
	// chain each article's phrases to the last one's, and keep them all.
	r.nps, r.clauseBuf, r.vgs = r.nps[:0], r.clauseBuf[:0], r.vgs[:0]
	r.known, r.ledBy, r.named, r.full = emptied(r.known), emptied(r.ledBy), emptied(r.named), emptied(r.full)
	r.told, r.mutual, r.spelt = emptied(r.told), emptied(r.mutual), emptied(r.spelt)
	r.inQuote, r.paired, r.speaker = false, false, ""
	r.byteAt, r.runeAt = 0, 0
	r.toks = p.Tokenize(a.Text, r.toks[:0])
	r.spelling = spelling(r.toks, a.Text)
	for from := 0; from < len(r.toks); {
		to := r.sentenceEnd(from)
		r.sentence(from, to)
		from = to
	}
	r.claims = r.namedLeaders(r.titles(r.claims))
	for _, c := range r.claims {
		if c.Treaty != nil && r.mutual[c.Treaty.ID] != nil {
			c.Treaty.MutualDefence = r.mutual[c.Treaty.ID]
		}
		if c.Treaty != nil && c.Treaty.Signed.Known() && r.x.reg.Treaty(c.Treaty.ID) == nil {
			c.Treaty.ID = graph.TreatyID(c.Treaty.Kind, c.Treaty.Parties, c.Treaty.Signed)
		}
		c.Seal()
	}
	graph.SortClaims(r.claims)
	out := r.claims
	r.claims = nil
	return out, r.report
}

// emptied returns a map with nothing in it: the one of the last article, unless
// that grew large.
func emptied[K comparable, V any](m map[K]V) map[K]V {
	if m == nil || len(m) > 64 {
		return map[K]V{}
	}
	clear(m)
	return m
}

// spelling looks whether the text has diacritics and capitals at all.
func spelling(toks []lang.Token, text string) lang.Spelling {
	sp := lang.Spelling{NoDiacritics: true, NoCapitals: true}
	for i := range toks {
		t := &toks[i]
		if t.Punct != 0 {
			continue
		}
		if t.Flags&lang.Plain == 0 {
			sp.NoDiacritics = false
		}
		if i > 0 && t.Flags&lang.Cap != 0 {
			sp.NoCapitals = false
		}
	}
	if len(toks) < 5 || len(text) < 30 {
		sp.NoCapitals = sp.NoCapitals && len(toks) > 0 && toks[0].Flags&lang.Cap == 0
	}
	return sp
}

// sentenceEnd finds the token after the sentence that begins at from.
func (r *parser) sentenceEnd(from int) int {
	for i := from; i < len(r.toks); i++ {
		t := &r.toks[i]
		if i > from && t.Flags&lang.Newline != 0 {
			gap := r.text[r.toks[i-1].End:t.Start]
			if strings.Count(gap, "\n") > 1 || r.toks[i-1].Punct != 0 && r.toks[i-1].Punct != ',' && r.toks[i-1].Punct != '-' || t.Flags&lang.Cap != 0 && r.toks[i-1].Punct != ',' && len(gap) < 3 {
				return i
			}
		}
		if i-from > 400 {
			return i
		}
		if t.Flags&lang.Initial != 0 && i+1 < len(r.toks) && r.toks[i+1].Flags&(lang.Spaced|lang.Cap) == lang.Spaced|lang.Cap && r.opens(i+1) {
			return i + 1
		}
		switch t.Punct {
		case '.', '!', '?', '…':
		default:
			continue
		}
		next := i + 1
		for next < len(r.toks) && r.toks[next].Flags&lang.Spaced == 0 && (r.toks[next].Punct == '"' || r.toks[next].Punct == '”' || r.toks[next].Punct == '»' || r.toks[next].Punct == ')' || r.toks[next].Punct == '.' || r.toks[next].Punct == '’') {
			next++
		}
		if next >= len(r.toks) {
			return next
		}
		n := &r.toks[next]
		if n.Flags&lang.Spaced == 0 {
			continue
		}
		if n.Punct == 0 && n.Flags&(lang.Cap|lang.Digit) == 0 {
			continue
		}
		if n.Punct == ',' || n.Punct == '–' && next > i+1 {
			continue
		}
		if t.Punct == '.' && i > from && next == i+1 {
			p := &r.toks[i-1]
			word := r.text[p.Start:p.End]
			if p.Flags&lang.Initial == 0 && p.Punct == 0 && p.End == t.Start {
				if r.abbr[lang.Fold(word)] || p.Flags&lang.Cap != 0 && utf8.RuneCountInString(word) == 1 {
					continue
				}
			}
		}
		return next
	}
	return len(r.toks)
}

// opens reports whether a capital token is an ordinary word that opens a
// sentence: behind "S.U.A." only that tells that the sentence has ended.
func (r *parser) opens(i int) bool {
	_, alts := r.pack.Longest(r.toks, i, r.spelling, nil)
	for _, e := range alts {
		if e.Name != nil {
			return false
		}
	}
	for _, e := range alts {
		switch e.Lex.POS {
		case lang.Prep, lang.Det, lang.Sub, lang.Pron, lang.Adv, lang.Neg, lang.Conj:
			return true
		}
	}
	return false
}

// sentence reads one sentence.
func (r *parser) sentence(from, to int) {
	r.report.Sentences++
	r.priorAt, r.sentenceAt = r.sentenceAt, len(r.claims)
	r.states, r.struck, r.small = r.states[:0], r.struck[:0], -1
	r.lex(from, to)
	if len(r.items) == 0 {
		return
	}
	if r.explain {
		r.trace = &SentenceTrace{Text: r.span(0, len(r.items))}
	}
	r.cut()
	r.noLonger()
	r.clausesOf()
	r.listen()
	r.settle()
	if r.sport() {
		r.drop("all", "sport")
	} else {
		r.frames()
		r.same()
		r.gaps()
	}
	r.enemies()
	for _, c := range r.clauses {
		r.becomes(c)
	}
	r.denials()
	r.asked()
	r.purposes()
	r.questions()
	for _, c := range r.claims[r.sentenceAt:] {
		r.told[tellingOf(c)] = true
	}
	r.partners()
	r.several()
	for _, c := range r.clauses {
		for _, n := range c.pre {
			r.mutualDefence(c, n)
		}
		for _, n := range c.post {
			r.mutualDefence(c, n)
		}
	}
	if r.explain {
		r.explained()
		r.report.Trace = append(r.report.Trace, r.trace)
	}
}

// partners takes the two states of the sentence's last claim for "the two
// countries" of the next, unless a pair stood together in it.
func (r *parser) partners() {
	for _, c := range r.claims[r.sentenceAt:] {
		for _, e := range []graph.EntityID{c.Subject.ID, c.Object.ID} {
			if e.Kind() == graph.NonStateActor {
				r.said.group = e
			}
		}
	}
	for _, c := range r.claims[r.sentenceAt:] {
		if c.Subject.ID.Kind() == graph.State && c.Object.ID.Kind() == graph.State {
			r.said.statePair = []graph.EntityID{c.Subject.ID, c.Object.ID}
		}
	}
	if r.paired {
		r.paired = false
		return
	}
	if (len(r.said.pair) == 2 || len(r.said.list) > 2) && r.severalParties() {
		return // "thanked X, Y and Z": the pair spoken of is another, or none
	}
	for i := len(r.claims) - 1; i >= r.sentenceAt; i-- {
		c := r.claims[i]
		if party(c.Subject.Kind) && party(c.Object.Kind) && (c.Modality != graph.Possible || r.pack.FreeOrder) && c.Modality != graph.Demanded {
			now := pairOf(c.Subject.ID, c.Object.ID)
			if p := r.said.pair; len(p) == 2 && (!slices.Contains(p, c.Subject.ID) || r.x.ontology.Spec(c.Relation).Symmetric && !slices.Contains(p, c.Object.ID)) {
				if old := pairOf(p[0], p[1]); old != now && (old[0] == now[0] || old[0] == now[1] || old[1] == now[0] || old[1] == now[1]) && r.pairs(old) >= r.pairs(now) {
					return // a third party: "și Nicaragua a condamnat Ecuadorul"
				}
			}
			r.said.pair = now[:]
			r.said.keepStates()
			return
		}
	}
}

// pairOf is a pair in the order of its ids.
func pairOf(a, b graph.EntityID) [2]graph.EntityID {
	if a > b {
		a, b = b, a
	}
	return [2]graph.EntityID{a, b}
}

// pairs counts the claims of a pair.
func (r *parser) pairs(p [2]graph.EntityID) int {
	n := 0
	for _, c := range r.claims {
		if pairOf(c.Subject.ID, c.Object.ID) == p {
			n++
		}
	}
	return n
}

// severalParties reports whether the sentence's claims have more than two parties.
func (r *parser) severalParties() bool {
	var ids []graph.EntityID
	for _, c := range r.claims[r.sentenceAt:] {
		for _, e := range []graph.EntityRef{c.Subject, c.Object} {
			if party(e.Kind) && !slices.Contains(ids, e.ID) {
				ids = append(ids, e.ID)
			}
		}
	}
	return len(ids) > 2
}

// several keeps the states that together were the subject of the sentence's last
// main clause, for "they" of the next.
func (r *parser) several() {
	r.said.subjects, r.said.doer = nil, ""
	if c := r.clauses[0]; c.verb != nil && !c.verb.passive && !c.verb.neg && c.subj != nil && c.subj.done {
		if refs := strong(c.subj.refs); distinct(refs) == 1 {
			r.said.doer = refs[0].id
		}
	}
	for _, c := range r.clauses {
		if c.link != linkMain || c.subj == nil || !c.subj.done {
			continue
		}
		refs := strong(c.subj.refs)
		if distinct(refs) < 2 || distinct(refs) < len(refs) {
			continue
		}
		r.said.subjects = nil
		for _, x := range refs {
			r.said.subjects = append(r.said.subjects, x.id)
		}
	}
}

// party reports whether what is of a kind may be one of two sides.
func party(k graph.EntityKind) bool { return k == graph.State || k == graph.NonStateActor }

// namedLeaders keeps the claims of office whose state the text names.
func (r *parser) namedLeaders(claims []*graph.Claim) []*graph.Claim {
	out := claims[:0]
	for _, c := range claims {
		if c.Relation == "LEADS" && !r.named[c.Object.ID] {
			r.withdraw(c, "the text does not name the state")
			continue
		}
		out = append(out, c)
	}
	return out
}

// titles adds the claims of office of those whom the text calls by their title in one
// place and names in full in another: "Președintele rus …", "…, a spus Vladimir Putin".
func (r *parser) titles(claims []*graph.Claim) []*graph.Claim {
	for _, c := range r.titled {
		key := string(c.Subject.ID) + " " + string(c.Object.ID)
		if r.known[c.Subject.ID] && !r.ledBy[key] {
			r.ledBy[key] = true
			c.Subject.Name = r.spelt[c.Subject.ID]
			claims = append(claims, c)
		}
	}
	return claims
}

// sport reports whether the sentence is about a game, or tells what happens in a film.
func (r *parser) sport() bool {
	if r.cls.sport.Or(r.cls.fiction).Empty() {
		return false
	}
	for i := range r.items {
		l := r.items[i].lex()
		if l == nil {
			continue
		}
		if l.Classes.Any(r.cls.sport) || l.Classes.Any(r.cls.fiction) && r.tellsOf(i) {
			return true
		}
	}
	return false
}

// runes counts the code points before a byte of the text; asked in rising
// order it reads the text once.
func (r *parser) runes(at int) int {
	if at < r.byteAt {
		// Claims of one sentence come in any order: step back.
		r.runeAt -= utf8.RuneCountInString(r.text[at:r.byteAt])
		r.byteAt = at
		return r.runeAt
	}
	r.runeAt += utf8.RuneCountInString(r.text[r.byteAt:at])
	r.byteAt = at
	return r.runeAt
}
