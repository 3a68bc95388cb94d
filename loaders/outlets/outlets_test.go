package outlets_test

import (
	"testing"

	"github.com/entente-graph/entente/loaders/outlets"
	"github.com/entente-graph/entente/loaders/registry"
)

func TestFind(t *testing.T) {
	for name, want := range map[string]string{
		"AP": "Associated Press", "apnews.com": "Associated Press", "BelTA": "Belta", "belta": "Belta",
		"The New York Times": "New York Times", "France-Presse": "Agence France-Presse", "en.mehrnews.com": "Mehr",
		"Европа": "", "": "", "com": "", "Interfax": "Interfax",
	} {
		o, ok := outlets.Find(name)
		if got := map[bool]string{true: "known"}[ok]; ok != (want != "") || ok && o.Name != want {
			t.Errorf("Find(%q) = %v %s, want %q", name, o, got, want)
		}
	}
	for address, want := range map[string]string{
		"https://www.reuters.com/world/x": "Reuters", "https://ria.ru/1": "RIA Novosti", "urn:gold:1": "", "https://example.org/": "",
	} {
		o, ok := outlets.OfURL(address)
		if ok != (want != "") || ok && o.Name != want {
			t.Errorf("OfURL(%q) = %v, want %q", address, o, want)
		}
	}
}

func TestStatesAreOfTheRegistry(t *testing.T) {
	if len(outlets.All()) < 100 {
		t.Errorf("%d outlets", len(outlets.All()))
	}
	for _, o := range outlets.All() {
		if o.State != "" && registry.Default().Entity(o.State) == nil {
			t.Errorf("%s: the registry has no %s", o.Name, o.State)
		}
	}
}
