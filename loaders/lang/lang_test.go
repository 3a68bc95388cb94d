package lang_test

import (
	"testing"
	"testing/fstest"

	"github.com/entente-graph/entente/loaders/lang"
)

// Every pack that is built in loads without a complaint.
func TestPacksLoad(t *testing.T) {
	codes := lang.Codes()
	if len(codes) == 0 {
		t.Fatal("no packs are built in")
	}
	for _, code := range codes {
		if _, err := lang.Open(code); err != nil {
			t.Error(err)
		}
	}
}

// A row with a plus adds forms to a word, and a phrasal verb inflects its first
// word.
func TestMoreForms(t *testing.T) {
	files := whole()
	files["words.tsv"] += "+enviar\tverb\t=v-ar/mand_a\n"
	dir := fstest.MapFS{}
	for name, data := range files {
		dir[name] = &fstest.MapFile{Data: []byte(data)}
	}
	p, err := lang.Load(dir, "xx", nil)
	if err != nil {
		t.Fatal(err)
	}
	toks := p.Tokenize("mandó a Irán", nil)
	n, found := p.Longest(toks, 0, lang.Spelling{}, nil)
	if n != 2 || len(found) != 1 || found[0].Lex == nil || found[0].Lex.Lemma != "enviar" {
		t.Errorf("%d tokens, %v; want the two of enviar", n, found)
	}
}
