package extract_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/entente-graph/entente/graph"
	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/lang"
	"github.com/entente-graph/entente/loaders/registry"
)

// usedIn is a sentence for the forms of a class that have all of some features: who acts
// in it is the state named, or the other where acted is set.
type usedIn struct {
	class, feats, kind string
	acted              bool
	text               string
}

// sentences hold each form of a state's name where its case puts it; the other state is
// Kenya.
var sentences = map[string][]usedIn{
	"en": {
		{"name", "", "SIGNED_TREATY_WITH", false, "%s and Kenya signed an agreement."},
		{"capital", "", "VISITED", true, "The president of Kenya arrived in %s."},
		{"adj", "", "VISITED", false, "The %s president visited Kenya."},
	},
	"ro": {
		{"name", "gd", "VISITED", false, "Președintele %s a vizitat Kenya."},
		{"name", "", "SIGNED_TREATY_WITH", false, "%s și Kenya au semnat un acord."},
		{"capital", "gd", "REJECTED", true, "Kenya a respins oferta %s."},
		{"capital", "na", "VISITED", true, "Președintele Kenyei a sosit la %s."},
		{"adj", "def", "", false, ""},
		{"adj", "m sg na", "VISITED", false, "Președintele %s a vizitat Kenya."},
		{"adj", "f sg na", "ATTACKED", false, "Armata %s a atacat Kenya."},
		{"adj", "m pl", "ATTACKED", false, "Soldații %s au atacat Kenya."},
		{"adj", "f pl", "ATTACKED", false, "Trupele %s au atacat Kenya."},
	},
	"fr": {
		{"name", "pl", "SIGNED_TREATY_WITH", false, "Les %s et le Kenya ont signé un accord."},
		{"name", "f", "SIGNED_TREATY_WITH", false, "La %s et le Kenya ont signé un accord."},
		{"name", "m", "SIGNED_TREATY_WITH", false, "Le %s et le Kenya ont signé un accord."},
		{"name", "", "SIGNED_TREATY_WITH", false, "%s et le Kenya ont signé un accord."},
		{"capital", "", "VISITED", true, "Le président du Kenya s'est rendu à %s."},
		{"adj", "m sg", "VISITED", false, "Le président %s a visité le Kenya."},
		{"adj", "f sg", "ATTACKED", false, "L'armée %s a attaqué le Kenya."},
		{"adj", "m pl", "ATTACKED", false, "Les soldats %s ont attaqué le Kenya."},
		{"adj", "f pl", "ATTACKED", false, "Les forces %s ont attaqué le Kenya."},
	},
	"de": {
		{"name", "f gen", "VISITED", false, "Der Präsident der %s besuchte Kenia."},
		{"name", "pl gen", "VISITED", false, "Der Präsident der %s besuchte Kenia."},
		{"name", "pl dat", "SIGNED_TREATY_WITH", true, "Kenia hat mit den %s ein Abkommen unterzeichnet."},
		{"name", "pl", "CONDEMNED", true, "Kenia verurteilte die %s."},
		{"name", "f", "CONDEMNED", true, "Kenia verurteilte die %s."},
		{"name", "n nom", "SIGNED_TREATY_WITH", false, "%s und Kenia haben ein Abkommen unterzeichnet."},
		{"name", "n gen", "VISITED", false, "Der Präsident %s besuchte Kenia."},
		{"capital", "nom", "VISITED", true, "Der Außenminister Kenias reiste nach %s."},
		{"adj", "nom gen dat acc", "CONDEMNED", true, "Kenia verurteilte den %s Präsidenten."},
		{"adj", "nom gen dat", "VISITED", false, "Ein %s Minister besuchte Kenia."},
		{"adj", "nom acc n", "ATTACKED", false, "Ein %s Kriegsschiff griff Kenia an."},
		{"adj", "dat m n", "SUPPLIED_ARMOUR_TO", true, "Kenia lieferte %s Militär Panzer."},
		{"adj", "nom acc", "VISITED", false, "Der %s Präsident besuchte Kenia."},
	},
	"ru": {
		{"name", "nom", "SIGNED_TREATY_WITH", false, "%s и Кения подписали соглашение."},
		{"name", "gen", "VISITED", false, "Президент %s посетил Кению."},
		{"name", "dat", "SUPPLIED_ARMOUR_TO", true, "Кения передала %s танки."},
		{"name", "acc", "CONDEMNED", true, "Кения осудила %s."},
		{"name", "ins", "SIGNED_TREATY_WITH", true, "Кения подписала соглашение с %s."},
		{"name", "loc", "HOSTS_WEAPONS_OF", false, "Кения разместила танки в %s."},
		{"capital", "acc", "CONDEMNED", true, "Кения осудила %s."},
		{"capital", "dat", "SUPPLIED_ARMOUR_TO", true, "Кения передала %s танки."},
		{"capital", "ins", "SIGNED_TREATY_WITH", true, "Кения подписала соглашение с %s."},
		{"adj", "m nom", "VISITED", false, "%s президент посетил Кению."},
		{"adj", "f nom", "VISITED", false, "%s делегация посетила Кению."},
		{"adj", "pl nom", "ATTACKED", false, "%s войска атаковали Кению."},
		{"adj", "pl gen", "CONDEMNED", true, "Президент Кении осудил действия %s властей."},
		{"adj", "f acc", "ATTACKED", true, "Кения атаковала %s армию."},
		{"adj", "f ins", "SIGNED_TREATY_WITH", true, "Кения подписала соглашение с %s делегацией."},
		{"adj", "m gen", "MET_WITH", true, "Глава МИД Кении принял %s министра."},
		{"adj", "m dat", "SUPPLIED_ARMOUR_TO", true, "Кения передала %s правительству танки."},
		{"adj", "m ins", "MET_WITH", true, "Президент Кении встретился с %s министром."},
	},
}

