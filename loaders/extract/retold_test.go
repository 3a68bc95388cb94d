package extract_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/entente-graph/entente/loaders/extract"
	"github.com/entente-graph/entente/loaders/registry"
)

// One report, told anew in each language, gives the same claims between the
// same entities; and nothing that the report does not say.
func TestRetold(t *testing.T) {
	want := []string{
		"IRN VISITED BLR", "IRN SUPPLIED_DRONES_TO RUS", "IRN SIGNED_STRATEGIC_TREATY_WITH RUS", "BLR GRANTED_TERRITORY_TO RUS",
		"USA SANCTIONED BLR", "USA SANCTIONED IRN", "EU SANCTIONED BLR", "EU SANCTIONED IRN",
	}
	// What one language says and another leaves to be understood.
	may := []string{
		"BLR MET_WITH IRN", "BLR COOPERATES_WITH IRN AGREED", "BLR COOPERATES_WITH IRN PLANNED",
		"IRN SUPPLIED_MISSILES_TO RUS", "IRN SUPPLIED_MISSILES_TO RUS DENIED", "RUS INVADED UKR PLANNED",
	}
	x := extract.New(registry.Default(), extract.Options{})
	files, err := filepath.Glob("testdata/retold/*.txt")
	if err != nil || len(files) < 3 {
		t.Fatalf("%d articles: %v", len(files), err)
	}
	for _, f := range files {
		code := strings.TrimSuffix(filepath.Base(f), ".txt")
		t.Run(code, func(t *testing.T) {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			claims := read(t, x, code, string(data))
			for _, w := range want {
				if !gives(claims, w) {
					t.Errorf("no %s; it gives %v", w, shorts(claims))
				}
			}
			for i, c := range claims {
				known := c.Relation == "LEADS"
				for _, w := range slices.Concat(want, may) {
					known = known || gives(claims[i:i+1], w)
				}
				if !known {
					t.Errorf("it must not give %s (%s): %q", short(c), c.Rule, c.Evidence.Quote)
				}
			}
		})
	}
}
