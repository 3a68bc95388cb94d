package lang_test

import (
	"testing"

	"github.com/entente-graph/entente/loaders/lang"
)

func TestGuess(t *testing.T) {
	g := lang.NewGuesser(lang.Codes())
	known := map[string]bool{}
	for _, c := range lang.Codes() {
		known[c] = true
	}
	for _, c := range []struct{ want, text string }{
		{"en", "The president of Iran has signed a treaty with his Russian counterpart, which was said to be close."},
		{"ro", "Președintele Iranului a semnat un tratat cu omologul său rus, iar cele două țări sunt pregătite să lucreze."},
		{"ro", "Presedintele Iranului a semnat un tratat prin care cele doua tari sunt de acord, dupa ce au discutat cu presa din Minsk."},
		{"fr", "Le président de l'Iran et son homologue ont signé un traité dans une ville du sud, selon les médias, après des mois."},
		{"de", "Der Präsident und die Kanzlerin haben den Vertrag mit dem Iran unterzeichnet, das ist nach der Sitzung nicht neu."},
		{"ru", "Президент заявил, что страны подписали договор, который как сообщил министр, был готов после встречи."},
		// Languages of no pack, and too little to tell.
		{"", "El presidente de Irán firmó un tratado con su homólogo ruso, que según los medios es el primero en años entre los dos países."},
		{"", "Il presidente dell'Iran ha firmato un trattato con il suo omologo russo, che secondo i media è il primo da anni tra i due paesi."},
		{"", "O presidente do Irã assinou um tratado com o seu homólogo russo, que segundo a imprensa é o primeiro em anos entre os dois países."},
		{"", "De president van Iran heeft een verdrag getekend met zijn Russische ambtgenoot, dat volgens de media het eerste in jaren is."},
		{"", "Президентът на Иран подписа договор с руския си колега, който според медиите е първият от години между двете страни."},
		{"", "Президент Ірану підписав договір зі своїм російським колегою, який за даними ЗМІ є першим за роки між двома країнами."},
		{"", "Iran, Russia"},
		{"", ""},
	} {
		if c.want != "" && !known[c.want] {
			continue
		}
		if got := g.Guess(c.text); got != c.want {
			t.Errorf("Guess(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}