// Every form of every member of the UN that a pack lists without doubt is read, where its
// case or gender puts it, as that state.
func TestEveryFormOfAStateIsRead(t *testing.T) {
	x := extract.New(registry.Default(), extract.Options{})
	for _, code := range lang.Codes() {
		t.Run(code, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("..", "lang", code, "names.tsv"))
			if err != nil {
				t.Fatal(err)
			}
			read := 0
			for line := range strings.SplitSeq(string(data), "\n") {
				cols := append(strings.Split(line, "\t"), "", "", "")
				id, feats := graph.EntityID(cols[0]), strings.Fields(cols[3])
				e := registry.Default().Entity(id)
				if e == nil || e.Recognition != graph.UNMember || id == "state:KEN" || slices.Contains(feats, "ambig") {
					continue
				}
				for _, u := range sentences[code] {
					if u.class != cols[1] || !holds(feats, u.feats) {
						continue
					}
					if u.text == "" {
						break
					}
					read++
					reads(t, x, code, u, id, cols[2])
					if code != "ru" || u.class == "adj" {
						break // a Russian noun is tried in each of its cases
					}
				}
			}
			if read < 400 {
				t.Errorf("only %d forms were tried", read)
			}
		})
	}
}

func holds(feats []string, want string) bool {
	for w := range strings.FieldsSeq(want) {
		if !slices.Contains(feats, w) {
			return false
		}
	}
	return true
}

func reads(t *testing.T, x *extract.Extractor, code string, u usedIn, id graph.EntityID, form string) {
	t.Helper()
	if strings.HasPrefix(u.text, "%s") {
		first, n := utf8.DecodeRuneInString(form)
		form = string(unicode.ToUpper(first)) + form[n:]
	}
	text := fmt.Sprintf(u.text, form)
	want := id.Code() + " " + u.kind + " KEN"
	if u.acted {
		want = "KEN " + u.kind + " " + id.Code()
	}
	if claims := read(t, x, code, text); !gives(claims, want) {
		t.Errorf("%q does not give %q; it gives %v", text, want, shorts(claims))
	}
}
