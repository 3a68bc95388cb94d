package graph

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Iran":                      "iran",
		"Lukașenko":                 "lukasenko",
		"Lukaşenko":                 "lukasenko",
		"ÎN ȚĂRILE":                 "in tarile",
		"Straße":                    "strasse",
		"Łódź":                      "lodz",
		"Türkiye, TÜRKİYE":          "turkiye, turkiye",
		"Лукашенко":                 "лукашенко",
		"Зеленський Йосип":          "зеленськии иосип",
		"ﬁne №5":                    "fine no5",
		"Ελλάς":                     "ελλασ",
		"İstanbul":                  "istanbul",
		"Côte d’Ivoire":             "cote d’ivoire",
		"e\u0301te\u0301 = \u00e9t": "ete = et",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzFold(f *testing.F) {
	f.Add("Lukașenko ẞ İ ŉ ǆ ﬀ K")
	f.Fuzz(func(t *testing.T, s string) {
		once := Fold(s)
		if twice := Fold(once); twice != once {
			t.Errorf("Fold(%q) = %q, folded again %q", s, once, twice)
		}
		if strings.Join(NameWords(s), "") != strings.ReplaceAll(NameKey(s), " ", "") {
			t.Errorf("NameKey(%q) = %q has other words than %q", s, NameKey(s), NameWords(s))
		}
	})
}

