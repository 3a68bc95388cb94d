package extract

import (
	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/lang"
)

// reach is where a phrase ends with the phrases of material and purpose that
// follow it: "un tratat de parteneriat strategic".
func (r *parser) reach(n *np) int {
	end := n.i1
	for d := 0; n.next != nil && d < 3; d++ {
		if !contains(r.pack.Of, n.next.prep.Lemma) && n.next.prep.Kind != "topic" && !(d == 0 && r.holds(n)) || r.isBy(n.next.prep) && r.actorish(n.next) {
			break
		}
		if n.next.i0 > end+3 {
			break
		}
		n = n.next
		end = max(end, n.i1)
	}
	return end
}

// wordsOf are the items of a phrase, of its equals and of what follows of material and
// purpose; none of no phrase.
func (r *parser) wordsOf(n *np) []item {
	if n == nil {
		return nil
	}
	end := r.reach(n)
	for _, q := range n.equals() {
		end = max(end, q.i1)
	}
	return r.items[n.i0:max(end, n.i0)]
}

func (r *parser) eachLexeme(n *np, f func(*lang.Lexeme)) {
	words := r.wordsOf(n)
	for i := range words {
		if l := words[i].lex(); l != nil {
			f(l)
		}
	}
}

// eachReading is eachLexeme over all that the words of a phrase may be: "military" is
// an army and says what a pact is for.
func (r *parser) eachReading(n *np, f func(*lang.Lexeme)) {
	words := r.wordsOf(n)
	for i := range words {
		for _, e := range words[i].alts {
			if e.Lex != nil && (e.Lex.POS == lang.Noun || e.Lex.POS == lang.Adj) {
				f(e.Lex)
			}
		}
	}
}

func (r *parser) treatyKind(n *np) graph.TreatyKind {
	k := graph.OtherTreaty
	r.eachReading(n, func(l *lang.Lexeme) {
		if l.Treaty == "" || l.Treaty == graph.OtherTreaty {
			return
		}
		if k == graph.OtherTreaty || l.Treaty == graph.StrategicPartnership && k != graph.ArmsControlTreaty {
			k = l.Treaty
		}
	})
	if k == graph.OtherTreaty && n != nil && r.ofArsenals(n) {
		return graph.ArmsControlTreaty
	}
	return k
}

// ofArsenals reports whether what stands behind a treaty says that it is about
// arsenals: "a treaty to cut their nuclear arsenals".
func (r *parser) ofArsenals(n *np) bool {
	for i := n.i1; i < len(r.items) && i < n.i1+10 && r.items[i].punct == 0; i++ {
		if l := r.items[i].lex(); l != nil && l.Classes.Any(r.cls.arsenal) {
			return true
		}
	}
	return false
}
