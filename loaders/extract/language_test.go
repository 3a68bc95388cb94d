package extract_test

import (
	"errors"
	"testing"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/registry"
)

// The language of an article is the one it declares, else the one its letters
// show, else that of the pack with most of its words, or of its names; a text of
// none is set aside.
func TestLanguage(t *testing.T) {
	x := extract.New(registry.Default(), extract.Options{Packs: []string{"de", "en", "fr", "ro", "ru"}})
	for _, c := range []struct {
		name, lang, text, want string
		err                    error
	}{
		{"declared", "ro", "Iranul a furnizat drone Rusiei.", "ro", nil},
		{"declared with a region", "en-GB", "Iran supplied drones to Russia.", "en", nil},
		{"short", "", "Iranul a furnizat drone Rusiei.", "ro", nil},
		{"short English", "", "Iran supplied drones to Russia.", "en", nil},
		{"detected", "", "Președintele iranian a ajuns marți la Moscova, unde a semnat cu omologul său rus un tratat de parteneriat strategic care prevede o cooperare mai strânsă în apărare și energie.", "ro", nil},
		{"headline in English", "", "France recognises Palestine", "en", nil},
		{"headline in Romanian", "", "Turcia își recheamă ambasadorul", "ro", nil},
		{"headline in French", "", "Paris sanctionne Moscou", "fr", nil},
		{"headline in German", "", "Nato verurteilt Russland", "de", nil},
		{"headline in Russian", "", "Киев атаковал Белгород", "ru", nil},
		{"words tell more than names", "", "In support of Vladimir Putin", "en", nil},
		{"names alone", "", "Vladimir Putin, Xi Jinping", "de", nil},
		{"empty", "ro", " \n", "", extract.ErrEmpty},
		{"unknown", "", "イランはロシアに無人機を供給した。", "", extract.ErrLanguage},
		{"of a neighbour", "", "El presidente de Irán firmó ayer en Moscú un tratado estratégico con Vladímir Putin durante una visita.", "", extract.ErrLanguage},
		{"of a neighbour, declared", "es", "El presidente de Irán viajó a Moscú.", "", extract.ErrLanguage},
		{"of a neighbour by letters", "", "Президент України підписав у Києві угоду з Польщею про постачання танків, повідомили в уряді.", "", extract.ErrLanguage},
		{"declared wrongly", "es", "The president of Iran has signed a treaty with Russia in Moscow.", "en", nil},
		{"many names", "", "Danish rider Jonas Vingegaard wins the annual Vuelta a España road cycling race in Spain.", "en", nil},
		{"unknown and declared", "ja", "イランはロシアに無人機を供給した。", "", extract.ErrLanguage},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, rep, err := x.Article(&graph.Article{Lang: c.lang, Text: c.text})
			if !errors.Is(err, c.err) || rep.Lang != c.want {
				t.Errorf("language %q, error %v; want %q, %v", rep.Lang, err, c.want, c.err)
			}
		})
	}
}
