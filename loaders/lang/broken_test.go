package lang_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/entente-graph/entente/loaders/lang"
)

// whole is a pack of one frame that loads.
func whole() map[string]string {
	return map[string]string{
		"pack.yaml":     "code: xx\nname: X\nby: [por]\n",
		"paradigms.tsv": "v-ar\tar\tó:past,sg ado:part\n",
		"words.tsv":     "# words\nenviar\tverb\t=v-ar\ndron\tnoun\t0 drones:pl\tclass=arms arms=DRONES\npor\tprep\na\tprep\n",
		"names.tsv":     "state:IRN\tname\tIrán\tm sg\n",
		"frames.yaml":   "- rule: supply/send\n  kind: SUPPLIED_ARMS_TO\n  verb: [enviar]\n  subject: subj\n  object: a\n  fires: a\n  gives: [IRN SUPPLIED_ARMS_TO RUS]\n  silent: [b]\n",
	}
}

// What is wrong with a pack is said with file, line and the word that is wrong.
func TestBrokenPacks(t *testing.T) {
	load := func(files map[string]string) error {
		dir := fstest.MapFS{}
		for name, data := range files {
			dir[name] = &fstest.MapFile{Data: []byte(data)}
		}
		_, err := lang.Load(dir, "xx", nil)
		return err
	}
	if err := load(whole()); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, file, from, to, says string }{
		{"part of speech", "words.tsv", "\tverb", "\tverbo", `words.tsv:2: unknown part of speech "verbo" (columns are parted by tabs`},
		{"paradigm of none", "words.tsv", "=v-ar", "=v-er", `words.tsv:2: unknown paradigm "v-er"`},
		{"feature of a word", "words.tsv", "arms=", "arm=", `words.tsv:3: unknown feature "arm"`},
		{"spaces for tabs", "words.tsv", "enviar\tverb\t", "enviar verb ", `words.tsv:2: want lemma, part of speech, forms, features between tabs; got 1 columns`},
		{"a word twice", "words.tsv", "a\tprep", "por\tprep", `words.tsv:5: "por" (prep) is there twice`},
		{"more forms of no word", "words.tsv", "a\tprep", "+mandar\tverb\tmanda", `words.tsv:5: no row above has "mandar" (verb)`},
		{"more forms with features", "words.tsv", "a\tprep", "+enviar\tverb\tmanda\tsay", `words.tsv:5: a row of more forms has a lemma, a part of speech and forms`},
		{"preposition of a noun", "frames.yaml", "object: a", "object: a\n  behind: [dron]", `frames.yaml:1: supply/send: behind: words.tsv has no preposition "dron"`},
		{"not UTF-8", "words.tsv", "dron", "dr\xf3n", `words.tsv: it is not text in UTF-8`},
		{"feature of a form", "paradigms.tsv", "past", "pasado", `paradigms.tsv:1: ó:pasado,sg: unknown feature "pasado"`},
		{"entity without type", "names.tsv", "state:", "", `names.tsv:1: "IRN" is no entity id`},
		{"class of a name", "names.tsv", "\tname", "\tnombre", `names.tsv:1: unknown class "nombre"`},
		{"kind", "frames.yaml", "SUPPLIED_ARMS_TO\n  verb", "SENT_ARMS_TO\n  verb", `frames.yaml:1: supply/send: the ontology has no kind "SENT_ARMS_TO"`},
		{"key of a frame", "frames.yaml", "subject:", "sujeto:", `unknown field "sujeto"`},
		{"trigger", "frames.yaml", "[enviar]", "[mandar]", `frames.yaml:1: supply/send: words.tsv has no such word with this part of speech: "mandar"`},
		{"slot", "frames.yaml", "object: a", "object: hacia", `frames.yaml:1: supply/send: "hacia" is neither a slot nor a preposition`},
		{"class in a role", "frames.yaml", "object: a", "items: obj/armas", `"armas" is neither a type nor a class`},
		{"no silent case", "frames.yaml", "silent: [b]", "silent: []", `frames.yaml:1: supply/send: silent is needed`},
		{"one rule twice", "frames.yaml", "  silent: [b]\n", "  silent: [b]\n" + whole()["frames.yaml"], `frames.yaml:9: supply/send: frames.yaml:1 has a rule of this name already`},
		{"no list", "frames.yaml", "- rule", "  rule", `frames.yaml: line 1: want a list of frames`},
		{"what trips the parser", "frames.yaml", whole()["frames.yaml"], "! 0", `frames.yaml: line 1: want a list of frames`},
		{"key of the pack", "pack.yaml", "name: X", "nombre: X", `unknown field "nombre"`},
		{"another code", "pack.yaml", "code: xx", "code: yy", `pack.yaml names another code: "yy"`},
		{"preposition of none", "pack.yaml", "[por]", "[per]", `pack.yaml: by: words.tsv has no preposition "per"`},
		{"side of the adjective", "pack.yaml", "name: X", "name: X\nadjective: behind", `adjective is before, after or both, not "behind"`},
		{"name endings", "pack.yaml", "name: X", "name: X\nname-endings: [a]", `pack.yaml: name-endings: "a": want an ending and its forms`},
	} {
		t.Run(c.name, func(t *testing.T) {
			files := whole()
			if !strings.Contains(files[c.file], c.from) {
				t.Fatalf("%s has no %q to break", c.file, c.from)
			}
			files[c.file] = strings.Replace(files[c.file], c.from, c.to, 1)
			if err := load(files); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("the error is %v\nwant %s", err, c.says)
			}
		})
	}
	for _, name := range []string{"pack.yaml", "frames.yaml"} {
		files := whole()
		delete(files, name)
		if err := load(files); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s the error is %v", name, err)
		}
	}
}