func TestTokens(t *testing.T) {
	got := Tokens("„Iranul” a furnizat 28 de drone-kamikaze (Shahed-136) Rusiei;\nKiev'in, Åland.")
	want := strings.Fields("iranul a furnizat 28 de drone kamikaze shahed 136 rusiei kiev in aland")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMatchText(t *testing.T) {
	quote := "Iranul a furnizat drone Rusiei pentru războiul din Ucraina"
	for query, want := range map[string]bool{
		"drone":         true,
		"DRON":          true, // the last word as a beginning
		"dron rusiei":   false,
		"rusiei drone":  true, // in any order
		"razboi":        true,
		"războiul UCR":  true,
		"Siria":         false,
		"":              false,
		" - ":           false,
		"furnizat iran": true,
	} {
		if got := MatchText(Tokens(query), Tokens(quote)); got != want {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
}

func TestMatchNameMeetsAcrossScripts(t *testing.T) {
	spellings := []string{"Лукашенко", "Lukașenko", "Lukaşenko", "Lukasenko", "Lukashenko", "LUKASHENKO", "Lukaschenko", "Lukašenko"}
	for _, listed := range spellings {
		for _, typed := range spellings {
			rank, ok := MatchName(typed, []string{"Aleksandr Nobody", listed})
			if !ok || rank != RankExact {
				t.Errorf("%q does not find %q: rank %d, %v", typed, listed, rank, ok)
			}
		}
	}
	for _, pair := range [][2]string{{"Зеленский", "Zelensky"}, {"Zelenskyy", "Zelenski"}, {"Хаменеи", "Khamenei"}, {"Serghei Lavrov", "Sergey Lavrov"}, {"中国", "中国"}, {"Україна", "Ukrayina"}} {
		if rank, ok := MatchName(pair[0], pair[1:]); !ok || rank != RankExact {
			t.Errorf("%q does not find %q: rank %d, %v", pair[0], pair[1], rank, ok)
		}
	}
}

func TestMatchNameRanks(t *testing.T) {
	for _, test := range []struct {
		query string
		names []string
		rank  int
		ok    bool
	}{
		{"niger", []string{"Niger"}, RankExact, true},
		{"niger", []string{"Nigeria"}, RankPrefix, true},
		{"coreea de", []string{"Coreea de Nord"}, RankPrefix, true},
		{"nord", []string{"Coreea de Nord"}, RankWord, true},
		{"nord cor", []string{"Coreea de Nord"}, RankWord, true},
		{"nor coreea", []string{"Coreea de Nord"}, 0, false},
		{"guinea", []string{"Papua Noua Guinee", "Papua New Guinea", "Guinea"}, RankExact, true},
		{"guinea", []string{"Papua New Guinea", "Guinea-Bissau"}, RankPrefix, true},
		{"eria", []string{"Nigeria"}, 0, false},
		{"", []string{"Nigeria"}, 0, false},
		{"...", []string{""}, 0, false},
	} {
		rank, ok := MatchName(test.query, test.names)
		if ok != test.ok || ok && rank != test.rank {
			t.Errorf("%q against %q: rank %d, %v, want %d, %v", test.query, test.names, rank, ok, test.rank, test.ok)
		}
	}
}

const report = `Iranul și Rusia au semnat vineri, la Moscova, un tratat de parteneriat strategic cuprinzător, care
acoperă domenii de la apărare la comerț și energie. Documentul a fost semnat de președintele iranian Masoud Pezeshkian
și de omologul său rus, Vladimir Putin, după trei ore de discuții la Kremlin. Tratatul are o valabilitate de douăzeci
de ani și cuprinde patruzeci și șapte de articole. El prevede că niciuna dintre părți nu va ajuta un agresor al
celeilalte, dar nu conține o clauză de apărare reciprocă, spre deosebire de cel pe care Rusia l-a încheiat cu Coreea de
Nord în iunie 2024. „Deschidem un nou capitol în relațiile dintre țările noastre”, a declarat președintele iranian.
Ucraina și aliații ei acuză Iranul că furnizează Rusiei drone și rachete, ceea ce Teheranul neagă.`

// The same report as a paper that takes it over prints it: another headline, a
// lead of its own, small edits.
const reprint = `Alianță la Kremlin: Teheranul și Moscova își dau mâna pentru două decenii. Ceremonia a fost transmisă în direct de
televiziunile din cele două capitale. Iranul și Rusia au semnat vineri, la Moscova, un tratat de parteneriat strategic cuprinzător, care
acoperă domenii de la apărare la comerț și energie. Documentul a fost semnat de președintele iranian Masoud Pezeshkian
și de președintele rus, Vladimir Putin, după trei ore de convorbiri la Kremlin. Tratatul are o valabilitate de 20
de ani și cuprinde 47 de articole. El prevede că niciuna dintre părți nu va ajuta un agresor al
celeilalte, dar nu conține o clauză de apărare reciprocă, spre deosebire de cel pe care Rusia l-a încheiat cu Coreea de
Nord în iunie 2024. „Deschidem un nou capitol în relațiile dintre țările noastre”, a declarat președintele iranian.`

// The same event by another hand, with the same quotation.
const another = `Președinții Vladimir Putin și Masoud Pezeshkian au pus vineri bazele unei alianțe pe douăzeci de ani. La Moscova,
cei doi lideri și-au pus semnăturile pe un acord amplu, negociat din 2022, care privește securitatea, schimburile
comerciale, transporturile și tehnologia. Spre deosebire de înțelegerea ruso-nord-coreeană, textul nu obligă
semnatarele să se apere una pe alta în caz de război, ci doar să nu sprijine statul care o atacă pe cealaltă.
„Deschidem un nou capitol în relațiile dintre țările noastre”, a declarat președintele iranian. Kievul susține de
mai multă vreme că armata rusă folosește drone iraniene, iar Statele Unite au impus sancțiuni pentru livrări.`

func TestNearCopy(t *testing.T) {
	for _, test := range []struct {
		name, a, b string
		want       bool
	}{
		{"itself", report, report, true},
		{"case, marks and punctuation", report, strings.ToUpper(Fold(report)), true},
		{"a reprint with changes", report, reprint, true},
		{"another hand", report, another, false},
		{"another hand, of the reprint", reprint, another, false},
		{"one sentence, the same", "Iran supplied drones.", "Iran supplied drones", true},
		{"one sentence, another", "Iran supplied drones to Russia.", "Israel sent missiles to Ukraine today.", false},
		{"two words", "Iran denies", "Iran agrees", false},
		{"nothing", "", "", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			a, b := Fingerprint(test.a), Fingerprint(test.b)
			if got := NearCopy(a, b); got != test.want {
				t.Errorf("NearCopy = %v, want %v; %d of %d bins are equal", got, test.want, equalBins(a, b), printBins)
			}
			if NearCopy(a, b) != NearCopy(b, a) {
				t.Error("the order of the two matters")
			}
		})
	}
}

func equalBins(a, b string) int {
	p, ok1 := bins(a)
	q, ok2 := bins(b)
	if !ok1 || !ok2 {
		return -1
	}
	return p.equal(q)
}

// TestNearCopyMargin shows how far both sides are from the threshold, so that a
// change of the hashing that narrows it is seen.
func TestNearCopyMargin(t *testing.T) {
	r, p, a := Fingerprint(report), Fingerprint(reprint), Fingerprint(another)
	if n := equalBins(r, p); n < copyBins+6 {
		t.Errorf("the reprint shares %d bins, too close to the line at %d", n, copyBins)
	}
	if n := equalBins(r, a); n > copyBins-6 {
		t.Errorf("the report by another hand shares %d bins, too close to the line at %d", n, copyBins)
	}
	if len(r) != len(Fingerprint("One word.")) {
		t.Error("prints are not of one length")
	}
	if NearCopy(r, "garbage") || NearCopy("garbage", "garbage") {
		t.Error("what is no print is a copy of nothing")
	}
}
